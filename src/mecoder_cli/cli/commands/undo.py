"""``mecoder undo``: take back an entry; nothing is erased."""

from __future__ import annotations

from typing import Annotated

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.keeping import asked_for, keep
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.streams import tell_beside
from mecoder_cli.contract.record import event_json
from mecoder_cli.errors import UsageError
from mecoder_cli.record.entries import Undone
from mecoder_cli.record.journal import Event, corrections, last_to_undo, replaced, standing_events, undone
from mecoder_cli.screens.entries import event_line

app = options.command_app()


@app.command()
@options.keeping
def undo(
    session: Session,
    entry: Annotated[
        int | None, typer.Argument(metavar="[ID]", help="An entry of the history; else the last one.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be taken back.")] = False,
    yes: options.Yes = False,
) -> None:
    """Take back the last entry, or the one named; undoing is an entry too, and can be undone."""
    session.need_profile()
    target = _target(session, entry)
    line = event_line(session.pathway, target)
    if not session.as_json:
        whose = f" of {session.profile_name}" if len(session.store.names()) > 1 else ""
        tell_beside(f"This takes back entry {target.id}{whose}, told {target.at[:16].replace('T', ' ')}: {line}\n")
    if dry_run:
        if session.as_json:
            session.write_json({"schema": "mecoder.undo/1", "would_undo": event_json(target), "text": line})
        return
    if session.can_ask and not (yes or session.as_json) and not asked_for("Take it back? [Y/n] ", default=True):
        return
    keep(session, f"Taken back: {line}", [Undone(target.id)], [])


def _target(session: Session, entry: int | None) -> Event:
    if entry is None:
        last = last_to_undo(session.events)
        if last is None:
            raise UsageError("there is nothing to undo", "See: mecoder history")
        return last
    found = next((event for event in session.events if event.id == entry), None)
    if found is None:
        raise UsageError(f"the history has no entry {entry}", "See: mecoder history")
    if found.id in undone(session.events):
        raise UsageError(f"entry {entry} is undone already", "See: mecoder history")
    before = corrections(session.events)
    if found.id in replaced(before, standing_events(session.events)):
        later = max(id_ for id_, corrected in before.items() if corrected == found.id)
        raise UsageError(f"entry {entry} was corrected by entry {later}", f"To bring it back: mecoder undo {later}")
    return found
