"""What the commands that advise share: facts past their time behind a plan, the refusal of one, and what is new."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING
from zlib import crc32

import typer

from mecoder_cli.cli.session import Session
from mecoder_cli.domain.freshness import Age, stale
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Action, Changed, Plan
from mecoder_cli.domain.profile import Profile
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


def supposing(session: Session, changed: Profile) -> Plan:
    """Return the plan with other answers; what it would still ask is taken as not sure, for a trial must not ask more."""
    while still := session.planner.open_questions(changed, session.day):
        changed = changed.with_answer(still[0].question, None)
    return session.plan(changed)


NEWS_DAYS = 14
"""How long a changed next action is news."""


def changed_since(session: Session, plan: Plan, *, keeps: bool = True) -> Changed | None:
    """Return why a stored person's next action is not what it was; keep it with its day where it has changed.

    What is only supposed (answers in a file or a flag) is no news and is not kept. Where nothing can be read or
    written, there is no news.

    Args:
        session: Whose record it is.
        plan: What they are told now.
        keeps: Whether what is told now is kept.
    """
    ledger = session.ledger if session.uses_profile and not session.supposes else None
    if ledger is None or ledger.first is None or ledger.latest is None or plan.unanswered:
        return None
    from mecoder_cli.record.advice import LOST, Advice, Told, answers_of, person_of

    day, now = plan.as_of, _key(plan.next_action)
    advice, person = Advice(session.store.folder), person_of(str(session.profile_name), ledger.first)
    try:
        every = advice.told(person)
    except LOST:
        every = ()
    told = [one for one in every if one.day <= day]
    # What was told today is not yet what anybody went by.
    before = [one for one in told if one.day < day]
    stays = bool(before) and before[-1].key == now
    if stays:
        told = before
    elif len(told) == len(before) or told[-1].key != now:
        facts = versions(session.pathway)
        because = _because(session, before[-1], plan, facts) if before else ""
        told = [*before, Told(day, *now, facts, answers_of(ledger.latest), because)]
    # A day that was only looked ahead to (--as-of) does not stand against today; a look back changes nothing.
    if keeps and (session.as_of is None or not every or day >= every[-1].day) and list(every) != told:
        with suppress(*LOST):
            advice.keep(person, told)
    if len(told) < 2 or (day - told[-1].day).days >= NEWS_DAYS:
        return None
    return Changed(told[-2].day, told[-2].step, told[-1].because)


def _key(action: Action | None) -> tuple[str, str]:
    return (action.id, action.way or "") if action else ("", "")


def _because(session: Session, before: Told, plan: Plan, facts: Mapping[str, int]) -> str:
    """Return why the next action changed: what was written down since, a new day, a fact it rests on, or the rules.

    What was written down is the reason where the record as it was then would not lead there today; a new day, where
    it would, and leads today to what was told on that day.
    """
    from mecoder_cli.record.advice import answers_of
    from mecoder_cli.record.journal import fold
    from mecoder_cli.record.standing import standing

    events = session.events
    known = next((n for n in range(len(events), 0, -1) if answers_of(events[n - 1]) == before.answers), len(events))
    ledger = fold(events[:known])

    def told_on(day: date) -> Action | None:
        return session.planner.plan(standing(session.pathway, ledger, day).profile, day).next_action

    if known < len(events) and _key(told_on(plan.as_of)) != _key(plan.next_action):
        return "of what you wrote down since"
    then = told_on(before.day)
    if _key(then) == before.key:
        return "time has passed"
    rests = {fact for action in (plan.next_action, then) if action for fact in action.facts}
    changed = [id_ for id_, version in facts.items() if before.facts.get(id_, version) != version]
    if changed:
        fact = session.pathway.facts[min(changed, key=lambda id_: id_ not in rests)]
        more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        return f"a fact changed: {fact.label} [{fact.id}]{more}"
    return "the rules that this program knows changed"


def versions(pathway: Pathway) -> dict[str, int]:
    """Return a checksum of each fact, by what it says: a day on which it was checked again is no change."""
    return {
        id_: crc32(repr([(value.value, value.source) for value in fact.values] + [fact.used]).encode())
        for id_, fact in pathway.facts.items()
    }
