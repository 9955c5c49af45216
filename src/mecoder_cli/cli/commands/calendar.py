"""``mecoder calendar``: the year ahead."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Optional

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.caseload import every_day
from mecoder_cli.cli.keeping import day_option
from mecoder_cli.cli.session import Session
from mecoder_cli.contract.year import year_json
from mecoder_cli.domain.renewals import add_months
from mecoder_cli.lookup.year import books_on, concerning, happenings
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
    asked = day_option(session, "--exam", exam, future=True) if exam is not None else _booked(session)
    plan = session.plan() if session.person.has(pathway.settings.questions.target) else None
    found = concerning(pathway, plan, happenings(pathway, first, months))
    own = [(on, one) for on, one in every_day(session) if on <= last]
    books = books_on(pathway, asked)
    ahead = [stop for stop in plan.steps if stop.state != "done"] if plan is not None else []
    road = [stop for stop in ahead if stop.finish is not None and stop.finish.likely <= last]
    days = (first, last, asked)
    session.tell(
        lambda: year_screen(pathway, found, own, road, books, days, full=full),
        lambda: year_json(pathway, found, own, road, books, days),
    )


def _booked(session: Session) -> date:
    """Return the day of the next exam that is booked, or today where none is."""
    credentials = session.pathway.settings.questions.credentials
    return min((one.day for one in session.person.coming if one.question == credentials), default=session.day)
