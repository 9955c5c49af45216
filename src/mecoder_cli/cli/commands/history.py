"""``mecoder history``: every entry of the journal."""

from __future__ import annotations

from mecoder_cli.cli import options
from mecoder_cli.cli.session import Session
from mecoder_cli.contract.record import history_json
from mecoder_cli.screens.history import history_screen

app = options.command_app()


@app.command()
@options.keeping
def history(session: Session) -> None:
    """Show every entry of the journal, oldest first, with what was taken back."""
    name = session.need_profile()
    events = session.events
    if session.as_of is not None:
        events = tuple(event for event in events if event.day <= session.day.isoformat())
    session.tell(lambda: history_screen(session.pathway, name, events), lambda: history_json(events))
