"""What goes on beside something else, and what must begin in time: preparing, benefits, prices of a stage of life."""

import itertools
from datetime import date, timedelta
from typing import Any

import pytest
from conftest import Run

from mecoder_cli.domain.answers import profile_from
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Plan
from mecoder_cli.domain.profile import Coming
from mecoder_cli.planner import Planner

DAY = date(2026, 11, 26)
AT_WORK = {
    "target": "inpatient-coder", "diploma": True, "training": "completed", "course": "college-certificate",
    "course_hours": 400, "credentials": [{"id": "CCA", "earned": "2026-03-10"}], "employed": True, "role": "other",
    "memberships": [], "ceus": {"AHIMA": 4}, "weekly_hours": 12,
}  # fmt: skip
LAID_OFF = {
    "target": "outpatient-coder", "training": "none", "credentials": [], "diploma": True, "age": 38,
    "college_degree": "bachelor", "ma_resident_since": "2015-01-01", "experience_months": 0, "employed": False,
    "practicode": "none", "memberships": [], "weekly_hours": 30, "laid_off": True,
}  # fmt: skip


def _plan(pathway: Pathway, told: dict[str, Any], day: date = DAY) -> Plan:
    return Planner(pathway).plan(profile_from(pathway, told, day, "test"), day)


def test_one_prepares_beside_the_job_and_sits_the_exam_after_it(pathway: Pathway) -> None:
    """Preparing begins before the months are full; the exam is never sat before they are."""
    plan = _plan(pathway, {**AT_WORK, "experience_months": 6})
    stops = {stop.id: stop for stop in plan.steps}
    grown, exam = stops["build-experience"], stops["pass-ccs"]
    assert grown.finish and exam.start and exam.finish
    assert exam.start < grown.finish.likely < exam.finish.likely
    assert plan.next_action is not None and plan.next_action.id == "build-experience"


@pytest.mark.parametrize("months", [10, 11])
def test_nobody_is_told_to_wait_who_can_prepare(pathway: Pathway, months: int) -> None:
    """Once as little is missing as preparing takes, that is the next action, and the months grow beside it."""
    plan = _plan(pathway, {**AT_WORK, "experience_months": months})
    assert plan.next_action is not None and plan.next_action.id == "pass-ccs"
    assert "build-experience" in dict(plan.meanwhile)


def test_a_booked_exam_is_no_day_to_keep_before_the_months_are_full(pathway: Pathway) -> None:
    """Preparing may begin before; sitting the exam may not."""
    person = profile_from(pathway, {**AT_WORK, "experience_months": 8}, DAY, "test")
    for days, kept in ((20, False), (90, False), (200, True)):
        booked = person._replace(coming=(Coming("credentials", "CCS", DAY + timedelta(days=days), False),))
        assert ("pass-ccs" not in {one.step for one in Planner(pathway).plan(booked, DAY).missed}) == kept, days


def test_the_benefit_is_not_said_to_decide_where_it_ends_before_class(pathway: Pathway) -> None:
    told = {
        **LAID_OFF, "college_degree": "none", "ma_resident_since": "2026-03-01", "weekly_hours": 25, "paid_weeks": 5,
        "age": 30, "county": "Middlesex",
    }  # fmt: skip
    plan = _plan(pathway, told)
    assert not (plan.decided and any("may not go on" in text for text in plan.provisos))


def test_every_month_of_work_brings_the_end_nearer_or_leaves_it(pathway: Pathway) -> None:
    ends = [_plan(pathway, {**AT_WORK, "experience_months": months}).finish for months in range(13)]
    likely = [one.likely for one in ends if one]
    assert len(likely) == 13
    assert all(later <= sooner + timedelta(days=1) for sooner, later in itertools.pairwise(likely))


@pytest.mark.parametrize(
    ("paid", "day", "keeps"),
    [
        (11, date(2026, 11, 26), True),
        (17, date(2026, 11, 26), True),
        (19, date(2026, 11, 26), False),  # class begins eight weeks later: the benefit is over by then
        (11, date(2026, 12, 30), True),
        (11, date(2026, 12, 31), False),  # three weeks before class is over
        (11, date(2027, 1, 5), False),  # the next class begins in September
    ],
)
def test_a_benefit_counts_only_for_a_class_that_begins_in_time(
    pathway: Pathway, paid: int, day: date, keeps: bool
) -> None:
    """It is asked for weeks before class, and there is nothing to go on with once it has run out."""
    plan = _plan(pathway, {**LAID_OFF, "paid_weeks": paid}, day)
    assert plan.next_action is not None and (plan.next_action.way == "college-certificate") == keeps
    assert bool(plan.decided) == keeps


def test_a_hurry_without_the_benefit_is_told_so(pathway: Pathway) -> None:
    """The fastest road takes a course that the benefit may not take; where none would keep it, there is nothing to tell."""
    hurried = {**LAID_OFF, "paid_weeks": 11, "priority": "fastest"}
    assert any("may not go on during this course" in text for text in _plan(pathway, hurried).provisos)
    late = _plan(pathway, hurried, date(2027, 1, 5))
    assert not any("may not go on" in text for text in late.provisos)


def test_nobody_pays_for_class_to_keep_a_benefit_where_waiting_makes_it_free(pathway: Pathway) -> None:
    """Whoever spends little waits for free college, and is told that the benefit may end before it."""
    waits = {
        **LAID_OFF, "paid_weeks": 11, "college_degree": "none", "priority": "cheapest",
        "ma_resident_since": "2026-06-01", "weekly_hours": 20,
    }  # fmt: skip
    plan = _plan(pathway, waits)
    assert plan.routes[0].aid and plan.usd.likely < 2000
    assert any("may not go on during this course" in text for text in plan.provisos)


@pytest.mark.parametrize(("months", "fact"), [(0, "aapc.dues.first"), (11, "aapc.dues.first"), (12, "aapc.dues.plan")])
def test_nobody_who_worked_a_year_joins_as_a_student(pathway: Pathway, months: int, fact: str) -> None:
    told = {
        "target": "outpatient-coder", "diploma": True, "training": "completed", "employed": True, "role": "other",
        "credentials": [], "memberships": [], "experience_months": months, "practicode": "done", "course_hours": 100,
    }  # fmt: skip
    plan = _plan(pathway, told)
    action = plan.next_action
    assert action is not None and action.id == "join-aapc"
    assert action.costs[0].facts[-1] == fact and action.usd.likely == pathway.facts[fact].number()
    assert ("student" in {item.id for item in action.checklist}) == (fact == "aapc.dues.first")


def test_money_that_pays_nothing_is_not_asked_about(run: Run) -> None:
    """A college course that is paid hangs on no aid; with something owed, the questions of aid decide."""
    told = [
        "target=outpatient-coder", "training=enrolled", "course=college-certificate", "course_ends=2027-05-15",
        "credentials=none", "memberships=none", "diploma=true", "experience_months=0", "employed=false", "practicode=none",
    ]  # fmt: skip
    for owed, code in ((0, 0), (2000, 3)):
        flags = [part for one in (*told, f"course_owed={owed}") for part in ("--set", one)]
        assert run("plan", *flags, "--as-of", DAY.isoformat(), "--json").returncode == code


def test_the_second_road_is_the_second_best(run: Run) -> None:
    """By what fits, the verdict names the next of the list; by another order, what is best in something."""
    told = ["target=outpatient-coder", "training=none", "credentials=none", "diploma=true", "age=38", "employed=false",
            "college_degree=none", "ma_resident_since=2010-01-01", "experience_months=0", "practicode=none"]  # fmt: skip
    flags = [part for one in told for part in ("--set", one)]
    done = run("routes", *flags, "--as-of", DAY.isoformat())
    line = next(line for line in done.stdout.splitlines() if "Next best" in line)
    rows = [row.split(maxsplit=1)[1] for row in done.stdout.splitlines() if row[1:2].isdigit()]
    assert rows[1].lower().startswith(line.split(": ")[1].lower())
