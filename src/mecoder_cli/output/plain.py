"""Print a screen as plain lines: wrapped between words, never cut, without color, boxes or drawings."""

from __future__ import annotations

from collections.abc import Sequence

from mecoder_cli.output.blocks import (
    Big,
    Block,
    Checks,
    Drawing,
    Gap,
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


def to_text(screen: Screen, width: int = 0, *, spoken: bool = False) -> str:
    """Return the screen as lines for a pipe or a file.

    Args:
        screen: What is told.
        width: The columns to wrap at; 0 for none. An address is never broken.
        spoken: Whether it is listened to: a table becomes sentences, a sign a word.
    """
    lines = (line.rstrip() for line in _all(screen, width, spoken))
    # The sign between parts of a line is a comma to a listener.
    return "".join(f"{line.replace(' , ', ', ') if spoken else line}\n" for line in lines)


def _all(screen: Sequence[Block], width: int, spoken: bool) -> list[str]:
    return [line for block in screen for line in _lines(block, width, spoken)]


def _lines(block: Block, width: int, spoken: bool) -> list[str]:
    if isinstance(block, Part):
        return _all(block.blocks, width, spoken)
    if isinstance(block, Twin):
        return _all(block.said, width, spoken)
    if isinstance(block, Panel):
        return [clean(block.title), *_all(block.blocks, width, spoken), ""]
    if isinstance(block, Title):
        return _wrapped(f"{block.text}  {block.aside}".rstrip(), width)
    if isinstance(block, (Head, Big)):
        return _wrapped(block.text, width)
    if isinstance(block, Para):
        return _wrapped(block.text, width, block.indent)
    if isinstance(block, Checks):
        done, todo = ("Done: ", "To do: ") if spoken else ("[x] ", "[ ] ")
        return [
            line
            for index, (text, document) in enumerate(block.items)
            for line in _wrapped(
                text + (f"  (gives: {document})" if document else ""), width, 3, done if index in block.done else todo
            )
        ]
    if isinstance(block, Gap):
        return [""]
    if isinstance(block, Drawing):
        return [clean(line if isinstance(line, str) else "".join(text for text, _ in line)) for line in block.lines]
    return _sentences(block, width) if spoken else _grid(block, width)


def _wrapped(text: str, width: int, indent: int = 0, first: str = "") -> list[str]:
    """Break *text* between words at *width*; further lines stand under its start."""
    text, start = clean(text), " " * indent + first
    if not width or len(start) + len(text) <= width:
        return [start + text]
    from textwrap import wrap

    room = max(width, len(start) + 20)
    return wrap(
        text, room, initial_indent=start, subsequent_indent=" " * len(start), break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def _grid(block: Grid, width: int) -> list[str]:
    rows = [tuple(clean(cell) for cell in row) for row in (*([block.header] if block.header else []), *block.rows)]
    columns = max((len(row) for row in rows), default=0)
    # A last column may be long (an address): it is never padded, so nothing pushes it off the line.
    widths = [max((len(row[i]) for row in rows if i < len(row)), default=0) for i in range(columns)]
    start = block.indent + sum(widths[:-1]) + 2 * (columns - 1)
    if width and columns > 1 and start + min(20, widths[-1]) > width:
        return _records(block, width)
    lines = []
    for row in rows:
        cells = [
            cell.rjust(widths[i]) if i in block.right else cell.ljust(widths[i]) for i, cell in enumerate(row[:-1])
        ]
        last = row[-1].rjust(widths[-1]) if len(row) - 1 in block.right else row[-1]
        before = "".join(f"{cell}  " for cell in cells)
        lines += _wrapped(last, width, block.indent, before)
    return lines


def _records(block: Grid, width: int) -> list[str]:
    """Return each row as a record: what is too wide for a table."""
    lines = []
    for row in block.rows:
        lines += _wrapped(row[0], width, block.indent)
        for index, cell in enumerate(row[1:], 1):
            name = block.header[index] if index < len(block.header) else ""
            if cell not in ("", "-"):
                lines += _wrapped(cell, width, block.indent + 2, f"{name}: " if name else "")
    return lines


def _sentences(block: Grid, width: int) -> list[str]:
    """Return each row as one sentence: its name, then every cell with its heading."""
    lines = []
    for row in block.rows:
        said = []
        for index, cell in enumerate(row[1:], 1):
            name = block.header[index] if index < len(block.header) else ""
            if cell not in ("", "-"):
                said.append(f"{name} {cell}".strip())
        lines += _wrapped(
            f"{row[0]}: {'; '.join(said).rstrip('.')}." if said and row[0] else row[0] or "; ".join(said),
            width,
            block.indent,
        )
    return lines
