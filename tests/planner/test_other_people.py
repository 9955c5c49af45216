"""People for whom the planner once went wrong, beyond those whom the proof draws: all theorems are tried on each."""

from datetime import timedelta
from operator import le
from typing import Any

import pytest

from mecoder_cli.domain.answers import profile_from
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Profile
from mecoder_cli.planner import Planner
from mecoder_cli.proof.trial import DAY, Prover

# A road that was sooner and far cheaper was not recommended: its group of roads was weighed by its cheapest one.
OUTDONE: dict[str, Any] = {
    "target": "inpatient-coder", "priority": "cheapest", "month_worth": 20000, "credentials": ["CPC"],
    "memberships": ["AHIMA"], "employer": "beth-israel-lahey", "classes": "any", "experience_months": 12,
    "diploma": True, "paid_weeks": 0, "college_degree": "associate", "laid_off": True, "training": "none",
    "ma_resident_since": "2026-01-15", "course_hours": 80, "role": "coding-auditor", "practicode": "none",
    "sponsor": "junior", "aid_refused": ["tuition-umass-memorial"],
}  # fmt: skip

# Told that they have a year of experience, they arrived later: one could prepare while a year grows, and not while
# what lapsed comes back.
LAPSED: dict[str, Any] = {
    "target": "inpatient-coder", "practicode": "started", "ma_resident_since": "2025-01-15", "low_income": True,
    "sponsor": "none", "experience_months": 5, "course_hours": 0, "training": "none", "employer": "none", "age": 24,
    "role": "revenue-cycle-manager", "weekly_hours": 1, "college_degree": "bachelor", "diploma": False,
    "month_worth": 0, "classes": "online",
}  # fmt: skip


def _faults(pathway: Pathway, told: dict[str, Any]) -> list[str]:
    trial = Prover(pathway).trial(told["target"])
    person: Profile = profile_from(pathway, told, DAY, "test")
    for question in pathway.questions:
        if not person.has(question):
            person = person.with_answer(question, None)
    trial._try(person)
    return [f"{problem.check}: {problem.what}" for problem in trial.problems]


def test_what_is_sooner_and_far_cheaper_is_the_advice(pathway: Pathway) -> None:
    """Whatever a month is worth to them, and whatever benefit sets a road back."""
    assert _faults(pathway, OUTDONE) == []


def test_no_exam_is_passed_before_the_months_that_it_waits_for_are_full(pathway: Pathway) -> None:
    """Not even in the luckiest outcome: one prepares early, and sits the exam afterwards."""
    told = {
        "target": "inpatient-coder", "training": "completed", "credentials": ["CPC"], "experience_months": 9,
        "employed": True, "role": "outpatient-coder", "weekly_hours": 40, "diploma": True,
    }  # fmt: skip
    person = profile_from(pathway, told, DAY, "test")
    adviser = Planner(pathway).adviser
    waiting = 0
    for road in adviser.outlooks(adviser.advise(person, DAY)):
        for place, before in enumerate(road.route.before):
            for earlier in before:
                if road.route.nodes[earlier].goal and road.begins[place][0] < road.ends[earlier][0]:
                    waiting += 1
                    assert all(map(le, road.ends[earlier], road.ends[place]))
    assert waiting


@pytest.mark.parametrize(
    ("credential", "late"),
    [
        ("CPC", 90),
        *(
            pytest.param(*one, marks=pytest.mark.campaign)
            for one in (("CPC", 1094), ("CPC-A", 90), ("CPC-A", 1094), ("COC", 90))
        ),
    ],
)
def test_more_months_are_no_later_for_who_wins_back_what_lapsed(pathway: Pathway, credential: str, late: int) -> None:
    """One prepares for an exam while a form is on its way, as one does while months grow."""
    member = {"id": "AAPC", "renews": (DAY - timedelta(days=late)).isoformat()}
    assert _faults(pathway, {**LAPSED, "credentials": [credential], "memberships": [member]}) == []


# Having passed the CCA, she arrived nine days later: what was over long before another wait was reckoned as if it could
# still be the last of the two.
PASSED: dict[str, Any] = {
    "target": "revenue-cycle-manager", "credentials": ["COC-A"], "memberships": ["AHIMA"], "experience_months": 23,
    "employer": "umass-memorial", "weekly_hours": 1, "aid_refused": ["mycaa"], "low_income": True, "diploma": True,
    "classes": "online", "college_degree": "associate", "role": "surgical-coder", "advice": "skip", "age": 25,
    "ma_resident_since": "2025-01-15", "sponsor": "other", "paid_weeks": 1, "month_worth": 12, "training": "none",
    "employed": False, "laid_off": True,
}  # fmt: skip


def test_what_is_long_over_makes_no_wait_later(pathway: Pathway) -> None:
    """Of two steps that are waited for, the one that surely ends first changes nothing."""
    assert _faults(pathway, PASSED) == []


# Having won back what lapsed, he arrived 24 days later: two waits of which one hardly ever ends last were taken for two
# that know nothing of each other.
WON_BACK: dict[str, Any] = {
    "target": "coding-auditor", "credentials": ["CPB"], "experience_months": 5, "course_hours": 1, "course_owed": 60000,
    "college_degree": "associate", "aid_refused": ["apprenticeship"], "course": "other", "employed": False,
    "classes": "any", "practicode": "started", "laid_off": True, "paid_weeks": 19, "role": "coding-auditor",
    "sponsor": "none", "employer": "beth-israel-lahey", "weekly_hours": 12, "training": "enrolled", "age": 24,
    "diploma": True, "memberships": ["AHIMA"], "priority": "cheapest", "ceus": {"AAPC": 200, "AHIMA": 200},
}  # fmt: skip


def test_a_wait_that_hardly_ever_ends_last_makes_nothing_later(pathway: Pathway) -> None:
    """What the later one shares with the steps after it is not forgotten for it."""
    assert _faults(pathway, WON_BACK) == []
