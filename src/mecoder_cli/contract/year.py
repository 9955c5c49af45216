"""The year ahead, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from mecoder_cli.contract.record import dated_json
from mecoder_cli.contract.values import plain
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Dated, Stop
from mecoder_cli.lookup.year import Books, Happening


def year_json(
    pathway: Pathway, found: Sequence[Happening], own: Sequence[tuple[date, Dated]], road: Sequence[Stop],
    books: Sequence[Books], days: tuple[date, date, date],
) -> dict[str, Any]:  # fmt: skip
    """Return what happens on which day, the person's own days, and the books that exams take on the day asked about."""
    first, last, exam = days
    return {
        "schema": "mecoder.calendar/1", "from": first.isoformat(), "to": last.isoformat(),
        "items": [
            {
                "day": one.day.isoformat(), "kind": one.sort, "id": one.id, "title": one.label, "do": one.do or None,
                "apply_by": one.by.isoformat() if one.by else None, "facts": list(one.facts),
                "sources": list(dict.fromkeys(value.source for id_ in one.facts for value in pathway.facts[id_].values)),
            }
            for one in found
        ],
        "own": [{"day": on.isoformat(), **dated_json(one, first)} for on, one in own],
        "road": [{"step": stop.id, "title": stop.title, "finish": plain(stop.finish)} for stop in road],
        "books": {
            "day": exam.isoformat(), "exams": [{"id": one.edition.id, "name": one.edition.label, "years": list(one.years)} for one in books],
        },
    }  # fmt: skip
