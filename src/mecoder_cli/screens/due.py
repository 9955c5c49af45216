"""What falls due, in a sentence."""

from __future__ import annotations

from datetime import date

from mecoder_cli.domain.plan import Deadline
from mecoder_cli.output import words


def due_line(deadline: Deadline, day: date) -> str:
    """Return one deadline in a sentence."""
    left = (deadline.due - day).days
    when = (
        f"overdue since {words.day(deadline.due)}"
        if left < 0
        else f"due {words.day(deadline.due)}, in {words.count(left, 'day')}"
    )
    if deadline.missing is not None:
        what = f"{deadline.earned or 0:g} of {deadline.needed} CEUs, {deadline.missing:g} to go"
        if deadline.owed:
            what += f", {deadline.owed:g} of them owed from the cycle before"
        elif deadline.missing > max(0, (deadline.needed or 0) - (deadline.earned or 0)):
            what += " of the sorts asked for"
        if not deadline.missing:
            what = "CEUs complete"
        when = f"{what}; {when}"
    else:
        when = f"{deadline.name} {when}"
    assumed = " (worked out from the day it was earned)" if deadline.assumed else ""
    return f"{deadline.body}: {when}{assumed}"
