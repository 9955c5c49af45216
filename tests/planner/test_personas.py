"""People, and what the advisor must tell them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mecoder_cli.domain.answers import profile_from
from mecoder_cli.domain.plan import Plan
from mecoder_cli.knowledge import load_pathway
from mecoder_cli.planner import Planner
from mecoder_cli.strict_yaml import read

DOCUMENT: Any = read((Path(__file__).parent / "personas.yaml").read_text(encoding="utf-8")).content
DAY = date.fromisoformat(DOCUMENT["as_of"])
OWN: Any = read((Path(__file__).parent / "more_personas.yaml").read_text(encoding="utf-8")).content
CASES = [*DOCUMENT["cases"], *OWN["cases"]]
PATHWAY = load_pathway()


def plan_for(answers: dict[str, Any]) -> Plan:
    return Planner(PATHWAY).plan(profile_from(PATHWAY, answers, DAY, "case"), DAY, explore=True)


def check(expect: dict[str, Any], plan: Plan) -> None:
    action = plan.next_action
    route = next((list(route.steps) for route in plan.routes if route.recommended), [])
    if "status" in expect:
        assert plan.status == expect["status"]
    if "next" in expect:
        allowed = expect["next"] if isinstance(expect["next"], list) else [expect["next"]]
        assert action is not None
        assert action.id in allowed
    if "way" in expect:
        assert action is not None
        assert action.way == expect["way"]
    now = [action.id if action else "", *(id_ for id_, _ in plan.meanwhile)]
    assert [id_ for id_ in expect.get("now_has", []) if id_ not in now] == []
    assert [id_ for id_ in expect.get("route_has", []) if id_ not in route] == []
    assert [id_ for id_ in expect.get("route_not", []) if id_ in route] == []
    for body, missing in expect.get("missing", {}).items():
        assert [d.missing for d in plan.deadlines if d.body == body and d.missing is not None] == [missing]
    if "unanswered_first" in expect:
        assert plan.unanswered[0] == expect["unanswered_first"]
    leads = [change.next_action for change in plan.what_would_change]
    assert [id_ for id_ in expect.get("changes", []) if id_ not in leads] == []


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_person_is_told_what_they_must_be_told(case: dict[str, Any]) -> None:
    """The plan says what the case expects."""
    check(case["expect"], plan_for(case["answers"]))
