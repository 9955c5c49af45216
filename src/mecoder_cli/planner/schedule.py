"""Lay a route out in time: one study lane, work and waiting beside it, and the critical path."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from mecoder_cli.facts import Range
from mecoder_cli.pathway import Part, Pathway
from mecoder_cli.plan import Cost
from mecoder_cli.planner.routes import Draft, Node
from mecoder_cli.planner.situation import Situation

DAYS_A_WEEK = 7
DAYS_A_MONTH = 365.25 / 12


class Slot(NamedTuple):
    """When a step starts and ends, in days from the start, and how much it may slip."""

    start: int
    finish: int
    slack: int


class Layout(NamedTuple):
    """A route laid out once."""

    slots: dict[Node, Slot]
    finish: int


class Priced(NamedTuple):
    """A route with its length and money on the likely reading."""

    draft: Draft
    likely: Layout
    usd: Range
    order: tuple[Node, ...]


def parts_of(pathway: Pathway, node: Node) -> tuple[Part, ...]:
    """Return the named parts of a step taken by its way."""
    step = pathway.steps[node.step]
    return step.parts if node.way < 0 else (*step.parts, *step.ways[node.way].parts)


def gap_months(pathway: Pathway, node: Node, situation: Situation) -> int:
    """Return how much a growing quantity still lacks."""
    question = next(effect.question for effect in pathway.steps[node.step].effects if effect.op == "grows")
    have = situation.values[question]
    return max(0, node.goal - have) if isinstance(have, int) else node.goal


def duration(pathway: Pathway, node: Node, situation: Situation) -> Range:
    """Return the days that a step takes."""
    if node.goal:
        days = round(gap_months(pathway, node, situation) * DAYS_A_MONTH)
        return Range(days, days, days)
    step = pathway.steps[node.step]
    low = likely = high = 0.0
    for part in parts_of(pathway, node):
        low, likely, high = low + part.weeks.low, likely + part.weeks.likely, high + part.weeks.high
    pace = situation.values[pathway.settings.pace_question]
    factor = step.paced / pace if step.paced and isinstance(pace, int) and pace > 0 else 1.0
    return Range(*(round(weeks * factor * DAYS_A_WEEK) for weeks in (low, likely, high)))


class Paid(NamedTuple):
    """What a route pays elsewhere already."""

    parts: dict[str, str]
    """Parts whose price another step holds, by ``step/part``."""
    goals: dict[Node, int]
    """For a growing quantity with several goals, the next smaller one: the months up to it are paid there."""


NOTHING_PAID = Paid({}, {})


def paid_elsewhere(pathway: Pathway, draft: Draft) -> Paid:
    """Return what the steps of a route need not be charged for."""
    parts: dict[str, str] = {}
    goals: dict[Node, int] = {}
    for node in draft:
        if node.way >= 0:
            step = pathway.steps[node.step]
            parts |= dict.fromkeys(step.ways[node.way].includes, step.id)
        if node.goal:
            smaller = [other.goal for other in draft if other.step == node.step and 0 < other.goal < node.goal]
            if smaller:
                goals[node] = max(smaller)
    return Paid(parts, goals)


def costs_of(pathway: Pathway, node: Node, situation: Situation, paid: Paid) -> tuple[Cost, ...]:
    """Return what a step costs, line by line."""
    step = pathway.steps[node.step]
    lines = [
        Cost(part.label, part.usd, paid.parts.get(f"{step.id}/{part.id}", ""), part.facts) for part in parts_of(pathway, node)
        if part.usd.high > 0
    ]  # fmt: skip
    if node.goal and step.usd_per_month.high > 0:
        months = gap_months(pathway, node, situation)
        if node in paid.goals:
            months -= gap_months(pathway, node._replace(goal=paid.goals[node]), situation)
        each = step.usd_per_month
        lines.append(Cost(step.title, Range(each.low * months, each.likely * months, each.high * months), ""))
    return tuple(lines)


def total(lines: tuple[Cost, ...]) -> Range:
    """Return the sum of what is to be paid."""
    due = [line.usd for line in lines if not line.included_in]
    return Range(sum(u.low for u in due), sum(u.likely for u in due), sum(u.high for u in due))


def study_order(draft: Draft, days: dict[Node, int]) -> tuple[Node, ...]:
    """Return the steps in an order that respects what each needs; first what most still has to follow.

    Jackson's rule for one machine with delivery times: of the steps that are
    ready, take the one with the longest way to go after it. The same order
    serves the low, likely and high layouts, so that a longer step can never
    make the whole shorter. Trying every order gains days now and then, but by
    putting practice before the course that teaches it.
    """
    after: dict[Node, list[Node]] = {node: [] for node in draft}
    for node, before in draft.items():
        for earlier in before:
            after[earlier].append(node)
    tails: dict[Node, int] = {}

    def tail(node: Node) -> int:
        if node not in tails:
            tails[node] = days[node] + max((tail(later) for later in after[node]), default=0)
        return tails[node]

    waiting = {node: len(before) for node, before in draft.items()}
    ready = [node for node, count in waiting.items() if not count]
    order: list[Node] = []
    while ready:
        node = min(ready, key=lambda n: (days[n] - tail(n), n))
        ready.remove(node)
        order.append(node)
        for later in after[node]:
            waiting[later] -= 1
            if not waiting[later]:
                ready.append(later)
    return tuple(order)


def lay_out(pathway: Pathway, draft: Draft, order: tuple[Node, ...], days: Callable[[Node], int]) -> Layout:
    """Give every step its earliest start, then its slack.

    Steps that cost by time (``late``) move to just before the first step that waits on them.
    """
    steps = pathway.steps
    starts: dict[Node, int] = {}
    ends: dict[Node, int] = {}
    follows: dict[Node, list[Node]] = {node: [] for node in order}
    last_study: Node | None = None
    for node in order:
        begin = 0
        for before in draft[node]:
            follows[before].append(node)
            begin = max(begin, ends[before])
        if steps[node.step].lane == "study":
            if last_study is not None:
                follows[last_study].append(node)
                begin = max(begin, ends[last_study])
            last_study = node
        starts[node], ends[node] = begin, begin + days(node)
    finish = max(ends.values(), default=0)
    latest: dict[Node, int] = {}
    for node in reversed(order):
        end = min((latest[later] for later in follows[node]), default=finish)
        latest[node] = end - (ends[node] - starts[node])
    for node in reversed(order):
        if steps[node.step].late and follows[node]:
            # Just in time for what waits on it: a longer step elsewhere can then never bring it forward.
            shift = min(starts[later] for later in follows[node]) - ends[node]
            starts[node], ends[node] = starts[node] + shift, ends[node] + shift
    slots = {node: Slot(starts[node], ends[node], latest[node] - starts[node]) for node in order}
    return Layout(slots, finish)


def price(pathway: Pathway, draft: Draft, situation: Situation) -> Priced:
    """Lay a route out on the likely reading and add up its cost."""
    days = {node: int(duration(pathway, node, situation).likely) for node in draft}
    order = study_order(draft, days)
    paid = paid_elsewhere(pathway, draft)
    lines: tuple[Cost, ...] = ()
    for node in draft:
        lines += costs_of(pathway, node, situation, paid)
    return Priced(draft, lay_out(pathway, draft, order, days.__getitem__), total(lines), order)
