"""The commands as a script meets them: output, exit codes, manners."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pexpect
import pytest
from conftest import DATA, Run
from sampling import every

from mecoder_cli.cli import COMMANDS
from mecoder_cli.domain.pathway import Pathway

APPRENTICE = ("--answers", str(DATA / "apprentice.yaml"), "--as-of", "2026-11-23")


@pytest.mark.parametrize(
    "command", ["", "plan", "next", "checklist", "cert", "cert list", "cert show", "cert compare", "salary", "facts", "facts list",
                "facts show", "facts sources", "facts check"],
)  # fmt: skip
def test_every_command_has_help(run: Run, command: str) -> None:
    """--help explains and exits 0."""
    done = run(*command.split(), "--help")
    assert done.returncode == 0
    assert "Usage:" in done.stdout
    assert done.stderr == ""


def test_bare_call_says_what_it_is(run: Run) -> None:
    """A welcome, never a hidden command."""
    done = run()
    assert done.returncode == 0
    assert done.stdout.startswith("Welcome.")


def test_version(run: Run) -> None:
    """The version is one line."""
    assert run("--version").stdout.startswith("mecoder ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["paln"], "plan"),
        (["cert", "show", "cpcc"], "CPC"),
        (["cert", "compare", "CPC", "CSS"], "CCS"),
        (["facts", "show", "cpc.question"], "cpc.questions"),
        (["checklist", "convert-cpca"], "convert-cpc-a"),
        (["salary", "--area", "Sufolk"], "Suffolk"),
        (["salary", "--credential", "CPCA"], "CPC-A"),
        (["plan", "--sett", "a=b"], "--set"),
    ],
)
def test_near_misses_get_a_suggestion(run: Run, arguments: list[str], words: str) -> None:
    """Commands, flags and words of the trade: did you mean, exit 2."""
    done = run(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    "arguments", [["--set", "x"], ["--as-of", "2026-13-01"], ["--as-of", "soon"], ["--set", "age=1", "--set", "age=2"]]
)
def test_bad_flags_are_refused(run: Run, arguments: list[str]) -> None:
    """Exit 2 and no traceback."""
    done = run("next", *arguments)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


def test_missing_answers_exit_3_and_name_the_keys(run: Run) -> None:
    """Without a terminal there is never a menu."""
    for command in (["plan"], ["plan", "--no-input"], ["next"], ["checklist"]):
        done = run(*command)
        assert done.returncode == 3
        assert "--set target=" in done.stderr
        assert done.stdout == ""


def test_piped_answers_are_never_fed_to_a_menu(run: Run) -> None:
    """Bytes on standard input choose nothing."""
    done = run("plan", stdin="\n\n\n\n")
    assert (done.returncode, done.stdout) == (3, "")


def test_json_of_missing_answers_is_a_plan_that_says_so(run: Run) -> None:
    """The object names what is unanswered; exit 3."""
    done = run("plan", "--json", "--set", "target=outpatient-coder")
    value = json.loads(done.stdout)
    assert (done.returncode, value["status"], value["next_action"]) == (3, "needs_answers", None)
    assert {"training", "credentials"} <= set(value["unanswered"])


def test_plan_json_keeps_the_contract(run: Run) -> None:
    """The keys that scripts rely on are there."""
    value = json.loads(run("plan", "--json", *APPRENTICE).stdout)
    keys = [
        "schema",
        "as_of",
        "status",
        "target",
        "priority",
        "next_action",
        "meanwhile",
        "steps",
        "finish",
        "usd",
        "routes",
        "what_would_change",
        "deadlines",
        "assumptions",
        "unanswered",
        "conflicts",
    ]
    assert [key for key in keys if key not in value] == []
    action = value["next_action"]
    assert [
        k
        for k in ["id", "title", "way", "phase", "why", "checklist", "weeks", "usd", "due", "facts", "sources"]
        if k not in action
    ] == []
    assert [
        r for r in action["why"] if (r["condition"], r["value"], r["verdict"]) == ("experience_months >= 12", 12, "yes")
    ]
    assert value["conflicts"][0]["fact"] == "cpc.removal"


def test_cert_json_keeps_the_contract(run: Run) -> None:
    """Three credentials side by side when none is named."""
    value = json.loads(run("cert", "compare", "--json").stdout)
    assert [credential["id"] for credential in value["credentials"]] == ["CPC", "CCA", "CCS"]
    assert value["credentials"][1]["exam"]["fee_usd"] == {"member": 199, "nonmember": 299}
    assert value["credentials"][2]["renewal"] == {"ceus": 20, "months": 24, "inside": None}


def test_salary_json_places_an_offer(run: Run) -> None:
    """Figures by source and the percentile by interpolation."""
    value = json.loads(run("salary", "--json", "--county", "Suffolk", "--offer", "52000").stdout)
    assert value["offer"]["percentile"] == 31
    assert value["figures"][0]["p10"] == 45540
    article = next(figure for figure in value["figures"] if figure["source"] == "article")
    assert (article["average"], article["median"]) == (65642, None)


def test_offers_outside_the_spread_are_said_as_such(run: Run) -> None:
    """No percentile is invented beyond the published ones."""
    for offer, words in (("30000", "below the lowest tenth"), ("120000", "above nine in ten")):
        assert words in run("salary", "--offer", offer).stdout
    assert run("salary", "--offer", "5k/year").returncode == 0
    assert run("salary", "--offer", "900/year").returncode == 2
    assert run("salary", "--offer", "plenty").returncode == 2


def test_an_area_without_figures_says_so(run: Run) -> None:
    """Not published is an answer."""
    assert "no figures are published" in run("salary", "--county", "Nantucket").stdout


def test_facts_json_lists_every_fact_and_source(run: Run, pathway: Pathway) -> None:
    """Nothing is left out."""
    facts = json.loads(run("facts", "list", "--json").stdout)["facts"]
    sources = json.loads(run("facts", "sources", "--json").stdout)["sources"]
    assert (len(facts), len(sources)) == (len(pathway.facts), len(pathway.sources))


def test_addresses_are_whole_in_a_pipe(run: Run, pathway: Pathway) -> None:
    """A citation that is cut is lost."""
    lines = run("facts", "sources").stdout.splitlines()
    for source in pathway.sources.values():
        if source.url:
            assert any(line.endswith(source.url) for line in lines)
    assert max(len(line) for line in lines) > 150


def test_no_escape_codes_without_a_terminal(run: Run) -> None:
    """A pipe gets plain text."""
    for command in (["plan", *APPRENTICE], ["cert", "compare"], ["salary"], ["facts", "list"]):
        assert "\x1b" not in run(*command).stdout


def test_ascii_when_the_encoding_asks_for_it(run: Run) -> None:
    """No sign that the encoding cannot carry."""
    for command in (["plan", *APPRENTICE], ["salary", "--offer", "52000"]):
        whole = run(*command).stdout
        done = run(*command, env={"PYTHONIOENCODING": "ascii"})
        assert done.returncode == 0
        assert done.stdout.isascii()
        # What the encoding lacks would become a question mark; every one there is stood in the text.
        assert done.stdout.count("?") == whole.count("?")


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    """| head ends quietly with 0."""
    script = f'set -o pipefail; "{sys.executable}" -m mecoder_cli facts list | head -1'
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, timeout=60, cwd=tmp_path, env=dict(os.environ)
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    """Output that cannot be written is a failure of one line."""
    script = f'"{sys.executable}" -m mecoder_cli facts list > /dev/full'
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, cwd=tmp_path)
    assert done.returncode == 1
    assert "cannot write" in done.stderr or "No space" in done.stderr
    assert "Traceback" not in done.stderr


def test_facts_check_reports_a_bad_file_with_exit_5(run: Run, tmp_path: Path) -> None:
    """The whole report goes to standard error."""
    bad = tmp_path / "bad.yaml"
    bad.write_text("schema: mecoder.pathway/2\nfacts: {}\n", encoding="utf-8")
    done = run("facts", "check", str(bad))
    assert done.returncode == 5
    assert "bad.yaml:1:" in done.stderr
    assert "missing" in done.stderr
    assert run("facts", "check").returncode == 0
    assert run("facts", "check", "none.yaml").returncode == 5
    assert run("salary", env={"MECODER_PATHWAY": str(bad)}).returncode == 5


def test_checklist_names_its_documents(run: Run) -> None:
    """Items, and the papers they produce."""
    done = run("checklist", "convert-cpc-a")
    assert "[ ]" in done.stdout
    assert "Papers to keep:" in done.stdout
    assert "letterhead" in done.stdout
    own = run("checklist", *APPRENTICE, "--json")
    assert json.loads(own.stdout)["way"] == "employment-plus-course"


def test_the_next_action_alone_has_its_receipts(run: Run) -> None:
    """Why, time, money and checklist on one screen; each condition and source with its address in full."""
    done = run("next", *APPRENTICE).stdout
    for words in ("Turn your CPC-A into a full CPC", "weeks", "free", "[ ]"):
        assert words in done
    assert "YOUR ROAD" not in done and "https://" not in done and "[cpc.removal]" not in done
    full = run("plan", "--full", *APPRENTICE).stdout
    for words in ("at least 80", "Takes", "Costs", "https://aapc.com/", "[cpc.removal]", "THE ROAD"):
        assert words in full


def test_cert_compare_for_a_kind_of_work(run: Run) -> None:
    """--for keeps what serves it."""
    value = json.loads(run("cert", "compare", "--for", "inpatient", "--json").stdout)
    assert [c["id"] for c in value["credentials"]] == ["CCA", "CCS", "CIC"]


@pytest.mark.parametrize("command", every(3, [*COMMANDS, "facts show", "profile new", "log ceu"]))
def test_h_is_help(run: Run, command: str) -> None:
    """Everywhere, with the same text as --help."""
    short, long = (run(*command.split(), option) for option in ("-h", "--help"))
    assert (short.returncode, short.stdout) == (0, long.stdout)
    assert "Usage: mecoder" in short.stdout


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["plan", "--gaol"], "mecoder: no such option: --gaol"),
        (["routes", "seven"], "mecoder: invalid value for '[NUMBER]': 'seven' is not a valid int"),
        (["facts", "show"], "mecoder: missing argument 'ID'"),
        (["salary", "--offer"], "mecoder: option '--offer' requires an argument"),
    ],
)
def test_errors_of_the_command_line_look_like_ours(run: Run, command: list[str], said: str) -> None:
    """One line that names what is wrong, one that helps; exit 2."""
    done = run(*command)
    lines = done.stderr.splitlines()
    assert (done.returncode, len(lines)) == (2, 2), done.stderr
    assert lines[0].startswith(said)
    assert lines[1].startswith("See: mecoder ") and lines[1].endswith("--help")


@pytest.mark.parametrize(
    ("command", "unneeded"),
    [
        (["salary"], {"mecoder_cli.planner", "mecoder_cli.record", "rich", "yaml", "pydantic", "questionary"}),
        (["next", *APPRENTICE], {"mecoder_cli.record", "mecoder_cli.routes", "rich", "pydantic", "questionary"}),
    ],
)
def test_a_command_loads_what_it_needs_and_no_more(command: list[str], unneeded: set[str], tmp_path: Path) -> None:
    """A start pays for nothing else."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "mecoder_cli", *command], capture_output=True, text=True,
        env={**os.environ, "XDG_DATA_HOME": str(tmp_path)}, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if "|" in line}
    assert "mecoder_cli.cli.session" in loaded
    assert loaded & unneeded == set()


@pytest.mark.parametrize("processes", ["1", "2"])
def test_ctrl_c_ends_the_proof_at_once(processes: str) -> None:
    """One Ctrl-C in a terminal, where a bar shows how far it is: one quiet line, exit 130, and no process is left."""
    child = pexpect.spawn(
        sys.executable, ["-m", "mecoder_cli", "facts", "prove", "--processes", processes],
        encoding="utf-8", codec_errors="replace", timeout=20, dimensions=(24, 80),
        env={**os.environ, "TERM": "xterm-256color"},
    )  # fmt: skip
    child.expect("Trying every kind of person")
    time.sleep(1)
    child.sendintr()
    start = time.monotonic()
    child.expect(pexpect.EOF)
    assert time.monotonic() - start < 5
    child.close()
    said = child.before or ""
    assert child.exitstatus == 130, said
    assert said.rstrip().endswith("Stopped.") and "Traceback" not in said
    with pytest.raises(ProcessLookupError):
        os.killpg(int(child.pid or 0), 0)


@pytest.mark.parametrize("day", ["2026-W10-1", "nonsense", "2026-02-30", "20261123", "", "2026-11-2٣"])
@pytest.mark.parametrize(
    "command", ["salary", "find programs", "plan --no-input", "due", "facts stale", "profile list", "log"]
)
def test_a_day_that_is_none_is_refused_by_every_command(run: Run, command: str, day: str) -> None:
    """Also by one that needs no day: who gives it means something by it."""
    done = run(*command.split(), "--as-of", day)
    assert done.returncode == 2 and done.stdout == "" and "--as-of" in done.stderr
