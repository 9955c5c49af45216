"""What the files of a folder of journals are called."""

from __future__ import annotations

import re
from pathlib import Path

from mecoder_cli.errors import UsageError

SUFFIX = ".sqlite3"
BACKUPS = "backups"
"""The folder beside the journals that holds their copies."""
CURRENT = "current"
"""The file that names the profile in use."""

_NAME = re.compile(r"\w[\w \-]{0,39}\Z")
_DATED = re.compile(r"\.\d{4}-\d\d-\d\d\.sqlite3\Z")
_LOST = re.compile(r"\.(?:damaged|removed)-(\d{8}T?\d{0,6})(?:-(\d+))?\.sqlite3\Z")
_FORMER = re.compile(r"\.before-(\d{8}T?\d{0,6})")
_LEFTOVER = re.compile(r"(?:current\.\d+|.+\.new-\d+(?:-journal)?|.+\.part(?:-\d+)?(?:-journal)?)\Z")


def is_name(name: str) -> bool:
    """Return whether a profile can be called *name*."""
    return bool(_NAME.match(name)) and name == name.strip()


def checked_name(name: str) -> str:
    """Return *name* if a profile can be called so.

    Raises:
        UsageError: It cannot.
    """
    if not is_name(name):
        raise UsageError(
            f"{name!r} cannot be the name of a profile",
            "Use letters, digits, spaces, - or _; at most 40, such as: mecoder profile new anna",
        )
    return name


def is_dated(path: Path) -> bool:
    """Return whether *path* is the backup of an earlier day."""
    return bool(_DATED.search(path.name))


def lost_at(path: Path) -> tuple[str, int] | None:
    """Return when a journal was set aside or removed, as its name tells; ``None`` where *path* is no such file.

    The number tells two of the same second apart.
    """
    found = _LOST.search(path.name)
    return (found[1], int(found[2] or 1)) if found else None


def former_at(path: Path) -> str | None:
    """Return when a copy was set apart from the present journal, as its name tells."""
    found = _FORMER.search(path.name)
    return found[1] if found else None


def is_leftover(path: Path) -> bool:
    """Return whether *path* is the unfinished work of a command that was killed."""
    return bool(_LEFTOVER.match(path.name))


def free(path: Path) -> Path:
    """Return *path*, or the first of its numbered neighbors that is not taken."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.name[: -len(SUFFIX)]}-{number}{SUFFIX}")
    return found


def stamp(now: str) -> str:
    """Return a moment as it stands in the name of a file."""
    return re.sub(r"[^0-9T]", "", now)[:15]


def quoted(name: str) -> str:
    """Return *name* as it is typed on a command line."""
    return f"'{name}'" if " " in name else name


def counted(entries: int) -> str:
    """Return how many entries, in words."""
    return f"{entries} {'entry' if entries == 1 else 'entries'}"
