"""What lateness takes from a person, with its days: said first, and won back where that is still possible."""

import json
from datetime import date
from typing import Any

import pytest
from conftest import Run

from mecoder_cli.domain.answers import profile_from
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Plan
from mecoder_cli.planner import Planner

DAY = date(2026, 11, 26)
HOSPITAL = {
    "target": "inpatient-coder", "training": "completed", "credentials": [{"id": "CCS", "earned": "2022-09-30"}],
    "diploma": True, "experience_months": 60, "employed": True, "role": "inpatient-coder", "practicode": "none",
    "ceus": {"AHIMA": 8},
}  # fmt: skip
CLINIC = {
    "target": "outpatient-coder", "training": "completed", "credentials": [{"id": "CPC", "earned": "2020-10-31"}],
    "diploma": True, "experience_months": 60, "employed": True, "practicode": "none", "ceus": {"AAPC": 8},
}  # fmt: skip


def _plan(pathway: Pathway, person: dict[str, Any], **member: str) -> Plan:
    told = {**person, "memberships": [member]}
    return Planner(pathway).plan(profile_from(pathway, told, DAY, "test"), DAY)


@pytest.mark.parametrize("priority", ["balanced", "cheapest", "fastest"])
def test_what_employers_prefer_is_won_back_before_it_is_sat_again(pathway: Pathway, priority: str) -> None:
    """A credential of the target that is only inactive is nothing to pass an exam for."""
    plan = _plan(pathway, {**HOSPITAL, "priority": priority}, id="AHIMA", renews="2026-09-30")
    assert plan.next_action is not None and plan.next_action.id == "reinstate-ahima"
    assert any("extension" in item.text for item in plan.next_action.checklist)


def test_lateness_is_told_with_the_days_it_leads_to(run: Run, tmp_path: Any) -> None:
    """Since when it is inactive, from when it is revoked; a fee, and the day of cancelling."""
    late = _told(run, tmp_path, HOSPITAL, id="AHIMA", renews="2026-09-30")
    assert "inactive since October 1, 2026; revoked from March 29, 2027" in late["due"]
    # Fee and units go the same way: it is told once, and the units are not ordered beside winning back.
    assert all(late[command].count("inactive since") == 1 for command in ("due", "plan", "status"))
    assert "Meanwhile: Earn" not in late["plan"]
    assert "Lapsed AHIMA, CCS AHIMA" in late["why"] and "not said" not in late["why"]
    told = run("status", "--answers", str(tmp_path / "answers.yaml"), "--as-of", DAY.isoformat(), "--json").stdout
    assert json.loads(told)["credentials"] == {"held": [], "lapsed": ["CCS"]}
    assert "Lapsed CCS" in late["status"] and "Holds no credential yet" in late["status"]
    lost = _told(run, tmp_path, HOSPITAL, id="AHIMA", renews="2026-04-30")
    for command in ("due", "plan", "status"):
        assert (
            "revoked since October 27, 2026; appeal with evidence, if you have a case, until January 25, 2027"
            in lost[command]
        )
        # Units for what is gone are nothing to earn.
        assert "CEUs" not in lost[command], command
    assert lost["plan"].index("revoked since") < lost["plan"].index("DO THIS NEXT")
    dues = _told(run, tmp_path, CLINIC, id="AAPC", renews="2027-11-11", paid_until="2026-11-11")
    said = "a late fee of $50 since November 21, 2026; membership and credentials cancelled from February 9, 2027"
    assert said in dues["due"] and said in dues["plan"]
    assert "nothing more is needed" not in dues["plan"]


def _told(run: Run, folder: Any, person: dict[str, Any], **member: str) -> dict[str, str]:
    import yaml

    file = folder / "answers.yaml"
    file.write_text(yaml.safe_dump({**person, "memberships": [member]}))
    found = {}
    for command in ("due", "plan", "status", "why"):
        done = run(command, "--answers", str(file), "--as-of", DAY.isoformat())
        assert done.returncode == 0, done.stderr
        found[command] = " ".join(done.stdout.split())
    return found


def test_a_late_fee_is_part_of_the_price_and_of_the_road(pathway: Pathway) -> None:
    """What is to be paid today, not what would have been paid in time."""
    late = _plan(pathway, CLINIC, id="AAPC", renews="2027-11-11", paid_until="2026-11-11").next_action
    due = _plan(pathway, CLINIC, id="AAPC", renews="2027-12-01", paid_until="2026-12-01").next_action
    assert late is not None and due is not None and late.id == due.id == "renew-aapc"
    assert late.usd.likely - due.usd.likely == 50
    assert sum(line.usd.likely for line in late.costs) == late.usd.likely
    assert all(line.facts for line in late.costs)
    to_auditor = {**CLINIC, "target": "coding-auditor", "role": "outpatient-coder"}
    sums = [
        _plan(pathway, to_auditor, id="AAPC", renews=f"2027-{day}", paid_until=f"2026-{day}").usd.likely
        for day in ("11-11", "11-20")
    ]
    assert 40 <= sums[0] - sums[1] <= 60


def test_late_dues_are_told_with_their_price_beside_the_units(run: Run, tmp_path: Any) -> None:
    """Paying stops what is coming in a day; units of the same day are the next action, for they take longer."""
    told = _told(run, tmp_path, CLINIC, id="AAPC", renews="2026-10-17")["plan"]
    assert told.index("cancelled from January 15, 2027; pay $272 to $349 now") < told.index("Earn your CEUs")


def test_what_has_lapsed_gives_no_day_to_come_back(pathway: Pathway) -> None:
    """Quiet lasts until the next day on which something is to do, never until one that is past."""
    person = {**CLINIC, "credentials": [{"id": "CPC", "earned": "2020-10-31"}, {"id": "CCA", "earned": "2022-03-31"}]}
    person["memberships"] = [{"id": "AAPC", "renews": "2027-11-11"}, {"id": "AHIMA", "renews": "2024-03-31"}]
    plan = Planner(pathway).plan(profile_from(pathway, {**person, "ceus": {"AAPC": 36}}, DAY, "test"), DAY)
    assert plan.next_action is None and plan.quiet_until is not None and plan.quiet_until > DAY


@pytest.mark.parametrize(
    ("renews", "reached", "to_come"),
    [("2026-11-27", None, []), ("2026-11-25", "inactive", ["2027-05-24"]), ("2026-05-30", "revoked", [])],
)
def test_stages_to_come_are_in_the_json(
    pathway: Pathway, renews: str, reached: str | None, to_come: list[str]
) -> None:  # fmt: skip
    """Only once it is late, and only those that follow."""
    (fee,) = [one for one in _plan(pathway, HOSPITAL, id="AHIMA", renews=renews).deadlines if one.missing is None]
    assert (fee.reached.label if fee.reached else None) == reached
    assert [stage.day.isoformat() for stage in fee.to_come] == to_come


def test_winning_back_takes_the_units_that_are_missing(pathway: Pathway) -> None:
    """Their hours and their price are part of it: nobody earns twenty CEUs in a week for nothing."""
    planner = Planner(pathway)  # one for all of them: nothing that it remembers of one may serve another

    def action(earned: int, hours: int) -> tuple[float, float]:
        told = {**HOSPITAL, "ceus": {"AHIMA": earned}, "weekly_hours": hours}
        told["memberships"] = [{"id": "AHIMA", "renews": "2026-09-30"}]
        found = planner.plan(profile_from(pathway, told, DAY, "test"), DAY).next_action
        assert found is not None and found.id == "reinstate-ahima"
        return found.weeks.likely, found.usd.likely

    whole, half, none = action(0, 2), action(10, 2), action(20, 2)
    assert whole > half > none
    assert action(0, 2)[0] > action(0, 12)[0] and action(0, 2)[1] == action(0, 12)[1]
