"""A journal as one readable YAML file, there and back without loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from mecoder_cli.errors import UsageError
from mecoder_cli.journal import Event, problems

SCHEMA = "mecoder.profile/1"
MAX_BYTES = 50_000_000
FAULTS_SHOWN = 20


def to_yaml(name: str, events: Sequence[Event]) -> str:
    """Return the journal of *name* as YAML."""
    import yaml

    content = {
        "schema": SCHEMA,
        "name": name,
        "events": [{"id": e.id, "at": e.at, "kind": e.kind, "data": dict(e.data)} for e in events],
    }
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return str(yaml.dump(content, Dumper=dumper, sort_keys=False, allow_unicode=True, width=110))


def from_yaml(source: str, stdin: BinaryIO) -> tuple[str, tuple[Event, ...]]:
    """Return the name and the events of an exported file; ``-`` reads standard input.

    Raises:
        UsageError: With one line for everything that keeps it from being a journal.
    """
    named = "standard input" if source == "-" else source
    content = _content(source, stdin, named)
    faults = [] if content.get("schema") == SCHEMA else [f"schema: it is not {SCHEMA}"]
    faults += [f"unknown key {key!r}" for key in content if key not in ("schema", "name", "events")]
    name, events = content.get("name"), content.get("events")
    if not isinstance(name, str):
        faults.append("name: missing")
    if not isinstance(events, list) or not all(isinstance(event, Mapping) for event in events):
        faults.append("events: not a list of entries")
    else:
        faults += problems(events)
    if faults:
        more = [f"... and {len(faults) - FAULTS_SHOWN} more"] if len(faults) > FAULTS_SHOWN else []
        raise UsageError(
            f"{named} is not an exported profile", "Nothing was brought in.", (*faults[:FAULTS_SHOWN], *more)
        )
    assert isinstance(events, list)
    return str(name), tuple(Event(e["id"], e["at"], e["kind"], e["data"]) for e in events)


def _content(source: str, stdin: BinaryIO, named: str) -> Mapping[str, Any]:
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
    from mecoder_cli.strict_yaml import read

    document = read(text)
    if document.faults:
        lines = tuple(fault.text(named) for fault in document.faults[:FAULTS_SHOWN])
        raise UsageError(f"{named} cannot be used", "Nothing was brought in.", lines)
    if not isinstance(document.content, dict):
        raise UsageError(f"{named} is not an exported profile", "Give a file written by: mecoder profile export")
    return document.content


def write_new(out: Path, text: str) -> None:
    """Write *text* to a file that does not exist yet, readable by its owner only.

    Raises:
        UsageError: It exists, or cannot be written.
    """
    import os

    try:
        handle = os.open(out, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise UsageError(f"{out} exists already; it was left alone", "Give another name with --out.") from None
    except OSError as error:
        raise UsageError(f"cannot write {out}: {error.strerror}", "Choose another place with --out.") from error
