"""Draw a screen in a terminal with Rich."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from typing import IO, Literal

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from mecoder_cli.output.blocks import (
    Big,
    Block,
    Checks,
    Drawing,
    Glyphs,
    Grid,
    Head,
    Panel,
    Para,
    Part,
    Screen,
    Title,
    Twin,
    clean,
)  # fmt: skip

STYLES = {
    "plain": "", "strong": "bold", "quiet": "color(243)", "good": "color(28)", "warn": "color(166)", "accent": "bold color(31)",
    "train": "color(33)", "certify": "color(133)", "work": "color(29)", "keep": "color(136)",
}  # fmt: skip
"""In 256 colors: each can be read on black and on white (contrast of 3 to 1 or better, which a test reckons)."""
FEW = {
    **STYLES, "quiet": "dim", "good": "bold", "warn": "red", "accent": "bold bright_blue",
    "train": "bright_blue", "certify": "magenta", "work": "bold", "keep": "bright_black",
}  # fmt: skip
"""In 16 colors, of those that can be read on both."""
WIDEST = 100
"""Lines longer than this are hard to read."""


def draw(screen: Screen, file: IO[str], width: int, glyphs: Glyphs, *, colour: bool, rows: int = 0) -> None:
    """Draw *screen* on *file*, at most *width* columns wide; what may yield is left out where *rows* do not suffice."""
    console = _console(file, width, colour)
    left = fitted(screen, console.width, glyphs, rows) if rows else screen
    # One print for the whole screen: each call has its own cost, which start-up time feels.
    console.print(Pen(console.width, glyphs, colour).group(left), overflow="fold")


def height(screen: Screen, width: int, glyphs: Glyphs) -> int:
    """Return how many rows *screen* takes; lines that are broken already are counted and not drawn."""
    width = min(width, WIDEST)
    rows = 0
    for part in Pen(width, glyphs, False).parts(screen):
        if isinstance(part, Text):
            rows += sum(max(1, -(-len(line) // width)) for line in part.plain.split("\n"))
        else:
            console = _console(None, width, False)
            rows += len(console.render_lines(part, console.options, pad=False))
    return rows


def fitted(screen: Screen, width: int, glyphs: Glyphs, rows: int) -> Screen:
    """Return *screen* without as many of its yielding parts as must go for it to fit into *rows*."""
    if height(screen, width, glyphs) <= rows:
        return screen
    gone: list[int] = []
    for yields in sorted({part.yields for part in _parts(screen)}, reverse=True):
        gone.append(yields)
        if height(_without(screen, gone), width, glyphs) <= rows:
            break
    # What had to go late made room that something smaller may take again.
    for yields in reversed(gone[:-1]):
        fewer = [one for one in gone if one != yields]
        if height(_without(screen, fewer), width, glyphs) <= rows:
            gone = fewer
    return _without(screen, gone)


def _parts(screen: Sequence[Block]) -> list[Part]:
    found: list[Part] = []
    for block in screen:
        if isinstance(block, Part):
            found += [block, *_parts(block.blocks), *_parts(block.instead)]
        elif isinstance(block, Panel):
            found += _parts(block.blocks)
        elif isinstance(block, Twin):
            found += _parts(block.seen)
    return found


def _without(screen: Sequence[Block], gone: Collection[int]) -> tuple[Block, ...]:
    left: list[Block] = []
    for block in screen:
        if isinstance(block, Part):
            left += (
                _without(block.instead, gone)
                if block.yields in gone
                else [block._replace(blocks=_without(block.blocks, gone))]
            )
        elif isinstance(block, Panel):
            left.append(block._replace(blocks=_without(block.blocks, gone)))
        elif isinstance(block, Twin):
            left.append(block._replace(seen=_without(block.seen, gone)))
        else:
            left.append(block)
    return tuple(left)


def _console(file: IO[str] | None, width: int, colour: bool) -> Console:
    return Console(
        file=file, width=min(width, WIDEST), force_terminal=True, no_color=not colour, highlight=False, markup=False,
        emoji=False, legacy_windows=False, color_system=("256" if has_many_colours() else "standard") if colour else None,
    )  # fmt: skip


def has_many_colours() -> bool:
    """Return whether the terminal says that it has 256 colors or more."""
    return "256" in os.environ.get("TERM", "") or bool(os.environ.get("COLORTERM"))


_MEASURE = Console(width=80, legacy_windows=False)
"""Wrapping asks a console for nothing but tab stops."""


class Pen:
    """Draws blocks, *width* columns wide."""

    def __init__(self, width: int, glyphs: Glyphs, colour: bool = True, many: bool | None = None) -> None:
        self.width = width
        self._glyphs = glyphs
        many = has_many_colours() if many is None else many
        self._styles = STYLES if many or not colour else FEW

    def group(self, screen: Sequence[Block]) -> Group:
        """Return everything, one under the other."""
        return Group(*self.parts(screen))

    def parts(self, screen: Sequence[Block]) -> list[RenderableType]:
        """Return everything, a part for each block that is drawn."""
        return [part for block in screen for part in self._drawn(block)]

    def _drawn(self, block: Block) -> list[RenderableType]:
        if isinstance(block, Part):
            return self.parts(block.blocks)
        if isinstance(block, Twin):
            return self.parts(block.seen)
        if isinstance(block, Panel):
            return [self._panel(block)]
        return [self._one(block)]

    def _one(self, block: Block) -> RenderableType:
        if isinstance(block, Title):
            room = self.width - len(block.text) - 1 - len(block.aside)
            line = self._text(f" {block.text}", "strong")
            line.append(" " * room if room > 1 else "\n ")
            return line.append_text(self._text(block.aside, "quiet"))
        if isinstance(block, Head):
            return self._indented(self._text(block.text, "accent"), 1)
        if isinstance(block, Big):
            return self._indented(self._text(block.text, "strong"), 1)
        if isinstance(block, Para):
            return self._indented(self._text(block.text, block.style), block.indent)
        if isinstance(block, Checks):
            return self._checks(block)
        if isinstance(block, Drawing):
            lines = [
                self._text(line) if isinstance(line, str) else Text.assemble(*(self._text(*span) for span in line))
                for line in block.lines
            ]
            whole = Text("\n").join(lines)
            whole.no_wrap, whole.overflow = True, "crop"
            return whole
        if isinstance(block, Grid):
            return self._stacked(block) if self.width < block.stack_below else self._grid(block)
        return Text("")

    def _text(self, text: str, style: str = "plain") -> Text:
        return Text(clean(text), style=self._styles[style], overflow="fold")

    def _indented(self, text: Text, indent: int) -> Text:
        """Wrap a paragraph with its indent; half the work of a padded box, which start-up time feels."""
        if text.cell_len + indent <= self.width:
            text.pad_left(indent)
            return text
        lines = text.wrap(_MEASURE, self.width - indent, overflow="fold")
        for line in lines:
            line.pad_left(indent)
        return Text("\n", no_wrap=True).join(lines)

    def _panel(self, block: Panel) -> RenderableType:
        """Put lines in a box. Rich's own panel is two imports and tables of widths, which start-up time feels."""
        inner = Pen(self.width - 3, self._glyphs)
        inner._styles = self._styles
        left, right, line, side = (
            self._glyphs.corners[:2],
            self._glyphs.corners[2:],
            self._glyphs.line,
            self._glyphs.side,
        )
        style = self._styles["accent"].removeprefix("bold ")
        # The style of the first piece alone: a text takes the style it is made with for all that it holds.
        whole = Text().append(f"{left[0]}{line} ", style).append_text(self._text(block.title, "accent"))
        whole.append(f" {line * (self.width - whole.cell_len - 2)}{right[0]}", style)
        for part in inner.parts(block.blocks):
            assert isinstance(part, Text), "a box holds lines, no tables"
            for row in part.split("\n", allow_blank=True) or [part]:
                row.rstrip()
                whole.append(f"\n{side}", style).append_text(row)
                whole.append(" " * (self.width - 2 - row.cell_len) + side, style)
        return whole.append(f"\n{left[1]}{line * (self.width - 2)}{right[1]}", style)

    def _hanging(self, first: Text, rest: Text, indent: int) -> Text:
        """Put *rest* beside *first*, its further lines under its own start."""
        start = indent + first.cell_len
        lines = rest.wrap(_MEASURE, self.width - start, overflow="fold")
        whole = Text(" " * indent).append_text(first)
        for number, line in enumerate(lines):
            if number:
                whole.append("\n" + " " * start)
            whole.append_text(line)
        return whole

    def _checks(self, block: Checks) -> RenderableType:
        lines = []
        for index, (text, document) in enumerate(block.items):
            box, style = (self._glyphs.ticked, "good") if index in block.done else (self._glyphs.box, "plain")
            line = self._text(text)
            if document:
                line.append(f"  {self._glyphs.dot} gives: {clean(document)}", self._styles["quiet"])
            lines.append(self._hanging(Text(f"{box} ", self._styles[style]), line, 1))
        return Text("\n").join(lines)

    def _grid(self, block: Grid) -> RenderableType:
        """Set rows in columns; only a grid with two wide columns needs Rich's table and its import."""
        rows = [*([block.header] if block.header else []), *block.rows]
        columns = max((len(row) for row in rows), default=0)
        widths = [max((len(row[i]) for row in rows if i < len(row)), default=0) for i in range(columns)]
        room = self.width - block.indent - sum(widths[:-1]) - 2 * (columns - 1)
        if not columns or room < min(20, widths[-1]) or ((columns - 1) in block.right and room < widths[-1]):
            return self._table(block)
        lines = []
        for number, row in enumerate(rows):
            first = Text()
            for index, cell in enumerate(row[:-1]):
                padded = clean(cell).rjust(widths[index]) if index in block.right else clean(cell).ljust(widths[index])
                first.append(padded + "  ", self._styles[_style_of(block, number, index)])
            last = row[-1].rjust(widths[-1]) if columns - 1 in block.right else row[-1]
            lines.append(self._hanging(first, self._text(last, _style_of(block, number, len(row) - 1)), block.indent))
        return Text("\n").join(lines)

    def _table(self, block: Grid) -> RenderableType:
        from rich.table import Table

        rows = [*([block.header] if block.header else []), *block.rows]
        columns = max((len(row) for row in rows), default=0)
        grid = Table.grid(padding=(0, 2))
        for index in range(columns):
            justify: Literal["left", "right"] = "right" if index in block.right else "left"
            grid.add_column(justify=justify, overflow="fold")
        for number, row in enumerate(rows):
            grid.add_row(*(self._text(cell, _style_of(block, number, index)) for index, cell in enumerate(row)))
        return Padding(grid, (0, 0, 0, block.indent))

    def _stacked(self, block: Grid) -> RenderableType:
        """Show each row as a record: the first cell as its name, the others under it with their headings."""
        text = Text(overflow="fold")
        for row in block.rows:
            text.append(f"{clean(row[0])}\n", self._styles["strong"])
            for index, cell in enumerate(row[1:], 1):
                name = block.header[index] if index < len(block.header) else ""
                if cell not in ("", "-"):
                    text.append(f"  {clean(name)}: {clean(cell)}\n" if name else f"  {clean(cell)}\n")
        text.rstrip()
        return Padding(text, (0, 0, 0, block.indent))


def _style_of(block: Grid, line: int, column: int) -> str:
    """Return the style of a cell of the table as it is drawn, the heading being its first line."""
    if block.header:
        if not line:
            return "quiet"
        line -= 1
    own = next((style for row, index, style in block.cells if (row, index) == (line, column)), None)
    return own or dict(block.styles).get(column, "plain")
