"""Draw the ten main screens as contact sheets, dark and light, and count the rows of every person's screens.

``python benchmarks/screens.py`` writes ``contact-dark.svg``, ``contact-light.svg`` and ``contact-twins.svg`` (what terminals
with fewer colors, without color, without signs, and listeners get), and ``doors-dark.svg`` and ``doors-light.svg`` (the
screens of work, people and practice) beside this file and prints a table.
"""

from __future__ import annotations

import io
import sys
from collections import defaultdict
from pathlib import Path

import pexpect
from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME, MONOKAI
from rich.text import Text

from mecoder_cli.cli.session import Session
from mecoder_cli.conversation.files import read_answers
from mecoder_cli.lookup import pay
from mecoder_cli.output import terminal
from mecoder_cli.output.blocks import UNICODE, Screen
from mecoder_cli.planner import Planner
from mecoder_cli.routes.compare import compare_routes
from mecoder_cli.screens import cert, guide, routes, salary, welcome

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "render")]
HERE = Path(__file__).parent
WIDTH, ROWS = 80, 23


def main_screens() -> dict[str, Screen]:
    """Return the ten main screens of the apprentice in the README."""
    from test_rows import screens

    session = Session("2026-11-23")
    pathway, day = session.pathway, session.day
    planner = Planner(pathway)
    person = read_answers(pathway, str(ROOT / "tests" / "data" / "apprentice.yaml"), sys.stdin.buffer, day)
    plan = planner.plan(person, day, explore=True)
    made = screens(pathway, planner, person, plan, day, WIDTH)
    rows = pay.rows_for(pathway, pathway.area_of("Suffolk"))
    made["salary"] = salary.salary_screen(
        pathway, rows, salary.Shown(offer=pay.judge(pathway, rows[0], 48_000)), WIDTH, UNICODE
    )
    three = [pathway.credentials[id_] for id_ in pathway.settings.compare]
    made["cert compare"] = cert.compare_screen(pathway, three, WIDTH, cert.verdict_of(pathway, three, plan))
    made["guide 5"] = guide.chapter_screen(pathway, pathway.guide[4], True)
    made["welcome"] = welcome.welcome_screen(pathway)
    found = compare_routes(planner.adviser, person, day, runs=50)
    made["routes"] = routes.routes_screen(pathway, found, WIDTH, UNICODE, False, plan)
    return made


def sheet(screens: dict[str, Screen], *, light: bool) -> str:
    """Return all screens, one under the other, as one picture."""
    console = Console(
        width=WIDTH, record=True, file=io.StringIO(), force_terminal=True, highlight=False, color_system="256"
    )
    pen = terminal.Pen(WIDTH, UNICODE, many=True)
    for name, screen in screens.items():
        console.print(Text(f"$ mecoder {name}", style="bold reverse"))
        console.print(pen.group(terminal.fitted(screen, WIDTH, UNICODE, ROWS)), overflow="fold")
        console.print()
    return console.export_svg(title="mecoder", theme=DEFAULT_TERMINAL_THEME if light else MONOKAI)


TWINS = {
    "16 colors": {"TERM": "xterm"},
    "NO_COLOR": {"NO_COLOR": "1"},
    "ASCII": {"PYTHONIOENCODING": "ascii"},
    "TERM=dumb": {"TERM": "dumb"},
    "ACCESSIBLE": {"ACCESSIBLE": "1"},
}
"""Terminals and people that need another form of a screen, by the environment that tells of them."""


PERSON = ["--answers", str(ROOT / "tests" / "data" / "apprentice.yaml"), "--as-of", "2026-11-23"]


def run(console: Console, command: list[str], env: dict[str, str], note: str = "") -> None:
    """Print what a command shows the apprentice in a terminal."""
    child = pexpect.spawn(
        sys.executable, ["-m", "mecoder_cli", *command, *PERSON], dimensions=(24, WIDTH), encoding="utf-8",
        env={"TERM": "xterm-256color", "PATH": "/usr/bin:/bin", "MECODER_PAGER": "cat", "LANG": "C.UTF-8", **env},
    )  # fmt: skip
    child.expect(pexpect.EOF)
    console.print(Text(f"$ mecoder {' '.join(command)}{note}", style="bold reverse"))
    console.print(Text.from_ansi(str(child.before).replace("\r", "")), overflow="fold")
    console.print()


def twins() -> str:
    """Return three screens as the program draws them in each of the other terminals."""
    console = Console(width=WIDTH, record=True, file=io.StringIO(), force_terminal=True, color_system="standard")
    for name, env in TWINS.items():
        for command in (["next"], ["plan", "--no-input"], ["salary", "Boston", "--offer", "48k"]):
            run(console, command, env, f"   ({name})")
    return console.export_svg(title="mecoder", theme=MONOKAI)


DOORS = (
    "find employers --county Pittsfield", "find employers --county Boston", "find employers 15", "find network --county Boston",
    "find jobs", "find jobs 1", "calendar", "salary --by county", "salary --by credential", "grow", "interview --list",
)  # fmt: skip
"""The doors to knock on."""


def doors(*, light: bool) -> str:
    """Return the screens of work, people and practice."""
    console = Console(width=WIDTH, record=True, file=io.StringIO(), force_terminal=True, color_system="256")
    for command in DOORS:
        run(console, command.split(), {})
    return console.export_svg(title="mecoder", theme=DEFAULT_TERMINAL_THEME if light else MONOKAI)


def rows_table() -> None:
    """Print, for each main screen, how many rows it takes for how many people."""
    from test_rows import people, screens

    pathway = Session().pathway
    planner = Planner(pathway)
    counts: dict[str, list[int]] = defaultdict(list)
    for _, person, day in people(pathway):
        plan = planner.plan(person, day, explore=True)
        for kind, screen in screens(pathway, planner, person, plan, day, WIDTH).items():
            counts[kind].append(terminal.height(terminal.fitted(screen, WIDTH, UNICODE, ROWS), WIDTH, UNICODE))
    print(f"{'screen':<12}{'people':>8}{'fewest':>8}{'median':>8}{'most':>6}")
    for kind, found in counts.items():
        found.sort()
        print(f"{kind:<12}{len(found):>8}{found[0]:>8}{found[len(found) // 2]:>8}{found[-1]:>6}")


if __name__ == "__main__":
    made = main_screens()
    (HERE / "contact-dark.svg").write_text(sheet(made, light=False), encoding="utf-8")
    (HERE / "contact-light.svg").write_text(sheet(made, light=True), encoding="utf-8")
    (HERE / "contact-twins.svg").write_text(twins(), encoding="utf-8")
    (HERE / "doors-dark.svg").write_text(doors(light=False), encoding="utf-8")
    (HERE / "doors-light.svg").write_text(doors(light=True), encoding="utf-8")
    rows_table()
