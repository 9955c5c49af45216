"""Drafts of the letters that somebody else signs, filled from the ledger."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from shlex import quote
from typing import NamedTuple

from mecoder_cli.domain.pathway import Letter
from mecoder_cli.record.entries import Course, Logged, Work
from mecoder_cli.record.journal import Log

_BLANK = re.compile(r"\[([^\]]+)\]")
_GAP = "________"


class Draft(NamedTuple):
    """A letter as far as the ledger can write it."""

    letter: Letter
    title: str
    lines: tuple[str, ...]
    refused: tuple[str, ...]
    """What would be rejected as it stands."""
    on_paper: tuple[str, ...]
    """What only the signer can add."""
    fill: str
    """The command that fills blanks of the entry."""


def fields_of(letter: Letter, entry: Logged, name: str, day: date) -> Mapping[str, str]:
    """Return what an entry has to say for the blanks of *letter*."""
    known = {"name": name}
    if isinstance(entry, Work):
        role = next((choice.label for choice in letter.signers if choice.id == entry.signer), entry.signer)
        known |= {
            "employer": entry.employer, "start": _written(entry.start),
            "end": _written(entry.end) if entry.end else f"the present ({_written(day)})",
            "hours": _number(entry.hours_per_week), "title": entry.title, "code sets": _listed(entry.code_sets),
            "duties": entry.duties, "signer": role,
        }  # fmt: skip
    elif isinstance(entry, Course):
        known |= {
            "end": _written(entry.date), "title": entry.title, "school": entry.school,
            "contact hours": _number(entry.hours),
        }  # fmt: skip
    return {blank: text for blank, text in known.items() if text}


def about(one: Log) -> str:
    """Return whom or what a letter about an entry speaks of."""
    told = (getattr(one.entry, name, "") for name in ("employer", "school", "title"))
    return next((text for text in told if text), f"entry {one.id}")


def draft(letter: Letter, one: Log, name: str, day: date) -> Draft:
    """Return the letter for one entry, with what the rule would still reject."""
    entry = one.entry
    known = fields_of(letter, entry, name, day)
    lines = tuple(_BLANK.sub(lambda match: known.get(match[1], f"{_GAP} [{match[1]}]"), line) for line in letter.lines)
    refused: list[str] = []
    lacking: set[str] = set()
    for element in letter.elements:
        blank = [need for need in element.needs if need not in known]
        lacking |= set(blank)
        if blank:
            refused.append(f"{element.text}: {', '.join(blank)} not known")
        elif element.least:
            given = entry.hours if isinstance(entry, Course) else 0
            if given < element.least:
                refused.append(f"{element.text}: the entry says {given:g}")
                lacking.add("hours")
    signer = entry.signer if isinstance(entry, Work) else ""
    if signer and letter.signers and signer not in {choice.id for choice in letter.signers}:
        allowed = ", ".join(choice.label for choice in letter.signers)
        refused.append(f"{signer} may not sign; it must be one of: {allowed}")
        lacking.add("signer")
    on_paper = tuple(element.text for element in letter.elements if element.on_paper)
    return Draft(letter, about(one), lines, tuple(refused), on_paper, _fill(letter, one, lacking))


def _fill(letter: Letter, one: Log, lacking: set[str]) -> str:
    """Return the command that fills what an entry leaves blank; nothing when it is not the entry."""
    entry = one.entry
    signers = "|".join(choice.id for choice in letter.signers)
    options = {
        "code sets": "--code-sets A,B", "duties": "--duties 'the coding done'", "signer": f"--signer {signers}",
    }  # fmt: skip
    given = [option for blank, option in options.items() if blank in lacking]
    if isinstance(entry, Work) and given:
        again = f"mecoder log {entry.record} --employer {quote(entry.employer)} --from {entry.start}"
        return f"{again} {' '.join(given)}"
    if lacking - {"name"}:
        return f"mecoder undo {one.id}   (then log it again with what is missing)"
    return "this command with --name 'Your Full Name'" if "name" in lacking else ""


def _written(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _listed(values: Sequence[str]) -> str:
    return values[0] if len(values) == 1 else ", ".join(values[:-1]) + (f" and {values[-1]}" if values else "")
