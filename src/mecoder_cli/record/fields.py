"""The fields of entries: each type says how it is read, and refuses what cannot be."""

# No "from __future__ import annotations" here: fields are read by their types.
from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, TypeAlias

from mecoder_cli.domain.facts import iso_day

Read: TypeAlias = Callable[[Any], Any]
"""Reads one field; raises ``ValueError`` or ``TypeError`` where it cannot be."""


class MisfitError(Exception):
    """An event that does not hold what its kind needs; ``faults`` says what, a line each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def text(value: Any) -> str:
    """Take a text that is not empty."""
    if not isinstance(value, str) or not value:
        raise ValueError
    return value


def number_field(value: Any) -> float:
    """Take a number that is not negative."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e9:
        raise ValueError
    return value


def whole_field(value: Any) -> int:
    """Take a whole number that is not negative."""
    if not isinstance(value, int):
        raise ValueError
    return int(number_field(value))


def flag_field(value: Any) -> bool:
    """Take yes or no."""
    if not isinstance(value, bool):
        raise ValueError
    return value


def day_field(value: Any) -> date:
    """Take a day as ISO writes it."""
    if not isinstance(value, str):
        raise ValueError
    found = iso_day(value)
    if not 1900 <= found.year <= 2200:
        raise ValueError
    return found


def words_field(value: Any) -> tuple[str, ...]:
    """Take a list of texts."""
    if not isinstance(value, list):
        raise ValueError
    return tuple([text(one) for one in value])


def _result(value: Any) -> str:
    if value not in ("pass", "fail"):
        raise ValueError
    return str(value)


def _plain(value: Any) -> Any:
    """Take what an answers file can hold; what it means is judged when it is read."""
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise ValueError
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if not isinstance(value, (bool, int, float, str)):
        raise ValueError
    return value


Text = Annotated[str, text]
Number = Annotated[float, number_field]
Count = Annotated[int, whole_field]
Flag = Annotated[bool, flag_field]
Day = Annotated[date, day_field]
Words = Annotated[tuple[str, ...], words_field]
Plain = Annotated[Any, _plain]
Result = Annotated[str, _result]
