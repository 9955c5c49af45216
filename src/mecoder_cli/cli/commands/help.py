"""``mecoder help``: topics beside the commands."""

from __future__ import annotations

from typing import Annotated

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import pick
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.steps import Question
from mecoder_cli.output.blocks import Block, Gap, Grid, Head, Para, Screen, Title

app = options.command_app()


@app.command()
@options.looking_up
def help_(
    session: Session,
    topic: Annotated[
        str | None, typer.Argument(metavar="[TOPIC]", help="Such as exit-codes, or a command; else all topics.")
    ] = None,
) -> None:
    """Explain what is not a command: exit codes, the environment, answers files."""
    topics = session.pathway.help
    if topic is not None and topic not in topics:
        from mecoder_cli.cli import COMMANDS, run_here  # the table of commands knows this one

        if topic in COMMANDS:
            return run_here([topic, "--help"])
    chosen = [topics[pick("topic", topic, topics)]] if topic else list(topics.values())

    listed = _answers(session.pathway) if topic and chosen[0].answers else ()

    def screen() -> Screen:
        blocks: list[Block] = [
            block
            for one in chosen
            for block in (
                Title(one.title, f"mecoder help {one.id}"),
                Grid(one.rows, indent=1, styles=((0, "strong"),)),
                Gap(),
            )
        ]
        if listed:
            blocks += [
                Head("EVERY ANSWER, AND WHAT IT MAY BE"),
                Grid(
                    tuple((key, f"{asks}: {values}") for key, values, asks in listed), indent=1, styles=((0, "strong"),)
                ),
                Gap(),
            ]
        return [*blocks, Para("The commands: mecoder --help", "quiet")]

    session.tell(
        screen,
        lambda: {
            "topics": {one.id: [list(row) for row in one.rows] for one in chosen},
            **({"answers": {key: {"asks": asks, "values": values} for key, values, asks in listed}} if listed else {}),
        },
    )  # fmt: skip


def _answers(pathway: Pathway) -> tuple[tuple[str, str, str], ...]:
    """Return every answer that can be given: its key, what it may be, and what it tells."""
    return tuple(
        (question.id, _values(pathway, question), question.label)
        for question in pathway.questions.values() if question.type != "lapsed"
    )  # fmt: skip


def _values(pathway: Pathway, question: Question) -> str:
    if question.choices:
        number = f", or 0 to {question.counted}" if question.counted else ""
        return ", ".join(choice.id for choice in question.choices) + number
    body, credential = next(iter(pathway.bodies)), next(iter(pathway.credentials))
    kinds = {
        "whole": f"{question.low} to {question.high}", "yes_no": "true, false", "date": "a day such as 2025-11-03",
        "units": f"a number for each body, such as {{{body}: 12}}",
        "credentials": f"a list such as [{credential}] or [{{id: {credential}, earned: 2025-11-03}}]; [] for none",
        "memberships": f"a list such as [{body}] or [{{id: {body}, renews: 2027-10-31}}]; [] for none",
        "aids": f"a list of {', '.join(aid.id for aid in pathway.aid)}; [] for none",
    }  # fmt: skip
    return kinds[question.type]
