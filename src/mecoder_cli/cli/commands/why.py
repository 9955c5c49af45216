"""``mecoder why``: the receipts of a step, a fact, a question or a credential."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.advise import advise, missing
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import find, near
from mecoder_cli.errors import UsageError

app = options.command_app()


@app.command()
def why(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[STEP|FACT|QUESTION|CREDENTIAL]", help="Any id that a screen shows; else the next action."
        ),
    ] = None,
    answers: options.Answers = None,
    set_: options.Set = None,
    as_of: options.AsOf = None,
    profile_name: options.Profile = None,
    as_json: options.Json = False,
) -> None:
    """Show why: each condition with your value and the verdict, near misses, facts and sources, and what waits on it."""
    session = Session(as_of, profile_name)
    profile = session.person(answers, set_ or ())
    pathway = session.pathway
    planner, plan = advise(session, profile, explore=False)
    if what is None:
        if plan.unanswered:
            raise missing(session, plan)
        if plan.next_action is None:
            raise UsageError("there is no next action to explain", "Name a step, a fact, a question or a credential.")
        what = plan.next_action.id
    kind, id_ = _kind(session, what)
    from mecoder_cli.planner import whys

    found: Any
    if kind == "step":
        found = whys.why_step(planner, pathway.step(id_), profile, plan, session.day)
    elif kind == "question":
        found = whys.why_question(planner, pathway.questions[id_], profile, session.day)
    elif kind == "credential":
        found = whys.why_credential(planner, pathway.credentials[id_], profile, plan, session.day)
    else:
        from mecoder_cli.lookup.uses import uses_of

        found = uses_of(pathway, id_)
    if as_json:
        from mecoder_cli.contract.why import why_json

        session.write_json(why_json(pathway, kind, id_, found))
        return
    from mecoder_cli.screens import why as screens

    if kind == "step":
        screen = screens.step_screen(pathway, found, plan, session.glyphs)
    elif kind == "question":
        screen = screens.question_screen(pathway, found)
    elif kind == "credential":
        screen = screens.credential_screen(pathway, found, plan, session.glyphs)
    else:
        screen = screens.fact_screen(pathway, pathway.facts[id_], found, plan)
    session.show(screen)


def _kind(session: Session, what: str) -> tuple[str, str]:
    pathway = session.pathway
    steps = [step.id for step in pathway.steps]
    known = {"step": steps, "credential": pathway.credentials, "question": pathway.questions, "fact": pathway.facts}
    # A way is explained with its step: "convert-cpc-a:employment" as a plan's route shows it.
    bare = what.strip("[]").partition(":")[0].partition("/")[0]
    for kind, ids in known.items():
        found = find(bare, ids)
        if found is not None:
            return kind, found
    everything = [id_ for ids in known.values() for id_ in ids]
    close = near(bare, everything)
    hint = (
        f"Did you mean {' or '.join(close)}?"
        if close
        else "Ids stand in [brackets] on every screen; see also: mecoder facts search WORDS"
    )
    raise UsageError(f"nothing has the id {what!r}", hint)
