"""What an import would keep, before it does."""

from __future__ import annotations

from collections.abc import Sequence

from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Gap, Grid, Para, Title
from mecoder_cli.record.tables import Candidate, Table


def import_screen(table: Table, found: Sequence[Candidate], name: str) -> list[Block]:
    """Return which column was taken for what, and each certificate with what comes of it."""
    new = sum(not one.known for one in found)
    taken = tuple((field, f'"{column}"') for field, column in table.columns.items())
    rows = tuple(
        (
            f"{one.line}", one.entry.date.isoformat(), one.entry.body, f"{one.entry.units:g}", one.entry.title,
            "" if one.entry.usd is None else f"${one.entry.usd:,g}", one.known or "new",
        )
        for one in found
    )  # fmt: skip
    styles = ((0, "quiet"), (6, "good"))
    blocks: list[Block] = [
        Title("CEUs to keep", name), Gap(), Para("Taken for:", "strong"), Grid(taken, indent=3, styles=((0, "quiet"),))
    ]  # fmt: skip
    if table.unused:
        blocks.append(Para(f"Not read: {', '.join(table.unused)}. To read a column: --column title=NAME", "quiet"))
    header = ("line", "date", "body", "CEUs", "title", "paid", "")
    blocks += [Gap(), Grid(rows, frozenset((0, 3, 5)), header, indent=1, styles=styles, stack_below=60), Gap()]
    total = sum(one.entry.units for one in found if not one.known)
    return [
        *blocks,
        Para(f"{words.count(new, 'entry').replace('entrys', 'entries')} to keep, {total:g} CEUs in all.", "strong"),
    ]
