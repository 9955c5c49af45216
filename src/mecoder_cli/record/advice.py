"""What each person was told to do next, and since when: a table of its own, beside the journals.

It is no entry: ``undo`` and ``history`` know nothing of it, and where it cannot be read or written the advice is
given all the same.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from mecoder_cli.record.journal import Event

FILE = "advice.db"
"""The file beside the journals that holds it."""
_WAIT_SECONDS = 1
"""How long to wait for another command; what is not kept now is kept by the next one."""
_TABLE = """CREATE TABLE IF NOT EXISTS advice (
  person TEXT NOT NULL, day TEXT NOT NULL, step TEXT NOT NULL, way TEXT NOT NULL,
  facts TEXT NOT NULL, answers TEXT NOT NULL, because TEXT NOT NULL,
  PRIMARY KEY (person, day)
) STRICT"""
LOST = (sqlite3.Error, OSError, ValueError, TypeError)
"""Whatever keeps it from being read or written."""


class Told(NamedTuple):
    """What somebody was told to do next."""

    day: date
    """The first day on which it was told."""
    step: str
    way: str
    facts: Mapping[str, int]
    """The version of the facts: a checksum of each."""
    answers: str
    """The hash of all that was answered and logged by then."""
    because: str
    """Why it was no longer what was told before; nothing for the first."""

    @property
    def key(self) -> tuple[str, str]:
        """The step and its way."""
        return self.step, self.way


def person_of(name: str, first: Event) -> str:
    """Return who a journal is of: its name, and the hash of its first entry, for a name can be used again."""
    return f"{name}:{_hash(first)}"


def answers_of(latest: Event) -> str:
    """Return the hash of all that a journal holds: entries are only ever added, so the last one stands for all."""
    return _hash(latest)


def _hash(event: Event) -> str:
    return sha256(repr(tuple(event)).encode()).hexdigest()[:16]


class Advice:
    """The table of what people were told, in the folder of the journals."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def told(self, person: str) -> tuple[Told, ...]:
        """Return what was told, the oldest first; nothing where there is no such file yet.

        Raises:
            LOST: It cannot be read.
        """
        if not self._path.exists():
            return ()
        with self._open() as connection:
            rows = connection.execute(
                "SELECT day, step, way, facts, answers, because FROM advice WHERE person = ? ORDER BY day", (person,)
            ).fetchall()
        return tuple(
            Told(date.fromisoformat(on), step, way, dict(json.loads(facts)), answers, because)
            for on, step, way, facts, answers, because in rows
        )

    def keep(self, person: str, told: Sequence[Told]) -> None:
        """Keep all that was told to a person, in the place of what was kept; a file that cannot be used is begun anew.

        Raises:
            LOST: It cannot be written.
        """
        try:
            self._keep(person, told)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
                raise
            self._path.unlink(missing_ok=True)
            self._keep(person, told)

    def _keep(self, person: str, told: Sequence[Told]) -> None:
        if not self._path.exists():
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        rows = [
            (person, one.day.isoformat(), one.step, one.way, json.dumps(one.facts, separators=(",", ":")), one.answers, one.because)
            for one in told
        ]  # fmt: skip
        with self._open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(_TABLE)
            connection.execute("DELETE FROM advice WHERE person = ?", (person,))
            connection.executemany(
                "INSERT INTO advice (person, day, step, way, facts, answers, because) VALUES (?, ?, ?, ?, ?, ?, ?)",
                rows,
            )
            connection.execute("COMMIT")

    def forget(self, person: str) -> None:
        """Forget all that was told to a person.

        Raises:
            LOST: It cannot be written.
        """
        if self._path.exists():
            with self._open() as connection:
                connection.execute("DELETE FROM advice WHERE person = ?", (person,))

    def rename(self, old: str, new: str) -> None:
        """Let what was told to *old* belong to *new*.

        Raises:
            LOST: It cannot be written.
        """
        if self._path.exists():
            with self._open() as connection:
                connection.execute("UPDATE OR REPLACE advice SET person = ? WHERE person = ?", (new, old))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=_WAIT_SECONDS, isolation_level=None)) as connection:
            yield connection
