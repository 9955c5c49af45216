"""The simulation: its distributions, its seed, and what must hold of any run."""

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mecoder_cli.domain.facts import Figure, Range
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Profile
from mecoder_cli.domain.steps import Step
from mecoder_cli.knowledge import check
from mecoder_cli.planner import Planner
from mecoder_cli.routes.budget import Accounts
from mecoder_cli.routes.charges import Times
from mecoder_cli.routes.simulate import MOST_FAILS, Forecast, Simulator, fails_of, triangular

DAY = date(2026, 11, 24)
EXAMPLE = Path(__file__).parents[2] / "data" / "example.yaml"
KEEPER: dict[str, Any] = {"aim": "keeper", "badges": (), "schooling": "none", "hives": False, "guilds": ()}


@pytest.fixture(scope="module")
def example() -> Pathway:
    return check(EXAMPLE.read_bytes(), "example.yaml")


def simulated(
    pathway: Pathway, person: dict[str, Any], runs: int = 400, seed: int = 1, *, money: bool = True
) -> Forecast:
    planner = Planner(pathway)
    profile = Profile(person)
    situation, advice = planner.adviser.advise(profile)
    accounts = Accounts(pathway, pathway.budget, profile, DAY) if money and pathway.budget else None
    simulator = Simulator(pathway, planner.adviser.scheduler, accounts, runs, seed)
    return simulator.run(advice.routes[0].priced, situation)


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 100), st.floats(0, 1), st.floats(0, 1))
def test_a_triangular_value_lies_within_its_span_and_rises(a: float, b: float, c: float, u: float, v: float) -> None:
    """Never outside low and high; more luck is never less."""
    span = Range(*sorted((a, b, c)))
    one, other = triangular(span, min(u, v)), triangular(span, max(u, v))
    assert span.low - 1e-9 <= one <= other + 1e-9 <= span.high + 2e-9


@pytest.mark.parametrize("span", [Range(2, 4, 17), Range(0, 10, 10), Range(5, 5, 9), Range(3, 3, 3)])
def test_a_triangular_mean_is_that_of_its_corners(span: Range) -> None:
    """The mean of a triangular distribution is the mean of low, likely and high; the mode divides its chances."""
    count = 20_000
    mean = sum(triangular(span, (index + 0.5) / count) for index in range(count)) / count
    assert mean == pytest.approx(sum(span) / 3, rel=1e-3)
    if span.high > span.low:
        bend = (span.likely - span.low) / (span.high - span.low)
        assert triangular(span, bend) == pytest.approx(span.likely)


@pytest.mark.parametrize("passes", [0.2, 0.55, 0.84])
def test_fails_follow_the_pass_rate(passes: float) -> None:
    """The first try is passed with the pass rate; on average (1 - p) / p fails come before a pass."""
    count = 40_000
    found = [fails_of((index + 0.5) / count, passes) for index in range(count)]
    assert found.count(0) / count == pytest.approx(passes, abs=1e-3)
    assert found.count(1) / count == pytest.approx(passes * (1 - passes), abs=1e-3)
    if passes > 0.5:
        assert sum(found) / count == pytest.approx((1 - passes) / passes, abs=0.01)
    assert max(found) <= MOST_FAILS


def test_a_sure_exam_is_never_failed() -> None:
    """A rate of 100 percent leaves no fail, and no luck fails either."""
    assert fails_of(0.999, 1.0) == 0
    assert fails_of(0.0, 0.1) == 0
    assert fails_of(1.0, 0.5) == MOST_FAILS


def test_the_same_seed_gives_the_same_runs(example: Pathway) -> None:
    """And another seed gives others that are much alike."""
    first = simulated(example, KEEPER)
    assert first == simulated(example, KEEPER)
    other = simulated(example, KEEPER, seed=2)
    assert other != first
    assert other.days.p50 == pytest.approx(first.days.p50, rel=0.1)


def test_percentiles_rise_and_stay_within_reason(example: Pathway) -> None:
    """The tenth is at most the middle, the middle at most the ninetieth; half of the tests are passed at once."""
    found = simulated(example, KEEPER, 2000)
    assert found.runs == 2000
    assert found.days.p10 < found.days.p50 < found.days.p90
    assert found.usd is not None
    assert found.usd.p10 < found.usd.p50 < found.usd.p90
    assert found.first_time == pytest.approx(0.5, abs=0.03)


def _certain(pathway: Pathway) -> Pathway:
    """Return the pathway with every span shrunk to its likely value and every exam sure."""

    def step_of(step: Step) -> Step:
        parts = tuple(_fixed(part) for part in step.parts)
        ways = tuple(way._replace(parts=tuple(_fixed(part) for part in way.parts)) for way in step.ways)
        return step._replace(parts=parts, ways=ways)

    def _fixed(part: Any) -> Any:
        retake = part.retake and part.retake._replace(pass_rate=Figure(100, 100, 100))
        weeks, usd = (Figure(span.likely, span.likely, span.likely) for span in (part.weeks, part.usd))
        return part._replace(weeks=weeks, usd=usd, retake=retake)

    bodies = {
        id_: body._replace(dues_usd=Figure(*[body.dues_usd.likely] * 3), ceus_usd=Figure(*[body.ceus_usd.likely] * 3))
        for id_, body in pathway.bodies.items()
    }
    return pathway._replace(steps=tuple(step_of(step) for step in pathway.steps), bodies=bodies)


@pytest.mark.parametrize("aim", ["keeper", "master"])
def test_without_chance_the_simulation_is_the_plan(example: Pathway, aim: str) -> None:
    """Every run ends on the plan's day and costs the budget's sum."""
    certain = _certain(example)
    person = {**KEEPER, "aim": aim}
    planner = Planner(certain)
    plan = planner.plan(Profile({**person, "class_hours": 0, "months": 0}), DAY)
    assert plan.finish is not None
    found = simulated(certain, {**person, "class_hours": 0, "months": 0}, 60)
    days = (plan.finish.likely - DAY).days
    assert tuple(found.days) == (days, days, days)
    assert found.first_time == 1
    from test_budget import budget_of

    _, advice = planner.adviser.advise(Profile({**person, "class_hours": 0, "months": 0}))
    ways = [certain.steps[n.step].ways[n.way].id for n in advice.routes[0].priced.route.nodes if n.way >= 0]
    total = budget_of(certain, Profile({**person, "class_hours": 0, "months": 0}), " ".join(ways)).usd.likely
    assert found.usd is not None
    assert tuple(found.usd) == pytest.approx((total, total, total), abs=0.01)


def test_a_longer_step_never_helps(example: Pathway) -> None:
    """All routes meet the same luck, so a route with one longer step ends no sooner in any percentile."""
    longer = tuple(
        step._replace(parts=tuple(p._replace(weeks=Figure(*(w + 2 for w in p.weeks))) for p in step.parts))
        if step.id == "get-hives"
        else step
        for step in example.steps
    )
    before, after = simulated(example, KEEPER), simulated(example._replace(steps=longer), KEEPER)
    assert all(then >= now for now, then in zip(before.days, after.days, strict=True))


def test_without_a_budget_only_days_are_simulated(example: Pathway) -> None:
    """A knowledge file need not have one."""
    found = simulated(example, KEEPER, money=False)
    assert found.usd is None
    assert found.days == simulated(example, KEEPER).days


def test_aid_that_is_likely_lowers_what_is_paid(pathway: Pathway) -> None:
    """Free college takes the training off; aid that is only possible takes off nothing."""
    base = {
        "target": "inpatient-coder", "diploma": True, "training": "none", "course_hours": 0, "credentials": (),
        "experience_months": 0, "employed": False, "practicode": "none", "memberships": (),
    }  # fmt: skip
    maybe = simulated(pathway, base, 100)
    likely = simulated(
        pathway, {**base, "age": 31, "ma_resident_since": date(2019, 1, 1), "college_degree": "none"}, 100
    )
    refused = simulated(pathway, {**base, "college_degree": "bachelor"}, 100)
    assert maybe.usd is not None and likely.usd is not None and refused.usd is not None
    assert likely.usd.p50 < maybe.usd.p50 - 4000
    assert maybe.usd == refused.usd


def test_luck_belongs_to_the_thing_not_to_the_order(example: Pathway) -> None:
    """Running other routes before changes nothing."""
    planner = Planner(example)
    profile = Profile({**KEEPER, "aim": "master", "class_hours": 0, "months": 0})
    situation, _ = planner.adviser.advise(profile)
    routes = [planner.adviser.scheduler.price(route, situation) for route in planner.adviser.routes(situation).routes]
    forward = Simulator(example, planner.adviser.scheduler, None, 50, 7)
    backward = Simulator(example, planner.adviser.scheduler, None, 50, 7)
    order = list(range(len(routes)))
    random.Random(3).shuffle(order)
    ahead = {index: forward.run(routes[index], situation) for index in range(len(routes))}
    assert ahead == {index: backward.run(routes[index], situation) for index in order}


def test_a_retake_is_paid_once(pathway: Pathway) -> None:
    """Without a fail the exam costs one sitting, at most its likely price here; the high price is for a second one."""
    person: dict[str, Any] = {
        "target": "inpatient-coder", "diploma": True, "training": "completed", "course_hours": 80, "credentials": (),
        "experience_months": 24, "employed": True, "practicode": "none", "memberships": (),
    }  # fmt: skip
    profile = Profile(person)
    planner = Planner(pathway)
    _, advice = planner.adviser.advise(profile)
    priced = advice.routes[0].priced
    assert pathway.budget is not None
    accounts = Accounts(pathway, pathway.budget, profile, DAY)
    slots = [advice.routes[0].likely.slots[node] for node in priced.route.nodes]
    when = Times([slot.start for slot in slots], [slot.finish for slot in slots], {})
    exams = [charge.usd for charge in accounts.charges(priced.route, when) if charge.heading == "exam"]
    assert exams == [Range(299, 399, 399)]


def test_aid_for_a_price_that_may_be_nothing_is_taken_off_too(pathway: Pathway) -> None:
    """A course of 0 to 9,000: likely aid still pays it in every run."""
    from mecoder_cli.routes.simulate import _upward

    assert _upward(Range(-0.0, -6400, -9000)) == Range(0, 6400, 9000)
    assert _upward(Range(-4000, 0, 0)) == Range(0, 0, 0)
    assert _upward(Range(0, 5, 9)) == Range(0, 5, 9)
