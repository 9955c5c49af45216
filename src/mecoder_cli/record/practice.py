"""How the questions of the practice went for each person, by the name of the profile: a file of its own beside the journals.

It is no entry: ``undo`` and ``history`` know nothing of it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from mecoder_cli.domain.rehearsal import RATINGS, Rated

FILE = "practice.db"
"""The file beside the journals that holds it."""
_WAIT_SECONDS = 2
_TABLE = """CREATE TABLE IF NOT EXISTS rated (
  person TEXT NOT NULL, question TEXT NOT NULL, day TEXT NOT NULL, rating TEXT NOT NULL, step INTEGER NOT NULL, due TEXT,
  PRIMARY KEY (person, question)
) STRICT"""
LOST = (sqlite3.Error, OSError, ValueError, TypeError)
"""Whatever keeps it from being read or written."""


class Practice:
    """The table of ratings, in the folder of the journals."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def known(self, person: str) -> dict[str, Rated]:
        """Return how each question went the last time; nothing where there is no such file yet.

        Raises:
            LOST: It cannot be read.
        """
        if not self._path.exists():
            return {}
        if not self._path.is_file():
            raise OSError(f"{self._path} is no file")
        with self._open() as connection:
            rows = connection.execute(
                "SELECT question, day, rating, step, due FROM rated WHERE person = ?", (person,)
            ).fetchall()
        found = {}
        for question, day, rating, step, due in rows:
            if rating not in RATINGS:
                raise ValueError(f"{rating!r} is no rating")
            found[question] = Rated(date.fromisoformat(day), rating, step, date.fromisoformat(due) if due else None)
        return found

    def keep(self, person: str, question: str, rated: Rated) -> None:
        """Keep how one question went, in the place of how it went before.

        Raises:
            LOST: It cannot be written.
        """
        if not self._path.exists():
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        if not self._path.is_file():
            raise OSError(f"{self._path} is no file")
        row = (
            person,
            question,
            rated.day.isoformat(),
            rated.rating,
            rated.step,
            rated.due.isoformat() if rated.due else None,
        )
        with self._open() as connection:
            connection.execute(_TABLE)
            connection.execute(
                "INSERT OR REPLACE INTO rated (person, question, day, rating, step, due) VALUES (?, ?, ?, ?, ?, ?)", row
            )

    def forget(self, person: str) -> None:
        """Forget how everything went for a person.

        Raises:
            LOST: It cannot be written.
        """
        if self._path.exists():
            with self._open() as connection:
                connection.execute("DELETE FROM rated WHERE person = ?", (person,))

    def rename(self, old: str, new: str) -> None:
        """Let the ratings of *old* belong to *new*.

        Raises:
            LOST: It cannot be written.
        """
        if self._path.exists():
            with self._open() as connection:
                connection.execute("UPDATE OR REPLACE rated SET person = ? WHERE person = ?", (new, old))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=_WAIT_SECONDS, isolation_level=None)) as connection:
            yield connection
