"""One of the people on a computer, in a line."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from mecoder_cli.domain.plan import AidVerdict, Deadline


class Case(NamedTuple):
    """One person, in a line."""

    name: str
    aim: str = ""
    next: str = ""
    due: Deadline | AidVerdict | None = None
    """What falls due next, or which money closes."""
    due_on: date | None = None
    last: str = ""
    """The day of the last entry."""
    wrong: str = ""
    """Why the record cannot be read."""
