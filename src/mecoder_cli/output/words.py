"""Numbers, spans and days in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from mecoder_cli.domain.facts import MONTHS, Days, Range, Spread, day_text, month_text, short_day_text, short_month_text

if TYPE_CHECKING:  # a screen of pay needs no planner
    from mecoder_cli.planner.whys import Short

VERDICT = {"yes": "yes", "no": "not yet", "unknown": "need to know"}
_SYMBOL = {"is": "", "is not": "not ", ">=": "at least ", ">": "over ", "<": "under ", "includes": ""}


def answer(value: bool | int | str | tuple[str, ...] | None, unsure: bool) -> str:
    """Return what a person said as a table shows it."""
    if unsure:
        return "not sure"
    if value is None:
        return "not said"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return str(value)


def inside(label: str) -> str:
    """Return a label as it stands inside a sentence; an acronym and a name such as MyCAA keep their capitals."""
    first = label.partition(" ")[0]
    return label if any(letter.isupper() for letter in first[1:]) else label[0].lower() + label[1:]


def wanted(condition: str) -> str:
    """Return what a comparison, as the knowledge writes it, asks for."""
    negated = condition.startswith("not ")
    parts = condition.removeprefix("not ").split(" ")
    op = "is not" if parts[1:3] == ["is", "not"] else parts[1]
    value = " ".join(parts[3 if op == "is not" else 2 :])
    value = {"true": "yes", "false": "no", "unsure": "not sure"}.get(value, value)
    alternatives = value.split(" or ")
    if len(alternatives) > 3:
        value = f"one of {', '.join(alternatives[:3])} ..."
    text = f"{_SYMBOL.get(op, op + ' ')}{value}"
    if negated:
        text = f"not {text}" if len(alternatives) <= 3 else text.replace("one of", "none of", 1)
    return text


def day(value: date) -> str:
    """Return a day as people write it."""
    return day_text(value)


def short_day(value: date) -> str:
    """Return a day with a short month."""
    return short_day_text(value)


def short_month(value: date) -> str:
    """Return a month, short: as exact as a likely date deserves."""
    return short_month_text(value)


def month_day(month: int, day: int) -> str:
    """Return a day of every year."""
    return f"{MONTHS[month - 1]} {day}"


def month(value: date) -> str:
    """Return a month of a year."""
    return month_text(value)


def number(value: float) -> str:
    """Return a number with thousands separated and no empty decimals."""
    return f"{value:,.0f}" if abs(value) >= 1000 or value == int(value) else f"{value:g}"


def usd(value: Range) -> str:
    """Return a sum of money as a range with the likely value, in whole dollars from one dollar on."""
    value = value._replace(**{name: round(one) for name, one in value._asdict().items() if one >= 1})
    if value.high == 0:
        return "nothing"
    if value.low == value.high:
        return f"${number(value.likely)}"
    return f"${number(value.low)} to ${number(value.high)}, likely ${number(value.likely)}"


def price(value: Range) -> str:
    """Return a sum of money as short as it can be said: nothing where it is free."""
    low, high = round(value.low), round(value.high)
    if not high:
        return ""
    return f"${number(low)}" if low == high else f"${number(low)} to ${number(high)}"


def span(value: Range) -> str:
    """Return a span of weeks as short as it can be said."""
    if value.high == 0:
        return "no waiting"
    if value.high * 7 < 3:
        return "a day or two"
    low, high = (max(1, round(part)) for part in (value.low, value.high))
    return f"about {count(low, 'week')}" if low == high else f"{low} to {high} weeks"


def apart(days: int) -> str:
    """Return how far apart two days are, in the unit that people would use."""
    size, word = abs(days), "later" if days > 0 else "sooner"
    if size < 7:
        return "at the same time"
    return f"{count(round(size / 7), 'week')} {word}" if size < 60 else f"{count(round(size / 30.44), 'month')} {word}"


def capital(text: str) -> str:
    """Return *text* as it begins a sentence."""
    return text[:1].upper() + text[1:]


def weeks(value: Range) -> str:
    """Return a span of weeks with the likely value."""
    if value.high == 0:
        return "no time to speak of"
    low, likely, high = (max(1, round(part)) for part in value)
    if high == 1:
        return "about a week"
    if low == high:
        return f"{low} weeks"
    return f"{low} to {high} weeks, likely {likely}"


def days(value: Days) -> str:
    """Return when something is likely to end."""
    if value.low == value.high:
        return f"around {day(value.likely)}"
    return f"likely around {day(value.likely)} ({short_day(value.low)} to {short_day(value.high)})"


def spread(value: Spread, name: str) -> str:
    """Return one percentile of a spread, or a dash where the source gives none."""
    found = getattr(value, name)
    return f"{found:,}" if found is not None else "-"


def count(many: int, noun: str) -> str:
    """Return a number with its noun in the right number."""
    return f"{many} {noun}" + ("" if many == 1 else "s")


NOTES_SHOWN = 4


def short_text(short: Short) -> str:
    """Return a near miss in words: so many of so many."""
    atom = short.atom
    label = inside(atom.label)
    if (
        isinstance(atom.value, int)
        and not isinstance(atom.value, bool)
        and atom.op in (">=", ">")
        and not short.negated
    ):
        needed = atom.value + (atom.op == ">")
        if short.have is None:
            return f"{label}: {needed} {short.unit} asked, how many is not known".replace("  ", " ")
        return f"{label}: {short.have} of {needed} {short.unit}, {needed - short.have} short".replace(" ,", ",")
    text = f"not {atom.text}" if short.negated else atom.text
    return f"{label}: {wanted(text)}"
