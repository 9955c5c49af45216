"""What a journal holds, as rows: each entry that stands, with the number that it is named by."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.record.entries import Logged, Member, is_planned
from mecoder_cli.record.journal import Ledger
from mecoder_cli.record.planned import day_of

PLANNED = "planned"
"""The kind under which all that is still to come is listed."""


class Row(NamedTuple):
    """One entry."""

    id: int
    kind: str
    """The id of its record; ``done`` or ``checklist``."""
    day: date | None
    text: str
    body: str
    usd: float | None
    file: str
    planned: bool = False
    """It is still to come, or waits to be told how it went."""


def rows_of(
    pathway: Pathway, ledger: Ledger, kind: str | None = None, words: str = "", body: str | None = None,
    since: date | None = None,
) -> list[Row]:  # fmt: skip
    """Return the entries that stand and fit, the newest day first; what is planned alone, the soonest first.

    Args:
        pathway: The knowledge.
        ledger: What the journal amounts to.
        kind: Only those of this kind; ``planned``: only what is still to come.
        words: Only those that hold each of these words, in any case.
        body: Only those with this body.
        since: Only those of this day or later; an entry without a day is left out then.
    """
    rows = [_logged(pathway, id_, entry) for id_, entry in (*ledger.entries, *ledger.planned)]
    rows += [Row(id_, "done", one.date, one.told(), "", one.usd, "") for id_, one in ledger.done]
    rows += [
        Row(id_, "checklist", None, one.told(), "", None, one.proof.path if one.proof else "")
        for id_, one in ledger.attached.values()
    ]
    needles = words.casefold().split()
    found = [
        row for row in rows
        if kind in (None, row.kind, PLANNED if row.planned else None) and body in (None, row.body) and (since is None or (row.day is not None and row.day >= since))
        and all(needle in f"{row.text} {row.file} {row.kind}".casefold() for needle in needles)
    ]  # fmt: skip
    return sorted(found, key=lambda row: (row.day or date.min, row.id), reverse=kind != PLANNED)


def _logged(pathway: Pathway, id_: int, entry: Logged) -> Row:
    day = entry.renews if isinstance(entry, Member) else day_of(entry)
    exam = pathway.credentials.get(getattr(entry, "exam", ""))
    body = getattr(entry, "body", exam.issuer if exam else "")
    return Row(
        id_, entry.record, day, ", ".join(entry.told()), body, entry.usd, entry.proof.path if entry.proof else "",
        is_planned(entry),
    )  # fmt: skip
