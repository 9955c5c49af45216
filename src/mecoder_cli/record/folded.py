"""A long journal in the folded form, beside it: what its events amount to need not be worked out at every start.

The file begins with a line that says what it was made from and what follows: the form, the checksum of every byte of
the journal, and that of the rest. It serves only where the journal is, byte for byte, the one that was read and checked
when it was made; a journal that grew, was damaged or was swapped is read as if there were none. Nothing in it is
needed: it can be deleted at any time.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from hashlib import sha256
from itertools import repeat
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from mecoder_cli import __version__
from mecoder_cli.record.entries import RECORDS, File, data_of, entry_of, kind_of
from mecoder_cli.record.journal import Event, Ledger, Log, Said

SUFFIX: Final = ".folded"
WORTH: Final = 500
"""From how many events on a folded form is kept: a shorter journal is read as fast."""
_PARTS: Final = {name: (kind, kind._fields) for name, kind in RECORDS.items()}
_LAYOUT: Final = zlib.crc32(repr((__version__, Ledger._fields, Event._fields, *_PARTS.values())).encode())


def fingerprint(path: Path) -> str:
    """Return the checksum of every byte of a file; nothing where there is none.

    Raises:
        OSError: It cannot be read.
    """
    # A pipe would be waited for; what is no file is told by whoever reads the journal.
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def load(path: Path, made_of: str) -> Ledger | None:
    """Return what the file at *path* holds; nothing where it is missing, damaged or not made from that journal.

    Args:
        path: The folded form.
        made_of: The checksum of the journal as it is; nothing where it cannot be read.
    """
    try:
        head, _, body = path.read_bytes().partition(b"\n") if path.is_file() else (b"", b"", b"")
    except OSError:
        return None
    if not made_of or head != _head(made_of, body):
        return None
    return _unpacked(json.loads(body))


def save(path: Path, made_of: str, ledger: Ledger) -> None:
    """Write what a journal with that checksum amounts to, whole or not at all; where it cannot be kept it is done without."""
    body = json.dumps(_packed(ledger), ensure_ascii=False, separators=(",", ":")).encode()
    partial = path.with_name(f"{path.name}.part-{os.getpid()}")
    try:
        with open(os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            file.write(_head(made_of, body) + b"\n" + body)
        partial.replace(path)
    except OSError:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _head(made_of: str, body: bytes) -> bytes:
    return f"mecoder folded {_LAYOUT:08x} made of {made_of} holds {len(body)}:{sha256(body).hexdigest()}".encode()


# --- there and back ------------------------------------------------------------------------------------


def _packed(ledger: Ledger) -> dict[str, Any]:
    return {
        "answers": {question: list(said) for question, said in ledger.answers.items()},
        "entries": _columns(ledger.entries),
        "planned": _columns(ledger.planned),
        "done": [(id_, data_of(done)) for id_, done in ledger.done],
        "checked": sorted(ledger.checked),
        "attached": {line: (id_, kind_of(entry), data_of(entry)) for line, (id_, entry) in ledger.attached.items()},
        "misfits": ledger.misfits,
        "first": ledger.first,
        "latest": ledger.latest,
        "total": ledger.total,
        "since": ledger.since,
    }


def _unpacked(packed: dict[str, Any]) -> Ledger:
    def event(fields: list[Any] | None) -> Event | None:
        return None if fields is None else Event._make(fields)

    return Ledger(
        {question: Said._make(said) for question, said in packed["answers"].items()},
        _logs(packed["entries"]),
        _logs(packed["planned"]),
        tuple((id_, entry_of("done", data)) for id_, data in packed["done"]),  # type: ignore[misc]
        frozenset(packed["checked"]),
        {line: (id_, entry_of(kind, data)) for line, (id_, kind, data) in packed["attached"].items()},  # type: ignore[misc]
        tuple((id_, why) for id_, why in packed["misfits"]),
        event(packed["first"]),
        event(packed["latest"]),
        packed["total"],
        packed["since"],
    )


def _columns(logs: Sequence[Log]) -> dict[str, Any]:
    """Return what was logged, by kind: the numbers, then each field of all entries together with how it is kept."""
    found = {}
    for name, (kind, fields) in _PARTS.items():
        own = [one for one in logs if type(one.entry) is kind]
        if own:
            columns = zip(*(one.entry for one in own), strict=True)
            found[name] = [
                [one.id for one in own],
                *(_column(values) for _, values in zip(fields, columns, strict=True)),
            ]
    return found


def _column(values: Sequence[Any]) -> tuple[str, list[Any]]:
    for name, (type_, write, _) in _WAYS.items():
        if any(isinstance(one, type_) for one in values):
            return name, [None if one is None else write(one) for one in values]
    return "", list(values)


def _logs(columns: dict[str, Any]) -> tuple[Log, ...]:
    found: list[Log] = []
    for name, (ids, *fields) in columns.items():
        kind = _PARTS[name][0]
        # One call for each field and none for each entry: there are thousands.
        rows = zip(*(_WAYS[how][2](values) if how else values for how, values in fields), strict=True)
        entries = map(tuple.__new__, repeat(kind), rows)
        found += map(tuple.__new__, repeat(Log), zip(ids, entries, strict=True))
    return tuple(sorted(found, key=itemgetter(0)))


def _days(values: list[int | None]) -> list[date | None]:
    known: dict[int | None, date | None] = {one: date.fromordinal(one) for one in set(values) if one is not None}
    return [known.get(one) for one in values]


_WAYS: Final[dict[str, tuple[type, Callable[[Any], Any], Callable[[list[Any]], list[Any]]]]] = {
    "day": (date, date.toordinal, _days),
    "file": (File, list, lambda values: [None if one is None else File._make(one) for one in values]),
    "words": (tuple, list, lambda values: list(map(tuple, values))),
}
"""Of fields that JSON does not know: their type, how one is written, and how all of them are read."""
