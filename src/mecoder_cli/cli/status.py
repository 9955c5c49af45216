"""``mecoder status``: where the person stands."""

from __future__ import annotations

from mecoder_cli.cli import options
from mecoder_cli.cli.keeping import plan_now
from mecoder_cli.cli.session import Session

app = options.command_app()


@app.command()
def status(as_of: options.AsOf = None, profile_name: options.Profile = None, as_json: options.Json = False) -> None:
    """Show where you stand: what is done, what comes next, what falls due, and the money."""
    show_status(Session(as_of, profile_name), as_json)


def show_status(session: Session, as_json: bool) -> None:
    """Print the status of the profile in use."""
    session.need_profile()
    _, plan = plan_now(session)
    if as_json:
        from mecoder_cli.render.record_data import status_json

        session.write_json(status_json(session.pathway, str(session.profile_name), session.standing, plan))
        return
    from mecoder_cli.render.record import status_screen

    width = session.width if session.is_terminal else 80
    session.show(
        status_screen(session.pathway, str(session.profile_name), session.standing, plan, width, session.glyphs)
    )
