"""A journal as one readable YAML file, there and back without loss.

The file ends with the number of its entries and a checksum of each over all up to it, the same that the journal
itself carries, so that a file that was cut or changed on its way is noticed, and where.
"""

from __future__ import annotations

import textwrap
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import yaml

from mecoder_cli.domain.answers import profile_from
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.errors import UsageError
from mecoder_cli.record.entries import Answered, Done, Entry, entry_as
from mecoder_cli.record.fields import MisfitError
from mecoder_cli.record.journal import Event, problems
from mecoder_cli.record.sqlite import chained
from mecoder_cli.strict_yaml import Document, read, reads_back

SCHEMA = "mecoder.profile/2"
UNMARKED = "mecoder.profile/1"
"""What files without an end mark are called: nobody can tell whether they are whole."""
MAX_BYTES = 50_000_000
FAULTS_SHOWN = 20
_END = ("entries", "chains", "checksum")


class Exported(NamedTuple):
    """What an exported file holds."""

    name: str
    events: tuple[Event, ...]
    is_marked: bool
    """Whether its end mark shows that it is whole."""


def to_yaml(name: str, events: Sequence[Event]) -> str:
    """Return the journal of *name* as YAML."""
    content = {
        "schema": SCHEMA,
        "name": name,
        "events": [{"id": e.id, "at": e.at, "kind": e.kind, "data": dict(e.data)} for e in events],
    }
    text = _dumped(content)
    chains = _chains(events)
    lines = textwrap.indent(textwrap.fill(chains, 107), "    ") or '    ""'
    return (
        f"{text}end:\n  entries: {len(events)}\n  chains: {'>-' if chains else ''}\n{lines}\n"
        f'  checksum: "{_checksum(name, chains)}"\n'
    )


def _dumped(content: Mapping[str, Any]) -> str:
    """Return *content* as YAML that the strict reader takes: what it would not read as text stands in quotes."""

    class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
        """Quotes more than PyYAML does."""

    def text_node(dumper: Any, text: str) -> Any:
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if reads_back(text) else "'")

    Dumper.add_representer(str, text_node)

    def dumped(as_is: bool) -> str:
        return str(yaml.dump(content, Dumper=Dumper, sort_keys=False, allow_unicode=as_is, width=110))

    text = dumped(True)
    # Signs that do not print, or that turn the order of what does, are escaped, and every letter beyond ASCII with them.
    return text if text.replace("\n", "").isprintable() else dumped(False)


def _chains(events: Sequence[Event]) -> str:
    return " ".join(f"{chain:08x}" for chain in chained(events).chains)


def _checksum(name: str, chains: str) -> str:
    return f"{zlib.crc32(f'{SCHEMA}|{name}|{chains}'.encode()):08x}"


def from_yaml(source: str, stdin: BinaryIO) -> Exported:
    """Return what an exported file holds; ``-`` reads standard input.

    Raises:
        UsageError: With one line for everything that keeps it from being a journal, or tells that it was cut or
            changed, and where.
    """
    named = "standard input" if source == "-" else source
    document = _content(source, stdin, named)
    content: Any = document.content
    schema = content.get("schema")
    faults = [] if schema in (SCHEMA, UNMARKED) else [f"schema: it is not {SCHEMA}"]
    known = ("schema", "name", "events", *(("end",) if schema != UNMARKED else ()))
    faults += [f"unknown key {key!r}" for key in content if key not in known]
    name, events = content.get("name"), content.get("events")
    if not isinstance(name, str):
        faults.append("name: missing")
    if not isinstance(events, list) or not all(isinstance(event, Mapping) for event in events):
        faults.append("events: not a list of entries")
    else:
        faults += problems(events)
    if schema == SCHEMA and not isinstance(content.get("end"), Mapping):
        faults.insert(0, _cut(document))
    if not faults:
        made = tuple(Event(e["id"], e["at"], e["kind"], e["data"]) for e in events)
        if schema == SCHEMA:
            faults = _unlike(document, name, made)
    if faults:
        more = [f"... and {len(faults) - FAULTS_SHOWN} more"] if len(faults) > FAULTS_SHOWN else []
        raise UsageError(
            f"{named} is not an exported profile, or not a whole one",
            "Nothing was brought in. Export it again where it came from: mecoder profile export",
            (*faults[:FAULTS_SHOWN], *more),
        )
    return Exported(name, made, schema == SCHEMA)


def unfit(pathway: Pathway, events: Iterable[Event], day: date) -> Iterator[str]:
    """Find what this program cannot use in events: a record of another kind than what it holds, and unknown ids.

    Args:
        pathway: The knowledge.
        events: What an exported file holds.
        day: The day by which answers are judged.
    """
    for event in events:
        entry = event.entry
        record = pathway.records.get(getattr(entry, "record", ""))
        faults: list[str] = []
        if record is not None:
            try:
                entry_as(record.kind, event.data)
            except MisfitError as error:
                faults = list(error.faults)
        yield from (f"event {event.id}: {fault}" for fault in (*faults, *unknown_ids(pathway, entry, day)))


def unknown_ids(pathway: Pathway, entry: Entry, day: date) -> Iterator[str]:
    """Find the ids in an entry that the knowledge does not hold, and answers that it does not take."""
    steps = {step.id for step in pathway.steps}
    named = (
        ("record", pathway.records), ("exam", pathway.credentials), ("grants", pathway.credentials), ("body", pathway.bodies),
        ("step", steps), ("question", pathway.questions),
    )  # fmt: skip
    for field, known in named:
        id_ = getattr(entry, field, "")
        if id_ and id_ not in known:
            yield f"{field}: {id_!r} is not known"
    if isinstance(entry, Done):
        yield from (f"settles: {one.body!r} is not known" for one in entry.settles if one.body not in pathway.bodies)
    if isinstance(entry, Answered) and entry.question in pathway.questions:
        try:
            profile_from(pathway, {entry.question: entry.value}, day, "the journal")
        except UsageError as error:
            yield from error.details


def _cut(document: Document) -> str:
    """Return what to say of a file whose end mark is missing."""
    content: Any = document.content
    events = content.get("events")
    count = len(events) if isinstance(events, list) else 0
    line = document.line_of(("events", count - 1)) if count else max(document.lines.values(), default=1)
    where = f"in or after entry {count}, which begins on line {line}" if count else f"after line {line}"
    return f"the file was cut {where}: its end mark is missing"


def _unlike(document: Document, name: str, events: tuple[Event, ...]) -> list[str]:
    """Return where a file differs from what was exported, by its end mark."""
    content: Any = document.content
    end = content["end"]
    line = document.line_of(("end",))
    odd = [key for key in end if key not in _END] + [key for key in _END if key not in end]
    if odd or not isinstance(end["chains"], str):
        return [f"line {line}: the end mark is not as it was written" + (f": {odd[0]}" if odd else "")]
    faults = []
    if end["entries"] != len(events):
        faults.append(f"line {line}: the end mark tells of {end['entries']} entries, but {len(events)} are there")
    for event, now, told in zip(events, _chains(events).split(), end["chains"].split(), strict=False):
        if now != told:
            here = document.line_of(("events", event.id - 1))
            faults.append(f"entry {event.id}, which begins on line {here}, is not as it was exported")
            break
    if not faults and end["checksum"] != _checksum(name, _chains(events)):
        faults.append(f"the name on line {document.line_of(('name',))}, or the end mark on line {line}, was changed")
    return faults


def _content(source: str, stdin: BinaryIO, named: str) -> Document:
    try:
        if source == "-":
            raw = stdin.read(MAX_BYTES + 1)
        else:
            with Path(source).open("rb") as file:
                raw = file.read(MAX_BYTES + 1)
        text = raw.decode("utf-8")
    except OSError as error:
        raise UsageError(f"cannot read {named}: {error.strerror}", "Check the path.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{named} is not text (UTF-8)", "Give a file written by: mecoder profile export") from error
    if len(raw) > MAX_BYTES:
        raise UsageError(f"{named} is larger than {MAX_BYTES:,} bytes")
    document = read(text)
    if document.faults:
        lines = tuple(fault.text(named) for fault in document.faults[:FAULTS_SHOWN])
        raise UsageError(f"{named} cannot be used", "Nothing was brought in.", lines)
    if not isinstance(document.content, dict):
        raise UsageError(f"{named} is not an exported profile", "Give a file written by: mecoder profile export")
    return document
