"""Pay: which figures answer a question, and where an offer falls among them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from mecoder_cli.domain.facts import FactValue, Range, Source, Spread
from mecoder_cli.domain.pathway import Area, Pathway


class PayRow(NamedTuple):
    """One source's spread of pay for one area."""

    area: str
    label: str
    spread: Spread
    source: Source
    kind: str
    as_of: str
    note: str
    fact: str


class Offer(NamedTuple):
    """Where a yearly sum falls in an area's spread."""

    usd: int
    area: str
    percentile: int | None
    """``None`` outside the published percentiles."""
    reading: str


def rows_for(pathway: Pathway, area: Area | None) -> list[PayRow]:
    """Return the figures for an area, the state, the nation and the article, nearest first."""
    settings = pathway.settings
    rows = []
    by_wage = {one.wage: one for one in pathway.areas}
    wanted = [area.wage] if area is not None else []
    for fact_id in dict.fromkeys([*wanted, settings.pay.state, settings.pay.nation, settings.pay.article]):
        fact = pathway.facts[fact_id]
        if not fact.is_found or not isinstance(fact.current.value, Spread):
            continue
        place = by_wage.get(fact_id)
        value = fact.current
        source = pathway.sources[value.source]
        label = place.label if place else "The article"
        rows.append(
            PayRow(
                place.id if place else settings.place,
                label,
                fact.current.value,
                source,
                value.grade,
                value.as_of,
                fact.note,
                fact.id,
            )
        )
    return rows


class Told(NamedTuple):
    """One figure of a year's pay with its origin."""

    name: str
    usd: int
    how: str
    """``average`` or ``median``."""
    as_of: str
    source: Source
    fact: str


def by_area(pathway: Pathway, near: Area | None) -> list[tuple[Area, Spread]]:
    """Return the areas of the state and the states around it with their spread, the one asked for first."""
    known = [
        (area, value) for area in pathway.areas
        if pathway.facts[area.wage].is_found and isinstance(value := pathway.facts[area.wage].current.value, Spread)
    ]  # fmt: skip
    kinds = ("metro", "nonmetro", "state", "neighbour", "nation")
    return sorted(known, key=lambda one: (one[0] != near, kinds.index(one[0].kind)))


def by_year(pathway: Pathway) -> list[tuple[str, list[Told]]]:
    """Return for each place what its sources told of each year, the oldest first."""
    return [
        (one.label, [told for id_ in one.facts for told in told_by(pathway, id_, "")])
        for one in pathway.settings.pay.years
    ]


def by_credential(pathway: Pathway) -> list[Told]:
    """Return all that is told of the pay of each credential, the newest of each first."""
    return [told for id_, fact in pathway.settings.pay.credentials for told in told_by(pathway, fact, id_)]


def told_by(pathway: Pathway, fact_id: str, name: str) -> list[Told]:
    """Return the figures of a fact, each with its origin, under a name."""
    fact = pathway.facts[fact_id]
    return [
        Told(name, *figure, one.as_of, pathway.sources[one.source], fact_id)
        for one in (fact.values if fact.is_found else ()) if (figure := figure_of(one.value)) is not None
    ]  # fmt: skip


def figure_of(value: FactValue) -> tuple[int, str] | None:
    """Return the pay that stands for a value, and what it is: the average of a spread, else its median; the likely one of a range."""
    if isinstance(value, Range):
        return round(value.likely), "likely"
    if isinstance(value, Spread) and value.average is not None:
        return value.average, "average"
    if isinstance(value, Spread) and value.median is not None:
        return value.median, "median"
    return None


def percentile(spread: Spread, usd: int) -> int | None:
    """Return the percentile of *usd* by straight lines between the published ones."""
    points = [(value, rank) for value, rank in zip(spread[:5], (10, 25, 50, 75, 90), strict=True) if value is not None]
    if len(points) < 2 or not points[0][0] <= usd <= points[-1][0]:
        return None
    for (low, low_rank), (high, high_rank) in pairwise(points):
        if low <= usd <= high:
            share = (usd - low) / (high - low) if high > low else 1.0
            return round(low_rank + share * (high_rank - low_rank))
    return None


def judge(pathway: Pathway, row: PayRow, usd: int) -> Offer:
    """Say where an offer falls among what an area pays, and against first jobs."""
    rank = percentile(row.spread, usd)
    where = row.label
    if rank is not None:
        reading = f"${usd:,} is more than about {rank}% of records specialists earn ({where}; interpolated)."
    elif row.spread.p10 is not None and usd < row.spread.p10:
        reading = f"${usd:,} is below the lowest tenth (${row.spread.p10:,}; {where})."
    elif row.spread.p90 is not None and usd > row.spread.p90:
        reading = f"${usd:,} is above nine in ten (${row.spread.p90:,}; {where})."
    else:
        reading = f"No figures to place ${usd:,} in ({where})."
    entry = pathway.facts[pathway.settings.pay.entry].current.value
    if isinstance(entry, Range):
        side = "above" if usd > entry.high else "below" if usd < entry.low else "among"
        reading += f" First jobs pay about ${entry.low:,.0f} to ${entry.high:,.0f} ({pathway.settings.place}): this is {side} them."
    return Offer(usd, row.label, rank, reading)


_PAY = re.compile(
    r"\$?\s*(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d+)?)\s*(?P<k>k)?\s*(?P<per>(?:/|a|an|per)?\s*(?:hour|hr|h|year|yr|y))?",
    re.IGNORECASE,
)
HOURLY_BELOW = 500
"""No year's pay is this low: a bare number under it is pay by the hour."""


def yearly(text: str, hours: float) -> int | None:
    """Return a year's pay for what people type: ``48k``, ``$48,000``, ``23/hour``; ``None`` where it is no pay.

    Args:
        text: What was typed.
        hours: Hours in a year of full-time work.
    """
    match = _PAY.fullmatch(text.strip())
    if match is None:
        return None
    number = float(match["number"].replace(",", "")) * (1000 if match["k"] else 1)
    per = (match["per"] or "").strip().lstrip("/").lower()
    by_hour = "h" in per if per else number < HOURLY_BELOW
    return round(number * hours) if by_hour else round(number)
