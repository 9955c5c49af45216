"""``mecoder due``: what falls due, one line each."""

from __future__ import annotations

import re
import sys
from datetime import timedelta
from typing import Annotated

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.session import Session
from mecoder_cli.domain.renewals import deadlines, unwatched
from mecoder_cli.errors import FAILURE, UsageError

app = options.command_app()


@app.command()
def due(
    within: Annotated[
        str | None,
        typer.Option("--within", metavar="DAYS", help="Only what falls due within so many days, such as 90d."),
    ] = None,
    fail: Annotated[bool, typer.Option("--fail", help="Exit 1 when something is due.")] = False,
    answers: options.Answers = None,
    set_: options.Set = None,
    as_of: options.AsOf = None,
    profile_name: options.Profile = None,
    as_json: options.Json = False,
) -> None:
    """Show what falls due, one line each: for a prompt or a daily job."""
    session = Session(as_of, profile_name)
    days = int(session.pathway.settings.at_risk_days)
    if within is not None:
        match = re.match(r"([0-9]{1,4})d?\Z", within)
        if match is None:
            raise UsageError(f"--within: {within!r} is not a number of days such as 90d")
        days = int(match[1])
    profile = session.person(answers, set_ or ())
    # CEUs that are complete are nothing to do; they are left out.
    found = [
        deadline for deadline in deadlines(session.pathway, profile, session.day)
        if deadline.due <= session.day + timedelta(days=days) and deadline.missing != 0
    ]  # fmt: skip
    if as_json:
        from mecoder_cli.contract.record import due_json

        session.write_json(due_json(found, session.day, days))
    else:
        from mecoder_cli.screens.ceus import due_screen

        session.show(due_screen(session.pathway, found, session.day))
    for body in unwatched(session.pathway, profile, session.day):
        sys.stderr.write(f"{body}: the day on which the cycle ends is not known, so nothing can be watched there.\n")
    if fail and found:
        raise typer.Exit(FAILURE)
