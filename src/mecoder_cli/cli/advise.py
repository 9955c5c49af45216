"""What the commands that advise share: facts past their time behind a plan, and the refusal of one."""

from __future__ import annotations

import typer

from mecoder_cli.cli.session import Session
from mecoder_cli.domain.freshness import Age, stale
from mecoder_cli.domain.plan import Plan
from mecoder_cli.errors import FACTS_TOO_OLD, NOT_ENOUGH_ANSWERS, NotEnoughAnswersError


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
