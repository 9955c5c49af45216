"""A seeded simulation of a route: how its end and its cost spread when every part of it varies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from mecoder_cli.domain.facts import Range
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.planner.budget import Accounts
from mecoder_cli.planner.charges import Times
from mecoder_cli.planner.forecast import Outlook
from mecoder_cli.planner.outcomes import MOST_FAILS, pert_shape
from mecoder_cli.planner.schedule import Scheduler, days_again, parts_of
from mecoder_cli.planner.situation import Situation


class Spread(NamedTuple):
    """What is undercut in 10, 50 and 90 of a hundred runs."""

    p10: float
    p50: float
    p90: float


class Forecast(NamedTuple):
    """What came of many runs of one route."""

    runs: int
    days: Spread
    usd: Spread
    """All that leaves the pocket until the route ends."""
    first_time: float | None
    """The share of runs in which every exam was passed the first time; nothing where the route holds no exam."""


def fails_of(chance: float, passes: float, later: float | None = None) -> int:
    """Return how often an exam is failed before it is passed: the first try with *passes*, each further one with *later*."""
    if passes >= 1 or chance <= 0:
        return 0
    if later is not None:
        return 0 if chance < passes else min(MOST_FAILS, 1 + fails_of((chance - passes) / (1 - passes), later))
    return min(MOST_FAILS, int(math.log(1 - min(chance, 1 - 1e-12)) / math.log(1 - passes)))


class Simulator:
    """Runs of routes for one person; every route meets the same luck, so that differences are the routes' own."""

    def __init__(self, pathway: Pathway, scheduler: Scheduler, accounts: Accounts, runs: int, seed: int) -> None:
        self._pathway = pathway
        self._scheduler = scheduler
        self._accounts = accounts
        self._runs = runs
        self._seed = seed
        self._luck: dict[object, list[float]] = {}

    def _chances(self, name: str) -> list[float]:
        """Return a number from 0 to 1 for each run: the luck with one thing, on whatever route it is met."""
        found = self._luck.get(name)
        if found is None:
            pick = Random(f"{self._seed}:{name}")
            found = self._luck[name] = [pick.random() for _ in range(self._runs)]
        return found

    def _drawn(self, name: str, span: Range, run: int) -> float:
        """Return a number of *span* for one run, drawn from its beta-PERT distribution."""
        if span.high <= span.low:
            return span.low
        shape = tuple(round(one, 3) for one in pert_shape(span))
        found = self._luck.get((name, shape))
        if found is None:
            pick = Random(f"{self._seed}:{name}")
            found = self._luck[name, shape] = [pick.betavariate(*shape) for _ in range(self._runs)]
        return span.low + (span.high - span.low) * found[run]

    def run(self, view: Outlook, situation: Situation) -> Forecast:
        """Play a route many times in its order of study."""
        route = view.route
        steps = [self._pathway.steps[node.step] for node in route.nodes]
        spans = [
            self._scheduler.duration(node, situation, keeps_day=place not in route.missed)
            for place, node in enumerate(route.nodes)
        ]
        exams = {
            place: part
            for place, node in enumerate(route.nodes)
            for part in parts_of(self._pathway, node)
            if part.retake is not None
        }
        rates = {place: part.retake.rates for place, part in exams.items() if part.retake is not None}
        order = tuple(route.nodes.index(node) for node in view.layout.slots)
        ends: list[int] = []
        sums: list[float] = []
        clean = 0
        for run in range(self._runs):
            fails = {
                place: fails_of(
                    self._chances(f"{steps[place].id}:tries")[run],
                    self._drawn(f"{steps[place].id}:rate", first, run) / 100,
                    self._drawn(f"{steps[place].id}:later", later, run) / 100 if later != first else None,
                )
                for place, (first, later) in rates.items()
            }
            took = [
                round(
                    self._drawn(f"{steps[place].id}:time", span, run)
                    + (fails[place] * days_again(exams[place]) if place in fails else 0)
                )
                for place, span in enumerate(spans)
            ]
            layout = self._scheduler.lay_out(route, order, took, situation)
            ends.append(layout.finish)
            clean += not any(fails.values())
            slots = [layout.slots[node] for node in route.nodes]
            when = Times([slot.start for slot in slots], [slot.finish for slot in slots], fails)
            sums.append(self._paid(view, when, run))
        return Forecast(self._runs, _spread(ends), _spread(sums), round(clean / self._runs, 3) if exams else None)

    def _paid(self, view: Outlook, when: Times, run: int) -> float:
        charges = self._accounts.charges(view.route, when)
        spared = {charge.name for charge in charges if charge.usd.likely < 0}
        return sum(
            self._drawn(f"{charge.name}:price", charge.usd, run)
            for charge in charges
            if charge.name not in spared and charge.usd.low >= 0
        )


def _spread(values: Sequence[float]) -> Spread:
    """Return the values under or at which 10, 50 and 90 percent lie (nearest rank)."""
    ranked = sorted(values)
    return Spread(*(ranked[max(0, math.ceil(len(ranked) * share / 100) - 1)] for share in (10, 50, 90)))
