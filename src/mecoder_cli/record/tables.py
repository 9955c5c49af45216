"""What a table of certificates says, before any of it is kept."""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
from collections.abc import Mapping
from typing import NamedTuple

from mecoder_cli.record.entries import Units


class Row(NamedTuple):
    """A row of a table, by field, as it stands there."""

    line: int
    """The line of the file on which it begins."""
    told: Mapping[str, str]


class Table(NamedTuple):
    """A table, read."""

    columns: Mapping[str, str]
    """By field: the name of the column that was taken for it."""
    unused: tuple[str, ...]
    rows: tuple[Row, ...]


class Candidate(NamedTuple):
    """A certificate of a table, and what comes of it."""

    line: int
    entry: Units
    known: str
    """Why it is left out: it is kept already, or stands twice; nothing where it is new."""
