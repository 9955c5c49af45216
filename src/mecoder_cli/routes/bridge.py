"""When a road ends for somebody who comes in through a job beside the work, where its months count."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Plan
from mecoder_cli.domain.profile import Profile
from mecoder_cli.planner import Planner
from mecoder_cli.planner.schedule import DAYS_A_WEEK


class Crossing(NamedTuple):
    """The likely end of a road over such a job, and without it."""

    finish: date
    instead_of: date


def crossing(pathway: Pathway, person: Profile, day: date, plan: Plan) -> Crossing | None:
    """Return what a job beside the work can save; nothing where its search does not lie ahead, or saves no week.

    Nothing says that its months count: an employer has to. So it is no road of the plan, and what it saves holds only
    where that is so. The road is planned anew with the search for such a job in the place of the search for one of the
    aim; its time is an estimate of ours (``hiring.bridge.weeks``).
    """
    bridge = pathway.hiring.bridge
    if bridge is None or plan.finish is None:
        return None
    search, _, part_id = bridge.part.partition("/")
    if all(stop.id != search or stop.state == "done" for stop in plan.steps):
        return None
    steps = tuple(
        step._replace(parts=tuple(p._replace(weeks=bridge.weeks) if p.id == part_id else p for p in step.parts))
        if step.id == search
        else step
        for step in pathway.steps
    )
    other = Planner(pathway._replace(steps=steps)).plan(person, day).finish
    if other is None or (plan.finish.likely - other.likely).days < DAYS_A_WEEK:
        return None
    return Crossing(other.likely, plan.finish.likely)
