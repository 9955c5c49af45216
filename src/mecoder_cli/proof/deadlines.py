"""That deadlines come first when they are at risk, and only then."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Held, Profile
from mecoder_cli.planner import Planner
from mecoder_cli.proof.trial import DAY, Problem, described


def prove_deadlines(pathway: Pathway) -> tuple[int, tuple[Problem, ...]]:
    """Try each body's deadlines before, at and after the day from which they are at risk."""
    planner = Planner(pathway)
    settings = pathway.settings
    number = 0
    found = []
    target = next(iter(pathway.targets))
    for body in pathway.bodies.values():
        held = next((c.id for c in pathway.credentials.values() if c.issuer == body.id and not c.becomes), None)
        if held is None:
            continue
        for days, complete in product((settings.at_risk_days + 1, settings.at_risk_days, 0, -1), (True, False)):
            number += 1
            units = {body.id: 1000.0} if complete else {}
            person = Profile({
                settings.questions.target: target,
                settings.questions.credentials: (Held(held, DAY - timedelta(days=900)),),
                settings.questions.memberships: (Held(body.id, DAY + timedelta(days=days)),),
                settings.questions.ceus: units,
            })  # fmt: skip
            risky = [d for d in planner.plan(person, DAY).deadlines if d.at_risk]
            expected = days <= settings.at_risk_days
            wanted = body.dues_step if complete else body.ceu_step
            if bool(risky) != expected or (expected and risky[0].id != wanted):
                found.append(
                    Problem("deadlines", described(person), f"{days} days before the end: {[d.id for d in risky]}")
                )
    return number, tuple(found)
