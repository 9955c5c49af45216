"""Advice that shows its work: why, whatif, conflicts, ages, search, words, drawings and the proof, run for real."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import DATA, Run
from sampling import every

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.proof.trial import Prover

DAY = ("--as-of", "2026-11-23")
APPRENTICE = ("--answers", str(DATA / "apprentice.yaml"), *DAY)
PATHWAY = Path(__file__).parents[1] / "data" / "pathway.yaml"
EXAMPLE = PATHWAY.with_name("example.yaml")
NEWCOMER = (
    "--set", "target=inpatient-coder", "--set", "credentials=none", "--set", "training=none", "--set", "diploma=true",
    "--set", "experience_months=0", "--set", "employed=false", "--set", "memberships=none", "--set", "ma_resident_since=2010-05-01",
    "--set", "college_degree=bachelor", *DAY,
)  # fmt: skip
AUDITOR = (
    "--set", "target=coding-auditor", "--set", "credentials=CPC:2022-01-10", "--set", "memberships=AAPC:2027-08-31",
    "--set", "ceus=AAPC:10", "--set", "experience_months=20", "--set", "employed=true", "--set", "training=completed", "--set", "role=other", *DAY,
)  # fmt: skip


def test_why_names_the_near_miss(run: Run) -> None:
    """Eleven of twelve months: one short, and every way out of the A with its own verdict."""
    done = run("why", "convert-cpc-a", *APPRENTICE, "--set", "experience_months=11")
    assert "11 of 12 months, 1 short" in done.stdout
    assert "By one year of work plus your coding course: not yet" in done.stdout
    assert "[removal.months.with]" in done.stdout


def test_why_without_a_name_explains_the_next_action(run: Run) -> None:
    """The step, its conditions with the values seen, and the facts behind it with their sources."""
    done = run("why", *APPRENTICE)
    assert done.stdout.startswith("Turn your CPC-A into a full CPC  convert-cpc-a")
    assert "This is the next thing to do." in done.stdout
    assert "(AAPC, official, undated)  [removal.months]" in done.stdout


def test_why_takes_every_kind_of_id(run: Run) -> None:
    """A fact, a question, a credential, a step; an unknown one gets the closest."""
    assert "convert-cpc-a, convert-coc-a" in run("why", "removal.months", *APPRENTICE).stdout
    assert "WHERE EACH ANSWER LEADS" in run("why", "course_hours", *APPRENTICE).stdout
    assert "You do not hold it." in run("why", "CCS", *APPRENTICE).stdout
    done = run("why", "convert-cpca", *APPRENTICE)
    assert done.returncode == 2 and "Did you mean convert-cpc-a" in done.stderr


def test_every_id_in_brackets_on_a_plan_is_accepted(run: Run) -> None:
    """What a screen shows as an id, why and facts show take."""
    import re

    text = run("plan", "--full", *NEWCOMER).stdout + run("plan", "--full", *APPRENTICE).stdout
    ids = set(re.findall(r"\[([a-z][a-zA-Z0-9.\-]+)\]", text))
    assert len(ids) > 3
    for id_ in ids:
        assert run("why", id_, *APPRENTICE).returncode == 0, id_
        assert run("facts", "show", id_).returncode == 0, id_


@pytest.mark.parametrize("person", [APPRENTICE, NEWCOMER, AUDITOR])
@pytest.mark.parametrize("columns", ["60", "100"])
@pytest.mark.parametrize("command", [("why",), ("whatif", "weekly_hours=30"), ("facts", "draw"), ("status",)])
def test_each_command_for_three_people(
    run: Run, person: tuple[str, ...], columns: str, command: tuple[str, ...]
) -> None:
    """No failure, something said, no traceback, at a narrow and a wide screen."""
    done = run(*command, *person, env={"COLUMNS": columns})
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 5
    assert "Traceback" not in done.stderr


def test_whatif_shows_both_and_keeps_nothing(run: Run, tmp_path: Path) -> None:
    """Before and after as whole plans; no profile is made."""
    found = json.loads(run("whatif", "course_hours=0", *APPRENTICE, "--json").stdout)
    assert found["schema"] == "mecoder.whatif/1"
    assert found["before"]["next_action"]["id"] == "convert-cpc-a"
    assert found["after"]["next_action"]["id"] == "complete-practicode"
    text = run("whatif", "course_hours=0", *APPRENTICE).stdout
    assert "4 months later, $288 more" in text and "Nothing was kept" in text
    assert not (tmp_path / "data").exists()
    assert run("whatif", "course_hours=many", *APPRENTICE).returncode == 2


def test_two_answers_that_matter_only_together_are_found(run: Run) -> None:
    """Where no single answer leads to an action, a pair is searched for."""
    found = json.loads(
        run(
            "plan",
            "--json",
            *APPRENTICE,
            "--set",
            "experience_months=0",
            "--set",
            "course_hours=0",
            "--set",
            "employed=false",
        ).stdout
    )
    changes = [one["change"] for one in found["what_would_change"]]
    assert any(len(change) == 2 for change in changes), changes


@pytest.mark.campaign
def test_conflicts_tell_what_the_other_side_would_change(run: Run) -> None:
    """Both values with source and grade; for the article's rule, an apprentice without a course would file at once."""
    found = json.loads(run("facts", "conflicts", *APPRENTICE, "--set", "course_hours=0", "--json").stdout)
    rule = next(one for one in found["conflicts"] if one["id"] == "cpc.removal")
    assert {value["grade"] for value in rule["values"]} == {"official", "article"}
    yours = rule["others"][0]["yours"]["examples"][0]
    assert yours["before"]["step"] == "complete-practicode"
    assert yours["after"]["step"] == "convert-cpc-a"
    assert rule["others"][0]["changes"]["next_actions"] > 0


def test_facts_past_their_time_soften_the_plan_and_can_refuse_it(run: Run) -> None:
    """180 days for prices: on the day itself not yet, the day after they are old; --strict exits 4."""
    later = ("--answers", str(DATA / "apprentice.yaml"), "--set", "course_hours=0", "--as-of")
    assert "past" not in run("next", *later, "2027-05-22").stdout
    soft = run("next", *later, "2027-05-23")
    assert soft.returncode == 0
    assert "check date" in soft.stdout and "*" in soft.stdout
    full = run("plan", "--full", *later, "2027-05-23").stdout
    assert "May have changed since" in full and "when last checked" in full
    assert run("next", *later, "2027-05-23", "--strict").returncode == 4
    assert run("plan", *later, "2027-05-22", "--strict").returncode == 0
    assert run("facts", "stale", "--as-of", "2027-05-22").stdout.strip() == "No fact is past its shelf life."
    stale = json.loads(run("facts", "stale", "--as-of", "2027-05-23", "--json").stdout)["facts"]
    assert {one["kind"] for one in stale} == {"price"}
    assert run("facts", "stale", "--strict", "--as-of", "2027-05-23").returncode == 4
    assert "Nothing expires" in run("facts", "due", "--within", "30d", *DAY).stdout


@pytest.mark.campaign
def test_a_changed_file_tells_whose_advice_changes(run: Run, tmp_path: Path) -> None:
    """One rule made stricter: the fact is named, and people are found whose next action changes."""
    for file in PATHWAY.parent.glob("*.yaml"):
        shutil.copy(file, tmp_path)
    new, rules = tmp_path / PATHWAY.name, tmp_path / "credentials.yaml"
    old, stricter = (
        "a course or Practicode\n        unit: months\n        kind: rule\n        value: ",
        ("12\n", "18\n"),
    )
    text = rules.read_text(encoding="utf-8")
    assert old + stricter[0] in text
    rules.write_text(text.replace(old + stricter[0], old + stricter[1]), encoding="utf-8")
    told = run("facts", "diff", str(PATHWAY), str(new)).stdout
    assert "removal.months.with" in told and "18 months" in told
    assert "the next action changes for" in told and "the next action changes for 0" not in told
    same = json.loads(run("facts", "diff", str(PATHWAY), str(PATHWAY), "--json").stdout)
    assert same["changed"] == [] and same["advice"]["next_actions"] == 0


def test_search_finds_by_beginnings_and_stems(run: Run) -> None:
    """Words of the trade lead to facts, steps and words."""
    hits = json.loads(run("facts", "search", "apprentic", "remov", "--json").stdout)["hits"]
    assert hits
    assert json.loads(run("facts", "search", "MassReconnect", "--json").stdout)["hits"][0]["id"] == "massreconnect"
    assert run("facts", "search", "zebra").returncode == 2
    assert run("facts", "search", '"; DROP').returncode == 2


def test_glossary_explains_with_its_source(run: Run) -> None:
    """By any of its names, whatever the case; an unknown word gets near ones."""
    assert "AAPC, Complete your CPC" in run("glossary", "Apprentice").stdout
    assert run("glossary", "contact", "hours").returncode == 0
    assert "Did you mean" in run("glossary", "apprentise").stderr
    assert len(json.loads(run("glossary", "--json").stdout)["terms"]) >= 25


def test_the_drawing_is_sound(run: Run, tmp_path: Path) -> None:
    """Text marks the person's place; dot is read by Graphviz where there is one; SVG is well-formed XML."""
    from xml.etree import ElementTree

    assert "> Turn your CPC-A into a full CPC" in run("facts", "draw", *APPRENTICE).stdout
    svg = run("facts", "draw", "--format", "svg", *APPRENTICE).stdout
    boxes = ElementTree.fromstring(svg).findall(".//{http://www.w3.org/2000/svg}g")
    assert len(boxes) == 26 and "you are here" in svg
    dot = run("facts", "draw", "--format", "dot").stdout
    assert dot.startswith("digraph") and dot.count("{") == dot.count("}")
    if shutil.which("dot"):
        assert subprocess.run(["dot", "-Tsvg"], input=dot, text=True, capture_output=True).returncode == 0
    assert run("facts", "draw", "--format", "png").returncode == 2


@pytest.mark.campaign
def test_the_second_pathway_goes_through_the_same_proof(run: Run) -> None:
    """Another trade altogether, by --pathway before or after the command or by the environment: the code knows no trade."""
    found = json.loads(run("facts", "prove", "--json", "--pathway", str(EXAMPLE)).stdout)
    assert found["schema"] == "mecoder.prove/1"
    assert found["ok"] and found["problems"] == [] and not found["sampled"]
    assert found["kinds"] > 100
    assert found["questions"]["needless"] == 0
    assert "Get hives" in run("--pathway", str(EXAMPLE), "checklist", "get-hives").stdout
    assert "Get hives" in run("checklist", "get-hives", env={"MECODER_PATHWAY": str(EXAMPLE)}).stdout
    assert run("plan", "--pathway").returncode == 2


@pytest.mark.parametrize(("old", "new", "check"), every(2, [
    ("effects: [hives becomes true]", "effects: [hives becomes false]", "answer"),
    ("needs: {all: [badges includes KEEPER,", "needs: {all: [badges includes MASTER,", ""),
    ("needs: guilds includes GUILD\n    advises", "needs: {any: [guilds includes GUILD, {all: [guilds includes GUILD, hives is true]}]}\n    advises", "dead"),
    ("    items: [{id: ask, text: Ask the orchards}]\n", "    items: [{id: ask, text: Ask the orchards}]\n    applies: months < 5\n", "answer"),
]))  # fmt: skip
def test_the_proof_can_fail(run: Run, tmp_path: Path, old: str, new: str, check: str) -> None:
    """A knowledge file that leaves somebody without a route, or holds an idle part, is found out."""
    text = EXAMPLE.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "broken.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    done = run("facts", "prove", "--json", "--pathway", "broken.yaml")
    if done.returncode == 5:
        return  # refused when it is loaded: better still
    assert done.returncode == 1, done.stdout[-300:]
    found = json.loads(done.stdout)
    assert not found["ok"]
    assert not check or check in found["counts"], found["counts"]


@pytest.mark.campaign
def test_the_knowledge_itself_on_a_sample(run: Run) -> None:
    """People drawn at random, and every newcomer's interview; .ci/run tries every kind of person (no --limit)."""
    found = json.loads(run("facts", "prove", "--limit", "8", "--json").stdout)
    assert found["problems"] == [] and found["counts"] == {} and found["sampled"]
    assert found["kinds"] >= 100
    assert found["questions"]["mean"] <= 8
    assert found["questions"]["worst"] <= 10
    assert found["questions"]["needless"] == 0


@pytest.mark.campaign
def test_everybody_who_aims_at_the_first_role_is_tried(pathway: Pathway) -> None:
    """Every pair of answers of one aim: an answer, a route that arrives, dates, sums, progress."""
    proved = Prover(pathway).prove("outpatient-coder", None, 0, 1)
    assert proved.kinds > 400
    assert proved.counts == {} and proved.later == {}, proved.problems


FIGURES = {
    "plan": ("plan", "--full", *APPRENTICE), "checklist": ("why", "complete-practicode", *APPRENTICE),
    "routes": ("routes", "1", "--runs", "50", *APPRENTICE), "why": ("why", *APPRENTICE), "salary": ("salary", "--full", "--county", "Suffolk"),
    "role": ("salary", "--role", "management"), "compare": ("cert", "compare", "--full"), "cert": ("cert", "show", "CCS"),
    "conflicts": ("facts", "conflicts"), "stale": ("facts", "stale", "--as-of", "2029-01-01"),
}  # fmt: skip


# Conflicts try people of every kind, which takes a while.
SLOW = {"conflicts": pytest.mark.campaign}


@pytest.mark.parametrize("screen", [pytest.param(name, marks=SLOW.get(name, ())) for name in FIGURES])
def test_every_screen_names_the_ids_of_its_figures(run: Run, pathway: Pathway, screen: str) -> None:
    """A screen with figures has ids in brackets, and each is a fact that `why` and `facts show` accept."""
    done = run(*FIGURES[screen])
    assert done.returncode == 0, done.stderr
    ids = set(re.findall(r"\[([a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+|two-tries|volunteering)\]", done.stdout))
    assert ids
    assert ids <= set(pathway.facts)
    some = min(ids)
    for command in (("why", f"[{some}]"), ("facts", "show", some)):
        assert run(*command).returncode == 0
