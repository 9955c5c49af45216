"""Money for training that closes or opens on a day, and checklist lines for some people alone."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import Run
from sampling import every

from mecoder_cli.domain.answers import profile_from
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Plan
from mecoder_cli.domain.profile import Profile
from mecoder_cli.domain.programs import fitting, offers
from mecoder_cli.domain.renewals import add_months
from mecoder_cli.planner import Planner
from mecoder_cli.planner.explanation import aid_verdicts
from mecoder_cli.planner.forecast import Outlook
from mecoder_cli.screens.plan import runners_up

DAY = date(2026, 11, 26)
NEWCOMER = {
    "target": "outpatient-coder", "training": "none", "credentials": [], "diploma": True, "age": 38,
    "college_degree": "none", "ma_resident_since": "2015-01-01", "experience_months": 0, "employed": False,
    "practicode": "none", "memberships": [], "weekly_hours": 20,
}  # fmt: skip
LAID_OFF = {"laid_off": True, "paid_weeks": 11}
TOO_LATE = {"laid_off": True, "paid_weeks": 20}


@pytest.mark.parametrize(("weeks", "until"), [(11, "2027-01-28"), (19, "2026-12-03"), (20, None), (None, None)])
def test_the_longer_benefit_closes_after_the_last_paid_week(
    pathway: Pathway, weeks: int | None, until: str | None
) -> None:
    """11 of 20 weeks are paid: nine are left; at 20 it is closed, and unknown weeks give no day."""
    answers = {**NEWCOMER, "laid_off": True, **({} if weeks is None else {"paid_weeks": weeks})}
    found = aid_verdicts(pathway, profile_from(pathway, answers, DAY, "test"), DAY)
    (benefit,) = [one for one in found if one.id == "section-30"]
    assert benefit.until == (date.fromisoformat(until) if until else None)


def test_paid_weeks_grow_in_a_record(run: Run) -> None:
    """Told on November 26, the day stays the same on every later day; after it nothing is due any more."""
    settings = [part for key, value in {**NEWCOMER, **LAID_OFF}.items() for part in ("--set", f"{key}={_text(value)}")]
    assert run("profile", "new", "ann", "--use").returncode == 0
    assert run("profile", "answers", *settings, "--as-of", DAY.isoformat()).returncode == 0
    # Three weeks before the class that the road begins with; once that one is missed, by the weeks that were paid.
    days = [
        ("2026-11-26", "2026-12-30"),
        ("2026-11-27", "2026-12-30"),
        ("2026-12-30", "2026-12-30"),
        ("2027-01-27", "2027-01-28"),
        ("2027-01-28", None),
    ]
    for day, closes in days:
        told = run("due", "--as-of", day, "--json").stdout
        assert [one["due"] for one in json.loads(told)["aid"]] == ([closes] if closes else []), day
    assert "ask for it by about December 30, 2026, in 6 days" in run("due", "--as-of", "2026-12-24").stdout
    for command in ("plan", "status", "profile list", "due --all"):
        assert "by about December 30, 2026" in " ".join(run(*command.split(), "--as-of", "2026-12-24").stdout.split())


def _text(value: object) -> str:
    return "none" if value == [] else json.dumps(value) if isinstance(value, bool) else str(value)


@pytest.mark.parametrize(
    ("since", "opens"), [("2026-06-01", "2027-06-01"), ("2024-02-29", None), ("2026-11-26", "2027-11-26")]
)
def test_free_college_tells_the_day_on_which_it_opens(pathway: Pathway, since: str, opens: str | None) -> None:
    """Only months of residence are lacking: a year after the day of moving here; nothing where it is open."""
    person = profile_from(pathway, {**NEWCOMER, "ma_resident_since": since}, DAY, "test")
    (free,) = [one for one in aid_verdicts(pathway, person, DAY) if one.id == "massreconnect"]
    assert free.opens == (date.fromisoformat(opens) if opens else None)
    younger = profile_from(pathway, {**NEWCOMER, "ma_resident_since": since, "age": 22}, DAY, "test")
    (other,) = [one for one in aid_verdicts(pathway, younger, DAY) if one.id == "massreconnect"]
    assert other.opens is None, "time alone does not open it for somebody who is too young"


def test_lines_for_some_people_alone_come_first(pathway: Pathway) -> None:
    """Whoever was laid off reads of approval before class first; others do not read of it at all."""
    planner = Planner(pathway)
    plain = planner.plan(profile_from(pathway, NEWCOMER, DAY, "test"), DAY).next_action
    own = planner.plan(profile_from(pathway, {**NEWCOMER, **LAID_OFF}, DAY, "test"), DAY).next_action
    assert plain is not None and own is not None
    assert [one.id for one in own.checklist] == ["benefit", "center", *(one.id for one in plain.checklist)]
    notes = {one.id for one in plain.notes}
    assert "licence" in notes and notes.isdisjoint(one.id for one in plain.checklist)


def test_what_is_only_to_know_is_not_ticked_off(run: Run) -> None:
    """Notes stand apart from the lines to do, on the screen and in JSON."""
    told = json.loads(run("checklist", "renew-aapc", "--json").stdout)
    assert [one["id"] for one in told["checklist"]] == ["pay"]
    assert {one["id"] for one in told["notes"]} == {"late", "back", "hardship"}
    done = run("done", "renew-aapc/late")
    assert done.returncode == 2 and "only to know" in done.stderr


def test_help_is_named_only_where_it_can_pay(pathway: Pathway) -> None:
    """On a self-paced road: no free college, no benefit for living, no help for accredited colleges alone."""
    planner = Planner(pathway)
    helped = {**NEWCOMER, "college_degree": "bachelor", "sponsor": "junior", "employer": "umass-memorial", **TOO_LATE}
    plan = planner.plan(profile_from(pathway, helped, DAY, "test"), DAY)
    assert [stop.way for stop in plan.steps if stop.id == "complete-training"] == ["self-paced"]
    assert set(plan.helping) == {"MyCAA for military spouses", "Training account (WIOA) through MassHire"}
    free = planner.plan(profile_from(pathway, {**NEWCOMER, "sponsor": "junior"}, DAY, "test"), DAY)
    assert free.routes[0].aid and free.helping == ()


def _class(pathway: Pathway, **answers: object) -> tuple[str | None, tuple[str, ...]]:
    """Return which class is advised to somebody laid off with a bachelor's degree, and what decided it."""
    person = {**NEWCOMER, "college_degree": "bachelor", **answers}
    plan = Planner(pathway).plan(profile_from(pathway, person, DAY, "test"), DAY)
    return next(stop.way for stop in plan.steps if stop.id == "complete-training"), plan.decided


def test_a_class_during_which_the_benefit_goes_on_comes_first(pathway: Pathway) -> None:
    """The longer benefit asks for full-time study: a short course that it may not take is not named, but for hurry."""
    way, decided = _class(pathway, **LAID_OFF)
    assert way == "college-certificate" and "benefit goes on" in decided[0]
    assert _class(pathway, **LAID_OFF, priority="cheapest")[0] == "college-certificate"
    for answers in ({}, TOO_LATE, {**LAID_OFF, "aid_refused": ["section-30"]}, {**LAID_OFF, "priority": "fastest"}):
        way, decided = _class(pathway, **answers)
        assert way != "college-certificate" and not decided, answers
    assert _class(pathway, **LAID_OFF, weekly_hours=4)[0] == "self-paced", "no full-time class for so few hours"


def test_a_benefit_is_said_to_decide_only_where_it_does(pathway: Pathway) -> None:
    """Free college is the cheapest with and without it; and where free college is refused, the benefit stays."""
    waits = {**NEWCOMER, **LAID_OFF, "priority": "cheapest", "ma_resident_since": "2026-06-01"}
    plan = Planner(pathway).plan(profile_from(pathway, waits, DAY, "test"), DAY)
    assert plan.routes[0].aid and plan.decided == ()
    free = {**NEWCOMER, **LAID_OFF}
    told = Planner(pathway).plan(profile_from(pathway, free, DAY, "test"), DAY)
    refused = {**free, "aid_refused": ["massreconnect", "masseducate"]}
    then = Planner(pathway).plan(profile_from(pathway, refused, DAY, "test"), DAY)
    assert told.if_refused is not None and told.if_refused.id == then.routes[0].id


def test_whoever_waits_for_money_is_told_of_a_sooner_start(run: Run) -> None:
    """Money that goes by need could pay the term before; only the FAFSA tells."""
    waits = {**NEWCOMER, "ma_resident_since": "2026-04-01", "priority": "cheapest"}
    settings = [part for key, value in waits.items() for part in ("--set", f"{key}={_text(value)}")]
    told = " ".join(run("plan", *settings, "--as-of", DAY.isoformat()).stdout.split())
    assert (
        "may open on April 1, 2027: class begins on September 8, 2027. To begin before it, ask about: Federal" in told
    )


def test_few_hours_a_week_make_college_longer(pathway: Pathway) -> None:
    """Fewer hours than its classes have can carry nobody through in the usual time; more do not shorten its terms."""

    def weeks(hours: int) -> int:
        person = profile_from(pathway, {**NEWCOMER, "priority": "cheapest", "weekly_hours": hours}, DAY, "test")
        stops = Planner(pathway).plan(person, DAY).steps
        stop = next(stop for stop in stops if stop.id == "complete-training")
        assert stop.way == "college-certificate" and stop.finish and stop.start
        return (stop.finish.likely - stop.start).days // 7

    assert weeks(6) > 80 > weeks(12) > weeks(20) == weeks(40)


def test_schools_that_name_an_exam_of_the_aim_come_first(pathway: Pathway) -> None:
    """Of two as near and as dear, the one that names an exam of the aim; what names others alone comes last."""
    named = {
        aim: [one.program.id for one in fitting(pathway, _aiming(pathway, aim), DAY, WAY)]
        for aim in ("outpatient-coder", "risk-adjustment-coder")
    }
    assert named["outpatient-coder"][0] == "middlesex-coding"
    kinds = {
        aim: [one.program.id for one in offers(pathway, _aiming(pathway, aim, "Hampden"), DAY)].index("stcc-hit")
        for aim in named
    }
    assert kinds["risk-adjustment-coder"] < kinds["outpatient-coder"]


WAY = "choose-training:college-certificate"


def _aiming(pathway: Pathway, aim: str, county: str = "Suffolk") -> Profile:
    return profile_from(pathway, {**NEWCOMER, "target": aim, "county": county}, DAY, "test")


def test_a_closing_day_is_three_weeks_before_class(run: Run) -> None:
    """Where the road begins with a class that has its day; in a course that begins on any day, it is said beside."""
    hurried = {"priority": "fastest", "college_degree": "bachelor"}
    for more, said in (
        ({}, "by about December 30, 2026, in 34 days"),
        (hurried, "by about January 28, 2027, in 63 days; at the latest 21 days before class"),
    ):
        person = {**NEWCOMER, **LAID_OFF, **more}
        settings = [part for key, value in person.items() for part in ("--set", f"{key}={_text(value)}")]
        for command in (("due",), ("plan",), ("plan", "--full")):
            told = " ".join(run(*command, *settings, "--as-of", DAY.isoformat()).stdout.split())
            assert said in told, (command, more)


def test_money_that_is_approved_slowly_is_begun_in_time_for_class(pathway: Pathway) -> None:
    """Eight weeks before the class of the road, which it helps to pay; no day where another pays all, or it is too late."""
    told = {
        "target": "inpatient-coder", "laid_off": True, "paid_weeks": 10, "ma_resident_since": "2026-09-01",
        "weekly_hours": 30, "advice": "follow", "age": 40, "college_degree": "bachelor", "employed": False,
    }  # fmt: skip

    def day(on: date, **more: object) -> date | None:
        person = profile_from(pathway, {**NEWCOMER, **told, **more}, on, "test")
        plan = Planner(pathway).plan(person, on)
        assert plan.routes[0].class_start is not None and plan.routes[0].class_start.day == date(2027, 1, 20)
        return next(one.until for one in plan.aid if one.id == "training-account")

    assert day(date(2026, 10, 20)) == date(2026, 11, 25)
    assert day(date(2026, 11, 27)) is None
    free = {"college_degree": "none", "ma_resident_since": "2020-01-01", "priority": "cheapest"}
    assert day(date(2026, 10, 20), **free) is None


def test_a_class_says_by_when_to_apply(pathway: Pathway, run: Run) -> None:
    """The road keeps to the term until its last day, and says which one that is; then the start slips, as was said."""

    def plan(day: date) -> Plan:
        return Planner(pathway).plan(profile_from(pathway, {**NEWCOMER, "age": 38}, day, "test"), day)

    before = [plan(date(2026, 11, 26) + timedelta(days=number)) for number in range(0, 39, 3)]
    assert {one.routes[0].id for one in before} == {before[0].routes[0].id}
    ends = [one.finish.likely for one in before if one.finish]
    assert max(ends) - min(ends) <= timedelta(days=3)
    start = before[0].routes[0].class_start
    assert start is not None
    assert (start.day, start.later) == (date(2027, 1, 20), date(2027, 9, 8)) and start.likely == start.day
    assert start.apply_by == date(2027, 1, 3)
    settings = [part for key, value in NEWCOMER.items() for part in ("--set", f"{key}={_text(value)}")]
    told = " ".join(run("plan", *settings, "--as-of", "2027-01-02").stdout.split())
    said = "Class begins about January 20, 2027: apply by about January 3, 2027, or it begins about September 8, 2027."
    assert said in told
    after = " ".join(run("plan", *settings, "--as-of", "2027-01-04").stdout.split())
    assert "January 20, 2027" not in after


def test_the_other_road_told_is_the_best_bargain(pathway: Pathway) -> None:
    """Nobody is told of years for the last twenty dollars where months for thousands are to be had."""
    day = date(2027, 1, 5)
    plan = Planner(pathway).plan(profile_from(pathway, {**NEWCOMER, "age": 38}, day, "test"), day)
    (line,) = [text for mark, text in runners_up(plan) if mark == "Cheaper"]
    assert line.startswith("free college, then Practicode: ")


def test_nothing_due_is_silence_in_a_pipe(run: Run) -> None:
    """A daily job hears nothing, not even an empty line."""
    told = run("due", "--set", "credentials=none", "--set", "memberships=none")
    assert (told.returncode, told.stdout) == (0, "")


def test_a_number_that_grows_stays_one_that_can_be_given(run: Run, tmp_path: Path) -> None:
    """Years later the weeks stop at the most that an answer may be: what is saved can be read."""
    settings = [part for key, value in {**NEWCOMER, **LAID_OFF}.items() for part in ("--set", f"{key}={_text(value)}")]
    assert run("profile", "new", "ann", "--use").returncode == 0
    assert run("profile", "answers", *settings, "--as-of", DAY.isoformat()).returncode == 0
    assert run("plan", "--save", "me.yaml", "--as-of", "2029-06-01").returncode == 0
    assert run("next", "--answers", "me.yaml", "--as-of", "2029-06-01").returncode == 0


def test_due_and_plan_agree_on_what_closes(run: Run) -> None:
    """A working coder has no course ahead: no money for one closes, and `due --fail` finds nothing."""
    coder = {**NEWCOMER, **LAID_OFF, "training": "completed", "credentials": "CPC", "memberships": "AAPC",
             "employed": True, "experience_months": 30, "role": "outpatient-coder"}  # fmt: skip
    settings = [part for key, value in coder.items() for part in ("--set", f"{key}={_text(value)}")]
    told = run("due", "--fail", "--as-of", DAY.isoformat(), *settings)
    assert (told.returncode, told.stdout) == (0, "")


def test_a_refusal_takes_its_lines_away(pathway: Pathway) -> None:
    """Whoever was refused the training account is not sent for it again."""
    answers = {**NEWCOMER, **LAID_OFF, "aid_refused": ["training-account"]}
    action = Planner(pathway).plan(profile_from(pathway, answers, DAY, "test"), DAY).next_action
    assert action is not None
    ids = [one.id for one in action.checklist]
    assert "center" not in ids and "benefit" in ids


def test_a_year_after_a_leap_day_is_the_first_of_march(pathway: Pathway) -> None:
    """The day told is one on which the condition holds."""
    since = {**NEWCOMER, "ma_resident_since": "2024-02-29"}
    for day, verdict in ((date(2025, 2, 28), "no"), (date(2025, 3, 1), "yes")):
        found = aid_verdicts(pathway, profile_from(pathway, since, day, "test"), day)
        (free,) = [one for one in found if one.id == "massreconnect"]
        assert (free.verdict, free.opens) == (verdict, date(2025, 3, 1) if verdict == "no" else None)


def test_every_form_of_an_answer_that_help_shows_can_be_read(run: Run, tmp_path: Path) -> None:
    """The lists as they stand in the help work in a file."""
    told = json.loads(run("help", "answers", "--json").stdout)["answers"]
    for key in ("credentials", "memberships"):
        forms = told[key]["values"].removeprefix("a list such as ").split("; ")[0].split(" or ")
        for form in forms:
            (tmp_path / "me.yaml").write_text(f"{key}: {form}\n")
            assert run("due", "--answers", "me.yaml").returncode == 0, form


# --- roads that wait until money opens ---------------------------------------------------------------------

WAITED = "complete-training:college-certificate@"


def _moved(day: str, **more: object) -> dict[str, object]:
    return {**NEWCOMER, "ma_resident_since": day, "weekly_hours": 15, **more}


def _roads(pathway: Pathway, answers: dict[str, object]) -> list[Outlook]:
    adviser = Planner(pathway).adviser
    return list(adviser.outlooks(adviser.advise(profile_from(pathway, answers, DAY, "test"), DAY)))


def test_the_cheapest_road_waits_for_free_college(run: Run) -> None:
    """Five months in Massachusetts: a year is full in June, so class begins in September and costs nothing."""
    flags = [part for key, value in _moved("2026-06-20").items() for part in ("--set", f"{key}={_text(value)}")]
    told = run("plan", *flags, "--set", "priority=cheapest", "--as-of", DAY.isoformat()).stdout
    assert "A college certificate." in told
    assert "MassReconnect may open on June 20, 2027: class begins on September 8, 2027." in told
    balanced = run("plan", *flags, "--as-of", DAY.isoformat()).stdout
    assert "Cheaper  free college from September 2027, then Practicode" in balanced
    roads = json.loads(run("routes", *flags, "--all", "--runs", "200", "--json", "--as-of", DAY.isoformat()).stdout)[
        "routes"
    ]
    assert len({one["id"] for one in roads}) == len(roads)
    (waits,) = [one for one in roads if WAITED in one["id"] and one["label"].split("then ")[-1] == "Practicode"]
    assert next(leg["start"] for leg in waits["legs"] if leg["step"] == "complete-training") == "2027-09-08"
    assert abs((_day(waits["simulated"]["finish"]["p50"]) - _day(waits["finish"]["likely"])).days) <= 21
    assert waits["usd"]["likely"] == min(one["usd"]["likely"] for one in roads if not one["against_advice"])


def _day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("months", every(2, range(12)))
def test_class_begins_with_the_first_term_after_it_opens(pathway: Pathway, months: int) -> None:
    """However long somebody has lived here: no term between the day and the class, and the money is counted."""
    since = add_months(DAY, -months)
    roads = _roads(pathway, _moved(since.isoformat()))
    plain = {one.route.nodes: one for one in roads if not any(one.route.opens)}
    waiting = [one for one in roads if any(one.route.opens)]
    opens = add_months(since, 12)
    # In January a year is full for whoever came by then: nothing is to be waited for.
    assert bool(waiting) == (opens > date(2027, 1, 20))
    for one in waiting:
        place = next(place for place, day in enumerate(one.route.opens) if day)
        begin = DAY + timedelta(days=round(one.when.starts[place]))
        starts = [date(2027, 1, 20), date(2027, 9, 8), date(2028, 1, 20)]
        assert begin == next(day for day in starts if day >= opens)
        other = plain[one.route.nodes]
        assert one.aid and not other.aid
        assert one.usd.likely < other.usd.likely and one.finish.likely > other.finish.likely


@pytest.mark.parametrize(
    "more",
    [
        {"ma_resident_since": "2015-01-01"}, {"college_degree": "bachelor"},
        {"aid_refused": ["massreconnect", "masseducate"]}, {"ma_resident_since": "unsure"},
    ],
    ids=["open now", "never open", "refused", "not known when"],
)  # fmt: skip
def test_nobody_waits_in_vain(pathway: Pathway, more: dict[str, object]) -> None:
    """Where it is open now, or more than a day is lacking, no road waits."""
    assert [one for one in _roads(pathway, _moved("2026-06-20") | more) if any(one.route.opens)] == []


@pytest.mark.parametrize(("weeks", "first"), [(11, False), (15, True), (19, True), (20, False)])
def test_few_weeks_left_make_the_benefit_the_first_thing_to_do(pathway: Pathway, weeks: int, first: bool) -> None:
    """Five weeks before it closes, the next action says so by its name."""
    answers = {**NEWCOMER, "laid_off": True, "paid_weeks": weeks}
    plan = Planner(pathway).plan(profile_from(pathway, answers, DAY, "test"), DAY)
    assert plan.next_action is not None
    assert plan.next_action.title.startswith("Apply for the longer unemployment benefit now") == first


def test_what_a_line_says_of_our_list_is_so(pathway: Pathway) -> None:
    """No school with a self-paced course is among the programs; each employer that repays is told by its own source."""
    ways = pathway.step("choose-training").ways
    line = next(item for way in ways for item in way.items if item.id == "compare")
    assert "our list names none" in line.text
    assert not any(program.way.endswith(":self-paced") for program in pathway.programs.values())
    lines = [item for item in pathway.step("choose-training").items if item.id.startswith("work-")]
    assert len(lines) == 4 and all(len(item.facts) == 1 for item in lines)
