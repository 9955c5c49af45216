"""``mecoder status``: where the person stands."""

from __future__ import annotations

from mecoder_cli.cli import options
from mecoder_cli.cli.advise import changed_since
from mecoder_cli.cli.session import Session
from mecoder_cli.contract.record import status_json
from mecoder_cli.screens.status import status_screen

app = options.command_app()


@app.command()
@options.advising
def status(session: Session) -> None:
    """Show where you stand: what is done, what comes next, what falls due, and the money."""
    name, standing = session.who
    plan = session.plan(standing.profile)
    changed = changed_since(session, plan)
    session.tell(
        lambda: session.explained(
            status_screen(session.pathway, name, standing, plan, session.layout_width, session.glyphs, changed)
        ),
        lambda: status_json(session.pathway, name, standing, plan, changed),
    )
