"""``mecoder why``: the receipts of a step, a fact, a question or a credential."""

from __future__ import annotations

from typing import Annotated

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.advise import missing
from mecoder_cli.cli.asking import complete
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import find, near
from mecoder_cli.contract.why import thing_json, why_json
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.errors import UsageError
from mecoder_cli.lookup.things import Thing, things
from mecoder_cli.lookup.uses import uses_of
from mecoder_cli.planner.whys import why_credential, why_question, why_step
from mecoder_cli.screens import why as screens

app = options.command_app()


@app.command()
@options.advising
def why(
    session: Session,
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[STEP|FACT|QUESTION|CREDENTIAL]", help="Any id that a screen shows; else the next action."
        ),
    ] = None,
) -> None:
    """Show why: each condition with your value and the verdict, near misses, facts and sources, and what waits on it."""
    if what is None:
        complete(session)
    pathway, planner, person, day = session.pathway, session.planner, session.person, session.day
    if what is not None and (thing := _thing(pathway, what)) is not None:
        known = thing
        return session.tell(lambda: screens.thing_screen(pathway, known), lambda: thing_json(known))
    plan = session.plan()
    if what is None:
        if plan.unanswered:
            raise missing(session, plan)
        if plan.next_action is None:
            raise UsageError("there is no next action to explain", "Name a step, a fact, a question or a credential.")
        what = plan.next_action.id
    kind, id_ = _kind(pathway, what)
    if kind == "step":
        step = why_step(planner, pathway.step(id_), person, plan, day)
        session.tell(
            lambda: screens.step_screen(pathway, step, plan, session.glyphs), lambda: why_json(pathway, kind, id_, step)
        )
    elif kind == "question":
        question = why_question(planner, pathway.questions[id_], person, day)
        session.tell(lambda: screens.question_screen(pathway, question), lambda: why_json(pathway, kind, id_, question))
    elif kind == "credential":
        credential = why_credential(planner, pathway.credentials[id_], person, plan, day)
        session.tell(
            lambda: screens.credential_screen(pathway, credential, plan, session.glyphs),
            lambda: why_json(pathway, kind, id_, credential),
        )
    else:
        uses = uses_of(pathway, id_)
        session.tell(
            lambda: screens.fact_screen(pathway, pathway.facts[id_], uses, plan),
            lambda: why_json(pathway, kind, id_, uses),
        )
    return None


def _thing(pathway: Pathway, what: str) -> Thing | None:
    """Return what has that id and no screen of its own; steps, credentials, questions and facts have theirs."""
    own = {*(step.id for step in pathway.steps), *pathway.credentials, *pathway.questions, *pathway.facts}
    bare = what.strip("[]").partition(":")[0].partition("/")[0]
    if find(bare, own) is not None:
        return None
    every = things(pathway)
    found = find(what.strip("[]"), every)
    return every[found] if found else None


def _kind(pathway: Pathway, what: str) -> tuple[str, str]:
    """Return what an id names: a step before a credential, a question, a fact."""
    steps = [step.id for step in pathway.steps]
    known = {"step": steps, "credential": pathway.credentials, "question": pathway.questions, "fact": pathway.facts}
    # A way is explained with its step: "convert-cpc-a:employment" as a plan's route shows it.
    bare = what.strip("[]").partition(":")[0].partition("/")[0]
    for kind, ids in known.items():
        found = find(bare, ids)
        if found is not None:
            return kind, found
    close = near(bare, [id_ for ids in known.values() for id_ in ids])
    more = "Ids stand in [brackets] on every screen; see also: mecoder facts search WORDS"
    raise UsageError(f"nothing has the id {what!r}", f"Did you mean {' or '.join(close)}?" if close else more)
