"""Draw a screen in a terminal with Rich."""

from __future__ import annotations

from typing import IO, Literal

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from mecoder_cli.output.blocks import Big, Block, Checks, Drawing, Gap, Glyphs, Grid, Head, Para, Screen, Title, clean

STYLES = {"plain": "", "quiet": "dim", "good": "green", "warn": "yellow", "strong": "bold", "accent": "bold cyan"}
_MEASURE = Console(width=80, legacy_windows=False)
"""Wrapping asks a console for nothing but tab stops."""
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


def _indented(text: Text, indent: int, width: int) -> Text:
    """Wrap a paragraph with its indent; half the work of a padded box, which start-up time feels."""
    if text.cell_len + indent <= width:
        text.pad_left(indent)
        return text
    lines = text.wrap(_MEASURE, width - indent, overflow="fold")
    for line in lines:
        line.pad_left(indent)
    return Text("\n", no_wrap=True).join(lines)


def _drawn(block: Block, width: int, glyphs: Glyphs) -> RenderableType:
    if isinstance(block, Title):
        room = width - len(block.text) - 1 - len(block.aside)
        line = _text(f" {block.text}", "strong")
        line.append(" " * room if room > 1 else "\n ")
        return line.append_text(_text(block.aside, "quiet"))
    if isinstance(block, Head):
        return _indented(_text(block.text, "accent"), 1, width)
    if isinstance(block, Big):
        return _indented(_text(block.text, "strong"), 3, width)
    if isinstance(block, Para):
        return _indented(_text(block.text, block.style), block.indent, width)
    if isinstance(block, Checks):
        return _checks(block, width, glyphs)
    if isinstance(block, Gap):
        return Text("")
    if isinstance(block, Drawing):
        return Text("\n".join(clean(line) for line in block.lines), no_wrap=True, overflow="crop")
    return _stacked(block) if width < block.stack_below else _grid(block, width)


def _hanging(first: Text, rest: Text, indent: int, width: int) -> Text:
    """Put *rest* beside *first*, its further lines under its own start."""
    start = indent + first.cell_len
    lines = rest.wrap(_MEASURE, width - start, overflow="fold")
    whole = Text(" " * indent).append_text(first)
    for number, line in enumerate(lines):
        if number:
            whole.append("\n" + " " * start)
        whole.append_text(line)
    return whole


def _checks(block: Checks, width: int, glyphs: Glyphs) -> RenderableType:
    lines = []
    for index, (text, document) in enumerate(block.items):
        box, style = (glyphs.ticked, "good") if index in block.done else (glyphs.box, "plain")
        line = _text(text)
        if document:
            line.append(f"  {glyphs.dot} gives: {clean(document)}", STYLES["quiet"])
        lines.append(_hanging(Text(f"{box} ", STYLES[style]), line, 3, width))
    return Text("\n").join(lines)


def _grid(block: Grid, width: int) -> RenderableType:
    """Set rows in columns; only a grid with two wide columns needs Rich's table and its import."""
    styles = dict(block.styles)
    rows = [*([block.header] if block.header else []), *block.rows]
    columns = max((len(row) for row in rows), default=0)
    widths = [max((len(row[i]) for row in rows if i < len(row)), default=0) for i in range(columns)]
    room = width - block.indent - sum(widths[:-1]) - 2 * (columns - 1)
    if not columns or room < min(20, widths[-1]) or ((columns - 1) in block.right and room < widths[-1]):
        return _table(block)
    lines = []
    for number, row in enumerate(rows):
        first = Text()
        for index, cell in enumerate(row[:-1]):
            style = "quiet" if block.header and not number else styles.get(index, "plain")
            padded = clean(cell).rjust(widths[index]) if index in block.right else clean(cell).ljust(widths[index])
            first.append(padded + "  ", STYLES[style])
        last = row[-1].rjust(widths[-1]) if columns - 1 in block.right else row[-1]
        style = "quiet" if block.header and not number else styles.get(len(row) - 1, "plain")
        lines.append(_hanging(first, _text(last, style), block.indent, width))
    return Text("\n").join(lines)


def _table(block: Grid) -> RenderableType:
    from rich.table import Table

    styles = dict(block.styles)
    columns = max((len(row) for row in (*block.rows, block.header)), default=0)
    grid = Table.grid(padding=(0, 2))
    for index in range(columns):
        justify: Literal["left", "right"] = "right" if index in block.right else "left"
        grid.add_column(justify=justify, overflow="fold", style=STYLES[styles.get(index, "plain")])
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
