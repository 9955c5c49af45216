"""Read a person's answers from a file or from flags; every fault is reported with its key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from mecoder_cli.errors import UsageError
from mecoder_cli.pathway import Pathway, Question
from mecoder_cli.profile import NOBODY, Held, Profile, Raw

MAX_BYTES = 1_000_000
UNSURE = "unsure"
_FLAG_DAY = "\0day"
"""Marks the day of a flag such as ``CCA:2025-06-10``; no file can hold it."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


class _Refused(Exception):
    """One value that cannot be taken."""


def read_answers(pathway: Pathway, source: str, stdin: BinaryIO, day: date) -> Profile:
    """Return the person described by the file *source*; ``-`` reads standard input.

    Raises:
        UsageError: The file cannot be read or holds answers that cannot be used.
    """
    name = "standard input" if source == "-" else source
    return profile_from(pathway, _load(_bytes(source, stdin, name), name), day, name)


def _bytes(source: str, stdin: BinaryIO, name: str) -> bytes:
    try:
        if source == "-":
            content = stdin.read(MAX_BYTES + 1)
        else:
            path = Path(source)
            if path.is_dir():
                raise UsageError(f"{name} is a directory, not an answers file")
            with path.open("rb") as file:
                content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"cannot read {name}: {error.strerror}", "Check the path and its permissions.") from error
    except ValueError as error:
        raise UsageError(f"cannot read {name!r}: not a usable path") from error
    if len(content) > MAX_BYTES:
        raise UsageError(f"{name} is larger than {MAX_BYTES:,} bytes", "An answers file has about twenty lines.")
    return content


def _load(content: bytes, name: str) -> Mapping[str, Any]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is not text (UTF-8)", "Give a YAML or JSON file with answers.") from error
    if not text.strip():
        raise UsageError(f"{name} is empty", "Give at least one answer, such as: target: outpatient-coder")
    from mecoder_cli.strict_yaml import read

    document = read(text)
    if document.faults:
        lines = tuple(fault.text(name) for fault in document.faults)
        raise UsageError(f"{name} cannot be used", "Mend the lines named above.", lines)
    if not isinstance(document.content, dict):
        raise UsageError(f"{name} is not a mapping of answers", "Write lines such as: course_hours: 120")
    return document.content


def profile_from(pathway: Pathway, given: Mapping[str, Any], day: date, name: str) -> Profile:
    """Check *given* against the questions and return the person.

    Raises:
        UsageError: With one line for every answer that cannot be used.
    """
    profile = NOBODY
    faults: list[str] = []
    for key, value in given.items():
        question = pathway.questions.get(key)
        if question is None:
            faults.append(f"{key}: no such answer{_near(key, pathway.questions)}")
            continue
        try:
            profile = profile.with_answer(key, None if value == UNSURE else _checked(pathway, question, value, day))
        except _Refused as refused:
            faults.append(f"{key}: {refused}")
    if faults:
        count = "an answer" if len(faults) == 1 else f"{len(faults)} answers"
        raise UsageError(f"{name}: {count} cannot be used", "", tuple(faults))
    return profile


def set_answers(pathway: Pathway, profile: Profile, settings: Iterable[str], day: date) -> Profile:
    """Return *profile* with ``KEY=VALUE`` settings laid over it.

    Raises:
        UsageError: A setting is not of that form, or its value cannot be used.
    """
    given: dict[str, Any] = {}
    faults: list[str] = []
    for setting in settings:
        key, equals, text = setting.partition("=")
        if not equals:
            faults.append(f"{setting!r} is not KEY=VALUE")
        elif key.strip() in given:
            faults.append(f"{key.strip()}: set twice")
        else:
            given[key.strip()] = _from_flag(pathway.questions.get(key.strip()), text.strip(), faults)
    if faults:
        raise UsageError("--set cannot be used", "For example: --set course_hours=120", tuple(faults))
    if not given:
        return profile
    added = profile_from(pathway, given, day, "--set")
    for key in given:
        profile = profile.with_answer(key, added.answers.get(key))
    return profile


def _from_flag(question: Question | None, text: str, faults: list[str]) -> Any:
    if question is None or text == UNSURE:
        return text
    if not text:
        faults.append(f"{question.id}: no value is given")
        return text
    if question.type in ("credentials", "memberships") and not text.startswith("["):
        parts = [part.strip() for part in text.split(",") if part.strip() not in ("", "none")]
        return [_held_flag(part) for part in parts]
    if question.type == "units" and not text.startswith("{"):
        if text == "none":
            return {}
        pairs = [part.partition(":") for part in text.split(",") if part.strip()]
        return {key.strip(): _number(value.strip()) for key, _, value in pairs}
    if question.type in ("choice", "date", "county"):
        return text
    if question.type == "yes_no" and text.casefold() in ("yes", "no"):
        return text.casefold() == "yes"
    if question.type == "whole" and re.match(r"-?\d{1,15}\Z", text):
        return int(text)
    from mecoder_cli.strict_yaml import read

    document = read(text)
    faults += [f"{question.id}: {fault.message}" for fault in document.faults]
    return document.content


def _number(text: str) -> Any:
    if re.match(r"[0-9]{1,15}\Z", text):
        return int(text)
    return float(text) if re.match(r"[0-9]{1,9}\.[0-9]{1,9}\Z", text) else text


def _held_flag(part: str) -> Any:
    id_, colon, day = part.partition(":")
    return {"id": id_, _FLAG_DAY: day} if colon else id_


def parse(pathway: Pathway, question: Question, text: str, day: date) -> Raw:
    """Return what a person typed as an answer to *question*.

    Raises:
        ValueError: With the reason, in words for the person.
    """
    faults: list[str] = []
    value = _from_flag(question, text.strip(), faults)
    try:
        if faults:
            raise _Refused(f"{_shown(text)} is not an answer here")
        return _checked(pathway, question, value, day)
    except _Refused as refused:
        raise ValueError(str(refused)) from None


def as_flags(profile: Profile, questions: Mapping[str, Question]) -> str:
    """Return the answers as ``--set`` flags that can be pasted."""
    import shlex

    return " ".join(
        f"--set {shlex.quote(f'{key}={_flag(value)}')}" for key, value in as_plain(profile, questions).items()
    )


def _flag(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return ",".join(f"{key}:{count}" for key, count in value.items())
    if isinstance(value, list):
        parts = [entry if isinstance(entry, str) else ":".join(str(part) for part in entry.values()) for entry in value]
        return ",".join(parts) or "none"
    return str(value)


def _near(wanted: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(wanted, list(known), 1)
    return f"; did you mean {close[0]}?" if close else ""


def _checked(pathway: Pathway, question: Question, value: Any, day: date) -> Raw:
    kind = question.type
    if kind == "yes_no":
        if not isinstance(value, bool):
            raise _Refused(f"{_shown(value)} is not true or false")
        return value
    if kind == "whole":
        return whole_number(question, value)
    if kind in ("choice", "county"):
        return _choice(question, value)
    if kind == "date":
        return past_day(value, day)
    if kind == "units":
        return _units(pathway, question, value)
    return _list(pathway, question, value, day)


def whole_number(question: Question, value: Any) -> int:
    """Return *value* if it is a whole number within the question's bounds."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise _Refused(f"{_shown(value)} is not a whole number")
    if not question.low <= value <= question.high:
        raise _Refused(f"{value} is not between {question.low} and {question.high}")
    return value


def _choice(question: Question, value: Any) -> str:
    choices = [choice.id for choice in question.choices]
    for choice in choices:
        if isinstance(value, str) and value.casefold() == choice.casefold():
            return choice
    near = _near(str(value), choices)
    raise _Refused(f"{_shown(value)} is not one of {', '.join(choices)}{near}")


def _day(value: Any) -> date:
    if not isinstance(value, str) or not _DAY.match(value):
        raise _Refused(f"{_shown(value)} is not a date such as 2025-11-03")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _Refused(f"{value} is a date that does not exist") from None


def past_day(value: Any, day: date) -> date:
    """Return *value* as a day that is not in the future."""
    found = _day(value)
    if found > day:
        raise _Refused(f"{value} is in the future")
    if found.year < day.year - 100:
        raise _Refused(f"{value} is more than a hundred years ago")
    return found


def _units(pathway: Pathway, question: Question, value: Any) -> Mapping[str, float]:
    if not isinstance(value, dict):
        raise _Refused(f"{_shown(value)} is not a mapping such as {{{next(iter(pathway.bodies))}: 12}}")
    found = {}
    for key, count in value.items():
        if key not in pathway.bodies:
            raise _Refused(f"{_shown(key)} is not one of {', '.join(pathway.bodies)}{_near(key, pathway.bodies)}")
        # Certificates also give halves and quarters.
        is_part = isinstance(count, float) and round(count, 2) == count and question.low <= count <= question.high
        found[key] = count if is_part else whole_number(question, count)
    return found


def _list(pathway: Pathway, question: Question, value: Any, day: date) -> tuple[Held, ...]:
    if not isinstance(value, list):
        raise _Refused(f"{_shown(value)} is not a list such as [{next(iter(pathway.credentials))}]")
    is_credential = question.type == "credentials"
    known: Iterable[str] = pathway.credentials if is_credential else pathway.bodies
    name = "earned" if is_credential else "renews"
    found: dict[str, Held] = {}
    for entry in value:
        held = _held(entry, name, known, day if is_credential else None)
        if held.id in found:
            raise _Refused(f"{held.id} is given twice")
        if not is_credential and held.day is not None and held.day.year > day.year + 2:
            raise _Refused(f"{held.day} is too far ahead to end the present cycle")
        found[held.id] = held
    if is_credential:
        for id_ in found:
            final = pathway.credentials[id_].becomes
            if final in found:
                raise _Refused(f"{id_} has become {final}: give {final} only")
    return tuple(found.values())


def _held(entry: Any, name: str, known: Iterable[str], latest: date | None) -> Held:
    if isinstance(entry, str):
        entry = {"id": entry}
    if not isinstance(entry, dict) or "id" not in entry:
        raise _Refused(f"{_shown(entry)} is neither an id nor {{id, {name}}}")
    id_ = entry["id"]
    if not isinstance(id_, str):
        raise _Refused(f"{_shown(id_)} is not an id")
    if id_ not in known:
        match = next((one for one in known if isinstance(id_, str) and one.casefold() == id_.casefold()), None)
        if match is None:
            raise _Refused(f"{_shown(id_)} is not known{_near(str(id_).upper(), known)}")
        id_ = match
    strange = [key for key in entry if key not in ("id", _FLAG_DAY, name)]
    if strange:
        raise _Refused(f"{id_} has an unknown key {strange[0]!r}; use id and {name}")
    given = entry.get(name, entry.get(_FLAG_DAY))
    if given is None or given == UNSURE:
        return Held(id_, None)
    day = past_day(given, latest) if latest else _day(given)
    if latest is None and not 1990 <= day.year <= 2100:
        raise _Refused(f"{given} is not a plausible renewal date")
    return Held(id_, day)


def _shown(value: Any) -> str:
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
        return [{"id": held.id, name: held.day.isoformat()} if held.day else held.id for held in value]
    if isinstance(value, date):
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else value


def write_answers(profile: Profile, questions: Mapping[str, Question], target: Path) -> None:
    """Write the answers as YAML to *target*, whole or not at all.

    Raises:
        UsageError: The place cannot be written.
    """
    import yaml

    from mecoder_cli.files import write_whole

    text = yaml.safe_dump(as_plain(profile, questions), sort_keys=False, allow_unicode=True)
    write_whole(target, text, "--save", replace=True)
