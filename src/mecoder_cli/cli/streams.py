"""The streams of a run: what the terminal can show, and how an answer is given."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from mecoder_cli.output.blocks import ASCII, UNICODE, Glyphs, Screen

DEFAULT_WIDTH = 80


class Streams:
    """Where a command reads and writes."""

    as_json = False

    @property
    def is_terminal(self) -> bool:
        """Whether the answer goes to a terminal."""
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
        encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "")
        return UNICODE if encoding.startswith("utf") else ASCII

    @property
    def layout_width(self) -> int:
        """The columns to lay a table out for; what goes elsewhere than to a terminal is laid out for a usual one."""
        return self.width if self.is_terminal else DEFAULT_WIDTH

    def tell(self, screen: Callable[[], Screen], json: Callable[[], object]) -> None:
        """Give the answer in the form that was asked for: JSON, a drawn screen, or plain lines where no terminal is."""
        if self.as_json:
            self.write_json(json())
        else:
            self.show(screen())

    def show(self, screen: Screen) -> None:
        """Draw in a terminal, print plain lines anywhere else."""
        if self.is_terminal:
            from mecoder_cli.output.terminal import draw  # Rich, which a pipe is spared

            draw(screen, sys.stdout, self.width, self.glyphs, colour=not os.environ.get("NO_COLOR"))
        else:
            from mecoder_cli.output.plain import to_text  # a terminal is spared it

            sys.stdout.write(to_text(screen))

    @contextmanager
    def progress(self, what: str) -> Iterator[Callable[[float], None]]:
        """Show how far a long work is, where somebody looks on; give the function to tell it with, from 0 to 1."""
        if not sys.stderr.isatty() or os.environ.get("TERM") in ("dumb", "unknown"):
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


def note(text: str) -> None:
    """Tell what did not go as wished although the change itself was made."""
    say(f"mecoder: {text}")


def say(text: str) -> None:
    """Write a remark; where even that fails, what was done still holds."""
    with suppress(OSError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
