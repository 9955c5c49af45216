"""What falls due, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from mecoder_cli.domain.plan import AidVerdict, Dated, Deadline, Planned
from mecoder_cli.output import words


def due_line(deadline: Deadline, day: date, *, counts: bool = True) -> str:
    """Return one deadline in a sentence; where it *counts*, with the days that are left: not on what is read later."""
    left = (deadline.due - day).days
    rest = f", in {words.count(left, 'day')}" if counts else ""
    when = f"overdue since {words.day(deadline.due)}" if left < 0 else f"due {words.day(deadline.due)}{rest}"
    if deadline.missing is not None:
        asked = f"{deadline.least} to {deadline.needed}" if deadline.least else f"{deadline.needed}"
        told = " in a first cycle, at most" if deadline.least else ","
        what = f"{deadline.earned or 0:g} of {asked} CEUs{told} {deadline.missing:g} to go"
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
    return f"{deadline.body}: {when}{assumed}{_course(deadline)}"


def _course(deadline: Deadline) -> str:
    """Return what lateness has brought and will bring, each with its day."""
    reached = deadline.reached
    told = [f"{reached.label} since {words.day(reached.day)}"] if reached is not None else []
    told += [f"{one.label} from {words.day(one.day)}" for one in deadline.to_come]
    if reached is not None and reached.says:
        told.append(reached.says + (f" until {words.day(reached.until)}" if reached.until else ""))
    if reached is not None and deadline.at_risk and deadline.usd is not None:
        told.append(f"pay {words.price(deadline.usd)} now, whatever else is to do")
    return "".join(f"; {part}" for part in told)


def closing_line(aid: AidVerdict, day: date, *, counts: bool = True) -> str:
    """Return in a sentence by when money must be asked for, as :func:`due_line` does."""
    assert aid.until is not None
    left = (aid.until - day).days
    rest = f", in {words.count(left, 'day')}" if counts else ""
    sooner = f"; {aid.sooner}" if aid.sooner else ""
    return f"{aid.label}: ask for it by about {words.day(aid.until)}{rest}{sooner}"


def closing_lines(aid: Sequence[AidVerdict], day: date, *, counts: bool = True) -> list[str]:
    """Return by when each money must be asked for that closes on a day and is likely open."""
    return [closing_line(one, day, counts=counts) for one in aid if one.until is not None]


def planned_line(one: Planned, day: date, *, counts: bool = True) -> str:
    """Return in a sentence what is planned, or that it waits to be told, as :func:`due_line` does."""
    if one.is_over(day):
        return f"{one.text}, planned for {words.day(one.day)}: how did it go?"
    left = (one.day - day).days
    when = f"in {words.count(left, 'day')}" if left else "today"
    return f"{one.text}, planned for {words.day(one.day)}" + (f", {when}" if counts else "")


def line_of(one: Dated, day: date, *, counts: bool = True) -> str:
    """Return in a sentence what falls due, which money closes, or what is planned, as :func:`due_line` does."""
    if isinstance(one, Planned):
        return planned_line(one, day, counts=counts)
    return due_line(one, day, counts=counts) if isinstance(one, Deadline) else closing_line(one, day, counts=counts)


def last_days(one: Dated) -> list[tuple[date, str]]:
    """Return the last day before each stage that lateness leads to, once something is late."""
    if not isinstance(one, Deadline) or not one.is_told:
        return []
    return [
        (stage.day - timedelta(days=1), f"{one.body}: the last day before it is {stage.label}") for stage in one.to_come
    ]


def dated(
    deadlines: Sequence[Deadline], aid: Sequence[AidVerdict], planned: Sequence[Planned]
) -> list[tuple[date, Dated]]:  # fmt: skip
    """Return what is still to be met, the money that closes and what is planned, each with its day."""
    return [
        *((one.due, one) for one in deadlines if one.is_told),
        *((one.until, one) for one in aid if one.until is not None),
        *((one.day, one) for one in planned),
    ]
