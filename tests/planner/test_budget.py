"""What a route costs over some months, with figures worked out by hand."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from mecoder_cli.domain.editions import accepted, outdated, year_asked
from mecoder_cli.domain.facts import Figure, Range, Whole
from mecoder_cli.domain.pathway import Edition, Pathway, YearDay
from mecoder_cli.domain.profile import Held, Profile
from mecoder_cli.domain.steps import Part, Retake
from mecoder_cli.knowledge import check
from mecoder_cli.planner import Planner
from mecoder_cli.planner.budget import Accounts, Sum, more_tries
from mecoder_cli.planner.charges import Note, Times
from mecoder_cli.planner.outcomes import MOST_FAILS, fixed, pert_mean
from mecoder_cli.planner.schedule import Route, days_again, parts_of

DAY = date(2026, 11, 24)
EXAMPLE = Path(__file__).parents[2] / "data" / "example.yaml"
OLDER_ONE = Edition("a", "A", YearDay(1, 15), Whole(1))
NONE_OLDER = Edition("b", "B", YearDay(5, 1), Whole(0))
NEWCOMER: dict[str, Any] = {
    "target": "outpatient-coder", "diploma": True, "training": "none", "course_hours": 0, "credentials": (),
    "experience_months": 0, "employed": False, "practicode": "none", "memberships": (),
}  # fmt: skip


@pytest.fixture(scope="module")
def example() -> Pathway:
    return check(EXAMPLE.read_bytes(), "example.yaml")


def road_of(planner: Planner, profile: Profile, holds: str = "") -> tuple[Route, Times]:
    """Return a route to the aim (one that holds the way named) and its likely times."""
    situation = planner.adviser.advise(profile, DAY).situation
    for route in planner.adviser.routes(situation).routes:
        steps = planner.pathway.steps
        ways = {steps[node.step].ways[node.way].id for node in route.nodes if node.way >= 0}
        if not holds or set(holds.split()) <= ways:
            days = tuple(int(planner.adviser.scheduler.duration(node, situation).likely) for node in route.nodes)
            order = planner.adviser.scheduler.order(route, days, situation)
            layout = planner.adviser.scheduler.lay_out(route, order, days, situation)
            slots = [layout.slots[node] for node in route.nodes]
            sittings = {
                place: fixed(slots[place].finish) for place, node in enumerate(route.nodes)
                if any(part.retake for part in parts_of(planner.pathway, node))
            }  # fmt: skip
            return route, Times([slot.start for slot in slots], [slot.finish for slot in slots], None, sittings)
    raise AssertionError(holds)


def budget_of(pathway: Pathway, profile: Profile, holds: str = "", day: date = DAY) -> Sum:
    planner = Planner(pathway)
    route, when = road_of(planner, profile, holds)
    return accounts_of(planner, profile, day).sum(route, when)


def accounts_of(planner: Planner, profile: Profile, day: date = DAY) -> Accounts:
    person = planner.adviser.advise(profile, day)
    return Accounts(planner.pathway, person.profile, person.situation)


def span(low: float, likely: float, high: float) -> Range:
    """What a line says of a price: at least, on average, at most."""
    return Range(low, pert_mean(Range(low, likely, high)), high)


def line(budget: Sum, item: str) -> Range:
    return next(one.usd for one in budget.lines if one.item == item)


def notes(budget: Sum, item: str) -> tuple[Note, ...]:
    return next(one.notes for one in budget.lines if one.item == item)


# --- editions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "day", "asked", "taken"),
    [
        (OLDER_ONE, date(2027, 1, 14), 2026, {2025, 2026}),
        (OLDER_ONE, date(2027, 1, 15), 2027, {2026, 2027}),
        (OLDER_ONE, date(2027, 12, 31), 2027, {2026, 2027}),
        (NONE_OLDER, date(2027, 4, 30), 2026, {2026}),
        (NONE_OLDER, date(2027, 5, 1), 2027, {2027}),
        (NONE_OLDER, date(2027, 12, 31), 2027, {2027}),
    ],
)
def test_the_edition_asked_on_a_day(rule: Edition, day: date, asked: int, taken: set[int]) -> None:
    """The code year begins on its day, not before; a coming year's books are never accepted."""
    assert year_asked(rule, day) == asked
    assert {year for year in range(2020, 2032) if accepted(rule, year, day)} == taken


@pytest.mark.parametrize("rule", [OLDER_ONE, NONE_OLDER])
def test_an_edition_is_accepted_until_the_day_it_is_outdated(rule: Edition) -> None:
    """Valid on the day before, refused on the day."""
    end = outdated(rule, 2026)
    assert accepted(rule, 2026, end - timedelta(days=1))
    assert not accepted(rule, 2026, end)


# --- retakes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("tries", "rate"), [(1, 62), (1, 84), (2, 55), (3, 20), (1, 100)])
def test_tries_to_expect_beyond_those_bought(tries: int, rate: float) -> None:
    """The sum over every number of fails, each weighed by its chance."""
    fail = 1 - rate / 100
    summed = sum(fail**fails * (1 - fail) * max(0, min(fails, MOST_FAILS) + 1 - tries) for fails in range(2000))
    found = more_tries(Retake(Figure(rate, rate, rate), Figure(0, 0, 0), Whole(tries)))
    assert found == pytest.approx(summed)


def test_sitting_again_takes_the_wait_and_a_seat() -> None:
    """30 days of wait and 4 weeks to a seat; without a rule only the seat."""
    weeks, none = Figure(2, 4, 17), Figure(0, 0, 0)
    again = Retake(Figure(50, 50, 50), none, Whole(1), Whole(30))
    assert days_again(Part("exam", "Exam", weeks, none, "", again)) == 58
    assert days_again(Part("exam", "Exam", weeks, none)) == 28


# --- a whole budget by hand ----------------------------------------------------------------------------------


def test_the_beekeeper_budget(example: Pathway) -> None:
    """Class 150 with the guild inside, guide 20, test 80, one further try expected 80, points a share; perhaps a grant."""
    person = Profile({"aim": "keeper", "badges": (), "schooling": "none", "hives": False, "guilds": ()})
    budget = budget_of(example, person, "class")
    assert line(budget, "school") == span(100, 150, 200)
    assert line(budget, "guides") == span(10, 20, 30)
    assert line(budget, "tests") == Range(80, 80, 80)
    # One further try is to be expected at 80; a pass that slips past the first of March needs a new guide.
    assert line(budget, "again").likely == pytest.approx(80, abs=15)
    assert line(budget, "joining") == Range(0, 0, 0)
    assert line(budget, "help") == span(-100, 0, 0)
    # Six weeks of class, a week for the guide, two for the test: badge on day 63; hives are found on day 56.
    assert [one.item for one in budget.lines] == ["school", "guides", "tests", "joining", "again", "help"]
    # After that the points of a cycle of 731 days (2028 is a leap year) up to the 12 months of the budget.
    share = (365 - 63) / 731
    assert [(one.item, round(one.usd.likely, 6)) for one in budget.later] == [("points", round(24 * share, 6))]


def test_dues_come_back_a_year_after_joining(pathway: Pathway) -> None:
    """Joined just before the exam: the second year's dues fall after the arrival, and are told apart."""
    planner = Planner(pathway)
    route, when = road_of(planner, Profile(NEWCOMER), "self-paced course-plus-practicode")
    budget = accounts_of(planner, Profile(NEWCOMER)).sum(route, when)
    place = next(i for i, node in enumerate(route.nodes) if pathway.steps[node.step].id == "join-aapc")
    joined, end = DAY + timedelta(days=when.starts[place]), DAY + timedelta(days=max(when.ends))
    again = joined.replace(year=joined.year + 1)
    found = budget.lines if again < end else budget.later
    assert [note.day for one in found if one.item == "renewal" for note in one.notes] == [again]
    assert line(budget, "membership") == span(157, 164, 299)


def test_a_members_dues_follow_the_day_given(pathway: Pathway) -> None:
    """Renewal on 31 October 2027: dues then and each year until arrival."""
    person = Profile({**NEWCOMER, "training": "completed", "memberships": (Held("AAPC", date(2027, 10, 31)),)})
    budget = budget_of(pathway, person, "employment")
    assert [note.day for note in notes(budget, "renewal")][:2] == [date(2027, 10, 31), date(2028, 10, 31)]
    assert line(budget, "renewal").low == 222 * len(notes(budget, "renewal"))


def test_a_renewal_by_the_cycle_follows_the_day_earned(pathway: Pathway) -> None:
    """A CCA of June 2025 is renewed in June 2027."""
    held = (Held("CCA", date(2025, 6, 10)),)
    person = Profile(
        {
            **NEWCOMER,
            "target": "inpatient-coder",
            "training": "completed",
            "credentials": held,
            "employed": True,
            "role": "other",
        }
    )
    budget = budget_of(pathway, person)
    assert [note.day for note in notes(budget, "renewal")] == [date(2027, 6, 10)]


def test_a_course_under_way_is_not_billed_again(pathway: Pathway) -> None:
    """What is owed is paid; without a word of it, nothing."""
    begun = {**NEWCOMER, "training": "enrolled", "course": "self-paced"}
    assert "training" not in {one.item for one in budget_of(pathway, Profile(begun)).lines}
    owed = budget_of(pathway, Profile({**begun, "course_owed": 700}))
    assert line(owed, "training") == Range(700, 700, 700)


# --- books ---------------------------------------------------------------------------------------------------


def test_books_are_bought_for_the_edition_of_the_exam_day(pathway: Pathway) -> None:
    """From 15 January 2027 the 2027 edition is asked for, and serves until 15 January 2029."""
    budget = budget_of(pathway, Profile(NEWCOMER), "self-paced course-plus-practicode")
    (note,) = notes(budget, "books")
    assert (note.kind, note.subject, note.number, note.until) == ("edition", "pass-cpc", 2027, date(2029, 1, 15))
    assert tuple(line(budget, "books")) == pytest.approx(span(0, 300, 450), abs=0.1)


@pytest.mark.parametrize(
    ("second", "kinds", "likely"), [(date(2028, 12, 1), ["edition", "valid"], 300), (date(2029, 1, 15), ["edition"] * 2, 600)]
)  # fmt: skip
def test_a_second_exam_uses_the_books_while_they_are_accepted(
    pathway: Pathway, second: date, kinds: list[str], likely: float
) -> None:
    """CPC and CPMA ask for the same books; a code year later they are bought again."""
    person = Profile({**NEWCOMER, "target": "coding-auditor"})
    route, when = road_of(Planner(pathway), person, "self-paced employment-plus-course")
    ids = [pathway.steps[node.step].id for node in route.nodes]
    start = date(2027, 10, 1)
    starts, ends = list(when.starts), list(when.ends)
    for step, day in (("pass-cpc", date(2027, 11, 1)), ("pass-cpma", second)):
        starts[ids.index(step)] = ends[ids.index(step)] = (day - start).days
    accounts = accounts_of(Planner(pathway), person, start)
    found = [c for c in accounts.charges(route, Times(starts, ends, {})) if c.heading == "books"]
    assert [charge.note.kind for charge in found if charge.note] == kinds
    assert sum(charge.usd.likely for charge in found) == likely


def test_a_bundle_holds_books_exam_and_dues(pathway: Pathway) -> None:
    """Nothing is charged twice; membership runs from the course's start; the high price of a retake is still open."""
    budget = budget_of(pathway, Profile(NEWCOMER), "live-online course-plus-practicode")
    assert line(budget, "books") == line(budget, "exam") == line(budget, "membership") == Range(0, 0, 0)
    assert [note.kind for note in notes(budget, "books")] == ["bundled"]
    separate = budget_of(pathway, Profile(NEWCOMER), "self-paced course-plus-practicode")
    assert (line(separate, "exam"), line(separate, "retakes").high) == (span(475, 499, 499), 425)


def test_a_fail_after_the_code_year_needs_new_books(pathway: Pathway) -> None:
    """Two fails: one try beyond the two bought is paid, and the set of the new year when the last try falls in it."""
    assert pathway.budget is not None
    person = Profile({**NEWCOMER, "training": "completed", "memberships": (Held("AAPC", None),)})
    route, _ = road_of(Planner(pathway), person, "employment")
    place = next(i for i, node in enumerate(route.nodes) if pathway.steps[node.step].id == "pass-cpc")
    starts, ends = [0] * len(route.nodes), [0] * len(route.nodes)
    day = date(2028, 1, 10)
    ends[place] = 28
    accounts = accounts_of(Planner(pathway), person, day)
    charges = accounts.charges(route, Times(starts, ends, {place: 2}))
    books = [charge.usd.likely for charge in charges if charge.heading == "books"]
    again = [charge.usd.likely for charge in charges if charge.heading == "retakes"]
    # First try on 10 January with the 2027 books, last on 7 February 2028: 2027 is still one year back.
    assert (books, again) == ([300], [425])
    strict = pathway.budget._replace(editions={"aapc": pathway.budget.editions["aapc"]._replace(older=Whole(0))})
    charges = accounts_of(Planner(pathway._replace(budget=strict)), person, day).charges(
        route, Times(starts, ends, {place: 2})
    )
    assert [charge.usd.likely for charge in charges if charge.heading == "books"] == [300, 300]


# --- aid -----------------------------------------------------------------------------------------------------

COLLEGE = "college-certificate course-plus-practicode"


@pytest.mark.parametrize(
    ("age", "since", "degree", "expected", "number"),
    [
        (31, date(2019, 1, 1), "none", span(-4620, -6050, -7700), 2),
        (None, None, None, span(-4620, 0, 0), 1),
        (31, date(2019, 1, 1), "bachelor", None, 0),
    ],
)
def test_aid_is_taken_off_as_far_as_it_is_open(
    pathway: Pathway, age: int | None, since: date | None, degree: str | None, expected: Range | None, number: int
) -> None:
    """Likely: in full. Need to know: only the low figure. Not open: nothing. Once, though two programmes cover it."""
    given = {"age": age, "ma_resident_since": since, "college_degree": degree}
    person = Profile({**NEWCOMER, **{key: value for key, value in given.items() if value is not None}})
    budget = budget_of(pathway, person, COLLEGE)
    found = [one for one in budget.lines if one.item == "aid"]
    assert [one.usd for one in found] == ([expected] if expected else [])
    assert [note.number for one in found for note in one.notes] == ([number] if number else [])
    assert line(budget, "training") == span(4620, 6050, 7700)


def test_aid_does_not_touch_other_schools(pathway: Pathway) -> None:
    """Free college pays no private course."""
    person = Profile({**NEWCOMER, "age": 31, "ma_resident_since": date(2019, 1, 1), "college_degree": "none"})
    budget = budget_of(pathway, person, "self-paced employment")
    assert "aid" not in {one.item for one in budget.lines}


def test_aid_is_judged_on_the_day_the_course_starts(pathway: Pathway) -> None:
    """A diploma that the route brings, and a year of residence that is whole by then, open free college."""
    given: dict[str, Any] = {"age": 31, "ma_resident_since": date(2019, 1, 1), "college_degree": "none"}
    base = {**NEWCOMER, "target": "inpatient-coder"}
    without = budget_of(pathway, Profile({**base, **given, "diploma": False}), "college-certificate")
    assert line(without, "aid") == span(-4620, -6050, -7700)
    soon = {**given, "ma_resident_since": date(2025, 12, 1)}
    assert line(budget_of(pathway, Profile({**base, **soon}), "college-certificate"), "aid").likely == pytest.approx(
        -6087, abs=1
    )
    late = {**given, "ma_resident_since": date(2026, 2, 20)}
    assert "aid" not in {one.item for one in budget_of(pathway, Profile({**base, **late}), "college-certificate").lines}


# --- renewals whose day nobody told, and those long past -----------------------------------------------------

INPATIENT = {**NEWCOMER, "target": "inpatient-coder", "training": "completed"}
OUTPATIENT = {**NEWCOMER, "training": "completed", "course_hours": 80}


@pytest.mark.parametrize(
    ("person", "guessed"),
    [
        ({**INPATIENT, "credentials": (Held("CCA", None),)}, 1),
        ({**INPATIENT, "credentials": (Held("CCA", date(2025, 10, 1)),)}, 0),
        ({**OUTPATIENT, "credentials": (Held("CPC-A", None),), "memberships": (Held("AAPC", None),)}, 1),
        ({**OUTPATIENT, "credentials": (Held("CPC-A", None),)}, 1),
        ({**OUTPATIENT, "credentials": (Held("CPC-A", None),), "memberships": (Held("AAPC", date(2027, 3, 1)),)}, 0),
    ],
)  # fmt: skip
def test_renewals_of_what_is_held(pathway: Pathway, person: dict[str, Any], guessed: int) -> None:
    """Where the day is not known half an interval stands in, and is marked."""
    budget = budget_of(pathway, Profile({key: value for key, value in person.items() if value != ()}))
    due = [note for one in (*budget.lines, *budget.later) if one.item == "renewal" for note in one.notes]
    assert due
    assert {note.number for note in due} == {guessed}
    assert all(note.day is not None and note.day >= DAY for note in due)


@pytest.mark.parametrize("target", ["outpatient-coder", "inpatient-coder", "coding-auditor", "revenue-cycle-manager"])
def test_every_line_rises_from_low_to_high(pathway: Pathway, target: str) -> None:
    """Aid apart, which is taken off."""
    budget = budget_of(pathway, Profile({**NEWCOMER, "target": target}))
    for one in (*budget.lines, *budget.later):
        if one.item != "aid":
            assert one.usd.low <= one.usd.likely + 1e-9, one
            assert one.item == "retakes" or one.usd.likely <= one.usd.high + 1e-9, one
