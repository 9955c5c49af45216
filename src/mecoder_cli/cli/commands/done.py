"""``mecoder done``: tick off a step, or one line of its checklist."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Optional

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.keeping import day_option, file_option, keep, plan_now, usd_option
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import find, pick
from mecoder_cli.domain.conditions import NO, YES, evaluate
from mecoder_cli.domain.firm import Firm
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Plan
from mecoder_cli.domain.profile import NOBODY, Profile
from mecoder_cli.domain.renewals import deadlines
from mecoder_cli.domain.steps import Effect, Step, Way
from mecoder_cli.errors import UsageError
from mecoder_cli.output import words
from mecoder_cli.output.words import short_text
from mecoder_cli.planner.situation import verdict
from mecoder_cli.planner.whys import shortfall
from mecoder_cli.record.entries import Checked, Done, Dues
from mecoder_cli.record.units import cycles_of

app = options.command_app()

FAR_AHEAD = 366
"""Days: what falls due later than that is not what was just done."""


@app.command()
@options.keeping
def done(
    session: Session,
    what: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(
            metavar="N|STEP[/ITEM]", help="A line of the present step by its number, a step, or a line of a step."
        ),
    ] = None,
    way: Annotated[Optional[str], typer.Option("--way", metavar="WAY", help="Which way of the step was taken.")] = None,  # noqa: UP045
    body: Annotated[
        str | None, typer.Option("--body", metavar="ID", help="For which body, where several ask the same.")
    ] = None,
    day: Annotated[Optional[str], typer.Option("--date", metavar="DATE", help="When; today when left out.")] = None,  # noqa: UP045
    usd: Annotated[Optional[float], typer.Option("--usd", metavar="N", help="What you paid.")] = None,  # noqa: UP045
    proof: Annotated[
        str | None, typer.Option("--proof", metavar="PATH", help="The document of a checklist line.")
    ] = None,
) -> None:
    """Tick off a step (its effects hold from then on) or one line of its checklist."""
    if what is None or (what.isascii() and what.isdigit()):
        what = _of_the_present_step(session, what)
    name, slash, item = what.partition("/")
    by_id = {step.id: step for step in session.pathway.steps}
    found = pick("step", name, by_id)
    step = by_id[found]
    if slash:
        _tick(session, step, item, proof)
        return
    if proof is not None:
        raise UsageError(
            "--proof belongs to a line of the checklist", f"For example: mecoder done {step.id}/ITEM --proof PATH"
        )
    profile, plan = plan_now(session)
    on = day_option(session, "--date", day)
    chosen = _way(step, way, plan)
    remarks: list[str] = []
    settles = _settles(session, step, body, profile, on, remarks)
    if not settles:
        _check_effects(session, step, chosen, profile)
    entry = Done(step.id, on, chosen.id if chosen else "", settles, usd_option(usd))
    keep(session, f"Done: {step.title}", [entry], remarks)


def _of_the_present_step(session: Session, number: str | None) -> str:
    """Return what a number of the present step's checklist names; without one, what a person picks of it.

    Raises:
        UsageError: There is no such line, or nobody to ask.
    """
    action = plan_now(session)[1].next_action
    lines = action.checklist if action is not None else ()
    if action is None or (not lines and number is not None):
        raise UsageError("there is no present step with a checklist", "Name a step: mecoder done STEP")
    if number is not None:
        if not 1 <= int(number[:6]) <= len(lines):
            raise UsageError(f"{action.title} has no line {number}", f"It has {len(lines)}: mecoder checklist")
        return f"{action.id}/{lines[int(number) - 1].id}"
    if not session.can_ask or session.as_json:
        raise UsageError("nothing is given that was done", f"Such as: mecoder done 1, or mecoder done {action.id}")
    from mecoder_cli.conversation.prompts import Option, prompter  # whoever names it is spared the prompts

    options_ = [Option(line.text, f"{action.id}/{line.id}") for line in lines if line.id not in action.checked]
    whole = Option(f"All of it: {action.title}", action.id)
    return str(prompter(session.is_accessible).choose("What is done?", [*options_, whole], None))


def _tick(session: Session, step: Step, item: str, proof: str | None) -> None:
    items = {i.id: i for i in (*step.items, *(i for way in step.ways for i in way.items))}
    found = pick(f"line of {step.id}", item, items)
    if items[found].note:
        raise UsageError(f"{step.id}/{found} is only to know: there is nothing to tick off", "Nothing was added.")
    entry = Checked(step.id, found, file_option(proof))
    known = session.profile_name is not None and f"{step.id}/{found}" in session.ledger.checked
    if known and proof is None:
        raise UsageError(f"{step.id}/{found} is ticked off already", "Nothing was added.")
    remarks = []
    person = session.standing.profile if session.profile_name is not None else NOBODY
    firm = Firm(session.pathway, person, session.day)
    if evaluate(items[found].applies, firm) == NO or evaluate(items[found].unless, firm) == YES:
        remarks.append("By your answers this line is none of yours; it is kept all the same.")
    if items[found].document and proof is None:
        remarks.append(
            f"Its document ({items[found].document}) is not on file: mecoder papers add {step.id}/{found} PATH"
        )
    keep(session, f"Ticked off: {items[found].text}", [entry], remarks)


def _way(step: Step, given: str | None, plan: Plan) -> Way | None:
    ways = {way.id: way for way in step.ways}
    if given is not None:
        found = pick(f"way of {step.id}", given, ways)
        return ways[found]
    planned = next((stop.way for stop in plan.steps if stop.id == step.id and stop.way), None)
    chosen = ways.get(planned or "")
    if chosen is None and any(way.effects for way in step.ways):
        raise UsageError(f"{step.id} can be done in several ways: {', '.join(ways)}", "Name one with --way.")
    return chosen


def _settles(
    session: Session, step: Step, body: str | None, profile: Profile, day: date, remarks: list[str]
) -> tuple[Dues, ...]:
    """Return the deadline that doing *step* on *day* settles, for a step that bodies ask for again and again."""
    pathway = session.pathway
    bodies = [b.id for b in pathway.bodies.values() if step.id in (b.ceu_step, b.dues_step)]
    if not bodies:
        return ()
    owed = _owed(session, step, body, profile, day)
    if owed is not None:
        remarks.append(
            f"It settles the CEUs still owed to {owed.body} from the cycle that ended on {words.day(owed.due)}."
        )
        return (owed,)
    due = [deadline for deadline in deadlines(pathway, profile, day) if deadline.id == step.id]
    if body is not None:
        found = pick("body", body, bodies)
        due = [deadline for deadline in due if deadline.body == found]
    if not due:
        logs = next((r.id for r in pathway.records.values() if r.kind == "membership"), "")
        raise UsageError(
            f"no day is known on which {step.id} falls due",
            f"Give the day with: mecoder log {logs} {body or bodies[0]} --renews DATE",
        )
    if len({deadline.body for deadline in due}) > 1:
        raise UsageError(f"{step.id} falls due with several bodies", f"Name one: --body {due[0].body}")
    first = min(due, key=lambda deadline: abs((deadline.due - day).days))
    if (first.due - day).days > FAR_AHEAD:
        raise UsageError(
            f"{step.id} falls due on {first.due}, more than a year after {day}",
            "If it was done for an earlier day, give that day with --date.",
        )
    remarks.append(f"It settles what falls due with {first.body} on {first.due}.")
    if first.missing:
        remarks.append(f"By your entries {first.missing:g} CEUs were still missing; noted as done on your word.")
    return (Dues(first.body, first.due),)


def _owed(session: Session, step: Step, body: str | None, profile: Profile, day: date) -> Dues | None:
    """Return the cycle that ended short and is not made up yet, where *step* is what reports its CEUs."""
    entries = session.ledger.entries if session.profile_name is not None else ()
    for cycle in cycles_of(session.pathway, profile, entries, day):
        is_meant = body is None or find(body, session.pathway.bodies) == cycle.body
        if cycle.owed and cycle.start and is_meant and session.pathway.bodies[cycle.body].ceu_step == step.id:
            return Dues(cycle.body, cycle.start)
    return None


def _check_effects(session: Session, step: Step, way: Way | None, profile: Profile) -> None:
    """Refuse what is done already, what is not open to the person, and what is counted from entries."""
    pathway = session.pathway
    effects = (*step.effects, *(way.effects if way else ()))
    _refuse_counted(pathway, step, effects)
    if verdict(pathway, step.done, profile, session.day) == YES:
        raise UsageError(f"{step.id} is done already", "Nothing was added.")
    if not effects:
        raise UsageError(
            f"{step.id} leads to nothing that could be noted", f"Tick off its lines: mecoder done {step.id}/ITEM"
        )
    firm = Firm(pathway, profile, session.day)
    conditions = [step.needs, *([way.needs] if way else [])]
    closed = [
        short
        for condition in conditions
        if evaluate(condition, firm) == NO
        for short in shortfall(pathway, condition, firm)
    ]
    if closed:
        way_text = f" by {way.id}" if way else ""
        missing = "; ".join(short_text(short) for short in closed)
        raise UsageError(
            f"{step.id}{way_text} is not open to you by what is known: {missing}",
            f"Log what is missing first, or name the way with --way; see: mecoder why {step.id}",
        )


def _refuse_counted(pathway: Pathway, step: Step, effects: tuple[Effect, ...]) -> None:
    """Refuse a step whose result is counted from entries: a hope of the plan is no record."""
    for effect in effects:
        for record in pathway.records.values():
            counted = effect.question == record.question and effect.op in ("grows", "reaches")
            if counted or (record.employs and effect.question == record.employs):
                raise UsageError(
                    f"{step.id} is known from your entries", f"Log what happened: mecoder log {record.id} --help"
                )
