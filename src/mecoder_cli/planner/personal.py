"""The knowledge as one person's own record makes it: exams that were failed, and things that have their day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from mecoder_cli.domain.conditions import YES, evaluate
from mecoder_cli.domain.facts import NOTHING, Figure, Whole
from mecoder_cli.domain.firm import Firm
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Coming, Failed, Profile
from mecoder_cli.domain.steps import Effect, Part, Step
from mecoder_cli.planner.schedule import DAYS_A_WEEK, days_again


def pathway_of(pathway: Pathway, profile: Profile, day: date) -> Pathway:
    """Return the knowledge as it is for somebody with this record."""
    return _with_paid_seats(after_fails(pathway, profile.failed, advised(pathway, profile, day), day), profile.coming)


def advised(pathway: Pathway, profile: Profile, day: date) -> frozenset[str]:
    """Return the steps for which somebody who failed exams has done what the sources advise first, or waived it."""
    if not profile.failed:
        return frozenset()
    firm = Firm(pathway, profile, day)
    waived = evaluate(pathway.settings.waiver, firm) == YES
    return frozenset(step.id for step in pathway.steps if waived or evaluate(step.advises, firm) == YES)


def appointed(pathway: Pathway, coming: Iterable[Coming], day: date) -> Mapping[int, int]:
    """Return in how many days a step ends that has its day, by its place: a booked exam, a job that begins on Monday."""
    last = {(one.question, one.value): (one.day - day).days for one in coming if one.day >= day}
    found = {}
    for place, step in enumerate(pathway.steps):
        days = [last[one] for one in _makes(step) if one in last]
        if days:
            found[place] = min(days)
    return found


def _with_paid_seats(pathway: Pathway, coming: tuple[Coming, ...]) -> Pathway:
    """Return the knowledge with the price of exams taken off that are paid already; a further try costs as before."""
    paid = {(one.question, one.value) for one in coming if one.paid}
    if not paid:
        return pathway
    return pathway._replace(
        steps=tuple(_without_fee(step) if any(one in paid for one in _makes(step)) else step for step in pathway.steps)
    )


def _without_fee(step: Step) -> Step:
    every = [*step.parts, *(part for way in step.ways for part in way.parts)]
    # A job that is found needs no search; a course is not paid because something of it is.
    is_found = step.lane == "work" and not any(part.retake is not None for part in every)

    def free(parts: tuple[Part, ...]) -> tuple[Part, ...]:
        return tuple(
            part._replace(usd=NOTHING, prices=()) if part.retake is not None or is_found else part for part in parts
        )

    return step._replace(parts=free(step.parts), ways=tuple(way._replace(parts=free(way.parts)) for way in step.ways))


def _effects(step: Step) -> tuple[Effect, ...]:
    return (*step.effects, *(effect for way in step.ways for effect in way.effects))


def _makes(step: Step) -> list[tuple[str, bool | int | str]]:
    """Return what is so after a step: by question, the answer or the id of what is then held."""
    return [(effect.question, effect.value) for effect in _effects(step) if effect.op in ("gain", "becomes")]


def after_fails(pathway: Pathway, failed: tuple[Failed, ...], ready: frozenset[str], day: date) -> Pathway:
    """Return the knowledge as it is for somebody who has failed exams.

    The step of a failed exam needs no more preparation, and its books are on the shelf; what is left of it is the wait
    for the next seat, counted from the day it was failed. A try that was bought is not paid again. Whoever sat it without
    what the sources advise first, and takes that now, prepares after it, as everybody does.
    """
    by_exam = {one.exam: one for one in failed}
    return pathway._replace(
        steps=tuple(_after(pathway, step, by_exam, day) if step.id in ready else step for step in pathway.steps)
    )


def _after(pathway: Pathway, step: Step, failed: dict[str, Failed], day: date) -> Step:
    gained = [
        str(effect.value) for effect in _effects(step) if effect.op == "gain" and effect.value in pathway.credentials
    ]
    one = next(
        (failed[exam] for id_ in gained for exam in (id_, pathway.credentials[id_].becomes) if exam in failed), None
    )
    sits = any(part.retake is not None for part in (*step.parts, *(part for way in step.ways for part in way.parts)))
    if one is None or not sits:
        return step
    again = [item._replace(tries="") for item in step.items if item.tries == "again"]
    return step._replace(
        items=(*again, *(item for item in step.items if not item.tries)),
        parts=tuple(_left(part, one, day) for part in step.parts),
        ways=tuple(way._replace(parts=tuple(_left(part, one, day) for part in way.parts)) for way in step.ways),
    )


def _left(part: Part, failed: Failed, day: date) -> Part:
    retake = part.retake
    if retake is None:
        return part._replace(weeks=NOTHING, usd=NOTHING, prices=(), progress=None)
    again = days_again(part)
    wait = max(0, again - (day - failed.last).days)
    weeks = wait / DAYS_A_WEEK
    left = retake.tries - failed.times
    return part._replace(
        weeks=Figure.of(part.weeks.fact, part.weeks._replace(low=weeks, likely=weeks, high=weeks)),
        usd=NOTHING if left > 0 else retake.again,
        prices=(),
        retake=retake._replace(
            # Whoever fails again waits in full again.
            wait_days=Whole.of(retake.wait_days.fact, again - wait),
            tries=Whole.of(retake.tries.fact, max(1, left)),
            pass_rate=retake.later_rate if retake.later_rate.fact else retake.pass_rate,
        ),
    )
