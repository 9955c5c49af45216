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
    """Its own address, not that of a page it speaks of."""
    found_in: str = ""
    """Where it was read, if it has no address that is known."""


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


MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip


def iso_day(text: str) -> date:
    """Return the day that *text* writes as 2026-11-23.

    Raises:
        ValueError: It does not, or there is no such day. Python itself takes weeks too (2026-W10-1).
    """
    if len(text) != 10 or text[7] != "-":
        raise ValueError(text)
    return date.fromisoformat(text)


class _Dates:
    """How days are written in this run: it is set once, before anything is told."""

    are_plain = False


def write_plain_dates(are_plain: bool) -> None:
    """Write days as ``2027-10-31`` from now on, and months as ``2027-10``; else as people do."""
    _Dates.are_plain = are_plain


def day_text(day: date) -> str:
    """Return a day as people write it, or plain where that was asked for."""
    if _Dates.are_plain:
        return day.isoformat()
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def month_text(day: date) -> str:
    """Return the month of a day, as people write it, or plain where that was asked for."""
    if _Dates.are_plain:
        return day.isoformat()[:7]
    return f"{MONTHS[day.month - 1]} {day.year}"


def short_day_text(day: date) -> str:
    """Return a day with a short month, or plain where that was asked for."""
    return day.isoformat() if _Dates.are_plain else f"{MONTHS[day.month - 1][:3]} {day.day}, {day.year}"


def short_month_text(day: date) -> str:
    """Return a month, short, or plain where that was asked for."""
    return day.isoformat()[:7] if _Dates.are_plain else f"{MONTHS[day.month - 1][:3]} {day.year}"


CURRENCY = {"USD": "$"}
GROUPED = 10_000


def shown(fact: Fact, index: int) -> str:
    """Return one version of a fact in words, the likely value of a range included."""
    value = fact.values[index].value
    text = worded(value, fact.unit)
    if isinstance(value, Range) and value.low != value.high:
        return f"{text}, likely {worded(value.likely, fact.unit.partition('/')[0] if _sign(fact.unit) else '-')}"
    return text


def worded(value: FactValue, unit: str) -> str:
    """Return a value with its unit as it stands in a sentence: ``$1,750 to $5,000``, ``80 hours``, ``September 8``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _month_day(value)
    sign = _sign(unit)
    per = unit.partition("/")[2]
    after = (f" a {per}" if per else "") if sign else "" if unit == "-" else f" {unit}"
    if isinstance(value, Range):
        low, high = (f"{sign}{_amount(part) if sign else _number(part)}" for part in (value.low, value.high))
        return f"{low}{after}" if low == high else f"{low} to {high}{after}"
    if isinstance(value, Spread):
        given = value._asdict().items()
        return ", ".join(f"{name} {sign}{number:,}" for name, number in given if number is not None) + after
    return f"{sign}{_amount(value) if sign else _number(value)}{after}"


def _amount(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


def _sign(unit: str) -> str:
    return CURRENCY.get(unit.partition("/")[0], "")


def _number(value: float) -> str:
    # Four digits may be a year.
    if value == int(value):
        return f"{value:.0f}" if value < GROUPED else f"{value:,.0f}"
    return f"{value:g}"


def _month_day(text: str) -> str:
    """Return a day of every year, written ``MM-DD``, in words; any other text as it is."""
    month, dash, day = text.partition("-")
    if dash and len(text) == 5 and month.isdigit() and day.isdigit() and 1 <= int(month) <= 12:
        return f"{MONTHS[int(month) - 1]} {int(day)}"
    return text


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
