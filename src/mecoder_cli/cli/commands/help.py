"""``mecoder help``: topics beside the commands."""

from __future__ import annotations

from typing import Annotated

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import pick
from mecoder_cli.output.blocks import Gap, Grid, Para, Screen, Title

app = options.command_app()


@app.command()
@options.looking_up
def help_(
    session: Session,
    topic: Annotated[
        str | None, typer.Argument(metavar="[TOPIC]", help="Such as exit-codes; else all of them.")
    ] = None,
) -> None:
    """Explain what is not a command: exit codes, the environment, answers files."""
    topics = session.pathway.help
    chosen = [topics[pick("topic", topic, topics)]] if topic else list(topics.values())

    def screen() -> Screen:
        blocks = [
            block
            for one in chosen
            for block in (
                Title(one.title, f"mecoder help {one.id}"),
                Grid(one.rows, indent=1, styles=((0, "strong"),)),
                Gap(),
            )
        ]
        return [*blocks, Para("The commands: mecoder --help", "quiet")]

    session.tell(screen, lambda: {"topics": {one.id: [list(row) for row in one.rows] for one in chosen}})
