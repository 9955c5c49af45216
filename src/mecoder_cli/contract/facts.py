"""Facts, and how far they can be trusted, as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from mecoder_cli.contract.values import plain
from mecoder_cli.domain.facts import Fact, Source, shown
from mecoder_cli.domain.freshness import Age
from mecoder_cli.domain.pathway import Pathway, Term

if TYPE_CHECKING:  # showing a fact needs no proof
    from mecoder_cli.lookup.search import Hit
    from mecoder_cli.proof.differ import Difference, Others

_VALUE = ("value", "as_of", "checked", "source", "grade", "confidence", "note")


def fact_json(fact: Fact) -> dict[str, Any]:
    """Return a fact with every version of it."""
    return {
        "id": fact.id,
        "label": fact.label,
        "unit": fact.unit,
        "kind": fact.kind,
        "values": [{name: plain(getattr(value, name)) for name in _VALUE} for value in fact.values],
        "used": fact.used if fact.values else None,
        "because": fact.because or None,
        "note": fact.note or None,
        "where": fact.where or None,
    }


def source_json(source: Source) -> dict[str, Any]:
    """Return a source."""
    return {
        "id": source.id, "title": source.title, "publisher": source.publisher, "url": source.url or None,
        "kind": source.kind, "copy": source.copied,
    }  # fmt: skip


def _difference(found: Difference | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "people": found.people, "next_actions": found.next_actions, "dates": found.dates, "money": found.money,
        "examples": [{"who": who, "before": before._asdict(), "after": after._asdict()} for who, before, after in found.examples],
    }  # fmt: skip


def conflicts_json(pathway: Pathway, others: Others) -> dict[str, Any]:
    """Return each disagreement with what the other side would change."""
    return {
        "schema": "mecoder.conflicts/1",
        "conflicts": [
            {
                **fact_json(pathway.facts[id_]),
                "others": [
                    {
                        "value": shown(pathway.facts[id_], index), "source": pathway.facts[id_].values[index].source,
                        "changes": _difference(changed), "yours": _difference(own),
                    }
                    for index, changed, own in sides
                ],
            }
            for id_, sides in others.items()
        ],
    }  # fmt: skip


def ages_json(found: Sequence[Age], day: date) -> dict[str, Any]:
    """Return facts with their age."""
    return {
        "schema": "mecoder.ages/1",
        "as_of": day.isoformat(),
        "facts": [
            {
                "id": age.fact.id, "kind": age.fact.kind, "checked": age.checked.isoformat(), "until": age.until.isoformat(),
                "days_over": max(0, (day - age.until).days), "where": age.where or None,
            }
            for age in found
        ],
    }  # fmt: skip


def diff_json(old: Pathway, new: Pathway, found: Difference) -> dict[str, Any]:
    """Return what two knowledge files say otherwise."""
    return {
        "schema": "mecoder.diff/1",
        "changed": [id_ for id_ in old.facts if id_ in new.facts and old.facts[id_] != new.facts[id_]],
        "gone": sorted(set(old.facts) - set(new.facts)),
        "new": sorted(set(new.facts) - set(old.facts)),
        "steps": sorted(
            {step.id for step in (*old.steps, *new.steps)}
            - {step.id for step in old.steps if step in new.steps}
        ),
        "advice": _difference(found),
    }  # fmt: skip


def glossary_json(terms: Sequence[Term]) -> dict[str, Any]:
    """Return words of the trade."""
    return {"schema": "mecoder.glossary/1", "terms": [term._asdict() for term in terms]}


def facts_json(pathway: Pathway, ids: Iterable[str]) -> dict[str, Any]:
    """Return facts by their ids."""
    return {"schema": "mecoder.facts/1", "facts": [fact_json(pathway.facts[id_]) for id_ in ids]}


def sources_json(sources: Iterable[Source]) -> dict[str, Any]:
    """Return sources."""
    return {"schema": "mecoder.sources/1", "sources": [source_json(source) for source in sources]}


def search_json(hits: Sequence[Hit]) -> dict[str, Any]:
    """Return what was found, the best first."""
    return {"schema": "mecoder.search/1", "hits": [hit._asdict() for hit in hits]}
