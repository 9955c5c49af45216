"""``mecoder facts conflicts|stale|due|diff|search|draw|prove``: how far the knowledge can be trusted."""

from __future__ import annotations

import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.session import Session
from mecoder_cli.domain.profile import NOBODY
from mecoder_cli.errors import FACTS_TOO_OLD, FAILURE, UsageError

PEOPLE = 12
"""Kinds of person tried for every aim and priority where a person is not given."""

Days = Annotated[
    str | None, typer.Option("--within", metavar="DAYS", help="Only what expires within so many days, such as 30d.")
]


def conflicts(
    answers: options.Answers = None,
    set_: options.Set = None,
    as_of: options.AsOf = None,
    profile_name: options.Profile = None,
    as_json: options.Json = False,
) -> None:
    """Show where sources disagree, which side the plan takes, and what the other side would change."""
    from mecoder_cli import knowledge
    from mecoder_cli.proof.differ import Difference, differ, some_people, touches_plans
    from mecoder_cli.proof.variants import variants

    session = Session(as_of, profile_name)
    profile = session.person(answers, set_ or ())
    pathway, _, written = knowledge.read_in_full(session.pathway_file)
    people = list(some_people(pathway, PEOPLE))
    others: dict[str, list[tuple[int, Difference | None, Difference | None]]] = {}
    for id_, index, variant in variants(pathway, written.content):
        changed = differ(pathway, variant, people) if touches_plans(pathway, variant) else None
        own = differ(pathway, variant, [profile]) if changed is not None and profile != NOBODY else None
        others.setdefault(id_, []).append((index, changed, own))
    if as_json:
        from mecoder_cli.contract.trust import conflicts_json

        session.write_json(conflicts_json(pathway, others))
        return
    from mecoder_cli.screens.trust import conflicts_screen

    session.show(conflicts_screen(pathway, others, profile != NOBODY))


def stale(as_of: options.AsOf = None, strict: options.Strict = False, as_json: options.Json = False) -> None:
    """List the facts that are past their shelf life, with where to check them."""
    from mecoder_cli.domain import freshness

    session = Session(as_of)
    found = freshness.stale(session.pathway, session.pathway.facts, session.day)
    _show_ages(session, found, "No fact is past its shelf life.", as_json)
    if strict and found:
        raise typer.Exit(FACTS_TOO_OLD)


def due(within: Days = None, as_of: options.AsOf = None, as_json: options.Json = False) -> None:
    """List the facts that are to be checked again soon, the first to expire in front."""
    from mecoder_cli.domain import freshness

    session = Session(as_of)
    match = re.match(r"([0-9]{1,4})d?\Z", within or "30d")
    if match is None:
        raise UsageError(f"--within: {within!r} is not a number of days such as 30d")
    last = session.day + timedelta(days=int(match[1]))
    found = tuple(age for age in freshness.ages(session.pathway, session.pathway.facts) if age.until <= last)
    _show_ages(session, found, f"Nothing expires by {last}.", as_json)


def _show_ages(session: Session, found: tuple[object, ...], nothing: str, as_json: bool) -> None:
    if as_json:
        from mecoder_cli.contract.trust import ages_json

        session.write_json(ages_json(found, session.day))  # type: ignore[arg-type]
        return
    from mecoder_cli.screens.trust import ages_screen

    session.show(ages_screen(found, session.day, nothing))  # type: ignore[arg-type]


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A knowledge file.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The same at another time.")],
    as_json: options.Json = False,
) -> None:
    """Compare two knowledge files: what is said otherwise, and whose advice changes."""
    from mecoder_cli import knowledge
    from mecoder_cli.proof.differ import differ, some_people

    one, other = (knowledge.read_in_full(path)[0] for path in (old, new))
    people = [person for person in some_people(one, PEOPLE) if _fits(person, other)]
    found = differ(one, other, people, 5)
    session = Session()
    if as_json:
        from mecoder_cli.contract.trust import diff_json

        session.write_json(diff_json(one, other, found))
        return
    from mecoder_cli.screens.trust import diff_screen

    session.show(diff_screen(one, other, found))


def _fits(person: object, pathway: object) -> bool:
    """Return whether *person* can be asked about by *pathway* too: it knows the aim and the credentials."""
    from mecoder_cli.domain.pathway import Pathway
    from mecoder_cli.domain.profile import Profile

    assert isinstance(person, Profile) and isinstance(pathway, Pathway)
    settings = pathway.settings
    held = {one.id for one in person.held(settings.questions.credentials)}
    return person.answers.get(settings.questions.target) in pathway.targets and held <= set(pathway.credentials)


def search(
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS", help="What to look for; the beginning of a word is enough.")
    ],
    as_json: options.Json = False,
) -> None:
    """Search everything that is known: facts, steps, questions, credentials, words, sources."""
    from mecoder_cli.lookup.search import search as look

    session = Session()
    found = look(session.pathway, words)
    if as_json:
        session.write_json({"schema": "mecoder.search/1", "hits": [hit._asdict() for hit in found]})
        return
    if not found:
        raise UsageError(
            f"nothing is known about {' '.join(words)!r}", "Try fewer or other words; see also: mecoder glossary"
        )
    from mecoder_cli.screens.trust import search_screen

    session.show(search_screen(found))


def draw(
    form: Annotated[
        str, typer.Option("--format", metavar="text|dot|svg", help="text, Graphviz dot, or an SVG picture.")
    ] = "text",
    answers: options.Answers = None,
    set_: options.Set = None,
    as_of: options.AsOf = None,
    profile_name: options.Profile = None,
) -> None:
    """Draw the steps and what they need, your own place marked."""
    from mecoder_cli.planner import Planner
    from mecoder_cli.screens import drawing

    if form not in ("text", "dot", "svg"):
        raise UsageError(f"--format: {form!r} is none of text, dot, svg")
    session = Session(as_of, profile_name)
    profile = session.person(answers, set_ or ())
    plan = Planner(session.pathway).plan(profile, session.day) if profile != NOBODY else None
    graph = drawing.graph(session.pathway, plan)
    if form == "text":
        session.show(drawing.text_screen(session.pathway, graph, session.glyphs))
    else:
        sys.stdout.write(
            drawing.to_dot(session.pathway, graph) if form == "dot" else drawing.to_svg(session.pathway, graph)
        )


def prove(
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", metavar="N", help="At most so many kinds for each aim and priority; said in the result."
        ),
    ] = None,
    processes: Annotated[int, typer.Option("--processes", metavar="N", help="How many to run at once.")] = 2,
    as_json: options.Json = False,
) -> None:
    """Prove that nobody is left without an answer: try every kind of person the knowledge can tell apart."""
    from mecoder_cli.proof.pool import prove_all

    session = Session()
    with session.progress("Trying every kind of person") as progress:
        result = prove_all(
            session.pathway, session.pathway_file, session.day, limit, max(1, min(processes, 32)), progress
        )
    if as_json:
        from mecoder_cli.contract.trust import proof_json

        session.write_json(proof_json(result))
    else:
        from mecoder_cli.screens.trust import proof_screen

        session.show(proof_screen(session.pathway, result))
    if not result.ok:
        raise typer.Exit(FAILURE)
