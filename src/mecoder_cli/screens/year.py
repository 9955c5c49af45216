"""The year ahead, as a screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Dated
from mecoder_cli.lookup.year import Books, Happening
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Gap, Grid, Para, Part, Title
from mecoder_cli.screens.due import line_of

AIR, NOTE = 95, 90
# What yields where the screen is short: what lies furthest off.
LAST = 20


def year_screen(
    pathway: Pathway, found: Sequence[Happening], own: Sequence[tuple[date, Dated]], books: Sequence[Books], days: tuple[date, date, date],
    *, full: bool = False,
) -> list[Block]:  # fmt: skip
    """Return what happens, the soonest first, what is the person's own marked; in full with what to do and who says so.

    Args:
        pathway: The knowledge.
        found: What happens to everybody.
        own: What falls due or is planned for the person.
        books: Which books exams take on the day asked about.
        days: The first day, the last day, and the day of the exam that is asked about.
        full: Tell also what to do, and the facts.
    """
    first, last, exam = days
    blocks: list[Block] = [Title("The year ahead", f"{words.day(first)} to {words.day(last)}")]
    told = "; ".join(f"{one.edition.label}: {' or '.join(str(year) for year in one.years)}" for one in books)
    if told:
        blocks.append(Para(f"Books for an exam on {words.day(exam)}: {told}.", "strong"))
    blocks.append(Part(AIR, (Gap(),)))
    rows: list[tuple[date, bool, str, tuple[str, ...], str]] = [
        (on, True, line_of(one, first), (), "") for on, one in own
    ]
    rows += [
        (one.day, False, f"{one.label}{f'; apply by about {words.day(one.by)}' if one.by else ''}", one.facts, one.do)
        for one in found
    ]
    rows.sort(key=lambda row: (row[0], not row[1]))
    if full:
        for on, is_own, text, facts, do in rows:
            blocks.append(Para(f"{words.day(on)}  {'You: ' if is_own else ''}{text}", "strong" if is_own else "plain"))
            blocks += [Para(line, "quiet", 3) for line in (do, " ".join(f"[{id_}]" for id_ in facts)) if line]
    else:
        # What happens to everybody on one day stands on one line.
        merged = [
            (on, is_own, text)
            for (on, is_own), group in groupby(rows, key=lambda row: row[:2])
            for text in ([row[2] for row in group] if is_own else ["; ".join(row[2] for row in group)])
        ]
        for number, (on, is_own, text) in enumerate(merged):
            line = Grid(
                ((f"{words.short_day(on):<12}", f"You: {text}" if is_own else text),), indent=1, styles=((0, "quiet"), (1, "strong" if is_own else "plain")),
            )  # fmt: skip
            blocks.append(line if is_own else Part(LAST + number, (line,)))
    blocks.append(Part(AIR, (Gap(),)))
    if not full:
        blocks.append(Para("What to do on each day, and who says so: mecoder calendar --full", "quiet"))
    return [
        *blocks,
        Part(NOTE, (Para("Days of later years go by the pattern: look again when they are near.", "quiet"),)),
    ]
