"""What every command that writes to the journal shares: add, then tell what changed and how to undo it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from mecoder_cli.cli.session import Session
from mecoder_cli.domain.plan import Plan
from mecoder_cli.domain.profile import NOBODY, Profile
from mecoder_cli.errors import UsageError
from mecoder_cli.planner import Planner
from mecoder_cli.record.standing import Standing

MAX_TEXT = 300
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def plan_now(session: Session) -> tuple[Profile, Plan]:
    """Return the stored person, or nobody, with the plan."""
    profile = session.standing.profile if session.profile_name is not None else NOBODY
    return profile, Planner(session.pathway).plan(profile, session.day)


def person_of(session: Session, answers: str | None, settings: Sequence[str]) -> tuple[str, Standing]:
    """Return the person in use with what was logged; ``--set`` and ``--answers`` lie over it as everywhere.

    Raises:
        UsageError: No answers are given and there is no profile.
    """
    from mecoder_cli.record.work import Months

    if answers is None and not settings:
        session.need_profile()
    profile = session.person(answers, settings)
    if session.uses_profile(answers) and session.profile_name is not None:
        return session.profile_name, session.standing._replace(profile=profile)
    return "answers given", Standing(profile, {}, (), (), Months(0, 0), 0.0)


def keep(
    session: Session, said: str, entries: Sequence[tuple[str, Mapping[str, Any]]], remarks: Sequence[str], as_json: bool
) -> None:
    """Add *entries*, then show what they changed in the plan."""
    before = plan_now(session)
    notes_before = set(session.standing.notes) if session.profile_name is not None else set()
    made = session.keep(entries)
    after = plan_now(session)
    notes = (*remarks, *(note for note in session.standing.notes if note not in notes_before))
    if as_json:
        from mecoder_cli.contract.record import kept_json

        session.write_json(kept_json(made, before[1], after[1], notes))
        return
    from mecoder_cli.screens.entries import kept_screen

    where = str(session.profile_name) if len(session.store.names()) > 1 else ""
    session.show(kept_screen(session.pathway, said, made, before, after, notes, session.glyphs, where))


def day_option(session: Session, name: str, given: str, *, future: bool = False) -> str:
    """Return a date given on the command line, ISO.

    Raises:
        UsageError: It is no date, not plausible, or in the future where it must not be.
    """
    try:
        found = date.fromisoformat(given) if _DAY.match(given) else None
    except ValueError:
        raise UsageError(f"{name}: {given} is a date that does not exist") from None
    if found is None:
        raise UsageError(f"{name}: {given!r} is not a date such as {session.day.isoformat()}")
    if not 1950 <= found.year <= 2200:
        raise UsageError(f"{name}: {given} is not a plausible day")
    if found > session.day and not future:
        raise UsageError(
            f"{name}: {given} is in the future", f"Today is {session.day}; record it once it has happened."
        )
    return found.isoformat()


def text_option(name: str, given: str) -> str:
    """Return a text given on the command line, without control characters.

    Raises:
        UsageError: It is empty or far too long.
    """
    from mecoder_cli.output.blocks import clean

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


def usd_option(data: dict[str, Any], usd: float | None) -> None:
    """Note what was paid."""
    if usd is not None:
        data["usd"] = number_option("--usd", usd, 0, 1_000_000)


def proof_option(data: dict[str, Any], proof: str | None) -> None:
    """Note the file that proves it, by path and fingerprint."""
    if proof is not None:
        from mecoder_cli.record.evidence import fingerprint

        data["proof"] = fingerprint(proof)
