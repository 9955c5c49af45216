"""Draw the picture of the README: the apprentice's next action, as a terminal shows it."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI

from mecoder_cli.cli.session import Session
from mecoder_cli.conversation.files import read_answers
from mecoder_cli.output import terminal
from mecoder_cli.output.blocks import UNICODE
from mecoder_cli.planner import Planner
from mecoder_cli.screens.plan import plan_screen

ROOT = Path(__file__).resolve().parents[1]


def picture() -> str:
    """Return the picture of the README."""
    session = Session("2026-11-23")
    answers = str(ROOT / "tests" / "data" / "apprentice.yaml")
    person = read_answers(session.pathway, answers, sys.stdin.buffer, session.day)
    plan = Planner(session.pathway).plan(person, session.day, explore=True)
    console = Console(
        width=80,
        record=True,
        file=io.StringIO(),
        force_terminal=True,
        highlight=False,
        color_system="256",
        legacy_windows=False,
        no_color=False,
    )
    screen = terminal.fitted(plan_screen(session.pathway, plan, 80, UNICODE), 80, UNICODE, 23)
    console.print(terminal.Pen(80, UNICODE, many=True).group(screen), overflow="fold")
    return console.export_svg(title="mecoder plan", theme=MONOKAI)


def main() -> None:
    """Write ``screen.svg`` beside the README."""
    (ROOT / "screen.svg").write_text(picture(), encoding="utf-8")


if __name__ == "__main__":
    main()
