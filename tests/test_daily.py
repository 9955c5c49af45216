"""Daily life with a record: entries as people type them, listed, changed, proven later; a counselor's morning."""

import csv
import io
import json
from pathlib import Path

import pytest
from conftest import Run
from sampling import every
from test_interview import DOWN, ENTER, Terminal

DAY = ("--as-of", "2026-11-23")


@pytest.fixture
def coder(run: Run, tmp_path: Path) -> Run:
    """A CPC-A of 2024 with a job that has ended and a class."""
    (tmp_path / "letter.pdf").write_text("a letter", encoding="utf-8")
    for words in (
        ("exam", "CPC", "--date", "2024-11-01", "--result", "pass"), ("membership", "AAPC", "--renews", "2026-10-31"),
        ("job", "--employer", "Clinic", "--from", "2025-01-06", "--to", "2025-12-30", "--hours-per-week", "40"),
        ("ceu", "2", "aapc", "Audit basics", "-d", "5/10/2025"),
    ):  # fmt: skip
        done = run("log", *words, *DAY)
        assert done.returncode == 0, done.stderr
    return run


def entries(run: Run, *words: str) -> list[dict[str, object]]:
    listed = run("list", *words, "--json")
    assert listed.returncode == 0, listed.stderr
    found: list[dict[str, object]] = json.loads(listed.stdout)["entries"]
    return found


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("today", "2026-11-23"), ("yesterday", "2026-11-22"), ("last friday", "2026-11-20"), ("Monday", "2026-11-23"),
     ("last Monday", "2026-11-16"), ("5/10/2026", "2026-05-10"), ("May 10, 2026", "2026-05-10")],
)  # fmt: skip
def test_days_as_people_say_them(run: Run, typed: str, kept: str) -> None:
    assert run("log", "ceu", "1", "AAPC", "A class", "-d", typed, *DAY).returncode == 0
    assert entries(run)[0]["date"] == kept


@pytest.mark.parametrize("typed", ["2026", "May 2026", "last spring", "next week", "5/40/2026", ""])
def test_what_leaves_the_day_open_is_refused(run: Run, typed: str) -> None:
    """Nothing is kept; the message says what fits."""
    done = run("log", "ceu", "1", "AAPC", "A class", "-d", typed, *DAY)
    assert done.returncode == 2 and "--date: " in done.stderr
    assert "yesterday" in done.stderr


def test_a_certificate_in_short(run: Run) -> None:
    """How many, the body, the title; today is understood. Half of what the options take."""
    short = 'mecoder log ceu 1.5 aapc "Chapter meeting"'
    assert run("log", "ceu", "1.5", "aapc", "Chapter meeting", *DAY).returncode == 0
    assert entries(run)[0]["text"] == "1.5 with AAPC, Chapter meeting, 2026-11-23"
    assert len(short) <= 83 / 1.9
    for words, said in (
        (("1.5", "aapc", "Chapter", "meeting"), "in quotes"), (("1.5", "--units", "2"), "--units is given twice"),
        (("x", "aapc", "A class"), "--units: 'x' is not a number"), (("1.5", "aacp", "A class"), "Did you mean AAPC"),
        (("1.5",), "--body is missing"),
    ):  # fmt: skip
        done = run("log", "ceu", *words, *DAY)
        assert done.returncode == 2 and said in done.stderr, done.stderr


def test_entries_are_listed_filtered_and_searched(coder: Run) -> None:
    """By kind, words, body and day; as a table for a spreadsheet."""
    assert [one["number"] for one in entries(coder)] == [2, 4, 3, 1]
    assert [one["number"] for one in entries(coder, "ceu")] == [4]
    assert [one["number"] for one in entries(coder, "audit")] == [4]
    assert [one["number"] for one in entries(coder, "--body", "AAPC", "--since", "2025-01-01")] == [2, 4]
    assert entries(coder, "job", "hospital") == []
    assert "Nothing that fits is logged" in coder("list", "job", "hospital").stdout
    table = list(csv.DictReader(io.StringIO(coder("list", "--csv").stdout)))
    assert [row["number"] for row in table] == ["2", "4", "3", "1"] and table[1]["kind"] == "ceu"


def test_a_spreadsheet_takes_no_name_for_a_formula(run: Run) -> None:
    """A cell that begins like a formula is text."""
    assert run("log", "job", "--employer", "=1+1", "--from", "2026-01-05", *DAY).returncode == 0
    (row,) = csv.DictReader(io.StringIO(run("list", "--csv").stdout))
    assert row["text"].startswith("'=1+1")


def test_an_entry_is_changed_by_another_in_its_place(coder: Run) -> None:
    """The difference is shown, undo brings the old one back, and the history keeps both."""
    assert coder("status", *DAY).stdout.count("11 months") == 1
    done = coder("edit", "3", "to=", *DAY)
    assert "Changed entry 3: to 2025-12-30 -> nothing" in done.stdout
    assert "22 months" in coder("status", *DAY).stdout
    assert [one["number"] for one in entries(coder, "job")] == [5]
    assert coder("undo", "--yes", *DAY).returncode == 0
    assert [one["number"] for one in entries(coder, "job")] == [3]
    assert "to now" in coder("history").stdout and "to 2025-12-30" in coder("history").stdout


@pytest.mark.parametrize(
    ("change", "said"),
    every(2, [
        (("4", "units=300"), "units: 300 is not between 0.01 and 100"), (("4", "date=2030-01-01"), "is in the future"),
        (("4", "bdy=AHIMA"), "Did you mean body"), (("4", "units"), "is not FIELD=VALUE"), (("4",), "nothing is given to change"),
        (("4", "title="), "title is missing"), (("4", "units=2"), "says already"), (("4", "body=AABC"), "is not known"),
        (("9", "units=2"), "no entry that was logged has the number 9"), (("3", "to=2024-01-01"), "to is before from"),
        (("1", "exam=CPX"), "exam: 'CPX' is not known"), (("1", "grants=CPC"), "no field"),
    ]),
)  # fmt: skip
def test_a_change_that_cannot_be_is_refused(coder: Run, change: tuple[str, ...], said: str) -> None:
    """With its reason; nothing is kept."""
    before = coder("history").stdout
    done = coder("edit", *change, *DAY)
    assert done.returncode == 2 and said in done.stderr, done.stderr
    assert coder("history").stdout == before


def test_a_result_that_changes_takes_what_it_granted(coder: Run) -> None:
    """Not passed after all: no credential is left."""
    assert coder("edit", "1", "result=fail", *DAY).returncode == 0
    assert "Holds          no credential yet" in coder("status", *DAY).stdout


def test_a_file_comes_later(coder: Run) -> None:
    """To any entry, by its number, with attach or with papers add."""
    assert "On file for entry 3" in coder("attach", "3", "letter.pdf", *DAY).stdout
    assert "On file for entry 4" in coder("papers", "add", "4", "letter.pdf", *DAY).stdout
    assert {one["kind"]: one["file"] is not None for one in entries(coder)} == {
        "membership": False, "ceu": True, "job": True, "exam": False
    }  # fmt: skip
    again = coder("attach", "5", "letter.pdf", *DAY)
    assert again.returncode == 2 and "has that file already" in again.stderr
    gone = coder("attach", "5", "nothing.pdf", *DAY)
    assert gone.returncode == 2 and "cannot read" in gone.stderr


def test_the_old_name_of_papers_still_works(coder: Run) -> None:
    """Proof is papers."""
    assert coder("proof", *DAY).stdout == coder("papers", *DAY).stdout
    assert "  papers " in coder("--help").stdout and "  proof " not in coder("--help").stdout


def test_a_line_of_the_present_step_is_ticked_by_its_number(run: Run) -> None:
    """As the checklist numbers them."""
    flags = [part for one in ("target=outpatient-coder", "credentials=CPC-A:2025-11-03", "training=completed", "course=self-paced",
             "course_hours=120", "experience_months=12", "employed=true", "practicode=none") for part in ("--set", one)]  # fmt: skip
    run("profile", "new", "me")
    run("profile", "answers", *flags, *DAY)
    assert "3. Check the signer" in run("checklist", *DAY).stdout
    assert "Ticked off: Check the signer" in run("done", "3", *DAY).stdout
    assert "[x] 3. Check the signer" in run("checklist", *DAY).stdout
    for words, said in ((("9",), "has no line 9"), (("0",), "has no line 0"), ((), "nothing is given that was done")):
        done = run("done", *words, *DAY)
        assert done.returncode == 2 and said in done.stderr


# --- in a terminal, with the keys counted -------------------------------------------------------------------


def keys_of(typed: str) -> int:
    """Return how many keys that is; an arrow is one."""
    return len(typed.replace(DOWN, "d"))


def test_a_week_of_a_coder(tmp_path: Path) -> None:
    """Two certificates and a look: what is missing is asked, in ten keys beside the title."""
    shared = {"XDG_DATA_HOME": str(tmp_path / "data"), "MECODER_PAGER": "cat"}
    for words in (
        ("exam", "CPC", "--date", "2024-11-01", "--result", "pass"),
        ("membership", "AAPC", "--renews", "2028-10-31"),
    ):
        assert Terminal("log", *words, *DAY, env=shared).end() == 0
    typed = ("2" + ENTER, ENTER, ENTER)
    terminal = Terminal("log", "ceu", *DAY, env=shared)
    for wait, keys in zip(
        ("How many CEUs", r"When was it completed\? \[today\]", r"title\? \[CEUs\]"), typed, strict=True
    ):
        terminal.answer(wait, keys)
    assert terminal.end() == 0 and "2 with AAPC" in terminal.seen
    assert sum(keys_of(one) for one in typed) < 10
    terminal = Terminal("log", *DAY, env=shared)
    terminal.answer("What happened", DOWN * 4 + ENTER)
    terminal.answer("How many CEUs", "many" + ENTER)
    terminal.answer("is not a number", "\x7f" * 4 + "1.5" + ENTER)
    terminal.answer("When was it", "last friday" + ENTER)
    terminal.answer("title", "Chapter meeting" + ENTER)
    assert terminal.end() == 0 and "1.5 with AAPC" in terminal.seen
    terminal = Terminal("ceu", *DAY, env=shared)
    assert terminal.end() == 0 and "3.5" in terminal.seen


def test_a_month_of_an_apprentice(tmp_path: Path) -> None:
    """A job begins, its hours change, its letter comes; a line is picked and ticked."""
    shared = {"XDG_DATA_HOME": str(tmp_path / "data"), "MECODER_PAGER": "cat"}
    (tmp_path / "letter.pdf").write_text("a letter", encoding="utf-8")
    flags = [part for one in ("target=outpatient-coder", "training=completed", "course=self-paced", "course_hours=120",
             "practicode=none", "priority=balanced") for part in ("--set", one)]  # fmt: skip
    assert Terminal("profile", "new", "me", env=shared).end() == 0
    assert Terminal("profile", "answers", *flags, *DAY, env=shared).end() == 0
    assert Terminal("log", "exam", "CPC", "--date", "2025-11-03", "--result", "pass", *DAY, env=shared).end() == 0
    terminal = Terminal("log", "job", *DAY, env=shared)
    terminal.answer("For whom", "City Clinic" + ENTER)
    terminal.answer("From which day", "10/26/2026" + ENTER)
    assert terminal.end() == 0 and "Coding job: City Clinic" in terminal.seen
    number = next(
        event["id"]
        for event in json.loads(text_of("history", "--json", env=shared))["events"]
        if "employer" in event["data"]
    )
    terminal = Terminal("edit", str(number), *DAY, env=shared)
    terminal.answer("Change what", "hours")
    terminal.answer("hours_per_week: ", ENTER)
    terminal.answer("empty takes it out", "32" + ENTER)
    terminal.answer("hours_per_week: 32", "done")
    terminal.answer("Done", ENTER)
    assert terminal.end() == 0 and "hours_per_week nothing -> 32" in terminal.seen
    terminal = Terminal("done", *DAY, env=shared)
    terminal.answer("What is done", ENTER)
    assert terminal.end() == 0 and "Ticked off" in terminal.seen


def test_a_counselors_morning(run: Run, tmp_path: Path) -> None:
    """Who is where, what falls due for whom; beginning with somebody new takes nobody's place."""
    shared = {"XDG_DATA_HOME": str(tmp_path / "data")}
    for name, aim in (("anna", "outpatient-coder"), ("bob", "inpatient-coder")):
        assert run("profile", "new", name).returncode == 0
        run("profile", "answers", "--profile", name, "--set", f"target={aim}", *DAY)
    run("log", "exam", "CPC", "--date", "2024-11-01", "--result", "pass", "--profile", "anna", *DAY)
    run("log", "membership", "AAPC", "--renews", "2026-12-31", "--profile", "anna", *DAY)
    assert "anna  in use" in run("profile", "list", *DAY).stdout
    told = json.loads(run("profile", "list", *DAY, "--json").stdout)["profiles"]
    assert [(one["name"], one["current"], one["aim"], one["due"]) for one in told] == [
        ("anna", True, "Outpatient coder", "2026-12-31"), ("bob", False, "Inpatient coder", None)
    ]  # fmt: skip
    assert "Inpatient coder" in run("status", "--all", *DAY).stdout
    due = run("due", "--all", "--fail", *DAY)
    assert due.returncode == 1 and due.stdout.startswith("anna  2026-12-31  AAPC:") and "bob" not in due.stdout
    assert json.loads(run("due", "--all", "--json", *DAY).stdout)["people"][0]["name"] == "anna"
    assert "It is in use from now on" in run("profile", "new", "carl", "--use").stdout
    assert Terminal("status", *DAY, env=shared).end() == 0


def text_of(*words: str, env: dict[str, str]) -> str:
    """Return what a command prints."""
    terminal = Terminal(*words, columns=4000, env=env)
    assert terminal.end() == 0
    return terminal.seen


def test_a_profile_begins_with_answers_from_a_file(run: Run, tmp_path: Path) -> None:
    """What a counselor wrote down beforehand; a file that cannot be used leaves nothing behind."""
    (tmp_path / "ana.yaml").write_text("target: outpatient-coder\ntraining: none\ndiploma: true\nage: unsure\n")
    (tmp_path / "bad.yaml").write_text("target: nobody\n")
    assert "with 4 answers" in run("profile", "new", "ana", "--answers", "ana.yaml").stdout
    answers = run("profile", "answers", "--profile", "ana", "--json", *DAY).stdout
    assert "outpatient-coder" in answers and "unsure" in answers
    refused = run("profile", "new", "bo", "--answers", "bad.yaml")
    assert refused.returncode == 2 and "target" in refused.stderr
    assert [one["name"] for one in json.loads(run("profile", "list", "--json", *DAY).stdout)["profiles"]] == ["ana"]


def test_what_is_told_of_another_client_names_them(run: Run) -> None:
    """The hint of how to undo speaks of the same person, and the undoing says whose entry it is."""
    for name in ("ana", "ben"):
        run("profile", "new", name)
    entry = ("log", "ceu", "1", "aapc", "x", "-d", "2026-11-01", *DAY)
    assert "Undo: mecoder undo 1 --profile ben" in run(*entry, "--profile", "ben").stdout
    assert "--profile" not in run(*entry).stdout
    assert "entry 1 of ben" in run("undo", "--dry-run", "--profile", "ben").stderr
