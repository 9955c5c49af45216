"""How old facts are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mecoder_cli.domain.facts import shown
from mecoder_cli.domain.freshness import Age
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Gap, Para


def ages_screen(found: Sequence[Age], day: date, nothing: str) -> list[Block]:
    """Return facts with the day they were checked, the day they keep until and where to check them."""
    if not found:
        return [Para(nothing, "good")]
    screen: list[Block] = []
    for age in found:
        late = (day - age.until).days
        when = f"{words.count(late, 'day')} past its time" if late > 0 else f"keeps until {words.short_day(age.until)}"
        screen.append(Para(f"{age.fact.label}: {shown(age.fact, age.fact.used)}  [{age.fact.id}]", "plain", 1))
        screen.append(
            Para(f"{age.fact.kind}, checked {words.short_day(age.checked)}, {when}", "warn" if late > 0 else "quiet", 4)
        )
        if age.where:
            screen.append(Para(age.where, "quiet", 4))
    return [*screen, Gap(), Para(words.count(len(found), "fact"), "strong")]


def stale_lines(found: Sequence[Age]) -> list[Block]:
    """Return what to say under an answer that rests on facts past their time."""
    if not found:
        return []
    first = found[0]
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    return [
        Para(
            f"May have changed since: {first.fact.label} was checked {words.day(first.checked)}{more}. Check before you rely on it"
            + (f": {first.where}" if first.where else "") + "  (mecoder facts stale)", "warn",
        )
    ]  # fmt: skip
