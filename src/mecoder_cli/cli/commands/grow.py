"""``mecoder grow``: where coding leads."""

from __future__ import annotations

from typing import Annotated

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import picked
from mecoder_cli.contract.growth import ladder_json
from mecoder_cli.routes.growth import ladder
from mecoder_cli.screens.growth import ladder_screen, rung_screen

app = options.command_app()


@app.command()
@options.advising
def grow(
    session: Session,
    which: options.Which = None,
    full: Annotated[bool, typer.Option("--full", help="All of them in full.")] = False,
) -> None:
    """Show where coding leads: what each rung asks and pays, and what it takes from where you stand."""
    pathway, person = session.pathway, session.person
    # Of somebody who told nothing, time and money would be guesses.
    knows = (session.supposes or session.uses_profile) and not session.plan().unanswered
    found = ladder(pathway, person, session.day, session.planner.adviser if knows else None)
    if which is None and not full:
        width, glyphs = session.layout_width, session.glyphs
        return session.tell(
            lambda: session.explained(ladder_screen(pathway, found, knows, width, glyphs)),
            lambda: ladder_json(pathway, found),
        )
    names = [f"{one.rung.label} {one.rung.id} {one.rung.credential}" for one in found]
    chosen = list(enumerate(found, 1)) if which is None else picked("grow", "rung", which, found, names)
    session.tell(lambda: rung_screen(pathway, chosen), lambda: ladder_json(pathway, [one for _, one in chosen]))
