"""``mecoder list``: the entries that stand, with their numbers."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.keeping import day_option, if_given
from mecoder_cli.cli.planned import ask_about
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import find, pick
from mecoder_cli.contract.record import entries_json
from mecoder_cli.record.listing import PLANNED, Row, rows_of
from mecoder_cli.screens.listing import listing_screen

app = options.command_app()


@app.command("list")
@options.keeping
def list_(
    session: Session,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[KIND] [WORDS]", help="A kind such as ceu, job or planned, and words to look for."),
    ] = None,
    body: Annotated[str | None, typer.Option("--body", metavar="ID", help="Only what is with this body.")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Only from this day on.")] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a table for a spreadsheet.")] = False,
) -> None:
    """List what you logged and did, newest first, with the numbers that edit, attach and undo take."""
    session.need_profile()
    wanted = list(words or [])
    kinds = [*session.pathway.records, "done", "checklist", PLANNED]
    kind = find(wanted[0], kinds) if wanted else None
    if kind is not None:
        wanted = wanted[1:]
    if kind == PLANNED and session.can_ask and not (session.as_json or as_csv):
        ask_about(session)
    rows = rows_of(
        session.pathway, session.ledger, kind, " ".join(wanted), if_given(body, lambda one: pick("body", one, session.pathway.bodies)),
        if_given(since, lambda day: day_option(session, "--since", day, future=True)),
    )  # fmt: skip
    if as_csv:
        sys.stdout.write(_csv(rows))
        return
    session.tell(lambda: listing_screen(rows, session.day), lambda: entries_json(rows))


def _csv(rows: list[Row]) -> str:
    from mecoder_cli.exports.sheet import table  # a screen is spared it

    return table(("number", "kind", "date", "text", "body", "usd", "file", "planned"), [
        (
            row.id, row.kind, row.day or "", row.text, row.body, "" if row.usd is None else f"{row.usd:g}", row.file,
            "yes" if row.planned else "",
        )
        for row in rows
    ])  # fmt: skip
