"""Pay, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mecoder_cli.contract.facts import fact_json
from mecoder_cli.domain.facts import Fact
from mecoder_cli.lookup.pay import Offer, PayRow


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
