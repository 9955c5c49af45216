"""``mecoder calendar``: the year ahead."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.caseload import every_day
from mecoder_cli.cli.keeping import day_option
from mecoder_cli.cli.session import Session
from mecoder_cli.contract.year import year_json
from mecoder_cli.domain.renewals import add_months
from mecoder_cli.lookup.year import books_on, happenings
from mecoder_cli.screens.year import year_screen

app = options.command_app()


@app.command()
@options.advising
def calendar(
    session: Session,
    months: Annotated[int, typer.Option("--months", min=1, max=60, help="How many months ahead.")] = 12,
    exam: Annotated[
        Optional[str], typer.Option("--exam", metavar="DAY", help="Which books an exam takes on this day.")  # noqa: UP045
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="With what to do on each day, and who says so.")] = False,
) -> None:
    """Show the year ahead: code sets, exam editions, terms, and your own days; and which books an exam takes."""
    pathway, first = session.pathway, session.day
    last = add_months(first, months)
    asked = day_option(session, "--exam", exam, future=True)
    found = happenings(pathway, first, months)
    own = [(on, one) for on, one in every_day(session) if on <= last]
    books = books_on(pathway, asked)
    days = (first, last, asked)
    session.tell(
        lambda: year_screen(pathway, found, own, books, days, full=full),
        lambda: year_json(pathway, found, own, books, days),
    )
