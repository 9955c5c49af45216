"""One of the people on a computer, in a line."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from mecoder_cli.domain.plan import Dated


class Case(NamedTuple):
    """One person, in a line."""

    name: str
    aim: str = ""
    next: str = ""
    due: Dated | None = None
    """What falls due next, which money closes, or what is planned."""
    due_on: date | None = None
    last: str = ""
    """The day of the last entry."""
    wrong: str = ""
    """Why the record cannot be read."""
