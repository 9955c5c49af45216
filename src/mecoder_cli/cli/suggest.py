"""Did you mean: words of the trade as well as commands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from mecoder_cli.errors import UsageError

T = TypeVar("T")


def near(wanted: str, known: Iterable[str], many: int = 3) -> list[str]:
    """Return the known words closest to *wanted*, whatever the case and the hyphens."""
    from difflib import get_close_matches

    def bare(word: str) -> str:
        return word.casefold().replace("-", "").replace(".", "").replace("_", "").replace(" ", "")

    by_bare = {bare(word): word for word in known}
    close = get_close_matches(bare(wanted), by_bare, many, 0.6)
    return [by_bare[one] for one in close]


FEW = 8
"""So many ids can be told in a line."""


def no_such(kind: str, wanted: str, known: Iterable[str]) -> UsageError:
    """Return the refusal of an unknown id, with the closest known ones, or all of a few."""
    known = list(known)
    close = near(wanted, known)
    there = f"There are: {', '.join(known)}" if len(known) <= FEW else ""
    hint = f"Did you mean {' or '.join(close)}?" if close else there
    return UsageError(f"no {kind} has the id {wanted!r}", hint)


def find(wanted: str, known: Iterable[str]) -> str | None:
    """Return the known id that *wanted* names, whatever the case."""
    return next((one for one in known if one.casefold() == wanted.casefold()), None)


def pick(kind: str, wanted: str, known: Iterable[str]) -> str:
    """Return the known id that *wanted* names, whatever the case.

    Raises:
        UsageError: There is none; the closest ones are told.
    """
    found = find(wanted, known)
    if found is None:
        raise no_such(kind, wanted, known)
    return found


def picked(command: str, what: str, which: str, found: Sequence[T], names: Sequence[str]) -> list[tuple[int, T]]:
    """Return what stands at a number of a list, or all whose name holds a word, each with its number.

    Raises:
        UsageError: There is none.
    """
    if which.isascii() and which.isdigit():
        if len(which) < 4 and 1 <= int(which) <= len(found):
            return [(int(which), found[int(which) - 1])]
        raise UsageError(f"there is no {what.split()[0]} {which}", f"There are {len(found)}: mecoder {command} --full")
    wanted = which.casefold().strip()
    held = [
        (number, one)
        for number, (one, name) in enumerate(zip(found, names, strict=True), 1)
        if wanted in name.casefold()
    ]
    if not held or not wanted:
        # As it is written in a name, not in an id.
        words = {word.casefold(): word for name in reversed(names) for word in reversed(name.split())}
        close = near(which, list(words.values()))
        hint = f"Did you mean {' or '.join(close)}?" if close else f"See: mecoder {command} --full"
        raise UsageError(f"no {what} here is called {which!r}", hint)
    return held
