"""Link the budget: its lines, editions of books and what a failed exam costs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from mecoder_cli.domain.pathway import Budget, Edition, Heading, Retake, Step
from mecoder_cli.knowledge import model as form
from mecoder_cli.knowledge.linker import Linker
from mecoder_cli.strict_yaml import Path

_DAY = re.compile(r"(\d\d)-(\d\d)\Z")
ANY_LEAP_YEAR = 2024
"""A rule for the last of February holds in a leap year only."""


def link_retake(linker: Linker, written: form.RetakeForm | None, path: Path) -> Retake | None:
    """Return what a failed try costs; a pass rate that is no percentage is a fault."""
    if written is None:
        return None
    rate = linker.range(written.pass_rate, (*path, "pass_rate"))
    known = linker.facts.get(written.pass_rate)
    if known is not None and known.is_found and not 0 < rate.low <= rate.high <= 100:
        linker.fault((*path, "pass_rate"), f"{written.pass_rate!r} is not a share in percent above 0")
    tries = linker.number(written.tries, (*path, "tries"))
    if tries < 1:
        linker.fault((*path, "tries"), f"{written.tries!r} must be at least 1")
    keys = (written.pass_rate, written.again, written.tries, written.wait_days)
    return Retake(
        tries, linker.range(written.again, (*path, "again")), rate,
        linker.number(written.wait_days, (*path, "wait_days")), tuple(key for key in keys if key),
    )  # fmt: skip


def link_budget(linker: Linker, steps: Sequence[Step]) -> Budget | None:
    """Return the budget; every part that costs something stands in exactly one line."""
    written = linker.written.budget
    _known_editions(linker, written)
    if written is None:
        return None
    path: Path = ("budget",)
    ids = {step.id for step in steps}
    for index, one in enumerate(written.spared):
        if one not in ids:
            linker.fault((*path, "spared", index), f"no step has the id {one!r}{linker.near(one, ids)}")
    for index, step in enumerate(steps):
        if step.usd_per_month.high > 0 and step.id not in written.spared:
            linker.fault(
                ("steps", index, "usd_per_month"),
                f"the monthly price of {step.id!r} has no line in the budget: name it in spared",
            )
    _each_part_once(linker, written, steps)
    headings = tuple(Heading(h.id, h.label, tuple(h.parts)) for h in written.headings)
    upkeep, learning, retakes, aid = (
        Heading(h.id, h.label, ()) for h in (written.upkeep, written.learning, written.retakes, written.aid)
    )
    editions = {e.id: _edition(linker, e, (*path, "editions", n)) for n, e in enumerate(written.editions)}
    months = linker.number(written.months, (*path, "months"))
    return Budget(
        months, headings, upkeep, learning, retakes, aid, tuple(written.spared), editions,
        tuple(linker.text(text, (*path, "assumptions", n))[0] for n, text in enumerate(written.assumptions)),
        (written.months,),
    )  # fmt: skip


def _known_editions(linker: Linker, written: form.BudgetForm | None) -> None:
    known = {e.id for e in written.editions} if written else set()
    for index, step in enumerate(linker.written.steps):
        path: Path = ("steps", index)
        places = [
            ((*path, "parts"), step.parts),
            *(((*path, "ways", n, "parts"), w.parts) for n, w in enumerate(step.ways)),
        ]
        for place, parts in places:
            for number, part in enumerate(parts):
                if part.edition and part.edition not in known:
                    near = linker.near(part.edition, known)
                    linker.fault((*place, number, "edition"), f"no edition has the id {part.edition!r}{near}")


def _each_part_once(linker: Linker, written: form.BudgetForm, steps: Sequence[Step]) -> None:
    placed: dict[str, str] = {}
    for index, heading in enumerate(written.headings):
        for part in heading.parts:
            if part in placed:
                linker.fault(
                    ("budget", "headings", index, "parts"), f"the part {part!r} stands under {placed[part]!r} too"
                )
            placed[part] = heading.id
    costly = {
        part.id: step.id
        for step in steps
        for part in (*step.parts, *(part for way in step.ways for part in way.parts))
        if part.usd.high > 0
    }
    for part, step in costly.items():
        if part not in placed:
            linker.fault(("budget", "headings"), f"the part {part!r} of {step!r} costs something and has no line")


def _edition(linker: Linker, written: form.EditionForm, path: Path) -> Edition:
    starts = linker.fact(written.starts, (*path, "starts"))
    month, day = 1, 1
    if starts is not None:
        match = _DAY.match(str(starts.current.value)) if starts.is_found else None
        try:
            found = date(ANY_LEAP_YEAR, int(match[1]), int(match[2])) if match else None
        except ValueError:
            found = None
        if found is None:
            linker.fault((*path, "starts"), f"the fact {written.starts!r} is not a day of the year such as 05-01")
        else:
            month, day = found.month, found.day
    older = linker.number(written.older, (*path, "older"))
    facts = (*linker.known_facts(written.facts, (*path, "facts")), written.starts, written.older)
    return Edition(written.id, written.label, month, day, older, facts)
