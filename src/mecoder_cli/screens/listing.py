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
    return [
        Grid(table, frozenset((0,)), indent=1, styles=((0, "strong"), (1, "accent"))),
        Para("Change one: mecoder edit N   Its file: mecoder attach N FILE   Take it back: mecoder undo N", "quiet"),
    ]


def _state(row: Row, day: date) -> str:
    if not row.planned:
        return ""
    return " (planned; how did it go?)" if row.day is not None and row.day < day else " (planned)"
