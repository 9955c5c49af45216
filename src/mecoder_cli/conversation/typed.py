"""What people type, in the form that is kept: dates, sums and numbers written as people write them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from mecoder_cli.domain.facts import MONTHS
from mecoder_cli.domain.renewals import add_months
from mecoder_cli.domain.steps import Question

_MONTHS = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
_NUMBER = re.compile(
    r"\$?\s*(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d+)?)\s*(?P<k>k\b)?\s*(?P<unit>[A-Za-z. /]*)",
    re.IGNORECASE,
)
_PERIOD = re.compile(r"day|dai|week|month|year")
DOLLARS = {"USD": ("do", "us")}
"""How else a unit begins that people write out."""
MIDDLE_MONTH = 7
"""A year alone is read as its middle, a month as its first day."""


def tidy(question: Question, text: str, latest: date | None = None) -> str:
    """Return *text* as an answer to *question* is written: ``12 hours`` as ``12``, ``45k`` as ``45000``, ``May 2024`` as a day."""
    if question.type == "date":
        found = day_of(text, latest)
        return found.isoformat() if found else text
    if question.type == "whole":
        return number_of(text, question.unit)
    return text


def number_of(text: str, unit: str = "") -> str:
    """Return the number that *text* says, without its sign and unit; *text* itself where it says none, or another unit."""
    if text.strip().casefold() in ("none", "no", "zero"):
        return "0"
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return text
    said = match["unit"].strip(" .").lower()
    if unit == "months" and said in ("year", "years"):
        return f"{float(match['number']) * 12:.0f}"
    if said and unit and said[:2] not in (unit[:2].lower(), *DOLLARS.get(unit, ())):
        return text
    # Two hours a day are no two hours a week, and how many they are nobody knows but who says it.
    if said and unit and not set(_PERIOD.findall(said)) <= set(_PERIOD.findall(unit)):
        return text
    number = float(match["number"].replace(",", "")) * (1000 if match["k"] else 1)
    return f"{number:.0f}" if number == int(number) else text


def day_of(text: str, latest: date | None = None) -> date | None:
    """Return the day that *text* says: ``2024``, ``May 2024``, ``5/10/2024``, ``2024-05-10``, ``8 months ago``; ``None`` for others.

    A year whose middle is later than *latest* is read as its first day.
    """
    words = text.strip().replace(",", " ").split()
    if (
        latest is not None
        and len(words) == 3
        and words[2].casefold() == "ago"
        and words[0].isascii()
        and words[0].isdecimal()
        and len(words[0]) < 4
    ):
        return _ago(int(words[0]), words[1].casefold().rstrip("s"), latest)
    try:
        if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text.strip()):
            year, month, day = (int(part) for part in text.strip().split("-"))
            return date(year, month, day)
        if re.fullmatch(r"(?:\d{1,2}/){0,2}\d{4}", text.strip()):
            *before, year = (int(part) for part in text.strip().split("/"))
            if not before:
                middle = date(year, MIDDLE_MONTH, 1)
                return date(year, 1, 1) if latest and middle > latest else middle
            return date(year, before[0], before[1] if len(before) > 1 else 1)
        if 2 <= len(words) <= 3 and words[-1].isdigit() and len(words[-1]) == 4:
            month = _MONTHS.get(words[0][:3].lower(), 0)
            return date(int(words[-1]), month, int(words[1]) if len(words) > 2 else 1)
    except ValueError:
        return None
    return None


def _ago(many: int, unit: str, day: date) -> date | None:
    """Return the day so many days, weeks, months or years before *day*."""
    if unit in ("day", "week"):
        return day - timedelta(days=many * (7 if unit == "week" else 1))
    return add_months(day, -many * (12 if unit == "year" else 1)) if unit in ("month", "year") else None


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def exact_day_of(text: str, today: date) -> date | None:
    """Return the very day that *text* says: ``yesterday``, ``last Friday``, ``next Monday``, ``5/10/2024``, ``2024-05-10``.

    A weekday alone is the last one that was, today among them; ``None`` for what leaves the day open, such as a month.
    """
    words = text.casefold().replace(",", " ").split()
    days = {"today": 0, "yesterday": 1, "tomorrow": -1}
    if len(words) == 1 and words[0] in days:
        return today - timedelta(days=days[words[0]])
    if words and words[-1] in _WEEKDAYS and words[:-1] in ([], ["last"], ["on"]):
        back = (today.weekday() - _WEEKDAYS.index(words[-1])) % 7
        return today - timedelta(days=back or (7 if words[0] == "last" else 0))
    if words and words[-1] in _WEEKDAYS and words[:-1] == ["next"]:
        return today + timedelta(days=(_WEEKDAYS.index(words[-1]) - today.weekday()) % 7 or 7)
    parts = re.split(r"[-/\s]+", text.strip().replace(",", " "))
    return day_of(text) if len(parts) == 3 else None
