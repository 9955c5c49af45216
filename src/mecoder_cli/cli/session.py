"""What surrounds a command: streams, terminal, day and knowledge, read once and handed down."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from mecoder_cli.errors import UsageError
from mecoder_cli.knowledge import load_pathway
from mecoder_cli.pathway import Pathway
from mecoder_cli.profile import NOBODY, Profile
from mecoder_cli.render.view import ASCII, UNICODE, Glyphs, Screen

DEFAULT_WIDTH = 80


class Session:
    """The world as one command sees it."""

    def __init__(self, as_of: str | None = None) -> None:
        self.as_of = as_of

    @cached_property
    def pathway(self) -> Pathway:
        """The knowledge; ``MECODER_PATHWAY`` names another file."""
        other = os.environ.get("MECODER_PATHWAY")
        return load_pathway(Path(other) if other else None)

    @cached_property
    def day(self) -> date:
        """The day the advice is for: ``--as-of``, or today. The only place that reads the clock."""
        if self.as_of is None:
            return datetime.now().astimezone().date()
        try:
            found = date.fromisoformat(self.as_of)
        except ValueError:
            found = None
        if found is None or len(self.as_of) != 10:
            raise UsageError(f"--as-of: {self.as_of!r} is not a date such as 2026-11-23")
        if not 2000 <= found.year <= 2200:
            raise UsageError(f"--as-of: {self.as_of} is not a plausible day")
        return found

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

    def show(self, screen: Screen) -> None:
        """Draw in a terminal, print plain lines anywhere else."""
        if self.is_terminal:
            from mecoder_cli.render.terminal import draw

            colour = not os.environ.get("NO_COLOR")
            draw(screen, sys.stdout, self.width, self.glyphs, colour=colour)
        else:
            from mecoder_cli.render.plain import to_text

            sys.stdout.write(to_text(screen))

    def write_json(self, value: object) -> None:
        """Print one JSON value and nothing else."""
        from mecoder_cli.render.data import dumps

        sys.stdout.write(dumps(value) + "\n")

    def person(self, answers: str | None, settings: Sequence[str]) -> Profile:
        """Return the person: ``--set`` over ``--answers``."""
        if answers is None and not settings:
            return NOBODY
        from mecoder_cli.answers import read_answers, set_answers

        profile = NOBODY if answers is None else read_answers(self.pathway, answers, sys.stdin.buffer, self.day)
        return set_answers(self.pathway, profile, settings, self.day)
