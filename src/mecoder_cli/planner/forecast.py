"""How a route will probably go: the outcomes of its days, of its steps' days, and of all that leaves the pocket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from mecoder_cli.domain.facts import Days, Range, month_text
from mecoder_cli.domain.pathway import Aid
from mecoder_cli.domain.plan import Node
from mecoder_cli.planner.budget import Accounts
from mecoder_cli.planner.charges import Times
from mecoder_cli.planner.outcomes import NONE, Outcomes, at, fixed, later, mean, pert, plus, tenths, through
from mecoder_cli.planner.schedule import Layout, Route, Scheduler, parts_of
from mecoder_cli.planner.situation import Situation

SLIGHT = 2.0
"""Days by which a wait for several steps may be longer than that for the last of them, and count as that one alone."""


class Outlook(NamedTuple):
    """A route from one day on, for one person."""

    route: Route
    layout: Layout
    """On the mean times of its steps."""
    begins: tuple[Outcomes, ...]
    """By the place of a step on the route, in days from the start."""
    ends: tuple[Outcomes, ...]
    finish: Range
    """The 10th, 50th and 90th percentile of its days, in whole days."""
    usd: Range
    """The same of all that leaves the pocket until its end, after aid that is likely, in whole dollars."""
    usd_before_aid: Range
    aid: tuple[Aid, ...]
    """The aid that is counted."""
    open_aid: tuple[Aid, ...]
    """Aid that more answers could open: it is not counted."""
    when: Times
    """When each step begins and ends, half of the outcomes being earlier."""

    def is_ready(self, index: int) -> bool:
        """Return whether a step waits for nothing, or only for a number beside whose growing it begins today."""
        before = self.route.before[index]
        grows = all(self.route.nodes[earlier].goal for earlier in before)
        return not before or (grows and self.layout.slots[self.route.nodes[index]].start == 0)


def outlook(scheduler: Scheduler, accounts: Accounts, route: Route, situation: Situation) -> Outlook:
    """Work out how *route* will probably go.

    PERT along the real order of steps: the days of each step, with the exams that are failed on the way, are added
    up, and a step that waits for several begins with the latest of them.
    """
    days = [
        scheduler.days(node, situation, keeps_day=place not in route.missed) for place, node in enumerate(route.nodes)
    ]
    likely = tuple(round(mean(one)) for one in days)
    order = scheduler.order(route, likely, situation)
    layout = scheduler.lay_out(route, order, likely, situation)
    wave = _Wave(scheduler, route, situation)
    begins, ends = wave.run(order, days)
    late = frozenset(
        place for place in range(len(begins))
        if (day := scheduler.day_kept(route, place)) is not None and at(begins[place], 0.5) > day
    )  # fmt: skip
    if late:
        return outlook(scheduler, accounts, scheduler.missing(route, late), situation)
    finish = wave.over({index for index in range(len(ends)) if not route.after[index]}, ends)
    sittings = {
        place: _over(scheduler, route, place, begins[place], situation)
        for place, node in enumerate(route.nodes)
        if any(part.retake is not None for part in parts_of(scheduler.pathway, node))
    }
    when = Times([round(at(one, 0.5)) for one in begins], [round(at(one, 0.5)) for one in ends], None, sittings)
    money = accounts.money(route, when, finish)
    return Outlook(
        route, layout, begins, ends, _whole(tenths(finish)), _whole(tenths(money.after)), _whole(tenths(money.before)),
        money.aid, money.open_aid, when,
    )  # fmt: skip


def _over(scheduler: Scheduler, route: Route, place: int, begin: Outcomes, situation: Situation) -> Outcomes:
    """Return when a step that begins then is over, but for exams that are failed on the way."""
    day = scheduler.day_kept(route, place)
    if day is not None:
        return later(begin, fixed(day))
    return plus(begin, pert(scheduler.duration(route.nodes[place], situation, keeps_day=False)))


def put_off_until(one: Outlook, node: Node, day: date) -> str:
    """Return from when on a step is taken that waits for money to open, such as ``from September 2027``; else nothing."""
    if one.route.opens[one.route.nodes.index(node)] is None:
        return ""
    return f" from {month_text(day + timedelta(days=one.layout.slots[node].start))}"


def days_from(span: Range, day: date) -> Days:
    """Return days that lie so many days after *day*."""
    return Days(*(day + timedelta(days=round(one)) for one in span))


def _whole(span: Range) -> Range:
    return Range(*(round(one) for one in span))


class _Wave:
    """The days of a route's steps, folded together in the order in which they are taken.

    Two branches of a route share what came before they parted. So the end of a step is kept as the step after which
    it parted and the outcomes from there on: where branches meet again, only what differs between them is compared.
    """

    def __init__(self, scheduler: Scheduler, route: Route, situation: Situation) -> None:
        self._scheduler = scheduler
        self._route = route
        self._situation = situation
        self._parents: dict[int, tuple[int, Outcomes]] = {}
        """For each step, the step from whose end its own is reckoned (-1: the start), and the days between."""

    def run(self, order: tuple[int, ...], days: list[Outcomes]) -> tuple[tuple[Outcomes, ...], tuple[Outcomes, ...]]:
        """Return when each step begins and ends, by its place on the route."""
        route = self._route
        begins, ends = [NONE] * len(order), [NONE] * len(order)
        last_study = -1
        for index in order:
            waits = {*route.before[index]}
            if route.study[index]:
                if last_study >= 0:
                    waits.add(last_study)
                last_study = index
            lead = self._scheduler.lead(route, index, self._situation)
            # Nothing begins before today; of a wait that may be so short, the few soonest ends are left aside.
            leads = {one: min(lead, int(at(ends[one], 0.1))) for one in waits if lead and route.waited[one]}
            parent, wait = self._meet(waits, leads)
            begin = plus(ends[parent], wait) if parent >= 0 else wait
            if self._scheduler.waits(route, index, self._situation) is not None:
                hurrying = self._scheduler.hurrying(route, index, self._situation)
                if hurrying:
                    begin = NONE
                    for one in waits:
                        ready = plus(begins[one], fixed(hurrying[one])) if one in hurrying else ends[one]
                        begin = later(begin, ready)
                parent, wait = -1, self._wait(index, begin)
                begin = wait
                for one in hurrying:
                    ends[one] = tuple(min(end, day) for end, day in zip(ends[one], begin, strict=True))
                    self._parents[one] = -1, ends[one]
            if self._scheduler.day_kept(route, index) is None:
                begins[index], ends[index] = begin, plus(begin, days[index])
                if leads:
                    begins[index] = tuple(max(0.0, one) for one in begin)
                    # However soon one is prepared, an exam is not sat before what it waits for is over.
                    ends[index] = tuple(
                        max(days) for days in zip(ends[index], *(ends[one] for one in leads), strict=True)
                    )
                self._parents[index] = parent, plus(wait, days[index])
            else:
                over = _over(self._scheduler, route, index, begin, self._situation)
                begins[index], ends[index] = begin, plus(over, self._scheduler.again(route.nodes[index]))
                self._parents[index] = -1, ends[index]
        self._put_off(order, begins, ends, days)
        return tuple(begins), tuple(ends)

    def _wait(self, index: int, begin: Outcomes) -> Outcomes:
        return through(begin, lambda days: self._scheduler.begin(self._route, index, self._situation, round(days)))

    def over(self, steps: set[int], ends: Sequence[Outcomes]) -> Outcomes:
        """Return when all of some steps are over, which may share what came before them."""
        parent, wait = self._meet(steps, {})
        return plus(ends[parent], wait) if parent >= 0 else wait

    def _meet(self, waits: set[int], leads: Mapping[int, int]) -> tuple[int, Outcomes]:
        """Return the step from whose end on the branches that meet differ, and the days from there to the latest.

        What comes after a mere wait begins so many days before its end as *leads* says.
        """
        if not waits:
            return -1, NONE
        lines = {index: self._line(index) for index in waits}

        def is_over(index: int, other: int) -> bool:
            """Return whether what lies behind another step is over by then; a mere wait is left before its end."""
            return index in lines[other][1:] and at(self._since(other, index), 0.1) >= leads.get(other, 0)

        tips = [index for index in waits if not any(is_over(index, other) for other in waits)]
        before = {tip: fixed(-leads.get(tip, 0)) for tip in tips}
        if len(tips) == 1:
            return tips[0], before[tips[0]]
        shared = next(one for one in lines[tips[0]] if all(one in lines[tip] for tip in tips))
        since = {tip: plus(self._since(tip, shared), before[tip]) for tip in tips}
        latest = since[tips[0]]
        for tip in tips[1:]:
            latest = later(latest, since[tip])
        last = max(tips, key=lambda tip: mean(since[tip]))
        # Where the others hardly ever end after it, the step stays with the last one and all that this one shares.
        wait = mean(latest) - mean(since[last])
        return (last, plus(before[last], fixed(wait))) if wait <= SLIGHT else (shared, latest)

    def _line(self, index: int) -> list[int]:
        """Return a step and all from which its end is reckoned, back to the start."""
        line = [index]
        while line[-1] >= 0:
            line.append(self._parents[line[-1]][0])
        return line

    def _since(self, index: int, start: int) -> Outcomes:
        """Return the days from the end of *start* to the end of *index*."""
        total = NONE
        while index != start:
            index, days = self._parents[index]
            total = plus(days, total)
        return total

    def _put_off(
        self, order: tuple[int, ...], begins: list[Outcomes], ends: list[Outcomes], days: list[Outcomes]
    ) -> None:  # fmt: skip
        """Move what costs by time to just before the first step that waits for it."""
        route = self._route
        for index in reversed(order):
            if route.after[index] and self._scheduler.pathway.steps[route.nodes[index].step].late:
                first = min((begins[one] for one in route.after[index]), key=mean)
                ends[index] = first
                took = mean(days[index])
                begins[index] = tuple(max(0.0, end - took) for end in first)
