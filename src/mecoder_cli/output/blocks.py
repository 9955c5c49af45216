"""Screens as values: blocks of text that a terminal draws and a pipe prints as lines."""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias


class Title(NamedTuple):
    """The first line of a screen."""

    text: str
    aside: str = ""


class Head(NamedTuple):
    """The name of a section."""

    text: str


class Big(NamedTuple):
    """The one thing that is to be seen first."""

    text: str


class Para(NamedTuple):
    """A paragraph; *style* is a name of :data:`~mecoder_cli.output.terminal.STYLES`."""

    text: str
    style: str = "plain"
    indent: int = 1


class Grid(NamedTuple):
    """Rows in columns; on a narrow screen, records one under the other."""

    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    """Columns that are set to the right."""
    header: tuple[str, ...] = ()
    indent: int = 3
    styles: tuple[tuple[int, str], ...] = ()
    """Styles by column."""
    stack_below: int = 0
    """Width under which each row becomes a record."""
    cells: tuple[tuple[int, int, str], ...] = ()
    """Styles of single cells, by row and column."""


class Checks(NamedTuple):
    """A checklist: text and the document that a line produces."""

    items: tuple[tuple[str, str], ...]
    done: frozenset[int] = frozenset()
    """The lines that are ticked off, by position."""


class Gap(NamedTuple):
    """An empty line."""


Spans: TypeAlias = tuple[tuple[str, str], ...]
"""Pieces of a line, each with its style."""


class Drawing(NamedTuple):
    """Lines that keep their spaces, such as a spread of pay; a line is text, or pieces with their styles."""

    lines: "tuple[str | Spans, ...]"


class Twin(NamedTuple):
    """What is drawn for the eye, and the same in words for pipes and screen readers."""

    seen: "tuple[Block, ...]"
    said: "tuple[Block, ...]"


class Panel(NamedTuple):
    """Blocks in a box, where boxes are drawn: the eye lands here."""

    title: str
    blocks: "tuple[Block, ...]"


class Part(NamedTuple):
    """Blocks that may be left out where a screen is too short: those with the highest *yields* go first."""

    yields: int
    blocks: "tuple[Block, ...]"
    instead: "tuple[Block, ...]" = ()
    """What stands there once it is left out."""


Block: TypeAlias = Title | Head | Big | Para | Grid | Checks | Gap | Drawing | Twin | Panel | Part
Screen: TypeAlias = Sequence[Block]


class Glyphs(NamedTuple):
    """The signs of the screens; :data:`ASCII` is the twin for plain encodings."""

    box: str
    ticked: str
    done: str
    dot: str
    line: str
    bar: str
    end_left: str
    end_right: str
    middle: str
    here: str
    star: str
    side: str
    corners: str
    """Of a box: top and bottom on the left, then on the right."""
    now: str
    """The mark of the line that is under way."""
    road: str
    """What a step of the road is drawn with."""
    shades: str
    """The same for each color of a phase in turn, where many roads stand together."""


UNICODE = Glyphs("□", "▣", "✓", "·", "─", "█", "├", "┤", "┃", "▲", "★", "│", "╭╰╮╯", "▸", "━", "─▒█░")
ASCII = Glyphs("[ ]", "[x]", "x", "-", "-", "=", "|", "|", "#", "^", "*", "|", "++++", ">", "=", "=:#-")

SPOKEN = ASCII._replace(dot=",", line="", bar="", here="", star="", now="", road="", done="Done:")
"""For screens that are listened to."""


def clean(text: str) -> str:
    """Drop control characters, so that no text can steer the terminal."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else " " for char in text)


def cleaned(text: str) -> str:
    """Drop control characters from lines; their ends stay."""
    return text if text.isprintable() else "\n".join(clean(line) for line in text.split("\n"))


def owned(screen: Screen, name: str, *, alone: bool) -> Screen:
    """Return a screen that says whose record it tells, in its title or, *alone*, above it, unless it says so already."""
    blocks = list(screen)
    titles = [block.text for block in blocks if isinstance(block, Title | Para)]
    said = (f"{name}:", f"of {name}", f"Profile {name}")
    if not blocks or any(text.startswith(said[0]) or text.rstrip(".").endswith(said[1:]) for text in titles):
        return screen
    first = blocks[0]
    if isinstance(first, Title):
        return [first._replace(text=f"{name}: {first.text}"), *blocks[1:]]
    return [Para(f"{name}:", "strong", 0), *blocks] if alone else screen
