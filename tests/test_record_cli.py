"""The commands that keep a record, run as a person runs them."""

import json
from pathlib import Path

import pytest
from conftest import Run

JOB = ("log", "job", "--employer", "Clinic", "--from", "2025-01-01")
DAY = ("--as-of", "2026-11-23")
NEW = (
    "--set", "diploma=true", "--set", "experience_months=0", "--set", "employed=false", "--set",
    "ma_resident_since=2010-05-01", "--set", "college_degree=bachelor",
)  # fmt: skip


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
    (("log", "job", "--employer", "C", "--from", "some day"), "is not a date such as"),
        (("log", "job", "--employer", "C", "--from", "April 2026"), "leaves the day open; give it, such as 2026-04-01"),
    (("log", "practicode", "--cases", "10", "--date", "2027-01-01"), "is in the future"),
    (("log", "job", "--employer", "C", "--from", "2026-01-02", "--to", "2026-01-01"), "is before --from"),
    (("log", "job", "--employer", " ", "--from", "2026-01-02"), "nothing is given"),
    (("log", "job", "--employer", "C", "--from", "2026-01-02", "--hours-per-week", "200"), "not between 1 and 100"),
    (("log", "job", "--from", "2026-01-02"), "--employer"),
    (("log", "course", "--hours", "0"), "not between 1"),
    (("log", "course", "--hours", "12.5"), "not a whole number"),
    (("log", "course", "--hours", "90", "--proof", "nowhere.pdf"), "cannot read nowhere.pdf"),
    (("log", "course", "--hours", "90", "--proof", "."), "is not a file"),
    (("log", "practicode", "--cases", "-1"), "not between 0"),
    (("log", "practicode", "--cases", "601"), "not between 0 and 600"),
    (("log", "practicode", "--cases", "10", "--corrects"), "no entry is at odds"),
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
    (("done", "build-experience"), "is known from your entries"),
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
        *NEW,
        *DAY,
    )
    run("done", "choose-training/hours", *DAY)
    action = json.loads(run("plan", "--json", "--no-input", *DAY).stdout)["next_action"]
    assert {line["id"]: line["done"] for line in action["checklist"]}["hours"] is True
    assert "[x] 2. Ask whether the certificate" in run("checklist", *DAY).stdout
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
    """Without one, a welcome."""
    assert "mecoder plan" in run().stdout
    run("profile", "new", "anna", "--use")
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
        *NEW,
        *DAY,
    )
    assert json.loads(run("next", "--json", *DAY).stdout)["next_action"]["id"] == "choose-training"
    changed = json.loads(run("next", "--json", "--set", "training=enrolled", "--set", "course=self-paced", *DAY).stdout)
    assert changed["next_action"]["id"] != "choose-training"
    assert json.loads(run("next", "--json", *DAY).stdout)["next_action"]["id"] == "choose-training"


# --- found in review, kept found ---------------------------------------------------------------------------


def answered(run: Run, *settings: str, day: str = "2026-11-23") -> None:
    flags = [part for one in settings for part in ("--set", one)]
    done = run("profile", "answers", *flags, "--as-of", day)
    assert done.returncode == 0, done.stderr


def due(run: Run, day: str, within: str = "900") -> list[tuple[str, str]]:
    found = json.loads(run("due", "--json", "--within", within, "--as-of", day).stdout)["deadlines"]
    return [(one["id"], one["due"]) for one in found]


def test_a_damaged_profile_is_never_replaced_by_another_person(run: Run, tmp_path: Path) -> None:
    """Entries meant for one person do not land in another's journal."""
    run("profile", "new", "bob")
    run("profile", "new", "anna", "--use")
    run("log", "course", "--hours", "90", *DAY)
    (tmp_path / "data" / "mecoder" / "profiles" / "anna.sqlite3").write_bytes(b"junk")
    assert run("status").returncode == 5
    done = run("log", "course", "--hours", "100", *DAY)
    assert done.returncode == 5 and "anna" in done.stderr
    assert "100" not in run("history", "--profile", "bob").stdout


def test_beginning_anew_keeps_the_old_backup_apart(run: Run, tmp_path: Path) -> None:
    """The backup of the damaged journal is neither overwritten nor mixed with the new one."""
    run("profile", "new", "anna", "--use")
    run("log", "course", "--hours", "90", *DAY)
    folder = tmp_path / "data" / "mecoder" / "profiles"
    (folder / "anna.sqlite3").write_bytes(b"junk")
    run("status")
    run("profile", "new", "anna", "--use")
    run("log", "course", "--hours", "77", *DAY)
    assert len(list((folder / "backups").glob("anna.before-*.sqlite3"))) == 1
    (folder / "anna.sqlite3").write_bytes(b"junk")
    run("status")
    run("profile", "restore", "anna")
    history = run("history").stdout
    assert "77 contact hours" in history and "90 contact hours" not in history


def test_a_removed_profile_can_be_brought_back(run: Run) -> None:
    """The command that is named works."""
    run("profile", "new", "Anna K")
    run("log", "course", "--hours", "90", *DAY)
    done = run("profile", "remove", "Anna K", "--yes")
    assert "mecoder profile restore 'Anna K'" in done.stdout
    assert run("profile", "restore", "Anna K").returncode == 0
    assert "90 contact hours" in run("history", "--profile", "Anna K").stdout


def test_dues_noted_late_settle_their_own_day(run: Run) -> None:
    """The day that is settled is said, and it is the one nearest to when it was paid."""
    run("profile", "new", "me")
    answered(run, "credentials=CPC:2020-02-01", "memberships=AAPC:2027-01-31", day="2026-01-10")
    done = run("done", "renew-aapc", "--date", "2026-01-20", *DAY)
    assert "settles what falls due with AAPC on 2026-01-31" in done.stdout
    assert ("renew-aapc", "2027-01-31") in due(run, "2026-11-23")
    early = run("done", "renew-aapc", "--date", "2025-01-01", *DAY)
    assert (early.returncode, "falls due on 2027-01-31, more than a year after 2025-01-01" in early.stderr) == (2, True)


def test_a_lapsed_cycle_stays_overdue_until_it_is_settled(run: Run) -> None:
    """A cycle that ended while the record was kept is not forgotten the day after."""
    run("profile", "new", "me")
    answered(run, "credentials=CCA:2024-01-10", day="2025-06-01")
    assert ("earn-ceus", "2026-01-10") in due(run, "2026-01-11")
    assert "overdue" in run("due", "--as-of", "2026-01-11").stdout
    run("done", "earn-ceus", "--as-of", "2026-01-12")
    run("done", "renew-ahima", "--as-of", "2026-01-12")
    assert due(run, "2026-01-13") == [("earn-ceus", "2028-01-10"), ("renew-ahima", "2028-01-10")]


def test_typed_ceus_close_a_cycle_too(run: Run) -> None:
    """Deadlines do not vanish for good because the CEUs were told and not logged."""
    run("profile", "new", "me")
    answered(run, "credentials=CPC:2020-01-01", "memberships=AAPC:2026-12-31", "ceus=AAPC:36")
    run("done", "renew-aapc", *DAY)
    assert due(run, "2027-10-01") == [("renew-aapc", "2027-12-31"), ("earn-ceus", "2028-12-31")]


def test_the_right_number_of_the_wrong_sort_is_not_complete(run: Run) -> None:
    """Twenty CEUs of no asked sort leave as many missing as the sorts ask."""
    run("profile", "new", "me")
    answered(run, "credentials=CCA:2025-01-10")
    run(
        "log",
        "ceu",
        "--body",
        "AHIMA",
        "--units",
        "20",
        "--date",
        "2026-01-02",
        "--title",
        "t",
        "--category",
        "other",
        *DAY,
    )
    body = json.loads(run("ceu", "--json", *DAY).stdout)["bodies"][0]
    assert (body["earned"], body["missing"]) == (20, 16)
    assert "16 to go of the sorts asked for" in run("due", "--within", "900", *DAY).stdout


def test_ceus_from_before_certification_close_no_cycle(run: Run) -> None:
    """They are refused, so the cycle stays overdue."""
    run("profile", "new", "me")
    answered(run, "credentials=CPC:2024-06-01", "memberships=AAPC:2026-01-31", day="2025-06-01")
    run("log", "ceu", "--body", "AAPC", "--units", "36", "--date", "2024-03-01", "--title", "t", *DAY)
    run("done", "renew-aapc", "--date", "2026-01-30", *DAY)
    assert ("earn-ceus", "2026-01-31") in due(run, "2026-11-23")


def test_dues_go_on_while_ceus_are_missing(run: Run) -> None:
    """Paying is asked again a year later, whatever is missing otherwise."""
    run("profile", "new", "me")
    answered(run, "credentials=CPC:2020-01-01", "memberships=AAPC:2026-10-31", day="2026-10-01")
    run("done", "renew-aapc", "--as-of", "2026-10-20")
    assert ("renew-aapc", "2027-10-31") in due(run, "2027-10-15")
    assert run("done", "renew-aapc", "--as-of", "2027-10-16").returncode == 0


def test_parts_of_ceus_add_up_exactly(run: Run) -> None:
    """Fifteen times 2.4 is 36: the cycle closes."""
    run("profile", "new", "me")
    answered(run, "credentials=CPC:2020-01-01", "memberships=AAPC:2026-12-31")
    for number in range(15):
        run("log", "ceu", "--body", "AAPC", "--units", "2.4", "--date", "2026-01-02", "--title", f"t{number}", *DAY)
    run("done", "renew-aapc", *DAY)
    assert ("earn-ceus", "2028-12-31") in due(run, "2027-01-05")


def test_an_unknown_renewal_day_is_said(run: Run) -> None:
    """Silence would read as: nothing is due."""
    run("profile", "new", "me")
    run("log", "exam", "CPC", "--date", "2026-01-01", "--result", "pass", *DAY)
    assert "the day on which the cycle ends is not known" in run("due", *DAY).stderr
    assert "mecoder log membership AAPC --renews DATE" in run("status", *DAY).stdout


def test_undoing_a_correction_in_the_middle_does_not_double_the_job(run: Run) -> None:
    """One job stays one job."""
    run(*JOB, *DAY)
    run(*JOB, "--to", "2025-12-31", *DAY)
    run(*JOB, "--to", "2025-06-30", *DAY)
    assert run("undo", "2", *DAY).returncode == 2
    assert json.loads(run("status", "--json", *DAY).stdout)["months"]["counted"] == 6
    run("undo", "3", *DAY)
    assert json.loads(run("status", "--json", *DAY).stdout)["months"]["counted"] == 12


@pytest.mark.parametrize(
    "step", ["complete-training --way self-paced", "prove-course-hours", "take-preparation-course", "find-first-job"]
)
def test_what_the_plan_hopes_for_is_not_noted_as_a_fact(run: Run, step: str) -> None:
    """Hours and jobs come from entries with their own numbers."""
    run("profile", "new", "me")
    answered(run, "training=enrolled", "course=self-paced", "course_hours=40")
    done = run("done", *step.split(), *DAY)
    assert done.returncode == 2 and "mecoder log" in done.stderr


def test_a_way_that_is_not_open_is_refused(run: Run) -> None:
    """Nobody becomes a full coder by a slip of the keyboard."""
    run("profile", "new", "me")
    answered(run, "credentials=CPC-A", "experience_months=3", "course_hours=0", "practicode=none")
    done = run("done", "convert-cpc-a", "--way", "employment", *DAY)
    assert done.returncode == 2
    assert "3 of 24 months, 21 short" in done.stderr


def test_finished_cases_do_not_become_unfinished(run: Run) -> None:
    """An older, smaller number logged later takes nothing back."""
    run("log", "practicode", "--cases", "600", "--score", "80", "--date", "2026-05-01", *DAY)
    run("log", "practicode", "--cases", "300", "--date", "2026-01-01", *DAY)
    assert json.loads(run("profile", "show", "--json", *DAY).stdout)["answers"]["practicode"] == "done"


@pytest.mark.parametrize("event", [
    "{id: 1, at: '2026-01-01T10:00', kind: logged, data: {record: ceu}}",
    "{id: 1, at: '2026-01-01T10:00', kind: logged, data: {record: job, employer: A, from: '2024-13-01'}}",
    "{id: 1, at: '2026-01-01T10:00', kind: answered, data: {question: [a], value: 1}}",
    "{id: 1, at: '2026-01-01T10:00', kind: done, data: {step: pass-cpc, date: 5}}",
    "{id: 1, at: '2026-01-01T10:00', kind: logged, data: {record: exam, exam: CPC, date: '2026-01-01', result: pass}}",
])  # fmt: skip
def test_an_import_that_would_break_later_is_refused(run: Run, tmp_path: Path, event: str) -> None:
    """Each fault is named by its event; nothing comes in."""
    (tmp_path / "x.yaml").write_text(f"schema: mecoder.profile/1\nname: x\nevents:\n- {event}\n")
    done = run("profile", "import", "x.yaml")
    assert done.returncode == 2, done.stdout
    assert "event 1" in done.stderr
    assert "no profile yet" in run("profile", "list").stdout


def test_money_is_counted_as_of_the_day(run: Run) -> None:
    """What was paid later is not spent yet."""
    run("log", "course", "--hours", "90", "--usd", "500", "--date", "2026-05-01", *DAY)
    assert json.loads(run("status", "--json", "--as-of", "2026-01-01").stdout)["spent_usd"] == 0
    assert json.loads(run("status", "--json", *DAY).stdout)["spent_usd"] == 500


def test_status_and_proof_take_answers_as_well(run: Run) -> None:
    """Every command that needs a person takes a file and flags."""
    person = ("--set", "target=outpatient-coder", "--set", "credentials=none", "--set", "training=none", *NEW)
    assert json.loads(run("status", *person, "--json", *DAY).stdout)["next_action"]["id"] == "choose-training"
    assert run("proof", *person, *DAY).returncode == 0
    assert run("history", *DAY).returncode == 2


def test_options_before_a_subcommand_are_never_swallowed(run: Run) -> None:
    """What would be ignored is refused: it might name another person."""
    run("profile", "new", "zoe")
    run("profile", "new", "adam")
    for command in (("profile", "--profile", "zoe", "answers"), ("proof", "--profile", "zoe", "letter", "employment")):
        assert run(*command).returncode == 2
    assert "stand after letter" in run("proof", "--as-of", "2026-01-01", "letter", "employment").stderr


def test_the_paper_of_a_failed_exam_proves_nothing(run: Run, tmp_path: Path) -> None:
    """Neither its own step nor another one."""
    (tmp_path / "result.pdf").write_text("not passed", encoding="utf-8")
    run("log", "exam", "CPC", "--date", "2026-01-05", "--result", "fail", "--proof", str(tmp_path / "result.pdf"))
    for step in ("pass-cpc", "pass-ccs"):
        papers = json.loads(run("proof", "--step", step, "--json").stdout)["documents"]
        assert papers and all(paper["state"] == "lacking" for paper in papers)


def test_a_count_that_falls_asks_whether_it_corrects(run: Run) -> None:
    """Fewer cases than before are refused; --corrects puts them in the place of the wrong entry, and undo brings it back."""
    log = ("log", "practicode", "--cases")
    assert run(*log, "590", "--date", "2026-06-01", *DAY).returncode == 0
    refused = run(*log, "400", *DAY)
    assert refused.returncode == 2
    assert (
        "400 of 2026-11-23 is fewer than the 590 of 2026-06-01 (entry 1)" in refused.stderr
        and "--corrects" in refused.stderr
    )
    assert len(events(run)) == 1
    assert run(*log, "400", "--date", "2026-05-01", *DAY).returncode == 0
    assert run(*log, "500", "--corrects", *DAY).returncode == 0
    answers = json.loads(run("profile", "answers", "--json", *DAY).stdout)
    assert "500" in json.dumps(answers)
    late = run(*log, "600", "--score", "90", "--date", "2026-05-15", *DAY)
    assert late.returncode == 2 and "600 of 2026-05-15 is more than the later 500 of 2026-11-23" in late.stderr
    assert run("undo", "3", *DAY).returncode == 0
    assert "590" in run("profile", "answers", "--json", *DAY).stdout


def test_an_entry_on_a_day_to_come_says_so(run: Run) -> None:
    """Somebody who tries out a later day learns that the record was written to; today and before nothing is said."""
    run("profile", "new", "me")
    entry = ("log", "ceu", "1", "aapc", "A class", "-d", "2026-11-01")
    later = run(*entry, "--as-of", "2060-01-01")
    assert later.returncode == 0 and "Kept as of January 1, 2060, a day that is still to come" in later.stderr
    assert "still to come" not in run(*entry).stderr
    assert "still to come" not in run("list", "--as-of", "2060-01-01").stderr
