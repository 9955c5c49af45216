"""``mecoder import``: many certificates at once, from a spreadsheet."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from shlex import quote
from typing import Annotated, Any

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.commands.log_ceu import sorts_of
from mecoder_cli.cli.keeping import (
    asked_for,
    day_option,
    file_option,
    keep,
    number_of_option,
    plan_now,
    text_option,
    usd_option,
)
from mecoder_cli.cli.records import logged
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.streams import out
from mecoder_cli.cli.suggest import find, pick
from mecoder_cli.contract.values import plain
from mecoder_cli.conversation.files import bytes_of
from mecoder_cli.conversation.papers import decoded
from mecoder_cli.conversation.receipts import BOUNDS, same_certificate, units_receipt
from mecoder_cli.conversation.tables import table_of
from mecoder_cli.domain.pathway import Record
from mecoder_cli.errors import UsageError
from mecoder_cli.record.entries import Units
from mecoder_cli.record.tables import Candidate, Row, Table
from mecoder_cli.record.units import categories
from mecoder_cli.screens.importing import import_screen

app = options.command_app()
MOST_BYTES = 1_000_000
FAULTS_SHOWN = 20
_SHORT_YEAR = re.compile(r"^(\d{1,2}[/.-]\d{1,2}[/.-])(\d{2})$")
"""``3/5/26``, as spreadsheets show it."""
_SUM = re.compile(r"(grand |sub)?totals?:?|sum:?", re.IGNORECASE)
AS_CSV = "Save it as CSV (comma separated) from the spreadsheet."


@app.callback()
def start() -> None:
    """Take in many entries at once."""


@app.command()
@options.keeping
def ceus(
    session: Session,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A table of certificates as CSV; - is standard input.")],
    body: Annotated[
        list[str] | None,
        typer.Option("--body", metavar="ID", help="The body that counts them, where no column says it."),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column", metavar="FIELD=NAME", help="Which column is date, title, units, body, category, usd or proof."
        ),
    ] = None,
    yes: options.Yes = False,
) -> None:
    """Read a table of CEU certificates, show what would be kept, and keep all of it or nothing."""
    name = "standard input" if file == "-" else file
    record = next((one for one in session.pathway.records.values() if one.kind == "units" and one.columns), None)
    if record is None:
        raise UsageError("the knowledge file says of no table how it is read")
    content = bytes_of(file, sys.stdin.buffer, name, MOST_BYTES, "Split it, and import the parts.")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UsageError(f"{name} is a spreadsheet itself", AS_CSV)
    table = table_of(decoded(content, name, AS_CSV), name, record.columns, _told(record, column or []))
    found = _candidates(session, record, table, name, body or [], Path(file).parent if file != "-" else Path())
    new = [one.entry for one in found if not one.known]
    if session.as_json and not yes:
        session.write_json(_json(table, found))
        return
    if not session.as_json:
        session.show(import_screen(table, found, name))
    if not new:
        if session.as_json:
            session.write_json(_json(table, found))
        else:
            out("Nothing is new; nothing was kept.\n")
        return
    if not yes and not session.can_ask:
        again = [
            file,
            *(part for one in body or () for part in ("--body", one)),
            *(part for one in column or () for part in ("--column", one)),
        ]
        out(
            f"Nothing was kept yet. To keep them: mecoder import ceus {' '.join(map(quote, again))}{session.names_profile} --yes\n"
        )
        return
    if not yes and not asked_for("Keep them? [y/N] "):
        return
    person, before = plan_now(session)[0], logged(session)
    receipts = [units_receipt(session.pathway, person, before, entry, session.day) for entry in new]
    remarks = list(dict.fromkeys(said for receipt in receipts for said in receipt.said))[:FAULTS_SHOWN]
    total = sum(entry.units for entry in new)
    keep(session, f"{record.label}: {total:g} from {name}", new, remarks, counts=any(one.counts for one in receipts))


def _told(record: Record, given: list[str]) -> dict[str, str]:
    fields = [one.field for one in record.columns]
    found: dict[str, str] = {}
    for one in given:
        field, sign, column = one.partition("=")
        if not sign or not column.strip():
            raise UsageError(f"--column: {one!r} is not FIELD=NAME", f"Fields: {', '.join(fields)}")
        found[pick("field", field, fields)] = column.strip()
    return found


def _candidates(
    session: Session, record: Record, table: Table, name: str, bodies: list[str], folder: Path
) -> list[Candidate]:
    """Return what each row says; every row that cannot be kept is told, and then nothing is.

    Raises:
        UsageError: A row cannot be kept.
    """
    told = bodies or ([session.body] if session.body else [])
    given = [pick("body", one, session.pathway.bodies) for one in told]
    if not given and "body" not in table.columns:
        held = plan_now(session)[0].held(session.pathway.settings.questions.credentials)
        given = list(dict.fromkeys(session.pathway.credentials[one.id].issuer for one in held))
        if len(given) != 1:
            raise UsageError(
                "no column says which body counts them", f"Name it with --body: {', '.join(session.pathway.bodies)}"
            )
    found: list[Candidate] = []
    faults: list[str] = []
    for row in table.rows:
        if _is_sum(row):
            continue
        try:
            entries = _entries(session, record, row, given, folder)
        except UsageError as error:
            faults.append(
                f"line {row.line}: {error.message}" + (f"; {error.hint}" if error.hint.startswith("Name it") else "")
            )
            continue
        for entry in entries:
            found.append(Candidate(row.line, entry, _known(session, entry, found)))
    if faults:
        more = [f"... and {len(faults) - FAULTS_SHOWN} more"] if len(faults) > FAULTS_SHOWN else []
        rows = "a row" if len(faults) == 1 else f"{len(faults)} rows"
        raise UsageError(
            f"{name}: {rows} cannot be kept, so nothing was", "Mend them in the spreadsheet and import it again.",
            (*faults[:FAULTS_SHOWN], *more),
        )  # fmt: skip
    return found


def _entries(session: Session, record: Record, row: Row, given: list[str], folder: Path) -> list[Units]:
    """Return what a row says: an entry for each body that counts it."""
    told = row.told
    for field in ("date", "units"):
        if not told[field]:
            raise UsageError(f"{field}: the cell is empty")
    day = day_option(session, "date", _SHORT_YEAR.sub(r"\g<1>20\2", told["date"]))
    title = text_option("title", told["title"])
    units = number_of_option("units", _number(told["units"]), *BOUNDS["units"])
    bodies = _bodies(session, told.get("body", ""), given)
    if not bodies:
        raise UsageError("body: nothing is given", "Name it with --body.")
    category = told.get("category", "")
    known = [one for body in bodies for one in categories(session.pathway, session.pathway.bodies[body])]
    # A column of that name may mean something else: what is no category of the body is left out.
    sorts = sorts_of(session, bodies, [category] if find(category, known) else [])
    cost = _number(told.get("usd", "").lstrip("$ "))
    usd = usd_option(number_of_option("usd", cost, *BOUNDS["usd"])) if cost else None
    # A document stands beside the table that names it.
    proof = file_option(str(folder / told["proof"]) if told.get("proof") else None)
    return [
        Units(record.id, body, units, day, title, sorts[body], usd if body == bodies[0] else None, proof)
        for body in dict.fromkeys(bodies)
    ]


def _number(text: str) -> str:
    """Return the number of a cell such as ``1.5 CEUs``, ``1,5`` or ``1,250.00``: three digits after a comma are thousands."""
    first = text.split(" ")[0]
    return first.replace(",", ".") if re.fullmatch(r"\d+,\d{1,2}", first) else first.replace(",", "")


def _is_sum(row: Row) -> bool:
    """Return whether a row adds the others up: it has no day, and says so."""
    day = row.told["date"]
    return (not day or _SUM.fullmatch(day) is not None) and any(_SUM.fullmatch(text) for text in row.told.values())


def _bodies(session: Session, text: str, given: list[str]) -> list[str]:
    """Return the bodies that a cell names, alone or among other words; else those that were given."""
    named = [part.strip() for part in re.split(r"[;,/&]|\band\b", text) if part.strip()]
    known = {one.casefold(): one for one in session.pathway.bodies}
    inside = [known[word] for part in named for word in re.findall(r"\w+", part.casefold()) if word in known]
    if named and not inside and not given:
        return [pick("body", one, session.pathway.bodies) for one in named]
    return list(dict.fromkeys(inside)) or given


def _known(session: Session, entry: Units, before: list[Candidate]) -> str:
    old = same_certificate(logged(session), entry)
    if old is not None:
        return f"kept already, entry {old.id}"
    mine = (entry.body, entry.date, entry.title.casefold())
    twin = next((one for one in before if (one.entry.body, one.entry.date, one.entry.title.casefold()) == mine), None)
    return f"as in line {twin.line}" if twin is not None else ""


def _json(table: Table, found: list[Candidate]) -> dict[str, Any]:
    return {
        "schema": "mecoder.import/1", "columns": dict(table.columns), "unused": list(table.unused),
        "items": [
            {
                "line": one.line, "date": plain(one.entry.date), "title": one.entry.title, "units": one.entry.units,
                "body": one.entry.body, "categories": list(one.entry.categories), "usd": one.entry.usd,
                "new": not one.known, "known": one.known or None,
            }
            for one in found
        ],
    }  # fmt: skip
