"""CEUs: which cycle an entry falls in, what is missing, and whether the sorts asked for are there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import ceil
from typing import NamedTuple

from mecoder_cli.journal import Event
from mecoder_cli.pathway import Body, Pathway
from mecoder_cli.planner.deadlines import add_months, ceus_needed, cycle_end
from mecoder_cli.profile import Profile

DAYS_A_MONTH = 30.4375


class Sort(NamedTuple):
    """CEUs that must be of one sort."""

    id: str
    label: str
    needed: int
    earned: float
    unsorted: float
    """CEUs whose entry names no category: they may or may not be of this sort."""
    fact: str

    @property
    def missing(self) -> float:
        """How many are still to be earned, as far as the entries tell."""
        return max(0.0, self.needed - self.earned)


class Cycle(NamedTuple):
    """The present CEU cycle with one body."""

    body: str
    start: date | None
    end: date | None
    needed: int
    earned: float
    """What the entries give."""
    said: int
    """What was typed without entries, where that is more."""
    sorts: tuple[Sort, ...]
    is_first: bool
    """Whether a credential was first earned within it."""
    early: float
    """CEUs dated before the first credential: refused."""
    either: float
    """CEUs of the month in which the last cycle ended: they may go to either one."""
    other: float
    """CEUs of other cycles."""
    assumed: bool
    per_month: float | None

    @property
    def counts(self) -> float:
        """The CEUs that count today."""
        return max(self.earned, self.said)

    @property
    def missing(self) -> float:
        """How many are still to be earned."""
        return max(0.0, self.needed - self.counts)


def unit_entries(pathway: Pathway, entries: Iterable[Event]) -> list[Event]:
    """Return the entries that log CEUs."""
    units = {record.id for record in pathway.records.values() if record.kind == "units"}
    return [event for event in entries if event.data["record"] in units]


def units_by_body(pathway: Pathway, entries: Iterable[Event]) -> Mapping[str, float]:
    """Return all CEUs ever logged, by body."""
    found: dict[str, float] = {}
    for event in unit_entries(pathway, entries):
        body = event.data["body"]
        if body in pathway.bodies:
            found[body] = found.get(body, 0.0) + event.data["units"]
    return found


def held_with(pathway: Pathway, body: Body, profile: Profile) -> Mapping[str, date | None]:
    """Return the credentials of *body* and the day each was earned."""
    held = profile.held(pathway.settings.credentials_question)
    return {one.id: one.day for one in held if pathway.credentials[one.id].issuer == body.id}


def is_earned(pathway: Pathway, body: Body, profile: Profile, entries: Sequence[Event], end: date) -> bool:
    """Return whether the cycle that ended on *end* had all of its CEUs, for what was held by then."""
    held = held_with(pathway, body, profile)
    needed = ceus_needed(pathway, body, frozenset(id_ for id_, day in held.items() if day is None or day <= end))
    start = add_months(end, -body.cycle_months).isoformat()
    own = (e.data for e in unit_entries(pathway, entries) if e.data["body"] == body.id)
    return bool(sum(data["units"] for data in own if start < data["date"] <= end.isoformat()) >= needed)


def cycle_of(pathway: Pathway, body: Body, profile: Profile, entries: Sequence[Event], day: date) -> Cycle:
    """Return the present cycle with *body*, with every entry put where it belongs."""
    held = held_with(pathway, body, profile)
    end, assumed = cycle_end(pathway, body, profile, frozenset(held), day)
    own = [event.data for event in unit_entries(pathway, entries) if event.data["body"] == body.id]
    needed = ceus_needed(pathway, body, frozenset(held))
    said = profile.units(pathway.settings.ceus_question).get(body.id, 0)
    if end is None:
        total = sum(data["units"] for data in own)
        return Cycle(body.id, None, None, needed, total, said, (), False, 0.0, 0.0, 0.0, False, None)
    start = add_months(end, -body.cycle_months)
    earned_days = [one for one in held.values() if one is not None]
    first = min(earned_days) if earned_days and len(earned_days) == len(held) else None
    is_first = first is not None and first >= start
    begins = first if first is not None and is_first else start
    opens, closes, born = begins.isoformat(), end.isoformat(), first.isoformat() if first else ""
    month = "" if is_first else start.isoformat()[:7]
    inside, early, either, other = [], 0.0, 0.0, 0.0
    for data in own:
        when = data["date"]
        if opens < when <= closes or (is_first and when == opens):
            inside.append(data)
        elif when < born:
            early += data["units"]
        else:
            other += data["units"]
            if when[:7] == month:
                either += data["units"]
    earned = round(sum(data["units"] for data in inside), 2)
    months = (end - day).days / DAYS_A_MONTH
    missing = max(0.0, needed - max(earned, said))
    pace = missing / max(1.0, months) if missing and end > day else None
    sorts = _sorts(pathway, body, held, needed, inside)
    return Cycle(
        body.id,
        start,
        end,
        needed,
        earned,
        said if said > earned else 0,
        sorts,
        is_first,
        early,
        either,
        other,
        assumed,
        pace,
    )


def _sorts(
    pathway: Pathway, body: Body, held: Iterable[str], needed: int, inside: Sequence[Mapping[str, object]]
) -> tuple[Sort, ...]:
    """Return the shares the body asks for, then what each credential asks in its own subject."""
    wanted = [(s.id, s.label, ceil(needed * s.percent / 100), s.fact) for s in body.shares if needed]
    for id_ in held:
        fact = pathway.credentials[id_].ceus_inside
        if fact:
            wanted.append((id_, f"in the subject of the {id_}", round(pathway.facts[fact].number()), fact))
    found = []
    for id_, label, least, fact in wanted:
        of_it = without = 0.0
        for data in inside:
            categories = data.get("categories")
            units = data["units"]
            assert isinstance(units, (int, float))
            if not categories:
                without += units
            elif isinstance(categories, list) and id_ in categories:
                of_it += units
        found.append(Sort(id_, label, least, round(of_it, 2), round(without, 2), fact))
    return tuple(found)


def categories(pathway: Pathway, body: Body) -> tuple[str, ...]:
    """Return what ``--category`` can name for *body*."""
    own = (c.id for c in pathway.credentials.values() if c.issuer == body.id and c.ceus_inside)
    return (*(share.id for share in body.shares), *own, "other")
