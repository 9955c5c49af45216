"""Which year's books an exam takes on a day."""

from __future__ import annotations

from datetime import date

from mecoder_cli.domain.pathway import Edition


def year_asked(edition: Edition, day: date) -> int:
    """Return the year whose edition an exam on *day* asks for."""
    return day.year if (day.month, day.day) >= (edition.starts.month, edition.starts.day) else day.year - 1


def accepted(edition: Edition, year: int, day: date) -> bool:
    """Return whether the edition of *year* may be used on *day*; a coming year's never."""
    asked = year_asked(edition, day)
    return asked - edition.older <= year <= asked


def outdated(edition: Edition, year: int) -> date:
    """Return the first day on which the edition of *year* is no longer accepted."""
    return date(year + edition.older + 1, edition.starts.month, edition.starts.day)


def begins(edition: Edition, year: int) -> date:
    """Return the day from which the edition of *year* is asked for."""
    return date(year, edition.starts.month, edition.starts.day)
