"""One screen: what fits 80 columns and 24 lines, for every person."""

import io
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sampling import every

from mecoder_cli.domain.answers import profile_from
from mecoder_cli.domain.firm import Firm
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Plan
from mecoder_cli.domain.profile import NOBODY, Profile
from mecoder_cli.domain.renewals import deadlines
from mecoder_cli.lookup import pay
from mecoder_cli.output.blocks import UNICODE, Screen
from mecoder_cli.output.plain import to_text
from mecoder_cli.output.terminal import draw, fitted, height
from mecoder_cli.planner import Planner
from mecoder_cli.planner.explanation import groups_for, title_of
from mecoder_cli.proof.kinds import Kinds
from mecoder_cli.record.standing import NOTHING_LOGGED
from mecoder_cli.record.units import cycles_of
from mecoder_cli.screens import cert, ceus, checklist, compare, salary, status
from mecoder_cli.screens import plan as plan_view
from mecoder_cli.screens.due import dated
from mecoder_cli.screens.meaning import with_meanings
from mecoder_cli.strict_yaml import read

ROWS = 23
"""A terminal has 24 lines; the prompt takes one."""
MENU_ROWS = 22
WIDTHS = (80, 100, 120)
SAMPLE = 20
"""How many of the people of the proof are drawn for each aim."""
PLANNER = Path(__file__).parents[1] / "planner"


def people(pathway: Pathway) -> Iterator[tuple[str, Profile, date]]:
    """Yield every person on file with the day they are advised on."""
    for file in ("personas.yaml", "more_personas.yaml"):
        read_file: Any = read((PLANNER / file).read_text(encoding="utf-8")).content
        for one in read_file["cases"]:
            name, day = one["name"], date.fromisoformat(read_file.get("as_of", "2026-11-23"))
            yield name, profile_from(pathway, one["answers"], day, name), day
    # The sample of the theorem: people who together hold every pair of answers.
    day = date.fromisoformat(pathway.settings.checked)
    adviser = Planner(pathway).adviser
    for target in pathway.targets:
        for number, kind in enumerate(islice(Kinds(adviser, target).pairs(day, Random(1)), SAMPLE)):
            yield f"{target} {number}", kind, day


def screens(
    pathway: Pathway, planner: Planner, person: Profile, plan: Plan, day: date, width: int
) -> dict[str, Screen]:
    """Return the screens that must fit, for one person."""
    around = plan_view.Around(who="maria")
    made: dict[str, Screen] = {
        "plan": plan_view.plan_screen(pathway, plan, width, UNICODE, around),
        "next": plan_view.next_screen(pathway, plan, UNICODE, around),
        "status": status.status_screen(pathway, "maria", NOTHING_LOGGED._replace(profile=person), plan, width, UNICODE),
        "due": ceus.due_screen(pathway, dated(deadlines(pathway, person, day), plan.aid, ()), day),
        "ceu": ceus.ceu_screen(pathway, cycles_of(pathway, person, (), day), day, UNICODE),
        "whatif": compare.whatif_screen(pathway, ["weekly_hours=20"], plan, plan, UNICODE),
    }
    action = plan.next_action
    if action is not None:
        step = pathway.step(action.id)
        made["checklist"] = checklist.checklist_screen(
            pathway, step, action.title, *groups_for(step, action.way, Firm(pathway, person, day)), action.usd
        )
    held = [one.id for one in person.held(pathway.settings.questions.credentials)]
    explained = {name: with_meanings(pathway, screen, held) for name, screen in made.items() if name != "due"}
    return made | explained


@pytest.mark.parametrize(
    ("width", "each"), [(80, 5), *(pytest.param(width, 1, marks=pytest.mark.campaign) for width in WIDTHS)]
)
def test_main_screens_fit_for_every_person(pathway: Pathway, width: int, each: int) -> None:
    """Plan, next, status, checklist, due, ceu and whatif take at most 23 rows; the plan 22 with its menu under it."""
    planner = Planner(pathway)
    too_tall = []
    for name, person, day in islice(people(pathway), 0, None, each):
        plan = planner.plan(person, day, explore=True)
        for kind, screen in screens(pathway, planner, person, plan, day, width).items():
            rows = MENU_ROWS if kind == "plan" else ROWS
            tall = height(fitted(screen, width, UNICODE, rows), width, UNICODE)
            if tall > rows:
                too_tall.append((name, kind, tall))
    assert not too_tall


def test_every_checklist_fits(pathway: Pathway) -> None:
    """The checklist of every step, by every way, takes at most 23 rows."""
    too_tall = []
    for step in pathway.steps:
        ways: list[str | None] = [way.id for way in step.ways]
        for way in ways or [None]:
            firm = Firm(pathway, NOBODY, date(2026, 11, 23))
            title = title_of(step, firm)
            screen = checklist.checklist_screen(pathway, step, title, *groups_for(step, way, firm), None)
            tall = height(fitted(screen, 80, UNICODE, ROWS), 80, UNICODE)
            if tall > ROWS:
                too_tall.append((step.id, way, tall))
    assert not too_tall


def test_pay_and_comparisons_fit(pathway: Pathway) -> None:
    """Pay with an offer, and the three credentials side by side, take at most 23 rows."""
    three = [pathway.credentials[id_] for id_ in pathway.settings.compare]
    verdict = "For you: the CPC. It lies on your road to outpatient coder: physician and outpatient coding."
    made = {"compare": cert.compare_screen(pathway, three, 80, verdict)}
    for area in (None, *pathway.areas):
        rows = pay.rows_for(pathway, area)
        told = salary.Shown(area, pay.judge(pathway, rows[0], 48_000))
        made[f"salary {area.id if area else ''}"] = salary.salary_screen(pathway, rows, told, 80, UNICODE)
    tall = {name: height(fitted(screen, 80, UNICODE, ROWS), 80, UNICODE) for name, screen in made.items()}
    assert {name: rows for name, rows in tall.items() if rows > ROWS} == {}


@pytest.mark.parametrize("width", every(2, [50, 60, 80, 100]))
def test_rows_are_counted_as_they_are_drawn(pathway: Pathway, width: int) -> None:
    """What decides whether a screen fits is what a terminal shows."""
    planner = Planner(pathway)
    for _, person, day in islice(people(pathway), 0, None, 12):
        plan = planner.plan(person, day)
        for kind, screen in screens(pathway, planner, person, plan, day, width).items():
            file = io.StringIO()
            draw(screen, file, width, UNICODE, colour=False)
            assert file.getvalue().count("\n") == height(screen, width, UNICODE), kind


def test_the_road_names_what_lies_on_it(pathway: Pathway) -> None:
    """Experience for a credential without an apprentice's mark is not called the dropping of one."""
    planner = Planner(pathway)
    name, person, day = next(one for one in people(pathway) if one[0].startswith("no high-school diploma"))
    text = to_text(plan_view.plan_screen(pathway, planner.plan(person, day), 80, UNICODE))
    assert "Experience" in text and "Drop the A" not in text, name
