"""Facts: dated, graded values, each with the source that says so."""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, Literal, NamedTuple

from mecoder_cli.domain.marks import FactId, FactIds, Keyed, Kind

Scalar = int | float | str | bool


class Range(NamedTuple):
    """A figure known as a span with a most likely value."""

    low: float
    likely: float
    high: float


class Days(NamedTuple):
    """A day known as a span with a most likely value."""

    low: date
    likely: date
    high: date


class Figure(Range):
    """A range that a fact gives, and which fact; reckoned with, it is a plain range again."""

    fact: str = ""

    @classmethod
    def of(cls, fact: str, span: Range) -> "Figure":
        """Return *span* as what *fact* says."""
        figure = cls(*span)
        figure.fact = fact
        return figure


class Whole(int):
    """A whole number that a fact gives, and which fact."""

    fact: str = ""

    @classmethod
    def of(cls, fact: str, number: float) -> "Whole":
        """Return *number*, rounded, as what *fact* says."""
        whole = cls(round(number))
        whole.fact = fact
        return whole


NOTHING = Figure(0, 0, 0)
NO_NUMBER = Whole(0)


class Spread(NamedTuple):
    """A distribution of yearly pay in US dollars; ``None`` where the source gives no figure."""

    p10: int | None = None
    p25: int | None = None
    median: int | None = None
    p75: int | None = None
    p90: int | None = None
    average: int | None = None


FactValue = Scalar | Range | Spread


class Source(NamedTuple):
    """Where a figure comes from."""

    id: Keyed
    title: str
    publisher: str
    kind: Literal["official", "law", "statistics", "school", "third-party", "article", "estimate"]
    copied: str
    """How old the copy is that was read, in words."""
    url: str = ""


class Value(NamedTuple):
    """One source's version of a fact."""

    value: FactValue
    as_of: str
    """The time the source speaks of, as it gives it (``2026``, ``2025-05``, ``undated``)."""
    checked: str
    """The day the copy was read, ISO."""
    source: str
    grade: str
    confidence: str
    note: str
    then: Mapping[str, FactValue] = {}
    """Figures of the plan that would be otherwise if this value were the right one."""


class Fact(NamedTuple):
    """A figure or rule with every version of it that was found."""

    id: str
    label: str
    unit: str
    kind: Kind
    values: tuple[Value, ...]
    used: int
    """Which of *values* the plan goes by."""
    because: str
    """Why that one, when the sources disagree."""
    note: str
    where: str
    """Where to look or ask, above all when nothing was found."""

    @property
    def is_found(self) -> bool:
        """Whether any source gives a value; ``not found`` is a fact too."""
        return bool(self.values)

    @property
    def is_conflict(self) -> bool:
        """Whether sources disagree, which is shown and never hidden."""
        return len(self.values) > 1

    @property
    def current(self) -> Value:
        """The version that the plan goes by."""
        return self.values[self.used]

    def range(self) -> Range:
        """Return the value as low, likely and high; a plain number is all three."""
        value = self.current.value
        if isinstance(value, Range):
            return value
        if isinstance(value, (int, float)):
            return Range(value, value, value)
        raise TypeError(f"fact {self.id} holds no number")

    def number(self) -> float:
        """Return the value as one number, the likely one of a range."""
        return self.range().likely


Facts = Mapping[str, Fact]
Sources = Mapping[str, Source]


def shown(fact: Fact, index: int) -> str:
    """Return one version of a fact in words."""
    value = fact.values[index].value
    unit = f" {fact.unit}" if fact.unit != "-" else ""
    if isinstance(value, Range):
        return f"{value.low:g} to {value.high:g}{unit}, likely {value.likely:g}"
    if isinstance(value, Spread):
        given = ", ".join(f"{name} {number:,}" for name, number in value._asdict().items() if number is not None)
        return f"{given}{unit}"
    if isinstance(value, str):
        return value
    return f"{value:g}{unit}"


def facts_in(value: Any) -> Iterator[str]:
    """Yield the id of every fact that a piece of the knowledge rests on, in the order of its fields."""
    if isinstance(value, (Figure, Whole)):
        if value.fact:
            yield value.fact
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from facts_in(part)
    elif fields := _fields(value.__class__):
        for name, holds_facts in fields:
            part = getattr(value, name)
            if not holds_facts:
                yield from facts_in(part)
            elif part:
                yield from [part] if isinstance(part, str) else part
    elif isinstance(value, tuple):
        for part in value:
            yield from facts_in(part)


@cache
def _fields(kind: Any) -> tuple[tuple[str, bool], ...]:
    """Return the fields of a kind of value, and which hold ids of facts."""
    annotations = kind.__annotations__ if hasattr(kind, "_fields") else {}
    return tuple((name, annotation in (FactId, FactIds)) for name, annotation in annotations.items())
