"""Whatever has an id that a screen prints: aid, schools, programs, centers, words, aims, bodies, chapters, sources."""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
from collections.abc import Iterable
from typing import Any, NamedTuple

from mecoder_cli.domain.facts import facts_in
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.lookup.terms import terms_of


class Thing(NamedTuple):
    """Something with an id, what it is called, and the facts that it rests on."""

    kind: str
    id: str
    title: str
    text: str
    facts: tuple[str, ...]


def things(pathway: Pathway) -> dict[str, Thing]:
    """Return everything with an id beside steps, facts, questions and credentials, which have screens of their own."""
    kinds: tuple[tuple[str, Iterable[Any]], ...] = (
        ("money for training", pathway.aid), ("program", pathway.programs.values()), ("school", pathway.schools.values()),
        ("career center", pathway.centers.values()), ("employer", pathway.hiring.employers()), ("job", pathway.hiring.jobs),
        ("people to know", pathway.hiring.circles), ("day of the year", pathway.year), ("rung", pathway.growth.rungs),
        ("question of the practice", pathway.interview.questions()), ("aim", pathway.targets.values()), ("body", pathway.bodies.values()),
        ("chapter of the guide", pathway.guide), ("word", terms_of(pathway)),
    )  # fmt: skip
    found: dict[str, Thing] = {}
    for kind, ones in kinds:
        for one in ones:
            title = next(
                str(getattr(one, name)) for name in ("label", "title", "term", "name", "about") if hasattr(one, name)
            )
            text = next(
                (
                    str(getattr(one, name))
                    for name in ("pays", "meaning", "summary", "note", "does", "what", "do", "asks", "ask")
                    if hasattr(one, name)
                ),
                "",
            )
            facts = tuple(fact for fact in dict.fromkeys(facts_in(one)) if fact in pathway.facts)
            found.setdefault(one.id, Thing(kind, one.id, title, text, facts))
    for source in pathway.sources.values():
        text = f"{source.publisher}; {source.kind}; copy {source.copied}. {source.url or source.found_in}"
        found.setdefault(source.id, Thing("source", source.id, source.title, text, ()))
    return found
