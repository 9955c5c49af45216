"""A table of certificates, as spreadsheets save it: which column is what, and what each row says."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence

from mecoder_cli.domain.pathway import Column
from mecoder_cli.errors import UsageError
from mecoder_cli.output.blocks import clean
from mecoder_cli.record.tables import Row, Table

MOST_ROWS = 2000
SEPARATORS = ",;\t|"


def table_of(text: str, name: str, known: Sequence[Column], told: Mapping[str, str]) -> Table:
    """Return what a table says.

    Args:
        text: The file.
        name: What it is called, for the messages.
        known: The fields, and what their columns may be called.
        told: By field: the column that the person named for it.

    Raises:
        UsageError: It is no table, a column that is needed is not found, or it has far too many rows.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    sign = _separator(text)
    if re.match(r"sep=.\n", text):
        # A line for the spreadsheet itself.
        sign, text = text[4], "\n" + text[6:]
    lines = csv.reader(io.StringIO(text), delimiter=sign, strict=True)
    rows: list[tuple[int, list[str]]] = []
    before = 0
    try:
        for row in lines:
            line, before = before + 1, lines.line_num
            cells = [" ".join(clean(cell).split()) for cell in row]
            if any(cells):
                rows.append((line, cells))
            if len(rows) > MOST_ROWS + 1:
                raise UsageError(f"{name} has more than {MOST_ROWS:,} rows", "Split it, and import the parts.")
    except csv.Error as error:
        raise UsageError(
            f"{name}, line {lines.line_num}: {error}", "Save it as CSV (comma separated) from the spreadsheet."
        ) from None
    if not rows:
        raise UsageError(f"{name} is empty", "Its first row names the columns, such as date, title, CEUs.")
    # A title may stand above the names of the columns.
    top = next((at for at in range(min(5, len(rows))) if _fits(rows[at][1], known, told)), 0)
    rows = rows[top:]
    header = rows[0][1]
    places = _guessed(header, known, told, name)
    missing = [one for one in known if one.is_needed and one.field not in places]
    if missing:
        field = missing[0].field
        raise UsageError(
            f"{name}: no column was found for {', '.join(one.field for one in missing)}; it has {', '.join(filter(None, header))}",
            f"Name it, such as: --column {field}={_quoted(header)}",
        )
    long = next((line for line, cells in rows[1:] if len(cells) > len(header) and any(cells[len(header) :])), None)
    if long is not None:
        raise UsageError(
            f"{name}, line {long}: it has more cells than there are columns", "A comma inside a cell needs quotes."
        )
    found = tuple(
        Row(line, {field: cells[at] if at < len(cells) else "" for field, at in places.items()})
        for line, cells in rows[1:]
    )
    taken = {field: header[at] for field, at in places.items()}
    return Table(taken, tuple(one for one in header if one and one not in taken.values()), found)


def _fits(header: Sequence[str], known: Sequence[Column], told: Mapping[str, str]) -> bool:
    """Return whether a row names every column that is needed."""
    names = [one.casefold() for one in header]
    if any(column.casefold() not in names for column in told.values()):
        return False
    places = _guessed(header, known, told, "")
    return all(one.field in places for one in known if one.is_needed)


def _separator(text: str) -> str:
    """Return the sign that parts the cells of the first line: the one that stands there most."""
    first = re.sub(r'"[^"]*"', "", text.lstrip().split("\n", 1)[0])
    return max(SEPARATORS, key=first.count)


def _guessed(header: Sequence[str], known: Sequence[Column], told: Mapping[str, str], name: str) -> dict[str, int]:
    """Return which column is which field: as it was told, else by its whole name, else by a word of it."""
    plain = [" ".join(re.findall(r"\w+", one.casefold())) for one in header]
    places: dict[str, int] = {}
    for field, column in told.items():
        at = next((at for at, one in enumerate(header) if one.casefold() == column.casefold()), None)
        if at is None:
            raise UsageError(
                f"--column {field}={column}: {name} has no such column", f"It has {', '.join(filter(None, header))}"
            )
        places[field] = at
    for is_whole in (True, False):
        for one in known:
            for wanted in one.names if one.field not in places else ():
                fits = [
                    at for at, text in enumerate(plain)
                    if at not in places.values() and (text == wanted if is_whole else wanted in text.split())
                ]  # fmt: skip
                if fits:
                    places[one.field] = fits[0]
                    break
    return places


def _quoted(header: Sequence[str]) -> str:
    first = next((one for one in header if one), "COLUMN")
    return f'"{first}"' if " " in first else first
