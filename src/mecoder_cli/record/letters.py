"""Drafts of the letters that somebody else signs, filled from the ledger."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from mecoder_cli.domain.pathway import Letter
from mecoder_cli.record.journal import Event

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


def fields_of(letter: Letter, event: Event, name: str, day: date) -> Mapping[str, str]:
    """Return what an entry has to say for the blanks of *letter*."""
    data = event.data
    signer = str(data.get("signer", ""))
    role = next((choice.label for choice in letter.signers if choice.id == signer), signer)
    last = data.get("to")
    known = {
        "name": name,
        "employer": data.get("employer", ""),
        "start": _written(data.get("from")),
        "end": _written(last or data.get("date"))
        or (f"the present ({_written(day.isoformat())})" if data.get("from") else ""),
        "hours": _number(data.get("hours_per_week")),
        "title": data.get("title", ""),
        "code sets": _listed(data.get("code_sets", [])),
        "duties": data.get("duties", ""),
        "signer": role,
        "school": data.get("school", ""),
        "contact hours": _number(data.get("hours")),
    }
    return {key: str(value) for key, value in known.items() if value}


def draft(letter: Letter, event: Event, name: str, day: date) -> Draft:
    """Return the letter for one entry, with what the rule would still reject."""
    known = fields_of(letter, event, name, day)
    lines = tuple(_BLANK.sub(lambda match: known.get(match[1], f"{_GAP} [{match[1]}]"), line) for line in letter.lines)
    refused: list[str] = []
    lacking: set[str] = set()
    for element in letter.elements:
        blank = [need for need in element.needs if need not in known]
        lacking |= set(blank)
        if blank:
            refused.append(f"{element.text}: {', '.join(blank)} not known")
        elif element.least:
            given = event.data.get("hours", 0)
            if given < element.least:
                refused.append(f"{element.text}: the entry says {given:g}")
                lacking.add("hours")
    signer = event.data.get("signer")
    if signer and letter.signers and signer not in {choice.id for choice in letter.signers}:
        allowed = ", ".join(choice.label for choice in letter.signers)
        refused.append(f"{signer} may not sign; it must be one of: {allowed}")
        lacking.add("signer")
    on_paper = tuple(element.text for element in letter.elements if element.on_paper)
    about = event.data.get("employer") or event.data.get("school") or event.data.get("title") or f"entry {event.id}"
    return Draft(letter, str(about), lines, tuple(refused), on_paper, _fill(letter, event, lacking))


def _fill(letter: Letter, event: Event, lacking: set[str]) -> str:
    """Return the command that fills what an entry leaves blank; nothing when it is not the entry."""
    from shlex import quote

    data = event.data
    signers = "|".join(choice.id for choice in letter.signers)
    options = {
        "code sets": "--code-sets A,B", "duties": "--duties 'the coding done'", "signer": f"--signer {signers}",
    }  # fmt: skip
    given = [option for blank, option in options.items() if blank in lacking]
    if "from" in data and given:
        start = f"mecoder log {data['record']} --employer {quote(str(data['employer']))} --from {data['from']}"
        return f"{start} {' '.join(given)}"
    if lacking - {"name"}:
        return f"mecoder undo {event.id}   (then log it again with what is missing)"
    return "this command with --name 'Your Full Name'" if "name" in lacking else ""


def _written(day: str | None) -> str:
    if not day:
        return ""
    found = date.fromisoformat(day)
    return f"{found.day} {found:%B} {found.year}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _listed(values: list[str]) -> str:
    return values[0] if len(values) == 1 else ", ".join(values[:-1]) + (f" and {values[-1]}" if values else "")
