"""Advice for a situation: routes, which one to take, and the first thing on it.

Nothing here depends on the day, so the advice for one situation serves every
person in it; :class:`Adviser` remembers it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import NamedTuple

from mecoder_cli.domain.conditions import ALWAYS, Condition, atoms
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Deadline, Node
from mecoder_cli.domain.profile import Profile
from mecoder_cli.domain.renewals import deadlines
from mecoder_cli.planner.chaining import Chain, Chart
from mecoder_cli.planner.recall import Recall
from mecoder_cli.planner.schedule import REMEMBERED, SHARED, Layout, Priced, Route, Scheduler, remember
from mecoder_cli.planner.situation import Reader, Situation


class Spanned(NamedTuple):
    """A route that is shown, laid out on the low, likely and high readings."""

    priced: Priced
    low: Layout
    likely: Layout
    high: Layout
    best_in: tuple[str, ...]


class Found(NamedTuple):
    """Every route to a target for one class of people."""

    number: int
    """Tells it from everything else that was found."""
    arrived: bool
    routes: tuple[Route, ...]
    read: frozenset[str]
    """Open questions that the search asked about."""
    growing: frozenset[str]
    """Questions whose number a route lets grow: how long it takes depends on the number itself."""


class Advice(NamedTuple):
    """What a situation calls for, apart from deadlines."""

    arrived: bool
    routes: tuple[Spanned, ...]
    """The recommended one first, then others that are best in something."""
    next: Node | None
    read: frozenset[str]
    """Open questions that the search asked about: only these can matter."""


class Adviser:
    """Answers for one pathway."""

    def __init__(self, pathway: Pathway) -> None:
        self.pathway = pathway
        self.reader = Reader(pathway)
        self.chart = Chart(pathway)
        self.scheduler = Scheduler(pathway)
        self._recalls: dict[str, Recall[Found]] = {}
        self._number = count()
        self._known: dict[tuple[object, ...], Advice] = {}
        self._last: tuple[Profile, Situation, Advice] | None = None
        self._due: tuple[Profile, date, tuple[Deadline, ...]] | None = None
        self.taken: set[tuple[int, int]] = set()
        """Steps with their way on any route ever found, by position: what is never there is dead."""

    def advise(self, profile: Profile) -> tuple[Situation, Advice]:
        """Return the person's situation and the advice for it."""
        # A plan asks for the same person several times on end.
        if self._last is None or self._last[0] is not profile:
            situation = self.reader.read(profile)
            self._last = profile, situation, self._work_out(situation)
        return self._last[1:]

    def deadlines(self, profile: Profile, day: date) -> tuple[Deadline, ...]:
        """Return what falls due for the person with the certifying bodies, soonest first."""
        if self._due is None or self._due[0] is not profile or self._due[1] != day:
            self._due = profile, day, deadlines(self.pathway, profile, day)
        return self._due[2]

    def matters(self, situation: Situation, advice: Advice) -> frozenset[str]:
        """Return the questions that the target and the recommended route rest on."""
        settings = self.pathway.settings
        conditions = [self.pathway.targets[str(situation.values[settings.questions.target])].arrived]
        found: set[str] = set()
        for node in advice.routes[0].priced.route.nodes if advice.routes else ():
            step = self.pathway.steps[node.step]
            conditions += [step.needs, step.advises, *([step.ways[node.way].needs] if node.way >= 0 else [])]
            if step.paced:
                found.add(settings.questions.pace)
            if step.advises != ALWAYS:
                found |= {atom.question for atom in atoms(settings.waiver)}
        if len(advice.routes) > 1:
            found.add(settings.questions.priority)
        return frozenset(found | {atom.question for condition in conditions for atom in atoms(condition)})

    def routes(self, situation: Situation) -> Found:
        """Return every route from the situation to its target, whatever it takes."""
        target = str(situation.values[self.pathway.settings.questions.target])
        recall = self._recalls.get(target)
        if recall is None:
            recall = self._recalls[target] = Recall(SHARED)
        found = recall.find(situation)
        if found is None:
            chain = Chain(self.chart, situation)
            found = self._search(chain, self.pathway.targets[target].arrived, situation)
            recall.keep(chain.trace, found)
        return found

    def _search(self, chain: Chain, arrived: Condition, situation: Situation) -> Found:
        number = next(self._number)
        drafts = chain.routes(arrived)
        if drafts == [{}]:
            return Found(number, True, (), frozenset(chain.read), frozenset())
        if not drafts and not chain.waived:
            # What is only recommended must never leave a person without a route.
            drafts = Chain(self.chart, situation, waived=True, before=chain).routes(arrived)
        self.taken.update((node.step, node.way) for draft in drafts for node in draft)
        routes = tuple(self.scheduler.route(draft) for draft in drafts)
        growing = frozenset(self.scheduler.grown(node) for route in routes for node in route.growing)
        return Found(number, False, routes, frozenset(chain.read), growing)

    def _work_out(self, situation: Situation) -> Advice:
        """Return the advice; beside the verdicts it depends on the pace, the priority and what lacks of a number."""
        found = self.routes(situation)
        settings, values = self.pathway.settings, situation.values
        growing = (values[question] for question in sorted(found.growing))
        key = (found.number, values[settings.questions.pace], values[settings.questions.priority], *growing)
        advice = self._known.get(key)
        if advice is None:
            advice = self._evaluate(found, situation)
            remember(self._known, key, advice, REMEMBERED)
        return advice

    def _evaluate(self, found: Found, situation: Situation) -> Advice:
        if not found.routes:
            return Advice(found.arrived, (), None, found.read)
        ranked = self._rank(found.routes, situation)
        routes = tuple(self._span(priced, situation, best) for priced, best in ranked)
        return Advice(False, routes, self._first(routes[0]), found.read)

    def _rank(self, routes: Iterable[Route], situation: Situation) -> list[tuple[Priced, tuple[str, ...]]]:
        """Return the recommended route and those that no other beats in both time and money."""
        settings = self.pathway.settings
        cheap = situation.values[settings.questions.priority] == settings.questions.cheapest
        priced = [self.scheduler.price(route, situation) for route in routes]

        def by_time(one: Priced) -> tuple[float, ...]:
            return (one.finish, one.usd.likely, one.usd.high, len(one.route.nodes))

        def by_money(one: Priced) -> tuple[float, ...]:
            return (one.usd.likely, one.finish, one.usd.high, len(one.route.nodes))

        fastest, cheapest = min(priced, key=by_time), min(priced, key=by_money)
        chosen = cheapest if cheap else fastest
        kept: dict[int, list[str]] = {id(chosen): []}
        kept.setdefault(id(fastest), []).append("time")
        kept.setdefault(id(cheapest), []).append("money")
        best_money = float("inf")
        for one in sorted(priced, key=by_time):
            if one.usd.likely < best_money:
                best_money = one.usd.likely
                kept.setdefault(id(one), [])
        by_id = {id(one): one for one in priced}
        return [(by_id[key], tuple(best)) for key, best in kept.items()]

    def _span(self, priced: Priced, situation: Situation, best: tuple[str, ...]) -> Spanned:
        lay_out = self.scheduler.lay_out
        spans = [self.scheduler.duration(node, situation) for node in priced.route.nodes]
        low, likely, high = (
            lay_out(priced.route, priced.order, [int(span[part]) for span in spans]) for part in range(3)
        )
        return Spanned(priced, low, likely, high, best)

    def _first(self, spanned: Spanned) -> Node:
        """Return what to do now: a form first, then the first ready step on the critical path."""
        steps = self.pathway.steps
        route = spanned.priced.route
        ready = [route.nodes[index] for index in spanned.priced.order if not route.before[index]]
        forms = [node for node in ready if steps[node.step].paperwork]
        if forms:
            return min(forms)
        slots = spanned.likely.slots
        return min(ready, key=lambda node: (slots[node].slack > 0, slots[node].start, slots[node].slack, node))
