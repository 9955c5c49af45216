"""What can go wrong with a journal, in words for the person."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from mecoder_cli.errors import INVALID_DATA, MecoderError, UsageError


class StoreError(MecoderError):
    """The journal cannot be read or written for a reason outside of it: disk, rights, another process."""

    code = "store"


class DamagedError(MecoderError):
    """A journal is not what was written."""

    exit_code = INVALID_DATA
    code = "damaged"


class NewerError(MecoderError):
    """A journal was written by a newer program; it is left alone."""

    exit_code = INVALID_DATA
    code = "newer"


class GoneError(MecoderError):
    """The journal in use is not there."""

    exit_code = INVALID_DATA
    code = "gone"


class Damage(Exception):
    """What is wrong with a file; the store turns it into :class:`DamagedError` with its place and cure."""


class Missing(Exception):
    """There is no such file."""


class Unfinished(Exception):
    """A killed command left a change half written; taking it back needs the lock of the folder."""


@contextmanager
def explained(place: Path, doing: str) -> Iterator[None]:
    """Turn the failures of disk and database into ours; what the database finds wrong with a file is damage."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", None) or "SQLITE_ERROR"
        if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
            raise StoreError(
                f"cannot {doing} {place}: {error}", "Free some space, then try again; nothing was changed."
            ) from error
        if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
            raise StoreError(
                f"cannot {doing} {place}: {error}", "Check the rights of the folder; nothing was changed."
            ) from error
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise StoreError(
                f"{place} is in use by another process", "Try again in a moment; nothing was changed."
            ) from error
        raise Damage(str(error)) from error
    except OSError as error:
        raise StoreError(
            f"cannot {doing} {place}: {error.strerror}",
            "Check the disk and the rights of the folder; nothing was changed.",
        ) from error


class UnknownError(UsageError):
    """No profile has that name.

    Args:
        name: The one asked for.
        names: The ones there are.
        offer: How to bring it back, where something of it is left.
    """

    def __init__(self, name: str, names: Sequence[str], offer: str) -> None:
        super().__init__(f"no profile is called {name!r}", offer or "See them with: mecoder profile list")
        self.name = name
        self.names = names
        self.offer = offer
