"""What a road costs over some months, line by line: purchases, editions, retakes, dues, CEUs, and aid taken off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from mecoder_cli.conditions import YES
from mecoder_cli.facts import Range
from mecoder_cli.pathway import Aid, Body, Budget, Edition, Heading, Part, Pathway, Retake
from mecoder_cli.planner.deadlines import add_months, deadlines
from mecoder_cli.planner.routes import Node
from mecoder_cli.planner.schedule import Road, parts_of
from mecoder_cli.planner.situation import verdict
from mecoder_cli.profile import Profile

NOTHING = Range(0, 0, 0)


class Note(NamedTuple):
    """Something to know about a charge, for a renderer to word."""

    kind: str
    """``inside`` another price, ``edition`` to buy, ``bundled`` edition, ``valid`` edition from before, ``retake``,
    ``aid`` (*number* 1: perhaps, 2: likely), ``cycle`` (*number*: the share of one), ``due``."""
    subject: str
    number: float = 0
    day: date | None = None
    until: date | None = None
    """The first day on which an edition is no longer accepted."""
    rate: Range | None = None


class Charge(NamedTuple):
    """Something to be paid once, on one day of the road."""

    heading: str
    name: str
    """What its price is drawn by in a simulation: the same thing has the same price on every road."""
    usd: Range
    """Below zero for what is taken off."""
    day: int
    """Days from the start."""
    note: Note | None
    facts: tuple[str, ...]


class Line(NamedTuple):
    """One line of a budget."""

    item: str
    label: str
    usd: Range
    notes: tuple[Note, ...]
    facts: tuple[str, ...]


class Sum(NamedTuple):
    """The budget of a road."""

    months: int
    lines: tuple[Line, ...]
    usd: Range
    later: Range
    """What the road still asks after those months."""


class Times(NamedTuple):
    """When each step of a road starts and ends, in days from the start, by its place on the road."""

    starts: Sequence[int]
    ends: Sequence[int]
    fails: Mapping[int, int] | None = None
    """How often an exam is failed, by the place of its step; ``None``: retakes are reckoned by their chance."""


def year_asked(edition: Edition, day: date) -> int:
    """Return the year whose edition an exam on *day* asks for."""
    return day.year if (day.month, day.day) >= (edition.month, edition.day) else day.year - 1


def accepted(edition: Edition, year: int, day: date) -> bool:
    """Return whether the edition of *year* may be used on *day*; a coming year's never."""
    asked = year_asked(edition, day)
    return asked - edition.older <= year <= asked


def outdated(edition: Edition, year: int) -> date:
    """Return the first day on which the edition of *year* is no longer accepted."""
    return date(year + edition.older + 1, edition.month, edition.day)


def more_tries(retake: Retake) -> float:
    """Return how many tries beyond those bought are to be expected, every try alike.

    With a chance to fail of q, all the tries bought fail with q to the power
    of their number, and from there on a pass takes 1 / (1 - q) tries.
    """
    passes = retake.pass_rate.likely / 100
    return float((1 - passes) ** retake.tries / passes)


def days_again(part: Part) -> int:
    """Return how long a failed exam takes to be sat again: the wait and the time to get a seat."""
    return round((part.retake.wait_days if part.retake else 0) + part.weeks.likely * 7)


def times(range_: Range, factor: float) -> Range:
    """Return a sum of money some times over."""
    return Range(range_.low * factor, range_.likely * factor, range_.high * factor)


def add(ranges: Sequence[Range]) -> Range:
    """Return the sum of ranges."""
    return Range(sum(r.low for r in ranges), sum(r.likely for r in ranges), sum(r.high for r in ranges))


class Accounts:
    """What one person pays on any road."""

    def __init__(self, pathway: Pathway, budget: Budget, profile: Profile, day: date) -> None:
        self._pathway = pathway
        self._budget = budget
        self._profile = profile
        self._day = day
        self.horizon = (add_months(day, budget.months) - day).days
        self._heading = {part: heading.id for heading in budget.headings for part in heading.parts}
        settings = pathway.settings
        self._members = settings.memberships_question
        self._credentials = settings.credentials_question
        self._owned = {body.id: self._held(body) for body in pathway.bodies.values()}
        self._dues = {due.body: (due.due - day).days for due in deadlines(pathway, profile, day) if due.usd is not None}
        self._aid = self._open_aid()

    def _held(self, body: Body) -> tuple[bool, bool]:
        """Return whether the person is a member of *body*, and holds a credential of it."""
        member = any(one.id == body.id for one in self._profile.held(self._members))
        known = self._pathway.credentials
        return member, any(known[one.id].issuer == body.id for one in self._profile.held(self._credentials))

    def _open_aid(self) -> dict[str, tuple[Aid, int]]:
        """Return the aid for each part that it covers, the surest first; aid that is not open is left out."""
        found: dict[str, tuple[Aid, int]] = {}
        for aid in self._pathway.aid:
            state = verdict(self._pathway, aid.when, self._profile, self._day)
            for part in aid.covers:
                if state and state > found.get(part, (aid, 0))[1]:
                    found[part] = (aid, state)
        return found

    # --- the whole -----------------------------------------------------------------------------------

    def sum(self, road: Road, when: Times) -> Sum:
        """Return the budget of a road that runs at those times."""
        charges = self.charges(road, when)
        within = [charge for charge in charges if charge.day < self.horizon]
        headings = [
            *self._budget.headings, self._budget.retakes, self._budget.upkeep, self._budget.learning, self._budget.aid
        ]  # fmt: skip
        lines = tuple(line for heading in headings if (line := _line(heading, within)) is not None)
        later = add([charge.usd for charge in charges if charge.day >= self.horizon])
        return Sum(self._budget.months, lines, add([line.usd for line in lines]), later)

    def charges(self, road: Road, when: Times) -> list[Charge]:
        """Return all that a road asks for; dues, renewals and CEUs up to the horizon only."""
        found: list[Charge] = []
        books: dict[str, int] = {}
        for place in sorted(range(len(road.nodes)), key=lambda index: (when.ends[index], index)):
            node = road.nodes[place]
            for part in parts_of(self._pathway, node):
                name = f"{self._pathway.steps[node.step].id}/{part.id}"
                if part.edition:
                    found += self._books(road, when, place, part, name, books)
                elif part.usd.high > 0:
                    found.append(self._purchase(road, when, place, part, name))
                if part.retake is not None:
                    found += self._retakes(road, when, place, part, name)
                found += self._aided(node, part, when.starts[place])
        for body in self._pathway.bodies.values():
            found += self._upkeep(body, road, when)
        return found

    # --- purchases -----------------------------------------------------------------------------------

    def _purchase(self, road: Road, when: Times, place: int, part: Part, name: str) -> Charge:
        heading = self._heading[part.id]
        inside = road.paid.parts.get(name)
        # An exam is paid when it is near, all else when its step begins.
        day = when.ends[place] if part.retake is not None else when.starts[place]
        if inside is not None:
            return Charge(heading, name, NOTHING, day, Note("inside", inside), ())
        return Charge(heading, name, part.usd, day, None, part.facts[-1:])

    def _books(
        self, road: Road, when: Times, place: int, part: Part, name: str, owned: dict[str, int]
    ) -> list[Charge]:  # fmt: skip
        """Buy the edition that the exam day asks for, unless one that is still accepted is on the shelf."""
        rule = self._budget.editions[part.edition]
        heading, step = self._heading[part.id], self._pathway.steps[road.nodes[place].step].id
        same = part.facts[-1]
        exam = next((p for p in parts_of(self._pathway, road.nodes[place]) if p.retake is not None), None)
        last = when.ends[place]
        fails = when.fails.get(place, 0) if when.fails is not None else 0
        first = last - fails * (days_again(exam) if exam else 0)
        found: list[Charge] = []
        inside = road.paid.parts.get(name)
        if inside is not None:
            begun = when.starts[self._place(road, inside)]
            owned[same] = year_asked(rule, self._on(begun))
            found.append(
                Charge(
                    heading,
                    name,
                    NOTHING,
                    begun,
                    Note("bundled", inside, owned[same], until=outdated(rule, owned[same])),
                    (),
                )
            )
        for sitting in dict.fromkeys((first, last)):
            on = self._on(sitting)
            if same in owned and accepted(rule, owned[same], on):
                if sitting == first and inside is None:
                    found.append(
                        Charge(
                            heading,
                            name,
                            NOTHING,
                            sitting,
                            Note("valid", step, owned[same], on, outdated(rule, owned[same])),
                            (),
                        )
                    )
                continue
            owned[same] = year_asked(rule, on)
            bought = when.starts[place] if sitting == first else sitting
            note = Note("edition", step, owned[same], on, outdated(rule, owned[same]))
            found.append(Charge(heading, same, part.usd, bought, note, (same, *rule.facts[:1])))
        return found

    def _place(self, road: Road, step_id: str) -> int:
        return next(index for index, node in enumerate(road.nodes) if self._pathway.steps[node.step].id == step_id)

    def _on(self, day: int) -> date:
        return self._day + timedelta(days=day)

    def _retakes(self, road: Road, when: Times, place: int, part: Part, name: str) -> list[Charge]:
        retake = part.retake
        assert retake is not None
        heading = self._budget.retakes.id
        if when.fails is not None:
            paid = max(0, when.fails.get(place, 0) + 1 - retake.tries)
            return (
                [Charge(heading, f"{name}/again", times(retake.again, paid), when.ends[place], None, ())]
                if paid
                else []
            )
        expected = more_tries(retake)
        # The high price of an exam holds one more try already, unless another price holds the exam.
        high = retake.again.high if name in road.paid.parts else 0.0
        usd = Range(0.0, round(expected * retake.again.likely, 2), high)
        step = self._pathway.steps[road.nodes[place].step].id
        note = Note("retake", step, round(expected, 2), rate=retake.pass_rate)
        return [Charge(heading, f"{name}/again", usd, when.ends[place], note, retake.facts)]

    def _aided(self, node: Node, part: Part, day: int) -> list[Charge]:
        step = self._pathway.steps[node.step]
        way = step.ways[node.way].id if node.way >= 0 else ""
        found = self._aid.get(f"{step.id}:{way}/{part.id}")
        if found is None:
            return []
        aid, state = found
        usd = times(part.usd, -1) if state == YES else Range(-part.usd.low, 0.0, 0.0)
        return [Charge(self._budget.aid.id, f"{step.id}/{part.id}", usd, day, Note("aid", aid.label, state), aid.facts)]

    # --- what comes back by the year -----------------------------------------------------------------

    def _upkeep(self, body: Body, road: Road, when: Times) -> list[Charge]:
        joined, earned = self._since(body, road, when)
        found = []
        if earned is not None and body.ceus_usd.high > 0 and earned < self.horizon:
            share = (self.horizon - earned) / (add_months(self._day, body.cycle_months) - self._day).days
            usd, note = times(body.ceus_usd, share), Note("cycle", body.name, round(share, 2))
            found.append(Charge(self._budget.learning.id, f"{body.id}/ceus", usd, earned, note, body.ceu_facts[-1:]))
        for day in self._due_days(body, joined, earned):
            note = Note("due", body.name, day=self._on(day))
            found.append(
                Charge(self._budget.upkeep.id, f"{body.id}/dues", body.dues_usd, day, note, body.dues_facts[:1])
            )
        return found

    def _since(self, body: Body, road: Road, when: Times) -> tuple[int | None, int | None]:
        """Return the day of joining *body* and that of the first credential with it; 0 for what is held already."""
        member, holder = self._owned[body.id]
        joined, earned = (0 if member else None), (0 if holder else None)
        for place, node in enumerate(road.nodes):
            step = self._pathway.steps[node.step]
            for effect in (*step.effects, *(step.ways[node.way].effects if node.way >= 0 else ())):
                if effect.op != "gain":
                    continue
                if effect.question == self._members and effect.value == body.id:
                    joined = self._joined(road, when, place)
                elif effect.question == self._credentials:
                    grants = self._pathway.credentials[str(effect.value)].issuer == body.id
                    earned = (
                        min(earned if earned is not None else when.ends[place], when.ends[place]) if grants else earned
                    )
        return joined, earned

    def _joined(self, road: Road, when: Times, place: int) -> int:
        """Return the day of joining: where another price holds the dues, the day on which that is paid."""
        step = self._pathway.steps[road.nodes[place].step]
        inside = [road.paid.parts[name] for part in step.parts if (name := f"{step.id}/{part.id}") in road.paid.parts]
        return when.starts[self._place(road, inside[0])] if inside else when.starts[place]

    def _due_days(self, body: Body, joined: int | None, earned: int | None) -> list[int]:
        """Return the days before the horizon on which dues or a renewal fall."""
        first: int | None = self._dues.get(body.id)
        every = body.dues_every_months or body.cycle_months
        if first is None:
            start = joined if body.dues_every_months else earned
            if start is None:
                return []
            first = (add_months(self._on(start), every) - self._day).days
        found = []
        start_day, number = self._on(first), 0
        while (day := (add_months(start_day, number * every) - self._day).days) < self.horizon:
            found.append(max(0, day))
            number += 1
        return found


def _line(heading: Heading, charges: Sequence[Charge]) -> Line | None:
    own = [charge for charge in charges if charge.heading == heading.id]
    if not own:
        return None
    notes = tuple(dict.fromkeys(charge.note for charge in own if charge.note))
    facts = tuple(dict.fromkeys(fact for charge in own for fact in charge.facts))
    return Line(heading.id, heading.label, add([charge.usd for charge in own]), notes, facts)
