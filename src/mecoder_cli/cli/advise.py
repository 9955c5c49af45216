"""What ``plan``, ``next`` and ``checklist`` share: a person, and a plan or a refusal."""

from __future__ import annotations

from mecoder_cli.cli.session import Session
from mecoder_cli.errors import NOT_ENOUGH_ANSWERS, NotEnoughAnswersError
from mecoder_cli.plan import Plan
from mecoder_cli.planner import Planner
from mecoder_cli.profile import Profile


def advise(session: Session, profile: Profile, *, explore: bool) -> tuple[Planner, Plan]:
    """Return the planner and the plan for *profile* on the session's day."""
    planner = Planner(session.pathway)
    return planner, planner.plan(profile, session.day, explore=explore)


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
