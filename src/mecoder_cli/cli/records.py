"""What the commands under ``log`` share."""

from __future__ import annotations

from datetime import date
from typing import Annotated, TypeVar

import typer

from mecoder_cli.cli.session import Session
from mecoder_cli.domain.pathway import Record
from mecoder_cli.errors import UsageError
from mecoder_cli.output import words
from mecoder_cli.record.entries import Course, Sat, Units, Work
from mecoder_cli.record.journal import Log
from mecoder_cli.record.planned import day_of, told_by

Plannable = TypeVar("Plannable", Work, Course, Units, Sat)
_SAID = ("planned", "replaces", "result", "grants", "end", "proof")
"""What is told anew of something that was planned; the paper of a booking proves no result."""

Proof = Annotated[
    str | None, typer.Option("--proof", metavar="PATH", help="The document; remembered by path and fingerprint, not copied.")
]  # fmt: skip
Planned = Annotated[bool, typer.Option("--planned", help="It is still to come; a day ahead says the same.")]
Usd = Annotated[float | None, typer.Option("--usd", metavar="N", help="What you paid.")]


def record_of(context: typer.Context, session: Session) -> Record:
    """Return the record that the command stands for."""
    return session.pathway.records[str(context.info_name)]


def logged(session: Session) -> tuple[Log, ...]:
    """Return what is logged of the person so far."""
    return session.ledger.entries if session.profile_name else ()


def ahead(session: Session, name: str, day: date, planned: bool) -> bool:
    """Return whether what is logged is still to come: it is said so, or its day lies ahead.

    Raises:
        UsageError: It is said so, but its day is over.
    """
    if planned and day < session.day:
        raise UsageError(f"--planned: {name} {day} is over", f"Today is {session.day}; leave --planned away.")
    return planned or day > session.day


def settled(session: Session, entry: Plannable) -> tuple[Plannable, list[str]]:
    """Return an entry in the place of what was planned and is told by it, and what to say of both.

    Raises:
        UsageError: It is planned already, just so.
    """
    remarks = []
    old = told_by(session.ledger.planned, entry)
    if old is not None:
        before = old.entry._replace(replaces=None)
        if entry == before:
            raise UsageError(f"that is already entry {old.id}, just so", "Nothing was added.")
        if entry.planned and isinstance(entry, Sat) and day_of(old.entry) < session.day:
            when = words.day(day_of(old.entry))
            raise UsageError(
                f"entry {old.id} is planned for {when}: how did it go?", "Tell it first: mecoder list planned"
            )
        # What is known of it already (its price, its title) need not be told again.
        known = before._asdict().items()
        kept = {name: value for name, value in known if name not in _SAID and _is_open(getattr(entry, name))}
        entry = entry._replace(**kept, replaces=old.id)
        verb = "moves" if entry.planned else "settles"
        remarks.append(f"This {verb} entry {old.id}, planned for {words.day(day_of(old.entry))}.")
    if entry.planned:
        remarks.append("It counts once it has happened. Then tell how it went: mecoder list planned")
    return entry, remarks


def _is_open(value: object) -> bool:
    """Return whether nothing was told for a field."""
    return value is None or value is False or value in ("", ())
