"""Draw a screen in a terminal with Rich."""

from __future__ import annotations

from typing import IO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mecoder_cli.render.view import Big, Block, Checks, Drawing, Gap, Glyphs, Grid, Head, Para, Screen, Title, clean

STYLES = {
    "plain": "",
    "quiet": "dim",
    "good": "green",
    "warn": "yellow",
    "strong": "bold",
    "accent": "bold cyan",
}
WIDEST = 100
"""Lines longer than this are hard to read."""


def draw(screen: Screen, file: IO[str], width: int, glyphs: Glyphs, *, colour: bool) -> None:
    """Draw *screen* on *file*, at most *width* columns wide."""
    console = Console(
        file=file, width=min(width, WIDEST), force_terminal=True, no_color=not colour, highlight=False, markup=False,
        emoji=False, legacy_windows=False, color_system="standard" if colour else None,
    )  # fmt: skip
    # One print for the whole screen: each call has its own cost, which start-up time feels.
    console.print(Group(*(_drawn(block, console.width, glyphs) for block in screen)), overflow="fold")


def _text(text: str, style: str = "plain") -> Text:
    return Text(clean(text), style=STYLES[style], overflow="fold")


def _drawn(block: Block, width: int, glyphs: Glyphs) -> RenderableType:
    if isinstance(block, Title):
        grid = Table.grid(expand=True)
        grid.add_column()
        grid.add_column(justify="right")
        grid.add_row(_text(f" {block.text}", "strong"), _text(block.aside, "quiet"))
        return grid
    if isinstance(block, Head):
        return Padding(_text(block.text, "accent"), (0, 0, 0, 1))
    if isinstance(block, Big):
        return Padding(_text(block.text, "strong"), (0, 0, 0, 3))
    if isinstance(block, Para):
        return Padding(_text(block.text, block.style), (0, 0, 0, block.indent))
    if isinstance(block, Checks):
        return _checks(block, width, glyphs)
    if isinstance(block, Gap):
        return Text("")
    if isinstance(block, Drawing):
        return Text("\n".join(clean(line) for line in block.lines), no_wrap=True, overflow="crop")
    return _stacked(block) if width < block.stack_below else _grid(block)


def _checks(block: Checks, width: int, glyphs: Glyphs) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for text, document in block.items:
        line = _text(text)
        if document:
            line.append(f"  {glyphs.dot} gives: {clean(document)}", STYLES["quiet"])
        grid.add_row(Text(glyphs.box), line)
    return Padding(grid, (0, 0, 0, 3))


def _grid(block: Grid) -> RenderableType:
    styles = dict(block.styles)
    columns = max((len(row) for row in (*block.rows, block.header)), default=0)
    grid = Table.grid(padding=(0, 2))
    for index in range(columns):
        grid.add_column(
            justify="right" if index in block.right else "left",
            overflow="fold",
            style=STYLES[styles.get(index, "plain")],
        )
    if block.header:
        grid.add_row(*(_text(cell, "quiet") for cell in block.header))
    for row in block.rows:
        grid.add_row(*(_text(cell, styles.get(index, "plain")) for index, cell in enumerate(row)))
    return Padding(grid, (0, 0, 0, block.indent))


def _stacked(block: Grid) -> RenderableType:
    """Show each row as a record: the first cell as its name, the others under it with their headings."""
    text = Text(overflow="fold")
    for row in block.rows:
        text.append(f"{clean(row[0])}\n", STYLES["strong"])
        for index, cell in enumerate(row[1:], 1):
            name = block.header[index] if index < len(block.header) else ""
            if cell not in ("", "-"):
                text.append(f"  {clean(name)}: {clean(cell)}\n" if name else f"  {clean(cell)}\n")
    text.rstrip()
    return Padding(text, (0, 0, 0, block.indent))
