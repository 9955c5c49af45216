"""What the people of the example pathway are told, by ids and figures, as recorded in ``example_told.json``.

The example is made up and does not change with the trade's figures, so a
difference here is a change of the planner. Where it is meant, record anew:
``MECODER_RECORD=1 python -m pytest tests/planner/test_recorded.py`` and read
the difference before it is kept.
"""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mecoder_cli.contract.plan import plan_json
from mecoder_cli.contract.routes import routes_json
from mecoder_cli.contract.values import plain
from mecoder_cli.contract.why import why_json
from mecoder_cli.domain.answers import profile_from
from mecoder_cli.knowledge import check
from mecoder_cli.lookup.uses import uses_of
from mecoder_cli.planner import Planner
from mecoder_cli.planner.whys import why_credential, why_question, why_step
from mecoder_cli.routes.compare import compare_routes

DAY = date(2026, 11, 24)
PROSE = {"title", "label", "text", "read_as", "effect", "because", "value", "condition", "cost", "labels", "item"}
"""Keys that hold words: those are held by whole screens (tests/screens), not here."""
DATA = Path(__file__).parents[2] / "data" / "example.yaml"
RECORD = Path(__file__).with_name("example_told.json")
NOTHING: dict[str, Any] = {
    "badges": [],
    "schooling": "none",
    "hives": False,
    "months": 0,
    "class_hours": 0,
    "guilds": [],
}
PEOPLE: dict[str, dict[str, Any]] = {
    "who says nothing": {},
    "of whom only the aim is known": {"aim": "master"},
    "newcomer": {"aim": "keeper", **NOTHING},
    "newcomer who saves": {"aim": "keeper", **NOTHING, "wish": "thrift"},
    "newcomer in no need of counsel": {"aim": "keeper", **NOTHING, "counsel": "skip", "hours": 3},
    "newcomer who wants it all": {"aim": "master", **NOTHING, "hours": 12},
    "master to be, saving": {"aim": "master", **NOTHING, "wish": "thrift", "hives": True, "months": 7},
    "taught but unsure how long": {
        "aim": "master", "badges": [], "schooling": "done", "hives": True, "months": 17, "class_hours": "unsure", "guilds": ["GUILD"],
    },
    "sure of nothing": {"aim": "master", "badges": "unsure", "schooling": "unsure", "hives": "unsure", "months": "unsure",
                        "class_hours": "unsure", "guilds": "unsure", "points": "unsure"},
    "keeper with hives": {
        "aim": "keeper", "badges": [{"id": "KEEPER", "earned": "2025-06-01"}], "schooling": "done", "hives": True, "months": 17,
        "class_hours": 30, "guilds": [{"id": "GUILD", "renews": "2027-05-31"}], "points": {"GUILD": 4},
    },
    "keeper one month short": {
        "aim": "master", "badges": [{"id": "KEEPER", "earned": "2025-06-01"}], "schooling": "done", "hives": True, "months": 17,
        "class_hours": 30, "guilds": [{"id": "GUILD", "renews": "2028-05-31"}], "points": {"GUILD": 4},
    },
    "keeper whose points fall due": {
        "aim": "master", "badges": [{"id": "KEEPER", "earned": "2025-06-01"}], "schooling": "done", "hives": True, "months": 20,
        "class_hours": 30, "guilds": [{"id": "GUILD", "renews": "2027-01-20"}], "points": {"GUILD": 4},
    },
    "keeper whose dues fall due": {
        "aim": "master", "badges": [{"id": "KEEPER", "earned": "2025-06-01"}], "schooling": "done", "hives": True, "months": 20,
        "class_hours": 29, "guilds": [{"id": "GUILD", "renews": "2027-01-20"}], "points": {"GUILD": 10},
    },
    "master already": {
        "aim": "master", "badges": ["KEEPER", "MASTER"], "schooling": "done", "hives": False, "months": 40, "class_hours": 60,
        "guilds": [{"id": "GUILD", "renews": "2027-10-20"}], "points": {"GUILD": 2.5},
    },
}  # fmt: skip


def told(name: str) -> dict[str, Any]:
    """Return all that a person is told: the plan, why, the routes."""
    pathway = check(DATA.read_bytes(), DATA.name, DATA.parent)
    planner = Planner(pathway)
    person = profile_from(pathway, PEOPLE[name], DAY, name)
    plan = planner.plan(person, DAY, explore=True)
    steps = {s.id: why_json(pathway, "step", s.id, why_step(planner, s, person, plan, DAY)) for s in pathway.steps}
    questions = {
        q.id: why_json(pathway, "question", q.id, why_question(planner, q, person, DAY))
        for q in pathway.questions.values()
    }
    badges = {
        c.id: why_json(pathway, "credential", c.id, why_credential(planner, c, person, plan, DAY))
        for c in pathway.credentials.values()
    }
    asks = [plain(one._asdict()) for one in planner.open_questions(person, DAY)]
    routes: dict[str, Any] = {}
    if not plan.unanswered:
        routes = routes_json(pathway, compare_routes(planner.adviser, person, DAY, runs=50), None)
        for route in routes["routes"]:
            del route["simulated"]
    found = {"plan": plan_json(plan), "why": [steps, questions, badges], "asks": asks, "routes": routes}
    return bare(json.loads(json.dumps(found)))  # type: ignore[no-any-return]


def bare(value: Any) -> Any:
    """Return *value* without words and without what is empty: ids, days, verdicts and figures stay."""
    if isinstance(value, dict):
        kept = {key: bare(one) for key, one in value.items() if not (key in PROSE and isinstance(one, str))}
        return {key: one for key, one in kept.items() if one not in (None, [], {}, "")}
    return [bare(one) for one in value] if isinstance(value, list) else value


def recorded() -> dict[str, Any]:
    return json.loads(RECORD.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


if os.environ.get("MECODER_RECORD"):
    lines = [f"{json.dumps(name)}: {json.dumps(told(name), ensure_ascii=False)}" for name in PEOPLE]
    RECORD.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


@pytest.mark.parametrize("name", PEOPLE)
def test_people_are_told_what_is_on_record(name: str) -> None:
    """Plan, reasons, near misses, changes, routes and budgets of one person: every id and every figure."""
    assert told(name) == recorded()[name]


def test_everybody_on_record_is_there() -> None:
    """No one is dropped from the record unnoticed."""
    assert list(recorded()) == list(PEOPLE)


def test_a_fact_names_everything_that_uses_it() -> None:
    """Conditions, times, checklists, steps, credentials, bodies, aims, money, areas, letters and topics."""
    pathway = check(DATA.read_bytes(), DATA.name, DATA.parent)
    assert uses_of(pathway, "seasons") == (("condition of step", "pass-master"), ("step", "pass-master"))
    assert uses_of(pathway, "class-hours") == (
        ("step", "learn"), ("checklist of step", "find-paper"), ("condition of step", "pass-master"), ("entry", "lesson"),
    )  # fmt: skip
    assert ("time or cost of step", "learn") in uses_of(pathway, "class.usd")
    assert ("money", "grant") in uses_of(pathway, "class.usd")
    assert uses_of(pathway, "points.1") == (("credential", "KEEPER"), ("credential", "MASTER"), ("body", "GUILD"))
    assert uses_of(pathway, "pay.valley") == (("wage area", "valley"),)
    assert uses_of(pathway, "pay.all") == (("wage area", "all"), ("topic", "all"))
    assert uses_of(pathway, "dues")[-1] == ("body", "GUILD")
    assert uses_of(pathway, "nothing") == ()
