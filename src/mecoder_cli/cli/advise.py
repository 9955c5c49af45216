"""What the commands that advise share: facts past their time behind a plan, the refusal of one, and what is new."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from zlib import crc32

import typer

from mecoder_cli.cli.session import Session
from mecoder_cli.domain.freshness import Age, stale
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Action, Changed, Plan
from mecoder_cli.errors import FACTS_TOO_OLD, NOT_ENOUGH_ANSWERS, NotEnoughAnswersError

if TYPE_CHECKING:  # only a stored person's advice is compared
    from mecoder_cli.record.advice import Told


def stale_behind(session: Session, plan: Plan) -> tuple[Age, ...]:
    """Return the facts behind a plan that are past their shelf life: of the next action, then of the route."""
    pathway = session.pathway
    ids = list(plan.next_action.facts) if plan.next_action else []
    ahead = {stop.id for stop in plan.steps if stop.state != "done"}
    for step in pathway.steps:
        if step.id in ahead:
            parts = (*step.parts, *(part for way in step.ways for part in way.parts))
            ids += [*step.facts, *(fact for part in parts for fact in part.facts)]
    return stale(pathway, ids, session.day)


def refuse_stale(strict: bool, old: tuple[Age, ...]) -> None:
    """Leave with the exit code for old facts where that was asked for."""
    if strict and old:
        raise typer.Exit(FACTS_TOO_OLD)


def missing(session: Session, plan: Plan) -> NotEnoughAnswersError:
    """Return the refusal that names the answers to pass, with an example that can be copied."""
    questions = session.pathway.questions
    details = tuple(f"{id_}: {questions[id_].ask} {_example(session, id_)}" for id_ in plan.unanswered)
    first = plan.unanswered[0]
    return NotEnoughAnswersError(
        f"an answer is missing that can still change the advice: {', '.join(plan.unanswered)}",
        f"Pass it with --set {first}=... or in a file with --answers. (exit {NOT_ENOUGH_ANSWERS})",
        details,
    )


def _example(session: Session, id_: str) -> str:
    question = session.pathway.questions[id_]
    if question.type == "choice":
        return f"({', '.join(choice.id for choice in question.choices)}, or unsure)"
    kinds = {
        "yes_no": "(true, false, or unsure)",
        "whole": f"({question.low} to {question.high}, or unsure)",
        "credentials": "(ids with commas, none, or unsure)",
        "memberships": "(ids with commas, none, or unsure)",
        "date": "(a day such as 2012-06-01, or unsure)",
        "aids": "(ids with commas, none, or unsure)",
        "units": "(body:number, or unsure)",
    }
    return kinds.get(question.type, "")


NEWS_DAYS = 14
"""How long a changed next action is news."""


def changed_since(session: Session, plan: Plan) -> Changed | None:
    """Return why a stored person's next action is not what it was; keep it with its day where it has changed.

    What is only supposed (answers in a file or a flag) is no news and is not kept. Where nothing can be read or
    written, there is no news.
    """
    if session.supposes or not session.uses_profile or not session.events or plan.unanswered:
        return None
    from mecoder_cli.record.advice import LOST, Advice, Told, answers_of, person_of

    events, day, now = session.events, plan.as_of, _key(plan.next_action)
    advice, person = Advice(session.store.folder), person_of(str(session.profile_name), events)
    try:
        told = advice.told(person, day)
        # What was told today is not yet what anybody went by.
        before = [one for one in told if one.day < day]
        if before and before[-1].key == now:
            if len(told) > len(before):
                advice.forget(person, day)
            told = tuple(before)
        elif len(told) == len(before) or told[-1].key != now:
            facts, answers = versions(session.pathway), answers_of(events)
            because = _because(session, before[-1], plan, facts, answers) if before else ""
            told = (*before, Told(day, *now, facts, answers, because))
            advice.keep(person, told[-1])
    except LOST:
        return None
    if len(told) < 2 or (day - told[-1].day).days >= NEWS_DAYS:
        return None
    return Changed(told[-2].day, told[-2].step, told[-1].because)


def _key(action: Action | None) -> tuple[str, str]:
    return (action.id, action.way or "") if action else ("", "")


def _because(session: Session, before: Told, plan: Plan, facts: Mapping[str, int], answers: str) -> str:
    """Return why the next action changed: facts, a new day, or what was written down since."""
    changed = [id_ for id_, version in facts.items() if before.facts.get(id_, version) != version]
    rests = {*plan.next_action.facts} if plan.next_action else set()
    named = sorted(changed, key=lambda id_: id_ not in rests)
    if named:
        fact = session.pathway.facts[named[0]]
        more = f" and {len(named) - 1} more" if len(named) > 1 else ""
        return f"a fact changed: {fact.label} [{fact.id}]{more}"
    if before.answers == answers:
        return "time has passed"
    then = session.planner.plan(session.person, before.day)
    return "time has passed" if _key(then.next_action) == before.key else "of what you wrote down since"


def versions(pathway: Pathway) -> dict[str, int]:
    """Return a checksum of each fact, by what it says: a day on which it was checked again is no change."""
    return {
        id_: crc32(repr([(value.value, value.source) for value in fact.values] + [fact.used]).encode())
        for id_, fact in pathway.facts.items()
    }
