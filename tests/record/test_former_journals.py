"""Journals that an earlier version wrote are read whole: three people, with the export that it made of each."""

import shutil
from pathlib import Path

import pytest
import yaml
from conftest import Run

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
