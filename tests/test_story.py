"""Three years of one person through the real commands: a newcomer becomes a full coder, then a specialist."""

import json
from pathlib import Path
from typing import Any

from conftest import Run


class Life:
    """One person; every turn is a real command on a given day."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def does(self, day: str, *command: str) -> dict[str, Any]:
        """Run a command that writes, and return what it says has changed."""
        done = self._run(*command, "--as-of", day, "--json")
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))

    def status(self, day: str) -> dict[str, Any]:
        """Return the status as JSON."""
        done = self._run("status", "--as-of", day, "--json")
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))

    def next(self, day: str) -> tuple[str, str | None]:
        """Return the next action and its way."""
        action = self.status(day)["next_action"]
        return action["id"], action["way"]

    def answers(self, day: str, *settings: str) -> dict[str, Any]:
        """Store answers."""
        return self.does(day, "profile", "answers", *(part for one in settings for part in ("--set", one)))


def test_three_years_from_newcomer_to_specialist(run: Run, tmp_path: Path) -> None:
    """At each turn the next action is the right one, and nothing said before is asked again."""
    life = Life(run)
    certificate = tmp_path / "certificate.pdf"
    certificate.write_bytes(b"120 contact hours")
    assert run("profile", "new", "maria").returncode == 0

    # A newcomer: only what decides is said.
    life.answers("2026-01-05", "target=outpatient-coder", "credentials=none", "training=none", "diploma=true",
                 "experience_months=0", "employed=false", "memberships=none", "practicode=none", "age=30",
                 "ma_resident_since=2015-06-01", "college_degree=bachelor", "priority=fastest")  # fmt: skip
    assert life.next("2026-01-05")[0] == "choose-training"
    life.does("2026-01-20", "done", "choose-training", "--way", "self-paced")
    assert life.next("2026-01-20")[0] == "complete-training"

    # The course ends; its certificate is kept.
    life.does("2026-06-12", "log", "course", "--hours", "120", "--school", "College", "--title", "Coding",
              "--date", "2026-06-10", "--usd", "1799", "--proof", str(certificate))  # fmt: skip
    assert life.next("2026-06-12") == ("join-aapc", None)
    life.does("2026-06-20", "log", "membership", "AAPC", "--renews", "2028-06-30", "--usd", "164")
    assert life.next("2026-06-20") == ("pass-cpc", "trained")

    # A fail, then a pass: CPC-A.
    failed = life.does("2026-07-26", "log", "exam", "CPC", "--date", "2026-07-25", "--result", "fail", "--usd", "425")
    assert failed["after"]["next_action"] == "pass-cpc"
    passed = life.does("2026-09-06", "log", "exam", "CPC", "--date", "2026-09-05", "--result", "pass")
    assert passed["events"][0]["data"]["grants"] == "CPC-A"
    assert passed["after"]["next_action"] == "find-first-job"

    # The first job. With the course, Practicode is now the faster half of the way; she leaves it aside.
    started = life.does("2026-11-03", "log", "job", "--employer", "Worcester Clinic", "--from", "2026-11-02",
                        "--code-sets", "CPT,ICD-10-CM", "--signer", "supervisor", "--hours-per-week", "40")  # fmt: skip
    assert started["after"]["next_action"] == "complete-practicode"

    # Seven months in, dues come first; they are paid, and the route goes on.
    assert life.next("2027-06-01") == ("renew-aapc", None)
    life.does("2027-06-02", "done", "renew-aapc", "--usd", "222")
    assert life.next("2027-06-03")[0] == "complete-practicode"

    # A year of work plus the course: the A comes off.
    assert life.next("2027-11-01") == ("build-experience", None), "a month of waiting beats buying Practicode now"
    assert life.next("2027-11-02") == ("convert-cpc-a", "employment-plus-course")
    papers = json.loads(run("proof", "--as-of", "2027-11-02", "--json").stdout)["documents"]
    assert ("course", "have") in [(p["item"], p["state"]) for p in papers if p["step"] == "convert-cpc-a"]
    assert ("letter", "lacking") in [(p["item"], p["state"]) for p in papers if p["step"] == "convert-cpc-a"]
    letter = run("proof", "letter", "employment", "--name", "Maria Lee", "--as-of", "2027-11-03").stdout
    assert "Maria Lee worked for Worcester Clinic from 2 November 2026 to the present (3 November 2027)" in letter
    converted = life.does("2027-11-26", "done", "convert-cpc-a", "--date", "2027-11-25")
    assert converted["after"]["status"] == "complete"
    assert converted["events"][0]["data"]["way"] == "employment-plus-course"

    # CEUs before the cycle ends; the last ones make it complete.
    for number in range(4):
        life.does("2027-12-01", "log", "ceu", "--body", "AAPC", "--units", "8.5", "--date", f"2027-0{5 + number}-15",
                  "--title", f"Workshop {number}")  # fmt: skip
    assert life.next("2028-05-01") == ("earn-ceus", None)
    life.does(
        "2028-05-02", "log", "ceu", "--body", "AAPC", "--units", "2", "--date", "2028-05-01", "--title", "Chapter"
    )
    quiet = life.status("2028-05-03")
    assert (quiet["next_action"], quiet["quiet_until"]) == (None, "2028-05-31")
    assert life.next("2028-05-31") == ("renew-aapc", None)
    life.does("2028-06-15", "done", "renew-aapc", "--usd", "222")
    ceu = json.loads(run("ceu", "--as-of", "2028-07-05", "--json").stdout)["bodies"][0]
    assert (ceu["cycle"], ceu["earned"]) == ({"start": "2028-06-30", "end": "2030-06-30"}, 0)

    # A new aim: the specialty asks two years of work first.
    life.answers("2028-07-05", "target=surgical-coder", "role=other")
    assert life.next("2028-07-05") == ("build-experience", None)
    assert life.next("2028-11-02") == ("pass-cgsc", None)
    special = life.does("2029-01-20", "log", "exam", "CGSC", "--date", "2029-01-18", "--result", "pass", "--usd", "425")
    assert special["after"]["next_action"] == "move-into-role"
    arrived = life.does("2029-02-01", "done", "move-into-role")
    assert arrived["after"]["status"] == "complete"

    # The end of the story: a full status, with every dollar and every deadline.
    status = life.status("2029-02-02")
    assert status["profile"] == "maria"
    assert status["spent_usd"] == 1799 + 164 + 425 + 222 + 222 + 425
    assert status["months"] == {"counted": 27, "to_ask": 0}
    assert {d["id"]: d["due"] for d in status["deadlines"]} == {"earn-ceus": "2030-06-30", "renew-aapc": "2029-06-30"}
    assert next(d for d in status["deadlines"] if d["id"] == "earn-ceus")["needed"] == 40
    assert all(phase["done"] == phase["total"] for phase in status["phases"])
    assert len(json.loads(run("history", "--json").stdout)["events"]) == 30
