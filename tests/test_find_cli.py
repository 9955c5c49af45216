"""``mecoder find``: the schools and the money that fit four people, and everybody else."""

import json
from datetime import date
from typing import Any

import pytest
from conftest import DAY, Run
from sampling import every
from test_interview import DOWN, ENTER, Terminal

from mecoder_cli.conversation.flags import set_answers
from mecoder_cli.domain.facts import Range
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import NOBODY
from mecoder_cli.domain.programs import offers, without_program
from mecoder_cli.lookup.places import place_of
from mecoder_cli.output.blocks import UNICODE
from mecoder_cli.output.terminal import fitted, height
from mecoder_cli.planner.explanation import aid_verdicts
from mecoder_cli.screens.find import funding_screen, programs_screen

COLLEGES = 15
CODING = {"middlesex-coding", "stcc-coding", "cape-cod-coding", "berkshire-coding", "massbay-coding"}
RESIDENT = ("diploma=true", "ma_resident_since=2010-01-01")
PEOPLE = {
    "springfield": ("Springfield", (*RESIDENT, "age=38", "college_degree=none")),
    "pittsfield": ("Pittsfield", (*RESIDENT, "age=22", "college_degree=none")),
    "boston": ("Boston", (*RESIDENT, "age=45", "college_degree=none", "laid_off=true", "paid_weeks=11")),
    "barnstable": ("Barnstable", (*RESIDENT, "age=30", "college_degree=associate")),
}


KNOWN = [part for one in (*RESIDENT, "age=45", "college_degree=none") for part in ("--set", one)]


def found(run: Run, what: str, county: str | None, *said: str, more: tuple[str, ...] = ()) -> dict[str, Any]:
    place = ("--county", county) if county else ()
    answers = [part for one in said for part in ("--set", one)]
    done = run("find", what, *place, *answers, *more, "--as-of", DAY.isoformat(), "--json")
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    assert told["schema"] == "mecoder.find/1" and told["kind"] == what
    return told


@pytest.mark.parametrize(
    ("person", "first"),
    [
        ("springfield", "stcc-coding"),  # in the county
        ("pittsfield", "berkshire-coding"),
        ("boston", "middlesex-coding"),  # nothing in Suffolk: online, and it names the exams
        ("barnstable", "cape-cod-coding"),
    ],
)
def test_the_nearest_program_that_teaches_coding_comes_first(run: Run, person: str, first: str) -> None:
    county, said = PEOPLE[person]
    told = found(run, "programs", county, *said)
    assert told["items"][0]["id"] == first
    assert told["items"][0]["aid"]["likely"] == (
        ["masseducate"] if person in ("pittsfield", "barnstable") else ["massreconnect", "masseducate"]
    )
    standings = [one["standing"] for one in told["items"]]
    assert standings == sorted(standings, key=("listed", "near", "unsure").index)


def test_every_college_is_there_with_a_program_or_with_what_was_found(pathway: Pathway) -> None:
    """Five teach coding; Bunker Hill and Holyoke are on old pages only."""
    public = {school.id for school in pathway.schools.values() if school.kind == "community college"}
    assert len(public) == COLLEGES
    told = offers(pathway, NOBODY, DAY)
    certificates = {
        one.program.id for one in told
        if one.program.standing == "listed" and one.program.way == "choose-training:college-certificate"
    }  # fmt: skip
    assert certificates == CODING
    unsure = {one.school.id for one in told if one.program.standing == "unsure"}
    assert {"bunker-hill", "holyoke"} <= unsure
    for school in without_program(pathway):
        assert school.ask and (school.found or school.id in {one.school.id for one in told})


@pytest.mark.parametrize(
    ("program", "usd", "items"),
    [
        ("berkshire-coding", 18 * 6164 / 24, ["tuition", "books", "insurance"]),  # by the full-time year, fees in it
        ("stcc-coding", 26 * 5904 / 24, ["tuition", "books", "insurance"]),  # by the full-time year, fees in it
        ("logix-cpc", 3895, ["tuition"]),  # a price of its own
        ("uma-coding", None, ["tuition"]),  # none was found
    ],
)
def test_a_price_is_built_line_by_line(pathway: Pathway, program: str, usd: float | None, items: list[str]) -> None:
    offer = next(one for one in offers(pathway, NOBODY, DAY) if one.program.id == program)
    assert [line.item for line in offer.lines] == items
    assert offer.usd == (None if usd is None else Range(usd, usd, usd))
    for line in offer.lines:
        assert (line.usd is None) != bool(line.facts)


def test_filters(run: Run) -> None:
    every = found(run, "programs", None)["items"]
    online = found(run, "programs", None, more=("--online",))["items"]
    degrees = found(run, "programs", None, more=("--award", "associate"))["items"]
    assert {one["delivery"] for one in online} == {"online", "mixed"} and len(online) < len(every)
    assert {one["award"] for one in degrees} == {"associate degree"}
    assert run("find", "programs", "--online", "--award", "course").stdout.count("Medcodelogix") >= 1


@pytest.mark.parametrize("classes", ["online", "evening"])
def test_classes_that_cannot_be_taken_come_last(run: Run, classes: str) -> None:
    """Springfield teaches partly in the daytime: who can only be online or there in the evening is told of Middlesex first."""
    told = found(run, "programs", "Springfield", f"classes={classes}")
    assert told["items"][0]["delivery"] == "online"


@pytest.mark.parametrize("person", every(2, list(PEOPLE)))
def test_the_plan_names_the_programs_that_fit(run: Run, person: str) -> None:
    """Two or three of those that `find programs` lists, in its order, and no "a course"."""
    county, said = PEOPLE[person]
    home = {"Springfield": "Hampden", "Pittsfield": "Berkshire", "Boston": "Suffolk"}.get(county, county)
    given = (
        *said, f"county={home}", "target=outpatient-coder", "training=none", "credentials=none", "employed=false",
        "experience_months=0",
    )  # fmt: skip
    flags = [part for one in given for part in ("--set", one)]
    done = run("plan", *flags, "--as-of", DAY.isoformat(), "--json")
    action = json.loads(done.stdout)["next_action"]
    assert (action["id"], action["way"]) == ("choose-training", "college-certificate")
    named = [one["id"] for one in action["programs"]]
    assert 2 <= len(named) <= 3
    order = [one["id"] for one in found(run, "programs", None, *given)["items"]]
    assert named == [id_ for id_ in order if id_ in CODING][: len(named)]
    screen = run("next", *flags, "--as-of", DAY.isoformat()).stdout
    assert "Schools that fit" in screen and action["programs"][0]["school"] in screen


def test_money_for_four_people(run: Run) -> None:
    likely = {
        person: {one["id"] for one in found(run, "funding", county, *said)["items"] if one["verdict"] == "yes"}
        for person, (county, said) in PEOPLE.items()
    }
    assert likely == {
        "springfield": {"massreconnect", "masseducate"},
        "pittsfield": {"masseducate"},
        "boston": {"massreconnect", "masseducate", "section-30", "training-account"},
        "barnstable": {"masseducate"},
    }


def test_a_no_is_never_said_without_what_is_missing(run: Run) -> None:
    for county, said in PEOPLE.values():
        for one in found(run, "funding", county, *said, "sponsor=none", "employer=none", "low_income=false")["items"]:
            if one["verdict"] == "no":
                assert one["shut"] or one["refused"] or any(reason["verdict"] == "no" for reason in one["why"]), one[
                    "id"
                ]


@pytest.mark.parametrize(
    ("said", "aid", "verdict"),
    [
        ("laid_off=true,paid_weeks=19", "section-30", "yes"),
        ("laid_off=true,paid_weeks=20", "section-30", "unknown"),
        ("laid_off=true", "section-30", "unknown"),
        ("laid_off=false", "section-30", "no"),
        ("laid_off=false,low_income=true", "training-account", "yes"),
        ("laid_off=false,low_income=false", "training-account", "no"),
        ("low_income=unsure", "training-account", "unknown"),
        ("sponsor=junior", "mycaa", "yes"),
        ("sponsor=middle", "mycaa", "unknown"),
        ("sponsor=other", "mycaa", "no"),
        ("employer=umass-memorial", "tuition-umass-memorial", "yes"),
        ("employer=umass-memorial", "tuition-mass-general-brigham", "no"),
        ("employer=other-hospital", "tuition-other-employer", "unknown"),
        ("age=60", "over-60", "no"),
        ("age=61,ma_resident_since=2001-01-01", "over-60", "yes"),
        ("ma_resident_since=2026-11-01", "massreconnect", "no"),
        ("diploma=true", "workforce-pell", "no"),
        ("age=24,college_degree=none,diploma=true,ma_resident_since=2001-01-01", "massreconnect", "no"),
        ("age=25,college_degree=none,diploma=true,ma_resident_since=2001-01-01", "massreconnect", "yes"),
        ("college_degree=bachelor", "masseducate", "no"),
    ],
)
def test_the_condition_that_decides(run: Run, said: str, aid: str, verdict: str) -> None:
    """Both sides of every boundary."""
    items = {one["id"]: one for one in found(run, "funding", None, *said.split(","))["items"]}
    assert items[aid]["verdict"] == verdict


def test_refused_money_is_not_likely_any_more(run: Run) -> None:
    county, said = PEOPLE["pittsfield"]
    told = {one["id"]: one for one in found(run, "funding", county, *said, "aid_refused=masseducate")["items"]}
    assert told["masseducate"]["verdict"] == "no" and told["masseducate"]["refused"]
    first = found(run, "programs", county, *said, "aid_refused=masseducate")["items"][0]
    assert first["aid"] == {"likely": [], "perhaps": []}


@pytest.mark.parametrize(
    ("place", "centers"),
    [
        ("Springfield", ["springfield"]), ("hampden", ["springfield", "holyoke-center"]), ("Nantucket", ["hyannis"]),
        ("Hampshire", ["greenfield-center"]), ("Framingham", ["framingham"]), ("Chelmsford", ["lowell"]), ("Boston", ["downtown-boston", "roxbury-center"]),
    ],
)  # fmt: skip
def test_the_career_center_of_a_town_or_a_county(run: Run, place: str, centers: list[str]) -> None:
    assert [one["id"] for one in found(run, "funding", place)["centers"]] == centers


def test_each_money_says_what_to_bring_whom_to_ask_and_by_when(pathway: Pathway) -> None:
    for aid in pathway.aid:
        assert aid.ask and aid.deadline and aid.facts, aid.id
        assert aid.documents or aid.shut, aid.id
    assert all(one.site and pathway.facts[one.place].is_found for one in pathway.centers.values())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("programs", "--county", "Springfeld"), "Did you mean Springfield"),
        (("programs", "--county", ""), "no county or town '' is known"),
        (("funding", "--county", "Ohio"), "Counties: Barnstable"),
        (("programs", "--award", "master"), "--award"),
        (("programs", "99"), "there is no program 99"),
        (("programs", "Middelsex"), "Did you mean Middlesex?"),
        (("programs", ""), "no program or school here is called ''"),
        (("funding", "--set", "laid_off=false", "--set", "paid_weeks=4"), "paid_weeks: contradicts laid_off"),
        (("funding", "--set", "paid_weeks=61"), "paid_weeks"),
        (("schools",), "schools"),
    ],
)
def test_what_is_not_known_is_refused_by_name(run: Run, arguments: tuple[str, ...], said: str) -> None:
    done = run("find", *arguments)
    assert done.returncode == 2 and said in done.stderr and not done.stdout


def test_the_list_offers_to_ask_first() -> None:
    """In a terminal: laid off opens the question of the weeks paid; all can be declined with Enter."""
    terminal = Terminal(
        "find", "funding", "--as-of", DAY.isoformat(), "--set", "sponsor=none", "--set", "employer=none", *KNOWN
    )
    terminal.answer("more to know which money is open", DOWN + ENTER)
    terminal.answer("Were you laid off", ENTER)
    terminal.answer("For how many weeks", "11 weeks\r")
    terminal.answer("Is money short at home", DOWN + DOWN + ENTER)
    assert terminal.end() == 0
    assert "Longer unemployment benefit while in training (Section 30): likely" in "\n".join(terminal.lines())
    terminal = Terminal("find", "funding", "--as-of", DAY.isoformat())
    terminal.answer("more to know which money is open", ENTER)
    assert terminal.end() == 0
    assert "Perhaps" in terminal.seen


def test_a_program_is_priced_for_the_day_of_the_answers(pathway: Pathway) -> None:
    """A year of residence that is full by then opens MassEducate."""
    person = NOBODY.with_answer("ma_resident_since", date(2026, 3, 1)).with_answer("diploma", True)
    early = offers(pathway, person.with_answer("college_degree", "none"), date(2026, 11, 1))
    late = offers(pathway, person.with_answer("college_degree", "none"), date(2027, 3, 1))
    assert "masseducate" not in {aid.id for aid in early[0].likely}
    assert any("masseducate" in {aid.id for aid in one.likely} for one in late)


def test_a_credit_price_a_semesters_fees_and_insurance_make_a_price(pathway: Pathway) -> None:
    """Holyoke prints all three: 26 credits at 230 in two terms at 145, and its own insurance."""
    known = pathway.programs["stcc-coding"]
    program = pathway.programs["holyoke-coding"]._replace(credits=known.credits, terms=known.terms)
    other = pathway._replace(programs={"holyoke-coding": program})
    (offer,) = offers(other, NOBODY, DAY)
    told = {line.item: line.usd.likely for line in offer.lines if line.usd}
    assert told["tuition"] == 26 * 230 and told["fees"] == 2 * 145 and told["insurance"] == 3461
    assert offer.usd == Range(*(26 * 230 + 2 * 145,) * 3)
    assert any("holyoke.credit" in line.facts for line in offer.lines)


def test_what_is_known_of_a_school_is_told_once(run: Run) -> None:
    """Two of Springfield's programs are told in full; what its graduates earned stands below, not in each."""
    screen = run("find", "programs", "--county", "Springfield", "--full").stdout
    assert screen.count("$26,885") == 1
    assert "$238 a credit" in run("find", "programs", "--county", "Pittsfield", "--full").stdout


def test_one_screen_of_each_and_one_in_full(run: Run, pathway: Pathway) -> None:
    """The list and the money fit into 23 rows for every one of these people; a number or a word tells one in full."""
    for county, said in PEOPLE.values():
        person = set_answers(pathway, NOBODY, list(said), DAY)
        home = place_of(pathway, county)
        assert home is not None
        listed = programs_screen(pathway, offers(pathway, person, DAY, county=home.county), home.county)
        money = funding_screen(pathway, aid_verdicts(pathway, person, DAY))
        for screen in (listed, money):
            assert height(fitted(screen, 80, UNICODE, 23), 80, UNICODE) <= 23
    assert "One of them in full" in run("find", "programs").stdout
    assert "Hours stated" not in run("find", "programs").stdout
    assert run("find", "programs", "1").stdout.count("Hours stated") == 1
    assert run("find", "programs", "Springfield").stdout.count("Hours stated") == 3
    assert "[aid.massreconnect]" in run("find", "funding", "--full").stdout
