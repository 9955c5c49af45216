"""How long something takes, or what it costs, as equally likely outcomes in ascending order.

Closed and without chance: adding, waiting for the later of two, and waiting for a term turn outcomes into outcomes,
so that a term missed by half of them makes the two humps that it makes in life.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache

from mecoder_cli.domain.facts import Range

SIZE = 20
"""How many outcomes stand for a distribution: one for every 5 percent."""
FINE = 60
"""How many where it jumps: a sum of money does with each exam that is failed."""
Outcomes = tuple[float, ...]

_GRID = 240
"""Points at which the density of a beta distribution is added up."""

REMEMBERED = 50_000
"""Sums kept: routes share their beginnings."""
MOST_FAILS = 10
"""Whoever fails an exam more often counts as failing this often: nobody sits it for ever."""

NONE: Outcomes = (0.0,) * SIZE


def fixed(value: float) -> Outcomes:
    """Return what is certain."""
    return (value,) * SIZE


def pert_shape(span: Range) -> tuple[float, float]:
    """Return both parameters of the beta-PERT distribution: its mean is (low + 4 likely + high) / 6."""
    width = span.high - span.low
    return 1 + 4 * (span.likely - span.low) / width, 1 + 4 * (span.high - span.likely) / width


def pert_mean(span: Range) -> float:
    """Return the mean of a range with a most likely value."""
    return (span.low + 4 * span.likely + span.high) / 6


@lru_cache(REMEMBERED)
def pert(span: Range, size: int = SIZE) -> Outcomes:
    """Return the outcomes of a range with a most likely value (beta-PERT)."""
    low, _, high = span
    if high <= low:
        return fixed(low)
    unit = _unit(*(round(one, 3) for one in pert_shape(span)), size)
    return tuple(low + (high - low) * one for one in unit)


@cache
def _unit(left: float, right: float, size: int = SIZE) -> Outcomes:
    """Return the outcomes of a beta distribution, each the mean of its share."""
    points = [(index + 0.5) / _GRID for index in range(_GRID)]
    weighed = [(x, x ** (left - 1) * (1 - x) ** (right - 1)) for x in points]
    return compressed(weighed, size)


def compressed(weighed: Iterable[tuple[float, float]], size: int = SIZE) -> Outcomes:
    """Return values with their weights, ascending, as outcomes: each the mean of an equal share of the weight."""
    pairs = [(value, weight) for value, weight in weighed if weight > 0]
    share = sum(weight for _, weight in pairs) / size
    found: list[float] = []
    room, held = share, 0.0
    for value, weight in pairs:
        while weight >= room and len(found) < size - 1:
            found.append((held + value * room) / share)
            weight -= room
            room, held = share, 0.0
        held += value * weight
        room -= weight
    left = share - room
    found += [held / left if left > 0 else pairs[-1][0]] * (size - len(found))
    return tuple(found)


@lru_cache(REMEMBERED)
def plus(one: Outcomes, other: Outcomes) -> Outcomes:
    """Return the sum of two that know nothing of each other."""
    if other[0] == other[-1]:
        return tuple([value + other[0] for value in one])
    if one[0] == one[-1]:
        return tuple([value + one[0] for value in other])
    return _thinned(sorted([left + right for left in one for right in other]), max(len(one), len(other)))


@lru_cache(REMEMBERED)
def later(one: Outcomes, other: Outcomes) -> Outcomes:
    """Return the greater of two that know nothing of each other."""
    if one[0] >= other[-1]:
        return one
    if other[0] >= one[-1]:
        return other
    return _thinned(sorted([max(left, right) for left in one for right in other]), max(len(one), len(other)))


def _thinned(values: Sequence[float], size: int) -> Outcomes:
    """Return sorted values of equal weight, a multiple of *size*, as the means of that many shares."""
    each = len(values) // size
    return tuple([sum(values[place : place + each]) / each for place in range(0, len(values), each)])


def through(outcomes: Outcomes, change: Callable[[float], float]) -> Outcomes:
    """Return what becomes of each outcome."""
    return tuple(sorted([change(value) for value in outcomes]))


def around(outcomes: Outcomes, times: float) -> Outcomes:
    """Return how far outcomes, so many times over, lie from their mean."""
    middle = mean(outcomes)
    return tuple([(value - middle) * times for value in outcomes])


def mean(outcomes: Outcomes) -> float:
    """Return the mean."""
    return sum(outcomes) / len(outcomes)


def at(outcomes: Outcomes, share: float) -> float:
    """Return what is undercut with a chance of *share*: each outcome stands in the middle of its share."""
    place = share * len(outcomes) - 0.5
    left = min(max(int(place), 0), len(outcomes) - 2)
    return outcomes[left] + (outcomes[left + 1] - outcomes[left]) * (place - left)


def tenths(outcomes: Outcomes) -> Range:
    """Return the 10th, 50th and 90th percentile."""
    return Range(at(outcomes, 0.1), at(outcomes, 0.5), at(outcomes, 0.9))


@cache
def failures(first: Range, later: Range) -> tuple[float, ...]:
    """Return the chance to fail an exam 0, 1, 2 ... times before it is passed.

    Args:
        first: The chance to pass the first try, in percent.
        later: The same of each further try. Where both are one, whoever passes rarely does so every time.
    """
    rates = [one / 100 for one in pert(first, FINE)]
    if later == first:
        chances = [_mean([(1 - one) ** fails * one for one in rates]) for fails in range(MOST_FAILS)]
    else:
        again, once = [one / 100 for one in pert(later, FINE)], _mean(rates)
        chances = [once]
        chances += [
            (1 - once) * _mean([(1 - one) ** (fails - 1) * one for one in again]) for fails in range(1, MOST_FAILS)
        ]
    return (*chances, 1 - sum(chances))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


@cache
def repeated(first: Range, later: Range, each: float) -> Outcomes:
    """Return what failed tries take, *each* the same."""
    return compressed((fails * each, chance) for fails, chance in enumerate(failures(first, later)))


@cache
def perhaps(outcomes: Outcomes, chance: float) -> Outcomes:
    """Return outcomes that come about with a *chance*, and are nothing otherwise."""
    if chance >= 1:
        return outcomes
    share = chance / len(outcomes)
    return compressed([(0.0, 1 - chance), *((value, share) for value in outcomes)], FINE)
