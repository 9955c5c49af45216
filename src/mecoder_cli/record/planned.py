"""What is still to come by the record, and what becomes of it once it has happened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Planned
from mecoder_cli.record.entries import Course, Logged, Member, Sat, Units, Work
from mecoder_cli.record.journal import Log
from mecoder_cli.record.work import DAYS_OF_MONTH


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
    """Return what was planned and is now told by *entry*, or planned anew by it; nothing where it is something else.

    An exam is the next try at the same one; a job one with the same employer that begins about then. A certificate or a
    course is told by its title once its day has come, or by its day where nothing else is planned for it; another one
    that is planned stands beside it.
    """
    same = [one for one in planned if type(one.entry) is type(entry) and one.entry.record == entry.record]
    if isinstance(entry, (Units, Course)):
        same = [one for one in same if getattr(one.entry, "body", "") == getattr(entry, "body", "")]
        titled = [one for one in same if _title(one.entry) == _title(entry)]
        if entry.planned:
            return next((one for one in titled if day_of(one.entry) == entry.date), None)
        found = [one for one in titled if _title(entry) and day_of(one.entry) <= entry.date]
        that_day = [one for one in same if day_of(one.entry) == entry.date]
        return found[0] if found else that_day[0] if len(that_day) == 1 else None
    return next((one for one in same if _tells(entry, one.entry)), None)


def _tells(entry: Logged, planned: Logged) -> bool:
    if isinstance(entry, Sat) and isinstance(planned, Sat):
        return entry.exam == planned.exam and (entry.is_pass or entry.planned or planned.date <= entry.date)
    if isinstance(entry, Work) and isinstance(planned, Work):
        # A job there of years ago is another one.
        about_then = entry.start >= planned.start - timedelta(days=DAYS_OF_MONTH)
        return entry.employer.casefold() == planned.employer.casefold() and about_then
    return False


def _title(entry: Logged) -> str:
    return str(getattr(entry, "title", "")).casefold()
