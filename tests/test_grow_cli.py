"""Where coding leads: rungs with pay, what they ask, and what they take from where somebody stands."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import NOBODY
from mecoder_cli.output.blocks import ASCII, UNICODE
from mecoder_cli.output.plain import to_text
from mecoder_cli.output.terminal import fitted, height
from mecoder_cli.routes.growth import ladder, pay_of
from mecoder_cli.screens.growth import ladder_screen

DAY = ("--as-of", "2026-11-27")
APPRENTICE = ("--answers", str(Path(__file__).parent / "data" / "apprentice.yaml"))
CODER = tuple(
    part for one in (
        "target=outpatient-coder", "credentials=CPC:2024-01-01", "experience_months=30", "employed=true", "training=completed", "course_hours=80",
        "memberships=AAPC:2027-05-01",
    ) for part in ("--set", one)
)  # fmt: skip


def told(run: Run, *words: str) -> list[dict[str, Any]]:
    done = run("grow", *words, *DAY, "--json")
    assert done.returncode == 0, done.stderr
    value = json.loads(done.stdout)
    assert value["schema"] == "mecoder.growth/1"
    items: list[dict[str, Any]] = value["items"]
    return items


def test_the_best_paid_stand_on_top_and_nothing_is_made_up(run: Run) -> None:
    """Each pay has its fact, day and source; where none was found it is null and comes last."""
    items = told(run)
    known = [one["pay"]["usd"] for one in items if one["pay"]]
    assert known == sorted(known, reverse=True)
    assert [one["id"] for one in items if not one["pay"]] == ["surgery"] == [items[-1]["id"]]
    assert all(one["pay"]["fact"] and one["pay"]["source"] and one["pay"]["as_of"] for one in items if one["pay"])
    assert all(one["facts"] and one["sources"] for one in items)
    assert "pay not found" in run("grow", *DAY).stdout


def test_time_and_money_are_the_planners_own(run: Run) -> None:
    """The rung of an aim says what the plan to that aim says; nothing where too little is known."""
    assert all(one["finish"] is None and one["usd"] is None for one in told(run))
    plans = {one["target"]: one for one in told(run, *APPRENTICE) if one["finish"]}
    assert set(plans) > {"coding-auditor", "revenue-cycle-manager"}
    for target in ("coding-auditor", "outpatient-coder"):
        plan = json.loads(run("plan", *APPRENTICE, "--set", f"target={target}", *DAY, "--json").stdout)
        assert (plan["finish"], plan["usd"]) == (plans[target]["finish"], plans[target]["usd"])


def test_where_somebody_stands_is_marked(run: Run) -> None:
    """A coder with the full credential and the job is there, and has nothing to do for it."""
    items = {one["id"]: one for one in told(run, *CODER)}
    assert items["coder"]["here"] and items["coder"]["finish"] is None
    assert not items["auditor"]["here"]
    assert "You are here." in run("grow", *CODER, *DAY).stdout


def test_what_is_added_is_told_by_one_source_alone(run: Run, pathway: Pathway) -> None:
    """Two figures of different sources are never subtracted; where no source tells of both, that is said."""
    items = {one["id"]: one for one in told(run, *CODER)}
    assert items["risk-adjustment"]["adds"] == {"usd": 7482, "than": "pay.cpc", "as_of": "2025", "source": "oep-crc-vs"}
    for one in items.values():
        if one["adds"]:
            sources = [
                {value.source for value in pathway.facts[id_].values}
                for id_ in (one["pay"]["fact"], one["adds"]["than"])
            ]
            assert one["adds"]["source"] in sources[0] & sources[1]
    assert items["auditor"]["adds"] is None
    assert "no one source gives this pay beside yours" in " ".join(run("grow", "auditor", *CODER, *DAY).stdout.split())


def test_pay_is_read_from_every_form_of_figure(pathway: Pathway) -> None:
    """The average before the median; the likely one of a range; nothing where a fact holds words or nothing."""
    expected = {"pay.cpc": 67147, "wage.us.hcc-new": 47000, "wage.ma.billing": 56110}
    assert {id_: pay.usd for id_ in expected if (pay := pay_of(pathway.facts[id_]))} == expected
    assert pay_of(pathway.facts["mahima.what"]) is None and pay_of(pathway.facts["mahima.events"]) is None


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
@pytest.mark.parametrize("width", [50, 60, 80, 120])
def test_one_screen_that_fits(pathway: Pathway, width: int, glyphs: Any) -> None:
    """At most 23 rows at 80 columns; no sign beyond the edge; in words every rung with its pay."""
    found = ladder(pathway, NOBODY, date(2026, 11, 27), None)
    screen = ladder_screen(pathway, found, False, width, glyphs)
    if width >= 80:
        assert height(fitted(screen, width, glyphs, 23), width, glyphs) <= 23
    text = to_text(screen, width)
    assert all(one.rung.label in text for one in found)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("99",), "there is no rung 99"), (("plumber",), "no rung here is called"), (("",), "no rung here is called ''"),
     (("auditr",), "Did you mean auditor")],
)  # fmt: skip
def test_bad_input_is_told(run: Run, arguments: tuple[str, ...], said: str) -> None:
    """One message, exit 2, nothing on standard output."""
    done = run("grow", *arguments)
    assert (done.returncode, done.stdout) == (2, "") and said in done.stderr
