"""Tables for a spreadsheet, in which no cell is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.output.blocks import clean
from mecoder_cli.record.caseload import Case
from mecoder_cli.record.entries import Course, Logged, Units, Work
from mecoder_cli.record.journal import Ledger
from mecoder_cli.record.listing import rows_of
from mecoder_cli.routes.compare import Compared
from mecoder_cli.screens.due import line_of

FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What begins a formula, in wide letters too; tabs and line ends are taken out before."""
HEADER = (
    "kind",
    "number",
    "date",
    "until",
    "text",
    "body",
    "amount",
    "unit",
    "usd",
    "usd_low",
    "usd_high",
    "file",
    "planned",
)


def sheet(pathway: Pathway, ledger: Ledger, road: Compared | None) -> str:
    """Return what was logged, and what the road will cost line by line: one row for each, its kind in front."""
    entries = {log.id: log.entry for log in (*ledger.entries, *ledger.planned)}
    rows: list[Sequence[object]] = []
    for row in rows_of(pathway, ledger):
        entry = entries.get(row.id)
        until = entry.end if isinstance(entry, Work) else None
        amount, unit = "", ""
        if isinstance(entry, Units):
            amount, unit = f"{entry.units:g}", "CEUs"
        elif isinstance(entry, Work) and entry.hours_per_week is not None:
            amount, unit = f"{entry.hours_per_week:g}", "hours a week"
        elif isinstance(entry, Course):
            amount, unit = f"{entry.hours:g}", "contact hours"
        rows.append((
            row.kind, row.id, row.day or "", until or "", _title(entry) or row.text, row.body, amount, unit,
            "" if row.usd is None else f"{row.usd:g}", "", "", row.file, "yes" if row.planned else "",
        ))  # fmt: skip
    for line in road.budget.lines if road is not None else ():
        low, high = sorted((round(line.usd.low), round(line.usd.high)))
        rows.append(("cost ahead", "", "", "", line.label, "", "", "", round(line.usd.likely), low, high, "", ""))
    return table(HEADER, rows)


def _title(entry: Logged | None) -> str:
    """Return what an entry is called where it has a name of its own: a certificate, a course, an employer."""
    if isinstance(entry, (Units, Course)):
        return entry.title
    return entry.employer if isinstance(entry, Work) else ""


def caseload(cases: Iterable[Case], day: date) -> str:
    """Return everybody on this computer, one row each."""
    header = ("name", "aim", "next", "due on", "due", "last entry", "wrong")
    return table(header, [
        (one.name, one.aim, one.next, one.due_on or "", line_of(one.due, day, counts=False) if one.due is not None else "", one.last, one.wrong)
        for one in cases
    ])  # fmt: skip


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as comma-separated values."""
    told = io.StringIO()
    writer = csv.writer(told, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([cell(one) for one in row])
    return told.getvalue()


def cell(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula; a number below zero stays one."""
    if isinstance(value, date):
        return value.isoformat()
    text = clean(str(value)).strip()
    is_number = text[:1] == "-" and text[1:].replace(".", "", 1).isdigit()
    return f"'{text}" if text.startswith(FORMULA) and not is_number else text
