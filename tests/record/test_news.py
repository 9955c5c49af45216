"""Advice is kept with the day and the facts it rested on, so that a later run says why it changed."""

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from sampling import every

from mecoder_cli.knowledge.files import pathway_file

APPRENTICE = (
    "target=outpatient-coder", "credentials=CPC-A", "memberships=AAPC:2028-12-31", "training=completed", "course=self-paced",
    "course_hours=0", "practicode=none", "employed=false", "experience_months=0", "diploma=true",
)  # fmt: skip


@pytest.fixture
def person(run: Run) -> Run:
    """An apprentice with a record since January 2027."""
    flags = [part for one in APPRENTICE for part in ("--set", one)]
    done = run("profile", "new", "anna", "--use")
    assert done.returncode == 0, done.stderr
    done = run("profile", "answers", *flags, "--as-of", "2027-01-04")
    assert done.returncode == 0, done.stderr
    return run


def plan(run: Run, day: str, *more: str, env: dict[str, str] | None = None) -> dict[str, Any]:
    done = run("plan", "--no-input", "--as-of", day, "--json", *more, env=env)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def hired(run: Run, day: str) -> None:
    assert run("log", "job", "--employer", "Clinic", "--from", day, "--as-of", day).returncode == 0


def test_what_was_told_first_is_no_news(person: Run) -> None:
    assert plan(person, "2027-01-04")["changed_since"] is None
    assert plan(person, "2027-01-20")["changed_since"] is None


def test_an_entry_changes_the_next_step_and_is_named(person: Run) -> None:
    """For two weeks, on every screen that names the next step."""
    before = plan(person, "2027-01-04")["next_action"]["id"]
    hired(person, "2027-02-01")
    after = plan(person, "2027-02-01")
    assert after["next_action"]["id"] != before
    news = {"day": "2027-01-04", "from": before, "because": "of what you wrote down since"}
    assert after["changed_since"] == news
    assert plan(person, "2027-02-14")["changed_since"] == news
    for command in ("plan", "next", "status"):
        told = person(command, "--as-of", "2027-02-10").stdout
        assert "Your next step changed since January 4, 2027" in told, command
    assert plan(person, "2027-02-15")["changed_since"] is None


def finished(run: Run) -> None:
    assert run("profile", "answers", "--set", "practicode=done", "--as-of", "2027-01-05").returncode == 0


def test_time_alone_changes_the_next_step(person: Run) -> None:
    """A year of work after Practicode."""
    finished(person)
    hired(person, "2027-02-01")
    first = plan(person, "2027-02-01")["next_action"]["id"]
    later = plan(person, "2028-02-03")
    assert later["next_action"]["id"] != first
    assert later["changed_since"]["because"] == "time has passed"
    assert later["changed_since"]["from"] == first


def test_a_changed_fact_is_named(person: Run, tmp_path: Path) -> None:
    """The months that take the A off, made fewer: who had to wait may file."""
    hired(person, "2027-02-01")
    first = plan(person, "2027-11-01")["next_action"]["id"]
    for file in pathway_file().parent.glob("*.yaml"):
        shutil.copy(file, tmp_path)
    rules = tmp_path / "credentials.yaml"
    text = rules.read_text(encoding="utf-8")
    old = "label: Work that removes the A alone\n        unit: months\n        kind: rule\n        value: 24"
    assert old in text
    rules.write_text(text.replace(old, old.replace("24", "9")), encoding="utf-8")
    other = {"MECODER_PATHWAY": str(tmp_path / "pathway.yaml")}
    later = plan(person, "2027-11-02", env=other)
    assert later["next_action"]["id"] != first
    assert later["changed_since"]["because"] == "a fact changed: Work that removes the A alone [removal.months]"


def test_a_change_taken_back_the_same_day_is_no_news(person: Run) -> None:
    first = plan(person, "2027-01-04")["next_action"]["id"]
    hired(person, "2027-02-01")
    assert plan(person, "2027-02-01")["changed_since"]
    assert person("undo", "--as-of", "2027-02-01").returncode == 0
    again = plan(person, "2027-02-01")
    assert again["next_action"]["id"] == first and again["changed_since"] is None
    assert plan(person, "2027-02-02")["changed_since"] is None


def test_it_is_no_entry(person: Run) -> None:
    """Neither history nor undo knows of it, and a supposition is not kept."""
    before = person("history", "--json").stdout
    plan(person, "2027-01-04")
    hired(person, "2027-02-01")
    count = len(json.loads(person("history", "--json").stdout)["events"])
    plan(person, "2027-02-01", "--set", "credentials=CPC")
    plan(person, "2027-02-01")
    assert (
        len(json.loads(person("history", "--json").stdout)["events"]) == count == len(json.loads(before)["events"]) + 1
    )
    assert plan(person, "2027-02-02", "--set", "credentials=CPC")["changed_since"] is None


def test_a_look_ahead_is_forgotten_when_the_day_is_another(person: Run) -> None:
    finished(person)
    hired(person, "2027-02-01")
    plan(person, "2027-02-01")
    assert plan(person, "2028-02-03")["changed_since"]
    job = ("--employer", "Clinic", "--from", "2027-02-01", "--to", "2027-03-01")
    assert person("log", "job", *job, "--as-of", "2027-03-10").returncode == 0
    assert plan(person, "2027-03-10")["changed_since"]["because"] == "of what you wrote down since"


def test_it_follows_a_change_of_name_and_nobody_else(person: Run) -> None:
    plan(person, "2027-01-04")
    assert person("profile", "rename", "anna", "berta").returncode == 0
    hired(person, "2027-02-01")
    assert plan(person, "2027-02-01")["changed_since"]["day"] == "2027-01-04"
    assert person("profile", "remove", "berta", "--yes").returncode == 0
    assert person("profile", "new", "berta").returncode == 0
    flags = [part for one in APPRENTICE for part in ("--set", one)]
    assert person("profile", "answers", *flags, "--as-of", "2027-03-01").returncode == 0
    assert plan(person, "2027-03-01")["changed_since"] is None


@pytest.mark.parametrize(
    "harm", every(3, ["a folder", "garbage", "empty", "locked", "other columns", "facts that are no facts"])
)
def test_where_it_cannot_be_kept_the_plan_is_shown_all_the_same(person: Run, tmp_path: Path, harm: str) -> None:
    folder = tmp_path / "data" / "mecoder" / "profiles"
    file = folder / "advice.db"
    held = None
    if harm == "a folder":
        file.mkdir()
    elif harm == "garbage":
        file.write_bytes(os.urandom(5000))
    elif harm == "other columns":
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("CREATE TABLE advice (x)")
    elif harm == "locked":
        held = sqlite3.connect(file, isolation_level=None)
        held.execute("CREATE TABLE t (x)")
        held.execute("BEGIN EXCLUSIVE")
    elif harm == "empty":
        file.write_bytes(b"")
    else:
        plan(person, "2027-01-04")
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("UPDATE advice SET facts = '7'")
    done = person("plan", "--no-input", "--as-of", "2027-02-02", "--json")
    assert done.returncode == 0 and done.stderr == ""
    assert json.loads(done.stdout)["next_action"]
    if held is not None:
        held.close()
    if harm in ("garbage", "empty", "other columns", "facts that are no facts", "locked"):
        # What could not be kept is kept from the next run on.
        first = plan(person, "2027-02-03")["next_action"]["id"]
        hired(person, "2027-02-04")
        assert plan(person, "2027-02-04")["changed_since"]["from"] == first


def test_its_file_is_nobody_elses_to_read(person: Run, tmp_path: Path) -> None:
    plan(person, "2027-01-04")
    file = tmp_path / "data" / "mecoder" / "profiles" / "advice.db"
    assert file.stat().st_mode & 0o077 == 0
    assert [one["name"] for one in json.loads(person("profile", "list", "--json").stdout)["profiles"]] == ["anna"]


def test_an_irrelevant_fact_is_not_blamed(person: Run, tmp_path: Path) -> None:
    """A telephone number that changed between an entry and the plan is not why."""
    plan(person, "2027-01-04")
    for source in pathway_file().parent.glob("*.yaml"):
        shutil.copy(source, tmp_path)
    funding = tmp_path / "funding.yaml"
    text = funding.read_text(encoding="utf-8")
    assert "413-499-2220" in text
    funding.write_text(text.replace("413-499-2220", "413-499-2221"), encoding="utf-8")
    hired(person, "2027-02-01")
    other = {"MECODER_PATHWAY": str(tmp_path / "pathway.yaml")}
    assert plan(person, "2027-02-01", env=other)["changed_since"]["because"] == "of what you wrote down since"


def test_a_look_back_changes_nothing(person: Run) -> None:
    plan(person, "2027-01-04")
    hired(person, "2027-02-01")
    news = plan(person, "2027-02-01")["changed_since"]
    plan(person, "2026-12-15")
    assert plan(person, "2027-02-02")["changed_since"] == news


def test_without_saving_nothing_is_kept(person: Run, tmp_path: Path) -> None:
    plan(person, "2027-01-04", "--no-save")
    assert not (tmp_path / "data" / "mecoder" / "profiles" / "advice.db").exists()


def test_it_goes_with_the_profile(person: Run, tmp_path: Path) -> None:
    plan(person, "2027-01-04")
    assert person("profile", "remove", "anna", "--yes").returncode == 0
    with closing(sqlite3.connect(tmp_path / "data" / "mecoder" / "profiles" / "advice.db")) as connection:
        assert connection.execute("SELECT count(*) FROM advice").fetchone() == (0,)
