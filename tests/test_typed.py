"""What people type, read as they mean it."""

from datetime import date

import pytest

from mecoder_cli.conversation.typed import day_of, number_of
from mecoder_cli.lookup.pay import yearly

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "day"),
    [("2024", (2024, 7, 1)), ("May 2024", (2024, 5, 1)), ("5/2024", (2024, 5, 1)), ("5/10/2024", (2024, 5, 10)),
     ("2024-05-10", (2024, 5, 10)), ("May 10, 2024", (2024, 5, 10)), ("sept 2024", (2024, 9, 1))],
)  # fmt: skip
def test_days(text: str, day: tuple[int, int, int]) -> None:
    """A year is read as its middle, a month as its first day."""
    assert day_of(text) == date(*day)


@pytest.mark.parametrize("text", ["last spring", "13/2024", "2/30/2024", "", "24", "May", "2024-13-01"])
def test_what_is_no_day(text: str) -> None:
    """It is refused, and asked again."""
    assert day_of(text) is None


@pytest.mark.parametrize(
    ("text", "number"), [("12 hours", "12"), ("45k", "45000"), ("$45,000", "45000"), ("12", "12"), ("many", "many"), ("-3", "-3"), ("1.5", "1.5")]
)  # fmt: skip
def test_numbers(text: str, number: str) -> None:
    """Units and signs fall away; what is no number stays and is refused."""
    assert number_of(text) == number


@pytest.mark.parametrize(
    ("text", "usd"), [("48k", 48_000), ("$48,000", 48_000), ("48000", 48_000), ("23/hour", 47_840), ("23 an hour", 47_840), ("$23.50/hr", 48_880), ("23", 47_840), ("50k/year", 50_000), ("plenty", None), ("", None)]
)  # fmt: skip
def test_pay(text: str, usd: int | None) -> None:
    """By the year or the hour."""
    assert yearly(text, 2080) == usd


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [("12 hours a week", "hours a week", "12"), ("12 hours", "hours a week", "12"), ("2 hours a day", "hours a week", "2 hours a day"),
     ("2 hours daily", "hours a week", "2 hours daily"), ("40 hours per month", "hours a week", "40 hours per month"), ("80 hours", "hours", "80"),
     ("80 hours a week", "hours", "80 hours a week"), ("3 years", "months", "36"), ("34 years old", "years", "34"), ("14 weeks", "weeks", "14")],
)  # fmt: skip
def test_another_period_is_another_number(text: str, unit: str, number: str) -> None:
    """Two hours a day are not kept as two hours a week: what cannot be taken stays, and is refused."""
    assert number_of(text, unit) == number


@pytest.mark.parametrize(
    ("text", "day"),
    [("8 months ago", (2026, 3, 26)), ("2 years ago", (2024, 11, 26)), ("1 week ago", (2026, 11, 19)), ("10 days ago", (2026, 11, 16)),
     ("eight months ago", None), ("8 moons ago", None)],
)  # fmt: skip
def test_days_ago(text: str, day: tuple[int, int, int] | None) -> None:
    """As people say them."""
    assert day_of(text, TODAY) == (date(*day) if day else None)
