"""``mecoder next``: only the next action."""

from __future__ import annotations

from mecoder_cli.cli import options
from mecoder_cli.cli.advise import advise, missing, refuse_stale, stale_behind
from mecoder_cli.cli.session import Session

app = options.command_app()


@app.command()
def next_action(
    answers: options.Answers = None,
    set_: options.Set = None,
    as_of: options.AsOf = None,
    profile_name: options.Profile = None,
    strict: options.Strict = False,
    as_json: options.Json = False,
    no_input: options.NoInput = False,
) -> None:
    """Show only the one thing to do next, for the answers given."""
    session = Session(as_of, profile_name)
    profile = session.person(answers, set_ or ())
    _, plan = advise(session, profile, explore=False)
    old = stale_behind(session, plan)
    if as_json:
        from mecoder_cli.contract.plan import plan_json

        session.write_json(plan_json(plan, old))
        if plan.unanswered:
            raise missing(session, plan)
        return refuse_stale(strict, old)
    if plan.unanswered:
        raise missing(session, plan)
    from mecoder_cli.screens.plan import next_screen

    session.show(next_screen(session.pathway, plan, session.glyphs, session.notes, old))
    return refuse_stale(strict, old)
