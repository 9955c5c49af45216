"""``mecoder status``: where the person stands."""

from __future__ import annotations

from typing import Annotated

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.advise import changed_since
from mecoder_cli.cli.session import Session
from mecoder_cli.contract.record import status_json
from mecoder_cli.screens.status import status_screen

app = options.command_app()


def show_all(session: Session) -> None:
    """Show everybody on this computer."""
    from mecoder_cli.cli.caseload import cases  # only here all people are read
    from mecoder_cli.contract.record import profiles_json
    from mecoder_cli.screens.caseload import caseload_screen

    people, current = list(cases(session)), session.store.chosen
    session.tell(lambda: caseload_screen(people, current, session.day), lambda: profiles_json(people, current, [], []))


@app.command()
@options.advising
def status(
    session: Session,
    everybody: Annotated[bool, typer.Option("--all", help="Everybody on this computer, a few lines each.")] = False,
) -> None:
    """Show where you stand: what is done, what comes next, what falls due, and the money."""
    if everybody:
        return show_all(session)
    name, standing = session.who
    plan = session.plan(standing.profile)
    changed = changed_since(session, plan)
    return session.tell(
        lambda: session.explained(
            status_screen(session.pathway, name, standing, plan, session.layout_width, session.glyphs, changed)
        ),
        lambda: status_json(session.pathway, name, standing, plan, changed),
    )
