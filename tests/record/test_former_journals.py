"""Journals that an earlier version wrote are read whole: three people, with the export that it made of each."""

import shutil
from pathlib import Path

import pytest
import yaml
from conftest import Run
from sampling import every

FORMER = Path(__file__).parents[1] / "data" / "journals"
PEOPLE = ("apprentice", "client-b", "coder")
DAY = ("--as-of", "2026-11-24")


@pytest.fixture
def former(run: Run, tmp_path: Path) -> Run:
    """The records as the earlier version left them."""
    profiles = tmp_path / "data" / "mecoder" / "profiles"
    profiles.mkdir(parents=True)
    for name in PEOPLE:
        shutil.copy(FORMER / f"{name}.sqlite3", profiles)
    return run


@pytest.mark.parametrize("name", PEOPLE)
def test_a_former_journal_is_read_whole(former: Run, name: str) -> None:
    """Every event comes out as the earlier version told it, in its order; nothing is wrong with the record."""
    told = former("profile", "export", "--profile", name, "--out", "-")
    assert told.returncode == 0, told.stderr
    assert yaml.safe_load(told.stdout) == yaml.safe_load((FORMER / f"{name}.yaml").read_text())
    for command in ("plan", "status", "list", "ceu", "papers", "history"):
        told = former(command, "--profile", name, *DAY)
        # The client has answers still to give: 3 asks for them.
        assert told.returncode in (0, 3), (command, told.stderr)


@pytest.mark.parametrize("name", PEOPLE)
def test_a_former_journal_goes_on(former: Run, name: str, tmp_path: Path) -> None:
    """A new entry, a correction and undo work on it, and what was there before stays as it was."""
    before = yaml.safe_load((FORMER / f"{name}.yaml").read_text())["events"]
    assert former("log", "practicode", "--cases", "300", "--profile", name, *DAY).returncode == 0
    number = len(before) + 1
    assert former("edit", str(number), "cases=320", "--profile", name, *DAY).returncode == 0
    assert former("undo", "--profile", name, *DAY).returncode == 0
    after = yaml.safe_load(former("profile", "export", "--profile", name, "--out", "-").stdout)["events"]
    assert after[: len(before)] == before
    assert len(after) > number


def test_a_former_export_comes_in(run: Run) -> None:
    """The files that people keep as a backup can be brought in."""
    for name in PEOPLE:
        done = run("profile", "import", str(FORMER / f"{name}.yaml"))
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "command",
    every(2, ["plan", "next", "status", "ceu", "checklist", "salary", "papers", "history", "routes", "why", "find programs",
     "find funding", "whatif weekly_hours=20"]),
)  # fmt: skip
def test_a_title_says_whose_record_it_is_where_there_are_several(former: Run, command: str) -> None:
    """Several people on one computer: the first line names the one it speaks of, also where the name is a word."""
    former("profile", "rename", "coder", "coding")
    told = former(*command.split(), "--profile", "coding", *DAY).stdout.split("\n")[0]
    assert told.startswith("coding: ") or told.startswith("History of coding")
    for other in ("apprentice", "client-b"):
        former("profile", "remove", other, "--yes")
    told = former(*command.split(), "--profile", "coding", *DAY).stdout.split("\n")[0]
    assert (told.startswith("coding: ") or "of coding" in told) == (command in ("plan", "next", "status", "history"))


def test_months_are_said_after_every_job(former: Run) -> None:
    """What is verified, and apart from it what the body must be asked about, with the line of full time and its fact."""
    told = former(
        "log", "job", "--employer", "Clinic", "--from", "2026-01-01", "--hours-per-week", "10",
        "--profile", "apprentice", *DAY,
    ).stdout  # fmt: skip
    assert "Work an employer will verify" in told and "5 months" in told
    assert "8 months part-time or unpaid" in told and "35; how firm:" in told
    told = former("status", "--profile", "apprentice", *DAY).stdout
    assert "To ask about" in told and "mecoder edit 21 confirmed=yes" in " ".join(told.split())
    told = former("edit", "21", "confirmed=yes", "--profile", "apprentice", *DAY).stdout
    assert "Work an employer will verify" in told and "To ask about" not in told


def test_restore_says_what_it_did(former: Run, tmp_path: Path) -> None:
    """How many came back, of when the last one is, from which file, and how to use it."""
    former("profile", "use", "apprentice")
    former("profile", "remove", "coder", "--yes")
    told = former("profile", "restore", "coder").stdout
    assert "Restored: coder, 18 entries. Nothing was lost. The last one is of November 2, 2025." in told
    assert "From " in told and "coder.removed-" in told and "mecoder profile use coder" in told


def test_the_number_of_an_entry_that_was_changed_leads_to_the_new_one(former: Run) -> None:
    """Whoever noted number 8, changed twice since, is told the number that stands now."""
    former("edit", "8", "renews=2027-01-31", "--profile", "coder", *DAY)
    former("edit", "19", "renews=2027-02-28", "--profile", "coder", *DAY)
    told = former("edit", "8", "renews=2027-03-31", "--profile", "coder", *DAY)
    assert told.returncode == 2
    assert "entry 8 was changed and is entry 20 now" in told.stderr
