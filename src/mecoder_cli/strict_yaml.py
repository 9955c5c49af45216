"""YAML without surprises: nothing implicit, nothing twice, every place remembered.

PyYAML turns ``no`` into ``False``, ``01103`` into 579 and ``12:30`` into 750,
and keeps the last of two equal keys in silence. Here such a value is a fault
with its line. Aliases, tags and second documents are refused, so a small file
cannot grow in memory and no tag can make an object.
"""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

import yaml
from yaml import events

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain]"
Path: TypeAlias = "tuple[str | int, ...]"

MAX_DEPTH = 40
"""Deeper than any sensible file; keeps a hostile one from exhausting the stack."""

_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)\Z")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.([0-9]*[1-9])\Z")
_NUMBER_LIKE = re.compile(r"[-+.]?[0-9][0-9_,.:eExXoObBa-fA-F+]*\Z|[-+]?\.(inf|nan)\Z", re.IGNORECASE)
_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
"""A sign outside the first 65,536 as JSON writes it: in two halves, which YAML does not know."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?\Z")
_BOOL_LIKE = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false"))
_NULL_LIKE = frozenset(("", "~", "null"))


class Fault(NamedTuple):
    """Something wrong at a place."""

    line: int
    path: Path
    message: str

    def text(self, name: str) -> str:
        """Return the fault as ``file:line: path: message``."""
        return f"{name}:{self.line}: {dotted(self.path)}{self.message}"


class Document(NamedTuple):
    """The content, the line of every value and the faults."""

    content: Plain
    lines: dict[Path, int]
    faults: list[Fault]

    def line_of(self, path: Path) -> int:
        """Return the line of the value at *path*, or of the nearest one around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Level:
    """A mapping or a list that is being read."""

    def __init__(self, path: Path, container: dict[str, Plain] | list[Plain]) -> None:
        self.path = path
        self.container = container
        self.key: str | None = None
        self.skip_value = False


def dotted(path: Path) -> str:
    """Return *path* as ``steps[3].needs: ``, or nothing at the top."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return f"{text}: " if text else ""


def read(text: str) -> Document:
    """Read *text* into plain values; faults are collected, never raised.

    Unquoted dates stay text. A file that is not YAML at all yields a single
    fault and an empty mapping.
    """
    return _Reader().read(text)


def reads_back(text: str) -> bool:
    """Return whether *text* is read as itself where it stands without quotes."""
    reader = _Reader()
    return reader._plain(text, 1) == text and not reader.faults


def _whole_sign(halves: re.Match[str]) -> str:
    high, low = int(halves[2], 16) - 0xD800, int(halves[3], 16) - 0xDC00
    return halves[1] + chr(0x10000 + (high << 10) + low)


class _Reader:
    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self.faults: list[Fault] = []
        self.levels: list[_Level] = []
        self.root: Plain = {}
        self.documents = 0

    def read(self, text: str) -> Document:
        if text.lstrip()[:1] in ("{", "["):
            text = _PAIR.sub(_whole_sign, text)
        try:
            for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
                if not self._take(event):
                    break
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark else 1
            self.faults.append(Fault(line, (), f"not readable as YAML: {error.problem or error.context}"))
            return Document({}, self.lines, self.faults)
        except (yaml.YAMLError, ValueError) as error:
            reason = str(error).splitlines()[0]
            self.faults.append(Fault(1, (), f"not readable as YAML: {reason}"))
            return Document({}, self.lines, self.faults)
        return Document(self.root, self.lines, self.faults)

    def _take(self, event: events.Event) -> bool:
        """Take one event; return whether to go on."""
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, events.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.faults.append(Fault(line, (), "a second document starts here; only one is allowed"))
                return False
        elif isinstance(event, events.AliasEvent):
            self._fault(line, "aliases (*name) are not allowed; write the value out")
            if self._awaits_key:
                self._drop_key()
            else:
                self._add("", line)
        elif isinstance(event, events.ScalarEvent):
            self._refuse_extras(event, line)
            self._scalar(event, line)
        elif isinstance(event, (events.MappingStartEvent, events.SequenceStartEvent)):
            self._refuse_extras(event, line)
            container: dict[str, Plain] | list[Plain] = {} if isinstance(event, events.MappingStartEvent) else []
            if len(self.levels) >= MAX_DEPTH:
                self._fault(line, f"nested more than {MAX_DEPTH} deep")
                return False
            self._open(container, line)
        elif isinstance(event, (events.MappingEndEvent, events.SequenceEndEvent)):
            self.levels.pop()
        return True

    def _refuse_extras(self, event: events.NodeEvent, line: int) -> None:
        if event.anchor is not None:
            self._fault(line, "anchors (&name) are not allowed")
        if getattr(event, "tag", None) not in (None, "!"):
            self._fault(line, f"tags ({event.tag}) are not allowed")  # type: ignore[attr-defined]

    def _fault(self, line: int, message: str) -> None:
        self.faults.append(Fault(line, self._here(), message))

    def _here(self) -> Path:
        if not self.levels:
            return ()
        level = self.levels[-1]
        if isinstance(level.container, list):
            return (*level.path, len(level.container))
        return (*level.path, level.key) if level.key is not None else level.path

    @property
    def _awaits_key(self) -> bool:
        """Whether what comes next is the key of a mapping."""
        return bool(self.levels) and isinstance(self.levels[-1].container, dict) and self.levels[-1].key is None

    def _drop_key(self) -> _Level:
        """Pass over a key that cannot be one, and the value that follows it."""
        level = self.levels[-1]
        level.key, level.skip_value = "?", True
        return level

    def _open(self, container: dict[str, Plain] | list[Plain], line: int) -> None:
        if self._awaits_key:
            self._fault(line, "a key must be plain text")
            level = self._drop_key()
            self.levels.append(_Level((*level.path, "?"), container))
            # The mapping used as a key is dropped; its end leaves the level waiting for a value.
            return
        path = self._here()
        self._add(container, line)
        self.levels.append(_Level(path, container))

    def _scalar(self, event: events.ScalarEvent, line: int) -> None:
        if self._awaits_key:
            self._key(self.levels[-1], event, line)
            return
        plain = not event.style and event.implicit[0]
        self._add(self._plain(event.value, line) if plain else event.value, line)

    def _key(self, level: _Level, event: events.ScalarEvent, line: int) -> None:
        key = event.value
        level.key = key
        assert isinstance(level.container, dict)
        level.skip_value = False
        if not event.style and key.casefold() in _BOOL_LIKE | _NULL_LIKE:
            self.faults.append(Fault(line, level.path, f"the key {key!r} reads as yes/no; put it in quotes"))
        if key in level.container:
            first = self.lines.get((*level.path, key), 1)
            self.faults.append(Fault(line, (*level.path, key), f"given twice (first on line {first})"))
            level.skip_value = True

    def _add(self, value: Plain, line: int) -> None:
        path = self._here()
        if not self.levels:
            self.root = value
            self.lines[()] = line
            return
        level = self.levels[-1]
        if isinstance(level.container, list):
            self.lines[path] = line
            level.container.append(value)
            return
        assert level.key is not None
        if not level.skip_value:
            self.lines[path] = line
            level.container[level.key] = value
        level.key, level.skip_value = None, False

    def _plain(self, text: str, line: int) -> Plain:
        """Return the value of an unquoted scalar."""
        if text in ("true", "false"):
            return text == "true"
        if _WHOLE.match(text):
            if len(text) > 15:
                self._fault(line, f"the number {text[:12]}... is absurdly large")
                return 0
            return int(text)
        if _DECIMAL.match(text):
            return float(text)
        folded = text.casefold()
        if folded in _BOOL_LIKE:
            self._fault(line, f"{text!r} is read as yes/no by some programs; write true or false, or put it in quotes")
        elif folded in _NULL_LIKE:
            self._fault(line, "no value is given here; leave the key out or write unsure")
        elif _NUMBER_LIKE.match(text) and not _DAY.match(text):
            self._fault(line, f"{text!r} can be read as several numbers; put it in quotes")
        return text
