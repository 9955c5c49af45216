"""A knowledge file as it is written, with the files that it includes, as one; every place remembered."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path as FilePath
from typing import Any, NamedTuple

from pydantic import ValidationError

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.errors import KnowledgeError
from mecoder_cli.knowledge.files import read_file
from mecoder_cli.knowledge.reading import Reading, refuse
from mecoder_cli.knowledge.shape import validator
from mecoder_cli.strict_yaml import Document, Fault, Path, read

ONCE = ("schema", "settings", "include")
"""Sections of the first file alone."""
MAPPED = ("sources", "facts")
SHARED = ("source", "as_of", "grade", "confidence", "checked", "kind", "unit")
"""What the facts of a group can share."""
_INCLUDED = re.compile(r"[a-z0-9-]+\.yaml\Z")
_WORDS = {
    "extra_forbidden": "is not a key that is known here",
    "missing": "is missing",
    "string_type": "must be text; put it in quotes",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "dict_type": "must be a mapping",
    "too_short": "must not be empty",
    "string_too_short": "must not be empty",
}


class Part(NamedTuple):
    """One file of the knowledge."""

    name: str
    source: bytes
    document: Document


class Written:
    """The files of the knowledge, put together; wrong forms are left for the validator to name."""

    def __init__(self, source: bytes, name: str, folder: FilePath | None) -> None:
        self.faults: list[tuple[str, Fault]] = []
        self.parts: list[Part] = []
        self.content: dict[str, Any] = {}
        self.is_readable = True
        """Whether every file could be read at all; where one is missing, what refers to it is not at fault."""
        self._origins: dict[Path, tuple[Part, Path]] = {}
        """For each thing of a section, where it is written."""
        first = self._part(name, source)
        for index, other in enumerate(self._included(first, folder)):
            self._include(first, ("include", index), other, folder)
        for part in self.parts:
            self._put(part, first)
        if self.is_readable and "schema" not in self.content:
            self._fault(first, ("schema",), "is missing; a file that another one includes is checked with that one")
            self.is_readable = False

    @property
    def sources(self) -> tuple[tuple[str, bytes], ...]:
        """The name and the bytes of every file."""
        return tuple((part.name, part.source) for part in self.parts)

    def _part(self, name: str, source: bytes) -> Part:
        try:
            document = read(source.decode("utf-8"))
        except UnicodeDecodeError as error:
            document = Document({}, {}, [Fault(source[: error.start].count(b"\n") + 1, (), "is not UTF-8 text")])
        if not isinstance(document.content, dict):
            document = Document({}, {}, [*document.faults, Fault(1, (), "the file must be a mapping of sections")])
        self.is_readable &= bool(document.content or not document.faults)
        part = Part(name, source, document)
        self.parts.append(part)
        self.faults += [(name, fault) for fault in document.faults]
        return part

    def _fault(self, part: Part, path: Path, message: str) -> None:
        self.faults.append((part.name, Fault(part.document.line_of(path), path, message)))

    # --- includes ------------------------------------------------------------------------------------

    def _included(self, first: Part, folder: FilePath | None) -> list[Any]:
        names = _mapping(first.document.content).get("include", [])
        if not isinstance(names, list) or (names and folder is None):
            self._fault(first, ("include",), "must be a list of files that stand beside this one")
            return []
        return names

    def _include(self, first: Part, path: Path, name: Any, folder: FilePath | None) -> None:
        assert folder is not None
        if not isinstance(name, str) or not _INCLUDED.match(name):
            self._fault(first, path, f"{name!r} is not the name of a file beside this one, such as prices.yaml")
        elif name in (part.name for part in self.parts):
            self._fault(first, path, f"{name!r} is included twice")
        else:
            try:
                self._part(name, read_file(folder / name))
            except KnowledgeError as error:
                self._fault(first, path, str(error))
                self.is_readable = False

    # --- one content ---------------------------------------------------------------------------------

    def _put(self, part: Part, first: Part) -> None:
        for section, value in _mapping(part.document.content).items():
            if section in ONCE and part is not first:
                self._fault(part, (section,), f"stands in {first.name} alone")
            elif section == "sourced" and isinstance(value, list):
                for index, group in enumerate(value):
                    self._put_group(part, index, group)
            elif section in MAPPED:
                for key, thing in _mapping(value).items():
                    self._put_keyed(section, key, thing, part, (section, key))
                if not isinstance(value, dict):
                    self._fault(part, (section,), "must be a mapping")
            elif isinstance(value, list) and isinstance(have := self.content.setdefault(section, []), list):
                for index, thing in enumerate(value):
                    self._origins[section, len(have)] = part, (section, index)
                    have.append(thing)
            elif section in self.content:
                self._fault(part, (section,), f"given twice (first in {self._origins[section,][0].name})")
            elif section != "include":
                self.content[section] = value
            self._origins.setdefault((section,), (part, (section,)))
        self.content.pop("include", None)

    def _put_keyed(self, section: str, key: str, thing: Any, part: Part, path: Path) -> None:
        things = self.content.setdefault(section, {})
        if (section, key) in self._origins:
            there, where = self._origins[section, key]
            self._fault(part, path, f"given twice (first in {there.name} on line {there.document.line_of(where)})")
        elif isinstance(things, dict):
            things[key] = thing
            self._origins[section, key] = part, path

    def _put_group(self, part: Part, index: int, group: Any) -> None:
        """Give every fact of a group what the group shares."""
        facts = group.get("facts") if isinstance(group, dict) else None
        if not isinstance(facts, dict):
            self._fault(part, ("sourced", index), "a group is a mapping with the facts that share a source")
            return
        for key in group:
            if key not in (*SHARED, "facts"):
                self._fault(part, ("sourced", index, key), "is not a key that is known here")
        shared = {key: value for key, value in group.items() if key in SHARED}
        for key, fact in facts.items():
            whole = {**shared, **fact} if isinstance(fact, dict) else fact
            self._put_keyed("facts", key, whole, part, ("sourced", index, "facts", key))

    # --- faults --------------------------------------------------------------------------------------

    def refuse(self, error: ValidationError) -> None:
        """Note what the validator found, each fault in its file: a union reports each of its members."""
        for one in error.errors(include_url=False):
            message = _WORDS.get(one["type"]) or str(one["msg"])
            if one["type"] == "string_pattern_mismatch":
                message = f"{str(one['input'])[:40]!r} is not of the form expected here"
            self._note(self._path(one["loc"], one["type"]), message)
        for path, message in Reading(self.content).repeated:
            self._note(path, message)

    def _note(self, path: Path, message: str) -> None:
        """Note a fault of the content at its place, once."""
        part, there = self._place(path)
        if all((part.name, there) != (name, fault.path) for name, fault in self.faults):
            self._fault(part, there, message)

    def _path(self, loc: tuple[str | int, ...], kind: str) -> Path:
        """Keep the parts of pydantic's location that are places in the content."""
        path: Path = ()
        node: Any = self.content
        for index, part in enumerate(loc):
            inside = range(len(node)) if isinstance(node, list) else node if isinstance(node, dict) else ()
            if part in inside:
                path, node = (*path, part), node[part]
            elif index == len(loc) - 1 and (kind == "missing" or kind == "fault") and isinstance(node, dict):
                path = (*path, part)
        return path

    def _place(self, path: Path) -> tuple[Part, Path]:
        part, start = self._origins.get(path[:2]) or self._origins.get(path[:1]) or (self.parts[0], path[:1])
        rest = path[2:] if path[:2] in self._origins else path[1:]
        if start[:1] == ("sourced",) and rest and (*start, rest[0]) not in part.document.lines:
            shared = (*start[:2], *rest[:1])
            return part, shared if shared in part.document.lines else (*start, *rest)
        return part, (*start, *rest)

    def lines(self) -> Iterator[str]:
        """Yield every fault with its file, line and path, in the order of the files."""
        order = [part.name for part in self.parts]
        for name, fault in sorted(self.faults, key=lambda one: (order.index(one[0]), one[1].line)):
            yield fault.text(name)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def pathway_of(content: Mapping[str, Any]) -> tuple[Pathway, Reading]:
    """Return the knowledge that *content* holds, and what was found on the way.

    Raises:
        ValidationError: With every fault, each with its path in *content*.
    """
    reading = Reading(content)
    with _ctrl_c_waits():
        pathway: Pathway = validator().validate_python(content, context=reading)
    refuse(reading.repeated)
    return pathway, reading


@contextmanager
def _ctrl_c_waits() -> Iterator[None]:
    """Let Ctrl-C wait for the moment that checking takes: the library would take it for a fault of the file, or its own."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed = False

    def press(*_: object) -> None:
        nonlocal pressed
        pressed = True

    former = signal.signal(signal.SIGINT, press)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)
        if pressed:
            signal.raise_signal(signal.SIGINT)
