"""What is still to come by the record, and what becomes of it once it has happened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Planned
from mecoder_cli.record.entries import Course, Logged, Member, Sat, Units, Work
from mecoder_cli.record.journal import Log


def planned_of(pathway: Pathway, planned: Iterable[Log]) -> tuple[Planned, ...]:
    """Return what is still to come in words, the soonest first."""
    found = (Planned(id_, day_of(entry), _text(pathway, entry)) for id_, entry in planned)
    return tuple(sorted(found, key=lambda one: (one.day, one.id)))


def _text(pathway: Pathway, entry: Logged) -> str:
    record = pathway.records.get(entry.record)
    label = record.label if record else entry.record
    if isinstance(entry, Work):
        return f"{label}: {entry.employer}"
    if isinstance(entry, Sat):
        return f"{label}: {entry.exam}"
    when = str(day_of(entry))
    return f"{label}: {', '.join(part for part in entry.told() if part != when)}"


def day_of(entry: Logged) -> date:
    """Return the day on which an entry begins to count; a membership has none of its own."""
    if isinstance(entry, Units):
        return entry.date  # the most of a long journal
    if isinstance(entry, Work):
        return entry.start
    return date.min if isinstance(entry, Member) else entry.date


def told_by(planned: Iterable[Log], entry: Logged) -> Log | None:
    """Return what was planned and is now told by *entry*, or planned anew by it; nothing where it is something else."""
    return next((one for one in planned if _tells(entry, one.entry)), None)


def _tells(entry: Logged, planned: Logged) -> bool:
    """Return whether *entry* is what was planned: the same exam, job or certificate, not one that went before it."""
    if isinstance(entry, Sat) and isinstance(planned, Sat):
        return entry.exam == planned.exam and (entry.is_pass or entry.planned or planned.date <= entry.date)
    if isinstance(entry, Work) and isinstance(planned, Work):
        is_earlier = entry.end is not None and entry.end < planned.start
        return entry.employer.casefold() == planned.employer.casefold() and not is_earlier
    if isinstance(entry, Units) and isinstance(planned, Units) and entry.body != planned.body:
        return False
    if not isinstance(entry, (Units, Course)) or type(entry) is not type(planned):
        return False
    return entry.title.casefold() == planned.title.casefold() or entry.date == planned.date
