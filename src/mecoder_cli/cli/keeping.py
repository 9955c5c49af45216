"""What every command that writes to the journal shares: add, then tell what changed and how to undo it."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from mecoder_cli.cli import changes
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.streams import out, tell_beside
from mecoder_cli.contract.record import kept_json
from mecoder_cli.conversation.receipts import BOUNDS
from mecoder_cli.conversation.typed import day_of, exact_day_of, number_of
from mecoder_cli.domain.answers import as_plain
from mecoder_cli.domain.plan import Plan
from mecoder_cli.domain.profile import NOBODY, Profile
from mecoder_cli.errors import UsageError
from mecoder_cli.output.blocks import clean
from mecoder_cli.record.entries import Answered, Cleared, Entry, File, Work
from mecoder_cli.record.evidence import fingerprint
from mecoder_cli.record.kept import Kept
from mecoder_cli.screens.entries import kept_screen

MAX_TEXT = 300
DAYS = "Also: today, yesterday, last Friday, next Monday, 5/10/2024, May 10, 2024."
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def plan_now(session: Session) -> tuple[Profile, Plan]:
    """Return the stored person, or nobody, with the plan."""
    profile = session.standing.profile if session.profile_name is not None else NOBODY
    return profile, session.plan(profile)


def keep(session: Session, said: str, entries: Sequence[Entry], remarks: Sequence[str], *, counts: bool = True) -> None:
    """Add *entries*, then show what they changed in the plan; *counts* tells whether any of them counts."""
    before = plan_now(session)
    notes_before = set(session.standing.notes) if session.profile_name is not None else set()
    made = session.keep(entries)
    after = plan_now(session)
    notes = (*remarks, *(note for note in session.standing.notes if note not in notes_before))
    where = str(session.profile_name) if len(session.store.names()) > 1 else ""
    months = (
        session.standing.months if any(isinstance(entry, Work) and not entry.planned for entry in entries) else None
    )
    kept = Kept(said, made, before, after, notes, where, counts, months, session.names_profile)
    session.tell(lambda: kept_screen(session.pathway, kept, session.glyphs), lambda: kept_json(kept))


def saver(session: Session) -> Callable[[str, Profile], None]:
    """Return what keeps each answer of an interview as it is given."""

    def save(question: str, now: Profile) -> None:
        plain = as_plain(now, session.pathway.questions)
        if question in plain:
            session.keep([Answered(question, plain[question])])
        else:
            session.keep([Cleared(question)])
        # Between two questions Ctrl-C ends the interview, which says that the answers are kept.
        changes.ended()

    return save


def tell_done(text: str) -> None:
    """Tell what was done; also where that cannot be written."""
    changes.made(f"Done all the same. {text}")
    out(f"{text}\n")


def agreed(session: Session, told: str, question: str, command: str) -> bool:
    """Tell what will happen and ask; where nobody is there, refuse with the command that needs no asking."""
    if not session.can_ask:
        raise UsageError(told, f"Nobody is here to ask. To do it: {command}")
    tell_beside(f"{told}\n")
    return asked_for(f"{question} [y/N] ")


def asked_for(question: str, *, default: bool = False) -> bool:
    """Return whether the person wants it; Enter alone is the default, the end of input (Ctrl-D) is no."""
    tell_beside(question)
    said = sys.stdin.readline()
    if said.strip().casefold() in ("y", "yes") or (default and said == "\n"):
        return True
    tell_beside("Nothing was changed.\n")
    return False


Given = TypeVar("Given")
Read = TypeVar("Read")


def if_given(value: Given | None, read: Callable[[Given], Read]) -> Read | None:
    """Return an option as *read* takes it; nothing where it was left out."""
    return None if value is None else read(value)


def day_option(session: Session, name: str, given: str | None, *, future: bool = False) -> date:
    """Return a date given on the command line; the session's day where it was left out.

    Raises:
        UsageError: It is no date, not plausible, or in the future where it must not be.
    """
    if given is None:
        return session.day
    found = exact_day_of(given, session.day)
    if found is None:
        if _DAY.match(given):
            raise UsageError(f"{name}: {given} is a date that does not exist")
        within = day_of(given, None if future else session.day)
        if within is not None:
            raise UsageError(f"{name}: {given!r} leaves the day open; give it, such as {within.isoformat()}", DAYS)
        raise UsageError(f"{name}: {given!r} is not a date such as {session.day.isoformat()}", DAYS)
    if not 1950 <= found.year <= 2200:
        raise UsageError(f"{name}: {given} is not a plausible day")
    if found > session.day and not future:
        raise UsageError(
            f"{name}: {given} is in the future", f"Today is {session.day}; record it once it has happened."
        )
    return found


def text_option(name: str, given: str) -> str:
    """Return a text given on the command line, without control characters.

    Raises:
        UsageError: It is empty or far too long.
    """
    text = " ".join(clean(given).split())
    if not text:
        raise UsageError(f"{name}: nothing is given")
    if len(text) > MAX_TEXT:
        raise UsageError(f"{name}: longer than {MAX_TEXT} characters")
    return text


def number_option(name: str, given: float, low: float, high: float, whole: bool = False) -> float:
    """Return a number given on the command line; a whole one as ``int``.

    Raises:
        UsageError: It is out of bounds or has too many decimals.
    """
    if not low <= given <= high:
        raise UsageError(f"{name}: {given:g} is not between {low:g} and {high:g}")
    if whole and given != int(given):
        raise UsageError(f"{name}: {given:g} is not a whole number")
    if round(given, 2) != given:
        raise UsageError(f"{name}: {given:g} has more than two decimals")
    return int(given) if given == int(given) else given


def usd_option(usd: float | None) -> float | None:
    """Return what was paid."""
    return if_given(usd, lambda paid: number_option("--usd", paid, *BOUNDS["usd"]))


def file_option(path: str | None) -> File | None:
    """Return the file that proves it, by path and fingerprint."""
    return if_given(path, fingerprint)


def needed(
    session: Session, name: str, given: str | None, ask: str, read: Callable[[str], Read], default: str = ""
) -> Read:
    """Return an option that must be there: as it was given, or as a person answers.

    Args:
        session: Whose run it is.
        name: The option, such as ``--date``.
        given: What was typed for it, if anything.
        ask: The question, where somebody is there to answer.
        read: Reads what was typed.
        default: What Enter alone means; nothing where something must be typed.

    Raises:
        UsageError: It cannot be read, or it is missing and nobody can be asked.
    """
    if given is not None:
        return read(given)
    if not session.can_ask or session.as_json:
        raise UsageError(f"{name} is missing", "Give it, or leave it away in a terminal: there it is asked.")
    from mecoder_cli.conversation.prompts import prompter  # whoever gives all of it is spared the prompts

    def wrong(text: str) -> str | None:
        if not text and default:
            return None
        if text == "<":
            return "Type it, or stop with Ctrl-C."
        try:
            read(text)
        except UsageError as error:
            return " ".join((error.message.removeprefix(f"{name}: "), error.hint)).strip()
        return None

    asked = prompter(session.is_accessible).line(f"{ask}{f' [{default}]' if default else ''}", wrong, "")
    return read(asked or default)


def number_of_option(name: str, given: str, low: float, high: float, whole: bool = False) -> float:
    """Return a number that was typed, as people write it.

    Raises:
        UsageError: It is no number, out of bounds or has too many decimals.
    """
    try:
        number = float(given if "." in given else number_of(given))
    except ValueError:
        raise UsageError(f"{name}: {given!r} is not a number") from None
    return number_option(name, number, low, high, whole)
