"""The knowledge as it would be if the other side of a disagreement were right."""

from __future__ import annotations

from collections.abc import Iterator

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.knowledge import model as form
from mecoder_cli.knowledge.faults import read_form
from mecoder_cli.knowledge.link import PathwayLinker


def variants(source: bytes) -> Iterator[tuple[str, int, Pathway]]:
    """Yield, for every value that the plan does not use, the fact, the value's position and the knowledge under it.

    The value takes the place of the used one; what it would mean for other
    figures of the plan is written beside it (``then``).
    """
    written, _, _ = read_form(source)
    if written is None:
        return
    for id_, fact in written.facts.items():
        for index, value in enumerate(fact.values):
            if len(fact.values) > 1 and value.source != fact.used:
                facts = dict(written.facts)
                facts[id_] = fact.model_copy(update={"used": value.source})
                for other, figure in value.then.items():
                    facts[other] = _replaced(facts[other], figure)
                yield id_, index, PathwayLinker(written.model_copy(update={"facts": facts})).link()


def _replaced(fact: form.FactForm, figure: float | form.Ranged) -> form.FactForm:
    if fact.values:
        used = [
            value.model_copy(update={"value": figure}) if value.source == fact.used else value for value in fact.values
        ]
        return fact.model_copy(update={"values": used})
    return fact.model_copy(update={"value": figure})
