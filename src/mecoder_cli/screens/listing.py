"""The entries of a record, a line each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mecoder_cli.output.blocks import Block, Grid, Para
from mecoder_cli.record.listing import Row


def listing_screen(rows: Sequence[Row], day: date) -> list[Block]:
    """Return the entries, a line each, with their numbers."""
    if not rows:
        return [Para("Nothing that fits is logged. To write something down: mecoder log")]
    table = tuple(
        (str(row.id), row.kind, row.text + _state(row, day) + (" (file noted)" if row.file else "")) for row in rows
    )
    over = [row for row in rows if _is_over(row, day)]
    told = "How it went: log it as what happened, or mecoder edit N planned=no, for an exam with result=pass or result=fail"
    return [
        Grid(table, frozenset((0,)), indent=1, styles=((0, "strong"), (1, "accent"))),
        *([Para(told, "warn")] if over else []),
        Para("Change one: mecoder edit N   Its file: mecoder attach N FILE   Take it back: mecoder undo N", "quiet"),
    ]


def _state(row: Row, day: date) -> str:
    if not row.planned:
        return ""
    return " (planned; how did it go?)" if _is_over(row, day) else " (planned)"


def _is_over(row: Row, day: date) -> bool:
    return row.planned and row.day is not None and row.day < day
