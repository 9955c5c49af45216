"""``mecoder facts``: what is known, who says so, how far it can be trusted, and whether the file is sound."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, Optional

import typer

from mecoder_cli import knowledge
from mecoder_cli.cli import options
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import find, no_such, pick
from mecoder_cli.contract.facts import ages_json, conflicts_json, diff_json, facts_json, search_json, sources_json
from mecoder_cli.contract.proof import proof_json
from mecoder_cli.contract.why import thing_json
from mecoder_cli.domain import freshness
from mecoder_cli.domain.freshness import Age
from mecoder_cli.domain.profile import NOBODY
from mecoder_cli.errors import FACTS_TOO_OLD, FAILURE, UsageError
from mecoder_cli.lookup.things import things
from mecoder_cli.screens.ages import ages_screen
from mecoder_cli.screens.differences import conflicts_screen, diff_screen
from mecoder_cli.screens.facts import list_screen, show_screen, sources_screen
from mecoder_cli.screens.proof import proof_screen
from mecoder_cli.screens.why import thing_screen
from mecoder_cli.screens.words import search_screen

PEOPLE = 12
"""Kinds of person tried for every aim and priority where a person is not given."""

app = options.command_app()


@app.callback()
def facts() -> None:
    """List, show and check the facts and their sources."""


@app.command("list")
@options.looking_up
def list_(
    session: Session,
    topic: Annotated[Optional[str], typer.Option("--topic", help="Only facts of this topic.")] = None,  # noqa: UP045
) -> None:
    """List every fact with its value, or 'not found'."""
    pathway = session.pathway
    ids: Sequence[str] = list(pathway.facts)
    if topic is not None:
        topics = {one.id: one for one in pathway.topics}
        if topic not in topics:
            raise no_such("topic", topic, topics)
        ids = topics[topic].facts
    session.tell(lambda: list_screen(pathway, ids), lambda: facts_json(pathway, ids))


@app.command()
@options.looking_up
def show(session: Session, id_: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Show one fact with every source that was found."""
    pathway = session.pathway
    every = things(pathway)
    other = find(id_.strip("[]"), every) if find(id_.strip("[]"), pathway.facts) is None else None
    if other is not None:
        return session.tell(lambda: thing_screen(pathway, every[other]), lambda: thing_json(every[other]))
    found = pick("fact", id_.strip("[]"), pathway.facts)
    return session.tell(lambda: show_screen(pathway, pathway.facts[found]), lambda: facts_json(pathway, [found]))


@app.command()
@options.looking_up
def sources(session: Session) -> None:
    """List every source with its address and the age of the copy."""
    pathway = session.pathway
    session.tell(lambda: sources_screen(pathway), lambda: sources_json(pathway.sources.values()))


@app.command()
def check(
    file: Annotated[Optional[Path], typer.Argument(help="A knowledge file; else the one that is in use.")] = None,  # noqa: UP045
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of the file instead.")] = False,
) -> None:
    """Check a knowledge file strictly and report all faults together."""
    session = Session()
    if schema:
        from mecoder_cli.knowledge.schema import json_schema  # pydantic, which no other command loads

        return session.write_json(json_schema())
    path = file or session.pathway_file
    pathway, _, written = knowledge.read_in_full(path)
    beside = f" ({len(written.parts)} files)" if len(written.parts) > 1 else ""
    sys.stdout.write(
        f"{path.name}{beside}: sound. {len(pathway.facts)} facts, {len(pathway.sources)} sources, "
        f"{len(pathway.steps)} steps, {len(pathway.credentials)} credentials.\n"
    )
    return None


@app.command()
@options.advising
def conflicts(session: Session) -> None:
    """Show where sources disagree, which side the plan takes, and what the other side would change."""
    from mecoder_cli.proof.variants import conflicts_of  # a planner, which a look-up is spared

    person = session.person
    pathway, _, written = knowledge.read_in_full(session.pathway_file)
    with session.progress("Trying the other side of every disagreement") as progress:
        others = conflicts_of(pathway, written.content, person, PEOPLE, progress)
    session.tell(lambda: conflicts_screen(pathway, others, person != NOBODY), lambda: conflicts_json(pathway, others))


@app.command()
@options.dated
def stale(session: Session, strict: options.Strict = False) -> None:
    """List the facts that are past their shelf life, with where to check them."""
    found = freshness.stale(session.pathway, session.pathway.facts, session.day)
    _tell_ages(session, found, "No fact is past its shelf life.")
    if strict and found:
        raise typer.Exit(FACTS_TOO_OLD)


@app.command()
@options.dated
def due(
    session: Session,
    within: Annotated[
        str,
        typer.Option(
            "--within", metavar="DAYS", show_default=False, help="Only what expires within so many days, such as 30d."
        ),
    ] = "30d",
) -> None:
    """List the facts that are to be checked again soon, the first to expire in front."""
    last = session.day + timedelta(days=options.days("--within", within))
    found = tuple(age for age in freshness.ages(session.pathway, session.pathway.facts) if age.until <= last)
    _tell_ages(session, found, f"Nothing expires by {last}.")


def _tell_ages(session: Session, found: Sequence[Age], nothing: str) -> None:
    session.tell(lambda: ages_screen(found, session.day, nothing), lambda: ages_json(found, session.day))


@app.command()
@options.looking_up
def diff(
    session: Session,
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A knowledge file.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The same at another time.")],
) -> None:
    """Compare two knowledge files: what is said otherwise, and whose advice changes."""
    from mecoder_cli.planner.advice import Adviser  # a planner, which a look-up is spared
    from mecoder_cli.proof.differ import differ, some_people

    one, other = (knowledge.read_in_full(path)[0] for path in (old, new))
    roles, known = other.settings.questions, set(other.credentials)
    people = [
        person for person in some_people(one, PEOPLE)
        if person.answers.get(roles.target) in other.targets
        and {held.id for held in person.held(roles.credentials)} <= known
    ]  # fmt: skip
    with session.progress("Comparing the advice") as progress:
        found = differ(Adviser(one), Adviser(other), people, 5, progress)
    session.tell(lambda: diff_screen(one, other, found), lambda: diff_json(one, other, found))


@app.command()
@options.looking_up
def search(
    session: Session,
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS", help="What to look for; the beginning of a word is enough.")
    ],
) -> None:
    """Search everything that is known: facts, steps, questions, credentials, words, sources."""
    from mecoder_cli.lookup.search import search as look  # SQLite

    found = look(session.pathway, words)
    if not found and not session.as_json:
        raise UsageError(
            f"nothing is known about {' '.join(words)!r}", "Try fewer or other words; see also: mecoder glossary"
        )
    session.tell(lambda: search_screen(found), lambda: search_json(found))


@app.command()
@options.showing
def draw(
    session: Session,
    form: Annotated[
        Literal["text", "dot", "svg"],
        typer.Option("--format", metavar="text|dot|svg", help="text, Graphviz dot, or an SVG picture."),
    ] = "text",
) -> None:
    """Draw the steps and what they need, your own place marked."""
    from mecoder_cli.screens import drawing

    pathway = session.pathway
    graph = drawing.graph(pathway, session.plan() if session.person != NOBODY else None)
    if form == "text":
        session.show(drawing.text_screen(pathway, graph, session.glyphs))
    else:
        sys.stdout.write(drawing.to_dot(pathway, graph) if form == "dot" else drawing.to_svg(pathway, graph))


@app.command()
@options.looking_up
def prove(
    session: Session,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", metavar="N", help="At most so many kinds for each aim and priority; said in the result."
        ),
    ] = None,
    processes: Annotated[int, typer.Option("--processes", metavar="N", help="How many to run at once.")] = 2,
) -> None:
    """Prove that nobody is left without an answer: try every kind of person the knowledge can tell apart."""
    from mecoder_cli.proof.pool import prove_all  # the theorem, which a look-up is spared

    at_once = max(1, min(processes, 32))
    with session.progress("Trying every kind of person") as progress:
        result = prove_all(session.pathway, session.pathway_file, session.day, limit, at_once, progress)
    session.tell(lambda: proof_screen(session.pathway, result), lambda: proof_json(result))
    if not result.ok:
        raise typer.Exit(FAILURE)
