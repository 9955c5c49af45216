"""Answers on the command line, and as a person types them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from shlex import quote
from typing import Any

from mecoder_cli.domain.answers import FLAG_DAY, UNSURE, Refused, as_plain, checked, profile_from, quoted
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Profile, Raw
from mecoder_cli.domain.steps import Question
from mecoder_cli.errors import UsageError


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
    if question.type == "aids" and not text.startswith("["):
        return [part.strip() for part in text.split(",") if part.strip() not in ("", "none")]
    if question.type == "units" and not text.startswith("{"):
        if text == "none":
            return {}
        pairs = [part.partition(":") for part in text.split(",") if part.strip()]
        return {key.strip(): _number(value.strip()) for key, _, value in pairs}
    if question.counted and text.isascii() and text.isdigit():
        return int(text)
    if question.type in ("choice", "date", "county"):
        return text
    if question.type == "yes_no" and text.casefold() in ("yes", "no"):
        return text.casefold() == "yes"
    if question.type == "whole" and re.match(r"-?\d{1,15}\Z", text):
        return int(text)
    from mecoder_cli.strict_yaml import read  # YAML, which a plain flag is spared

    document = read(text)
    faults += [f"{question.id}: {fault.message}" for fault in document.faults]
    return document.content


def _number(text: str) -> Any:
    if re.match(r"[0-9]{1,15}\Z", text):
        return int(text)
    return float(text) if re.match(r"[0-9]{1,9}\.[0-9]{1,9}\Z", text) else text


def _held_flag(part: str) -> Any:
    id_, colon, day = part.partition(":")
    return {"id": id_, FLAG_DAY: day} if colon else id_


def parse(pathway: Pathway, question: Question, text: str, day: date) -> Raw:
    """Return what a person typed as an answer to *question*.

    Raises:
        ValueError: With the reason, in words for the person.
    """
    faults: list[str] = []
    value = _from_flag(question, text.strip(), faults)
    try:
        if faults:
            raise Refused(f"{quoted(text)} is not an answer here")
        return checked(pathway, question, value, day)
    except Refused as refused:
        raise ValueError(str(refused)) from None


def as_flags(profile: Profile, questions: Mapping[str, Question]) -> str:
    """Return the answers as ``--set`` flags that can be pasted."""
    return " ".join(f"--set {quote(f'{key}={_flag(value)}')}" for key, value in as_plain(profile, questions).items())


def _flag(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return ",".join(f"{key}:{count}" for key, count in value.items())
    if isinstance(value, list):
        parts = [entry if isinstance(entry, str) else ":".join(str(part) for part in entry.values()) for entry in value]
        return ",".join(parts) or "none"
    return str(value)
