"""Everybody on this computer, one beside the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Grid
from mecoder_cli.record.caseload import Case
from mecoder_cli.screens.due import line_of


def caseload_screen(cases: Sequence[Case], current: str | None, day: date) -> list[Block]:
    """Return each person with aim, next action, what falls due and the day of the last entry; the one in use is marked."""
    rows = tuple(
        (
            f"{case.name}  in use" if case.name == current else case.name, case.aim, case.wrong or case.next,
            line_of(case.due, day) if case.due else "", words.day(date.fromisoformat(case.last)) if case.last else "",
        )
        for case in cases
    )  # fmt: skip
    header = ("", "aim", "next", "falls due", "last entry")
    return [Grid(rows, header=header, indent=1, styles=((0, "strong"),), stack_below=150)]
