"""Lay a route out in time: one study lane, work and waiting beside it, and the critical path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import NamedTuple, TypeVar

from mecoder_cli.domain.facts import Range
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Cost, Node
from mecoder_cli.domain.steps import Part
from mecoder_cli.planner.chaining import Draft
from mecoder_cli.planner.situation import Situation

REMEMBERED = 20_000
"""Pieces of advice kept; a small program's memory, not a limit on people."""
SHARED = 100_000
"""Routes, prices and searches kept: smaller, and shared by many people."""
DAYS_A_WEEK = 7
DAYS_A_MONTH = 365.25 / 12

Key = TypeVar("Key")
Known = TypeVar("Known")


def remember(known: dict[Key, Known], key: Key, value: Known, most: int = SHARED) -> None:
    """Keep *value*, forgetting all others when there are too many."""
    if len(known) >= most:
        known.clear()
    known[key] = value


class Slot(NamedTuple):
    """When a step starts and ends, in days from the start, and how much it may slip."""

    start: int
    finish: int
    slack: int


class Layout(NamedTuple):
    """A route laid out once."""

    slots: dict[Node, Slot]
    finish: int


class Paid(NamedTuple):
    """What a route pays elsewhere already."""

    parts: dict[str, str]
    """Parts whose price another step holds, by ``step/part``."""
    goals: dict[Node, int]
    """For a growing quantity with several goals, the next smaller one: the months up to it are paid there."""


NOTHING_PAID = Paid({}, {})


class Route(NamedTuple):
    """A route with all that is known of it before any person is seen; steps are named by their place in *nodes*."""

    number: int
    """Tells it from the scheduler's other routes."""
    nodes: tuple[Node, ...]
    """Each after all that it waits for."""
    before: tuple[tuple[int, ...], ...]
    """For each step, those that it waits for."""
    after: tuple[tuple[int, ...], ...]
    """For each step, those that wait for it."""
    study: tuple[bool, ...]
    """Whether the step takes the one study lane."""
    paid: Paid
    usd: Range
    """What it costs, apart from what a growing quantity costs by the month."""
    growing: tuple[Node, ...]


class Priced(NamedTuple):
    """A route with its length and money on the likely reading."""

    route: Route
    order: tuple[int, ...]
    finish: int
    usd: Range


def parts_of(pathway: Pathway, node: Node) -> tuple[Part, ...]:
    """Return the named parts of a step taken by its way."""
    step = pathway.steps[node.step]
    return step.parts if node.way < 0 else (*step.parts, *step.ways[node.way].parts)


def in_order(slots: Mapping[Node, Slot]) -> list[Node]:
    """Return the steps of a route in the order in which they begin."""
    return sorted(slots, key=lambda node: (slots[node].start, slots[node].finish, node))


def route_id(pathway: Pathway, slots: Mapping[Node, Slot]) -> str:
    """Return the steps of a route in order, each with its way and with how far a number has to grow."""
    names = []
    for node in in_order(slots):
        step = pathway.steps[node.step]
        way = f":{step.ways[node.way].id}" if node.way >= 0 else ""
        names.append(f"{step.id}{way}{f'@{node.goal}' if node.goal else ''}")
    return "+".join(names)


def total(lines: tuple[Cost, ...]) -> Range:
    """Return the sum of what is to be paid."""
    due = [line.usd for line in lines if not line.included_in]
    return Range(sum(u.low for u in due), sum(u.likely for u in due), sum(u.high for u in due))


class Scheduler:
    """Times and prices for one pathway; remembers routes, and what they come to, since many people share them."""

    def __init__(self, pathway: Pathway) -> None:
        self.pathway = pathway
        self._number = count()
        self._routes: dict[tuple[object, ...], Route] = {}
        self._prices: dict[tuple[object, ...], Priced] = {}

    # --- steps ------------------------------------------------------------------------------------

    def grown(self, node: Node) -> str:
        """Return the question whose number a step lets grow."""
        return next(effect.question for effect in self.pathway.steps[node.step].effects if effect.op == "grows")

    def gap_months(self, node: Node, situation: Situation) -> int:
        """Return how much a growing quantity still lacks."""
        have = situation.values[self.grown(node)]
        return max(0, node.goal - have) if isinstance(have, int) else node.goal

    def duration(self, node: Node, situation: Situation) -> Range:
        """Return the days that a step takes."""
        if node.goal:
            days = round(self.gap_months(node, situation) * DAYS_A_MONTH)
            return Range(days, days, days)
        step = self.pathway.steps[node.step]
        low = likely = high = 0.0
        for part in parts_of(self.pathway, node):
            low, likely, high = low + part.weeks.low, likely + part.weeks.likely, high + part.weeks.high
        pace = situation.values[self.pathway.settings.questions.pace]
        factor = step.paced / pace if step.paced and isinstance(pace, int) and pace > 0 else 1.0
        return Range(*(round(weeks * factor * DAYS_A_WEEK) for weeks in (low, likely, high)))

    def costs(self, node: Node, situation: Situation, paid: Paid) -> tuple[Cost, ...]:
        """Return what a step costs, line by line."""
        lines = self._parts(node, paid)
        months = self._months(node, situation, paid)
        step = self.pathway.steps[node.step]
        if months is not None:
            each = step.usd_per_month
            usd = Range(each.low * months, each.likely * months, each.high * months)
            lines = (*lines, Cost(step.title, usd, ""))
        return lines

    def _parts(self, node: Node, paid: Paid) -> tuple[Cost, ...]:
        step = self.pathway.steps[node.step]
        return tuple(
            Cost(part.label, part.usd, paid.parts.get(f"{step.id}/{part.id}", ""), part.facts)
            for part in parts_of(self.pathway, node)
            if part.usd.high > 0
        )

    def _months(self, node: Node, situation: Situation, paid: Paid) -> int | None:
        """Return the months of a growing quantity that are paid here; nothing where they cost nothing."""
        if not node.goal or self.pathway.steps[node.step].usd_per_month.high <= 0:
            return None
        months = self.gap_months(node, situation)
        if node in paid.goals:
            months -= self.gap_months(node._replace(goal=paid.goals[node]), situation)
        return months

    # --- routes ------------------------------------------------------------------------------------

    def route(self, draft: Draft) -> Route:
        """Return a route with what does not depend on the person."""
        key = tuple(draft.items())
        found = self._routes.get(key)
        if found is None:
            found = self._made(draft, next(self._number))
            remember(self._routes, key, found)
        return found

    def _made(self, draft: Draft, number: int) -> Route:
        nodes = tuple(draft)
        place = {node: index for index, node in enumerate(nodes)}
        before = tuple(tuple(sorted(place[earlier] for earlier in draft[node])) for node in nodes)
        after: list[list[int]] = [[] for _ in nodes]
        for index, waits in enumerate(before):
            for earlier in waits:
                after[earlier].append(index)
        paid = self._paid_elsewhere(draft)
        lines = tuple(line for node in nodes for line in self._parts(node, paid))
        return Route(
            number, nodes, before, tuple(tuple(later) for later in after),
            tuple(self.pathway.steps[node.step].lane == "study" for node in nodes), paid, total(lines),
            tuple(node for node in nodes if node.goal),
        )  # fmt: skip

    def _paid_elsewhere(self, draft: Draft) -> Paid:
        """Return what the steps of a route need not be charged for."""
        parts: dict[str, str] = {}
        goals: dict[Node, int] = {}
        for node in draft:
            if node.way >= 0:
                step = self.pathway.steps[node.step]
                for part in step.ways[node.way].includes:
                    if self._comes_after(draft, part.partition("/")[0], node):
                        parts[part] = step.id
            if node.goal:
                smaller = [other.goal for other in draft if other.step == node.step and 0 < other.goal < node.goal]
                if smaller:
                    goals[node] = max(smaller)
        return Paid(parts, goals)

    def _comes_after(self, draft: Draft, owner: str, holder: Node) -> bool:
        """Return whether the step *owner* waits for *holder*: a price holds nothing that is needed before it is paid.

        A step that is put off until something waits on it comes after *holder* where all that waits on it does.
        """
        own = next((node for node in draft if self.pathway.steps[node.step].id == owner), None)
        if own is None:
            return False
        waiting = [node for node, before in draft.items() if own in before] if self.pathway.steps[own.step].late else []
        return all(_waits_for(draft, node, holder) for node in waiting or [own])

    def price(self, route: Route, situation: Situation) -> Priced:
        """Order a route on the likely reading, and add up its length and cost."""
        values = situation.values
        key = (
            route.number, values[self.pathway.settings.questions.pace], *(values[self.grown(node)] for node in route.growing)
        )  # fmt: skip
        found = self._prices.get(key)
        if found is None:
            found = self._priced(route, situation)
            remember(self._prices, key, found)
        return found

    def _priced(self, route: Route, situation: Situation) -> Priced:
        days = [int(self.duration(node, situation).likely) for node in route.nodes]
        order, finish = study_order(route, days)
        usd = route.usd
        for node in route.growing:
            months = self._months(node, situation, route.paid) or 0
            each = self.pathway.steps[node.step].usd_per_month
            usd = Range(usd.low + each.low * months, usd.likely + each.likely * months, usd.high + each.high * months)
        return Priced(route, order, finish, usd)

    def lay_out(self, route: Route, order: tuple[int, ...], days: Sequence[int]) -> Layout:
        """Give every step its earliest start, then its slack.

        Steps that cost by time (``late``) move to just before the first step that waits on them.
        """
        size = len(order)
        starts, ends = [0] * size, [0] * size
        follows = [list(later) for later in route.after]
        last_study = -1
        for index in order:
            begin = 0
            for earlier in route.before[index]:
                begin = max(begin, ends[earlier])
            if route.study[index]:
                if last_study >= 0:
                    follows[last_study].append(index)
                    begin = max(begin, ends[last_study])
                last_study = index
            starts[index], ends[index] = begin, begin + days[index]
        finish = max(ends, default=0)
        latest = [0] * size
        for index in reversed(order):
            end = min([latest[later] for later in follows[index]], default=finish)
            latest[index] = end - days[index]
        for index in reversed(order):
            if follows[index] and self.pathway.steps[route.nodes[index].step].late:
                # Just in time for what waits on it: a longer step elsewhere can then never bring it forward.
                ends[index] = min([starts[later] for later in follows[index]])
                starts[index] = ends[index] - days[index]
        slots = {route.nodes[index]: Slot(starts[index], ends[index], latest[index] - starts[index]) for index in order}
        return Layout(slots, finish)


def _waits_for(draft: Draft, node: Node, holder: Node) -> bool:
    """Return whether *node* waits for *holder*, perhaps through others."""
    return any(earlier == holder or _waits_for(draft, earlier, holder) for earlier in draft[node])


def study_order(route: Route, days: Sequence[int]) -> tuple[tuple[int, ...], int]:
    """Return the steps in the order that ends soonest, and when it ends.

    One machine (study) with heads and tails: Jackson's rule first (of the
    steps that are ready, the one with the longest way to go after it). It
    stands when it ends with the longest chain of steps, which no order can
    beat; else the other orders of study are searched, and one is taken only
    where it is truly shorter. The same order serves the low, likely and high
    layouts, so that a longer step can never make the whole shorter.
    """
    tails = list(days)
    for index in range(len(days) - 1, -1, -1):
        longest = 0
        for later in route.after[index]:
            longest = max(longest, tails[later])
        tails[index] += longest
    order = _jackson(route, [days[index] - tail for index, tail in enumerate(tails)])
    ends = [0] * len(days)
    free = 0
    for index in order:
        begin = free if route.study[index] else 0
        for earlier in route.before[index]:
            begin = max(begin, ends[earlier])
        ends[index] = begin + days[index]
        if route.study[index]:
            free = ends[index]
    finish = max(ends, default=0)
    if finish > max(tails, default=0):
        better = _Search(route, days, tails, order, finish).best()
        if better is not None:
            return better
    return order, finish


def _jackson(route: Route, rank: Sequence[int]) -> tuple[int, ...]:
    """Return the steps in an order that respects what each waits for, lowest rank first."""
    waiting = [len(before) for before in route.before]
    nodes = route.nodes
    ready = [index for index, count in enumerate(waiting) if not count]
    order: list[int] = []
    while ready:
        chosen = ready[0]
        for index in ready:
            if rank[index] < rank[chosen] or (rank[index] == rank[chosen] and nodes[index] < nodes[chosen]):
                chosen = index
        ready.remove(chosen)
        order.append(chosen)
        for later in route.after[chosen]:
            waiting[later] -= 1
            if not waiting[later]:
                ready.append(later)
    return tuple(order)


class _Search:
    """Every order of study that respects what each step waits for, cut short where it cannot be better."""

    def __init__(
        self, route: Route, days: Sequence[int], tails: Sequence[int], order: tuple[int, ...], finish: int
    ) -> None:
        self._route, self._days, self._tails = route, days, tails
        self._first = order
        self._finish = finish
        self._found: tuple[int, ...] | None = None

    def best(self) -> tuple[tuple[int, ...], int] | None:
        """Return the first of the shortest orders, if one is shorter than the one at hand."""
        self._extend((), {}, 0)
        return None if self._found is None else (self._found, self._finish)

    def _extend(self, order: tuple[int, ...], ends: dict[int, int], free: int) -> None:
        """Take all that needs no study, then try each ready step of study."""
        route = self._route
        studies: list[tuple[int, int]] = []
        for index in self._first:
            if index in ends or not all(earlier in ends for earlier in route.before[index]):
                continue
            begin = max([ends[earlier] for earlier in route.before[index]], default=0)
            if route.study[index]:
                studies.append((index, max(begin, free)))
            else:
                ends[index] = begin + self._days[index]
                order = (*order, index)
        if not studies:
            finish = max(ends.values(), default=0)
            if finish < self._finish:
                self._found, self._finish = order, finish
            return
        for index, begin in studies:
            if begin + self._tails[index] < self._finish:
                end = begin + self._days[index]
                self._extend((*order, index), {**ends, index: end}, end)
