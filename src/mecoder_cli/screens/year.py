"""The year ahead, as a screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Dated, Stop
from mecoder_cli.lookup.year import Books, Happening
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Gap, Grid, Para, Part, Title
from mecoder_cli.screens.due import last_days, line_of

AIR, NOTE = 95, 90
# What yields where the screen is short: what lies furthest off.
LAST = 20


def year_screen(
    pathway: Pathway, found: Sequence[Happening], own: Sequence[tuple[date, Dated]], road: Sequence[Stop],
    books: Sequence[Books], days: tuple[date, date, date], *, full: bool = False,
) -> list[Block]:  # fmt: skip
    """Return what happens, the soonest first, what is the person's own marked; in full with what to do and who says so.

    Args:
        pathway: The knowledge.
        found: What happens to everybody.
        own: What falls due or is planned for the person.
        road: The steps of the person's road that are likely done by then.
        books: Which books exams take on the day asked about.
        days: The first day, the last day, and the day of the exam that is asked about.
        full: Tell also what to do, and the facts.
    """
    first, last, exam = days
    blocks: list[Block] = [Title("The year ahead", f"{words.day(first)} to {words.day(last)}")]
    told = "; ".join(f"{one.edition.label}: {' or '.join(str(year) for year in one.years)}" for one in books)
    if told:
        blocks.append(Para(f"Books for an exam on {words.day(exam)}: {told}.", "strong"))
        advice = dict.fromkeys(one.edition.do for one in books if one.edition.do)
        blocks += [Part(NOTE, (Para(text, "quiet"),)) for text in advice]
    blocks.append(Part(AIR, (Gap(),)))
    rows = [_Row(on, True, line_of(one, first)) for on, one in own]
    last_ones = dict.fromkeys(day for _, one in own for day in last_days(one) if day[0] <= last)
    rows += [_Row(on, True, text) for on, text in last_ones]
    rows += [_Row(stop.finish.likely, True, f"likely done: {stop.title}") for stop in road if stop.finish is not None]
    rows += [
        _Row(one.day, False, f"{one.label}{f'; last day to apply about {words.day(one.by)}' if one.by else ''}", one.do, one.facts)
        for one in found
    ]  # fmt: skip
    rows.sort(key=lambda row: (row.on, not row.is_own))
    blocks += _in_full(rows) if full else _in_short(rows)
    blocks.append(Part(AIR, (Gap(),)))
    if not full:
        blocks.append(Para("What to do on each day, and who says so: mecoder calendar --full", "quiet"))
    return [
        *blocks,
        Part(NOTE, (Para("Days of later years go by the pattern: look again when they are near.", "quiet"),)),
    ]


class _Row(NamedTuple):
    """A day and what is on it."""

    on: date
    is_own: bool
    text: str
    do: str = ""
    facts: tuple[str, ...] = ()

    def told(self) -> str:
        return f"You: {self.text}" if self.is_own else self.text


def _in_full(rows: Sequence[_Row]) -> list[Block]:
    """Return every day with what to do and who says so."""
    blocks: list[Block] = []
    for row in rows:
        blocks.append(Para(f"{words.day(row.on)}  {row.told()}", "strong" if row.is_own else "plain"))
        blocks += [Para(line, "quiet", 3) for line in (row.do, " ".join(f"[{id_}]" for id_ in row.facts)) if line]
    return blocks


def _in_short(rows: Sequence[_Row]) -> list[Block]:
    """Return a line for each day: what happens to everybody stands together, what is the person's own apart."""
    blocks: list[Block] = []
    for (on, is_own), group in groupby(rows, key=lambda row: (row.on, row.is_own)):
        texts = [row.told() for row in group]
        for text in texts if is_own else ["; ".join(texts)]:
            styles = ((0, "quiet"), (1, "strong" if is_own else "plain"))
            line = Grid(((f"{words.short_day(on):<12}", text),), indent=1, styles=styles)
            blocks.append(line if is_own else Part(LAST + len(blocks), (line,)))
    return blocks
