"""Lay a route out in time: one study lane, work and waiting beside it, and the critical path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import count
from typing import NamedTuple, TypeVar

from mecoder_cli.domain.facts import NOTHING, Range
from mecoder_cli.domain.pathway import Calendar, Pathway
from mecoder_cli.domain.plan import Cost, Node
from mecoder_cli.domain.renewals import add_months
from mecoder_cli.domain.steps import Part
from mecoder_cli.planner.chaining import Draft
from mecoder_cli.planner.outcomes import NONE, Outcomes, pert, pert_mean, plus, repeated
from mecoder_cli.planner.situation import Situation

REMEMBERED = 20_000
"""Pieces of advice kept; a small program's memory, not a limit on people."""
SHARED = 100_000
"""Routes, prices and searches kept: smaller, and shared by many people."""
DAYS_A_WEEK = 7

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


Paid = dict[str, str]
"""Parts whose price another step of the route holds, by ``step/part``: the id of that step."""
NOTHING_PAID: Paid = {}


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
    calendars: tuple[Calendar | None, ...]
    """When each step can begin; nothing: on any day."""
    growing: tuple[Node, ...]
    waited: tuple[bool, ...]
    """Whether nothing is learned in a step, so that one prepares beside it for what it opens: a number grows, a form is on its way."""
    opens: tuple[date | None, ...]
    """For a step with a calendar, the day on which money opens for which it waits; nothing: it waits for none."""
    missed: frozenset[int]
    """Steps that have their day and cannot have begun by then: they take their own time."""


class Left(NamedTuple):
    """What is left of something that has begun."""

    share: Range
    days: int | None
    usd: float


def parts_of(pathway: Pathway, node: Node) -> tuple[Part, ...]:
    """Return the named parts of a step taken by its way."""
    step = pathway.steps[node.step]
    return step.parts if node.way < 0 else (*step.parts, *step.ways[node.way].parts)


def left_of(pathway: Pathway, part: Part, situation: Situation) -> Left | None:
    """Return what is left of a part that the person has begun; nothing where it is still to begin."""
    progress = part.progress
    if progress is None or not situation.holds(progress.begun):
        return None
    owed = situation.values.get(progress.owed, 0)
    usd = float(owed) if isinstance(owed, int) else 0.0
    done, ends = situation.told.get(progress.counted), situation.told.get(progress.ends)
    if isinstance(done, int):
        whole = pathway.questions[progress.counted].counted
        share = max(0.0, whole - done) / whole
        return Left(Range(share, share, share), None, usd)
    if isinstance(ends, date):
        return Left(NOTHING, max(0, (ends - situation.day).days), usd)
    return Left(Range(*(percent / 100 for percent in progress.left)), None, usd)


def facts_of(pathway: Pathway, part: Part) -> tuple[str, ...]:
    """Return the facts that give a part's time and price, that of the price last."""
    if not part.units:
        return part.facts
    body = pathway.bodies[part.units]
    return tuple(fact for fact in (body.ceu_hours.fact, body.ceus_usd.fact) if fact)


def priced(part: Part, situation: Situation) -> Part:
    """Return a part at the price that holds for a person."""
    usd = next((one.usd for one in part.prices if situation.holds(one.when)), None) if part.prices else None
    return part if usd is None else part._replace(usd=usd)


def price_of(pathway: Pathway, part: Part, situation: Situation) -> Range:
    """Return what is still to be paid for a part."""
    if part.units:
        missing, needed = situation.behind.get(part.units, (0, 1))
        return Range(*(usd * missing / needed for usd in pathway.bodies[part.units].ceus_usd))
    left = left_of(pathway, part, situation)
    return priced(part, situation).usd if left is None else Range(left.usd, left.usd, left.usd)


def days_again(part: Part) -> int:
    """Return how long a failed exam takes to be sat again: the wait and the time to get a seat."""
    return round((part.retake.wait_days if part.retake else 0) + part.weeks.likely * DAYS_A_WEEK)


def next_start(calendar: Calendar, day: date) -> date:
    """Return the first day on or after *day* on which something can begin, for who enrols on *day*."""
    ready = day + timedelta(days=calendar.apply_days)
    return min(
        begin for year in (ready.year, ready.year + 1) for start in calendar.starts
        if (begin := date(year, start.month, start.day)) >= ready
    )  # fmt: skip


def in_order(slots: Mapping[Node, Slot]) -> list[Node]:
    """Return the steps of a route in the order in which they begin."""
    return sorted(slots, key=lambda node: (slots[node].start, slots[node].finish, node))


def route_id(pathway: Pathway, route: Route, slots: Mapping[Node, Slot]) -> str:
    """Return the steps of a route in order, each with its way, how far a number has to grow, and the day it waits for."""
    names = []
    for node in in_order(slots):
        step, opens = pathway.steps[node.step], route.opens[route.nodes.index(node)]
        way = f":{step.ways[node.way].id}" if node.way >= 0 else ""
        names.append(f"{step.id}{way}{f'@{node.goal or opens}' if node.goal or opens else ''}")
    return "+".join(names)


def total(lines: tuple[Cost, ...]) -> Range:
    """Return the sum of what is to be paid."""
    due = [line.usd for line in lines if not line.included_in]
    return Range(sum(u.low for u in due), sum(u.likely for u in due), sum(u.high for u in due))


class Scheduler:
    """Times and prices for one pathway; remembers routes, and what they come to, since many people share them."""

    def __init__(self, pathway: Pathway, appointed: Mapping[int, int] | None = None) -> None:
        self.pathway = pathway
        self._appointed = appointed or {}
        """By the place of a step, in how many days it ends: it has its day, as a booked exam has."""
        self._number = count()
        self._routes: dict[tuple[object, ...], Route] = {}
        self._orders: dict[tuple[object, ...], tuple[int, ...]] = {}
        self._durations: dict[tuple[object, ...], Range] = {}
        self._parts: dict[Node, tuple[tuple[Part, ...], bool, tuple[str, ...], tuple[Part, ...]]] = {}
        """By step and way: its parts, whether hours a week matter to any, the bodies whose units stand in, what can be under way."""

    # --- steps ------------------------------------------------------------------------------------

    def grown(self, node: Node) -> str:
        """Return the question whose number a step lets grow."""
        return next(effect.question for effect in self.pathway.steps[node.step].effects if effect.op == "grows")

    def duration(self, node: Node, situation: Situation, *, keeps_day: bool = True) -> Range:
        """Return the days that a step takes, or that are left of it where it is under way, or until its day."""
        if node.goal:
            days = self._growing(node, situation)
            return Range(days, days, days)
        fixed = self.appointed(node) if keeps_day else None
        if fixed is not None:
            return Range(fixed, fixed, fixed)
        kept = self._parts.get(node)
        if kept is None:
            parts = parts_of(self.pathway, node)
            kept = self._parts[node] = (
                parts, any(part.hours.high or part.units for part in parts), tuple(part.units for part in parts if part.units),
                tuple(part for part in parts if part.progress is not None),
            )  # fmt: skip
        parts, by_hours, units, under_way = kept
        pace, hours = self._pace(node, situation), self._hours(situation) if by_hours else 0
        # A course takes longer for who said that they have few hours; of who did not, it is taken as it is laid out.
        said = by_hours and self.pathway.settings.questions.pace in situation.told
        behind = tuple([situation.behind.get(body) for body in units]) if units else ()
        known = (node, pace, hours, said, behind, *[left_of(self.pathway, part, situation) for part in under_way])
        found = self._durations.get(known)
        if found is None:
            spans = [self._span(part, situation, pace, hours, said) for part in parts]
            found = Range(*(round(sum(span[place] for span in spans)) for place in range(3)))
            remember(self._durations, known, found)
        return found

    def appointed(self, node: Node) -> int | None:
        """Return in how many days a step ends that has its day."""
        return None if node.goal else self._appointed.get(node.step)

    def comes_by_itself(self, node: Node) -> bool:
        """Return whether a step is only waited for, as a job that is to begin; an exam is prepared for."""
        return self.appointed(node) is not None and self.pathway.steps[node.step].lane != "study"

    def day_kept(self, route: Route, index: int) -> int | None:
        """Return in how many days a step of a route ends that has its day, where it can have begun by then."""
        return None if index in route.missed else self.appointed(route.nodes[index])

    def _growing(self, node: Node, situation: Situation) -> int:
        """Return the days until a growing number reaches its goal; where it grows already, a part of a month is behind."""
        question = self.grown(node)
        have = situation.values[question]
        gap = max(0, node.goal - have) if isinstance(have, int) else node.goal
        since = situation.reached.get(question, situation.day)
        return max(0, (add_months(since, gap) - situation.day).days) if gap else 0

    def _pace(self, node: Node, situation: Situation) -> float:
        """Return by what a step's time is multiplied: study times are given for so many hours a week."""
        step, hours = self.pathway.steps[node.step], self._hours(situation)
        return step.paced / hours if step.paced and hours else 1.0

    def _hours(self, situation: Situation) -> int:
        """Return the hours a week that the person has for study; 0 where that is not known."""
        hours = situation.values[self.pathway.settings.questions.pace]
        return hours if isinstance(hours, int) and hours > 0 else 0

    def _span(self, part: Part, situation: Situation, pace: float, hours: int, said: bool) -> Range:
        """Return the days that a part takes, and no fewer than its hours take at so many a week, where that was *said*.

        The last day of what has begun is kept to, whatever the pace.
        """
        if part.units:
            missing, _ = situation.behind.get(part.units, (0, 1))
            took = self.pathway.bodies[part.units].ceu_hours
            return Range(*(missing * one / max(1, hours) * DAYS_A_WEEK for one in took))
        left = left_of(self.pathway, part, situation)
        if left is not None and left.days is not None:
            return Range(left.days, left.days, left.days)
        share = left.share if left is not None else Range(1, 1, 1)
        weeks = [one * pace for one in part.weeks]
        if said and hours and part.hours.high:
            weeks = [max(one, least / hours) for one, least in zip(weeks, part.hours, strict=True)]
        return Range(*(one * DAYS_A_WEEK * part_left for one, part_left in zip(weeks, share, strict=True)))

    def days(self, node: Node, situation: Situation, *, keeps_day: bool = True) -> Outcomes:
        """Return the outcomes of the days that a step takes, with the exams that are failed on the way."""
        days, again = pert(self.duration(node, situation, keeps_day=keeps_day)), self.again(node)
        return days if again is NONE else plus(days, again)

    def again(self, node: Node) -> Outcomes:
        """Return the outcomes of the days that exams take which are failed on the way."""
        days = NONE
        for part in parts_of(self.pathway, node):
            if part.retake is not None:
                days = plus(days, repeated(*part.retake.rates, days_again(part)))
        return days

    def costs(self, node: Node, situation: Situation, paid: Paid) -> tuple[Cost, ...]:
        """Return what a step costs, line by line."""
        step = self.pathway.steps[node.step]
        return tuple(
            Cost(part.label, usd, paid.get(f"{step.id}/{part.id}", ""), facts_of(self.pathway, priced(part, situation)))
            for part in parts_of(self.pathway, node)
            if (usd := price_of(self.pathway, part, situation)).high > 0
        )

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
        return Route(
            number, nodes, before, tuple(tuple(later) for later in after),
            tuple(self.pathway.steps[node.step].lane == "study" for node in nodes), self._paid_elsewhere(draft),
            tuple(self._calendar(node) for node in nodes), tuple(node for node in nodes if node.goal),
            tuple(self._is_waited(node) for node in nodes), (None,) * len(nodes), frozenset(),
        )  # fmt: skip

    def _is_waited(self, node: Node) -> bool:
        step = self.pathway.steps[node.step]
        # What costs by time begins when what it is for begins.
        return bool(node.goal) or (step.lane == "wait" and not step.late)

    def missing(self, route: Route, missed: frozenset[int]) -> Route:
        """Return the route on which the days of some steps cannot be kept."""
        key = (route.number, missed)
        found = self._routes.get(key)
        if found is None:
            found = route._replace(number=next(self._number), missed=route.missed | missed)
            remember(self._routes, key, found)
        return found

    def put_off(self, route: Route, opens: tuple[date | None, ...]) -> Route:
        """Return the route on which steps with a calendar wait for the day on which money opens."""
        key = (route.number, opens)
        found = self._routes.get(key)
        if found is None:
            found = route._replace(number=next(self._number), opens=opens)
            remember(self._routes, key, found)
        return found

    def _calendar(self, node: Node) -> Calendar | None:
        name = self.pathway.steps[node.step].ways[node.way].calendar if node.way >= 0 else ""
        return self.pathway.calendars[name] if name else None

    def _paid_elsewhere(self, draft: Draft) -> Paid:
        """Return what the steps of a route need not be charged for."""
        parts: Paid = {}
        for node in draft:
            if node.way >= 0:
                step = self.pathway.steps[node.step]
                for part in step.ways[node.way].includes:
                    if self._comes_after(draft, part.partition("/")[0], node):
                        parts[part] = step.id
        return parts

    def _comes_after(self, draft: Draft, owner: str, holder: Node) -> bool:
        """Return whether the step *owner* waits for *holder*: a price holds nothing that is needed before it is paid.

        A step that is put off until something waits on it comes after *holder* where all that waits on it does.
        """
        own = next((node for node in draft if self.pathway.steps[node.step].id == owner), None)
        if own is None:
            return False
        waiting = [node for node, before in draft.items() if own in before] if self.pathway.steps[own.step].late else []
        return all(_waits_for(draft, node, holder) for node in waiting or [own])

    def order(self, route: Route, days: tuple[int, ...], situation: Situation) -> tuple[int, ...]:
        """Return the order of study that ends soonest when the steps take those *days*."""
        leads = tuple([self.lead(route, index, situation) for index in range(len(days))])
        key = (route.number, days, leads)
        found = self._orders.get(key)
        if found is None:
            found = study_order(route, days, leads)[0]
            remember(self._orders, key, found)
        return found

    def lay_out(self, route: Route, order: tuple[int, ...], days: Sequence[int], situation: Situation) -> Layout:
        """Give every step its earliest start, then its slack.

        Steps that cost by time (``late``) move to just before the first step that waits on them. What has a calendar
        waits for its next day, unless it is under way. What has its day ends on it.
        """
        size = len(order)
        starts, ends, leads = [0] * size, [0] * size, [0] * size
        follows = [list(later) for later in route.after]
        last_study = -1
        for index in order:
            begin, hurrying = 0, self.hurrying(route, index, situation)
            leads[index] = self.lead(route, index, situation)
            for earlier in route.before[index]:
                ready = starts[earlier] + round(hurrying[earlier]) if earlier in hurrying else ends[earlier]
                begin = max(begin, ready - leads[index] if route.waited[earlier] else ready)
            if route.study[index]:
                if last_study >= 0:
                    follows[last_study].append(index)
                    begin = max(begin, ends[last_study])
                last_study = index
            begin = self.begin(route, index, situation, begin)
            for earlier in hurrying:
                ends[earlier] = min(ends[earlier], begin)
            behind = min(begin, self.day_kept(route, index) or 0)
            # However soon one is prepared, an exam is not sat before what it waits for is over.
            over = [ends[earlier] for earlier in route.before[index]] if leads[index] else []
            starts[index], ends[index] = begin, max([begin + days[index] - behind, *over])
        finish = max(ends, default=0)
        latest = [0] * size
        for index in reversed(order):
            waited = route.waited[index]
            end = min([latest[later] + leads[later] * waited for later in follows[index]], default=finish)
            latest[index] = end - (ends[index] - starts[index])
        for index in reversed(order):
            if follows[index] and self.pathway.steps[route.nodes[index].step].late:
                # Just in time for what waits on it: a longer step elsewhere can then never bring it forward.
                ends[index] = min([starts[later] for later in follows[index]])
                starts[index] = ends[index] - days[index]
        slots = {route.nodes[index]: Slot(starts[index], ends[index], latest[index] - starts[index]) for index in order}
        return Layout(slots, finish)

    def begin(self, route: Route, index: int, situation: Situation, day: int) -> int:
        """Return in how many days a step begins that can begin in *day* days, by its calendar and the money it waits for."""
        calendar = self.waits(route, index, situation)
        if calendar is None:
            return day
        ready, opens = situation.day + timedelta(days=day), route.opens[index]
        if opens is not None:
            # Enrolled before, in class from then on.
            ready = max(ready, opens - timedelta(days=calendar.apply_days))
        return (next_start(calendar, ready) - situation.day).days

    def lead(self, route: Route, index: int, situation: Situation) -> int:
        """Return how many days before what is only waited for is over a step begins: its preparation."""
        node = route.nodes[index]
        # What has its day is kept only where what it waits for is over by then.
        is_fixed = self.day_kept(route, index) is not None
        if is_fixed or not any(route.waited[earlier] for earlier in route.before[index]):
            return 0
        ahead = [part for part in parts_of(self.pathway, node) if part.ahead]
        pace = self._pace(node, situation) if ahead else 1.0
        return round(sum(pert_mean(self._span(part, situation, pace, 0, False)) for part in ahead))

    def hurrying(self, route: Route, index: int, situation: Situation) -> dict[int, float]:
        """Return the steps before one with a calendar that are done in time for its class, with their least days."""
        if self.waits(route, index, situation) is None:
            return {}
        nodes = route.nodes
        return {
            earlier: self.duration(nodes[earlier], situation).low for earlier in route.before[index]
            if self.pathway.steps[nodes[earlier].step].hurries
        }  # fmt: skip

    def waits(self, route: Route, index: int, situation: Situation) -> Calendar | None:
        """Return the calendar that a step still waits for."""
        calendar = route.calendars[index]
        if calendar is None:
            return None
        parts = parts_of(self.pathway, route.nodes[index])
        return None if any(left_of(self.pathway, part, situation) is not None for part in parts) else calendar


def _waits_for(draft: Draft, node: Node, holder: Node) -> bool:
    """Return whether *node* waits for *holder*, perhaps through others."""
    return any(earlier == holder or _waits_for(draft, earlier, holder) for earlier in draft[node])


def ready_after(route: Route, index: int, ends: Mapping[int, int] | Sequence[int], lead: int) -> int:
    """Return the day from which a step can begin: *lead* days before the end of what is only waited for."""
    begin = 0
    for earlier in route.before[index]:
        begin = max(begin, ends[earlier] - lead if route.waited[earlier] else ends[earlier])
    return begin


def study_order(route: Route, days: Sequence[int], leads: Sequence[int] | None = None) -> tuple[tuple[int, ...], int]:
    """Return the steps in the order that ends soonest, and when it ends.

    *leads* says how many days before the end of what is only waited for each step may begin; none, where it is not given.

    One machine (study) with heads and tails: Jackson's rule first (of the
    steps that are ready, the one with the longest way to go after it). It
    stands when it ends with the longest chain of steps, which no order can
    beat; else the other orders of study are searched, and one is taken only
    where it is truly shorter. The same order serves the low, likely and high
    layouts, so that a longer step can never make the whole shorter.
    """
    leads = leads or [0] * len(days)
    tails = list(days)
    for index in range(len(days) - 1, -1, -1):
        longest = 0
        for later in route.after[index]:
            longest = max(longest, tails[later] - (leads[later] if route.waited[index] else 0))
        tails[index] += longest
    order = _jackson(route, [days[index] - tail for index, tail in enumerate(tails)])
    ends = [0] * len(days)
    free = 0
    for index in order:
        begin = max(free if route.study[index] else 0, ready_after(route, index, ends, leads[index]))
        ends[index] = begin + days[index]
        if route.study[index]:
            free = ends[index]
    finish = max(ends, default=0)
    if finish > max(tails, default=0):
        better = _Search(route, days, leads, tails, order, finish).best()
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
        self, route: Route, days: Sequence[int], leads: Sequence[int], tails: Sequence[int], order: tuple[int, ...],
        finish: int,
    ) -> None:  # fmt: skip
        self._route, self._days, self._leads, self._tails = route, days, leads, tails
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
            begin = ready_after(route, index, ends, self._leads[index])
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
