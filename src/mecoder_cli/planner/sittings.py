"""An exam that was sat and failed: what is paid and prepared is behind, the next seat and the tries left lie ahead."""

from __future__ import annotations

from datetime import date

from mecoder_cli.domain.facts import NOTHING, Figure, Whole
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Failed
from mecoder_cli.domain.steps import Part, Step
from mecoder_cli.planner.schedule import DAYS_A_WEEK, days_again


def after_fails(pathway: Pathway, failed: tuple[Failed, ...], day: date) -> Pathway:
    """Return the knowledge as it is for somebody who has failed exams.

    The step of a failed exam needs no more preparation, and its books are on the shelf; what is left of it is the wait
    for the next seat, counted from the day it was failed. A try that was bought is not paid again.
    """
    by_exam = {one.exam: one for one in failed}
    return pathway._replace(steps=tuple(_after(pathway, step, by_exam, day) for step in pathway.steps))


def _after(pathway: Pathway, step: Step, failed: dict[str, Failed], day: date) -> Step:
    effects = (*step.effects, *(effect for way in step.ways for effect in way.effects))
    gained = [str(effect.value) for effect in effects if effect.op == "gain" and effect.value in pathway.credentials]
    one = next(
        (failed[exam] for id_ in gained for exam in (id_, pathway.credentials[id_].becomes) if exam in failed), None
    )
    sits = any(part.retake is not None for part in (*step.parts, *(part for way in step.ways for part in way.parts)))
    if one is None or not sits:
        return step
    return step._replace(
        parts=tuple(_left(part, one, day) for part in step.parts),
        ways=tuple(way._replace(parts=tuple(_left(part, one, day) for part in way.parts)) for way in step.ways),
    )


def _left(part: Part, failed: Failed, day: date) -> Part:
    retake = part.retake
    if retake is None:
        return part._replace(weeks=NOTHING, usd=NOTHING, progress=None)
    again = days_again(part)
    wait = max(0, again - (day - failed.last).days)
    weeks = wait / DAYS_A_WEEK
    left = retake.tries - failed.times
    return part._replace(
        weeks=Figure.of(part.weeks.fact, part.weeks._replace(low=weeks, likely=weeks, high=weeks)),
        usd=NOTHING if left > 0 else retake.again,
        retake=retake._replace(
            # Whoever fails again waits in full again.
            wait_days=Whole.of(retake.wait_days.fact, again - wait),
            tries=Whole.of(retake.tries.fact, max(1, left)),
            pass_rate=retake.later_rate if retake.later_rate.fact else retake.pass_rate,
        ),
    )
