"""Routes as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from mecoder_cli.contract.doors import crossing_json
from mecoder_cli.contract.values import plain
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.planner.budget import Line
from mecoder_cli.routes.bridge import Crossing
from mecoder_cli.routes.compare import Compared, Comparison, named


def routes_json(
    pathway: Pathway, found: Comparison, number: int | None, crossing: Crossing | None = None
) -> dict[str, Any]:
    """Return ``mecoder.routes/1``; with a *number*, that route alone."""
    routes = found.routes if number is None else found.routes[number - 1 : number]
    return {
        "schema": "mecoder.routes/1",
        "as_of": plain(found.as_of),
        "target": found.target,
        "status": "ready" if found.routes else "complete" if found.arrived else "no_route",
        "by": found.by,
        "routes": [_route(found, route) for route in routes],
        "other_aims": [
            {"target": o.target, "gains": list(o.gains), "finish": plain(o.finish), "usd": plain(o.usd)}
            for o in found.others
        ],
        "crossing": crossing_json(pathway, crossing),
        "model": {
            "runs": found.runs, "seed": found.seed,
            "assumptions": list(pathway.budget.assumptions) if pathway.budget is not None else [],
        },
    }  # fmt: skip


def _route(found: Comparison, route: Compared) -> dict[str, Any]:
    budget, forecast = route.budget, route.forecast
    return {
        "id": route.id,
        "label": named(route),
        "recommended": route.recommended,
        "against_advice": route.against_advice,
        "best_in": list(route.best_in),
        "finish": plain(route.finish),
        "usd": plain(route.usd),
        "steps": [leg.step for leg in route.legs],
        "legs": [plain(leg._asdict()) for leg in route.legs],
        "usd_before_aid": plain(route.usd_before_aid),
        "itemised": _lines(budget.lines),
        "later": _lines(budget.later),
        "simulated": None if forecast is None else {
            "finish": {
                name: plain(found.as_of + timedelta(days=round(days))) for name, days in forecast.days._asdict().items()
            },
            "usd": forecast.usd._asdict(),
            "first_time": forecast.first_time,
        },
    }  # fmt: skip


def _lines(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Return what each thing costs at least, on average and at most."""
    return [
        {
            "item": line.item, "label": line.label, "usd": plain(line.usd),
            "notes": [plain(note._asdict()) for note in line.notes], "facts": list(line.facts),
        }
        for line in lines
    ]  # fmt: skip
