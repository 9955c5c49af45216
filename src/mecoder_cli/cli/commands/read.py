"""``mecoder read``: what a job ad asks, and what a course page claims."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.session import Session
from mecoder_cli.contract.reading import course_json, job_json
from mecoder_cli.conversation.papers import NO_TEXT, text_of
from mecoder_cli.errors import UsageError
from mecoder_cli.lookup import pay
from mecoder_cli.lookup.reader import fit, is_english, read_course, read_job
from mecoder_cli.screens.reading import course_screen, job_screen

app = options.command_app()

File = Annotated[
    str, typer.Argument(metavar="FILE", help="A text file or a PDF with the words of the page; - to paste them.")
]
Full = Annotated[bool, typer.Option("--full", help="With the words quoted, and all that was not judged.")]


@app.callback()
def read_() -> None:
    """Read a job ad or a course page with you: what it asks, what it claims, what to ask back."""


@app.command()
@options.advising
def job(session: Session, file: File, full: Full = False) -> None:
    """Read a job ad: what it asks and likes, whether an A will do, the pay, what you have of it, and what to ask."""
    pathway, person = session.pathway, session.person
    text = _text(session, file)
    told = read_job(pathway, text, pathway.facts[pathway.settings.pay.hours].number())
    county = person.answers.get(pathway.settings.questions.county)
    rows = pay.rows_for(pathway, pathway.area_of(str(county)) if county else None)
    offers = [
        (
            one,
            [
                pay.judge(pathway, rows[0], usd)
                for usd in dict.fromkeys((one.low, one.high))
                if usd is not None and rows
            ],
        )
        for one in told.pay
    ]
    held = fit(pathway, person, told)
    session.tell(
        lambda: job_screen(pathway, told, held, offers, full=full), lambda: job_json(pathway, told, held, offers)
    )


@app.command()
@options.advising
def course(session: Session, file: File, full: Full = False) -> None:
    """Read a course page: each claim held against facts, with the words quoted, a verdict and why."""
    pathway = session.pathway
    told = read_course(pathway.reading, _text(session, file))
    session.tell(lambda: course_screen(pathway, told, full=full), lambda: course_json(pathway, told))


def _text(session: Session, file: str) -> str:
    if file == "-" and session.can_ask:
        sys.stderr.write("Paste the text, then press Ctrl-D on a line of its own.\n")
    text = text_of(file, sys.stdin.buffer)
    if not is_english(session.pathway.reading, text):
        raise UsageError("this does not seem to be English; only English can be read", NO_TEXT)
    return text
