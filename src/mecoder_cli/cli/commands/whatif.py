"""``mecoder whatif``: the plan now, and with other answers."""

from __future__ import annotations

from typing import Annotated

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.advise import advise, missing, read_cautiously
from mecoder_cli.cli.session import Session
from mecoder_cli.conversation.flags import set_answers

app = options.command_app()


@app.command()
def whatif(
    changes: Annotated[
        list[str], typer.Argument(metavar="KEY=VALUE ...", help="Answers to try, such as course_hours=0.")
    ],
    answers: options.Answers = None,
    set_: options.Set = None,
    as_of: options.AsOf = None,
    profile_name: options.Profile = None,
    as_json: options.Json = False,
) -> None:
    """Show the plan now and with other answers, side by side; nothing is kept."""
    session = Session(as_of, profile_name)
    profile = session.person(answers, set_ or ())
    changed = set_answers(session.pathway, profile, changes, session.day)
    _, before = advise(session, profile, explore=False)
    if not before.unanswered:
        changed = read_cautiously(session, changed)
    _, after = advise(session, changed, explore=False)
    if as_json:
        from mecoder_cli.contract.plan import plan_json

        session.write_json({"schema": "mecoder.whatif/1", "before": plan_json(before), "after": plan_json(after)})
    elif not (before.unanswered or after.unanswered):
        from mecoder_cli.screens.compare import whatif_screen

        session.show(whatif_screen(session.pathway, changes, before, after, session.glyphs))
    for plan in (before, after):
        if plan.unanswered:
            raise missing(session, plan)
