"""``mecoder history``: every entry of the journal."""

from __future__ import annotations

from mecoder_cli.cli import options
from mecoder_cli.cli.session import Session

app = options.command_app()


@app.command()
def history(as_of: options.AsOf = None, profile_name: options.Profile = None, as_json: options.Json = False) -> None:
    """Show every entry of the journal, oldest first, with what was taken back."""
    session = Session(as_of, profile_name)
    session.need_profile()
    events = session.events
    if as_of is not None:
        events = tuple(event for event in events if event.day <= session.day.isoformat())
    if as_json:
        from mecoder_cli.contract.record import history_json

        session.write_json(history_json(events))
        return
    from mecoder_cli.screens.history import history_screen

    session.show(history_screen(session.pathway, str(session.profile_name), events))
