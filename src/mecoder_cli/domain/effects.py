"""What a step, or an entry of a record, makes of a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Node
from mecoder_cli.domain.profile import Held, Profile
from mecoder_cli.domain.steps import Effect


def with_effects(
    pathway: Pathway, profile: Profile, effects: Iterable[Effect], *, goal: int = 0, day: date | None = None
) -> Profile:
    """Return the person for whom *effects* have come about; what is held already is not lessened.

    Args:
        pathway: The knowledge.
        profile: Who the person was before.
        effects: What happened.
        goal: What a growing number grows to; 0 where nothing is known to have grown.
        day: When a credential was earned; unknown in a plan.
    """
    for effect in effects:
        profile = _with_effect(pathway, profile, effect, goal, day)
    return profile


def after_step(pathway: Pathway, profile: Profile, node: Node) -> Profile:
    """Return the person who has taken a step by its way."""
    step = pathway.steps[node.step]
    effects = (*step.effects, *(step.ways[node.way].effects if node.way >= 0 else ()))
    return with_effects(pathway, profile, effects, goal=node.goal)


def _with_effect(pathway: Pathway, profile: Profile, effect: Effect, goal: int, day: date | None) -> Profile:
    question, op, value = effect
    if op == "gain":
        earned = day if question == pathway.settings.questions.credentials else None
        return with_gain(pathway, profile, question, Held(str(value), earned))
    if op == "regain":
        back = profile.held(pathway.settings.questions.lapsed)
        for one in back:
            if one.id in pathway.credentials and pathway.credentials[one.id].issuer == value:
                profile = with_gain(pathway, profile, question, Held(one.id, one.day))
        return profile.with_answer(
            pathway.settings.questions.lapsed,
            tuple(one for one in back if one.id != value and _issuer(pathway, one.id) != value),
        )
    if op == "lose":
        return profile.with_answer(question, tuple(one for one in profile.held(question) if one.id != value))
    if op == "becomes":
        if isinstance(value, str) and value.startswith("$"):
            target = profile.answers.get(value[1:])
            return profile if target is None else profile.with_answer(question, target)
        return profile.with_answer(question, value)
    now = profile.answers.get(question)
    least = goal if op == "grows" else int(value)
    if not least or (isinstance(now, int) and now >= least):
        return profile
    return profile.with_answer(question, least)


def with_gain(pathway: Pathway, profile: Profile, question: str, new: Held) -> Profile:
    """Return the person who holds *new* as well.

    What turns into another credential was certified on its own day: CEUs count from then on. A credential that is
    held, or that has turned into a held one, is not gained again; a membership takes the newer day.
    """
    held = profile.held(question)
    if question != pathway.settings.questions.credentials:
        if new.day is None and any(one.id == new.id for one in held):
            return profile
        return profile.with_answer(question, (*(one for one in held if one.id != new.id), new))
    if any(one.id in (new.id, pathway.credentials[new.id].becomes) for one in held):
        return profile
    first = [one for one in held if pathway.credentials[one.id].becomes == new.id]
    earned = first[0].day if first and first[0].day else new.day
    return profile.with_answer(question, (*(one for one in held if one not in first), Held(new.id, earned)))


def _issuer(pathway: Pathway, id_: str) -> str:
    return pathway.credentials[id_].issuer if id_ in pathway.credentials else ""
