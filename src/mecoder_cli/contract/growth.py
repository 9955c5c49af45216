"""The ladder, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mecoder_cli.contract.values import plain
from mecoder_cli.domain.facts import facts_in
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.routes.growth import Growth


def ladder_json(pathway: Pathway, found: Sequence[Growth]) -> dict[str, Any]:
    """Return the rungs, the best paid first; ``pay`` and ``adds`` are ``null`` where no source tells."""
    items = []
    for one in found:
        facts = list(dict.fromkeys(facts_in(one.rung)))
        items.append({
            "id": one.rung.id, "name": one.rung.label, "asks": one.rung.asks, "target": one.rung.target or None,
            "credential": one.rung.credential or None, "here": one.is_here,
            "pay": None if one.pay is None else {"usd": one.pay.usd, "as_of": one.pay.as_of, "fact": one.pay.fact, "source": one.pay.source},
            "adds": None if one.more is None else {
                "usd": one.more.usd, "than": one.more.than, "as_of": one.more.as_of, "source": one.more.source,
            },
            "finish": plain(one.reach.finish) if one.reach else None, "usd": plain(one.reach.usd) if one.reach else None,
            "gains": list(one.reach.gains) if one.reach else [], "facts": facts,
            "sources": list(dict.fromkeys(value.source for id_ in facts for value in pathway.facts[id_].values)),
        })  # fmt: skip
    return {"schema": "mecoder.growth/1", "items": items}
