"""The JSON Schema of the knowledge file, made from its form, for editors."""

from __future__ import annotations

from typing import Any

from mecoder_cli.knowledge.model import PathwayForm


def json_schema() -> dict[str, Any]:
    """Return the schema of a knowledge file."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **PathwayForm.model_json_schema(by_alias=True)}
