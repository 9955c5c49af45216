"""No step that can only be reached through itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from mecoder_cli.domain.conditions import ALWAYS, All, Atom, Condition, Not, atoms
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.steps import Effect, Step, meets
from mecoder_cli.strict_yaml import Path

Offers: TypeAlias = "Mapping[str, Mapping[Effect, list[str]]]"
"""By question: what steps can make of it, and which do."""


def circles(pathway: Pathway) -> Iterator[tuple[Path, str]]:
    """Find every circle: a step that needs itself, or is to follow what can only come after it."""
    yield from _unreachable(pathway)
    yield from _backward(pathway)


def _unreachable(pathway: Pathway) -> Iterator[tuple[Path, str]]:
    """Find steps that no order of steps can ever reach, whatever the person's answers.

    Answers that no step can bring about are taken as given; the others
    must come from a step that is itself within reach.
    """
    every = _by_question(pathway.steps)
    reached: set[str] = set()
    left = list(enumerate(pathway.steps))
    while True:
        offers = _by_question(step for step in pathway.steps if step.id in reached)
        now = {step.id for _, step in left if _reachable(step, every, offers)}
        if not now:
            break
        reached |= now
        left = [(index, step) for index, step in left if step.id not in now]
    for index, step in left:
        yield ("steps", index, "needs"), f"{step.id!r} can only be reached through itself (a circle)"


def _backward(pathway: Pathway) -> Iterator[tuple[Path, str]]:
    """Find steps that are to follow a step which itself can only come after them."""
    if not any(step.follows for step in pathway.steps):
        return
    every = _by_question(pathway.steps)
    by_id = {step.id: step for step in pathway.steps}
    before: dict[str, set[str]] = {}

    def needed(first: str) -> set[str]:
        """Return every step that *first* can need, however far back."""
        if first not in before:
            seen, asked, pending = {first}, set[Atom](), [first]
            while pending:
                step = by_id.get(pending.pop())
                if step is None:
                    continue
                more = {*step.follows}
                for condition in (step.needs, step.advises, *(way.needs for way in step.ways)):
                    for atom in set(atoms(condition)) - asked:
                        asked.add(atom)
                        effects = every.get(atom.question, {})
                        more |= {id_ for effect, ids in effects.items() if meets(effect, atom) for id_ in ids}
                pending += more - seen
                seen |= more
            before[first] = seen
        return before[first]

    for index, step in enumerate(pathway.steps):
        for first in step.follows:
            if step.id in needed(first):
                yield ("steps", index, "follows"), f"{first!r} itself can need {step.id!r} (a circle)"


def _reachable(step: Step, every: Offers, offers: Offers) -> bool:
    def holds(condition: Condition) -> bool:
        if isinstance(condition, Atom):
            makers = any(meets(effect, condition) for effect in every.get(condition.question, ()))
            return not makers or any(meets(effect, condition) for effect in offers.get(condition.question, ()))
        if isinstance(condition, Not):
            return True
        results = (holds(part) for part in condition.parts)
        return all(results) if isinstance(condition, All) else any(results)

    ways = [way.needs for way in step.ways] or [ALWAYS]
    return holds(step.needs) and any(holds(way) for way in ways)


def _by_question(steps: Iterable[Step]) -> Offers:
    found: dict[str, dict[Effect, list[str]]] = {}
    for step in steps:
        for effect in _all_effects(step):
            found.setdefault(effect.question, {}).setdefault(effect, []).append(step.id)
    return found


def _all_effects(step: Step) -> tuple[Effect, ...]:
    return (*step.effects, *(effect for way in step.ways for effect in way.effects))
