"""The JSON Schema of a knowledge file, made from the kinds of things it holds, for editors."""

# No "from __future__ import annotations" here: the form below is read by its types.
from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic.json_schema import GenerateJsonSchema

from mecoder_cli.domain.facts import Fact
from mecoder_cli.domain.marks import Day, Kind, Texts
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.knowledge.checks import Confidence, Grade, SourceId, Time, WrittenFact
from mecoder_cli.knowledge.shape import schema_of


class Group(NamedTuple):
    """Facts that share what stands above them."""

    facts: Mapping[str, Fact]
    source: SourceId = ""
    as_of: Time = ""
    grade: Grade = "official"
    confidence: Confidence = "high"
    checked: Day = ""
    kind: Kind = "landscape"
    unit: str = ""


_SECTIONS = {**Pathway.__annotations__, "include": Texts, "sourced": tuple[Group, ...]}
File = NamedTuple("File", _SECTIONS.items())  # type: ignore[misc]
"""One file of the knowledge: any of the sections, for the rest may stand in another."""


def json_schema() -> dict[str, Any]:
    """Return the schema of a knowledge file."""
    schema = GenerateJsonSchema().generate(schema_of(File))
    schema["description"], schema["required"] = "A file of the knowledge.", []
    # The group that a fact stands in can give its kind.
    schema["$defs"][WrittenFact.__name__]["required"].remove("kind")
    return {"$schema": GenerateJsonSchema.schema_dialect, **schema}
