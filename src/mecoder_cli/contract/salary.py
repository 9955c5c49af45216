"""Pay, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mecoder_cli.contract.facts import fact_json
from mecoder_cli.domain.facts import Fact, Spread
from mecoder_cli.domain.pathway import Area, Pathway
from mecoder_cli.lookup.pay import Offer, PayRow, Told


def salary_json(rows: Sequence[PayRow], offer: Offer | None) -> dict[str, Any]:
    """Return figures by area and source, and where an offer stands among them."""
    return {
        "schema": "mecoder.salary/1",
        "figures": [
            {
                "area": row.area, "label": row.label, "source": row.source.id, "kind": row.kind, "as_of": row.as_of,
                **row.spread._asdict(),
            }
            for row in rows
        ],
        "offer": {
            "usd": offer.usd, "area": offer.area, "percentile": offer.percentile, "reading": offer.reading
        } if offer else None,
    }  # fmt: skip


def looked_up_json(kind: str, name: str, fact: Fact) -> dict[str, Any]:
    """Return the pay of one role or credential."""
    return {"schema": "mecoder.salary/1", "figures": [], "offer": None, kind: name, "facts": [fact_json(fact)]}


def areas_json(pathway: Pathway, areas: Sequence[tuple[Area, Spread]]) -> dict[str, Any]:
    """Return the pay of the areas side by side."""
    return {
        "schema": "mecoder.salary/1", "by": "county",
        "items": [
            {
                "area": area.id, "label": area.label, "counties": list(area.counties), **spread._asdict(), "facts": [area.wage],
                "sources": [pathway.facts[area.wage].current.source], "as_of": pathway.facts[area.wage].current.as_of,
            }
            for area, spread in areas
        ],
    }  # fmt: skip


def told_json(by: str, every: Sequence[tuple[str, Sequence[Told]]]) -> dict[str, Any]:
    """Return figures by year or by credential, each with its kind, day and source."""
    return {
        "schema": "mecoder.salary/1", "by": by,
        "items": [
            {"of": name or one.name, "usd": one.usd, "how": one.how, "as_of": one.as_of, "facts": [one.fact], "sources": [one.source.id]}
            for name, told in every for one in told
        ],
    }  # fmt: skip
