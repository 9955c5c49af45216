"""The knowledge as it would be if the other side of a disagreement were right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from mecoder_cli.domain.facts import Range
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import NOBODY, Profile
from mecoder_cli.knowledge.written import pathway_of
from mecoder_cli.planner.advice import Adviser
from mecoder_cli.proof.differ import Difference, Others, differ, some_people, touches_plans


def variants(pathway: Pathway, content: Mapping[str, Any]) -> Iterator[tuple[str, int, Pathway]]:
    """Yield, for every value that the plan does not use, the fact, the value's position and the knowledge under it.

    The value takes the place of the used one; what it would mean for other
    figures of the plan is written beside it (``then``).

    Args:
        pathway: The knowledge as it is.
        content: What it was made from.
    """
    for id_, fact in pathway.facts.items():
        for index, value in enumerate(fact.values):
            if index != fact.used:
                facts = dict(content["facts"])
                facts[id_] = {**facts[id_], "used": value.source}
                for other, figure in value.then.items():
                    facts[other] = _replaced(facts[other], figure)
                try:
                    yield id_, index, pathway_of({**content, "facts": facts})[0]
                except ValidationError:
                    # Words where the plan needs a figure: it cannot go by them.
                    yield id_, index, pathway


def _replaced(fact: Mapping[str, Any], figure: Any) -> dict[str, Any]:
    """Return a fact as it is written with another figure in the place of the used one."""
    written = figure._asdict() if isinstance(figure, Range) else figure
    if "values" not in fact:
        return {**fact, "value": written}
    values = [{**one, "value": written} if one["source"] == fact.get("used") else one for one in fact["values"]]
    return {**fact, "values": values}


def conflicts_of(
    pathway: Pathway, content: Mapping[str, Any], person: Profile, each: int, progress: Callable[[float], None] = lambda part: None
) -> Others:  # fmt: skip
    """Return, for every disagreement, what the other sides would change: for some kinds of person, and for *person*.

    Args:
        pathway: The knowledge as it is.
        content: What it was made from.
        person: Who asks; nobody where no answers are given.
        each: Kinds of person tried for every aim and priority.
        progress: Called with the part that is done, from 0 to 1.
    """
    people, ours = list(some_people(pathway, each)), Adviser(pathway)
    found: dict[str, list[tuple[int, Difference | None, Difference | None]]] = {}
    many = sum(len(fact.values) - 1 for fact in pathway.facts.values())
    for number, (id_, index, variant) in enumerate(variants(pathway, content), 1):
        progress(number / max(1, many))
        theirs = Adviser(variant) if touches_plans(pathway, variant) else None
        changed = differ(ours, theirs, people) if theirs is not None else None
        own = differ(ours, theirs, [person]) if theirs is not None and person != NOBODY else None
        found.setdefault(id_, []).append((index, changed, own))
    return found
