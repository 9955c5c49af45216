"""The year ahead: what happens on which day, the person's own days, and the books that an exam takes."""

import json
from datetime import date
from pathlib import Path

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

from mecoder_cli.domain.answers import profile_from
from mecoder_cli.domain.editions import accepted
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.renewals import add_months
from mecoder_cli.knowledge import load_pathway
from mecoder_cli.lookup.year import books_on, happenings
from mecoder_cli.output.blocks import UNICODE
from mecoder_cli.output.terminal import fitted, height
from mecoder_cli.planner import Planner
from mecoder_cli.screens.year import year_screen

PATHWAY = load_pathway()
DAY = ("--as-of", "2026-11-27")
APPRENTICE = ("--answers", str(Path(__file__).parent / "data" / "apprentice.yaml"))

NEWCOMER = {
    "target": "outpatient-coder", "training": "none", "diploma": True, "credentials": [], "memberships": [],
    "experience_months": 0, "employed": False, "weekly_hours": 30, "advice": "skip", "priority": "fastest", "age": 40,
}  # fmt: skip


def told(run: Run, *words: str) -> dict[str, list[dict[str, object]]]:
    done = run("calendar", *DAY, *words, "--json")
    assert done.returncode == 0, done.stderr
    value: dict[str, list[dict[str, object]]] = json.loads(done.stdout)
    return value


def test_the_year_holds_what_coders_must_know(run: Run) -> None:
    """Code sets, quarters, both exams, the terms with their last day; each with facts and sources."""
    items = told(run)["items"]
    days = {(str(one["day"]), one["id"]) for one in items}
    assert {
        ("2027-10-01", "icd"), ("2027-04-01", "icd-april"), ("2027-01-01", "cpt"), ("2027-07-01", "cpt-extras"), ("2027-01-15", "aapc"),
        ("2027-05-01", "ahima"), ("2027-01-20", "college"), ("2027-09-08", "college"),
        *((f"2027-{month:02}-01", code) for month in (1, 4, 7, 10) for code in ("hcpcs", "ncci")),
    } <= days  # fmt: skip
    assert [one["day"] for one in items] == sorted(str(one["day"]) for one in items)
    assert all(one["facts"] and one["sources"] for one in items)
    assert next(one["apply_by"] for one in items if one["id"] == "college") == "2027-01-10"


def test_own_days_stand_among_them(run: Run) -> None:
    """Dues and CEUs on their day; what lies beyond the months asked for is left out."""
    text = run("calendar", *APPRENTICE, *DAY).stdout
    assert "You: AAPC: 20 of 36 CEUs" in text
    soon = run("calendar", *APPRENTICE, *DAY, "--months", "6").stdout
    assert "You: AAPC" not in soon and "You: likely done:" in soon
    assert [one["kind"] for one in told(run, *APPRENTICE)["own"]] == ["deadline", "deadline"]


def test_a_planned_exam_stands_on_its_day(run: Run) -> None:
    """What the record says is to come."""
    run("profile", "new", "me")
    assert run("log", "exam", "CPC", "--date", "2027-02-03", *DAY).returncode == 0
    assert "Feb 3, 2027" in run("calendar", *DAY).stdout
    (own,) = told(run)["own"]
    assert (own["kind"], own["day"]) == ("planned", "2027-02-03")
    # Its books are those that are told, without asking.
    assert json.loads(run("calendar", *DAY, "--json").stdout)["books"]["day"] == "2027-02-03"
    other = run("calendar", *DAY, "--exam", "2027-05-02", "--json").stdout
    assert json.loads(other)["books"]["day"] == "2027-05-02"


def test_the_steps_of_the_road_stand_among_the_days(run: Run) -> None:
    """Those that the plan says are likely done within the months, on the plan's own days; nothing without an aim."""
    plan = json.loads(run("plan", *APPRENTICE, *DAY, "--json").stdout)
    road = told(run, *APPRENTICE)["road"]
    likely = {one["id"]: one["finish"] for one in plan["steps"] if one.get("finish")}
    assert road and all(likely[one["step"]] == one["finish"] for one in road)
    assert all(one["finish"]["likely"] <= "2027-11-27" for one in road)  # type: ignore[index]
    assert told(run)["road"] == []


def test_only_what_concerns_the_person_stands_there(run: Run) -> None:
    """No terms and no day for grants to who needs no course; by when to apply is the same day on every screen."""
    kinds = {one["kind"] for one in told(run, *APPRENTICE)["items"]}
    assert kinds == {"codes", "exam"}
    answers = [part for key, value in {**NEWCOMER, "priority": "cheapest", "age": 38, "ma_resident_since": "2020-01-01",
               "college_degree": "none"}.items() for part in ("--set", f"{key}={_text(value)}")]  # fmt: skip
    term = next(one for one in told(run, *answers)["items"] if one["kind"] == "term" and one["day"] == "2027-01-20")
    plan = json.loads(run("plan", *answers, *DAY, "--json").stdout)
    assert term["apply_by"] == plan["routes"][0]["class"]["apply_by"] == "2027-01-03"


def _text(value: object) -> str:
    return {"True": "true", "False": "false", "[]": "none"}.get(str(value), str(value))


def test_the_day_for_money_stands_there(run: Run) -> None:
    """The state's grant asks for the FAFSA by May 1."""
    (one,) = [one for one in told(run)["items"] if one["kind"] == "money"]
    assert (one["id"], one["day"], one["facts"]) == ("fafsa", "2027-05-01", ["day.fafsa", "aid.fafsa"])


@pytest.mark.parametrize(
    ("day", "aapc", "ahima"),
    [("2027-01-14", [2026, 2025], [2026]), ("2027-01-15", [2027, 2026], [2026]), ("2027-05-01", [2027, 2026], [2027])],
)
def test_books_change_on_their_day(run: Run, day: str, aapc: list[int], ahima: list[int]) -> None:
    """AAPC in January takes last year's too; AHIMA on May 1 does not."""
    done = json.loads(run("calendar", "--exam", day, *DAY, "--json").stdout)["books"]
    assert {one["id"]: one["years"] for one in done["exams"]} == {"aapc": aapc, "ahima": ahima}


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_books_are_those_that_the_rule_accepts(day: date) -> None:
    """No year is missing, and none too many."""
    for one in books_on(PATHWAY, day):
        assert list(one.years) == [
            year for year in range(day.year + 1, day.year - 4, -1) if accepted(one.edition, year, day)
        ]


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(1, 60))
def test_nothing_is_missing_and_nothing_is_outside(start: date, months: int) -> None:
    """Two stretches that meet hold what the whole holds; each day lies within."""
    last = add_months(start, months)
    whole = happenings(PATHWAY, start, months)
    assert all(start <= one.day <= last for one in whole)
    middle = add_months(start, months // 2)
    parts = happenings(PATHWAY, start, months // 2) if months > 1 else [one for one in whole if one.day <= start]
    later = [one for one in whole if one.day > middle]
    assert sorted([*(one for one in parts if one.day <= middle), *later]) == sorted(whole)
    year = add_months(start, 12)
    assert sum(one.id == "hcpcs" and one.day < year for one in happenings(PATHWAY, start, 12)) == 4


def test_one_screen(pathway: Pathway) -> None:
    """The next twelve months at 80 columns in 23 rows, whatever the day."""
    for month in range(1, 13):
        day = date(2027, month, 1)
        found = happenings(pathway, day, 12)
        plan = Planner(pathway).plan(profile_from(pathway, NEWCOMER, day, "test"), day)
        road = [stop for stop in plan.steps if stop.finish and stop.finish.likely <= add_months(day, 12)]
        screen = year_screen(pathway, found, (), road, books_on(pathway, day), (day, add_months(day, 12), day))
        assert height(fitted(screen, 80, UNICODE, 23), 80, UNICODE) <= 23, day


@pytest.mark.parametrize("columns", ["60", "80", "100"])
def test_no_line_is_wider_than_the_terminal(run: Run, columns: str) -> None:
    """In short and in full, also in words alone."""
    for words in ((), ("--full",), ("--accessible",)):
        done = run("calendar", *words, *APPRENTICE, *DAY, env={"COLUMNS": columns})
        assert done.returncode == 0
        assert max(len(line) for line in done.stdout.splitlines()) <= int(columns)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--months", "0"), "--months"), (("--months", "61"), "--months"), (("--months", "x"), "--months"), (("--exam", "soon"), "--exam"),
        (("--exam", "2027-02-30"), "a date that does not exist"), (("--exam", "May 2027"), "leaves the day open"), (("--as-of", "x"), "--as-of"),
    ],
)  # fmt: skip
def test_bad_input_is_told(run: Run, arguments: tuple[str, ...], said: str) -> None:
    """One message, exit 2, nothing on standard output."""
    done = run("calendar", *arguments)
    assert (done.returncode, done.stdout) == (2, "") and said in done.stderr
