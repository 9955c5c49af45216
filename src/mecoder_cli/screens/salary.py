"""Pay as a screen: figures side by side, a drawn spread, where an offer falls."""

from __future__ import annotations

from collections.abc import Sequence

from mecoder_cli.domain.facts import Fact, Range, Spread, shown
from mecoder_cli.domain.pathway import Area, Pathway
from mecoder_cli.lookup.pay import Offer, PayRow
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Drawing, Gap, Glyphs, Grid, Head, Para, Title

_COLUMNS = ("p10", "p25", "median", "p75", "p90")


def salary_screen(
    pathway: Pathway, rows: Sequence[PayRow], offer: Offer | None, place: Area | None, width: int, glyphs: Glyphs
) -> list[Block]:
    """Return the spreads of pay with their origin and year, and say so where the place that was asked for has none."""
    blocks: list[Block] = [Title(f"{pathway.settings.place}, a year's pay in US dollars"), Gap()]
    if place is not None and all(row.area != place.id for row in rows):
        blocks.append(Para(f"{place.label}: no figures are published. {pathway.facts[place.wage].note}", "warn"))
    table = []
    for row in rows:
        name = f"{row.label} ({row.source.publisher}, {row.as_of})"
        table.append(
            (name, *(words.spread(row.spread, column) for column in _COLUMNS), words.spread(row.spread, "average"))
        )
    header = ("", "10%", "25%", "median", "75%", "90%", "average")
    blocks += [Grid(tuple(table), frozenset(range(1, 7)), header, indent=1, stack_below=78), Gap()]
    drawable = [row for row in rows if row.spread.p10 is not None and row.spread.p90 is not None]
    if drawable and width >= 50:
        blocks += [_drawing(drawable, offer, width, glyphs), Gap()]
    if offer is not None:
        blocks += [Para(offer.reading, "strong"), Gap()]
    article = next((row for row in rows if row.source.kind == "article"), None)
    if article is not None:
        blocks.append(Para(f"The article: {article.note}", "quiet"))
    for fact_id in pathway.settings.pay.notes:
        fact = pathway.facts[fact_id]
        blocks.append(Para(f"{fact.label}: {shown(fact, fact.used)}.  [{fact_id}]", "quiet"))
    blocks.append(Para(f"Figures: {' '.join(f'[{row.fact}]' for row in rows)}", "quiet"))
    urls = dict.fromkeys(row.source.url for row in rows if row.source.url)
    blocks += [Para(url, "quiet") for url in urls]
    blocks.append(Para(pathway.settings.promise_note, "quiet"))
    return blocks


def _drawing(rows: Sequence[PayRow], offer: Offer | None, width: int, glyphs: Glyphs) -> Drawing:
    """Draw each spread: thin from 10 to 90 percent, thick from 25 to 75, the median marked."""
    name_width = min(18, max(len(row.label) for row in rows))
    room = min(width, 78) - name_width - 4
    figures = [value for row in rows for value in row.spread[:5] if value is not None]
    if offer is not None:
        figures.append(offer.usd)
    low, high = min(figures) // 5000 * 5000, -(-max(figures) // 5000) * 5000
    scale = (room - 1) / max(1, high - low)

    def place(value: int) -> int:
        return round((value - low) * scale)

    axis = [" "] * room
    step = 10_000 if high - low <= 60_000 else 20_000 if high - low <= 160_000 else (high - low) // 5
    for mark in range(-(-low // step) * step, high + 1, step):
        text = f"{mark // 1000}k"
        start = min(place(mark), room - len(text))
        axis[start : start + len(text)] = text
    lines = [f" {'':<{name_width}}  {''.join(axis)}"]
    for row in rows:
        lines.append(f" {row.label[:name_width]:<{name_width}}  {_bar(row.spread, place, room, glyphs)}")
    if offer is not None:
        at = place(offer.usd)
        lines.append(f" {'offer':<{name_width}}  {' ' * at}{glyphs.here} {offer.usd:,}")
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
