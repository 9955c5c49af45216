"""The commands that keep a record, run as a person runs them."""

import json
from pathlib import Path

import pytest
from conftest import Run

JOB = ("log", "job", "--employer", "Clinic", "--from", "2025-01-01")
DAY = ("--as-of", "2026-11-23")


def events(run: Run) -> list[dict[str, object]]:
    done = run("history", "--json")
    return list(json.loads(done.stdout)["events"]) if done.returncode == 0 else []


def test_the_first_entry_begins_a_profile(run: Run) -> None:
    """Nothing has to be set up; where it is kept is said."""
    done = run("log", "course", "--hours", "120", *DAY)
    assert done.returncode == 0
    assert "A profile called 'me' was begun" in done.stderr
    assert "not said -> 120 hours" in done.stdout
    assert "Undo: mecoder undo 1" in done.stdout


@pytest.mark.parametrize(("command", "says"), [
    (("log", "job", "--employer", "C", "--from", "2026-13-01"), "a date that does not exist"),
    (("log", "job", "--employer", "C", "--from", "yesterday"), "is not a date such as"),
    (("log", "job", "--employer", "C", "--from", "2027-01-01"), "is in the future"),
    (("log", "job", "--employer", "C", "--from", "2026-01-02", "--to", "2026-01-01"), "is before --from"),
    (("log", "job", "--employer", " ", "--from", "2026-01-02"), "nothing is given"),
    (("log", "job", "--employer", "C", "--from", "2026-01-02", "--hours-per-week", "200"), "not between 1 and 100"),
    (("log", "job", "--from", "2026-01-02"), "--employer"),
    (("log", "course", "--hours", "0"), "not between 1"),
    (("log", "course", "--hours", "12.5"), "not a whole number"),
    (("log", "course", "--hours", "90", "--proof", "nowhere.pdf"), "cannot read nowhere.pdf"),
    (("log", "course", "--hours", "90", "--proof", "."), "is not a file"),
    (("log", "practicode", "--cases", "-1"), "not between 0"),
    (("log", "practicode", "--cases", "10", "--score", "101"), "not between 0 and 100"),
    (("log", "ceu", "--body", "AAPK", "--units", "1", "--date", "2026-01-01", "--title", "t"), "Did you mean AAPC"),
    (("log", "ceu", "--body", "AAPC", "--units", "0", "--date", "2026-01-01", "--title", "t"), "not between 0.01"),
    (("log", "ceu", "--body", "AHIMA", "--units", "1", "--date", "2026-01-01", "--title", "t", "--category", "orgin"), "Did you mean origin"),
    (("log", "exam", "CPX", "--date", "2026-01-01", "--result", "pass"), "Did you mean"),
    (("log", "exam", "CPC", "--date", "2026-01-01", "--result", "maybe"), "neither pass nor fail"),
    (("log", "membership", "AAPC", "--renews", "2036-01-01"), "too far ahead"),
    (("log", "nothing"), "no record has the id"),
    (("log", "jop", "--employer", "C"), "Did you mean job"),
    (("done", "conver-cpc-a"), "Did you mean convert-cpc-a"),
    (("done", "convert-cpc-a/leter"), "Did you mean letter"),
    (("done", "build-experience"), "is counted from your entries"),
    (("done", "renew-aapc"), "no day is known"),
    (("undo",), "there is no profile yet"),
    (("proof", "letter", "employment"), "there is no profile yet"),
    (("due", "--within", "soon"), "is not a number of days"),
])  # fmt: skip
def test_bad_input_is_named_and_nothing_is_written(run: Run, command: tuple[str, ...], says: str) -> None:
    """Exit 2, one clear message, no entry, no profile."""
    done = run(*command, *([] if command[0] in ("due", "undo") else DAY))
    assert done.returncode == 2, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert events(run) == []


def test_the_same_job_again_corrects_it(run: Run) -> None:
    """An end date is added to the entry; overlap with another job counts once, and both are said."""
    run(*JOB, "--signer", "hr", *DAY)
    done = run(*JOB, "--to", "2025-12-31", *DAY)
    assert "This corrects entry 1" in done.stdout
    assert "22 -> 12 months" in done.stdout
    assert events(run)[-1]["data"]["signer"] == "hr"  # type: ignore[index]
    assert run(*JOB, "--to", "2025-12-31", *DAY).returncode == 2
    other = run("log", "job", "--employer", "Second", "--from", "2025-07-01", "--to", "2026-06-30", *DAY)
    assert "It overlaps with Clinic; those days count once." in other.stdout
    assert "12 -> 18 months" in other.stdout


def test_part_time_work_is_shown_as_a_question(run: Run) -> None:
    """Not counted, told, and counted once the body has said so."""
    done = run(*JOB, "--hours-per-week", "20", *DAY)
    assert "22 more months (Clinic) count only if the body says so" in done.stdout
    assert "not said -> 0 months" in done.stdout
    assert "0 -> 22 months" in run(*JOB, "--confirmed", *DAY).stdout


def test_undo_previews_and_takes_back(run: Run) -> None:
    """A dry run changes nothing; undoing twice by number brings it back."""
    run("log", "course", "--hours", "120", *DAY)
    preview = run("undo", "--dry-run")
    assert "This takes back entry 1" in preview.stderr and "120 contact hours" in preview.stderr
    assert len(events(run)) == 1
    done = run("undo", *DAY)
    assert "120 -> not said" in done.stdout
    assert "undone" in run("history").stdout
    again = run("undo", "2", *DAY)
    assert "not said -> 120 hours" in again.stdout
    assert run("undo", "2").returncode == 2
    assert run("undo", "99").returncode == 2


def test_what_is_worked_out_cannot_be_typed_as_well(run: Run) -> None:
    """Months come from jobs; typing them is refused with the command to use."""
    run(*JOB, *DAY)
    done = run("profile", "answers", "--set", "experience_months=40", *DAY)
    assert done.returncode == 2
    assert "worked out from your entries (job)" in done.stderr
    assert "mecoder log job" in done.stderr
    assert "40 months" not in run("profile", "show", *DAY).stdout


def test_an_exam_cannot_be_passed_twice(run: Run) -> None:
    """A credential that is held is refused, under either of its names."""
    passed = ("log", "exam", "CPC", "--date", "2026-01-01", "--result", "pass")
    assert run(*passed, *DAY).returncode == 0
    done = run("log", "exam", "CPC-A", "--date", "2026-02-01", "--result", "pass", *DAY)
    assert done.returncode == 2
    assert "you hold the CPC-A already, since 2026-01-01" in done.stderr


def test_the_same_certificate_counts_once(run: Run) -> None:
    """One event, one entry."""
    ceu = ("log", "ceu", "--body", "AAPC", "--units", "2", "--date", "2026-01-01", "--title", "Chapter meeting")
    assert run(*ceu, *DAY).returncode == 0
    done = run(*ceu, *DAY)
    assert done.returncode == 2 and "entry 1 logs the same certificate" in done.stderr


def test_proofs_are_watched(run: Run, tmp_path: Path) -> None:
    """On file, changed, gone: told by path; the file itself is never touched."""
    paper = tmp_path / "course.pdf"
    paper.write_bytes(b"certificate")
    run("profile", "new", "me")
    run(
        "profile",
        "answers",
        "--set",
        "target=outpatient-coder",
        "--set",
        "credentials=CPC-A",
        "--set",
        "practicode=done",
        "--set",
        "experience_months=0",
        *DAY,
    )
    run("log", "course", "--hours", "120", "--proof", str(paper), *DAY)

    def states() -> list[tuple[str, str]]:
        found = json.loads(run("proof", *DAY, "--json").stdout)["documents"]
        return [(row["item"], row["state"]) for row in found if row["step"] == "convert-cpc-a"]

    assert ("course", "have") in states()
    assert ("practicode", "lacking") in states()
    paper.write_bytes(b"certificatf")
    assert ("course", "changed") in states()
    assert "CHANGED since it was noted" in run("proof", *DAY).stdout
    paper.unlink()
    assert ("course", "missing") in states()
    other = tmp_path / "practicode.pdf"
    other.write_bytes(b"600 cases")
    assert run("proof", "add", "convert-cpc-a/practicode", str(other), *DAY).returncode == 0
    assert ("practicode", "have") in states()


def test_ticked_lines_are_shown_ticked(run: Run) -> None:
    """In the plan, the checklist and their JSON."""
    run("profile", "new", "me")
    run(
        "profile",
        "answers",
        "--set",
        "target=outpatient-coder",
        "--set",
        "credentials=none",
        "--set",
        "training=none",
        *DAY,
    )
    run("done", "choose-training/hours", *DAY)
    action = json.loads(run("plan", "--json", "--no-input", *DAY).stdout)["next_action"]
    assert {line["id"]: line["done"] for line in action["checklist"]}["hours"] is True
    assert "[x] Ask whether the certificate" in run("checklist", *DAY).stdout
    assert run("done", "choose-training/hours", *DAY).returncode == 2


def test_due_is_for_a_prompt(run: Run) -> None:
    """One line each, exit 0; with --fail 1 when something is due, silent and 0 when nothing is."""
    person = ("--set", "credentials=CPC:2025-04-01", "--set", "memberships=AAPC:2027-01-31", "--set", "ceus=AAPC:10")
    done = run("due", *person, *DAY)
    assert done.returncode == 0
    assert [line.split("  ")[0] for line in done.stdout.splitlines()] == ["2027-01-31", "2027-01-31"]
    assert run("due", "--fail", *person, *DAY).returncode == 1
    none = run("due", "--fail", "--within", "30d", *person, *DAY)
    assert (none.returncode, none.stdout.strip()) == (0, "")
    found = json.loads(run("due", "--json", *person, *DAY).stdout)
    assert [d["id"] for d in found["deadlines"]] == ["earn-ceus", "renew-aapc"]


def test_ceu_json_is_the_contract(run: Run) -> None:
    """Body, cycle, needed, earned, missing."""
    person = ("--set", "credentials=CPC:2023-04-01", "--set", "memberships=AAPC:2027-01-31", "--set", "ceus=AAPC:10")
    body = json.loads(run("ceu", "--json", *person, *DAY).stdout)["bodies"][0]
    assert body["body"] == "AAPC"
    assert body["cycle"] == {"start": "2025-01-31", "end": "2027-01-31"}
    assert (body["needed"], body["earned"], body["missing"]) == (36, 10, 26)


def test_bare_mecoder_is_the_status_once_there_is_a_profile(run: Run) -> None:
    """Without one, three lines and the help."""
    assert "Start with: mecoder plan" in run().stdout
    run("profile", "new", "anna")
    assert run().stdout.startswith("anna: no aim yet")


def test_a_letter_is_written_to_a_new_file_only(run: Run, tmp_path: Path) -> None:
    """An existing file is left alone; the check exits 1 while something would be rejected."""
    run(*JOB, "--to", "2025-12-31", *DAY)
    assert run("proof", "letter", "employment", "--out", "letter.md", "--format", "md").returncode == 0
    text = (tmp_path / "letter.md").read_text(encoding="utf-8")
    assert text.startswith("# DRAFT") and "- [ ] company letterhead" in text
    assert run("proof", "letter", "employment", "--out", "letter.md").returncode == 2
    check = run("proof", "letter", "employment", "--check")
    assert check.returncode == 1 and "name not known" in check.stdout


@pytest.mark.parametrize("columns", ["50", "100"])
def test_texts_of_the_user_cannot_steer_the_terminal(run: Run, columns: str) -> None:
    """Escape codes in a name are taken out when it is logged."""
    done = run(
        "log",
        "job",
        "--employer",
        "Evil\x1b[31m [bold]Clinic[/bold]",
        "--from",
        "2025-01-01",
        *DAY,
        env={"COLUMNS": columns},
    )
    assert "\x1b" not in done.stdout
    assert "[bold]Clinic[/bold]" in done.stdout


def test_flags_lie_over_the_stored_profile_and_are_not_kept(run: Run) -> None:
    """`--set` is for one run."""
    run("profile", "new", "me")
    run(
        "profile",
        "answers",
        "--set",
        "target=outpatient-coder",
        "--set",
        "credentials=none",
        "--set",
        "training=none",
        *DAY,
    )
    assert json.loads(run("next", "--json", *DAY).stdout)["next_action"]["id"] == "choose-training"
    changed = json.loads(run("next", "--json", "--set", "training=enrolled", *DAY).stdout)
    assert changed["next_action"]["id"] != "choose-training"
    assert json.loads(run("next", "--json", *DAY).stdout)["next_action"]["id"] == "choose-training"
