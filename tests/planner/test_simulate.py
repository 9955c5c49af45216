"""The forecast and the simulation: their distributions, and that they are one model."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mecoder_cli.domain.facts import Range
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Held, Profile
from mecoder_cli.knowledge import check
from mecoder_cli.planner import Planner
from mecoder_cli.planner.budget import Accounts
from mecoder_cli.planner.outcomes import (
    MOST_FAILS,
    SIZE,
    at,
    compressed,
    failures,
    fixed,
    later,
    mean,
    pert,
    pert_mean,
    plus,
    repeated,
    tenths,
)  # fmt: skip
from mecoder_cli.routes.simulate import Forecast, Simulator, fails_of

DAY = date(2026, 11, 24)
EXAMPLE = Path(__file__).parents[2] / "data" / "example.yaml"
KEEPER: dict[str, Any] = {"aim": "keeper", "badges": (), "schooling": "none", "hives": False, "guilds": ()}


@pytest.fixture(scope="module")
def example() -> Pathway:
    return check(EXAMPLE.read_bytes(), "example.yaml")


def simulated(pathway: Pathway, person: dict[str, Any], runs: int = 400, seed: int = 1) -> Forecast:
    planner = Planner(pathway)
    held, situation, advice = planner.adviser.advise(Profile(person), DAY)
    accounts = Accounts(pathway, held, situation)
    return Simulator(pathway, planner.adviser.scheduler, accounts, runs, seed).run(advice.routes[0], situation)


# --- outcomes ------------------------------------------------------------------------------------------------

SPANS = st.tuples(st.integers(0, 400), st.integers(0, 400), st.integers(0, 400)).map(
    lambda three: Range(*sorted(three))
)


@given(SPANS)
def test_outcomes_of_a_range_rise_within_it_and_have_its_mean(span: Range) -> None:
    """Beta-PERT: the mean is (low + 4 likely + high) / 6."""
    found = pert(span)
    assert len(found) == SIZE
    assert list(found) == sorted(found)
    assert span.low <= found[0] <= found[-1] <= span.high
    assert mean(found) == pytest.approx(pert_mean(span), rel=0.01, abs=0.5)


@given(SPANS, SPANS)
def test_sums_and_the_later_of_two(one: Range, other: Range) -> None:
    """Means add up; the later of two is never sooner than either, at any percentile."""
    left, right = pert(one), pert(other)
    assert mean(plus(left, right)) == pytest.approx(mean(left) + mean(right), abs=1e-6)
    both = later(left, right)
    assert all(at(both, share) >= max(at(left, share), at(right, share)) - 1e-6 for share in (0.1, 0.5, 0.9))


def test_percentiles_of_a_sum_are_those_of_many_draws() -> None:
    """Two searches and a preparation: the folded sum against 20,000 sums drawn by chance."""
    spans = [Range(8, 26, 78), Range(8, 26, 78), Range(4, 8, 12)]
    total = fixed(0)
    for span in spans:
        total = plus(total, pert(span))
    pick = random.Random(1)
    shapes = [(s.low, s.high - s.low, 1 + 4 * (s.likely - s.low) / (s.high - s.low)) for s in spans]
    drawn = sorted(
        sum(low + width * pick.betavariate(left, 6 - left) for low, width, left in shapes) for _ in range(20_000)
    )
    for found, share in zip(tenths(total), (0.1, 0.5, 0.9), strict=True):
        assert found == pytest.approx(drawn[int(share * 20_000)], abs=1)


def test_fails_are_reckoned_by_their_chance() -> None:
    """With 70 of 100 passing a try, 30 fail once at least and 9 twice; each fail takes the same again."""
    chances = failures(Range(70, 70, 70), Range(70, 70, 70))
    assert chances[:3] == pytest.approx((0.7, 0.21, 0.063))
    assert sum(chances) == pytest.approx(1)
    assert len(chances) == MOST_FAILS + 1
    assert mean(repeated(Range(70, 70, 70), Range(70, 70, 70), 28)) == pytest.approx(28 * 0.3 / 0.7, rel=0.01)
    assert compressed([(0.0, 0.5), (10.0, 0.5)])[SIZE // 2 - 1 : SIZE // 2 + 1] == pytest.approx((0.0, 10.0))


def test_a_further_try_has_a_rate_of_its_own() -> None:
    """With 40 of 100 passing the first try and 65 each further one: 60 fail once at least, 21 twice."""
    first, later = Range(40, 40, 40), Range(65, 65, 65)
    assert failures(first, later)[:3] == pytest.approx((0.4, 0.6 * 0.65, 0.6 * 0.35 * 0.65))
    assert sum(failures(first, later)) == pytest.approx(1)
    drawn = [fails_of((number + 0.5) / 10_000, 0.4, 0.65) for number in range(10_000)]
    for fails, chance in enumerate(failures(first, later)[:5]):
        assert drawn.count(fails) / 10_000 == pytest.approx(chance, abs=0.002)


@given(st.floats(0.05, 0.95), st.integers(0, 10_000))
def test_fails_follow_their_chance(passes: float, seed: int) -> None:
    """Never more than the most; none where every try is passed."""
    assert 0 <= fails_of(random.Random(seed).random(), passes) <= MOST_FAILS
    assert fails_of(0.999, 1.0) == 0


# --- one model -------------------------------------------------------------------------------------------------


def people(pathway: Pathway, count: int) -> list[Profile]:
    """People of every aim and stage."""
    pick = random.Random(99)
    cases: list[str | int] = ["none", "started", "done", 200]
    made = []
    for _ in range(count):
        held = pick.choice([[], [], ["CPC-A"], ["CPC-A"], ["CPC"], ["CCA"], ["CPC", "CRC"], ["CCS"], ["RHIT"]])
        earned = DAY - timedelta(days=pick.randrange(30, 1500))
        is_member = pick.random() < 0.6
        made.append(Profile({
            "target": pick.choice(list(pathway.targets)), "priority": pick.choice(["balanced", "fastest", "cheapest"]),
            "diploma": pick.random() < 0.9, "training": pick.choice(["none", "enrolled", "completed"]),
            "course": pick.choice(["self-paced", "live-online", "college-certificate"]), "role": "other",
            "course_hours": pick.choice([0, 40, 79, 80, 120, 300]), "experience_months": pick.randrange(0, 37),
            "employed": pick.random() < 0.5, "practicode": pick.choice(cases),
            "credentials": tuple(Held(id_, earned) for id_ in held),
            "memberships": (Held("AAPC", DAY + timedelta(days=pick.randrange(1, 730))),) if is_member else (),
            "ceus": {"AAPC": pick.randrange(0, 37), "AHIMA": pick.randrange(0, 21)},
            "weekly_hours": pick.choice([6, 12, 20]), "age": pick.randrange(18, 65),
            "ma_resident_since": DAY - timedelta(days=pick.randrange(10, 4000)),
            "college_degree": pick.choice(["none", "associate", "bachelor"]),
        }))  # fmt: skip
    return made


def disagreements(pathway: Pathway, number: int, runs: int) -> tuple[int, int]:
    """Return for how many of *number* people the simulation contradicts the days, and the money, of the plan."""
    planner = Planner(pathway)
    days = money = met = 0
    for profile in people(pathway, 3 * number):
        held, situation, advice = planner.adviser.advise(profile, DAY)
        if not advice.routes:
            continue
        met += 1
        if met > number:
            break
        view = advice.routes[0]
        accounts = Accounts(pathway, held, situation)
        found = Simulator(pathway, planner.adviser.scheduler, accounts, runs, 1).run(view, situation)
        off = [abs(one - other) for one, other in zip(view.finish, found.days, strict=True)]
        days += off[1] > 21 or max(off[0], off[2]) > 42
        money += any(abs(one - other) > max(40, 0.05 * other) for one, other in zip(view.usd, found.usd, strict=True))
    return days, money


def test_the_simulation_agrees_with_the_plan(pathway: Pathway) -> None:
    """The median within 3 weeks, 10th and 90th percentile within 6, money within 5 % or 40 USD: 19 of 20 people."""
    days, money = disagreements(pathway, 30, 500)
    assert days <= 1
    assert money <= 3


@pytest.mark.campaign
def test_the_simulation_agrees_with_the_plan_campaign(pathway: Pathway) -> None:
    """The same for 200 people, of whom 190 at least agree."""
    days, money = disagreements(pathway, 200, 3000)
    assert days + money <= 10


def test_the_same_seed_gives_the_same(example: Pathway) -> None:
    """Another seed gives other runs."""
    assert simulated(example, KEEPER) == simulated(example, KEEPER)
    assert simulated(example, KEEPER, seed=2) != simulated(example, KEEPER)


def test_aid_that_is_likely_lowers_what_is_paid(pathway: Pathway) -> None:
    """Free college takes the training off; aid that is only possible takes off nothing."""
    base = {
        "target": "inpatient-coder", "diploma": True, "training": "none", "course_hours": 0, "credentials": (),
        "experience_months": 0, "employed": False, "practicode": "none", "memberships": (), "priority": "cheapest",
    }  # fmt: skip
    maybe = simulated(pathway, base, 100)
    likely = simulated(
        pathway, {**base, "age": 31, "ma_resident_since": date(2019, 1, 1), "college_degree": "none"}, 100
    )
    refused = simulated(pathway, {**base, "college_degree": "bachelor"}, 100)
    assert likely.usd.p50 < maybe.usd.p50 - 4000
    assert maybe.usd == refused.usd


def test_luck_belongs_to_the_thing_not_to_the_order(example: Pathway) -> None:
    """Running other routes before changes nothing."""
    planner = Planner(example)
    person = planner.adviser.advise(Profile({**KEEPER, "aim": "master", "class_hours": 0, "months": 0}), DAY)
    routes = planner.adviser.outlooks(person)
    accounts = Accounts(example, person.profile, person.situation)
    forward, backward = (Simulator(example, planner.adviser.scheduler, accounts, 50, 7) for _ in range(2))
    order = list(range(len(routes)))
    random.Random(3).shuffle(order)
    ahead = {index: forward.run(routes[index], person.situation) for index in range(len(routes))}
    assert ahead == {index: backward.run(routes[index], person.situation) for index in order}
