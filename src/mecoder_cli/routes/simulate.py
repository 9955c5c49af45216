"""A seeded simulation of a route: how its end and its cost spread when every part of it varies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from mecoder_cli.domain.facts import Range
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.planner.schedule import Priced, Scheduler, parts_of
from mecoder_cli.planner.situation import Situation
from mecoder_cli.routes.budget import Accounts, days_again
from mecoder_cli.routes.charges import Times

MOST_FAILS = 10
"""A run in which an exam is failed more often counts as this many: nobody sits it for ever."""


class Spread(NamedTuple):
    """What is undercut in 10, 50 and 90 of a hundred runs."""

    p10: float
    p50: float
    p90: float


class Forecast(NamedTuple):
    """What came of many runs of one route."""

    runs: int
    days: Spread
    usd: Spread | None
    """Over the months of the budget; nothing where the knowledge has no budget."""
    first_time: float | None
    """The share of runs in which every exam was passed the first time; nothing where the route holds no exam."""


def triangular(span: Range, chance: float) -> float:
    """Return the value that a triangular distribution stays under with *chance* (its inverse)."""
    low, mode, high = span
    if high <= low:
        return low
    bend = (mode - low) / (high - low)
    if chance < bend:
        return low + math.sqrt(chance * (high - low) * (mode - low))
    return high - math.sqrt((1 - chance) * (high - low) * (high - mode))


def fails_of(chance: float, passes: float) -> int:
    """Return how often an exam is failed before it is passed (geometric), every try passed with *passes*."""
    if passes >= 1 or chance <= 0:
        return 0
    return min(MOST_FAILS, int(math.log(1 - min(chance, 1 - 1e-12)) / math.log(1 - passes)))


class Simulator:
    """Runs of routes for one person; every route meets the same luck, so that differences are the routes' own."""

    def __init__(self, pathway: Pathway, scheduler: Scheduler, accounts: Accounts | None, runs: int, seed: int) -> None:
        self._pathway = pathway
        self._scheduler = scheduler
        self._accounts = accounts
        self._runs = runs
        self._seed = seed
        self._luck: dict[str, list[float]] = {}

    def _chances(self, name: str) -> list[float]:
        """Return a number from 0 to 1 for each run: the luck with one thing, on whatever route it is met."""
        found = self._luck.get(name)
        if found is None:
            pick = Random(f"{self._seed}:{name}")
            found = self._luck[name] = [pick.random() for _ in range(self._runs)]
        return found

    def run(self, priced: Priced, situation: Situation) -> Forecast:
        """Play a route many times in its order of study."""
        route = priced.route
        steps = [self._pathway.steps[node.step] for node in route.nodes]
        spans = [self._scheduler.duration(node, situation) for node in route.nodes]
        exams = {
            place: part
            for place, node in enumerate(route.nodes)
            for part in parts_of(self._pathway, node)
            if part.retake is not None
        }
        times = [self._chances(f"{step.id}:time") for step in steps]
        ends: list[int] = []
        sums: list[float] = []
        clean = 0
        for run in range(self._runs):
            fails = {}
            for place, part in exams.items():
                assert part.retake is not None
                name = steps[place].id
                rate = triangular(part.retake.pass_rate, self._chances(f"{name}:rate")[run]) / 100
                fails[place] = fails_of(self._chances(f"{name}:tries")[run], rate)
            days = [round(triangular(span, times[place][run])) for place, span in enumerate(spans)]
            for place, count in fails.items():
                days[place] += count * days_again(exams[place])
            layout = self._scheduler.lay_out(route, priced.order, days)
            ends.append(layout.finish)
            clean += not any(fails.values())
            if self._accounts is not None:
                slots = [layout.slots[node] for node in route.nodes]
                when = Times([slot.start for slot in slots], [slot.finish for slot in slots], fails)
                sums.append(self._paid(self._accounts, priced, when, run))
        usd = _spread(sums) if sums else None
        return Forecast(self._runs, _spread(ends), usd, round(clean / self._runs, 3) if exams else None)

    def _paid(self, accounts: Accounts, priced: Priced, when: Times, run: int) -> float:
        return sum(
            triangular(_upward(charge.usd), self._chances(f"{charge.name}:price")[run])
            * (-1 if charge.usd.likely < 0 else 1)
            for charge in accounts.charges(priced.route, when)
            if charge.day < accounts.horizon
        )


def _upward(usd: Range) -> Range:
    """Return what is taken off as a sum of its own: aid that is not certain is left out of a run."""
    if usd.likely < 0:
        return Range(-usd.low, -usd.likely, -usd.high)
    return usd if usd.low >= 0 else Range(0, 0, 0)


def _spread(values: Sequence[float]) -> Spread:
    """Return the values under or at which 10, 50 and 90 percent lie (nearest rank)."""
    ranked = sorted(values)
    return Spread(*(ranked[max(0, math.ceil(len(ranked) * share / 100) - 1)] for share in (10, 50, 90)))
