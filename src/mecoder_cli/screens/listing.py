"""The entries of a record, a line each."""

from __future__ import annotations

from collections.abc import Sequence

from mecoder_cli.output.blocks import Block, Grid, Para
from mecoder_cli.record.listing import Row


def listing_screen(rows: Sequence[Row]) -> list[Block]:
    """Return the entries, a line each, with their numbers."""
    if not rows:
        return [Para("Nothing that fits is logged. To write something down: mecoder log")]
    table = tuple((str(row.id), row.kind, row.text + (" (file noted)" if row.file else "")) for row in rows)
    return [
        Grid(table, frozenset((0,)), indent=1, styles=((0, "strong"), (1, "accent"))),
        Para("Change one: mecoder edit N   Its file: mecoder attach N FILE   Take it back: mecoder undo N", "quiet"),
    ]
