"""People, and what the advisor must tell them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sampling import every

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


RANK = {"training": ["none", "enrolled", "completed"], "practicode": ["none", "started", "done"]}


def takes_away(question: str, old: Any, new: Any) -> bool:
    """Whether an answer that becomes *new* takes away what *old* states."""
    if old in (None, "unsure") or new == old:
        return False
    if isinstance(old, bool):
        return old and not new
    if question in RANK:
        return RANK[question].index(str(new)) < RANK[question].index(str(old))
    if isinstance(old, int):
        return isinstance(new, int) and new < old
    if isinstance(old, dict):
        return any(new.get(body, 0) < count for body, count in old.items())
    if isinstance(old, list):
        return len(new) < len(old)
    return False


def check_days(expect: dict[str, Any], plan: Plan) -> None:
    """Compare the days and sums of a plan with what a case expects."""
    stops = {stop.id: stop for stop in plan.steps}
    end = plan.finish.likely.isoformat() if plan.finish else ""
    assert end <= expect.get("arrive_before", "9")
    assert end >= expect.get("arrive_after", "")
    assert plan.usd.likely <= expect.get("usd_at_most", 10**9)
    assert plan.usd_before_aid.likely >= expect.get("usd_before_aid_at_least", 0)
    for step, day in expect.get("end_not_before", {}).items():
        finish = stops[step].finish
        assert finish is not None
        assert finish.likely.isoformat() >= day
    for step, months in expect.get("starts_in", {}).items():
        start = stops[step].start
        assert start is not None
        assert start.month in months
    if "quiet" in expect:
        assert plan.quiet_until is not None
        assert expect["quiet"][0] <= plan.quiet_until.isoformat() <= expect["quiet"][1]
    if expect.get("spread"):
        assert plan.finish is not None
        assert plan.finish.low < plan.finish.high
        assert plan.usd.low <= plan.usd.likely <= plan.usd.high
    if "if_refused" in expect:
        assert (plan.if_refused is not None) == expect["if_refused"]


def check_told(expect: dict[str, Any], answers: dict[str, Any], plan: Plan) -> None:
    """Compare what a plan asks, takes for granted and offers with what a case expects."""
    assert set(expect.get("unanswered_has", [])) <= set(plan.unanswered)
    for body, stage in expect.get("stage", {}).items():
        assert stage in [deadline.stage for deadline in plan.deadlines if deadline.body == body]
    for word in expect.get("read_as_not", []):
        assert [one for one in plan.assumptions if word in one.read_as.lower()] == []
    for step, ways in expect.get("way_not", {}).items():
        assert [stop for stop in plan.steps if stop.id == step and stop.way in ways] == []
    if expect.get("no_losses"):
        changes = [(key, value) for change in plan.what_would_change for key, value in change.change.items()]
        assert [key for key, value in changes if takes_away(key, answers.get(key), value)] == []
    if expect.get("undominated"):
        best = plan.routes[0]
        for route in plan.routes[1:]:
            sooner = (best.finish.likely - route.finish.likely).days
            cheaper = best.usd.likely - route.usd.likely
            assert not (sooner >= 0 and cheaper >= 0 and (sooner > 0 or cheaper > 0))


def check(expect: dict[str, Any], plan: Plan) -> None:
    action = plan.next_action
    route = next((list(route.steps) for route in plan.routes if route.recommended), [])
    if "status" in expect:
        assert plan.status == expect["status"]
    if "next" in expect:
        allowed = expect["next"] if isinstance(expect["next"], list) else [expect["next"]]
        assert (action.id if action else None) in allowed
    assert action is None or action.id not in expect.get("next_not", [])
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
    plan = plan_for(case["answers"])
    check(case["expect"], plan)
    check_days(case["expect"], plan)
    check_told(case["expect"], case["answers"], plan)


@pytest.mark.parametrize("case", every(3, CASES), ids=[case["name"] for case in CASES])
def test_what_would_change_is_tried_and_true(case: dict[str, Any]) -> None:
    """Every change that is named leads where it says: to that step, whatever else is then asked, and by as many days."""
    planner = Planner(PATHWAY)
    person = profile_from(PATHWAY, case["answers"], DAY, "case")
    plan = planner.plan(person, DAY, explore=True)
    for change in plan.what_would_change:
        other = person
        for question, value in change.change.items():
            other = other.with_answer(question, value)
        after = planner.plan(other, DAY)
        if after.unanswered:
            assert set(after.possible_next) == {change.next_action}, change.label
        else:
            assert (after.next_action.id if after.next_action else None) == change.next_action, change.label
            if plan.finish and after.finish:
                assert (after.finish.likely - plan.finish.likely).days == change.days, change.label
