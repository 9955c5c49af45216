"""What a route costs over some months, line by line: purchases, editions, retakes, dues, CEUs, and aid taken off."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from mecoder_cli.domain.conditions import UNKNOWN, YES
from mecoder_cli.domain.editions import accepted, begins, outdated, year_asked
from mecoder_cli.domain.effects import after_step
from mecoder_cli.domain.facts import NO_NUMBER, Range, facts_in
from mecoder_cli.domain.pathway import Aid, Budget, Edition, Heading, Pathway
from mecoder_cli.domain.profile import Profile
from mecoder_cli.domain.renewals import add_months
from mecoder_cli.domain.steps import Part, Retake
from mecoder_cli.planner.charges import NOTHING, Charge, Note, Times, add, times
from mecoder_cli.planner.outcomes import (
    FINE,
    NONE,
    SIZE,
    Outcomes,
    around,
    at,
    compressed,
    failures,
    mean,
    perhaps,
    pert,
    pert_mean,
    plus,
    through,
)  # fmt: skip
from mecoder_cli.planner.schedule import Route, days_again, facts_of, parts_of, price_of, priced
from mecoder_cli.planner.situation import Situation, opening, verdict
from mecoder_cli.planner.upkeep import Upkeep


class Line(NamedTuple):
    """One line of a budget."""

    item: str
    label: str
    usd: Range
    notes: tuple[Note, ...]
    facts: tuple[str, ...]


class Sum(NamedTuple):
    """The budget of a route: all that leaves the pocket until it ends."""

    lines: tuple[Line, ...]
    """What each costs at least, on average and at most."""
    later: tuple[Line, ...]
    """What falls due from then on, up to the months of the budget."""


class Money(NamedTuple):
    """What leaves the pocket until a route ends."""

    after: Outcomes
    """After aid that is likely."""
    before: Outcomes
    aid: tuple[Aid, ...]
    open_aid: tuple[Aid, ...]


NO_BUDGET = Budget(
    NO_NUMBER, (), Heading("upkeep", ""), Heading("learning", ""), Heading("retakes", ""), Heading("aid", ""), ()
)


def more_tries(retake: Retake) -> float:
    """Return how many tries beyond those bought are to be expected."""
    return sum(max(0, fails + 1 - retake.tries) * chance for fails, chance in enumerate(failures(*retake.rates)))


def once(part: Part, usd: Range) -> Range:
    """Return the price of an exam sat once: its high figure holds one further try, which stands under retakes here."""
    if part.retake is None:
        return usd
    return usd._replace(high=max(usd.likely, usd.high - part.retake.again.high))


class Shelf:
    """Until when the books of an exam serve, in days from a day."""

    def __init__(self, rule: Edition, day: date) -> None:
        self._rule = rule
        self._day = day
        self._starts = [((begins(rule, year) - day).days, year) for year in range(day.year - 1, day.year + 20)]

    def until(self, year: int) -> int:
        """Return the first day on which the edition of *year* is no longer accepted."""
        return (outdated(self._rule, year) - self._day).days

    def runs_out(self, day: float) -> int:
        """Return the first day on which the edition asked for on *day* is no longer accepted."""
        place = bisect_right(self._starts, (day, 9999)) - 1
        return self._starts[min(max(place, 0) + self._rule.older + 1, len(self._starts) - 1)][0]


class Accounts:
    """What one person pays on any route."""

    def __init__(
        self, pathway: Pathway, profile: Profile, situation: Situation, granted: frozenset[str] = frozenset()
    ) -> None:  # fmt: skip
        self._pathway = pathway
        self._budget = budget = pathway.budget or NO_BUDGET
        self._profile = profile
        self._situation = situation
        self._day = day = situation.day
        self.horizon = (add_months(day, budget.months) - day).days
        self._granted = granted
        self._shelves: dict[str, Shelf] = {}
        self._refused = {one.id for one in profile.held(pathway.settings.questions.refused)}
        self._heading = {part: heading.id for heading in budget.headings for part in heading.parts}
        self._covers: dict[str, list[Aid]] = {}
        for aid in pathway.aid:
            for part in aid.covers:
                self._covers.setdefault(part, []).append(aid)
        self._verdicts: dict[tuple[int, int, date], tuple[Aid, int] | None] = {}
        self._upkeep = Upkeep(pathway, budget, profile, day)

    # --- the whole -----------------------------------------------------------------------------------

    def money(self, route: Route, when: Times, finish: Outcomes) -> Money:
        """Return what leaves the pocket until a route ends, on any of the days on which it may end."""
        charges = self._purchases(route, when)
        end = round(finish[-1])
        upkeep = self._upkeep.until(route, when, end)
        # First what everybody pays alike, which is reckoned once: the days come last.
        total = NONE
        aided = {charge.name for charge in charges if charge.usd.likely < 0}
        spared = NONE
        # Those with retakes first: their outcomes are fine, and what is added to them stays so.
        for charge in sorted(charges, key=lambda charge: (charge.outcomes is None, charge.name)):
            if charge.usd.likely >= 0 and charge.usd.high > 0:
                outcomes = charge.outcomes or pert(charge.usd)
                if charge.name in aided:
                    spared = plus(spared, outcomes)
                else:
                    total = plus(total, outcomes)
        middle = at(finish, 0.5)
        for outcomes, times_over in upkeep.prices(middle):
            total = plus(total, around(outcomes, times_over))
        total = plus(total, upkeep.paid(finish))
        # What is added around a mean must not make a small sum less than nothing.
        if total[0] < 0:
            total = through(total, lambda usd: max(0.0, usd))
        found = [state for place in range(len(route.nodes)) for state in self._states(route, when, place)]
        return Money(
            total, plus(total, spared), tuple(dict.fromkeys(aid for aid, state in found if state == YES)),
            tuple(dict.fromkeys(aid for aid, state in found if state == UNKNOWN)),
        )  # fmt: skip

    def sum(self, route: Route, when: Times) -> Sum:
        """Return the budget of a route that runs at those times, line by line."""
        end = max(when.ends, default=0)
        charges = self.charges(route, when)
        until = max(end, self.horizon)
        after = [charge for charge in self._upkeep.charges(route, when, until) if charge.day >= end]
        return Sum(self._lines(charges), self._lines(after))

    def _lines(self, charges: Sequence[Charge]) -> tuple[Line, ...]:
        budget = self._budget
        headings = [*budget.headings, budget.retakes, budget.upkeep, budget.learning, budget.aid]
        return tuple(line for heading in headings if (line := _line(heading, charges)) is not None)

    def charges(self, route: Route, when: Times) -> list[Charge]:
        """Return all that a route asks for until it ends."""
        end = max(when.ends, default=0)
        upkeep = [charge for charge in self._upkeep.charges(route, when, end) if charge.day < end]
        return self._purchases(route, when) + upkeep

    def _purchases(self, route: Route, when: Times) -> list[Charge]:
        found: list[Charge] = []
        books: dict[str, int] = {}
        for place in sorted(range(len(route.nodes)), key=lambda index: (when.ends[index], index)):
            node = route.nodes[place]
            for one in parts_of(self._pathway, node):
                part = priced(one, self._situation)
                name = f"{self._pathway.steps[node.step].id}/{part.id}"
                usd = price_of(self._pathway, part, self._situation)
                if part.edition in self._budget.editions:
                    found += self._books(route, when, place, part, name, books)
                elif usd.high > 0:
                    found.append(self._purchase(route, when, place, part, name, usd))
                if part.retake is not None:
                    found += self._retakes(route, when, place, part, name)
                found += self._aided(route, when, place, part, usd)
        return found

    # --- purchases -----------------------------------------------------------------------------------

    def _purchase(self, route: Route, when: Times, place: int, part: Part, name: str, usd: Range) -> Charge:
        heading = self._budget.learning.id if part.units else self._heading.get(part.id, "")
        inside = route.paid.get(name)
        # An exam is paid when it is first sat, all else when its step begins.
        day = self._sittings(when, place, part)[0] if part.retake is not None else when.starts[place]
        if inside is not None:
            return Charge(heading, name, NOTHING, day, Note("inside", inside), ())
        facts = facts_of(self._pathway, part) if part.units else (part.usd.fact,)
        return Charge(heading, name, once(part, usd), day, None, facts)

    @staticmethod
    def _sittings(when: Times, place: int, exam: Part | None) -> tuple[int, int]:
        """Return the days of the first and the last try; the last one is the first where retakes go by their chance."""
        if exam is not None and place in when.sittings:
            first = round(at(when.sittings[place], 0.5))
            return first, first
        last = when.ends[place]
        fails = when.fails.get(place, 0) if when.fails is not None and exam is not None else 0
        return (last - fails * days_again(exam) if exam is not None else last), last

    def _books(
        self, route: Route, when: Times, place: int, part: Part, name: str, owned: dict[str, int]
    ) -> list[Charge]:  # fmt: skip
        """Buy the edition that the exam day asks for, unless one that is still accepted is on the shelf."""
        rule = self._budget.editions[part.edition]
        heading, step = self._heading.get(part.id, ""), self._pathway.steps[route.nodes[place].step].id
        same = part.usd.fact
        exam = next((p for p in parts_of(self._pathway, route.nodes[place]) if p.retake is not None), None)
        first, last = self._sittings(when, place, exam)
        found: list[Charge] = []
        inside = route.paid.get(name)
        if inside is not None:
            begun = when.starts[self._place(route, inside)]
            owned[same] = year_asked(rule, self._on(begun))
            note = Note("bundled", inside, owned[same], until=outdated(rule, owned[same]))
            found.append(Charge(heading, name, NOTHING, begun, note, ()))
        for sitting in dict.fromkeys((first, last)):
            on = self._on(sitting)
            chance = self._needed(rule, owned.get(same), when, place)
            if same in owned and accepted(rule, owned[same], on) and not chance:
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
                Charge(
                    heading, same, part.usd, bought, note, (same, *(rule.facts[:1] or (rule.starts.fact,))),
                    None if chance is None else perhaps(pert(part.usd), chance),
                )
            )  # fmt: skip
        return found

    def _place(self, route: Route, step_id: str) -> int:
        return next(index for index, node in enumerate(route.nodes) if self._pathway.steps[node.step].id == step_id)

    def _on(self, day: int) -> date:
        return self._day + timedelta(days=day)

    def _needed(self, rule: Edition, owned: int | None, when: Times, place: int) -> float | None:
        """Return the chance that an exam asks for books that are not on the shelf; nothing where its day is known."""
        sittings = when.sittings.get(place)
        if sittings is None:
            return None
        if owned is None:
            return 1.0
        until = self._shelf(rule.id).until(owned)
        return sum(day >= until for day in sittings) / len(sittings)

    def _again(self, route: Route, when: Times, place: int, part: Part) -> Outcomes:
        """Return what failed tries cost: those beyond the ones bought, and books whose edition has run out meanwhile."""
        retake = part.retake
        assert retake is not None
        sittings, again = when.sittings[place], days_again(part)
        # By how many days a pass may slip before the books of the first try no longer serve.
        books = [
            (sorted(shelf.runs_out(day) - day for day in sittings), pert_mean(other.usd))
            for other in parts_of(self._pathway, route.nodes[place]) if other.edition in self._budget.editions
            for shelf in (self._shelf(other.edition),)
        ]  # fmt: skip
        weighed: dict[float, float] = {}
        for fails, chance in enumerate(failures(*retake.rates)):
            usd = max(0, fails + 1 - retake.tries) * pert_mean(retake.again)
            for slack, price in books:
                late = bisect_right(slack, fails * again) / SIZE if fails else 0.0
                weighed[usd + price] = weighed.get(usd + price, 0.0) + chance * late
                chance *= 1 - late
            weighed[usd] = weighed.get(usd, 0.0) + chance
        return compressed(sorted(weighed.items()), FINE)

    def _shelf(self, edition: str) -> Shelf:
        found = self._shelves.get(edition)
        if found is None:
            found = self._shelves[edition] = Shelf(self._budget.editions[edition], self._day)
        return found

    def _retakes(self, route: Route, when: Times, place: int, part: Part, name: str) -> list[Charge]:
        retake = part.retake
        assert retake is not None
        heading, name, day = self._budget.retakes.id, f"{name}/again", when.ends[place]
        if when.fails is not None:
            paid = max(0, when.fails.get(place, 0) + 1 - retake.tries)
            return [Charge(heading, name, times(retake.again, paid), day, None, ())] if paid else []
        expected = more_tries(retake)
        likely = round(expected * retake.again.likely, 2)
        note = Note("retake", name.partition("/")[0], round(expected, 2), rate=retake.pass_rate)
        usd = Range(0.0, likely, max(likely, retake.again.high))
        outcomes = self._again(route, when, place, part)
        return [Charge(heading, name, usd, day, note, (*facts_in(retake),), outcomes)]

    # --- aid -----------------------------------------------------------------------------------------

    def _aided(self, route: Route, when: Times, place: int, part: Part, usd: Range) -> list[Charge]:
        found = self._surest(route, when, place, part)
        if found is None or usd.high <= 0:
            return []
        aid, state = found
        step = self._pathway.steps[route.nodes[place].step]
        usd = times(usd, -1) if state == YES else Range(-usd.low, 0.0, 0.0)
        note = Note("aid", aid.label, state)
        return [Charge(self._budget.aid.id, f"{step.id}/{part.id}", usd, when.starts[place], note, aid.facts)]

    def _states(self, route: Route, when: Times, place: int) -> list[tuple[Aid, int]]:
        """Return the money that pays a part of a step for which something is still to be paid, each with its verdict."""
        parts = parts_of(self._pathway, route.nodes[place])
        return [
            found for part in parts
            if price_of(self._pathway, part, self._situation).high > 0
            and (found := self._surest(route, when, place, part)) is not None
        ]  # fmt: skip

    def _surest(self, route: Route, when: Times, place: int, part: Part) -> tuple[Aid, int] | None:
        """Return the aid that is most likely open on the day the step begins, to who has taken the steps before it."""
        node = route.nodes[place]
        step = self._pathway.steps[node.step]
        way = step.ways[node.way].id if node.way >= 0 else ""
        covered = [aid for aid in self._covers.get(f"{step.id}:{way}/{part.id}", ()) if aid.id not in self._refused]
        if not covered:
            return None
        day = self._on(when.starts[place])
        key = (route.number, place, day)
        if key not in self._verdicts:
            person = self._before(route, place)
            judged = [
                (aid, YES if aid.id in self._granted else verdict(self._pathway, aid.when, person, day))
                for aid in covered
            ]
            best = max(judged, key=lambda one: one[1])
            self._verdicts[key] = best if best[1] else None
        return self._verdicts[key]

    def _before(self, route: Route, place: int) -> Profile:
        """Return the person as they are once all is taken that a step of a route waits for."""
        wanted = set(route.before[place])
        for index in reversed(range(place)):
            if index in wanted:
                wanted |= set(route.before[index])
        person = self._profile
        for index in sorted(wanted):
            person = after_step(self._pathway, person, route.nodes[index])
        return person

    def opens(self, route: Route, when: Times) -> tuple[date | None, ...]:
        """Return, for each step with a calendar, the day after its start on which money opens that pays it in full.

        Only where nothing but that day is lacking, and none is open when the step would begin.
        """
        return tuple(
            self._opens(route, when, place) if calendar is not None else None
            for place, calendar in enumerate(route.calendars)
        )

    def _opens(self, route: Route, when: Times, place: int) -> date | None:
        step = self._pathway.steps[route.nodes[place].step]
        way = step.ways[route.nodes[place].way]
        covering = [
            aid for part in way.parts for aid in self._covers.get(f"{step.id}:{way.id}/{part.id}", ())
            if aid.id not in self._refused and not aid.shut
        ]  # fmt: skip
        if not covering or self._granted:
            return None
        if any(state == YES for _, state in self._states(route, when, place)):
            return None
        person, begin = self._before(route, place), self._on(when.starts[place])
        days = [opening(self._pathway, aid.when, person, begin) for aid in covering]
        return min((day for day in days if day is not None), default=None)


def _line(heading: Heading, charges: Sequence[Charge]) -> Line | None:
    own = [charge for charge in charges if charge.heading == heading.id]
    if not own:
        return None
    notes = tuple(dict.fromkeys(charge.note for charge in own if charge.note))
    facts = tuple(dict.fromkeys(fact for charge in own for fact in charge.facts if fact))
    usd = add([Range(charge.usd.low, average(charge), charge.usd.high) for charge in own])
    return Line(heading.id, heading.label, usd, notes, facts)


def average(charge: Charge) -> float:
    """Return what a charge comes to on average."""
    return mean(charge.outcomes) if charge.outcomes is not None else pert_mean(charge.usd)
