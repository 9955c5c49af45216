"""What makes use of a fact."""

from __future__ import annotations

from collections.abc import Iterable

from mecoder_cli.domain.conditions import atoms
from mecoder_cli.domain.pathway import Pathway


def uses_of(pathway: Pathway, fact: str) -> tuple[tuple[str, str], ...]:
    """Return where a fact is used: the kind of thing and its id, each once."""
    found: dict[tuple[str, str], None] = {}

    def note(kind: str, id_: str, facts: Iterable[str]) -> None:
        if fact in facts:
            found[(kind, id_)] = None

    for step in pathway.steps:
        conditions = [step.applies, step.needs, step.advises, step.done, *(way.needs for way in step.ways)]
        note("condition of step", step.id, (f for c in conditions for atom in atoms(c) for f in atom.facts))
        parts = (*step.parts, *(part for way in step.ways for part in way.parts))
        note("time or cost of step", step.id, (f for part in parts for f in part.facts))
        items = (*step.items, *(item for way in step.ways for item in way.items))
        note("checklist of step", step.id, (f for item in items for f in item.facts))
        note("step", step.id, step.facts)
    for credential in pathway.credentials.values():
        note(
            "credential",
            credential.id,
            (*credential.facts, *credential.exam, *credential.renewal, credential.ceus_inside),
        )
    for body in pathway.bodies.values():
        shares = (share.fact for share in body.shares)
        note("body", body.id, (*body.ceu_facts, *body.dues_facts, *body.rules, *shares))
    for target in pathway.targets.values():
        note("aim", target.id, (*target.facts, *(f for atom in atoms(target.arrived) for f in atom.facts)))
    for aid in pathway.aid:
        note("money", aid.id, (*aid.facts, *(f for atom in atoms(aid.when) for f in atom.facts)))
    for area in pathway.areas:
        note("wage area", area.id, (area.wage,))
    for record in pathway.records.values():
        note("entry", record.id, (*record.facts, *record.ask_first))
    for letter in pathway.letters.values():
        note("letter", letter.id, letter.facts)
    for topic in pathway.topics:
        note("topic", topic.id, topic.facts)
    return tuple(found)
