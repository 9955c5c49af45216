"""``mecoder next``: only the next action."""

from __future__ import annotations

from typing import Any

from mecoder_cli.cli import options
from mecoder_cli.cli.advise import changed_since, missing, refuse_stale, stale_behind
from mecoder_cli.cli.session import Session
from mecoder_cli.output.blocks import Screen

app = options.command_app()


@app.command()
@options.advising
def next_action(session: Session, strict: options.Strict = False, no_input: options.NoInput = False) -> None:
    """Show only the one thing to do next, for the answers given."""
    plan = session.plan()
    if plan.unanswered:
        from mecoder_cli.cli.asking import complete  # seldom is something still to be asked

        complete(session, no_input)
        plan = session.plan()
    old, changed = stale_behind(session, plan), changed_since(session, plan)

    # One of both is told, and only that one is imported.
    def screen() -> Screen:
        from mecoder_cli.screens.plan import Around, next_screen

        around = Around(session.name, session.notes, old, changed, planned=session.planned)
        return next_screen(session.pathway, plan, session.glyphs, around)

    def json() -> dict[str, Any]:
        from mecoder_cli.contract.plan import plan_json

        return plan_json(plan, old, changed)

    if session.as_json or not plan.unanswered:
        session.tell(screen, json)
    if plan.unanswered:
        raise missing(session, plan)
    refuse_stale(strict, old)
