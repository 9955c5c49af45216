"""Files that are written for a person: whole or not at all."""

from __future__ import annotations

import errno
import os
import re
from contextlib import suppress
from pathlib import Path

from mecoder_cli.errors import MecoderError, UsageError

LEFTOVER_SECONDS = 3600
"""How old unfinished work must be before it is cleared away: nobody can still be at it."""


def write_whole(target: Path, content: str | bytes, option: str, *, replace: bool = False) -> None:
    """Write *content* to *target*, readable by its owner only, so that there is all of it or nothing.

    Args:
        target: The file.
        content: What it shall hold; text as UTF-8.
        option: The option that named it, for the messages.
        replace: Whether a file of that name may be replaced.

    Raises:
        UsageError: It exists and must not be replaced, or cannot be written. Nothing is left behind.
    """
    partial = target.with_name(f".{target.name}.part-{os.getpid()}")
    try:
        if not replace and target.exists():
            raise FileExistsError
        handle = os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content)
                file.flush()
                os.fsync(file.fileno())
            _clear_leftovers(partial)
            if replace:
                partial.replace(target)
            else:
                _name(partial, target)
        finally:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
    except FileExistsError:
        raise UsageError(f"{target} exists already; it was left alone", f"Give another name with {option}.") from None
    except OSError as error:
        # A full disk is no fault of the command line.
        kind = MecoderError if error.errno in (errno.ENOSPC, errno.EDQUOT) else UsageError
        raise kind(
            f"cannot write {target}: {error.strerror}", f"Choose another place with {option}; nothing was written."
        ) from error


def _name(partial: Path, target: Path) -> None:
    """Give a finished file its name; one that is taken meanwhile is left alone."""
    try:
        os.link(partial, target)
    except FileExistsError:
        raise
    except OSError:
        # A memory stick knows no second names for a file.
        if target.exists():
            raise FileExistsError from None
        partial.rename(target)


def _clear_leftovers(partial: Path) -> None:
    """Remove what killed commands left of earlier tries, once it is an hour older than *partial*."""
    with suppress(OSError):
        name = re.compile(re.escape(partial.name.rpartition("-")[0]) + r"-\d+\Z")
        before = partial.stat().st_mtime - LEFTOVER_SECONDS
        for old in partial.parent.iterdir():
            if name.match(old.name) and old.stat().st_mtime < before:
                old.unlink(missing_ok=True)
