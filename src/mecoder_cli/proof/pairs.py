"""People who together hold every pair of answers to every two questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from random import Random

Pair = tuple[tuple[str, int], tuple[str, int]]
"""Two questions, each with the place of an answer among its values."""


def pairs(sizes: Mapping[str, int]) -> int:
    """Return how many pairs of answers there are."""
    return sum(one * other for one, other in combinations(sizes.values(), 2))


def covering(sizes: Mapping[str, int], pick: Random) -> Iterator[dict[str, int]]:
    """Yield rows, an answer to every question each, until every pair of answers stands in one of them.

    Greedy: a row begins with a pair that no row has yet, and takes for each further question the answer that
    brings most new pairs. *sizes* says how many answers each question has.
    """
    names = [*sizes]
    open_: dict[Pair, None] = {
        ((one, left), (other, right)): None
        for one, other in combinations(names, 2) for left in range(sizes[one]) for right in range(sizes[other])
    }  # fmt: skip
    place = {name: index for index, name in enumerate(names)}
    while open_:
        first = next(iter(open_))
        row = dict(first)
        rest = [name for name in names if name not in row]
        pick.shuffle(rest)
        for name in rest:
            row[name] = _best(name, sizes[name], row, open_, place, pick)
        for pair in combinations([(name, row[name]) for name in names], 2):
            open_.pop(pair, None)
        yield row


def _best(
    name: str, size: int, row: Mapping[str, int], open_: Mapping[Pair, None], place: Mapping[str, int], pick: Random
) -> int:  # fmt: skip
    gains: Sequence[int] = [
        sum(_pair((name, value), one, place) in open_ for one in row.items()) for value in range(size)
    ]
    most = max(gains)
    return pick.choice([value for value, gain in enumerate(gains) if gain == most])


def _pair(one: tuple[str, int], other: tuple[str, int], place: Mapping[str, int]) -> Pair:
    return (one, other) if place[one[0]] < place[other[0]] else (other, one)
