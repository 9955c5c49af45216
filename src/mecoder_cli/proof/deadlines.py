"""That deadlines come first when they are at risk, and only then."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

from mecoder_cli.domain.pathway import Body, Pathway
from mecoder_cli.domain.profile import Held, Profile
from mecoder_cli.domain.renewals import as_held, deadlines, most_urgent
from mecoder_cli.proof.trial import DAY, Problem, described


def prove_deadlines(pathway: Pathway) -> tuple[int, tuple[Problem, ...]]:
    """Try each body's deadlines before, at and after the day from which they are at risk."""
    settings = pathway.settings
    number = 0
    found = []
    target = next(iter(pathway.targets))
    for body in pathway.bodies.values():
        held = next((c.id for c in pathway.credentials.values() if c.issuer == body.id and not c.becomes), None)
        if held is None:
            continue
        for days, complete in product(_days(pathway, body), (True, False)):
            number += 1
            units = {body.id: 1000.0} if complete else {}
            person = Profile({
                settings.questions.target: target,
                settings.questions.credentials: (Held(held, DAY - timedelta(days=900)),),
                settings.questions.memberships: (Held(body.id, DAY + timedelta(days=days)),),
                settings.questions.ceus: units,
            })  # fmt: skip
            due = deadlines(pathway, person, DAY)
            urgent = most_urgent(pathway, due, DAY)
            suspended = any(stage.loss != "fee" and -days >= stage.after_days for stage in body.stages)
            soon = [one for one in due if one.missing != 0 and one.quiet_until <= DAY]
            wanted = body.dues_step if complete else body.ceu_step
            if bool(urgent) != (bool(soon) and not suspended) or (urgent and urgent.id != wanted and days <= 0):
                found.append(Problem("deadlines", described(person), f"{days} days before the end: {urgent}"))
            if suspended and any(
                one.id == held for one in as_held(pathway, person, DAY).held(settings.questions.credentials)
            ):
                found.append(Problem("deadlines", described(person), f"{-days} days late: {held} is still held"))
    return number, tuple(found)


def _days(pathway: Pathway, body: Body) -> list[int]:
    """Return days before the end of a cycle: around the margins, and around every stage after it."""
    margins = pathway.settings.margins
    late = [-stage.after_days + more for stage in body.stages for more in (1, 0)]
    return [margins.units + 200, margins.bill + 1, int(margins.bill), 0, -1, *late]
