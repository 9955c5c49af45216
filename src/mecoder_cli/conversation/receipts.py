"""What is to be said of an entry when it is logged: what it contradicts, and whether and where it counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from mecoder_cli.domain.pathway import Body, Credential, Pathway
from mecoder_cli.domain.profile import Profile
from mecoder_cli.domain.renewals import add_months
from mecoder_cli.output import words
from mecoder_cli.record.entries import Course, Logged, Sat, Units, is_planned
from mecoder_cli.record.journal import Log
from mecoder_cli.record.units import Cycle, cycle_of, held_with

BOUNDS = {"hours_per_week": (1, 100), "units": (0.01, 100), "score": (0, 100), "usd": (0, 1_000_000)}
"""Between which numbers a field lies, however it is written down."""


class Receipt(NamedTuple):
    """Whether what was logged counts, and where or why not."""

    counts: bool
    said: tuple[str, ...]


def contradiction(entries: Iterable[Log], sat: Sat) -> tuple[int, str] | None:
    """Return the entry that a try at an exam cannot stand beside, and why; nothing where all fit.

    An exam is sat once a day, and nobody fails it after the pass.
    """
    for id_, old in entries:
        if not isinstance(old, Sat) or old.exam != sat.exam:
            continue
        if old.date == sat.date:
            result = "passed" if old.is_pass else "did not pass"
            return id_, f"says that you {result} the {old.exam} on that day"
        passed, failed = (old, sat) if old.is_pass else (sat, old)
        if passed.is_pass and not failed.is_pass and failed.date > passed.date:
            when = words.day(old.date)
            return id_, f"says that you {'passed' if old.is_pass else 'did not pass'} the {old.exam} on {when}"
    return None


def tries(entries: Iterable[Log], sat: Sat) -> int:
    """Return the number of a try, by its day: entries may come in any order."""
    return 1 + sum(
        isinstance(old, Sat) and old.exam == sat.exam and old.date < sat.date for _, old in entries
    )  # fmt: skip


def not_before(pathway: Pathway, examined: Credential, day: date) -> date | None:
    """Return the first day of a further try after one on *day*, where the body's wait is known in days."""
    fact = pathway.facts.get(examined.exam.retake)
    if fact is None or not fact.is_found or fact.unit != "days":
        return None
    return day + timedelta(days=round(fact.number()))


def too_soon(pathway: Pathway, examined: Credential, entries: Iterable[Log], sat: Sat) -> str:
    """Return what to say of a try that comes before the wait after another one is over."""
    for _, old in entries:
        if isinstance(old, Sat) and old.exam == sat.exam and not old.is_pass and old.date < sat.date:
            first = not_before(pathway, examined, old.date)
            if first is not None and sat.date < first:
                return (
                    f"After the try of {words.day(old.date)} the next one was not before {words.day(first)}. "
                    "Check both days."
                )
    return ""


def granted_by(pathway: Pathway, exam: str) -> tuple[Credential, Credential]:
    """Return the credential that an exam examines, and the one that a pass grants: first of all its apprentice's form."""
    examined = pathway.credentials[pathway.credentials[exam].becomes or exam]
    return examined, next((one for one in pathway.credentials.values() if one.becomes == examined.id), examined)


def out_of_bounds(pathway: Pathway, entry: Logged, today: date) -> list[str]:
    """Return what in an entry cannot be, by the bounds within which it is logged."""
    record = pathway.records[entry.record]
    hours = pathway.questions[record.question].high if isinstance(entry, Course) else 0
    bounds = BOUNDS | {"hours": (1, hours), "cases": (0, record.least)}
    found = []
    for name, value in entry._asdict().items():
        low, high = bounds.get(name, (0, 0))
        if high and value is not None and not low <= value <= high:
            found.append(f"{name}: {value:g} is not between {low:g} and {high:g}")
        if isinstance(value, date) and value > today and name not in ("renews", "end") and not is_planned(entry):
            found.append(f"{name}: {value} is in the future; add planned=yes")
    return found


def same_certificate(entries: Iterable[Log], new: Units) -> Log | None:
    """Return the entry that logs the same certificate already."""
    mine = (new.body, new.date, new.title.casefold())
    return next(
        (
            one
            for one in entries
            if isinstance(one.entry, Units) and (one.entry.body, one.entry.date, one.entry.title.casefold()) == mine
        ),
        None,
    )


def units_receipt(pathway: Pathway, profile: Profile, entries: Sequence[Log], new: Units, day: date) -> Receipt:
    """Return whether CEUs count in a cycle that is known, and where or why not.

    Args:
        pathway: The knowledge.
        profile: The person without the new entry.
        entries: What is logged, without the new entry.
        new: The new entry.
        day: The day of the advice.
    """
    body = pathway.bodies[new.body]
    held = held_with(pathway, body, profile)
    if not held:
        return Receipt(False, (f"You hold no credential of {body.id}: it counts for nothing as yet.",))
    first = min((earned for earned in held.values() if earned is not None), default=None)
    if first is not None and new.date < first:
        said = f"It does not count: it is dated before your first {body.id} credential ({words.day(first)})."
        return Receipt(False, (said,))
    before = cycle_of(pathway, body, profile, entries, day)
    if before.end is None or before.start is None:
        return Receipt(True, ("It counts once the end of your cycle is known: see mecoder ceu.",))
    after = cycle_of(pathway, body, profile, (*entries, Log(0, new)), day)
    if after.earned == before.earned and new.units:
        return _elsewhere(before, after, new)
    return Receipt(True, tuple(_unsorted(body, after, new)))


def _elsewhere(before: Cycle, after: Cycle, new: Units) -> Receipt:
    """Return what to say of CEUs outside the present cycle."""
    assert before.start is not None and before.end is not None
    cycle = f"{words.day(before.start)} to {words.day(before.end)}"
    if after.either > before.either:
        said = f"It lies in the month in which the last cycle ended: it may go to that one or to the present one ({cycle})."
        return Receipt(True, (said,))
    if new.date > before.end:
        return Receipt(False, (f"It does not count in the present cycle ({cycle}): it is dated after its end.",))
    return Receipt(False, (f"It does not count in the present cycle ({cycle}): it is dated before its start.",))


def _unsorted(body: Body, after: Cycle, new: Units) -> list[str]:
    """Return the sorts that are asked for and still lacking, of which the entry is none."""
    if not new.categories:
        return []
    return [
        f"It counts toward the total, but not as {sort.label}: {sort.earned:g} of {sort.needed} with {body.id}."
        for sort in after.sorts
        if sort.id not in new.categories and sort.missing and sort.is_share
    ]


def likely_ends(body: Body, end: date) -> tuple[str, list[date]]:
    """Return what speaks against the end of a cycle, and the two likely ends; nothing where the years fit.

    The rule of even and odd years is worked out from few pages: a day is asked about, never refused.
    """
    is_even = end.month in body.even_months
    if not body.even_months or (end.year % 2 == 0) == is_even:
        return "", []
    years, month = "even" if is_even else "odd", words.month(end).split()[0]
    return f"{body.id} cycles that end in {month} seem to end in {years} years", [
        add_months(end, -12),
        add_months(end, 12),
    ]
