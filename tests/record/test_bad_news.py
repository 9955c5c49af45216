"""Bad news told to a stored person: the road turns, and what is done and paid stays so."""

import json
from datetime import date
from typing import Any

from conftest import Run

from mecoder_cli.domain.pathway import Pathway

TRAINED = (
    "target=outpatient-coder", "diploma=true", "credentials=none", "memberships=AAPC:2028-09-30", "training=completed",
    "course=college-certificate", "course_hours=80", "practicode=none", "employed=false", "experience_months=0",
)  # fmt: skip
NEWCOMER = (
    "target=outpatient-coder", "diploma=true", "credentials=none", "memberships=none", "training=none", "employed=false",
    "experience_months=0", "age=38", "ma_resident_since=2010-01-01", "college_degree=none",
)  # fmt: skip


def answer(run: Run, day: str, *said: str) -> None:
    flags = [part for one in said for part in ("--set", one)]
    done = run("profile", "answers", *flags, "--as-of", day)
    assert done.returncode == 0, done.stderr


def begin(run: Run, day: str, *said: str) -> None:
    assert run("profile", "new", "me").returncode == 0
    answer(run, day, *said)


def plan(run: Run, day: str) -> dict[str, Any]:
    done = run("plan", "--no-input", "--as-of", day, "--json")
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def failed(run: Run, day: str) -> None:
    done = run("log", "exam", "CPC", "--date", day, "--result", "fail", "--as-of", day)
    assert done.returncode == 0, done.stderr


def step(told: dict[str, Any], id_: str) -> dict[str, Any]:
    return next(one for one in told["steps"] if one["id"] == id_)


def test_a_failed_exam_is_sat_again_with_the_try_that_was_bought(run: Run, pathway: Pathway) -> None:
    """No preparation and no fee anew: the wait for a seat, counted from that day; after the second, one try is paid."""
    begin(run, "2026-11-23", *TRAINED)
    before = plan(run, "2026-11-23")
    failed(run, "2026-12-10")
    once = plan(run, "2026-12-10")
    assert once["next_action"]["id"] == "pass-cpc" and once["next_action"]["usd"]["likely"] == 0
    assert once["usd"]["likely"] < before["usd"]["likely"]
    lines = [[item["id"] for item in told["next_action"]["checklist"]] for told in (before, once)]
    assert "again" not in lines[0] and lines[1][0] == "again" and "tries" not in lines[1]
    assert run("done", "pass-cpc/again", "--as-of", "2026-12-10").returncode == 0
    assert once["next_action"]["weeks"]["likely"] < before["next_action"]["weeks"]["likely"]
    later = plan(run, "2026-12-20")
    assert abs((date.fromisoformat(later["finish"]["likely"]) - date.fromisoformat(once["finish"]["likely"])).days) <= 1
    failed(run, "2027-01-20")
    twice = plan(run, "2027-01-20")
    fee = pathway.facts["cpc.fee.one"].number()
    assert twice["next_action"]["usd"]["likely"] == fee
    assert twice["finish"]["likely"] > once["finish"]["likely"]
    routes = json.loads(run("routes", "--runs", "50", "--as-of", "2027-01-20", "--json").stdout)["routes"]
    assert routes[0]["finish"]["likely"] == twice["finish"]["likely"]
    assert abs(routes[0]["usd"]["likely"] - twice["usd"]["likely"]) <= 1


def test_a_pass_after_a_fail_counts_no_more_fails(run: Run) -> None:
    begin(run, "2026-11-23", *TRAINED)
    failed(run, "2026-12-10")
    done = run("log", "exam", "CPC", "--date", "2027-01-20", "--result", "pass", "--as-of", "2027-01-20")
    assert done.returncode == 0, done.stderr
    assert step(plan(run, "2027-01-20"), "pass-cpc")["state"] == "done"


def test_a_fail_that_was_undone_never_was(run: Run) -> None:
    begin(run, "2026-11-23", *TRAINED)
    before = plan(run, "2026-12-10")
    failed(run, "2026-12-10")
    assert run("undo", "--as-of", "2026-12-10").returncode == 0
    assert plan(run, "2026-12-10")["usd"] == before["usd"]


def test_a_job_that_was_lost_is_looked_for_again(run: Run) -> None:
    apprentice = [one for one in TRAINED if not one.startswith(("credentials", "employed", "experience"))]
    begin(run, "2026-11-23", *apprentice, "credentials=CPC-A", "ceus=AAPC:0")
    job = ("log", "job", "--employer", "Clinic", "--from", "2026-06-01")
    assert run(*job, "--as-of", "2026-11-23").returncode == 0
    before = plan(run, "2026-11-23")
    assert run(*job, "--to", "2026-12-15", "--as-of", "2026-12-16").returncode == 0
    after = plan(run, "2026-12-16")
    assert after["next_action"]["id"] == "find-first-job"
    assert after["next_action"]["title"] == "Find a coding job"  # not the first one
    assert after["finish"]["likely"] > before["finish"]["likely"]


def test_a_course_that_was_dropped_is_no_course(run: Run) -> None:
    """Its kind and its end, told before, are left out."""
    begin(
        run,
        "2026-11-23",
        *(one for one in NEWCOMER if one != "training=none"),
        "training=enrolled",
        "course=college-certificate",
        "course_ends=2027-12-15",
    )
    assert plan(run, "2026-11-23")["next_action"]["id"] == "complete-training"
    answer(run, "2027-02-01", "training=none")
    after = plan(run, "2027-02-01")
    assert after["next_action"]["id"] == "choose-training"
    assert after["changed_since"]["because"] == "of what you wrote down since"


def test_aid_that_was_refused_turns_the_road(run: Run) -> None:
    """To the road that was named for that case."""
    begin(run, "2026-11-23", *NEWCOMER)
    before = plan(run, "2026-11-23")
    answer(run, "2026-11-24", "aid_refused=massreconnect,masseducate")
    after = plan(run, "2026-11-24")
    assert after["routes"][0]["id"] == before["if_refused"]["route"]
    assert after["if_refused"] is None and after["usd"] == after["usd_before_aid"]


def test_a_term_that_was_missed_moves_the_start_to_the_next(run: Run) -> None:
    begin(run, "2026-11-23", *(one.replace("outpatient", "inpatient") for one in NEWCOMER))
    before, after = plan(run, "2026-11-23"), plan(run, "2027-02-01")
    start = step(after, "complete-training")["start"]
    assert step(before, "complete-training")["start"] < "2027-02-01" < start
    assert start.startswith("2027-09")
    assert after["finish"]["likely"] > before["finish"]["likely"]


def test_a_fail_without_a_course_spares_nobody_the_preparation_after_it(run: Run) -> None:
    """Who sat the exam untrained and takes a course now prepares after it: bad news never brings the end forward."""
    flags = [part for one in (
        "target=outpatient-coder", "training=none", "credentials=none", "employed=false", "experience_months=0", "diploma=true", "memberships=none",
        "ma_resident_since=2010-05-01", "college_degree=none", "age=34", "weekly_hours=14",
    ) for part in ("--set", one)]  # fmt: skip
    run("profile", "new", "me")
    run("profile", "answers", *flags, "--as-of", "2026-11-23")
    before = json.loads(run("plan", "--no-input", "--json", "--as-of", "2026-11-23").stdout)
    run("log", "exam", "CPC", "--date", "2026-11-20", "--result", "fail", "--as-of", "2026-11-23")
    after = json.loads(run("plan", "--no-input", "--json", "--as-of", "2026-11-23").stdout)
    assert after["finish"]["likely"] >= before["finish"]["likely"] and after["usd"]["likely"] >= before["usd"]["likely"]
    assert "[]" not in run("routes", "1", "--as-of", "2026-11-23").stdout
