"""``mecoder checklist``: what a step needs, item by item."""

from __future__ import annotations

from typing import Annotated

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.advise import missing
from mecoder_cli.cli.asking import complete
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import no_such
from mecoder_cli.contract.plan import checklist_json
from mecoder_cli.domain.firm import Firm
from mecoder_cli.planner.explanation import groups_for, title_of
from mecoder_cli.screens.checklist import checklist_screen
from mecoder_cli.screens.plan import next_screen

app = options.command_app()


@app.command()
@options.advising
def checklist(
    session: Session,
    step_id: Annotated[str | None, typer.Argument(metavar="[STEP]", help="A step's id; else the next action.")] = None,
    no_input: options.NoInput = False,
) -> None:
    """Show the checklist of a step and the documents that it produces."""
    person, pathway = session.person, session.pathway
    way = usd = None
    title, is_present = "", step_id is None
    if step_id is None:
        complete(session, no_input)
        person, plan = session.person, session.plan()
        if plan.unanswered:
            raise missing(session, plan)
        action = plan.next_action
        if action is None:
            return session.tell(
                lambda: next_screen(pathway, plan, session.glyphs),
                lambda: checklist_json(None, None, [], [], person.checked),
            )
        step_id, way, usd, title = action.id, action.way, action.usd, action.title
    by_id = {step.id: step for step in pathway.steps}
    if step_id not in by_id:
        raise no_such("step", step_id, by_id)
    step = by_id[step_id]
    firm = Firm(pathway, person, session.day)
    title = title or title_of(step, firm)
    groups, notes = groups_for(step, way, firm)
    return session.tell(
        lambda: session.explained(
            checklist_screen(pathway, step, title, groups, notes, usd, person.checked, is_present)
        ),
        lambda: checklist_json(step, way, groups, notes, person.checked),
    )
