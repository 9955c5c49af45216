"""``mecoder whatif``: the plan now, and with other answers."""

from __future__ import annotations

from typing import Annotated

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.advise import missing, supposing
from mecoder_cli.cli.asking import complete
from mecoder_cli.cli.session import Session
from mecoder_cli.contract.plan import plan_json
from mecoder_cli.conversation.flags import set_answers
from mecoder_cli.screens.compare import whatif_screen

app = options.command_app()


@app.command()
@options.advising
def whatif(
    session: Session,
    changes: Annotated[
        list[str], typer.Argument(metavar="KEY=VALUE ...", help="Answers to try, such as course_hours=0.")
    ],
) -> None:
    """Show the plan now and with other answers, side by side; nothing is kept."""
    complete(session)
    changed = set_answers(session.pathway, session.person, changes, session.day)
    before = session.plan()
    after = session.plan(changed) if before.unanswered else supposing(session, changed)
    if session.as_json or not (before.unanswered or after.unanswered):
        session.tell(
            lambda: session.explained(whatif_screen(session.pathway, changes, before, after, session.glyphs)),
            lambda: {"schema": "mecoder.whatif/1", "before": plan_json(before), "after": plan_json(after)},
        )
    for plan in (before, after):
        if plan.unanswered:
            raise missing(session, plan)
