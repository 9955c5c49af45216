"""``mecoder checklist``: what a step needs, item by item."""

from __future__ import annotations

from typing import Annotated

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.advise import advise, missing
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import no_such

app = options.command_app()


@app.command()
def checklist(
    step_id: Annotated[str | None, typer.Argument(metavar="[STEP]", help="A step's id; else the next action.")] = None,
    answers: options.Answers = None,
    set_: options.Set = None,
    as_of: options.AsOf = None,
    profile_name: options.Profile = None,
    as_json: options.Json = False,
    no_input: options.NoInput = False,
) -> None:
    """Show the checklist of a step and the documents that it produces."""
    session = Session(as_of, profile_name)
    profile = session.person(answers, set_ or ())
    pathway = session.pathway
    way = None
    usd = None
    if step_id is None:
        _, plan = advise(session, profile, explore=False)
        if plan.unanswered:
            raise missing(session, plan)
        if plan.next_action is None and as_json:
            empty: list[str] = []
            session.write_json(
                {"schema": "mecoder.checklist/1", "step": None, "way": None, "checklist": empty, "facts": empty}
            )
            return
        if plan.next_action is None:
            from mecoder_cli.screens.plan import next_screen

            session.show(next_screen(pathway, plan, session.glyphs))
            return
        step_id, way, usd = plan.next_action.id, plan.next_action.way, plan.next_action.usd
    by_id = {step.id: step for step in pathway.steps}
    if step_id not in by_id:
        raise no_such("step", step_id, by_id)
    step = by_id[step_id]
    if as_json:
        items = [*(item for one in step.ways if way in (None, one.id) for item in one.items), *step.items]
        rows = [
            {
                "id": item.id,
                "text": item.text,
                "document": item.document or None,
                "done": f"{step.id}/{item.id}" in profile.checked,
            }
            for item in items
        ]
        session.write_json(
            {"schema": "mecoder.checklist/1", "step": step.id, "way": way, "checklist": rows, "facts": list(step.facts)}
        )
        return
    from mecoder_cli.screens.plan import checklist_screen

    session.show(checklist_screen(pathway, step, way, usd, profile.checked))
