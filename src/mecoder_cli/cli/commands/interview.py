"""``mecoder interview``: practice for the interview, a few questions a day."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Annotated, Optional

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.streams import note
from mecoder_cli.cli.suggest import no_such
from mecoder_cli.contract.practice import practice_json
from mecoder_cli.domain.practice import Asked
from mecoder_cli.domain.rehearsal import EASY, HALF, HARD, Rated, chosen, rated
from mecoder_cli.errors import InterruptedByUser, UsageError
from mecoder_cli.lookup.doors import kinds_of_work
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Gap
from mecoder_cli.screens.practice import answer_screen, question_screen, subjects_screen, summary_screen, whole_screen

app = options.command_app()


@app.command()
@options.keeping
def interview(
    session: Session,
    which: Annotated[
        str | None, typer.Argument(metavar="[WHICH]", help="One question by its id, with its answer.")
    ] = None,
    topic: Annotated[
        Optional[list[str]], typer.Option("--topic", metavar="TOPIC", help="Only this subject; may be repeated.")  # noqa: UP045
    ] = None,
    mock: Annotated[bool, typer.Option("--mock", help="Eight mixed questions, timed, with a summary.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="The subjects, and what you know of them.")] = False,
) -> None:
    """Practice for the interview: say or type your answer, see a good one, say how it went; hard ones come back."""
    pathway, day = session.pathway, session.day
    questions = pathway.interview
    if not questions.topics:
        raise UsageError("the knowledge file holds no questions to practice")
    subjects = [one.id for one in questions.topics]
    for name in topic or ():
        if name not in subjects:
            error = no_such("topic", name, subjects)
            raise UsageError(error.message, error.hint or "All of them: mecoder interview --list")
    known = _known(session)
    if which is not None:
        found = [one for one in questions.questions() if one.id == which.strip().casefold()]
        if not found:
            raise no_such("question", which, [one.id for one in questions.questions()])
        return session.tell(
            lambda: whole_screen(pathway, found, day), lambda: practice_json(pathway, found, known, day)
        )
    many = int(questions.mock if mock else questions.a_day)
    if list_:
        every = questions.questions()
        return session.tell(
            lambda: subjects_screen(questions, known, day, many), lambda: practice_json(pathway, every, known, day)
        )
    # Whoever stopped today goes on where they were; after a whole day's questions the next ones begin.
    own = {one.id for subject in questions.topics if not topic or subject.id in topic for one in subject.questions}
    before = 0 if mock else sum(one.day == day for id_, one in known.items() if id_ in own) % many
    work = kinds_of_work(pathway, session.person)
    asked = chosen(questions, known, day, many - before, topic or (), work=work, mixed=mock)
    if session.as_json or not session.can_ask:
        # Nobody is there to answer: the questions of the day with their answers, to read or to print.
        return session.tell(
            lambda: whole_screen(pathway, asked, day), lambda: practice_json(pathway, asked, known, day)
        )
    if not asked:
        session.show(subjects_screen(questions, known, day, many))
        return None
    return _practice(session, asked, known, before, timed=mock)


def _practice(session: Session, asked: Sequence[Asked], known: dict[str, Rated], done: int, *, timed: bool) -> None:
    """Ask one after the other; each rating is kept at once, so that stopping loses nothing.

    *done* says how many were rated before on the same day.
    """
    from mecoder_cli.conversation.prompts import Option, prompter

    pathway, questions = session.pathway, session.pathway.interview
    asker = prompter(session.is_accessible)
    ratings = [
        Option("Easy", EASY),
        Option("Half right", HALF, "it comes back in a few days"),
        Option("Hard", HARD, "it comes back tomorrow"),
    ]

    told: list[tuple[Asked, str]] = []
    before = dict(known)  # who goes back rates anew, not twice
    began = time.monotonic()
    kept = session.profile_name is not None
    at = 0

    def check(typed: str) -> str | None:
        return "This is the first question." if typed == "<" and at == 0 else None

    try:
        while at < len(asked):
            one = asked[at]
            session.show(
                [*([Gap()] if at else []), *question_screen(questions, one, f"{done + at + 1} of {done + len(asked)}")]
            )
            if asker.line("Your answer, aloud or typed; Enter shows a good one:", check, "") == "<":
                at -= 1
                continue
            session.show([Gap(), *answer_screen(pathway, one, session.day)])
            rating = asker.choose("How did it go?", ratings, HALF)
            known[one.id] = rated([int(days) for days in questions.again], before.get(one.id), rating, session.day)
            kept = _keep(session, one, known[one.id]) and kept
            told = [pair for pair in told if pair[0] is not one] + [(one, rating)]
            at += 1
    except KeyboardInterrupt:
        stays = " What you rated is kept." if told and kept else ""
        raise InterruptedByUser(
            f"Stopped after {words.count(len(told), 'question')}.{stays} Go on: mecoder interview"
        ) from None
    minutes = (time.monotonic() - began) / 60 if timed else None
    session.show(summary_screen(questions, told, known, minutes, kept))


def _known(session: Session) -> dict[str, Rated]:
    """Return how each question went the last time; nothing without a record, or where it cannot be read."""
    name = session.profile_name
    if name is None:
        return {}
    from mecoder_cli.record.practice import LOST, Practice

    try:
        return Practice(session.store.folder).known(name)
    except LOST as error:
        note(f"what you practiced before cannot be read ({error}); the practice begins anew")
        return {}


def _keep(session: Session, asked: Asked, how: Rated) -> bool:
    """Keep one rating where there is a record; return whether it is kept."""
    name = session.profile_name
    if name is None:
        return False
    from mecoder_cli.record.practice import LOST, Practice

    try:
        Practice(session.store.folder).keep(name, asked.id, how)
    except LOST as error:
        note(f"this rating could not be kept: {error}")
        return False
    return True
