"""What became of an addition to a journal."""

from __future__ import annotations

from typing import NamedTuple

from mecoder_cli.domain.plan import Plan
from mecoder_cli.domain.profile import Profile
from mecoder_cli.record.journal import Event
from mecoder_cli.record.work import Months


class Kept(NamedTuple):
    """Entries that were added, and what they changed."""

    said: str
    made: tuple[Event, ...]
    before: tuple[Profile, Plan]
    after: tuple[Profile, Plan]
    notes: tuple[str, ...]
    """What the person should know about the entries."""
    where: str
    """Whose journal it is, where there are several."""
    counts: bool = True
    """Whether any of it counts today."""
    months: Months | None = None
    """The months of work after it, where it is about work."""
    names: str = ""
    """What a command says further to speak of this person, where another one is in use."""
