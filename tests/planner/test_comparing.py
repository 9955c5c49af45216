"""Routes side by side: which are sensible, how they are told apart, ranked and marked."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Held, Profile
from mecoder_cli.knowledge import check
from mecoder_cli.planner import Planner
from mecoder_cli.routes.compare import RANKS, Compared, Comparison, Names, compare_routes, told_apart

DAY = date(2026, 11, 24)
EXAMPLE = Path(__file__).parents[2] / "data" / "example.yaml"
NEWCOMER: dict[str, Any] = {
    "diploma": True, "training": "none", "course_hours": 0, "credentials": (), "experience_months": 0, "employed": False,
    "practicode": "none", "memberships": (),
}  # fmt: skip


SETTLED: dict[str, Any] = {"age": 40, "ma_resident_since": date(2010, 5, 1), "college_degree": "bachelor"}


def compared(pathway: Pathway, target: str, by: str = "fit", **more: Any) -> Comparison:
    person = Profile({**NEWCOMER, "target": target, **more})
    return compare_routes(Planner(pathway).adviser, person, DAY, by=by, runs=60)


def test_a_newcomer_sees_every_school_and_every_way_out_of_the_a(pathway: Pathway) -> None:
    """Certificate, degree, self-paced and live; two years, a year with course or Practicode, course with Practicode."""
    found = compared(pathway, "outpatient-coder")
    taken = {part for route in found.routes if not route.against_advice for part in route.id.split("+")}
    ways = {way.id for step in pathway.steps if step.id in ("complete-training", "convert-cpc-a") for way in step.ways}
    assert ways - {part.partition(":")[2].partition("@")[0] for part in taken} == {"other"}


def test_practicode_first_and_hire_first_are_both_there(pathway: Pathway) -> None:
    """Practicode before the job on one route, the job before Practicode's end on another."""
    routes = compared(pathway, "outpatient-coder").routes
    without_job = next(route for route in routes if "course-plus-practicode" in route.id)
    with_job = next(route for route in routes if "employment-plus-course" in route.id)
    legs = {leg.step: leg for leg in without_job.legs}
    assert legs["convert-cpc-a"].finish <= legs["find-first-job"].finish
    legs = {leg.step: leg for leg in with_job.legs}
    assert legs["find-first-job"].finish <= legs["convert-cpc-a"].start


def test_roads_against_the_advice_are_told_as_such(pathway: Pathway) -> None:
    """The CCS without the CCA before it is a route that AHIMA allows and does not advise; it is held up nowhere."""
    found = compared(pathway, "inpatient-coder")
    against = [route for route in found.routes if route.against_advice]
    assert against and all("pass-cca" not in route.id and not route.best_in for route in against)
    assert not any(route.recommended for route in against)
    assert min(found.routes, key=lambda route: route.finish.likely).against_advice
    waived = compared(pathway, "inpatient-coder", advice="skip")
    assert not any(route.against_advice for route in waived.routes)


@pytest.mark.parametrize("target", ["outpatient-coder", "inpatient-coder", "revenue-cycle-manager"])
def test_every_road_can_be_named_and_none_holds_another(pathway: Pathway, target: str) -> None:
    """Ids and names are unlike; nothing on a route could be left out."""
    routes = compared(pathway, target).routes
    assert len({route.id for route in routes}) == len(routes)
    assert len({(route.names, route.against_advice) for route in routes}) == len(routes)
    for kind in (True, False):
        sets = [frozenset(route.id.split("+")) for route in routes if route.against_advice is kind]
        assert not any(one < other for one in sets for other in sets)


def measure(route: Compared, by: str) -> float:
    if by == "money":
        return route.usd.likely
    return ((route.finish.likely if by == "time" else route.finish.high) - DAY).days


@pytest.mark.parametrize("by", RANKS[1:])
def test_roads_are_ranked_by_what_is_asked(pathway: Pathway, by: str) -> None:
    """The first is the best of those advised, and marked; those against the advice come after all others."""
    found = compared(pathway, "outpatient-coder", by)
    assert [route.against_advice for route in found.routes] == sorted(route.against_advice for route in found.routes)
    for kind in (True, False):
        values = [measure(route, by) for route in found.routes if route.against_advice is kind]
        assert values == sorted(values)
    marked = [route for route in found.routes if by in route.best_in]
    assert len(marked) == 1
    assert measure(marked[0], by) == min(measure(route, by) for route in found.routes if not route.against_advice)


@pytest.mark.parametrize("priority", ["balanced", "fastest", "cheapest"])
@pytest.mark.parametrize("target", ["outpatient-coder", "coding-auditor"])
def test_the_plans_road_is_marked_with_the_plans_figures(pathway: Pathway, target: str, priority: str) -> None:
    """Exactly one route is the plan's; its end and its whole cost are those of the plan."""
    person = Profile({**NEWCOMER, **SETTLED, "target": target, "priority": priority})
    planner = Planner(pathway)
    plan = planner.plan(person, DAY)
    found = compare_routes(planner.adviser, person, DAY, runs=50)
    (route,) = [route for route in found.routes if route.recommended]
    assert (route.finish, route.usd, route.id) == (plan.finish, plan.usd, plan.routes[0].id)
    assert [leg.step for leg in route.legs] == list(plan.routes[0].steps)


def test_free_college_can_make_a_degree_the_cheapest(pathway: Pathway) -> None:
    """After aid that is likely; without it the self-paced course is."""
    before = next(route for route in compared(pathway, "outpatient-coder", "money").routes if "money" in route.best_in)
    assert "self-paced" in before.id
    given = {"age": 31, "ma_resident_since": date(2019, 1, 1), "college_degree": "none"}
    after = next(
        route for route in compared(pathway, "outpatient-coder", "money", **given).routes if "money" in route.best_in
    )
    assert "self-paced" not in after.id and "live-online" not in after.id


def test_other_aims_stand_beside(pathway: Pathway) -> None:
    """Each other aim with what it brings; an apprentice mark that goes again is not counted as gained."""
    others = {one.target: one for one in compared(pathway, "outpatient-coder").others}
    assert set(others) == set(pathway.targets) - {"outpatient-coder"}
    assert others["inpatient-coder"].gains == ("CCA", "CCS")
    assert "CPC-A" not in others["coding-auditor"].gains
    plan = Planner(pathway).plan(Profile({**NEWCOMER, **SETTLED, "target": "coding-auditor"}), DAY)
    others = {one.target: one for one in compared(pathway, "outpatient-coder", **SETTLED).others}
    assert others["coding-auditor"].finish == plan.finish


def test_someone_who_has_arrived_needs_no_road(pathway: Pathway) -> None:
    """No route, and the other aims are still shown."""
    held = (Held("CPC", date(2025, 2, 1)),)
    members = (Held("AAPC", date(2028, 1, 31)),)
    found = compared(
        pathway, "outpatient-coder", credentials=held, employed=True, experience_months=30, memberships=members
    )
    assert (found.arrived, found.routes) == (True, ())
    assert found.others


def test_a_pathway_without_a_budget_is_compared_too() -> None:
    """Money is then without lines; dates and sums are there all the same."""
    example = check(EXAMPLE.read_bytes(), "example.yaml")._replace(budget=None)
    person = Profile({"aim": "keeper", "badges": (), "schooling": "none", "hives": False, "guilds": ()})
    found = compare_routes(Planner(example).adviser, person, DAY, by="money", runs=50)
    assert [(route.names, route.against_advice) for route in found.routes] == [
        (("from a book",), False), (("in a class",), False), ((), True),
    ]  # fmt: skip
    assert found.routes[0].usd.likely < found.routes[1].usd.likely


def test_names_say_no_more_than_is_needed() -> None:
    """Ways where they tell routes apart, else steps, else how far a number grows."""
    one = Names(("class",), ("class", "test"), ("work: 12 months",))
    two = Names(("book",), ("book",), ("work: 12 months",))
    three = Names(("class",), ("class",), ("work: 12 months",))
    four = Names(("class",), ("class",), ("work: 24 months",))
    assert told_apart([one, two]) == [("class",), ("book",)]
    assert told_apart([one, two, three]) == [("class", "test"), ("book",), ("class",)]
    assert told_apart([three, four]) == [("class", "work: 12 months"), ("class", "work: 24 months")]
    assert told_apart([Names((), ("test",), ())]) == [("test",)]


def test_the_plans_road_is_marked_where_none_is_better(pathway: Pathway) -> None:
    """Several routes may end on the same day: the mark stands on the one that the plan takes."""
    given: dict[str, Any] = {
        "diploma": False, "experience_months": 40, "practicode": "done", "course_hours": 81, "weekly_hours": 60,
        "credentials": (), "memberships": (), "training": "completed",
    }  # fmt: skip
    found = compared(pathway, "revenue-cycle-manager", **given)
    soonest = min(route.finish.likely for route in found.routes if not route.against_advice)
    (plans,) = [route for route in found.routes if route.recommended]
    assert plans.finish.likely == soonest
    assert "time" in plans.best_in
