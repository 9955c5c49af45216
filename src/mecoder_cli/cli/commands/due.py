"""``mecoder due``: what falls due, one line each."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.caseload import due_of_all, every_day
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.streams import tell_beside
from mecoder_cli.contract.record import due_json, due_of_all_json
from mecoder_cli.domain.renewals import unwatched
from mecoder_cli.errors import FAILURE
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Para
from mecoder_cli.screens.ceus import due_row, due_screen
from mecoder_cli.screens.due import line_of

app = options.command_app()


@app.command()
@options.advising
def due(
    session: Session,
    within: Annotated[
        str | None, typer.Option("--within", metavar="DAYS", help="What falls due within so many days, such as 400d.")
    ] = None,
    everybody: Annotated[bool, typer.Option("--all", help="For everybody on this computer.")] = False,
    fail: Annotated[bool, typer.Option("--fail", help="Exit 1 when something is due.")] = False,
) -> None:
    """Show what falls due, one line each: for a prompt or a daily job."""
    pathway, day = session.pathway, session.day
    days = options.days("--within", within) if within is not None else int(pathway.settings.margins.ahead)
    if everybody:
        return _all(session, days, fail)
    # CEUs that are complete are nothing to do; they are left out.
    last = day + timedelta(days=days)
    every = every_day(session)
    found = [(on, one) for on, one in every if on <= last]
    # A daily job hears of nothing only by silence; a person is told.
    nothing = f"Nothing that is known falls due up to {words.day(last)}." if session.is_terminal else ""
    later = every[len(found) :]
    if nothing and later:
        nothing += f" Next: {line_of(later[0][1], day)}."
    session.tell(lambda: due_screen(pathway, found, day, nothing), lambda: due_json(found, day, days))
    if found and later and session.is_terminal and not session.as_json:
        days_on = (later[-1][0] - day).days
        tell_beside(f"{len(later)} more later: mecoder due --within {days_on}d\n")
    for body in unwatched(pathway, session.person, day):
        tell_beside(f"{body}: the day on which the cycle ends is not known, so nothing can be watched there.\n")
    if fail and found:
        raise typer.Exit(FAILURE)


def _all(session: Session, days: int, fail: bool) -> None:
    """Show what falls due for anybody on this computer."""
    found = due_of_all(session, days)
    width = max((len(name) for _, name, _ in found), default=0)
    rows = [(name, *due_row(session.pathway, on, one, session.day)) for on, name, one in found]
    session.tell(
        lambda: [Para(f"{name:<{width}}  {text}", style, 0) for name, text, style in rows],
        lambda: due_of_all_json(found, session.day, days),
    )
    if fail and found:
        raise typer.Exit(FAILURE)
