"""``mecoder ceu``: CEUs with every body in one ledger."""

from __future__ import annotations

from mecoder_cli.cli import options
from mecoder_cli.cli.session import Session
from mecoder_cli.record.units import Cycle, cycle_of, held_with

app = options.command_app()


@app.command()
def ceu(
    answers: options.Answers = None,
    set_: options.Set = None,
    as_of: options.AsOf = None,
    profile_name: options.Profile = None,
    as_json: options.Json = False,
) -> None:
    """Show CEUs by body: cycle, needed, earned, missing, the sorts asked for, and the pace."""
    session = Session(as_of, profile_name)
    profile = session.person(answers, set_ or ())
    entries = session.ledger.entries if session.uses_profile(answers) and session.profile_name is not None else ()
    cycles: list[Cycle] = []
    members = {one.id for one in profile.held(session.pathway.settings.questions.memberships)}
    for body in session.pathway.bodies.values():
        if body.id in members or held_with(session.pathway, body, profile):
            cycles.append(cycle_of(session.pathway, body, profile, entries, session.day))
    if as_json:
        from mecoder_cli.contract.record import ceu_json

        session.write_json(ceu_json(cycles))
        return
    from mecoder_cli.screens.ceus import ceu_screen

    session.show(ceu_screen(session.pathway, cycles, session.day, session.glyphs))
