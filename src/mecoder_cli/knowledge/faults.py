"""Read a knowledge file into its form and word every fault for a person."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from mecoder_cli.knowledge.model import PathwayForm
from mecoder_cli.strict_yaml import Document, Path, read

Faults = list[tuple[int, Path, str]]

_WORDS = {
    "extra_forbidden": "is not a key that is known here",
    "missing": "is missing",
    "string_type": "must be text; put it in quotes",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "dict_type": "must be a mapping",
    "model_type": "must be a mapping",
    "too_short": "must not be empty",
    "string_too_short": "must not be empty",
}


def read_form(source: bytes) -> tuple[PathwayForm | None, Document, Faults]:
    """Return the file's form if its shape is right, the document and all faults of shape."""
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError as error:
        line = source[: error.start].count(b"\n") + 1
        return None, Document({}, {}, []), [(line, (), "is not UTF-8 text")]
    document = read(text)
    faults: Faults = [(fault.line, fault.path, fault.message) for fault in document.faults]
    if not isinstance(document.content, dict):
        return None, document, [*faults, (1, (), "the file must be a mapping of sections")]
    try:
        return PathwayForm.model_validate(document.content), document, faults
    except ValidationError as error:
        faults += [_fault(one, document) for one in error.errors(include_url=False)]
    return None, document, _once(faults)


def _fault(error: Any, document: Document) -> tuple[int, Path, str]:
    path = _in_file(error["loc"], document)
    kind = error["type"]
    message = _WORDS.get(kind) or str(error["msg"]).removeprefix("Value error, ")
    if kind == "missing":
        return document.line_of(path), path, message
    if kind == "string_pattern_mismatch":
        message = f"{str(error['input'])[:40]!r} is not of the form expected here"
    return document.line_of(path), path, message


def _in_file(loc: tuple[str | int, ...], document: Document) -> Path:
    """Keep the parts of pydantic's location that are places in the file."""
    path: Path = ()
    node: Any = document.content
    for index, part in enumerate(loc):
        if isinstance(node, dict) and part in node:
            path, node = (*path, part), node[str(part)]
        elif isinstance(node, list) and isinstance(part, int) and part < len(node):
            path, node = (*path, part), node[part]
        elif index == len(loc) - 1 and isinstance(node, dict) and part not in ("function-after", "str"):
            path = (*path, part)
    return path


def _once(faults: Faults) -> Faults:
    """Keep one fault for each place: a union reports each of its members."""
    seen: dict[tuple[int, Path], tuple[int, Path, str]] = {}
    for fault in faults:
        seen.setdefault((fault[0], fault[1]), fault)
    return list(seen.values())
