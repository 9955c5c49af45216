"""What holds for every person."""

import json
import os
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mecoder_cli.contract.plan import plan_json
from mecoder_cli.domain.conditions import NO, UNKNOWN, atoms, evaluate
from mecoder_cli.domain.firm import Firm
from mecoder_cli.domain.profile import Held, Profile
from mecoder_cli.domain.renewals import add_months, ceus_needed
from mecoder_cli.knowledge import load_pathway
from mecoder_cli.planner import Planner
from mecoder_cli.planner.ranking import Judge
from mecoder_cli.proof.kinds import consistent
from mecoder_cli.routes.compare import compare_routes

SHARE = float(os.environ.get("MECODER_CAMPAIGN_SHARE", "1"))
PATHWAY = load_pathway()
PLANNER = Planner(PATHWAY)
DAY = date(2026, 11, 23)


def _answer(question: Any) -> st.SearchStrategy[Any]:
    kind = question.type
    if kind == "yes_no":
        return st.booleans()
    if kind in ("choice", "county"):
        return st.sampled_from([choice.id for choice in question.choices])
    if kind == "whole":
        near = [cut + step for cut in question.cuts for step in (-1, 0, 1)]
        return st.sampled_from([n for n in [question.low, *near] if question.low <= n <= question.high])
    if kind == "date":
        return st.dates(DAY, date(2028, 1, 1)) if question.ahead else st.dates(date(1990, 1, 1), DAY)
    if kind == "aids":
        refused = st.sampled_from([Held(aid.id, None) for aid in PATHWAY.aid])
        return st.lists(refused, max_size=2, unique_by=lambda one: one.id).map(tuple)
    if kind == "credentials":
        held = st.builds(Held, st.sampled_from(list(PATHWAY.credentials)), st.none() | st.dates(date(2015, 1, 1), DAY))
        return st.lists(held, max_size=3, unique_by=lambda one: one.id).map(tuple)
    if kind == "memberships":
        held = st.builds(
            Held, st.sampled_from(list(PATHWAY.bodies)), st.none() | st.dates(date(2026, 6, 1), date(2029, 1, 1))
        )
        return st.lists(held, max_size=2, unique_by=lambda one: one.id).map(tuple)
    return st.dictionaries(st.sampled_from(list(PATHWAY.bodies)), st.integers(0, 60))


@st.composite
def people(draw: st.DrawFn) -> Profile:
    person = Profile({})
    for question in PATHWAY.questions.values():
        if question.type == "lapsed":
            continue
        how = draw(st.sampled_from(["said", "said", "said", "unsure", "absent"]))
        if how == "said":
            person = person.with_answer(question.id, draw(_answer(question)))
        elif how == "unsure":
            person = person.with_answer(question.id, None)
    return consistent(PATHWAY, person)


def check(person: Profile) -> None:
    plan = PLANNER.plan(person, DAY)
    assert plan == Planner(PATHWAY).plan(person, DAY), "the same input gives the same plan"
    json.dumps(plan_json(plan))
    if plan.status == "needs_answers":
        assert plan.unanswered and plan.next_action is None
        assert not [name for name in plan.unanswered if person.has(name)]
        return
    if plan.status == "ready":
        assert plan.next_action is not None
    for stop in plan.steps:
        if stop.start is not None and stop.finish is not None:
            assert DAY <= stop.start <= stop.finish.high
            assert stop.finish.low <= stop.finish.likely <= stop.finish.high
            assert stop.slack_days >= 0
            assert plan.finish is not None
            assert stop.finish.likely <= plan.finish.likely
    assert 0 <= plan.usd.low <= plan.usd.likely <= plan.usd.high
    assert all(after <= before for after, before in zip(plan.usd, plan.usd_before_aid, strict=True))
    if plan.routes:
        best = plan.routes[0]
        assert (best.finish, best.usd) == (plan.finish, plan.usd)
        routes = compare_routes(PLANNER.adviser, person, DAY, runs=0)
        (same,) = [route for route in routes.routes if route.recommended]
        assert (same.id, same.finish, same.usd) == (best.id, best.finish, best.usd), (
            "plan and routes are one calculation"
        )
    assert sum(route.recommended for route in plan.routes) == (1 if plan.routes else 0)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(people())
def test_every_plan_is_sound(person: Profile) -> None:
    """Dates never run backwards, percentiles rise, plan and routes say the same, the same input gives the same plan."""
    check(person)


@pytest.mark.campaign
@pytest.mark.parametrize("part", range(4))
@settings(max_examples=max(30, int(1500 * SHARE)), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(person=people())
def test_every_plan_is_sound_at_length(part: int, person: Profile) -> None:
    """The same, over many more people."""
    check(person)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(people(), st.data())
def test_nothing_is_open_once_the_interview_ends(person: Profile, data: st.DataObject) -> None:
    """When no question is open, no single further answer changes the next action."""
    nothing_open(person, data)


@pytest.mark.campaign
@settings(max_examples=max(60, int(600 * SHARE)), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(people(), st.data())
def test_nothing_is_open_at_length(person: Profile, data: st.DataObject) -> None:
    """The same, over many more people."""
    nothing_open(person, data)


def nothing_open(person: Profile, data: st.DataObject) -> None:
    plan = PLANNER.plan(person, DAY)
    if plan.unanswered:
        return
    for question in PATHWAY.questions.values():
        if person.has(question.id) or question.default is not None or question.type in ("aids", "lapsed"):
            continue
        applies = evaluate(question.applies, Firm(PATHWAY, person, DAY))
        # What hangs on an answer that they are not sure of is not asked: its answer would be that one told after all.
        if applies == NO or (applies == UNKNOWN and all(person.has(one.question) for one in atoms(question.applies))):
            continue
        changed = PLANNER.plan(person.with_answer(question.id, data.draw(_answer(question))), DAY)
        if question.type in ("credentials", "memberships"):
            continue  # a combination with dates can bring a deadline of its own
        if question.type == "units" and plan.status == "complete":
            continue  # nothing is left to do but to keep it: CEUs or dues, whichever is open
        before = plan.next_action and (plan.next_action.id, plan.next_action.way)
        after = changed.next_action and (changed.next_action.id, changed.next_action.way)
        if changed.status == plan.status:
            assert before == after, question.id


@pytest.mark.parametrize("person", [Profile({"target": target}) for target in PATHWAY.targets])
def test_every_target_can_be_reached_from_nothing(person: Profile) -> None:
    """A newcomer who is unsure of all else has a route to each aim."""
    for question in PATHWAY.questions:
        if question != "target":
            person = person.with_answer(question, None)
    plan = PLANNER.plan(person, DAY)
    assert plan.status == "ready"
    assert plan.next_action is not None


@pytest.mark.parametrize(
    ("held", "body", "needed"),
    [
        ([], "AAPC", 0), (["CPC"], "AAPC", 36), (["CPC-A"], "AAPC", 36), (["CPC", "CRC"], "AAPC", 40), (["CPC", "CRC", "CPMA"], "AAPC", 44),
        (["CPC", "CRC", "CPMA", "CPB"], "AAPC", 48), (["CPC", "CRC", "CPMA", "CPB", "CIC", "COC"], "AAPC", 52), (["CCS"], "AAPC", 0),
        (["CCA"], "AHIMA", 20), (["CCS", "CCS-P"], "AHIMA", 30), (["RHIA"], "AHIMA", 30), (["RHIA", "RHIT"], "AHIMA", 30),
        (["RHIA", "CCS", "CCS-P"], "AHIMA", 50), (["RHIA", "CCS", "CCS-P", "CDIP", "CCA"], "AHIMA", 50),
    ],
)  # fmt: skip
def test_ceus_go_by_the_credentials_held(held: list[str], body: str, needed: int) -> None:
    """The tables of both bodies."""
    assert ceus_needed(PATHWAY, PATHWAY.bodies[body], frozenset(held)) == needed


def test_months_are_added_as_a_calendar_does() -> None:
    """The last day of a shorter month stands for a day that it lacks."""
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert add_months(date(2026, 3, 15), -24) == date(2024, 3, 15)


def test_more_hours_a_week_never_make_it_later() -> None:
    """Study time only helps."""
    base = Profile({"target": "outpatient-coder", "training": "completed", "course_hours": 120, "credentials": (), "experience_months": 0,
                    "employed": False, "practicode": "none", "memberships": ()})  # fmt: skip
    ends = []
    for hours in (3, 6, 12, 24, 48):
        finish = PLANNER.plan(base.with_answer("weekly_hours", hours), DAY).finish
        assert finish is not None
        ends.append(finish.likely)
    assert ends == sorted(ends, reverse=True)
    assert ends[0] - ends[-1] > timedelta(days=30)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(people())
def test_each_priority_is_the_best_in_its_own_terms(person: Profile) -> None:
    """Within what counts as equal: the fastest is the soonest shown, the cheapest the cheapest shown."""
    if PLANNER.open_questions(person, DAY):
        return
    rules = PATHWAY.settings.ranking
    for priority in ("fastest", "cheapest"):
        held, situation, advice = PLANNER.adviser.advise(person.with_answer("priority", priority), DAY)
        if not advice.routes:
            continue
        best, judge = advice.routes[0], Judge(PATHWAY, situation, held)
        for other in advice.routes:
            late, dear = best.finish.likely - other.finish.likely, best.usd.likely - other.usd.likely
            close = late < rules.tie_days and dear < rules.tie_usd
            behind = max(int(rules.preferred_by_usd), judge.setback(other) - judge.setback(best))
            preferred = dear <= behind or late <= 0 or dear <= 0
            if priority == "fastest":
                assert late <= rules.fastest_within_days or close or preferred
            else:
                assert dear <= rules.cheapest_within_usd or close or preferred


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(people())
def test_more_aid_is_never_dearer(person: Profile) -> None:
    """Whoever has everything refused pays no less than who has nothing refused, on the cheapest road."""
    person = person.with_answer("priority", "cheapest").with_answer("month_worth", 0)
    everything = person.with_answer("aid_refused", tuple(Held(aid.id, None) for aid in PATHWAY.aid))
    nothing = person.with_answer("aid_refused", ())
    with_aid = PLANNER.adviser.outlooks(PLANNER.adviser.advise(nothing, DAY))
    without = PLANNER.adviser.outlooks(PLANNER.adviser.advise(everything, DAY))
    if with_aid:
        assert min(one.usd.likely for one in with_aid) <= min(one.usd.likely for one in without)
