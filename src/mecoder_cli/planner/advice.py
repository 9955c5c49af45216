"""Advice for a situation: routes, which one to take, and the first thing on it.

Nothing here depends on the day, so the advice for one situation serves every
person in it; :class:`Adviser` remembers it.
"""

from __future__ import annotations

from typing import NamedTuple

from mecoder_cli.pathway import Pathway
from mecoder_cli.planner.routes import Chain, Chart, Draft, Node
from mecoder_cli.planner.schedule import Layout, Priced, duration, lay_out, price
from mecoder_cli.planner.situation import Reader, Situation
from mecoder_cli.profile import Profile

REMEMBERED = 20_000
"""Situations kept; a small program's memory, not a limit on people."""


class Spanned(NamedTuple):
    """A route that is shown, laid out on the low, likely and high readings."""

    priced: Priced
    low: Layout
    high: Layout
    best_in: tuple[str, ...]


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
        self._chart = Chart(pathway)
        self._known: dict[tuple[object, ...], Advice] = {}
        self.taken: set[tuple[int, int]] = set()
        """Steps with their way on any road ever found, by position: what is never there is dead."""

    def advise(self, profile: Profile) -> tuple[Situation, Advice]:
        """Return the person's situation and the advice for it."""
        situation = self.reader.read(profile)
        advice = self._known.get(situation.key)
        if advice is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            advice = self._known[situation.key] = self._work_out(situation)
        return situation, advice

    def _work_out(self, situation: Situation) -> Advice:
        target = self.pathway.targets[str(situation.values[self.pathway.settings.target_question])]
        chain = Chain(self._chart, situation)
        drafts = chain.routes(target.arrived)
        read = frozenset(chain.read)
        if drafts == [{}]:
            return Advice(True, (), None, read)
        if not drafts and not chain.waived:
            # What is only recommended must never leave a person without a road.
            chain = Chain(self._chart, situation, waived=True)
            drafts = chain.routes(target.arrived)
            read |= chain.read
        if not drafts:
            return Advice(False, (), None, read)
        self.taken.update((node.step, node.way) for draft in drafts for node in draft)
        ranked = self._rank(drafts, situation)
        routes = tuple(self._span(priced, situation, best) for priced, best in ranked)
        return Advice(False, routes, self._first(routes[0].priced), read)

    def _rank(self, drafts: list[Draft], situation: Situation) -> list[tuple[Priced, tuple[str, ...]]]:
        """Return the recommended route and those that no other beats in both time and money."""
        settings = self.pathway.settings
        cheap = situation.values[settings.priority_question] == settings.cheapest
        priced = [price(self.pathway, draft, situation) for draft in drafts]

        def by_time(one: Priced) -> tuple[float, ...]:
            return (one.likely.finish, one.usd.likely, one.usd.high, len(one.draft))

        def by_money(one: Priced) -> tuple[float, ...]:
            return (one.usd.likely, one.likely.finish, one.usd.high, len(one.draft))

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
        days = {node: duration(self.pathway, node, situation) for node in priced.draft}
        low = lay_out(self.pathway, priced.draft, priced.order, lambda node: int(days[node].low))
        high = lay_out(self.pathway, priced.draft, priced.order, lambda node: int(days[node].high))
        return Spanned(priced, low, high, best)

    def _first(self, priced: Priced) -> Node:
        """Return what to do now: a form first, then the first ready step on the critical path."""
        steps = self.pathway.steps
        ready = [node for node in priced.order if not priced.draft[node]]
        forms = [node for node in ready if steps[node.step].paperwork]
        if forms:
            return min(forms)
        slots = priced.likely.slots
        return min(ready, key=lambda node: (slots[node].slack > 0, slots[node].start, slots[node].slack, node))
