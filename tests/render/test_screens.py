"""Screens at the four widths, and text that must not act."""

import io
import re
from datetime import date
from typing import Any

import pytest
from rich.cells import cell_len
from sampling import every

from mecoder_cli.domain.answers import profile_from
from mecoder_cli.domain.firm import Firm
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import NOBODY
from mecoder_cli.lookup import pay
from mecoder_cli.output import plain
from mecoder_cli.output.blocks import ASCII, UNICODE, Checks, Drawing, Grid, Head, Para, Screen, Title
from mecoder_cli.output.terminal import draw
from mecoder_cli.planner import Planner
from mecoder_cli.planner.explanation import groups_for
from mecoder_cli.routes.compare import compare_routes
from mecoder_cli.screens import cert, checklist, facts, route, routes, salary
from mecoder_cli.screens import plan as plan_view

DAY = date(2026, 11, 23)
WIDTHS = (50, 60, 80, 100)
PEOPLE: dict[str, dict[str, Any]] = {
    "newcomer": {"target": "outpatient-coder", "diploma": True, "training": "none", "credentials": [], "experience_months": 0, "ma_resident_since": "2010-05-01", "college_degree": "bachelor",
                 "employed": False, "practicode": "none", "memberships": []},
    "apprentice": {"target": "outpatient-coder", "training": "completed", "course_hours": 120, "credentials": [{"id": "CPC-A", "earned": "2025-11-03"}],
                   "experience_months": 12, "employed": True, "practicode": "none", "memberships": [{"id": "AAPC", "renews": "2027-10-31"}], "ceus": {"AAPC": 20}},
    "due": {"target": "coding-auditor", "credentials": [{"id": "CPC", "earned": "2023-01-20"}], "experience_months": 46, "employed": True, "role": "other",
            "memberships": [{"id": "AAPC", "renews": "2027-01-31"}], "ceus": {"AAPC": 10}},
}  # fmt: skip


def drawn(screen: Screen, width: int, *, colour: bool = False) -> str:
    file = io.StringIO()
    draw(screen, file, width, UNICODE, colour=colour)
    return file.getvalue()


def screens(pathway: Pathway, width: int) -> dict[str, Screen]:
    made: dict[str, Screen] = {}
    for name, answers in PEOPLE.items():
        plan = Planner(pathway).plan(profile_from(pathway, answers, DAY, name), DAY, explore=True)
        made[f"plan {name}"] = plan_view.plan_screen(pathway, plan, width, UNICODE)
        made[f"next {name}"] = plan_view.next_screen(pathway, plan, UNICODE)
        person = profile_from(pathway, answers, DAY, name)
        found = compare_routes(Planner(pathway).adviser, person, DAY, runs=20)
        made[f"routes {name}"] = routes.routes_screen(pathway, found, width, UNICODE, True)
        made[f"road {name}"] = route.route_screen(pathway, found, 1, width, UNICODE)
    step = pathway.step("convert-cpc-a")
    groups = groups_for(step, None, Firm(pathway, NOBODY, DAY))
    made["checklist"] = checklist.checklist_screen(pathway, step, "Turn your CPC-A into a full CPC", *groups, None)
    three = [pathway.credentials[id_] for id_ in pathway.settings.compare]
    made["compare"] = cert.compare_screen(pathway, three, width)
    made["list"] = cert.list_screen(pathway, list(pathway.credentials.values()))
    made["show"] = cert.show_screen(pathway, pathway.credentials["CCS"])
    rows = pay.rows_for(pathway, pathway.area_of("Suffolk"))
    made["salary"] = salary.salary_screen(
        pathway, rows, salary.Shown(offer=pay.judge(pathway, rows[0], 52000)), width, UNICODE
    )
    made["facts"] = facts.list_screen(pathway, list(pathway.facts))
    made["fact"] = facts.show_screen(pathway, pathway.facts["cpc.removal"])
    return made


@pytest.mark.parametrize("width", every(2, WIDTHS))
def test_no_line_is_wider_than_the_terminal(pathway: Pathway, width: int) -> None:
    """Every screen fits at 50, 60, 80 and 100 columns."""
    for name, screen in screens(pathway, width).items():
        for line in drawn(screen, width).splitlines():
            assert cell_len(line.rstrip()) <= width, (name, line)


@pytest.mark.parametrize("width", every(3, WIDTHS))
def test_the_next_action_comes_first_and_nothing_is_lost(pathway: Pathway, width: int) -> None:
    """At every width: the action before the route, the day and what falls due."""
    text = drawn(screens(pathway, width)["plan apprentice"], width)
    joined = " ".join(text.replace("│", " ").split())
    assert text.index("DO THIS NEXT") < text.index("YOUR ROAD")
    for words in (
        "Turn your CPC-A into a full CPC",
        "One year of work plus your coding course.",
        "December 29, 2026",
        "16 to go",
    ):
        assert words in joined


def test_colour_only_when_asked_for(pathway: Pathway) -> None:
    """No colour code without colour; some with it."""
    screen = screens(pathway, 80)["plan apprentice"]
    colours = re.compile(r"\x1b\[[0-9;]*(?:3[0-9]|9[0-9])[;m]")
    assert not colours.search(drawn(screen, 80))
    assert colours.search(drawn(screen, 80, colour=True))


def test_the_deadline_at_risk_is_said_with_its_numbers(pathway: Pathway) -> None:
    """10 of 36, 26 to go, due in 69 days."""
    text = " ".join(drawn(screens(pathway, 80)["next due"], 80).split())
    assert "10 of 36 CEUs, 26 to go; due January 31, 2027, in 69 days" in text


@pytest.mark.parametrize(
    "evil",
    ["[bold]x[/bold]", "[/x]", "[a]x", "\x1b[31mred", "\x1b]8;;http://x\x07", "a\rb", "\x9b31m", "[link=http://x]y"],
)
def test_text_never_acts_as_markup_or_control(evil: str) -> None:
    """Brackets are printed as they are; control characters are gone."""
    screen: Screen = [Title(evil, evil), Head(evil), Para(evil), Grid(((evil, evil),)), Checks(((evil, evil),)), Drawing((evil,)),
                      Grid(((evil, evil),), stack_below=200)]  # fmt: skip
    for text in (drawn(screen, 80), plain.to_text(screen)):
        for code in ("\x1b]", "\x1b[31m", "\x07", "\x9b", "a\rb"):
            assert code not in text
        if "\x1b" not in evil and "\x9b" not in evil and "\r" not in evil:
            assert text.count(evil) >= 7


def test_the_plain_twin_of_the_signs_is_ascii() -> None:
    """Each sign has one."""
    assert all(sign.isascii() for sign in ASCII)
    assert len(ASCII) == len(UNICODE)


def test_the_percentile_is_by_straight_lines(pathway: Pathway) -> None:
    """At the published points the published ranks; between them, in proportion."""
    spread = pay.rows_for(pathway, None)[0].spread
    assert [pay.percentile(spread, value) for value in (43960, 48170, 60350, 74700, 81620)] == [10, 25, 50, 75, 90]
    assert pay.percentile(spread, (48170 + 60350) // 2) == 38
    assert pay.percentile(spread, 43959) is None
    assert pay.percentile(spread, 81621) is None


def _luminance(colour: tuple[int, int, int]) -> float:
    parts = [value / 255 for value in colour]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("styles", ["STYLES", "FEW"])
def test_colours_can_be_read_on_black_and_on_white(styles: str) -> None:
    """A contrast of 3 to 1 or better, in 256 colors and in the 16 of an ordinary terminal."""
    from rich.color import Color
    from rich.terminal_theme import TerminalTheme

    from mecoder_cli.output import terminal

    dark = [
        (0, 0, 0),
        (205, 0, 0),
        (0, 205, 0),
        (205, 205, 0),
        (0, 0, 238),
        (205, 0, 205),
        (0, 205, 205),
        (229, 229, 229),
    ]
    light = [
        (127, 127, 127),
        (255, 0, 0),
        (0, 255, 0),
        (255, 255, 0),
        (92, 92, 255),
        (255, 0, 255),
        (0, 255, 255),
        (255, 255, 255),
    ]
    xterm = TerminalTheme((0, 0, 0), (255, 255, 255), dark, light)
    for name, style in getattr(terminal, styles).items():
        colour = style.removeprefix("bold").strip()
        if not colour or colour == "dim":
            continue
        seen = _luminance(Color.parse(colour).get_truecolor(xterm))
        assert (seen + 0.05) / 0.05 >= 3, (name, "on black")
        assert 1.05 / (seen + 0.05) >= 3, (name, "on white")
