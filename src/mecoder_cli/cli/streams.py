"""The streams of a run: what the terminal can show, and how an answer is given."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from mecoder_cli.cli.settings import color_of, is_forced
from mecoder_cli.output.blocks import ASCII, SPOKEN, UNICODE, Glyphs, Screen, cleaned

DEFAULT_WIDTH = 80
MENU_WIDTH = 78
"""Columns of the menu under the plan; where there are fewer it takes more rows."""
KEYS = "Space for more, q to go back"
PROGRAM = "mecoder"
COMMAND = rf"\b{PROGRAM}(?= (?:--)?[a-z]+\b)"
"""Where a text tells what to type."""


class Streams:
    """Where a command reads and writes."""

    as_json = False

    @property
    def is_terminal(self) -> bool:
        """Whether the answer is drawn as for a terminal: it goes to one, or ``--color always`` says so."""
        if is_on("MECODER_PLAIN"):
            return False
        return self._is_seen or is_forced(os.environ)

    @property
    def _is_seen(self) -> bool:
        """Whether the answer goes to a terminal that can draw."""
        return sys.stdout.isatty() and os.environ.get("TERM") not in ("dumb", "unknown")

    @property
    def can_ask(self) -> bool:
        """Whether somebody is there to answer a question."""
        return sys.stdin.isatty() and sys.stdout.isatty()

    @property
    def width(self) -> int:
        """Columns of the terminal."""
        return shutil.get_terminal_size((DEFAULT_WIDTH, 24)).columns

    @property
    def glyphs(self) -> Glyphs:
        """The signs that the output can carry."""
        if self.is_accessible:
            return SPOKEN
        encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "")
        return UNICODE if encoding.startswith("utf") else ASCII

    @property
    def layout_width(self) -> int:
        """The columns to lay a table out for; what goes elsewhere than to a terminal is laid out for a usual one."""
        return self.width if self.is_terminal else DEFAULT_WIDTH

    @property
    def is_accessible(self) -> bool:
        """Whether screens are listened to: no boxes, bars or signs; ``--accessible`` sets ``ACCESSIBLE``."""
        return is_on("ACCESSIBLE")

    @property
    def has_menu(self) -> bool:
        """Whether a menu can stand under a screen: on a terminal that somebody looks at."""
        return self.is_terminal and self.can_ask and not self.is_accessible

    @property
    def menu_rows(self) -> int:
        """Rows of the menu under the plan."""
        return -(-MENU_WIDTH // self.width)

    def tell(self, screen: Callable[[], Screen], json: Callable[[], object], *, below: int = 0) -> None:
        """Give the answer in the form that was asked for: JSON, a drawn screen, or plain lines where no terminal is."""
        if self.as_json:
            self.write_json(json())
        else:
            self.show(screen(), below=below)

    def show(self, screen: Screen, *, below: int = 0) -> None:
        """Draw in a terminal, page by page what is longer than it; print plain lines anywhere else.

        Args:
            screen: What is told.
            below: Rows to leave free under it, beside the line of the prompt.
        """
        screen = as_started(screen)
        if not self.is_terminal or self.is_accessible:
            from mecoder_cli.output.plain import to_text  # a terminal is spared it

            sys.stdout.write(to_text(screen, self.width, spoken=self.is_accessible))
            return
        from io import StringIO

        from mecoder_cli.output.terminal import draw  # Rich, which a pipe is spared

        drawn, height = StringIO(), shutil.get_terminal_size((DEFAULT_WIDTH, 24)).lines
        colour = color_of(os.environ, to_terminal=self._is_seen)
        # What goes into a file is not cut to the rows of a screen.
        rows = height - 1 - below if self._is_seen else 0
        draw(screen, drawn, self.width, self.glyphs, colour=colour, rows=rows)
        text = drawn.getvalue()
        if text.count("\n") >= height and sys.stdin.isatty() and sys.stdout.isatty() and _paged(text):
            return
        sys.stdout.write(text)

    @contextmanager
    def progress(self, what: str, *, shown: bool = True) -> Iterator[Callable[[float], None]]:
        """Show how far a long work is, where somebody looks on; give the function to tell it with, from 0 to 1."""
        if (
            not shown
            or not sys.stderr.isatty()
            or os.environ.get("TERM") in ("dumb", "unknown")
            or is_on("MECODER_QUIET")
        ):
            yield lambda part: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(what, total=1.0)
            yield lambda part: bar.update(task, completed=part)

    @staticmethod
    def write_json(value: object) -> None:
        """Print one JSON value and nothing else."""
        from mecoder_cli.contract.values import dumps  # a screen is spared it

        sys.stdout.write(dumps(value) + "\n")


def _paged(text: str) -> bool:
    """Show *text* through the pager of ``MECODER_PAGER`` or ``PAGER``; return whether there is one."""
    named = os.environ.get("MECODER_PAGER", os.environ.get("PAGER", "less"))
    import shlex
    import signal
    import subprocess

    try:
        command = shlex.split(named)
    except ValueError:
        return False
    if not command or command == ["cat"]:
        return False
    # Colors kept, no screen cleared, the keys of less told at the bottom.
    around = {"LESS": f"FRX-Ps{KEYS}$", **os.environ}
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        done = subprocess.run(
            command, input=text.encode(sys.stdout.encoding or "utf-8", "replace"), env=around, check=False
        )
    except OSError:
        return False
    finally:
        signal.signal(signal.SIGINT, before)
    return done.returncode == 0


def started_as() -> str:
    """Return how the program is typed by whoever started it."""
    given = sys.argv[0]
    if os.path.basename(given) == "__main__.py":
        return "python -m mecoder_cli"
    if os.path.basename(given) != PROGRAM or os.sep not in given or not os.path.isfile(given):
        return PROGRAM
    on_path = shutil.which(PROGRAM)
    if on_path and os.path.samefile(on_path, given):
        return PROGRAM
    try:
        near = os.path.relpath(given)
    except OSError:
        return given  # the folder that one stands in is gone
    return given if near.startswith("..") else near


def as_typed(text: str) -> str:
    """Return *text* with its commands as they have to be typed."""
    return str(_renamed(text, started_as()))


def as_started(screen: Screen) -> Screen:
    """Return *screen* with its commands as they have to be typed."""
    name = started_as()
    return screen if name == PROGRAM else tuple(_renamed(block, name) for block in screen)


def _renamed(value: Any, name: str) -> Any:
    if isinstance(value, str):
        return re.sub(COMMAND, lambda _: name, value) if PROGRAM in value else value
    if isinstance(value, tuple):
        parts = (_renamed(part, name) for part in value)
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return value


def is_on(variable: str) -> bool:
    """Return whether a switch of the environment is on."""
    return os.environ.get(variable, "").lower() not in ("", "0", "no", "false")


def note(text: str) -> None:
    """Tell what did not go as wished although the change itself was made; also where remarks are not wanted."""
    _say(f"mecoder: {text}")


def say(text: str) -> None:
    """Write a remark, unless ``--quiet`` was said; where even that fails, what was done still holds."""
    if not is_on("MECODER_QUIET"):
        _say(text)


def _say(text: str) -> None:
    with suppress(OSError):
        sys.stderr.write(cleaned(f"{text}\n"))
        sys.stderr.flush()


def out(text: str) -> None:
    """Write plain text as the answer: commands as they have to be typed, and nothing that steers a terminal."""
    sys.stdout.write(cleaned(as_typed(text)))


def tell_beside(text: str) -> None:
    """Write plain text beside the answer, likewise; where even that fails, the answer stands."""
    with suppress(OSError):
        sys.stderr.write(broken(cleaned(as_typed(text))) if sys.stderr.isatty() else cleaned(as_typed(text)))
        sys.stderr.flush()


def broken(text: str) -> str:
    """Return lines broken between words where the terminal would break them anywhere."""
    columns = shutil.get_terminal_size((DEFAULT_WIDTH, 24)).columns
    if columns < 20 or all(len(line) <= columns for line in text.split("\n")):
        return text
    import textwrap

    return "\n".join(
        line if len(line) <= columns
        else textwrap.fill(line, columns, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n")
    )  # fmt: skip
