"""Print a screen as plain lines: nothing is cut, wrapped or coloured."""

from __future__ import annotations

from mecoder_cli.output.blocks import Big, Block, Checks, Drawing, Gap, Grid, Head, Para, Screen, Title, clean


def to_text(screen: Screen) -> str:
    """Return the screen as lines for a pipe or a file."""
    return "\n".join(line.rstrip() for block in screen for line in _lines(block)) + "\n"


def _lines(block: Block) -> list[str]:
    if isinstance(block, Title):
        return [clean(f"{block.text}  {block.aside}".rstrip())]
    if isinstance(block, (Head, Big)):
        return [clean(block.text)]
    if isinstance(block, Para):
        return [" " * block.indent + clean(block.text)]
    if isinstance(block, Checks):
        return [
            f"   {'[x]' if index in block.done else '[ ]'} {clean(text)}"
            + (f"  (gives: {clean(document)})" if document else "")
            for index, (text, document) in enumerate(block.items)
        ]
    if isinstance(block, Gap):
        return [""]
    if isinstance(block, Drawing):
        return [clean(line) for line in block.lines]
    return _grid(block)


def _grid(block: Grid) -> list[str]:
    rows = [tuple(clean(cell) for cell in row) for row in (*([block.header] if block.header else []), *block.rows)]
    columns = max((len(row) for row in rows), default=0)
    # A last column may be long (an address): it is never padded, so nothing pushes it off the line.
    widths = [max((len(row[i]) for row in rows if i < len(row)), default=0) for i in range(columns)]
    lines = []
    for row in rows:
        cells = [
            cell if i == len(row) - 1 and i not in block.right else cell.rjust(widths[i]) if i in block.right else cell.ljust(widths[i])
            for i, cell in enumerate(row)
        ]  # fmt: skip
        lines.append(" " * block.indent + "  ".join(cells))
    return lines
