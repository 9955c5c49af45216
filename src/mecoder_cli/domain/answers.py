"""Read a person's answers from a file or from flags; every fault is reported with its key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from mecoder_cli.domain.conditions import NO, atoms, evaluate
from mecoder_cli.domain.firm import Firm
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import NOBODY, Held, Profile, Raw
from mecoder_cli.domain.steps import Question
from mecoder_cli.errors import UsageError

UNSURE = "unsure"
FLAG_DAY = "\0day"
"""Marks the day of a flag such as ``CCA:2025-06-10``; no file can hold it."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


class Refused(Exception):
    """One value that cannot be taken."""


def profile_from(pathway: Pathway, given: Mapping[str, Any], day: date, name: str) -> Profile:
    """Check *given* against the questions and return the person.

    Raises:
        UsageError: With one line for every answer that cannot be used.
    """
    profile = NOBODY
    faults: list[str] = []
    known = [id_ for id_, asked in pathway.questions.items() if asked.type != "lapsed"]
    fix = ""
    for key, value in given.items():
        question = pathway.questions.get(key)
        if question is None or question.type == "lapsed":
            near = _near(key, known)
            faults.append(f"{key}: no such answer{near}")
            fix = fix if near else f"What can be answered: {', '.join(known)}"
            continue
        try:
            profile = profile.with_answer(key, None if value == UNSURE else checked(pathway, question, value, day))
        except Refused as refused:
            faults.append(f"{key}: {refused}")
    if faults:
        count = "an answer" if len(faults) == 1 else f"{len(faults)} answers"
        raise UsageError(f"{name}: {count} cannot be used", fix, tuple(faults))
    return profile


def contradictions(pathway: Pathway, profile: Profile, day: date) -> None:
    """Refuse answers that contradict each other.

    Raises:
        UsageError: With one line for every answer that does not go with another, both named.
    """
    firm, faults = Firm(pathway, profile, day), []
    for question in pathway.questions.values():
        if not profile.has(question.id):
            continue
        if question.beside and not profile.has(question.beside):
            faults.append(f"{question.id}: says nothing without {question.beside}; give both")
        elif evaluate(question.only_if, firm) == NO:
            others = ", ".join(dict.fromkeys(atom.question for atom in atoms(question.only_if)))
            faults.append(f"{question.id}: contradicts {others}; change one of them")
    if faults:
        raise UsageError("answers contradict each other", "", tuple(faults))


def _near(wanted: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(wanted, list(known), 1)
    return f"; did you mean {close[0]}?" if close else ""


def checked(pathway: Pathway, question: Question, value: Any, day: date) -> Raw:
    """Return *value* as an answer to *question*.

    Raises:
        Refused: It cannot be one.
    """
    kind = question.type
    if kind == "yes_no":
        if not isinstance(value, bool):
            raise Refused(f"{quoted(value)} is not true or false")
        return value
    if kind == "whole":
        return whole_number(question, value)
    if kind == "county" and isinstance(value, str):
        # Whoever names their town has told the county.
        towns = {town.casefold(): county for town, county in pathway.towns().items()}
        value = towns.get(value.casefold(), value)
    if kind in ("choice", "county"):
        if question.counted and isinstance(value, int) and not isinstance(value, bool):
            return whole_number(question._replace(low=0, high=int(question.counted)), value)
        return _choice(question, value)
    if kind == "date":
        return _day_ahead(value, day) if question.ahead else past_day(value, day)
    if kind == "aids":
        return _ids(value, [aid.id for aid in pathway.aid])
    if kind == "units":
        return _units(pathway, question, value)
    return _list(pathway, question, value, day)


def whole_number(question: Question, value: Any) -> int:
    """Return *value* if it is a whole number within the question's bounds."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused(f"{quoted(value)} is not a whole number")
    if not question.low <= value <= question.high:
        raise Refused(f"{value} is not between {question.low} and {question.high}")
    return value


def _choice(question: Question, value: Any) -> str:
    choices = [choice.id for choice in question.choices]
    for choice in choices:
        if isinstance(value, str) and value.casefold() == choice.casefold():
            return choice
    near = _near(str(value), choices)
    raise Refused(f"{quoted(value)} is not one of {', '.join(choices)}{near}")


def _day(value: Any) -> date:
    if not isinstance(value, str) or not _DAY.match(value):
        raise Refused(f"{quoted(value)} is not a date such as 2025-11-03")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Refused(f"{value} is a date that does not exist") from None


def past_day(value: Any, day: date) -> date:
    """Return *value* as a day that is not in the future."""
    found = _day(value)
    if found > day:
        raise Refused(f"{value} is in the future")
    if found.year < day.year - 100:
        raise Refused(f"{value} is more than a hundred years ago")
    return found


def _day_ahead(value: Any, day: date) -> date:
    """Return *value* as a day that may lie ahead, though not for ever."""
    found = _day(value)
    if abs(found.year - day.year) > 10:
        raise Refused(f"{value} is more than ten years away")
    return found


def _ids(value: Any, known: Iterable[str]) -> tuple[Held, ...]:
    if not isinstance(value, list):
        raise Refused(f"{quoted(value)} is not a list such as [{next(iter(known), '')}]")
    for one in value:
        if one not in known:
            raise Refused(f"{quoted(one)} is not one of {', '.join(known)}{_near(str(one), known)}")
    return tuple(Held(one, None) for one in dict.fromkeys(value))


def _units(pathway: Pathway, question: Question, value: Any) -> Mapping[str, float]:
    if not isinstance(value, dict):
        raise Refused(f"{quoted(value)} is not a mapping such as {{{next(iter(pathway.bodies))}: 12}}")
    found = {}
    for key, count in value.items():
        if key not in pathway.bodies:
            raise Refused(f"{quoted(key)} is not one of {', '.join(pathway.bodies)}{_near(key, pathway.bodies)}")
        # Certificates also give halves and quarters.
        is_part = isinstance(count, float) and round(count, 2) == count and question.low <= count <= question.high
        found[key] = count if is_part else whole_number(question, count)
    return found


def _list(pathway: Pathway, question: Question, value: Any, day: date) -> tuple[Held, ...]:
    if not isinstance(value, list):
        raise Refused(f"{quoted(value)} is not a list such as [{next(iter(pathway.credentials))}]")
    is_credential = question.type == "credentials"
    known: Iterable[str] = pathway.credentials if is_credential else pathway.bodies
    name = "earned" if is_credential else "renews"
    found: dict[str, Held] = {}
    for entry in value:
        held = _held(entry, name, known, day if is_credential else None)
        if held.id in found:
            raise Refused(f"{held.id} is given twice")
        if not is_credential and held.day is not None and held.day.year > day.year + 2:
            raise Refused(f"{held.day} is too far ahead to end the present cycle")
        found[held.id] = held
    if is_credential:
        for id_ in found:
            final = pathway.credentials[id_].becomes
            if final in found:
                raise Refused(f"{id_} has become {final}: give {final} only")
    return tuple(found.values())


def _held(entry: Any, name: str, known: Iterable[str], latest: date | None) -> Held:
    if isinstance(entry, str):
        entry = {"id": entry}
    if not isinstance(entry, dict) or "id" not in entry:
        raise Refused(f"{quoted(entry)} is neither an id nor {{id, {name}}}")
    id_ = entry["id"]
    if not isinstance(id_, str):
        raise Refused(f"{quoted(id_)} is not an id")
    if id_ not in known:
        match = next((one for one in known if isinstance(id_, str) and one.casefold() == id_.casefold()), None)
        if match is None:
            raise Refused(f"{quoted(id_)} is not known{_near(str(id_).upper(), known)}")
        id_ = match
    keys = ("id", name) if latest else ("id", name, "paid_until")
    strange = [key for key in entry if key not in (*keys, FLAG_DAY)]
    if strange:
        raise Refused(f"{id_} has an unknown key {strange[0]!r}; use {', '.join(keys[:-1])} and {keys[-1]}")
    paid = _day(entry["paid_until"]) if entry.get("paid_until") not in (None, UNSURE) else None
    given = entry.get(name, entry.get(FLAG_DAY))
    if given is None or given == UNSURE:
        return Held(id_, None, paid)
    day = past_day(given, latest) if latest else _day(given)
    if latest is None and not 1990 <= day.year <= 2100:
        raise Refused(f"{given} is not a plausible renewal date")
    return Held(id_, day, paid)


def quoted(value: Any) -> str:
    """Return a value as it stands in a message, cut where it is long."""
    text = repr(value) if not isinstance(value, bool) else str(value).lower()
    return text if len(text) <= 40 else f"{text[:37]}..."


def as_plain(profile: Profile, questions: Mapping[str, Question]) -> dict[str, Any]:
    """Return the answers in the order of the questions, ready to be written as YAML."""
    plain: dict[str, Any] = {}
    for id_, question in questions.items():
        if id_ in profile.unsure:
            plain[id_] = UNSURE
        elif id_ in profile.answers:
            plain[id_] = _plain(profile.answers[id_], "earned" if question.type == "credentials" else "renews")
    return plain


def _plain(value: Raw, name: str) -> Any:
    if isinstance(value, tuple):
        return [_plain_held(held, name) for held in value]
    if isinstance(value, date):
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else value


def _plain_held(held: Held, name: str) -> Any:
    days = {name: held.day, "paid_until": held.paid_until}
    told = {key: day.isoformat() for key, day in days.items() if day}
    return {"id": held.id, **told} if told else held.id
