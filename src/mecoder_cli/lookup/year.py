"""The year ahead: when code sets, rules, exams and terms change, and which books an exam takes on a day."""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from mecoder_cli.domain.editions import year_asked
from mecoder_cli.domain.pathway import Edition, Pathway, YearDay
from mecoder_cli.domain.plan import Plan
from mecoder_cli.domain.renewals import add_months


class Happening(NamedTuple):
    """Something that happens on a day."""

    day: date
    sort: str
    """``codes``, ``money``, ``exam`` or ``term``."""
    id: str
    label: str
    do: str
    """What to do about it, or nothing."""
    facts: tuple[str, ...]
    by: date | None = None
    """The day by which one has to have applied."""


def happenings(pathway: Pathway, start: date, months: int) -> list[Happening]:
    """Return what happens from a day on and for so many months after it, the soonest first."""
    last = add_months(start, months)
    found = [*_codes(pathway, start, last), *_editions(pathway, start, last), *_terms(pathway, start, last)]
    return sorted(found, key=lambda one: (one.day, ("exam", "term", "money", "codes").index(one.sort)))


def concerning(pathway: Pathway, plan: Plan | None, found: Iterable[Happening]) -> list[Happening]:
    """Return what matters to somebody: terms where their road waits for one, days for money where some lies on it.

    The day by which to apply is that of the plan, which leaves time to choose and to enroll. Without a plan all of it
    may matter.
    """
    if plan is None:
        return list(found)
    ahead = [(pathway.step(stop.id), stop.way) for stop in plan.steps if stop.state != "done"]
    terms = {way.calendar for step, taken in ahead for way in step.ways if way.id == taken}
    kept = [
        one for one in found if (one.sort != "term" or one.id in terms) and (one.sort != "money" or bool(plan.aid))
    ]  # fmt: skip
    start = plan.routes[0].class_start if plan.routes else None
    if start is None:
        return kept
    early = {start.day: start.apply_by, start.later: start.apply_by + (start.later - start.day)}
    return [
        one._replace(by=early[one.day]) if one.sort == "term" and one.by and one.day in early else one for one in kept
    ]


class Books(NamedTuple):
    """Which editions an exam takes on a day."""

    edition: Edition
    years: tuple[int, ...]
    """The newest first."""


def books_on(pathway: Pathway, day: date) -> list[Books]:
    """Return for each exam which years' books it takes on a day."""
    editions = pathway.budget.editions.values() if pathway.budget is not None else ()
    return [Books(one, _accepted(one, day)) for one in editions]


def _accepted(edition: Edition, day: date) -> tuple[int, ...]:
    newest = year_asked(edition, day)
    return tuple(range(newest, newest - int(edition.older) - 1, -1))


def _days(given: YearDay, start: date, last: date) -> Iterable[date]:
    """Yield the days of every year that lie between two days, both counted."""
    for year in range(start.year, last.year + 1):
        try:
            day = date(year, given.month, given.day)
        except ValueError:
            day = date(year, 3, 1)  # the last of February in a year without it
        if start <= day <= last:
            yield day


def _codes(pathway: Pathway, start: date, last: date) -> Iterable[Happening]:
    for event in pathway.year:
        for given in event.days:
            for day in _days(given, start, last):
                yield Happening(day, event.sort, event.id, event.label, event.do, (given.fact, *event.facts))


def _editions(pathway: Pathway, start: date, last: date) -> Iterable[Happening]:
    for edition in pathway.budget.editions.values() if pathway.budget is not None else ():
        for day in _days(edition.starts, start, last):
            still = f"; those of {day.year - int(edition.older)} too" if edition.older else ""
            label = f"{edition.label} take the books of {day.year}{still}"
            yield Happening(day, "exam", edition.id, label, edition.do, (edition.starts.fact, *edition.facts))


def _terms(pathway: Pathway, start: date, last: date) -> Iterable[Happening]:
    for calendar in pathway.calendars.values():
        for given in calendar.starts:
            facts = tuple(dict.fromkeys((given.fact, calendar.apply_days.fact, *calendar.facts)))
            for day in _days(given, start, last):
                by = day - timedelta(days=int(calendar.apply_days)) if calendar.apply_days else None
                label = f"Class begins: {calendar.label}"
                yield Happening(day, "term", calendar.id, label, "", tuple(one for one in facts if one), by)
