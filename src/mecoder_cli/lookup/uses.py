"""What makes use of a fact."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mecoder_cli.domain.conditions import ALWAYS
from mecoder_cli.domain.facts import facts_in
from mecoder_cli.domain.pathway import Pathway


def uses_of(pathway: Pathway, fact: str) -> tuple[tuple[str, str], ...]:
    """Return where a fact is used: the kind of thing and its id, each once."""
    return tuple(dict.fromkeys((kind, id_) for kind, id_, value in _things(pathway) if fact in facts_in(value)))


def _things(pathway: Pathway) -> Iterator[tuple[str, str, Any]]:
    """Yield the pieces of the knowledge that rest on facts: what each is, whose it is, itself."""
    for step in pathway.steps:
        ways = step.ways
        conditions = (
            step.applies,
            step.needs,
            step.advises,
            step.done,
            *(condition for way in ways for condition in (way.needs, way.unless)),
        )
        yield "condition of step", step.id, conditions
        yield "time or cost of step", step.id, (step.parts, *(way.parts for way in ways))
        yield "checklist of step", step.id, (step.items, *(way.items for way in ways))
        yield (
            "step",
            step.id,
            step._replace(applies=ALWAYS, needs=ALWAYS, advises=ALWAYS, done=ALWAYS, ways=(), parts=(), items=()),
        )
    for kind, things in (
        ("credential", pathway.credentials.values()), ("body", pathway.bodies.values()),
        ("aim", pathway.targets.values()), ("money", pathway.aid), ("wage area", pathway.areas),
        ("school", pathway.schools.values()), ("program", pathway.programs.values()),
        ("career center", pathway.centers.values()),
        ("employer", pathway.hiring.employers()), ("job that leads in", pathway.hiring.jobs),
        ("people to know", pathway.hiring.circles), ("work at home", pathway.hiring.remote),
        ("day of the year", pathway.year), ("rung", pathway.growth.rungs), ("question of the practice", pathway.interview.questions()),
        ("calendar", pathway.calendars.values()), ("entry", pathway.records.values()), ("letter", pathway.letters.values()), ("topic", pathway.topics),
    ):  # fmt: skip
        yield from ((kind, thing.id, thing) for thing in things)
    yield "notes below programs", "teaching", pathway.teaching
    yield "reading", "reading", pathway.reading
    yield "practice", "interview", (pathway.interview.a_day, pathway.interview.mock, pathway.interview.again)
    yield (
        "questions before a job",
        "hiring",
        (tuple(kind.notes for kind in pathway.hiring.kinds), pathway.hiring.question_facts),
    )
