"""What a step makes of a person."""

from __future__ import annotations

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Node
from mecoder_cli.domain.profile import Held, Profile, Raw
from mecoder_cli.domain.steps import Effect


def with_effects(profile: Profile, effects: tuple[Effect, ...], goal: int) -> Profile:
    """Return the person for whom *effects* have come about; a number grows to *goal*, and nothing is ever lessened by more."""
    for effect in effects:
        value = _after(profile, effect, goal)
        if value is not None:
            profile = profile.with_answer(effect.question, value)
    return profile


def after_step(pathway: Pathway, profile: Profile, node: Node) -> Profile:
    """Return the person who has taken a step by its way."""
    step = pathway.steps[node.step]
    effects = (*step.effects, *(step.ways[node.way].effects if node.way >= 0 else ()))
    return with_effects(profile, effects, node.goal)


def _after(profile: Profile, effect: Effect, goal: int) -> Raw | None:
    if effect.op in ("gain", "lose"):
        held = profile.held(effect.question)
        if effect.op == "lose":
            return tuple(one for one in held if one.id != effect.value)
        known = effect.value in {one.id for one in held}
        return held if known else (*held, Held(str(effect.value), None))
    if effect.op == "becomes":
        if isinstance(effect.value, str) and effect.value.startswith("$"):
            return profile.answers.get(effect.value[1:])
        return effect.value
    now = profile.answers.get(effect.question)
    least = goal if effect.op == "grows" else int(effect.value)
    return max(now, least) if isinstance(now, int) else least
