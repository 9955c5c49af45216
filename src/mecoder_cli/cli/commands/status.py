"""``mecoder status``: where the person stands."""

from __future__ import annotations

from collections.abc import Sequence

from mecoder_cli.cli import options
from mecoder_cli.cli.advise import advise
from mecoder_cli.cli.keeping import person_of
from mecoder_cli.cli.session import Session

app = options.command_app()


@app.command()
def status(
    answers: options.Answers = None,
    set_: options.Set = None,
    as_of: options.AsOf = None,
    profile_name: options.Profile = None,
    as_json: options.Json = False,
) -> None:
    """Show where you stand: what is done, what comes next, what falls due, and the money."""
    show_status(Session(as_of, profile_name), as_json, answers, set_ or ())


def show_status(session: Session, as_json: bool, answers: str | None = None, settings: Sequence[str] = ()) -> None:
    """Print the status of the profile in use, or of the answers given."""
    name, standing = person_of(session, answers, settings)
    _, plan = advise(session, standing.profile, explore=False)
    if as_json:
        from mecoder_cli.contract.record import status_json

        session.write_json(status_json(session.pathway, name, standing, plan))
        return
    from mecoder_cli.screens.status import status_screen

    width = session.width if session.is_terminal else 80
    session.show(status_screen(session.pathway, name, standing, plan, width, session.glyphs))
