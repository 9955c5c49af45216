"""What is planned: it counts for nothing, moves the forecast, shows what falls due, and turns into a fact when told."""

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from test_interview import DOWN, ENTER, Terminal

from mecoder_cli.domain.answers import profile_from
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Coming, Profile
from mecoder_cli.planner import Planner
from mecoder_cli.record.entries import LOGGED, Course, Logged, Sat, Units, Work, data_of
from mecoder_cli.record.journal import Event, fold
from mecoder_cli.record.standing import standing

DAY = date(2026, 11, 26)
TODAY = ("--as-of", "2026-11-26")
TRAINED = {
    "target": "outpatient-coder", "training": "completed", "course": "self-paced", "course_hours": 120, "credentials": [],
    "employed": False, "experience_months": 0, "diploma": True, "memberships": [{"id": "AAPC", "renews": "2027-09-30"}],
    "ma_resident_since": "2010-05-01", "college_degree": "bachelor", "age": 40, "practicode": "none",
}  # fmt: skip


@pytest.fixture
def ann(run: Run) -> Run:
    """Somebody who has finished the course and is to pass the exam next."""
    flags = [part for key, value in TRAINED.items() for part in ("--set", f"{key}={_typed(value)}")]
    assert run("profile", "new", "ann").returncode == 0
    done = run("profile", "answers", *flags, *TODAY)
    assert done.returncode == 0, done.stderr
    return run


def _typed(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(f"{one['id']}:{one['renews']}" for one in value) or "none"
    return str(value).lower()


def ok(run: Run, *words: str, day: str = "2026-11-26") -> str:
    done = run(*words, "--as-of", day)
    assert done.returncode == 0, done.stderr
    return done.stdout


def told(run: Run, *words: str, day: str = "2026-11-26") -> Any:
    return json.loads(ok(run, *words, "--json", day=day))


def number(run: Run, place: int = 0) -> str:
    """Return the number of something that is planned."""
    return str(told(run, "list", "planned")["entries"][place]["number"])


def ends(run: Run, step: str, day: str = "2026-11-26") -> Any:
    """Return when a step of the plan is likely over."""
    return next(one["finish"]["likely"] for one in told(run, "plan", day=day)["steps"] if one["id"] == step)


# --- written down ------------------------------------------------------------------------------------------


def test_a_day_ahead_is_planned(ann: Run) -> None:
    """Nothing of it counts: no credential, no months, no CEUs; all of it is listed, the soonest first."""
    for words in (
        ("exam", "CPC", "--date", "2027-01-12"), ("ceu", "2", "aapc", "Webinar", "-d", "tomorrow"),
        ("job", "--employer", "Baystate", "--from", "2027-02-01"), ("course", "--hours", "90", "--date", "2027-03-01"),
    ):  # fmt: skip
        said = ok(ann, "log", *words)
        assert "It counts once it has happened. Then tell how it went: mecoder list planned" in said
    status = ok(ann, "status")
    assert "no credential yet" in status and "Verified work" not in status
    assert told(ann, "profile", "show")["answers"]["course_hours"] == 120
    rows = told(ann, "list", "planned")["entries"]
    assert [one["date"] for one in rows] == ["2026-11-27", "2027-01-12", "2027-02-01", "2027-03-01"]
    assert all(one["planned"] is True for one in rows)
    everything = ok(ann, "list", "--csv")
    assert [row["planned"] for row in csv.DictReader(io.StringIO(everything))] == ["yes"] * 4


def test_it_can_be_said_of_today(ann: Run) -> None:
    """--planned on the day itself: the exam is this afternoon."""
    assert "booked for November 26, 2026" in ok(ann, "log", "exam", "CPC", "--planned", "--date", "today")
    assert "planned for November 26, 2026, today" in ok(ann, "due")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("exam", "CPC", "--planned", "--date", "2026-03-01"), "--planned: --date 2026-03-01 is over"),
        (("job", "--employer", "X", "--planned", "--from", "2026-03-01"), "--planned: --from 2026-03-01 is over"),
        (("exam", "CPC", "--date", "2027-01-12", "--result", "pass"), "--result: an exam of 2027-01-12 has none yet"),
        (("cases", "--cases", "30", "--date", "2027-01-12"), "is in the future"),
        (("job", "--employer", "X", "--from", "2027-03-01", "--to", "2027-02-01"), "--to: 2027-02-01 is before"),
    ],
)  # fmt: skip
def test_what_cannot_be_planned_is_refused(ann: Run, words: tuple[str, ...], said: str) -> None:
    """With its reason; nothing is kept."""
    name = "practicode" if words[0] == "cases" else words[0]
    before = ann("history").stdout
    done = ann("log", name, *words[1:], *TODAY)
    assert done.returncode == 2 and said in done.stderr, done.stderr
    assert ann("history").stdout == before


def test_what_is_held_is_not_booked(ann: Run) -> None:
    """And the same plan is not kept twice."""
    ok(ann, "log", "exam", "CPC", "--date", "2027-01-12")
    twice = ann("log", "exam", "CPC", "--date", "2027-01-12", *TODAY)
    assert twice.returncode == 2 and "that is already entry" in twice.stderr
    ok(ann, "log", "exam", "CPC", "--date", "2026-11-20", "--result", "pass")
    held = ann("log", "exam", "CPC", "--date", "2027-01-12", *TODAY)
    assert held.returncode == 2 and "says that you passed the CPC" in held.stderr


def test_a_day_that_comes_before_one_can_be_ready_is_said(ann: Run) -> None:
    """The plan's own span, without what is booked; a later day is not remarked upon."""
    assert "That is early" not in ok(ann, "log", "exam", "CPC", "--date", "2027-04-12")
    assert "That is early: your plan has you there from January 2027" in ok(
        ann, "log", "exam", "CPC", "--date", "2026-12-05"
    )


# --- the forecast ------------------------------------------------------------------------------------------


def test_a_booked_exam_moves_the_forecast(ann: Run) -> None:
    """The step ends on its day; what follows moves with it, and a fee that is paid is not asked for again."""
    before = told(ann, "plan")
    said = ok(ann, "log", "exam", "CPC", "--date", "2027-04-12")
    assert "Arrive" in said and "later" in said
    assert ends(ann, "pass-cpc") == "2027-04-12"
    assert told(ann, "plan")["finish"]["likely"] > before["finish"]["likely"]
    assert "This moves entry" in ok(ann, "log", "exam", "CPC", "--date", "2027-01-25", "--usd", "425")
    sooner = told(ann, "plan")
    assert ends(ann, "pass-cpc") == "2027-01-25" and sooner["finish"]["likely"] < before["finish"]["likely"]
    assert sooner["usd"]["likely"] < before["usd"]["likely"] - 200
    assert len(told(ann, "list", "planned")["entries"]) == 1
    assert told(ann, "status")["spent_usd"] == 425


def test_a_job_that_is_to_begin_is_waited_for(ann: Run) -> None:
    """It is found; the next action is something to do."""
    ok(ann, "log", "exam", "CPC", "--date", "2026-11-02", "--result", "pass")
    ok(ann, "log", "job", "--employer", "Baystate", "--from", "next monday")
    assert ends(ann, "find-first-job") == "2026-11-30"
    assert told(ann, "plan")["next_action"]["id"] != "find-first-job"


@pytest.fixture
def bo(run: Run) -> Run:
    """Somebody who begins: no course, no money for college."""
    beginner = {**TRAINED, "training": "none", "memberships": [], "college_degree": "bachelor", "weekly_hours": 14}
    told_ = {key: value for key, value in beginner.items() if key not in ("course", "course_hours")}
    flags = [part for key, value in told_.items() for part in ("--set", f"{key}={_typed(value)}")]
    assert run("profile", "new", "bo").returncode == 0
    assert run("profile", "answers", *flags, *TODAY).returncode == 0
    return run


def test_a_course_booked_with_a_price_makes_no_other_course_free(bo: Run) -> None:
    """What is paid of one is spent; only the search for a job that is found costs nothing more."""
    plain = told(bo, "plan")["usd"]["likely"]
    ok(bo, "log", "course", "--hours", "120", "--date", "2027-04-30", "--usd", "200")
    assert told(bo, "plan")["usd"]["likely"] > plain - 250


def test_a_day_that_is_over_is_asked_about_and_not_moved(bo: Run) -> None:
    """It cannot be kept any more: no other day is told for it."""
    ok(bo, "log", "exam", "CPC", "--date", "2026-12-20")
    assert [one["day"] for one in told(bo, "plan")["missed"]] == ["2026-12-20"]
    assert told(bo, "plan", day="2026-12-28")["missed"] == []


def test_what_waits_to_be_told_is_taken_as_of_today(ann: Run) -> None:
    """Once its day is over and nobody said how it went, the forecast goes on day by day, and it is asked first of all."""
    ok(ann, "log", "exam", "CPC", "--date", "2027-01-12")
    days = ["2027-01-12", "2027-01-13", "2027-01-14", "2027-02-01", "2027-03-01"]
    ends_on = [date.fromisoformat(told(ann, "plan", day=day)["finish"]["likely"]) for day in days]
    for day, later, end, then in zip(days, days[1:], ends_on, ends_on[1:], strict=False):
        passed = (date.fromisoformat(later) - date.fromisoformat(day)).days
        assert 0 <= (then - end).days <= passed + 1, later
    lines = ok(ann, "plan", day="2027-02-01").splitlines()
    assert "CPC was planned for January 12, 2027. Tell how it went" in " ".join(lines[:3])


PLANNER: dict[str, Planner] = {}


@given(first=st.integers(0, 900), second=st.integers(0, 900))
@settings(max_examples=40, deadline=None)
def test_the_later_the_booking_the_later_the_end(first: int, second: int) -> None:
    """A step never ends before its day, and a later day never brings the end forward."""
    planner = PLANNER.setdefault("one", Planner(_pathway()))
    person = profile_from(planner.pathway, TRAINED, DAY, "test")
    found = [_booked(planner, person, days) for days in sorted((first, second))]
    assert found[0] <= found[1]


def _pathway() -> Pathway:
    from mecoder_cli.knowledge import load_pathway

    return load_pathway()


def _booked(planner: Planner, person: Profile, days: int) -> tuple[date, date]:
    coming = Coming(planner.pathway.settings.questions.credentials, "CPC-A", DAY + timedelta(days=days), False)
    plan = planner.plan(person._replace(coming=(coming,)), DAY)
    stop = next(one for one in plan.steps if one.id == "pass-cpc")
    assert stop.finish is not None and plan.finish is not None
    assert stop.finish.low >= coming.day
    return stop.finish.likely, plan.finish.likely


def test_the_simulation_knows_of_bookings(ann: Run) -> None:
    """Played many times, the road ends where the plan says."""
    ok(ann, "log", "exam", "CPC", "--date", "2027-06-14")
    road = told(ann, "routes", "1")["routes"][0]
    played, plan = road["simulated"]["finish"]["p50"], told(ann, "plan")["finish"]["likely"]
    assert abs((date.fromisoformat(played) - date.fromisoformat(plan)).days) <= 21


PLANS = st.one_of(
    st.builds(lambda n: Sat("exam", "CPC", DAY + timedelta(n), "", "CPC-A", planned=True), st.integers(-400, 400)),
    st.builds(lambda n: Units("ceu", "AAPC", 2, DAY + timedelta(n), "A", planned=True), st.integers(-400, 400)),
    st.builds(lambda n: Work("job", "Clinic", DAY + timedelta(n), planned=True), st.integers(-400, 400)),
    st.builds(lambda n: Course("course", 90, DAY + timedelta(n), planned=True), st.integers(-400, 400)),
)


@given(plans=st.lists(PLANS, max_size=6))
@settings(max_examples=60, deadline=None)
def test_no_plan_is_an_answer(plans: list[Logged]) -> None:
    """Whatever is planned, for whenever: the person's answers, months and CEUs are those without it."""
    facts = [("answered", {"question": key, "value": value}) for key, value in TRAINED.items()]
    facts += [(LOGGED, data_of(Units("ceu", "AAPC", 3, DAY, "B"))), (LOGGED, data_of(Work("job", "Old", DAY)))]

    def person(more: list[tuple[str, dict[str, Any]]]) -> tuple[Any, ...]:
        events = [Event(n, "2026-11-26T00:00:00", kind, data) for n, (kind, data) in enumerate([*facts, *more], 1)]
        found = standing(_pathway(), fold(events), DAY)
        return found.profile._replace(coming=()), found.jobs, found.months, found.computed

    assert person([(LOGGED, data_of(one)) for one in plans]) == person([])


# --- what falls due ----------------------------------------------------------------------------------------


def test_it_shows_in_what_falls_due(ann: Run) -> None:
    """With its day; beyond the horizon not; a daily job hears of it; and everybody's are shown together."""
    ok(ann, "log", "exam", "CPC", "--date", "2026-12-12")
    ok(ann, "log", "ceu", "2", "aapc", "Webinar", "-d", "2027-05-12")
    assert "2026-12-12  Exam: CPC, planned for December 12, 2026, in 16 days" in ok(ann, "due")
    assert [one["label"] for one in told(ann, "due")["planned"]] == ["Exam: CPC"]
    assert len(told(ann, "due", "--within", "300d")["planned"]) == 2
    assert [one["days"] for one in told(ann, "status")["planned"]] == [16, 167]
    assert ann("due", "--fail", *TODAY).returncode == 1
    assert told(ann, "due", "--all")["people"][0] == {
        "kind": "planned", "name": "ann", "entry": int(number(ann)), "label": "Exam: CPC", "due": "2026-12-12", "days": 16,
    }  # fmt: skip
    for command in ("next", "status", "plan"):
        assert "Exam: CPC, planned for December 12, 2026, in 16 days" in ok(ann, command), command
    assert "Exam: CPC, planned for December 12" in ok(ann, "plan", "--full")
    assert "Exam: CPC, planned" in " ".join(ok(ann, "profile", "list").split())


def test_planned_ceus_ease_the_pace(run: Run) -> None:
    """They are shown apart, missing stays missing, and the pace is for the rest."""
    for words in (("exam", "CPC", "--date", "2024-11-01", "--result", "pass"), ("membership", "AAPC", "--renews", "2026-12-31"),
                  ("ceu", "30", "aapc", "Many", "-d", "2026-02-02")):  # fmt: skip
        ok(run, "log", *words)
    before = told(run, "ceu")["bodies"][0]
    ok(run, "log", "ceu", "4", "aapc", "Local day", "-d", "2026-12-05")
    after = told(run, "ceu")["bodies"][0]
    assert (before["planned"], after["planned"], after["missing"]) == (0, 4, before["missing"])
    assert after["per_month"] < before["per_month"]
    assert "besides what is planned" in ok(run, "ceu")
    ok(run, "log", "ceu", "20", "aapc", "Congress", "-d", "2026-12-06")
    assert "all of it is planned" in ok(run, "ceu")


# --- told --------------------------------------------------------------------------------------------------


def test_it_is_asked_about_after_its_day(ann: Run) -> None:
    """A note on every screen of the person, and a line in what falls due."""
    ok(ann, "log", "exam", "CPC", "--date", "2026-12-12")
    for command in ("next", "status"):
        assert "Exam: CPC was planned for December 12, 2026. Tell how it went: mecoder list planned" in " ".join(
            ok(ann, command, day="2026-12-13").split()
        )
    assert "how did it go?" in ok(ann, "due", day="2026-12-13")
    assert "planned=no" in ok(ann, "list", "planned", day="2026-12-13")


def test_telling_it_settles_it(ann: Run) -> None:
    """The same exam, certificate or employer; what was paid is taken over, and nothing is left planned."""
    ok(ann, "log", "exam", "CPC", "--date", "2026-12-12", "--usd", "425")
    ok(ann, "log", "job", "--employer", "Baystate", "--from", "2026-12-14", "--hours-per-week", "40")
    exam, job = number(ann), number(ann, 1)
    said = ok(ann, "log", "exam", "CPC", "--date", "2026-12-12", "--result", "pass", day="2026-12-13")
    assert f"This settles entry {exam}, planned for December 12, 2026" in said
    said = ok(ann, "log", "job", "--employer", "baystate", "--from", "2026-12-14", day="2026-12-15")
    assert f"settles entry {job}" in said
    assert told(ann, "list", "planned", day="2026-12-15")["entries"] == []
    assert told(ann, "status", day="2026-12-15")["spent_usd"] == 425
    assert "CPC-A since Dec 12, 2026" in ok(ann, "status", day="2026-12-15")
    assert "40 h a week" in ok(ann, "list", "job", day="2026-12-15")
    ok(ann, "undo", "--yes", day="2026-12-15")
    assert [one["kind"] for one in told(ann, "list", "planned", day="2026-12-15")["entries"]] == ["job"]


def test_what_went_before_settles_nothing(ann: Run) -> None:
    """A fail of last year that is told late leaves the booking as it is; so does another exam, body or job."""
    ok(ann, "log", "exam", "CPC", "--date", "2026-12-12")
    ok(ann, "log", "job", "--employer", "Baystate", "--from", "2027-01-04")
    ok(ann, "log", "ceu", "2", "aapc", "Webinar", "-d", "2026-12-05")
    ok(ann, "log", "exam", "CPC", "--date", "2025-10-01", "--result", "fail")
    ok(ann, "log", "exam", "CCA", "--date", "2026-11-01", "--result", "fail")
    ok(ann, "log", "job", "--employer", "Baystate", "--from", "2020-01-06", "--to", "2020-06-30")
    ok(ann, "log", "ceu", "2", "ahima", "Webinar", "-d", "2026-11-05")
    assert len(told(ann, "list", "planned")["entries"]) == 3


def test_an_edit_confirms_it(ann: Run) -> None:
    """planned=no, an exam with its result; what cannot be is refused."""
    ok(ann, "log", "exam", "CPC", "--date", "2026-12-12")
    later, booked = ("--as-of", "2026-12-13"), number(ann)
    for change, said in (
        (("planned=no",), "result is missing"), (("result=pass",), "result is given, though it is planned"),
        (("planned=no", "result=pass", "date=2027-01-01"), "is in the future"),
    ):  # fmt: skip
        done = ann("edit", booked, *change, *later)
        assert done.returncode == 2 and said in done.stderr, done.stderr
    ok(ann, "edit", booked, "planned=no", "result=fail", day="2026-12-13")
    assert told(ann, "list", "planned", day="2026-12-13")["entries"] == []
    ok(ann, "edit", str(int(booked) + 1), "result=pass", day="2026-12-13")
    assert "CPC-A since Dec 12, 2026" in ok(ann, "status", day="2026-12-13")
    back = ann("edit", str(int(booked) + 2), "planned=yes", "result=", *later)
    assert back.returncode == 2 and "planned: 2026-12-12 is over" in back.stderr


@pytest.mark.parametrize(
    ("keys", "credential", "planned"),
    [
        (ENTER, "CPC-A since", 0), (DOWN + ENTER, "no credential yet", 0), (DOWN * 3 + ENTER, "no credential yet", 0),
        (DOWN * 4 + ENTER, "no credential yet", 1),
    ],
    ids=["passed", "failed", "called off", "later"],
)  # fmt: skip
def test_a_person_is_asked_and_answers(ann: Run, tmp_path: Path, keys: str, credential: str, planned: int) -> None:
    """At a real terminal: passed, not passed, called off (with all that it was moved from), or later."""
    ok(ann, "log", "exam", "CPC", "--date", "2026-12-05")
    ok(ann, "log", "exam", "CPC", "--date", "2026-12-12")
    data = {"XDG_DATA_HOME": str(tmp_path / "data")}
    terminal = Terminal("list", "planned", "--as-of", "2026-12-13", env=data)
    terminal.answer("how did it go", keys)
    assert terminal.end() == 0
    assert len(told(ann, "list", "planned", day="2026-12-13")["entries"]) == planned
    assert credential in ok(ann, "status", day="2026-12-13")


def test_a_day_that_moved_is_asked_for(ann: Run, tmp_path: Path) -> None:
    """By plan itself, before its questions; a day that is over is no new day."""
    ok(ann, "log", "exam", "CPC", "--date", "2026-12-12")
    data = {"XDG_DATA_HOME": str(tmp_path / "data")}
    terminal = Terminal("plan", "--no-menu", "--as-of", "2026-12-13", env=data)
    terminal.answer("how did it go", DOWN * 2 + ENTER)
    terminal.answer("On which day", "yesterday" + ENTER)
    terminal.answer("is over", "\x15" + "2027-01-20" + ENTER)
    terminal.child.expect("undo [0-9]+")
    terminal.answer("sharpen|DO THIS NEXT", ENTER)
    terminal.end()
    assert [one["date"] for one in told(ann, "list", "planned", day="2026-12-13")["entries"]] == ["2027-01-20"]


def test_a_day_that_cannot_be_kept_moves_nothing_and_is_said(run: Run) -> None:
    """The course ends in December: an exam booked for June is early, and the plan goes by the course."""
    beginner = {**TRAINED, "training": "none", "memberships": [], "college_degree": "none", "weekly_hours": 20}
    flags = [
        part
        for key, value in beginner.items()
        if key not in ("course", "course_hours")
        for part in ("--set", f"{key}={_typed(value)}")
    ]
    run("profile", "new", "bo")
    assert run("profile", "answers", *flags, *TODAY).returncode == 0
    before = told(run, "plan")
    said = ok(run, "log", "exam", "CPC", "--date", "2027-06-15")
    assert "That is early" in said and "Arrive" not in said
    after = told(run, "plan")
    assert (after["finish"], after["usd"], after["next_action"]["id"]) == (
        before["finish"],
        before["usd"],
        before["next_action"]["id"],
    )
    (missed,) = after["missed"]
    assert (missed["step"], missed["day"]) == ("pass-cpc", "2027-06-15") and missed["ready"] > "2027-09"
    for command in (("next",), ("plan",), ("plan", "--full")):
        assert "Pass the CPC exam: planned for June 15, 2027, but what comes before it takes until about" in ok(
            run, *command
        ), command
    road = told(run, "routes", "1")["routes"][0]
    assert next(leg["start"] for leg in road["legs"] if leg["step"] == "pass-cpc") >= missed["ready"]
    ok(run, "log", "exam", "CPC", "--date", "2028-12-15")
    assert told(run, "plan")["missed"] == [] and ends(run, "pass-cpc") == "2028-12-15"


# --- what a review found -----------------------------------------------------------------------------------


def dates(run: Run, day: str = "2026-11-26") -> list[tuple[str, str]]:
    return [(one["kind"], one["date"]) for one in told(run, "list", "planned", day=day)["entries"]]


def test_a_last_day_is_not_carried_over(ann: Run) -> None:
    """A job that is to begin later than its last day was: the entry can be read, and so can an export of it."""
    ok(ann, "log", "job", "--employer", "Acme", "--from", "2027-01-04", "--to", "2027-03-01")
    ok(ann, "log", "job", "--employer", "acme", "--from", "2027-04-01")
    assert dates(ann) == [("job", "2027-04-01")]
    assert "Cannot be read" not in ok(ann, "history")


def test_other_things_stand_beside_each_other(ann: Run) -> None:
    """An externship and a job, two webinars of a day, one webinar twice, a job of years ago, a course of years ago."""
    ok(ann, "log", "externship", "--employer", "Acme", "--from", "2027-01-04", "--to", "2027-02-26")
    ok(ann, "log", "job", "--employer", "Acme", "--from", "2027-03-01")
    ok(ann, "log", "job", "--employer", "Acme", "--from", "2022-01-03", "--to", "2022-06-30")
    for title, day in (
        ("Morning", "2027-01-05"),
        ("Afternoon", "2027-01-05"),
        ("Webinar", "2027-02-05"),
        ("Webinar", "2027-03-05"),
    ):
        ok(ann, "log", "ceu", "1", "aapc", title, "-d", day)
    ok(ann, "log", "ceu", "1", "aapc", "Webinar", "-d", "2026-10-01")
    ok(ann, "log", "course", "--hours", "90", "--date", "2027-05-01", "--school", "Later")
    ok(ann, "log", "course", "--hours", "80", "--date", "2020-05-01")
    assert len(dates(ann)) == 7
    ok(ann, "log", "ceu", "1", "aapc", "Morning", "-d", "2027-01-05", day="2027-01-06")
    assert len(dates(ann, "2027-01-06")) == 6
    ok(ann, "log", "ceu", "1", "aapc", "By another name", "-d", "2027-01-05", day="2027-01-06")
    assert len(dates(ann, "2027-01-06")) == 5


def test_a_booking_proves_no_result_and_what_is_free_stays_free(ann: Run, tmp_path: Path) -> None:
    """Its paper is not the exam's, and a price of nothing is a price."""
    (tmp_path / "booking.pdf").write_text("booked", encoding="utf-8")
    ok(ann, "log", "exam", "CPC", "--date", "2026-12-12", "--usd", "399", "--proof", "booking.pdf")
    ok(ann, "log", "exam", "CPC", "--date", "2026-12-12", "--result", "pass", "--usd", "0", day="2026-12-13")
    (row,) = told(ann, "list", "exam", day="2026-12-13")["entries"]
    assert (row["usd"], row["file"]) == (0, None)


def test_a_last_day_may_lie_ahead(ann: Run) -> None:
    """A job for a time that has begun is confirmed as it is."""
    ok(ann, "log", "job", "--employer", "Acme", "--from", "2026-12-01", "--to", "2027-12-31")
    ok(ann, "edit", number(ann), "planned=no", day="2026-12-05")
    assert dates(ann, "2026-12-05") == []


def test_a_try_that_was_not_told_is_not_moved(ann: Run) -> None:
    """Else a failed try, and its fee, would be forgotten."""
    ok(ann, "log", "exam", "CPC", "--date", "2026-12-01")
    again = ann("log", "exam", "CPC", "--date", "2027-02-01", "--as-of", "2026-12-15")
    assert again.returncode == 2 and "how did it go?" in again.stderr


def test_what_was_called_off_comes_back_as_it_was(ann: Run, tmp_path: Path) -> None:
    """Undo brings back the last day, not the first; each answer is kept at once."""
    ok(ann, "log", "exam", "CPC", "--date", "2026-12-05")
    ok(ann, "log", "exam", "CPC", "--date", "2026-12-12")
    ok(ann, "log", "ceu", "1", "aapc", "Webinar", "-d", "2026-12-11")
    data = {"XDG_DATA_HOME": str(tmp_path / "data")}
    terminal = Terminal("list", "planned", "--as-of", "2026-12-13", env=data)
    terminal.answer("Webinar", ENTER)
    terminal.answer("Exam: CPC", DOWN * 3 + ENTER)
    assert terminal.end() == 0
    assert dates(ann, "2026-12-13") == []
    last = told(ann, "history", day="2026-12-13")["events"][-1]["id"]
    assert f"undo {last}" in terminal.seen
    ok(ann, "undo", str(last), "--yes", day="2026-12-13")
    assert dates(ann, "2026-12-13") == [("exam", "2026-12-12")]


def test_a_moved_job_loses_a_last_day_before_it(ann: Run, tmp_path: Path) -> None:
    """No entry that cannot be is ever made."""
    ok(ann, "log", "job", "--employer", "Acme", "--from", "2027-01-04", "--to", "2027-03-01")
    terminal = Terminal("list", "planned", "--as-of", "2027-02-01", env={"XDG_DATA_HOME": str(tmp_path / "data")})
    terminal.answer("how did it go", DOWN + ENTER)
    terminal.answer("On which day", "2027-05-01" + ENTER)
    assert terminal.end() == 0
    assert dates(ann, "2027-02-01") == [("job", "2027-05-01")]


def test_what_is_planned_alone_is_due_too(run: Run) -> None:
    """Of somebody of whom nothing else is known."""
    ok(run, "log", "exam", "CPC", "--date", "2026-12-12")
    assert told(run, "profile", "list")["profiles"][0]["due"] == "2026-12-12"
    assert told(run, "list", "planned", "--since", "2026-12-01")["entries"] != []
