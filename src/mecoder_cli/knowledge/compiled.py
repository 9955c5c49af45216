"""The knowledge in a form that loads in a millisecond: never stale, never trusted blindly.

The file starts with the size and checksum of the YAML that it was made from,
the layout of the values and a checksum of its own body. Whatever does not
match is ignored and made again from the YAML. The body is plain data
(``marshal``): reading it runs no code.
"""

from __future__ import annotations

import marshal
import os
import sys
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mecoder_cli import __version__
from mecoder_cli.domain import conditions, facts, pathway

_TYPES: tuple[Any, ...] = (
    facts.Range, facts.Spread, facts.Source, facts.Value, facts.Fact,
    conditions.Atom, conditions.All, conditions.AnyOf, conditions.Not,
    pathway.Choice, pathway.Question, pathway.Item, pathway.Part, pathway.Effect, pathway.Way, pathway.Step,
    pathway.Target, pathway.Exam, pathway.Credential, pathway.Body, pathway.Aid, pathway.Area, pathway.Topic,
    pathway.Settings, pathway.Phase, pathway.Share, pathway.Record, pathway.Element, pathway.Letter, pathway.Term, pathway.Retake,
    pathway.Edition, pathway.Heading, pathway.Budget, pathway.Pathway,
)  # fmt: skip
_INDEX = {kind: index for index, kind in enumerate(_TYPES)}
_MARK = "\0"
_LAYOUT = zlib.crc32(repr([(kind.__name__, kind._fields) for kind in _TYPES]).encode())


class Lazy(Mapping[str, Any]):
    """A mapping whose values are rebuilt when they are first looked at."""

    def __init__(self, packed: dict[str, Any]) -> None:
        self._packed = packed
        self._made: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = _unpack(self._packed[key])
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def _pack(value: Any) -> Any:
    if isinstance(value, tuple):
        fields = tuple(_pack(part) for part in value)
        return (_MARK, _INDEX[type(value)], fields) if type(value) in _INDEX else fields
    if isinstance(value, Mapping):
        return {key: _pack(part) for key, part in value.items()}
    return value


def _unpack(value: Any) -> Any:
    if isinstance(value, tuple):
        if len(value) == 3 and value[0] == _MARK:
            return _TYPES[value[1]]._make(map(_unpack, value[2]))
        return tuple(map(_unpack, value))
    if isinstance(value, dict):
        return {key: _unpack(part) for key, part in value.items()}
    return value


def _stamp(source: bytes) -> tuple[object, ...]:
    return (__version__, sys.implementation.cache_tag, _LAYOUT, len(source), zlib.crc32(source))


def dump(knowledge: pathway.Pathway, source: bytes) -> bytes:
    """Return the compiled form of *knowledge*, made from the YAML *source*."""
    body = marshal.dumps(tuple(_pack(part) for part in knowledge))
    whole: Any = (_stamp(source), zlib.crc32(body), body)
    return marshal.dumps(whole)


def load(compiled: bytes, source: bytes) -> pathway.Pathway | None:
    """Return the knowledge, or ``None`` when *compiled* is damaged or not made from *source*."""
    try:
        stamp, checksum, body = marshal.loads(compiled)
        if stamp != _stamp(source) or checksum != zlib.crc32(body):
            return None
        parts = dict(zip(pathway.Pathway._fields, marshal.loads(body), strict=True))
        made: dict[str, Any] = {
            name: Lazy(part)
            if name in ("sources", "facts", "credentials", "records", "letters", "glossary")
            else _unpack(part)
            for name, part in parts.items()
        }
        return pathway.Pathway(**made)
    except (ValueError, TypeError, EOFError, KeyError, IndexError):
        return None


def save(compiled: bytes, path: Path) -> None:
    """Write *compiled* whole or not at all; a place that cannot be written is no error."""
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        partial.write_bytes(compiled)
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
