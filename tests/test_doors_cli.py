"""Doors to knock on: employers, jobs that lead in, people to know, for people in several places."""

import json
from datetime import date
from typing import Any

import pytest
from conftest import Run

from mecoder_cli.domain.facts import facts_in
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import NOBODY
from mecoder_cli.lookup.doors import doors, kinds_of_work, leads
from mecoder_cli.lookup.places import Place, centers_near
from mecoder_cli.output.blocks import UNICODE
from mecoder_cli.output.terminal import fitted, height
from mecoder_cli.screens.doors import employers_screen, jobs_screen, network_screen

NAMED = (
    "Mass General Brigham", "Beth Israel Lahey Health", "Tufts Medicine", "Boston Medical Center", "UMass Memorial Health", "Baystate Health",
    "Berkshire Health Systems", "Boston Children's Hospital", "Dana-Farber Cancer Institute", "Cambridge Health Alliance", "Cape Cod Healthcare",
    "Southcoast Health", "Brown University Health", "Lawrence General Hospital", "Trinity Health Of New England", "Tenet Healthcare",
    "South Shore Hospital", "Signature Healthcare Brockton", "Emerson", "Sturdy", "Heywood", "Franciscan Children's", "Shriners",
    "Blue Cross Blue Shield of Massachusetts", "Carney", "Nashoba Valley", "Commonwealth Care Alliance", "Community Care Cooperative", "1199SEIU",
)  # fmt: skip
"""Every employer of the two lists that the knowledge was made from."""
COMMANDS = (
    "employers",
    "network",
    "jobs",
    "employers --full",
    "jobs --full",
    "network --full",
    "employers 1",
    "jobs 1",
)
DAY = date(2026, 11, 27)
PLACES = ("Pittsfield", "Boston", "Nantucket")


def found(run: Run, *words: str) -> Any:
    done = run("find", *words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", NAMED)
def test_every_employer_of_the_lists_is_there(run: Run, name: str) -> None:
    """By a word of its name, with a source that the knowledge has."""
    told = found(run, "employers", name)
    (one, *_) = told["items"]
    assert name in one["name"] and one["facts"] and one["sources"]


@pytest.mark.parametrize(
    ("place", "first"), [("Pittsfield", "Berkshire"), ("Boston", "Mass General"), ("Nantucket", "Mass General")]
)
def test_the_nearest_stand_first(run: Run, place: str, first: str) -> None:
    """Then whoever hires for the whole state; the closed last."""
    items = found(run, "employers", "--county", place)["items"]
    reaches = [one["reach"] for one in items if not one["closed"]]
    assert items[0]["name"].startswith(first) and reaches == sorted(
        reaches, key=("here", "near", "state", "elsewhere").index
    )
    assert items[-1]["closed"]
    assert "closed" not in run("find", "employers", "--county", place).stdout.lower()


def test_the_work_of_the_aim_comes_before_other_work(pathway: Pathway) -> None:
    """Somebody who aims at the hospital is sent to hospitals first; without an aim nothing is judged."""
    inpatient = NOBODY.with_answer("target", "inpatient-coder")
    assert kinds_of_work(pathway, inpatient) == {"inpatient"}
    told = [one.fits for one in doors(pathway, inpatient, DAY, "") if not one.employer.is_closed]
    payers = {
        one.employer.id: one.fits
        for one in doors(pathway, NOBODY.with_answer("target", "risk-adjustment-coder"), DAY, "")
    }
    assert payers["blue-cross"] and not payers["berkshire-health"]
    kinds = {kind for target in pathway.targets.values() for kind in target.work}
    assert all(set(one.serves) <= kinds for one in pathway.hiring.employers()), "each kind of work is some aim's"
    assert told == sorted(told, reverse=True) and not all(told)
    assert all(one.fits for one in doors(pathway, NOBODY, DAY, ""))


def test_where_nothing_was_found_it_is_said_with_the_place_to_ask(run: Run, pathway: Pathway) -> None:
    """Doctors' groups, work at home and billing companies: never silence."""
    empty = [one for one in pathway.hiring.kinds if not one.employers]
    assert len(empty) == 3
    for one in empty:
        text = " ".join(run("find", "employers", "--kind", one.id).stdout.split())
        assert one.missing in text and ("jobs" in text or "Ask" in text)


def test_what_rests_on_nothing_is_not_shown(pathway: Pathway) -> None:
    """Every employer, job and circle has facts, each with a source and a day, or says that nothing was found."""
    hiring = pathway.hiring
    things: tuple[Any, ...] = (*hiring.employers(), *hiring.jobs, *hiring.circles, *hiring.remote)
    for thing in things:
        facts = [pathway.facts[id_] for id_ in facts_in(thing)]
        assert facts, thing.id
        assert all(one.current.as_of and one.current.source in pathway.sources for one in facts if one.is_found), (
            thing.id
        )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("employers", "--kind", "hospitl"), "Did you mean hospital"),
        (("employers", "--county", "Springfeld"), "Did you mean Springfield"),
        (("employers", "99"), "there is no employer 99"),
        (("employers", ""), "no employer here is called ''"),
        (("employers", "Baystat Heath"), "no employer here is called"),
        (("jobs", "0"), "there is no job 0"),
        (("jobs", "plumber"), "no job here is called 'plumber'"),
        (("network", "--county", "Providence"), "no county or town 'Providence' is known"),
    ],
)
def test_bad_input_is_told(run: Run, arguments: tuple[str, ...], said: str) -> None:
    """One message, exit 2, nothing on standard output."""
    done = run("find", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.parametrize("columns", ["60", "80", "100"])
@pytest.mark.parametrize("command", COMMANDS)
def test_screens_are_no_wider_than_the_terminal(run: Run, command: str, columns: str) -> None:
    """Also in words alone."""
    for how in ((), ("--accessible",)):
        done = run("find", *command.split(), *how, env={"COLUMNS": columns})
        assert done.returncode == 0, done.stderr
        # An address is never broken: it could not be opened any more.
        assert [line for line in done.stdout.splitlines() if len(line) > int(columns) and "://" not in line] == []


@pytest.mark.parametrize("place", PLACES)
def test_one_screen_each(pathway: Pathway, place: str) -> None:
    """At 80 columns 23 rows, wherever one lives; what yields is named."""
    town = {"Pittsfield": "Berkshire", "Boston": "Suffolk", "Nantucket": "Nantucket"}[place]
    made = (
        employers_screen(pathway, doors(pathway, NOBODY, DAY, town), town, None),
        jobs_screen(pathway, leads(pathway, NOBODY, DAY), pathway.hiring.remote[0]),
        network_screen(pathway, centers_near(pathway, Place(town))),
    )
    assert [height(fitted(screen, 80, UNICODE, 23), 80, UNICODE) <= 23 for screen in made] == [True] * 3


def test_work_at_home_is_told_by_the_stage(run: Run) -> None:
    """A newcomer hears that hardly anybody starts at home, a settled coder that half do."""
    stages = {
        months: found(run, "jobs", "--set", f"experience_months={months}")["remote"]["id"] for months in (0, 1, 23, 24)
    }
    assert stages == {0: "newcomer", 1: "apprentice", 23: "apprentice", 24: "experienced"}
    assert found(run, "jobs")["remote"]["id"] == "newcomer"


def test_the_questions_make_months_count(run: Run) -> None:
    """Whoever opens a job is told whether its time counts and what to ask, with the rules it rests on."""
    text = run("find", "jobs", "billing").stdout
    assert "Does it count" in text and "Will I assign or check" in text and "[removal.letter]" in text
    assert len(found(run, "jobs")["questions"]) >= 5


def test_whoever_wants_to_be_at_home_sees_first_who_is_known_for_it(run: Run) -> None:
    """Among those equally near; for whoever does not mind, nothing is turned."""
    own = [one["id"] for one in found(run, "employers", "--county", "Boston", "--set", "work_place=remote")["items"]]
    other = [one["id"] for one in found(run, "employers", "--county", "Boston")["items"]]
    assert own[0] == "tufts-medicine" != other[0] and sorted(own) == sorted(other)


def test_a_number_names_the_same_employer_wherever_one_looks_from(run: Run) -> None:
    """What the list shows is what its number opens, whatever was filtered."""
    for words in (("--county", "Hampden"), ("--kind", "payer"), ("--set", "target=inpatient-coder")):
        for one in found(run, "employers", *words)["items"][:3]:
            assert found(run, "employers", str(one["number"]))["items"][0]["id"] == one["id"]


def test_the_part_of_the_state_comes_before_the_rest(run: Run) -> None:
    """From Pittsfield Springfield is nearer than Boston; from Nantucket the Cape; the island's own town is named first."""
    berkshire = [one["id"] for one in found(run, "employers", "--county", "Pittsfield")["items"]]
    assert berkshire.index("baystate") < berkshire.index("blue-cross")
    nantucket = [one["id"] for one in found(run, "employers", "--county", "Nantucket")["items"]]
    assert nantucket[:2] == ["mass-general-brigham-jobs", "cape-cod"]
    assert "Nantucket, Boston" in run("find", "employers", "--county", "Nantucket").stdout


APPRENTICE = (
    "--set", "target=outpatient-coder", "--set", "training=completed", "--set", "diploma=true", "--set", "credentials=CPC-A",
    "--set", "memberships=AAPC", "--set", "experience_months=0", "--set", "employed=false", "--set", "course_hours=80",
    "--set", "practicode=none", "--as-of", DAY.isoformat(),
)  # fmt: skip


def test_jobs_that_are_open_to_the_person_stand_first(run: Run) -> None:
    """A newcomer comes in beside coding; whoever holds a credential is let into coding posts. Numbers stay."""
    newcomer = found(run, "jobs", "--set", "credentials=none", "--set", "experience_months=0")["items"]
    apprentice = found(run, "jobs", *APPRENTICE)["items"]
    assert newcomer[0]["id"] == "billing" and apprentice[0]["id"] == "junior-coder"
    assert {one["id"]: one["number"] for one in newcomer} == {one["id"]: one["number"] for one in apprentice}
    for is_bridge in (True, False):
        own = [one["open"] for one in newcomer if one["bridge"] == is_bridge]
        assert own == sorted(own, key=("yes", "unknown", "no").index)
    shut = {one["id"] for one in newcomer if one["open"] == "no"}
    assert shut == {"chart-review", "va-coder", "junior-coder"}
    assert all(one["open"] == "yes" for one in apprentice)
    text = " ".join(run("find", "jobs", "chart-review", "--set", "credentials=none").stdout.split())
    assert "not yet: wants a credential first" in text


def test_what_a_job_beside_coding_can_save_hangs_on_the_employer(run: Run) -> None:
    """It is told with its condition and is no road of the plan; for who has a job, or where it saves nothing, not at all."""
    told = found(run, "jobs", *APPRENTICE)["crossing"]
    assert told["finish"] < told["instead_of"] and told["facts"] == ["job.bridge.weeks"] and told["sources"]
    plan = json.loads(run("plan", *APPRENTICE, "--json").stdout)
    assert told["instead_of"] == plan["finish"]["likely"]
    for command in (("find", "jobs"), ("find", "jobs", "billing"), ("routes",)):
        assert "the employer writes so" in " ".join(run(*command, *APPRENTICE).stdout.split()), command
    assert json.loads(run("routes", *APPRENTICE, "--json").stdout)["crossing"] == told
    at_work = [word if word != "employed=false" else "employed=true" for word in APPRENTICE]
    assert found(run, "jobs", *at_work)["crossing"] is None
    assert found(run, "jobs")["crossing"] is None
