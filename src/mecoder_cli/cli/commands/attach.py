"""``mecoder attach``: the file that proves an entry, also later."""

from __future__ import annotations

from typing import Annotated

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.commands.edit import logged_entry
from mecoder_cli.cli.keeping import keep
from mecoder_cli.cli.session import Session
from mecoder_cli.errors import UsageError
from mecoder_cli.record.evidence import fingerprint

app = options.command_app()


@app.command()
@options.keeping
def attach(
    session: Session,
    number: Annotated[int, typer.Argument(metavar="N", help="The number of the entry; see: mecoder list.")],
    path: Annotated[
        str, typer.Argument(metavar="FILE", help="The document; remembered by path and fingerprint, not copied.")
    ],
) -> None:
    """Note the file that proves an entry, in the place of another one if there is any."""
    session.need_profile()
    attach_to(session, number, path)


def attach_to(session: Session, number: int, path: str) -> None:
    """Give an entry its file."""
    old = logged_entry(session, number)
    file = fingerprint(path)
    if old.entry.proof == file:
        raise UsageError(f"entry {old.id} has that file already", "Nothing was changed.")
    keep(
        session,
        f"On file for entry {old.id}: {', '.join(old.entry.told())}",
        [old.entry._replace(proof=file, replaces=old.id)],
        [],
    )
