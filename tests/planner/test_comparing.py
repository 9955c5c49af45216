"""Roads side by side: which are sensible, how they are told apart, ranked and marked."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Held, Profile
from mecoder_cli.knowledge import check
from mecoder_cli.planner import Planner
from mecoder_cli.routes.compare import RANKS, Compared, Comparison, Names, compare_roads, told_apart

DAY = date(2026, 11, 24)
EXAMPLE = Path(__file__).parents[2] / "data" / "example.yaml"
NEWCOMER: dict[str, Any] = {
    "diploma": True, "training": "none", "course_hours": 0, "credentials": (), "experience_months": 0, "employed": False,
    "practicode": "none", "memberships": (),
}  # fmt: skip


def compared(pathway: Pathway, target: str, by: str = "time", **more: Any) -> Comparison:
    person = Profile({**NEWCOMER, "target": target, **more})
    return compare_roads(Planner(pathway).adviser, person, DAY, by=by, runs=60)


def test_a_newcomer_sees_every_school_and_every_way_out_of_the_a(pathway: Pathway) -> None:
    """Certificate, degree, self-paced and live; two years, a year with course or Practicode, course with Practicode."""
    found = compared(pathway, "outpatient-coder")
    taken = {part for road in found.roads if not road.against_advice for part in road.id.split("+")}
    ways = {way.id for step in pathway.steps if step.id in ("complete-training", "convert-cpc-a") for way in step.ways}
    assert {part.partition(":")[2].partition("@")[0] for part in taken if ":" in part} == ways
    assert len(found.roads) == 18


def test_practicode_first_and_hire_first_are_both_there(pathway: Pathway) -> None:
    """Practicode before the job on one road, the job before Practicode's end on another."""
    roads = compared(pathway, "outpatient-coder").roads
    without_job = next(road for road in roads if "course-plus-practicode" in road.id)
    with_job = next(road for road in roads if "employment-plus-course" in road.id)
    legs = {leg.step: leg for leg in without_job.legs}
    assert legs["convert-cpc-a"].finish <= legs["find-first-job"].finish
    legs = {leg.step: leg for leg in with_job.legs}
    assert legs["find-first-job"].finish <= legs["convert-cpc-a"].start


def test_roads_against_the_advice_are_told_as_such(pathway: Pathway) -> None:
    """The CCS without the CCA before it is a road that AHIMA allows and does not advise; it is held up nowhere."""
    found = compared(pathway, "inpatient-coder")
    against = [road for road in found.roads if road.against_advice]
    assert against and all("pass-cca" not in road.id and not road.best_in for road in against)
    assert not any(road.recommended for road in against)
    assert min(found.roads, key=lambda road: road.finish.likely).against_advice
    waived = compared(pathway, "inpatient-coder", advice="skip")
    assert not any(road.against_advice for road in waived.roads)


@pytest.mark.parametrize("target", ["outpatient-coder", "inpatient-coder", "revenue-cycle-manager"])
def test_every_road_can_be_named_and_none_holds_another(pathway: Pathway, target: str) -> None:
    """Ids and names are unlike; nothing on a road could be left out."""
    roads = compared(pathway, target).roads
    assert len({road.id for road in roads}) == len(roads)
    assert len({(road.names, road.against_advice) for road in roads}) == len(roads)
    for kind in (True, False):
        sets = [frozenset(road.id.split("+")) for road in roads if road.against_advice is kind]
        assert not any(one < other for one in sets for other in sets)


def measure(road: Compared, by: str) -> float:
    assert road.budget is not None
    if by == "money":
        return road.budget.usd.likely + road.budget.later.likely
    return (road.finish.likely - DAY).days if by == "time" else road.simulated.days.p90


@pytest.mark.parametrize("by", RANKS)
def test_roads_are_ranked_by_what_is_asked(pathway: Pathway, by: str) -> None:
    """The first is the best of those advised, and marked; those against the advice come after all others."""
    found = compared(pathway, "outpatient-coder", by)
    assert [road.against_advice for road in found.roads] == sorted(road.against_advice for road in found.roads)
    for kind in (True, False):
        values = [measure(road, by) for road in found.roads if road.against_advice is kind]
        assert values and values == sorted(values)
    marked = [road for road in found.roads if by in road.best_in]
    assert len(marked) == 1
    assert measure(marked[0], by) == min(measure(road, by) for road in found.roads if not road.against_advice)


@pytest.mark.parametrize("priority", ["fastest", "cheapest"])
@pytest.mark.parametrize("target", ["outpatient-coder", "coding-auditor"])
def test_the_plans_road_is_marked_with_the_plans_figures(pathway: Pathway, target: str, priority: str) -> None:
    """Exactly one road is the plan's; its end and its whole cost are those of the plan."""
    person = Profile({**NEWCOMER, "target": target, "priority": priority})
    planner = Planner(pathway)
    plan = planner.plan(person, DAY)
    found = compare_roads(planner.adviser, person, DAY, runs=50)
    (road,) = [road for road in found.roads if road.recommended]
    assert (road.finish, road.usd, road.id) == (plan.finish, plan.usd, plan.routes[0].id)
    assert [leg.step for leg in road.legs] == list(plan.routes[0].steps)


def test_free_college_can_make_a_degree_the_cheapest(pathway: Pathway) -> None:
    """After aid that is likely, not before: the plan itself does not count on it."""
    before = next(road for road in compared(pathway, "outpatient-coder", "money").roads if "money" in road.best_in)
    assert "self-paced" in before.id
    given = {"age": 31, "ma_resident_since": date(2019, 1, 1), "college_degree": "none"}
    after = next(
        road for road in compared(pathway, "outpatient-coder", "money", **given).roads if "money" in road.best_in
    )
    assert "self-paced" not in after.id and "live-online" not in after.id


def test_other_aims_stand_beside(pathway: Pathway) -> None:
    """Each other aim with what it brings; an apprentice mark that goes again is not counted as gained."""
    others = {one.target: one for one in compared(pathway, "outpatient-coder").others}
    assert set(others) == set(pathway.targets) - {"outpatient-coder"}
    assert others["inpatient-coder"].gains == ("CCA", "CCS")
    assert "CPC-A" not in others["coding-auditor"].gains
    plan = Planner(pathway).plan(Profile({**NEWCOMER, "target": "coding-auditor"}), DAY)
    assert others["coding-auditor"].finish == plan.finish


def test_someone_who_has_arrived_needs_no_road(pathway: Pathway) -> None:
    """No road, and the other aims are still shown."""
    held = (Held("CPC", date(2025, 2, 1)),)
    found = compared(pathway, "outpatient-coder", credentials=held, employed=True, experience_months=30)
    assert (found.arrived, found.roads) == (True, ())
    assert found.others


def test_a_pathway_without_a_budget_is_compared_by_its_plans() -> None:
    """Money is then the whole road's, as the plan gives it."""
    example = check(EXAMPLE.read_bytes(), "example.yaml")._replace(budget=None)
    person = Profile({"aim": "keeper", "badges": (), "schooling": "none", "hives": False, "guilds": ()})
    found = compare_roads(Planner(example).adviser, person, DAY, by="money", runs=50)
    assert [(road.names, road.against_advice) for road in found.roads] == [
        (("from a book",), False), (("in a class",), False), ((), True),
    ]  # fmt: skip
    assert all(road.budget is None and road.simulated.usd is None for road in found.roads)
    assert found.roads[0].usd.likely < found.roads[1].usd.likely


def test_names_say_no_more_than_is_needed() -> None:
    """Ways where they tell roads apart, else steps, else how far a number grows."""
    one = Names(("class",), ("class", "test"), ("work: 12 months",))
    two = Names(("book",), ("book",), ("work: 12 months",))
    three = Names(("class",), ("class",), ("work: 12 months",))
    four = Names(("class",), ("class",), ("work: 24 months",))
    assert told_apart([one, two]) == [("class",), ("book",)]
    assert told_apart([one, two, three]) == [("class", "test"), ("book",), ("class",)]
    assert told_apart([three, four]) == [("class", "work: 12 months"), ("class", "work: 24 months")]
    assert told_apart([Names((), ("test",), ())]) == [("test",)]


def test_the_plans_road_is_marked_where_none_is_better(pathway: Pathway) -> None:
    """Several roads may end on the same day: the mark stands on the one that the plan takes."""
    given: dict[str, Any] = {
        "diploma": False, "experience_months": 40, "practicode": "done", "course_hours": 81, "weekly_hours": 60,
        "credentials": (), "memberships": (), "training": "completed",
    }  # fmt: skip
    found = compared(pathway, "revenue-cycle-manager", **given)
    soonest = min(road.finish.likely for road in found.roads if not road.against_advice)
    (plans,) = [road for road in found.roads if road.recommended]
    assert plans.finish.likely == soonest
    assert "time" in plans.best_in
