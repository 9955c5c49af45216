"""Every question as it is drawn in a terminal of 80 columns and 24 rows."""

import io
import re
from contextlib import redirect_stdout
from datetime import date

import pyte
import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from mecoder_cli.conversation.interview import Interview
from mecoder_cli.conversation.prompts import Arrows
from mecoder_cli.domain.answers import UNSURE
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import NOBODY, Held
from mecoder_cli.domain.steps import Question
from mecoder_cli.planner import Planner

COLUMNS, LINES = 80, 24
DAY = date(2026, 11, 23)


def drawn(interview: Interview, question: Question) -> list[str]:
    """Return the most that stands on the screen while a question is asked, to its last line that is not empty."""
    told = io.StringIO()
    told.isatty = lambda: True  # type: ignore[method-assign]
    output = Vt100_Output(told, lambda: Size(LINES, COLUMNS), term="xterm-256color", enable_cpr=False)
    with create_pipe_input() as typed, create_app_session(typed, output), redirect_stdout(told):
        interview._head(Arrows(), question, 9)
        typed.send_text("\x03")
        with pytest.raises(KeyboardInterrupt):
            interview.ask(Arrows(), question)
    screen = pyte.Screen(COLUMNS, 3 * LINES)
    stream = pyte.Stream(screen)
    tallest: list[str] = []
    # What the person saw while they chose: before the cursor goes up to draw anew, or to clean up.
    for piece in re.split(r"(?=\x1b\[\d*A)", told.getvalue().replace("\n", "\r\n")):
        stream.feed(piece)
        lines = [line.rstrip() for line in screen.display]
        while lines and not lines[-1]:
            lines.pop()
        tallest = max(tallest, lines, key=len)
    return tallest


def test_every_question_fits(pathway: Pathway, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its head, the reason, the list and the keys take at most 23 rows; a longer list scrolls."""
    monkeypatch.setenv("COLUMNS", str(COLUMNS))
    monkeypatch.setenv("LINES", str(LINES))
    credentials = pathway.settings.questions.credentials
    person = NOBODY.with_answer(credentials, (Held("CPC", date(2024, 5, 1)), Held("CCS", date(2024, 5, 1))))
    tall: dict[str, int] = {}
    for question in pathway.questions.values():
        for before in (None, UNSURE):
            profile = person if before is None else person.with_answer(question.id, None)
            interview = Interview(Planner(pathway), profile, DAY)
            lines = drawn(interview, question)
            assert any((question.enough or question.ask).split()[0] in line for line in lines), question.id
            tall[question.id] = max(len(lines), tall.get(question.id, 0))
    assert {id_: rows for id_, rows in tall.items() if rows > LINES - 1} == {}
    assert max(tall.values()) > 12, "a long list is among them"
