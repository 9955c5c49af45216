"""How far the knowledge can be trusted, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from mecoder_cli.contract.plan import fact_json
from mecoder_cli.domain.facts import shown
from mecoder_cli.domain.freshness import Age
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.proof.differ import Difference, Others
from mecoder_cli.proof.trial import Result


def _difference(found: Difference | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "people": found.people, "next_actions": found.next_actions, "dates": found.dates, "money": found.money,
        "examples": [{"who": who, "before": before._asdict(), "after": after._asdict()} for who, before, after in found.examples],
    }  # fmt: skip


def conflicts_json(pathway: Pathway, others: Others) -> dict[str, Any]:
    """Return each disagreement with what the other side would change."""
    return {
        "schema": "mecoder.conflicts/1",
        "conflicts": [
            {
                **fact_json(pathway.facts[id_]),
                "others": [
                    {
                        "value": shown(pathway.facts[id_], index), "source": pathway.facts[id_].values[index].source,
                        "changes": _difference(changed), "yours": _difference(own),
                    }
                    for index, changed, own in sides
                ],
            }
            for id_, sides in others.items()
        ],
    }  # fmt: skip


def ages_json(found: Sequence[Age], day: date) -> dict[str, Any]:
    """Return facts with their age."""
    return {
        "schema": "mecoder.ages/1",
        "as_of": day.isoformat(),
        "facts": [
            {
                "id": age.fact.id, "kind": age.fact.kind, "checked": age.checked.isoformat(), "until": age.until.isoformat(),
                "days_over": max(0, (day - age.until).days), "where": age.where or None,
            }
            for age in found
        ],
    }  # fmt: skip


def diff_json(old: Pathway, new: Pathway, found: Difference) -> dict[str, Any]:
    """Return what two knowledge files say otherwise."""
    return {
        "schema": "mecoder.diff/1",
        "changed": [id_ for id_ in old.facts if id_ in new.facts and old.facts[id_] != new.facts[id_]],
        "gone": sorted(set(old.facts) - set(new.facts)),
        "new": sorted(set(new.facts) - set(old.facts)),
        "steps": sorted(
            {step.id for step in (*old.steps, *new.steps)}
            - {step.id for step in old.steps if step in new.steps}
        ),
        "advice": _difference(found),
    }  # fmt: skip


def proof_json(result: Result) -> dict[str, Any]:
    """Return the proof as ``mecoder.prove/1``."""
    return {
        "schema": "mecoder.prove/1",
        "kinds": result.kinds,
        "ok": result.ok,
        "problems": [problem._asdict() for problem in result.problems],
        "counts": dict(result.counts),
        "exceptions": dict(result.exceptions),
        "unused_facts": list(result.unused),
        "targets": [
            {"id": target, "kinds": sum(one.kinds for one in result.targets if one.target == target)}
            for target in dict.fromkeys(one.target for one in result.targets)
        ],
        "questions": {
            "mean": result.newcomers.mean, "worst": result.newcomers.worst, "all": result.asked.all_questions,
            "needless": result.asked.needless + result.newcomers.needless,
            "everybody": {
                "mean": result.asked.mean, "worst": result.asked.worst,
                "histogram": {str(n): share for n, share in result.asked.histogram.items()},
                "interviews": result.asked.interviews,
            },
        },
        "sampled": result.limited is not None,
        "seconds": round(result.seconds, 1),
    }  # fmt: skip
