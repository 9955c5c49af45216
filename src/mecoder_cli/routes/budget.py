"""What a route costs over some months, line by line: purchases, editions, retakes, dues, CEUs, and aid taken off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from mecoder_cli.domain.conditions import YES
from mecoder_cli.domain.editions import accepted, begins, outdated, year_asked
from mecoder_cli.domain.effects import after_step
from mecoder_cli.domain.facts import Range, facts_in
from mecoder_cli.domain.pathway import Aid, Budget, Heading, Pathway
from mecoder_cli.domain.profile import Profile
from mecoder_cli.domain.renewals import add_months
from mecoder_cli.domain.steps import Part, Retake
from mecoder_cli.planner.schedule import Route, parts_of
from mecoder_cli.planner.situation import verdict
from mecoder_cli.routes.charges import NOTHING, Charge, Note, Times, add, times
from mecoder_cli.routes.upkeep import Upkeep


class Line(NamedTuple):
    """One line of a budget."""

    item: str
    label: str
    usd: Range
    notes: tuple[Note, ...]
    facts: tuple[str, ...]


class Sum(NamedTuple):
    """The budget of a route."""

    months: int
    lines: tuple[Line, ...]
    usd: Range
    later: Range
    """What the route still asks after those months."""


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


def once(part: Part) -> Range:
    """Return the price of an exam sat once: its high figure holds one further try, which stands under retakes here."""
    if part.retake is None:
        return part.usd
    return part.usd._replace(high=max(part.usd.likely, part.usd.high - part.retake.again.high))


class Accounts:
    """What one person pays on any route."""

    def __init__(self, pathway: Pathway, budget: Budget, profile: Profile, day: date) -> None:
        self._pathway = pathway
        self._budget = budget
        self._profile = profile
        self._day = day
        self.horizon = (add_months(day, budget.months) - day).days
        self._heading = {part: heading.id for heading in budget.headings for part in heading.parts}
        self._covers: dict[str, list[Aid]] = {}
        for aid in pathway.aid:
            for part in aid.covers:
                self._covers.setdefault(part, []).append(aid)
        self._verdicts: dict[tuple[int, int, date], tuple[Aid, int] | None] = {}
        self._upkeep = Upkeep(pathway, budget, profile, day, self.horizon)

    # --- the whole -----------------------------------------------------------------------------------

    def sum(self, route: Route, when: Times) -> Sum:
        """Return the budget of a route that runs at those times."""
        charges = self.charges(route, when)
        within = [charge for charge in charges if charge.day < self.horizon]
        headings = [
            *self._budget.headings, self._budget.retakes, self._budget.upkeep, self._budget.learning, self._budget.aid
        ]  # fmt: skip
        lines = tuple(line for heading in headings if (line := _line(heading, within)) is not None)
        later = add([charge.usd for charge in charges if charge.day >= self.horizon])
        return Sum(self._budget.months, lines, add([line.usd for line in lines]), later)

    def charges(self, route: Route, when: Times) -> list[Charge]:
        """Return all that a route asks for until it ends, and what the bodies ask for up to the horizon at least."""
        found: list[Charge] = []
        books: dict[str, int] = {}
        for place in sorted(range(len(route.nodes)), key=lambda index: (when.ends[index], index)):
            node = route.nodes[place]
            for part in parts_of(self._pathway, node):
                name = f"{self._pathway.steps[node.step].id}/{part.id}"
                if part.edition:
                    found += self._books(route, when, place, part, name, books)
                elif part.usd.high > 0:
                    found.append(self._purchase(route, when, place, part, name))
                if part.retake is not None:
                    found += self._retakes(when, place, part, name)
                found += self._aided(route, when, place, part)
        return found + self._upkeep.charges(route, when)

    # --- purchases -----------------------------------------------------------------------------------

    def _purchase(self, route: Route, when: Times, place: int, part: Part, name: str) -> Charge:
        heading = self._heading[part.id]
        inside = route.paid.parts.get(name)
        # An exam is paid when it is first sat, all else when its step begins.
        day = self._sittings(when, place, part)[0] if part.retake is not None else when.starts[place]
        if inside is not None:
            return Charge(heading, name, NOTHING, day, Note("inside", inside), ())
        return Charge(heading, name, once(part), day, None, (part.usd.fact,))

    @staticmethod
    def _sittings(when: Times, place: int, exam: Part | None) -> tuple[int, int]:
        """Return the days of the first and the last try."""
        last = when.ends[place]
        fails = when.fails.get(place, 0) if when.fails is not None and exam is not None else 0
        return (last - fails * days_again(exam) if exam is not None else last), last

    def _books(
        self, route: Route, when: Times, place: int, part: Part, name: str, owned: dict[str, int]
    ) -> list[Charge]:  # fmt: skip
        """Buy the edition that the exam day asks for, unless one that is still accepted is on the shelf."""
        rule = self._budget.editions[part.edition]
        heading, step = self._heading[part.id], self._pathway.steps[route.nodes[place].step].id
        same = part.usd.fact
        exam = next((p for p in parts_of(self._pathway, route.nodes[place]) if p.retake is not None), None)
        first, last = self._sittings(when, place, exam)
        found: list[Charge] = []
        inside = route.paid.parts.get(name)
        if inside is not None:
            begun = when.starts[self._place(route, inside)]
            owned[same] = year_asked(rule, self._on(begun))
            note = Note("bundled", inside, owned[same], until=outdated(rule, owned[same]))
            found.append(Charge(heading, name, NOTHING, begun, note, ()))
        for sitting in dict.fromkeys((first, last)):
            on = self._on(sitting)
            if same in owned and accepted(rule, owned[same], on):
                if sitting == first and inside is None:
                    note = Note("valid", step, owned[same], on, outdated(rule, owned[same]))
                    found.append(Charge(heading, name, NOTHING, sitting, note, ()))
                continue
            owned[same] = year_asked(rule, on)
            # Not before that edition rules, whenever the step began.
            out = (begins(rule, owned[same]) - self._day).days
            bought = min(sitting, max(when.starts[place], out)) if sitting == first else sitting
            note = Note("edition", step, owned[same], on, outdated(rule, owned[same]))
            found.append(
                Charge(heading, same, part.usd, bought, note, (same, *(rule.facts[:1] or (rule.starts.fact,))))
            )
        return found

    def _place(self, route: Route, step_id: str) -> int:
        return next(index for index, node in enumerate(route.nodes) if self._pathway.steps[node.step].id == step_id)

    def _on(self, day: int) -> date:
        return self._day + timedelta(days=day)

    def _retakes(self, when: Times, place: int, part: Part, name: str) -> list[Charge]:
        retake = part.retake
        assert retake is not None
        heading, name, day = self._budget.retakes.id, f"{name}/again", when.ends[place]
        if when.fails is not None:
            paid = max(0, when.fails.get(place, 0) + 1 - retake.tries)
            return [Charge(heading, name, times(retake.again, paid), day, None, ())] if paid else []
        expected = more_tries(retake)
        likely = round(expected * retake.again.likely, 2)
        step = name.partition("/")[0]
        note = Note("retake", step, round(expected, 2), rate=retake.pass_rate)
        return [
            Charge(heading, name, Range(0.0, likely, max(likely, retake.again.high)), day, note, (*facts_in(retake),))
        ]

    # --- aid -----------------------------------------------------------------------------------------

    def _aided(self, route: Route, when: Times, place: int, part: Part) -> list[Charge]:
        node = route.nodes[place]
        step = self._pathway.steps[node.step]
        way = step.ways[node.way].id if node.way >= 0 else ""
        covered = self._covers.get(f"{step.id}:{way}/{part.id}")
        found = self._surest(covered, route, when, place) if covered else None
        if found is None:
            return []
        aid, state = found
        usd = times(part.usd, -1) if state == YES else Range(-part.usd.low, 0.0, 0.0)
        note = Note("aid", aid.label, state)
        return [Charge(self._budget.aid.id, f"{step.id}/{part.id}", usd, when.starts[place], note, aid.facts)]

    def _surest(self, covered: Sequence[Aid], route: Route, when: Times, place: int) -> tuple[Aid, int] | None:
        """Return the aid that is most likely open on the day the step begins, to who has taken the steps before it."""
        day = self._on(when.starts[place])
        key = (route.number, place, day)
        if key not in self._verdicts:
            wanted = set(route.before[place])
            for index in reversed(range(place)):
                if index in wanted:
                    wanted |= set(route.before[index])
            person = self._profile
            for index in sorted(wanted):
                person = after_step(self._pathway, person, route.nodes[index])
            judged = [(aid, verdict(self._pathway, aid.when, person, day)) for aid in covered]
            best = max(judged, key=lambda one: one[1])
            self._verdicts[key] = best if best[1] else None
        return self._verdicts[key]


def _line(heading: Heading, charges: Sequence[Charge]) -> Line | None:
    own = [charge for charge in charges if charge.heading == heading.id]
    if not own:
        return None
    notes = tuple(dict.fromkeys(charge.note for charge in own if charge.note))
    facts = tuple(dict.fromkeys(fact for charge in own for fact in charge.facts))
    return Line(heading.id, heading.label, add([charge.usd for charge in own]), notes, facts)
