"""``mecoder done``: tick off a step, or one line of its checklist."""

from __future__ import annotations

from typing import Annotated, Any, Optional

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.keeping import day_option, keep, plan_now, proof_option, usd_option
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import find, no_such
from mecoder_cli.conditions import NO, YES
from mecoder_cli.errors import UsageError
from mecoder_cli.journal import CHECKED, DONE
from mecoder_cli.pathway import Pathway, Step, Way
from mecoder_cli.plan import Plan
from mecoder_cli.planner.situation import verdict
from mecoder_cli.profile import Profile

app = options.command_app()


@app.command()
def done(
    what: Annotated[str, typer.Argument(metavar="STEP[/ITEM]", help="A step, or one line of its checklist.")],
    way: Annotated[Optional[str], typer.Option("--way", metavar="WAY", help="Which way of the step was taken.")] = None,  # noqa: UP045
    body: Annotated[
        str | None, typer.Option("--body", metavar="ID", help="For which body, where several ask the same.")
    ] = None,
    day: Annotated[Optional[str], typer.Option("--date", metavar="DATE", help="When; today when left out.")] = None,  # noqa: UP045
    usd: Annotated[Optional[float], typer.Option("--usd", metavar="N", help="What you paid.")] = None,  # noqa: UP045
    proof: Annotated[
        str | None, typer.Option("--proof", metavar="PATH", help="The document of a checklist line.")
    ] = None,
    as_of: options.AsOf = None,
    profile_name: options.Profile = None,
    as_json: options.Json = False,
) -> None:
    """Tick off a step (its effects hold from then on) or one line of its checklist."""
    session = Session(as_of, profile_name)
    name, slash, item = what.partition("/")
    by_id = {step.id: step for step in session.pathway.steps}
    found = find(name, by_id)
    if found is None:
        raise no_such("step", name, by_id)
    step = by_id[found]
    if slash:
        _tick(session, step, item, proof, as_json)
        return
    if proof is not None:
        raise UsageError(
            "--proof belongs to a line of the checklist", f"For example: mecoder done {step.id}/ITEM --proof PATH"
        )
    profile, plan = plan_now(session)
    data: dict[str, Any] = {"step": step.id, "date": day_option(session, "--date", day or session.day.isoformat())}
    chosen = _way(step, way, plan)
    if chosen is not None:
        data["way"] = chosen.id
    remarks: list[str] = []
    settles = _settles(session.pathway, step, body, plan, remarks)
    if settles:
        data["settles"] = settles
    else:
        _check_effects(session, step, chosen, profile)
    usd_option(data, usd)
    keep(session, f"Done: {step.title}", [(DONE, data)], remarks, as_json)


def _tick(session: Session, step: Step, item: str, proof: str | None, as_json: bool) -> None:
    items = {i.id: i for i in (*step.items, *(i for way in step.ways for i in way.items))}
    found = find(item, items)
    if found is None:
        raise no_such(f"line of {step.id}", item, items)
    data: dict[str, Any] = {"step": step.id, "item": found}
    proof_option(data, proof)
    known = session.profile_name is not None and f"{step.id}/{found}" in session.ledger.checked
    if known and proof is None:
        raise UsageError(f"{step.id}/{found} is ticked off already", "Nothing was added.")
    remarks = []
    if items[found].document and proof is None:
        remarks.append(
            f"Its document ({items[found].document}) is not on file: mecoder proof add {step.id}/{found} PATH"
        )
    keep(session, f"Ticked off: {items[found].text}", [(CHECKED, data)], remarks, as_json)


def _way(step: Step, given: str | None, plan: Plan) -> Way | None:
    ways = {way.id: way for way in step.ways}
    if given is not None:
        found = find(given, ways)
        if found is None:
            raise no_such(f"way of {step.id}", given, ways)
        return ways[found]
    planned = next((stop.way for stop in plan.steps if stop.id == step.id and stop.way), None)
    chosen = ways.get(planned or "")
    if chosen is None and any(way.effects for way in step.ways):
        raise UsageError(f"{step.id} can be done in several ways: {', '.join(ways)}", "Name one with --way.")
    return chosen


def _settles(
    pathway: Pathway, step: Step, body: str | None, plan: Plan, remarks: list[str]
) -> list[dict[str, str]]:  # fmt: skip
    """Return the deadline that doing *step* settles, for a step that bodies ask for again and again."""
    bodies = [b.id for b in pathway.bodies.values() if step.id in (b.ceu_step, b.dues_step)]
    if not bodies:
        return []
    due = [deadline for deadline in plan.deadlines if deadline.id == step.id]
    if body is not None:
        found = find(body, bodies)
        if found is None:
            raise no_such("body", body, bodies)
        due = [deadline for deadline in due if deadline.body == found]
    if not due:
        raise UsageError(
            f"no day is known on which {step.id} falls due",
            "Give the day with: mecoder log membership ID --renews DATE (and what you hold with mecoder log exam)",
        )
    if len({deadline.body for deadline in due}) > 1:
        raise UsageError(f"{step.id} falls due with several bodies", f"Name one: --body {due[0].body}")
    first = due[0]
    if first.missing:
        remarks.append(
            f"By your entries {first.missing} CEUs were still missing for {first.body}; noted as done on your word."
        )
    return [{"body": first.body, "due": first.due.isoformat()}]


def _check_effects(session: Session, step: Step, way: Way | None, profile: Profile) -> None:
    """Refuse what is done already, what is not open to the person, and what is counted from entries."""
    effects = (*step.effects, *(way.effects if way else ()))
    if any(effect.op == "grows" for effect in effects):
        work = next((r.id for r in session.pathway.records.values() if r.kind == "work"), "")
        raise UsageError(
            f"{step.id} is counted from your entries", f"Use: mecoder log {work} --employer NAME --from DATE"
        )
    if verdict(session.pathway, step.done, profile, session.day) == YES:
        raise UsageError(f"{step.id} is done already", "Nothing was added.")
    if not effects:
        raise UsageError(
            f"{step.id} leads to nothing that could be noted", f"Tick off its lines: mecoder done {step.id}/ITEM"
        )
    if verdict(session.pathway, step.needs, profile, session.day) == NO:
        from mecoder_cli.conditions import atoms

        needs = "; ".join(dict.fromkeys(atom.text for atom in atoms(step.needs)))
        raise UsageError(f"{step.id} is not open to you yet: it needs {needs}", "Log that first; see: mecoder status")
