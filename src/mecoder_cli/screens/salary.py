"""Pay as a screen: figures side by side, a drawn spread, where an offer falls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mecoder_cli.domain.facts import Fact, Range, Spread, shown
from mecoder_cli.domain.pathway import Area, Pathway
from mecoder_cli.lookup.pay import Offer, PayRow, Told
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Drawing, Gap, Glyphs, Grid, Head, Para, Part, Spans, Title, Twin

_AREA = 24
"""Signs that the name of an area takes, beside which its median stands."""
DRAWN_FROM = 70
"""From so many columns on, the areas are drawn side by side."""
_COLUMNS = ("p10", "p25", "median", "p75", "p90")


class Shown(NamedTuple):
    """What is told of pay beside the figures themselves."""

    place: Area | None = None
    offer: Offer | None = None
    cost: Range | None = None
    """What the person's road costs, where one is known."""
    full: bool = False


def salary_screen(pathway: Pathway, rows: Sequence[PayRow], told: Shown, width: int, glyphs: Glyphs) -> list[Block]:
    """Return the spreads of pay with their origin and year, and say so where the place that was asked for has none."""
    pay, offer, place = pathway.settings.pay, told.offer, told.place
    blocks: list[Block] = [Title(f"What coders earn in a year: {rows[0].label}", pathway.settings.place)]
    if place is not None and all(row.area != place.id for row in rows):
        blocks.append(Para(f"{place.label}: no figures are published. {pathway.facts[place.wage].note}", "warn"))
    hours = pathway.facts[pay.hours].number()
    table = tuple(
        (row.label, *(words.spread(row.spread, column) for column in _COLUMNS), _hourly(row.spread, hours)) for row in rows
        if row.spread.median is not None
    )  # fmt: skip
    header = ("", "10%", "25%", "median", "75%", "90%", "median/hour")
    entry, band = pathway.facts[pay.entry], pathway.facts[pay.band] if pay.band else None
    drawable = [(row.label, row.spread) for row in rows if row.spread.p10 is not None and row.spread.p90 is not None]
    ranges = [
        (name, fact.range()) for name, fact in (("First jobs", entry), ("The article", band)) if fact and fact.is_found
    ]
    grid = Grid(table, frozenset(range(1, 7)), header, indent=1, styles=((0, "strong"),), stack_below=64)
    is_drawn = bool(drawable) and width >= 50
    if is_drawn:
        said = tuple(Para(f"{name}: ${span.low:,.0f} to ${span.high:,.0f}.") for name, span in ranges)
        blocks += [
            Part(8, (Gap(),)),
            Twin((_drawing(drawable, ranges, offer, width, glyphs),), said),
            Part(8, (Gap(),)),
        ]
    blocks += [grid, Part(8, (Gap(),))]
    if offer is not None:
        blocks += _offer(offer, told.cost)
        if pay.law:
            law = pathway.facts[pay.law]
            blocks.append(Part(7, (Para(f"{law.label}: {shown(law, law.used)}.", "quiet"),)))
    elif quarters := _quarters(rows[0].spread):
        blocks.append(Part(7, (Para(quarters),)))
    origins = Para(pay.origins, "quiet")
    read = Para(f"{pay.reading} {pay.origins}", "quiet")
    blocks.append(Part(5, (Twin((read,), (origins,)) if is_drawn else origins,)))
    scope = pathway.facts[pay.scope]
    blocks += (
        _sources(pathway, rows)
        if told.full
        else [Part(6, (Para(f"{scope.label}: {shown(scope, scope.used)}.", "quiet"),))]
    )
    blocks.append(Part(4, (Para(pathway.settings.promise_note, "quiet"),)))
    if not told.full:
        blocks.append(
            Para(
                "Sources: mecoder salary --full   An offer: --offer 23/hour   More: --by county, year, credential",
                "quiet",
            )
        )
    return blocks


def areas_screen(
    pathway: Pathway, areas: Sequence[tuple[Area, Spread]], width: int, glyphs: Glyphs, *, full: bool
) -> list[Block]:
    """Return the pay of the areas side by side, drawn; in full, and where nothing is drawn, in figures."""
    hours = pathway.facts[pathway.settings.pay.hours].number()
    blocks: list[Block] = [Title("What coders earn by county", pathway.settings.place), Part(8, (Gap(),))]
    rows = tuple(
        (
            area.label, f"{words.spread(spread, 'p10')} to {words.spread(spread, 'p25')}", words.spread(spread, "median"),
            f"{words.spread(spread, 'p75')} to {words.spread(spread, 'p90')}", _hourly(spread, hours),
        )
        for area, spread in areas
    )  # fmt: skip
    header = ("", "lower quarter", "median", "upper quarter", "hour")
    grid = Grid(rows, frozenset((1, 2, 3, 4)), header, indent=1, styles=((0, "strong"),), stack_below=64)
    drawn = [
        (f"{area.label:<{_AREA}}{words.spread(spread, 'median'):>8}", spread) for area, spread in areas if spread.p10 is not None and spread.p90 is not None
    ]  # fmt: skip
    if full or width < DRAWN_FROM or len(drawn) < len(areas):
        blocks.append(grid)
    else:
        read = Para(f"{pathway.settings.pay.reading} In figures: add --full", "quiet")
        blocks += [Twin((_drawing(drawn, (), None, width, glyphs, _AREA + 8), read), (grid,))]
    counties = [f"{area.label}: {', '.join(area.counties)}" for area, _ in areas if area.counties]
    without = [county for area in pathway.areas if not pathway.facts[area.wage].is_found for county in area.counties]
    blocks += [Part(8, (Gap(),)), Part(7, (Para("; ".join(counties), "quiet"),))]
    if without:
        blocks.append(Para(f"No figures are published for {', '.join(without)}.", "quiet"))
    text = "Newcomers earn what the lower quarter does, or less; the upper quarter has years, or a specialty."
    return [*blocks, Para(text), *_living(pathway)]


def years_screen(pathway: Pathway, places: Sequence[tuple[str, Sequence[Told]]]) -> list[Block]:
    """Return the pay of several years, each with what it is and who says so: different sources are no exact trend."""
    blocks: list[Block] = [Title("What coders earned over the years", pathway.settings.place), Gap()]
    for place, every in places:
        rows = tuple(
            (
                one.as_of, f"${one.usd:,}", f"{one.how}, {words.inside(pathway.facts[one.fact].label.partition(',')[0])}",
                f"{one.source.publisher}  [{one.fact}]",
            )
            for one in every
        )  # fmt: skip
        blocks += [
            Head(place.upper()),
            Grid(rows, frozenset((1,)), indent=1, styles=((1, "strong"), (3, "quiet"))),
            Gap(),
        ]
    scope = pathway.facts[pathway.settings.pay.scope]
    text = "Averages are above medians, and sources differ: read the direction, not the steps between them."
    return [*blocks, Para(text), Para(f"{scope.label}: {shown(scope, scope.used)}.", "quiet")]


def credentials_screen(pathway: Pathway, every: Sequence[Told], *, full: bool) -> list[Block]:
    """Return the pay of each credential by its newest figure; in full by all of them."""
    shown_ = (
        every
        if full
        else [one for place, one in enumerate(every) if one.name not in {known.name for known in every[:place]}]
    )
    rows = tuple(
        (one.name, f"${one.usd:,}", one.how, one.as_of, f"{one.source.publisher}  [{one.fact}]") for one in shown_
    )
    blocks: list[Block] = [Title("What coders earn by credential", "the nation, a year"), Part(8, (Gap(),))]
    blocks.append(Grid(rows, frozenset((1,)), indent=1, styles=((0, "strong"), (4, "quiet")), stack_below=64))
    more = (
        "" if full or len(shown_) == len(every) else f" All {len(every)} figures: mecoder salary --by credential --full"
    )
    return [*blocks, Part(8, (Gap(),)), Para(f"{pathway.growth.note}{more}", "quiet")]


def _living(pathway: Pathway) -> list[Block]:
    if not pathway.settings.pay.living:
        return []
    living = pathway.facts[pathway.settings.pay.living]
    told = shown(living, living.used) if living.is_found else f"not found. {living.note}"
    return [Part(7, (Para(f"{living.label}: {told}", "quiet"),))]


def _quarters(spread: Spread) -> str:
    """Return what newcomers and what experienced people earn, by the lower and the upper quarter."""
    if None in (spread.p10, spread.p25, spread.p75, spread.p90):
        return ""
    return f"Lower quarter: ${spread.p10:,} to ${spread.p25:,}. Upper quarter, after years or with a specialty: ${spread.p75:,} to ${spread.p90:,}."


def _offer(offer: Offer, cost: Range | None) -> list[Block]:
    """Return where an offer falls and, where the person's road is known, how long it takes to earn that back."""
    blocks: list[Block] = [Para(offer.reading, "strong")]
    if cost is not None and cost.high:
        weeks = cost.likely / (offer.usd / 52)
        told = words.span(Range(weeks, weeks, weeks)) if weeks >= 1 else "less than a week"
        blocks.append(Para(f"Your road costs about ${cost.likely:,.0f}: {told} of this pay before tax."))
    return blocks


def _hourly(spread: Spread, hours: float) -> str:
    return f"${spread.median / hours:.2f}" if spread.median else "-"


def _sources(pathway: Pathway, rows: Sequence[PayRow]) -> list[Block]:
    """Return who says so: each row with publisher, year and address, and what to know of the figures."""
    blocks: list[Block] = [Gap(), Head("WHO SAYS SO")]
    for row in rows:
        blocks.append(
            Para(f"{row.label}: {row.source.publisher}, {row.source.title}; {row.as_of}  [{row.fact}]", "plain", 1)
        )
        blocks += [Para(text, "quiet", 3) for text in (row.note, row.source.url) if text]
    entry = pathway.settings.pay.entry
    for fact_id in (entry, *pathway.settings.pay.notes):
        fact = pathway.facts[fact_id]
        blocks.append(Para(f"{fact.label}: {shown(fact, fact.used)}.  [{fact_id}]", "quiet"))
    return [*blocks, Gap()]


def _drawing(
    rows: Sequence[tuple[str, Spread]], ranges: Sequence[tuple[str, Range]], offer: Offer | None, width: int,
    glyphs: Glyphs, names: int = 18,
) -> Drawing:  # fmt: skip
    """Draw each spread: thin from 10 to 90 percent, thick from 25 to 75, the median marked; ranges are thin."""
    name_width = min(names, max(len(name) for name, _ in (*rows, *ranges)))
    room = min(width, 78) - name_width - 4
    figures = [value for _, spread in rows for value in spread[:5] if value is not None]
    figures += [round(end) for _, span in ranges for end in (span.low, span.high)]
    if offer is not None:
        figures.append(offer.usd)
    low, high = min(figures) // 5000 * 5000, -(-max(figures) // 5000) * 5000
    scale = (room - 1) / max(1, high - low)

    def place(value: float) -> int:
        return round((value - low) * scale)

    axis = [" "] * room
    step = 10_000 if high - low <= 60_000 else 20_000 if high - low <= 160_000 else (high - low) // 5
    for mark in range(-(-low // step) * step, high + 1, step):
        text = f"{mark // 1000}k"
        start = min(place(mark), room - len(text))
        axis[start : start + len(text)] = text
    lines: list[str | Spans] = [((f" {'':<{name_width}}  {''.join(axis)}", "quiet"),)]
    for name, spread in rows:
        bar = _bar(spread, place, room, glyphs)
        lines.append(((f" {name[:name_width]:<{name_width}}  ", "plain"), (bar, "work")))
    for name, span in ranges:
        bar = (
            " " * place(span.low)
            + glyphs.end_left
            + glyphs.line * (place(span.high) - place(span.low) - 1)
            + glyphs.end_right
        )
        lines.append(((f" {name:<{name_width}}  ", "quiet"), (bar, "quiet")))
    if offer is not None:
        at = place(offer.usd)
        label = f"{glyphs.here} {offer.usd:,}"
        text = (
            " " * at + label
            if at + len(label) <= room
            else " " * (at - len(label) + 1) + f"{offer.usd:,} {glyphs.here}"
        )
        lines.append(((f" {'Your offer':<{name_width}}  {text}", "accent"),))
    return Drawing(tuple(lines))


def _bar(spread: Spread, place: object, room: int, glyphs: Glyphs) -> str:
    cells = [" "] * room

    def at(value: int) -> int:
        return int(place(value))  # type: ignore[operator]

    assert spread.p10 is not None and spread.p90 is not None
    for cell in range(at(spread.p10), at(spread.p90) + 1):
        cells[cell] = glyphs.line
    if spread.p25 is not None and spread.p75 is not None:
        for cell in range(at(spread.p25), at(spread.p75) + 1):
            cells[cell] = glyphs.bar
    cells[at(spread.p10)], cells[at(spread.p90)] = glyphs.end_left, glyphs.end_right
    if spread.median is not None:
        cells[at(spread.median)] = glyphs.middle
    return "".join(cells).rstrip()


def lookup_screen(pathway: Pathway, title: str, facts: Sequence[Fact]) -> list[Block]:
    """Return pay figures of a role or a credential, every version with its year and kind."""
    blocks: list[Block] = [Title(title), Gap()]
    for fact in facts:
        blocks.append(Head(f"{fact.label}  [{fact.id}]"))
        rows = []
        for value in fact.values:
            source = pathway.sources[value.source]
            rows.append((_amount(value.value), value.as_of, value.grade, source.publisher))
        blocks.append(Grid(tuple(rows), stack_below=56))
        blocks += [Para(text, "quiet", 3) for text in (fact.because, fact.note, *(v.note for v in fact.values)) if text]
        blocks += [
            Para(pathway.sources[value.source].url, "quiet", 3)
            for value in fact.values
            if pathway.sources[value.source].url
        ]
        blocks.append(Gap())
    return [*blocks, Para(pathway.settings.promise_note, "quiet")]


def _amount(value: object) -> str:
    if isinstance(value, Spread):
        return ", ".join(f"{name} {number:,}" for name, number in value._asdict().items() if number is not None)
    if isinstance(value, Range):
        return f"{value.low:,.0f} to {value.high:,.0f}"
    return str(value)
