"""What ``plan``, ``next`` and ``checklist`` share: a person, and a plan or a refusal."""

from __future__ import annotations

from mecoder_cli.cli.session import Session
from mecoder_cli.domain.freshness import Age
from mecoder_cli.domain.plan import Plan
from mecoder_cli.domain.profile import Profile
from mecoder_cli.errors import FACTS_TOO_OLD, NOT_ENOUGH_ANSWERS, NotEnoughAnswersError
from mecoder_cli.planner import Planner


def advise(session: Session, profile: Profile, *, explore: bool) -> tuple[Planner, Plan]:
    """Return the planner and the plan for *profile* on the session's day."""
    planner = Planner(session.pathway)
    return planner, planner.plan(profile, session.day, explore=explore)


def read_cautiously(session: Session, profile: Profile) -> Profile:
    """Return the person with whatever is still to be answered taken as not sure: a trial answer must not need others."""
    planner = Planner(session.pathway)
    while still := planner.open_questions(profile, session.day):
        profile = profile.with_answer(still[0].question, None)
    return profile


def stale_behind(session: Session, plan: Plan) -> tuple[Age, ...]:
    """Return the facts behind a plan that are past their shelf life: of the next action, then of the road."""
    from mecoder_cli.domain.freshness import stale

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
        import typer

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
        "units": "(body:number, or unsure)",
    }
    return kinds.get(question.type, "")
