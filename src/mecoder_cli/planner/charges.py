"""What is to be paid on one day of a route, and sums of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from mecoder_cli.domain.facts import Figure, Range
from mecoder_cli.planner.outcomes import Outcomes

NOTHING = Range(0, 0, 0)


class Note(NamedTuple):
    """Something to know about a charge, for a renderer to word."""

    kind: str
    """``inside`` another price, ``edition`` to buy, ``bundled`` edition, ``valid`` edition from before, ``retake``,
    ``aid`` (*number* 1: perhaps, 2: likely), ``cycle`` (*number*: the share of one), ``due`` (*number* 1: the day is not known)."""
    subject: str
    number: float = 0
    day: date | None = None
    until: date | None = None
    """The first day on which an edition is no longer accepted."""
    rate: Figure | None = None


class Charge(NamedTuple):
    """Something to be paid once, on one day of the route."""

    heading: str
    name: str
    """What its price is drawn by in a simulation: the same thing has the same price on every route."""
    usd: Range
    """Below zero for what is taken off."""
    day: int
    """Days from the start."""
    note: Note | None
    facts: tuple[str, ...]
    outcomes: Outcomes | None = None
    """Where they are not those of *usd* itself."""


class Times(NamedTuple):
    """When each step of a route starts and ends, in days from the start, by its place on the route."""

    starts: Sequence[int]
    ends: Sequence[int]
    fails: Mapping[int, int] | None = None
    """How often an exam is failed, by the place of its step; ``None``: retakes are reckoned by their chance."""
    sittings: Mapping[int, Outcomes] = {}
    """When an exam is first sat, by the place of its step, where retakes are reckoned by their chance."""


def times(range_: Range, factor: float) -> Range:
    """Return a sum of money some times over."""
    return Range(range_.low * factor, range_.likely * factor, range_.high * factor)


def add(ranges: Sequence[Range]) -> Range:
    """Return the sum of ranges."""
    return Range(sum(r.low for r in ranges), sum(r.likely for r in ranges), sum(r.high for r in ranges))
