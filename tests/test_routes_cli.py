"""``mecoder routes`` as a person and a script meet it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pyte
import pytest
from conftest import Run
from sampling import every

NEWCOMER = (
    "--set",
    "target=outpatient-coder",
    "--set",
    "training=none",
    "--set",
    "credentials=none",
    "--set",
    "diploma=true",
    *("--set", "experience_months=0", "--set", "employed=false", "--set", "ma_resident_since=2010-05-01"),
    *("--set", "college_degree=bachelor"),
)
PERSONAS = {
    "newcomer": NEWCOMER,
    "apprentice": ("--answers", str(Path(__file__).parent / "data" / "apprentice.yaml")),
    "inpatient": (
        "--set", "target=inpatient-coder", "--set", "credentials=CCA:2025-06-10", "--set", "experience_months=12",
        "--set", "employed=true", "--set", "diploma=true", "--set", "training=completed", "--set", "role=other",
    ),
}  # fmt: skip
COMMANDS = {
    "why": ("why",), "whatif": ("whatif", "course_hours=0"), "routes": ("routes",), "routes 1": ("routes", "1"),
    "draw": ("facts", "draw"),
}  # fmt: skip
DAY = ("--as-of", "2026-11-24")


def test_json_keeps_the_contract(run: Run) -> None:
    """Routes as in a plan, with items; the totals are their sums; a model that says so."""
    value = json.loads(run("routes", "--json", "--runs", "60", *NEWCOMER, *DAY).stdout)
    assert value["schema"] == "mecoder.routes/1"
    assert len(value["routes"]) >= 12
    for route in value["routes"]:
        assert {"id", "label", "recommended", "finish", "usd", "steps", "itemised", "best_in", "simulated"} <= set(
            route
        )
        total = sum(line["usd"]["likely"] for line in route["itemised"])
        assert total == pytest.approx(route["usd"]["likely"], rel=0.25), "averages add up to about the median"
        spread = route["simulated"]["finish"]
        assert spread["p10"] <= spread["p50"] <= spread["p90"]
    assert value["model"]["seed"] == 1
    assert len(value["model"]["assumptions"]) >= 4
    assert {fact for route in value["routes"] for line in route["itemised"] for fact in line["facts"]}


def test_every_figure_of_a_budget_can_be_asked_about(run: Run) -> None:
    """The ids that a budget names are facts."""
    value = json.loads(run("routes", "2", "--json", "--runs", "60", *NEWCOMER, *DAY).stdout)
    facts = {fact["id"] for fact in json.loads(run("facts", "list", "--json").stdout)["facts"]}
    (route,) = value["routes"]
    assert {fact for line in route["itemised"] for fact in line["facts"]} <= facts
    assert all(line["facts"] or not line["usd"]["high"] for line in route["itemised"])


def test_the_same_seed_prints_the_same(run: Run) -> None:
    """And another one says another seed."""
    first, again = (run("routes", "--runs", "60", *NEWCOMER, *DAY).stdout for _ in range(2))
    assert first == again
    assert "SEED 2" in run("routes", "--all", "--runs", "60", "--seed", "2", *NEWCOMER, *DAY).stdout


def test_the_screen_says_what_it_is(run: Run) -> None:
    """A table, a timeline, budgets, a model that is no promise, other aims, and how to go on."""
    text = run("routes", "--all", "--runs", "60", *NEWCOMER, *DAY).stdout
    for words in (
        "your plan", "least money", "WHAT THEY COST UNTIL YOU ARRIVE", "A MODEL, NOT A PROMISE: 60 SIMULATED RUNS",
        "OTHER AIMS", "nly what is required", "promises no job", "no survey was found",
    ):  # fmt: skip
        assert words in text


def test_ranking_changes_the_order(run: Run) -> None:
    """By money a cheap route comes first, by time a fast one."""
    one, other = (
        json.loads(run("routes", "--json", "--runs", "60", "--by", by, *NEWCOMER, *DAY).stdout)["routes"][0]["id"]
        for by in ("time", "money")
    )
    assert one != other


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("99",), 2, "there is no road 99"),
        (("--by", "luck"), 2, "'luck'"),
        (("--runs", "-1"), 2, "0"),
        (("0",), 2, "there is no road 0"),
    ],
)
def test_bad_input_is_told(run: Run, arguments: tuple[str, ...], code: int, words: str) -> None:
    """One message, the right code, nothing on standard output."""
    done = run("routes", *arguments, *NEWCOMER, *DAY)
    assert done.returncode == code
    assert words in done.stderr
    assert done.stdout == ""


def test_a_missing_answer_is_asked_for(run: Run) -> None:
    """Exit 3 and the question by name."""
    done = run("routes", "--set", "target=outpatient-coder", *DAY)
    assert (done.returncode, done.stdout) == (3, "")
    assert "--set" in done.stderr


def test_an_arrived_person_sees_other_aims(run: Run) -> None:
    """No route is needed; what else could be aimed at is shown."""
    done = run(
        "routes", "--set", "target=outpatient-coder", "--set", "credentials=CPC:2025-02-01", "--set", "employed=true",
        "--set", "experience_months=30", "--set", "ceus=AAPC:36", *DAY,
    )  # fmt: skip
    assert done.returncode == 0
    assert "You have arrived" in done.stdout
    assert "OTHER AIMS" in done.stdout
    arrived = ("--set", "target=outpatient-coder", "--set", "credentials=CPC", "--set", "employed=true", *DAY)
    assert json.loads(run("routes", "--json", *arrived).stdout)["status"] == "complete"
    assert "You have arrived" in run("routes", "1", *arrived).stdout


@pytest.mark.parametrize("width", [60, pytest.param(100, marks=pytest.mark.campaign)])
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("persona", every(2, list(PERSONAS)))
def test_screens_fit_the_terminal(tmp_path: Path, persona: str, command: str, width: int) -> None:
    """Each command for three people at two widths, in a real pseudo-terminal: exit 0, no line cut or broken."""
    env = {**os.environ, "TERM": "xterm-256color", "XDG_DATA_HOME": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    child = pexpect.spawn(
        sys.executable, ["-m", "mecoder_cli", *COMMANDS[command], *PERSONAS[persona], *DAY],
        dimensions=(50, width), encoding="utf-8", timeout=60, env=env,
    )  # fmt: skip
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0, child.before
    text = str(child.before)
    screen = pyte.HistoryScreen(width, 50, history=2000)
    pyte.Stream(screen).feed(text)
    drawn = [
        "".join(row[column].data for column in range(width)).rstrip()
        for row in [*screen.history.top, *(screen.buffer[row] for row in range(50))]
    ]
    # A line too long for the terminal would be wrapped by it and give more lines than were written.
    assert len([line for line in drawn if line]) == len([line for line in _lines(text) if line.strip()])


def _lines(text: str) -> list[str]:
    import re

    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text).replace("\r", "").split("\n")


def test_another_pathway_is_compared_too() -> None:
    """The code knows no trade: the beekeeper's routes come out of the same command."""
    example = Path(__file__).parents[1] / "data" / "example.yaml"
    done = subprocess.run(
        [sys.executable, "-m", "mecoder_cli", "--pathway", str(example), "routes", "--set", "aim=keeper", "--set",
         "badges=none", "--set", "schooling=none", "--set", "hives=false", "--set", "guilds=none", "--set", "hours=6", *DAY],
        capture_output=True, text=True, timeout=60, check=False, env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "In a class" in done.stdout
