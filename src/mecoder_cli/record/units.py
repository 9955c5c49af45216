"""CEUs: which cycle an entry falls in, what is missing, and whether the sorts asked for are there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import ceil
from typing import NamedTuple

from mecoder_cli.domain.pathway import Body, Pathway
from mecoder_cli.domain.profile import Profile
from mecoder_cli.domain.renewals import DAYS_A_MONTH, add_months, ceus_needed, cycle_end, least_in_first_cycle
from mecoder_cli.record.entries import Member, Units
from mecoder_cli.record.journal import Log


class Sort(NamedTuple):
    """CEUs that must be of one sort."""

    id: str
    label: str
    needed: int
    earned: float
    unsorted: float
    """CEUs whose entry names no category: they may or may not be of this sort."""
    fact: str
    is_share: bool
    """A share of all CEUs, which may overlap with others; else the own subject of one credential."""

    @property
    def missing(self) -> float:
        """How many are still to be earned, as far as the entries tell."""
        return max(0.0, self.needed - self.earned)

    @property
    def surely_missing(self) -> float:
        """How many are missing even if all that names no category is of this sort."""
        return max(0.0, self.needed - self.earned - self.unsorted)


class Cycle(NamedTuple):
    """The present CEU cycle with one body."""

    body: str
    start: date | None
    end: date | None
    needed: int
    earned: float
    """What the entries give."""
    said: float
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
    reported: bool
    """The person has noted the cycle as reported."""
    begins: date | None = None
    """The first day that counts: in the first cycle the day on which the first credential was earned."""
    least: int | None = None
    """In the first cycle, the CEUs in proportion to its months, where the body asks for fewer by a rule not known exactly."""
    owed: float = 0
    """CEUs of the cycle before that are still to be made up."""
    made_up: float = 0
    """CEUs dated after the end of a cycle that went there because it was short."""
    planned: float = 0
    """CEUs still to come by what is planned in the cycle: they count for nothing yet."""

    @property
    def counts(self) -> float:
        """The CEUs that count today."""
        return max(self.earned, self.said)

    @property
    def missing(self) -> float:
        """How many are still to be earned: by number, or because those of a sort are missing."""
        if self.reported:
            return self.owed
        return round(max(0.0, self.needed - self.counts, self.lacking) + self.owed, 2)

    @property
    def lacking(self) -> float:
        """How many must still be of the sorts asked for, whatever the total says."""
        if self.said:
            return 0.0
        shares = [sort.surely_missing for sort in self.sorts if sort.is_share]
        subjects = sum(sort.surely_missing for sort in self.sorts if not sort.is_share)
        return max([subjects, *shares], default=0.0)


def units_of(entries: Iterable[Log]) -> list[Units]:
    """Return the entries that log CEUs."""
    return [entry for _, entry in entries if isinstance(entry, Units)]


def units_by_body(pathway: Pathway, entries: Iterable[Log]) -> Mapping[str, float]:
    """Return all CEUs ever logged, by body."""
    found: dict[str, float] = {}
    for units in units_of(entries):
        found[units.body] = found.get(units.body, 0.0) + units.units
    return {body: total for body, total in found.items() if body in pathway.bodies}


def held_with(pathway: Pathway, body: Body, profile: Profile) -> Mapping[str, date | None]:
    """Return the credentials of *body* and the day each was earned."""
    held = profile.held(pathway.settings.questions.credentials)
    return {one.id: one.day for one in held if pathway.credentials[one.id].issuer == body.id}


def is_earned(pathway: Pathway, body: Body, profile: Profile, entries: Sequence[Log], end: date) -> bool:
    """Return whether the cycle that ended on *end* has all of its CEUs, later ones among them, for what was held then."""
    return _reckoned(pathway, body, profile, _by(held_with(pathway, body, profile), end), entries, end)[0].missing == 0


def cycle_of(
    pathway: Pathway, body: Body, profile: Profile, entries: Sequence[Log], day: date, planned: Sequence[Log] = ()
) -> Cycle:  # fmt: skip
    """Return the present cycle with *body*, with every entry put where it belongs; the pace is for what is not planned.

    CEUs that a cycle lacked when it ended stay owed: later ones go there first.
    """
    held = held_with(pathway, body, profile)
    end, assumed = cycle_end(pathway, body, profile, frozenset(held), day)
    said = profile.units(pathway.settings.questions.ceus).get(body.id, 0)
    if end is None:
        total = _sum(_own(body, entries))
        needed = ceus_needed(pathway, body, frozenset(held))
        return Cycle(body.id, None, None, needed, total, 0, (), False, 0.0, 0.0, 0.0, False, None, False)
    found = _reckoned(pathway, body, profile, held, entries, end)[0]
    reported = (body.ceu_step, body.id, end) in profile.settled
    coming = _sum(one for one in _own(body, planned) if day <= one.date <= end)
    found = found._replace(assumed=assumed, said=said if said > found.earned else 0, reported=reported, planned=coming)
    months, left = (end - day).days / DAYS_A_MONTH, max(0.0, found.missing - coming)
    return found._replace(per_month=left / max(1.0, months) if found.missing and end > day else None)


def _reckoned(
    pathway: Pathway, body: Body, profile: Profile, held: Mapping[str, date | None], entries: Sequence[Log], end: date
) -> tuple[Cycle, list[Units]]:
    """Return the cycle that ended on *end*, or is to end then, and the CEUs that are left for later ones.

    What the cycle before it lacked, where it was kept here, takes the CEUs after its end first, in the order of their days.
    """
    own = _own(body, entries)
    before = _before(pathway, body, profile, entries, end)
    owed, made_up = 0.0, 0.0
    if before is not None:
        earlier, own = _reckoned(pathway, body, profile, _by(held, before), entries, before)
        owed, made_up = earlier.missing, earlier.made_up
    cycle = _cycle(pathway, body, held, own, end)
    late = sorted((one for one in own if one.date > end), key=lambda one: one.date)
    taken: list[Units] = []
    left = [one for one in own if one.date <= end]
    for one in late:
        lacks = cycle.missing
        part = min(one.units, lacks)
        if part:
            taken.append(one._replace(units=part))
            cycle = _cycle(pathway, body, held, own, end, taken)
        if one.units > part:
            left.append(one._replace(units=round(one.units - part, 2)))
    return cycle._replace(owed=owed, made_up=_sum(taken) or made_up), left


def _by(held: Mapping[str, date | None], end: date) -> Mapping[str, date | None]:
    """Return what was held by the end of a cycle that is over."""
    return {id_: day for id_, day in held.items() if day is None or day <= end}


def _before(pathway: Pathway, body: Body, profile: Profile, entries: Sequence[Log], end: date) -> date | None:
    """Return the end of the cycle before, where it was kept here: told, or its dues paid, with CEUs logged in it.

    One that was noted as reported owes nothing, and of one without any entry nobody here can tell.
    """
    start = add_months(end, -body.cycle_months)
    if (body.ceu_step, body.id, start) in profile.settled:
        return None
    told = (body.dues_step, body.id, start) in profile.settled or any(
        isinstance(one.entry, Member) and one.entry.body == body.id and one.entry.renews == start for one in entries
    )
    first = add_months(start, -body.cycle_months)
    return start if told and any(first < one.date <= start for one in _own(body, entries)) else None


def cycles_of(
    pathway: Pathway, profile: Profile, entries: Sequence[Log], day: date, planned: Sequence[Log] = ()
) -> list[Cycle]:  # fmt: skip
    """Return the present cycle with every body that the person is a member of or holds a credential of."""
    members = {one.id for one in profile.held(pathway.settings.questions.memberships)}
    return [
        cycle_of(pathway, body, profile, entries, day, planned)
        for body in pathway.bodies.values()
        if body.id in members or held_with(pathway, body, profile)
    ]


def _own(body: Body, entries: Iterable[Log]) -> list[Units]:
    return [units for units in units_of(entries) if units.body == body.id]


def _sum(own: Iterable[Units]) -> float:
    return round(float(sum(one.units for one in own)), 2)


def _cycle(
    pathway: Pathway, body: Body, held: Mapping[str, date | None], own: Sequence[Units], end: date,
    late: Sequence[Units] = (),
) -> Cycle:  # fmt: skip
    """Return the cycle that ends on *end* as the entries give it; *late* are those after its end that go there."""
    needed = ceus_needed(pathway, body, frozenset(held))
    start = add_months(end, -body.cycle_months)
    earned_days = [one for one in held.values() if one is not None]
    first = min(earned_days) if earned_days and len(earned_days) == len(held) else None
    is_first = first is not None and first >= start
    begins = first if first is not None and is_first else start
    month = None if is_first else (start.year, start.month)
    inside, early, other = list(late), [], []
    for one in own:
        when = one.date
        if begins < when <= end or (is_first and when == begins):
            inside.append(one)
        elif first is not None and when < first:
            early.append(one)
        else:
            other.append(one)
    earned = _sum(inside)
    return Cycle(
        body.id, start, end, needed, earned, 0, _sorts(pathway, body, held, needed, inside), is_first, _sum(early),
        _sum(one for one in other if (one.date.year, one.date.month) == month),
        round(_sum(other) - _sum(late), 2), False, None, False, begins, least_in_first_cycle(body, needed, first, end),
    )  # fmt: skip


def _sorts(pathway: Pathway, body: Body, held: Iterable[str], needed: int, inside: Sequence[Units]) -> tuple[Sort, ...]:
    """Return the shares the body asks for, then what each credential asks in its own subject."""
    wanted = [(s.id, s.label, ceil(needed * s.percent / 100), s.percent.fact, True) for s in body.ceu_shares if needed]
    for id_ in held:
        fact = pathway.credentials[id_].ceus_inside
        if fact:
            wanted.append((id_, f"in the subject of the {id_}", round(pathway.facts[fact].number()), fact, False))
    found = []
    for id_, label, least, fact, is_share in wanted:
        of_it = _sum(one for one in inside if id_ in one.categories)
        without = _sum(one for one in inside if not one.categories)
        found.append(Sort(id_, label, least, of_it, without, fact, is_share))
    return tuple(found)


def categories(pathway: Pathway, body: Body) -> tuple[str, ...]:
    """Return what ``--category`` can name for *body*."""
    own = (c.id for c in pathway.credentials.values() if c.issuer == body.id and c.ceus_inside)
    return (*(share.id for share in body.ceu_shares), *own, "other")
