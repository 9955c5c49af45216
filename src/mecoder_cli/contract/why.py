"""Why, as JSON."""

from __future__ import annotations

from typing import Any

from mecoder_cli.contract.facts import fact_json
from mecoder_cli.contract.values import plain
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.lookup.things import Thing
from mecoder_cli.output.words import short_text
from mecoder_cli.planner.whys import CredentialWhy, Group, QuestionWhy, StepWhy


def thing_json(thing: Thing) -> dict[str, Any]:
    """Return something else with an id as ``mecoder.why/1``."""
    return {
        "schema": "mecoder.why/1", "kind": thing.kind, "id": thing.id, "title": thing.title, "text": thing.text,
        "facts": list(thing.facts),
    }  # fmt: skip


def why_json(pathway: Pathway, kind: str, id_: str, found: Any) -> dict[str, Any]:
    """Return an explanation as ``mecoder.why/1``."""
    content: dict[str, Any] = {"schema": "mecoder.why/1", "kind": kind, "id": id_}
    if isinstance(found, StepWhy):
        return {**content, **_step(found)}
    if isinstance(found, QuestionWhy):
        return {
            **content,
            "value": "unsure" if found.unsure else plain(found.value),
            "read_by": [{"id": reader, "condition": text} for reader, text in found.read_by],
            "outcomes": [{"answers": answers, "next_action": action or None} for answers, action in found.outcomes],
        }
    if isinstance(found, CredentialWhy):
        return {**content, "held": found.held, "wanted": found.wanted, "steps": [_step(step) for step in found.steps]}
    return {
        **content,
        "fact": fact_json(pathway.facts[id_]),
        "uses": [{"kind": use, "id": user} for use, user in found],
    }


def _step(why: StepWhy) -> dict[str, Any]:
    return {
        "step": why.step.id,
        "place": why.place,
        "conditions": [_group(group) for group in why.groups],
        "waits": list(why.waits),
        "route": why.route.id if why.route else None,
        "facts": list(why.step.facts),
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "kind": group.kind, "title": group.title, "verdict": group.verdict,
        "missing": [short_text(short) for short in group.short],
        "lines": [
            {
                "depth": line.depth, "label": line.label, "condition": line.condition or None,
                "value": "unsure" if line.unsure else plain(line.seen), "verdict": line.verdict, "facts": list(line.facts),
            }
            for line in group.lines
        ],
    }  # fmt: skip
