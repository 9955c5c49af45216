"""What the record says of an entry: what contradicts, whether it counts and where, and what stays owed."""

import json
from pathlib import Path

import pytest
from conftest import Run


@pytest.fixture
def coder(run: Run) -> Run:
    """Somebody with a CPC-A of November 2024 and a cycle with AAPC to the end of October 2026."""
    told(run, "2024-11-01", "exam", "CPC", "--date", "2024-11-01", "--result", "pass")
    told(run, "2024-11-02", "membership", "AAPC", "--renews", "2026-10-31")
    return run


def told(run: Run, day: str, *words: str) -> str:
    """Log something on a day; return what was said."""
    done = run("log", *words, "--as-of", day)
    assert done.returncode == 0, done.stderr
    return done.stdout


def cycle(run: Run, day: str, body: str = "AAPC") -> dict[str, object]:
    """Return the present cycle as JSON."""
    bodies = json.loads(run("ceu", "--as-of", day, "--json").stdout)["bodies"]
    found: dict[str, object] = next(one for one in bodies if one["body"] == body)
    return found


def ceu(units: float, day: str, *more: str, body: str = "AAPC") -> tuple[str, ...]:
    return ("ceu", "--body", body, "--units", str(units), "--date", day, "--title", f"class of {day}", *more)


def test_missed_ceus_stay_owed_until_they_are_made_up(coder: Run) -> None:
    """25 of 36: a late one goes to the cycle that is short, renewing says what remains, the next ones fill it first."""
    told(coder, "2025-05-02", *ceu(25, "2025-05-01"))
    assert cycle(coder, "2026-11-01")["missing"] == 11
    told(coder, "2026-11-11", *ceu(4, "2026-11-10"))
    assert cycle(coder, "2026-11-11")["missing"] == 7
    said = told(coder, "2026-11-12", "membership", "AAPC", "--renews", "2028-10-31")
    assert "7 CEUs of the cycle that ended on October 31, 2026 are still owed" in said
    now = cycle(coder, "2026-11-13")
    assert (now["needed"], now["earned"], now["owed"], now["missing"]) == (36, 0, 7, 43)
    assert "7 of them owed from the cycle before" in coder("status", "--as-of", "2026-11-13").stdout
    told(coder, "2026-12-11", *ceu(10, "2026-12-10"))
    now = cycle(coder, "2026-12-11")
    assert (now["earned"], now["owed"], now["made_up"], now["missing"]) == (3, 0, 11, 33)


def test_what_was_reported_is_not_owed(coder: Run) -> None:
    """Whoever reported them elsewhere says so once."""
    told(coder, "2025-05-02", *ceu(25, "2025-05-01"))
    told(coder, "2026-11-12", "membership", "AAPC", "--renews", "2028-10-31")
    done = coder("done", "earn-ceus", "--as-of", "2026-11-13")
    assert "It settles the CEUs still owed to AAPC from the cycle that ended on October 31, 2026" in done.stdout
    now = cycle(coder, "2026-11-13")
    assert (now["owed"], now["missing"]) == (0, 36)


def test_of_a_cycle_without_any_entry_nobody_can_tell(coder: Run) -> None:
    """Nothing logged: nothing is claimed to be owed."""
    told(coder, "2026-11-12", "membership", "AAPC", "--renews", "2028-10-31")
    assert cycle(coder, "2026-11-13")["missing"] == 36


def test_one_certificate_counts_with_several_bodies(coder: Run) -> None:
    """Each by its own rules; what was paid is paid once."""
    told(coder, "2025-03-02", "exam", "CCA", "--date", "2025-03-01", "--result", "pass")
    said = told(coder, "2025-05-02", *ceu(2, "2025-05-01", "--body", "AHIMA", "--usd", "30", "--category", "origin"))
    assert "CEUs: 2 with AAPC and AHIMA" in said
    assert cycle(coder, "2025-05-03")["logged"] == 2 == cycle(coder, "2025-05-03", "AHIMA")["logged"]
    assert "$30 spent" in coder("status", "--as-of", "2025-05-03").stdout


def test_the_receipt_says_what_does_not_count(coder: Run) -> None:
    """Before the credential, outside the cycle, with a body of which nothing is held: no check mark."""
    for day, words, said in (
        ("2025-01-10", ceu(2, "2024-10-01"), "before your first AAPC credential (November 1, 2024)"),
        ("2025-01-10", ceu(2, "2025-01-02", body="AHIMA"), "You hold no credential of AHIMA"),
    ):
        receipt = told(coder, day, *words)
        assert said in receipt and receipt.startswith("Kept, but it counts for nothing now"), receipt
    told(coder, "2026-10-02", *ceu(36, "2026-10-01"))
    told(coder, "2026-11-02", "membership", "AAPC", "--renews", "2028-10-31")
    assert "dated before its start" in told(coder, "2026-11-03", *ceu(1, "2025-11-03"))
    told(coder, "2025-03-02", "exam", "CCA", "--date", "2025-03-01", "--result", "pass")
    other = told(coder, "2025-05-02", *ceu(2, "2025-05-01", "--category", "other", body="AHIMA"))
    assert "counts toward the total, but not as from AHIMA" in " ".join(other.split())


def test_exams_that_contradict_are_refused(coder: Run) -> None:
    """A pass and a fail of one day, a fail after the pass; tries are counted by their days."""
    same = coder("log", "exam", "CPC", "--date", "2024-11-01", "--result", "fail", "--as-of", "2024-12-01")
    assert same.returncode == 2 and "entry 1 says that you passed the CPC on that day" in same.stderr
    later = coder("log", "exam", "CPC", "--date", "2024-11-20", "--result", "fail", "--as-of", "2024-12-01")
    assert later.returncode == 2 and "entry 1 says that you passed the CPC on November 1, 2024" in later.stderr
    assert "Try 1" in told(coder, "2025-06-02", "exam", "CCS", "--date", "2025-06-01", "--result", "fail")
    first = told(coder, "2025-06-02", "exam", "CCS", "--date", "2025-03-01", "--result", "fail")
    assert "Try 1" in first and "not before March 31, 2025" in first
    third = told(coder, "2025-06-20", "exam", "CCS", "--date", "2025-06-20", "--result", "fail")
    assert "Try 3" in third and "was not before July 1, 2025. Check both days." in " ".join(third.split())


def test_a_cycle_end_that_the_rule_speaks_against_is_noted(coder: Run) -> None:
    """October ends in even years, by a rule that is worked out: never refused."""
    said = told(coder, "2026-11-02", "membership", "AAPC", "--renews", "2027-10-31")
    told_ = " ".join(said.split())
    assert "end in October seem to end in even years: October 31, 2026 or October 31, 2028" in told_
    assert cycle(coder, "2026-11-03")["cycle"] == {"start": "2025-10-31", "end": "2027-10-31"}


def test_the_first_cycle_is_told_as_a_range(run: Run) -> None:
    """It begins with the credential; fewer CEUs are asked for, by no formula that was found."""
    told(run, "2025-10-02", "exam", "CPC", "--date", "2025-10-01", "--result", "pass")
    told(run, "2025-10-02", "membership", "AAPC", "--renews", "2026-10-31")
    now = cycle(run, "2026-01-01")
    assert (now["begins"], now["needed_least"], now["needed"]) == ("2025-10-01", 20, 36)
    screen = run("ceu", "--as-of", "2026-01-01").stdout
    assert "Oct 1, 2025 to Oct 31, 2026" in screen and "20 to 36" in screen
    for command in ("due", "--within", "400d"), ("status",):
        told_ = " ".join(run(*command, "--as-of", "2026-01-01").stdout.split())
        assert "0 of 20 to 36 CEUs in a first cycle, at most 36 to go" in told_, command
    due = json.loads(run("due", "--within", "400d", "--json", "--as-of", "2026-01-01").stdout)["deadlines"]
    assert [one["needed_least"] for one in due if one["needed"]] == [20]


def test_what_ahima_asks_for_is_no_dues(run: Run) -> None:
    """It is called as the body calls it, and stands in one sum with what is to come."""
    told(run, "2024-03-02", "exam", "CCS", "--date", "2024-03-01", "--result", "pass")
    status = run("status", "--as-of", "2025-12-01").stdout
    assert "AHIMA: recertification fee due" in status and "dues" not in status
    assert "to come, after likely aid: $100 to $218" in status


def test_a_file_with_unknown_ids_is_refused_together(run: Run, tmp_path: Path) -> None:
    """A question, a credential and an answer that nobody knows: nothing comes in."""
    events = [
        {"id": 1, "at": "2026-01-01T00:00", "kind": "answered", "data": {"question": "shoe_size", "value": 9}},
        {"id": 2, "at": "2026-01-01T00:00", "kind": "logged",
         "data": {"record": "exam", "exam": "XYZ", "date": "2025-01-01", "result": "pass", "grants": "XYZ-A"}},
        {"id": 3, "at": "2026-01-01T00:00", "kind": "answered", "data": {"question": "training", "value": "sometimes"}},
    ]  # fmt: skip
    content = {"schema": "mecoder.profile/1", "name": "odd", "events": events}
    (tmp_path / "odd.json").write_text(json.dumps(content), encoding="utf-8")
    done = run("profile", "import", "odd.json", "--yes")
    assert done.returncode == 2
    for said in (
        "question: 'shoe_size' is not known",
        "exam: 'XYZ' is not known",
        "grants: 'XYZ-A' is not known",
        "event 3: training",
    ):
        assert said in done.stderr, done.stderr
    assert "no profile" in run("profile", "list").stdout


def test_papers_of_a_step_that_is_done_stay_on_file(coder: Run, tmp_path: Path) -> None:
    """After converting, the letter is there, not lacking."""
    (tmp_path / "letter.pdf").write_text("a letter", encoding="utf-8")
    coder("profile", "answers", "--set", "target=outpatient-coder")
    told(coder, "2024-11-02", "course", "--hours", "80", "--date", "2024-10-01", "--proof", "letter.pdf")
    told(
        coder,
        "2025-02-01",
        "job",
        "--employer",
        "Clinic",
        "--from",
        "2025-01-06",
        "--hours-per-week",
        "40",
        "--proof",
        "letter.pdf",
    )
    assert coder("done", "convert-cpc-a", "--as-of", "2026-02-02").returncode == 0
    papers = coder("proof", "--step", "convert-cpc-a", "--as-of", "2026-02-03").stdout
    assert "employer's letter: on file" in papers and "[ ]" not in papers


def test_a_credential_earned_after_the_end_is_not_forgotten(run: Run) -> None:
    """A membership that ran out before the exam was passed: what is needed is what the deadline asks for."""
    told(run, "2026-11-11", "membership", "AAPC", "--renews", "2026-10-31")
    told(run, "2026-11-11", "exam", "CPC", "--date", "2026-11-10", "--result", "pass")
    assert cycle(run, "2026-11-12")["needed"] == 36
