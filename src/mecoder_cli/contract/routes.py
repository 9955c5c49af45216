"""Roads as JSON."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mecoder_cli.contract.values import plain
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.routes.compare import Compared, Comparison, named


def routes_json(pathway: Pathway, found: Comparison, number: int | None) -> dict[str, Any]:
    """Return ``mecoder.routes/1``; with a *number*, that road alone."""
    roads = found.roads if number is None else found.roads[number - 1 : number]
    return {
        "schema": "mecoder.routes/1",
        "as_of": plain(found.as_of),
        "target": found.target,
        "status": "ready" if found.roads else "complete" if found.arrived else "no_route",
        "by": found.by,
        "routes": [_road(found, road) for road in roads],
        "other_aims": [
            {"target": o.target, "gains": list(o.gains), "finish": plain(o.finish), "usd": plain(o.usd)}
            for o in found.others
        ],
        "model": {
            "runs": found.runs, "seed": found.seed,
            "assumptions": list(pathway.budget.assumptions) if pathway.budget is not None else [],
        },
    }  # fmt: skip


def _road(found: Comparison, road: Compared) -> dict[str, Any]:
    budget, simulated = road.budget, road.simulated
    return {
        "id": road.id,
        "label": named(road),
        "recommended": road.recommended,
        "against_advice": road.against_advice,
        "best_in": list(road.best_in),
        "finish": plain(road.finish),
        "usd": plain(road.usd),
        "steps": [leg.step for leg in road.legs],
        "legs": [plain(leg._asdict()) for leg in road.legs],
        "months": budget.months if budget else None,
        "itemised": [
            {
                "item": line.item, "label": line.label, "usd": plain(line.usd),
                "notes": [plain(note._asdict()) for note in line.notes], "facts": list(line.facts),
            }
            for line in (budget.lines if budget else ())
        ],
        "itemised_total": plain(budget.usd) if budget else None,
        "later": plain(budget.later) if budget else None,
        "simulated": {
            "finish": {
                name: plain(found.as_of + timedelta(days=round(days))) for name, days in simulated.days._asdict().items()
            },
            "usd": simulated.usd._asdict() if simulated.usd else None,
            "first_time": simulated.first_time,
        },
    }  # fmt: skip
