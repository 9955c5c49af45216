"""The lock that everything takes that changes a folder of journals, and names made durable."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from time import sleep

WAIT_SECONDS = 30
"""How long to wait for another process that is writing."""


LOCK = "lock"
"""The file whose lock everything takes that changes a folder of journals; it is always empty."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of *folder*, which ends with the process at the latest, whatever becomes of it.

    The waiting is done here and not in SQLite, so that Ctrl-C ends it.

    Raises:
        sqlite3.Error: Another process held it for too long, or the folder cannot be written.
    """
    path = folder / LOCK
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        pause = 0.02
        for turn in range(int(WAIT_SECONDS / pause)):
            try:
                connection.execute("PRAGMA journal_mode = OFF")
                connection.execute("BEGIN IMMEDIATE")
                break
            except sqlite3.DatabaseError as error:
                name = error.sqlite_errorname
                if name in ("SQLITE_NOTADB", "SQLITE_CORRUPT", "SQLITE_ERROR"):
                    os.truncate(path, 0)
                elif not name.startswith("SQLITE_BUSY") or turn > (WAIT_SECONDS - 1) / pause:
                    raise
            sleep(pause)
        yield


def sync_folder(folder: Path) -> None:
    """Make a new, renamed or removed name durable."""
    if os.name == "nt":  # Windows cannot open a folder; it writes names through by itself.
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
