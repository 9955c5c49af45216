"""Did you mean: words of the trade as well as commands."""

from __future__ import annotations

from collections.abc import Iterable

from mecoder_cli.errors import UsageError


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
