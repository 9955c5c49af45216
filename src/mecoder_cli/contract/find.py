"""What can be found for a person, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mecoder_cli.contract.values import plain
from mecoder_cli.domain.facts import facts_in
from mecoder_cli.domain.pathway import Aid, Center, Pathway, School
from mecoder_cli.domain.plan import AidVerdict
from mecoder_cli.domain.programs import Offer, starts_of


def programs_json(pathway: Pathway, found: Sequence[Offer], without: Sequence[School]) -> dict[str, Any]:
    """Return programs, those that fit best first, and the schools where none was found."""
    items = []
    for offer in found:
        facts = _facts(offer)
        items.append(
            {**program_json(offer), **_texts(pathway, offer), "facts": facts, "sources": _sources(pathway, facts)}
        )
    return {
        "schema": "mecoder.find/1",
        "kind": "programs",
        "items": items,
        "without_program": [
            {
                "id": school.id, "name": school.label, "towns": list(school.towns), "counties": list(school.counties),
                "found": _told(pathway, school.found), "ask": school.ask,
            }
            for school in without
        ],
        "notes": list(pathway.teaching.notes) if pathway.teaching else [],
    }  # fmt: skip


def funding_json(pathway: Pathway, found: Sequence[AidVerdict], centers: Sequence[Center]) -> dict[str, Any]:
    """Return money for training with its verdicts, and the career centers nearby."""
    known = {aid.id: aid for aid in pathway.aid}
    return {
        "schema": "mecoder.find/1",
        "kind": "funding",
        "items": [_aid(pathway, known[one.id], one) for one in found],
        "centers": [
            {
                "id": center.id, "name": center.label, "county": center.county, "towns": list(center.towns),
                "place": _told(pathway, center.place), "site": center.site, "facts": [center.place],
            }
            for center in centers
        ],
    }  # fmt: skip


def _aid(pathway: Pathway, aid: Aid, said: AidVerdict) -> dict[str, Any]:
    facts = list(dict.fromkeys(facts_in(aid)))
    return {
        "id": aid.id, "name": aid.label, "verdict": said.verdict, "concerns": said.concerns, "refused": said.refused,
        "pays": aid.pays, "why": [
            {
                "condition": reason.condition, "label": reason.label,
                "value": "unsure" if reason.unsure else plain(reason.value), "verdict": reason.verdict,
            }
            for reason in said.why
        ],
        "ask": list(said.ask), "shut": _told(pathway, aid.shut), "also": list(aid.also),
        "documents": list(aid.documents), "whom": aid.ask or None, "deadline": aid.deadline or None,
        "facts": facts, "sources": _sources(pathway, facts),
    }  # fmt: skip


def program_json(offer: Offer) -> dict[str, Any]:
    """Return what a plan tells of a program."""
    program, school = offer.program, offer.school
    return {
        "id": program.id, "name": program.label, "school": school.label, "award": program.award,
        "standing": program.standing, "reach": offer.reach, "delivery": program.delivery, "evening": program.evening,
        "towns": list(school.towns), "counties": list(school.counties), "prepares": list(program.prepares),
        "usd": plain(offer.usd), "aid": {"likely": [one.id for one in offer.likely], "perhaps": [one.id for one in offer.perhaps]}, "ask": school.ask,
    }  # fmt: skip


def _texts(pathway: Pathway, offer: Offer) -> dict[str, Any]:
    program, school = offer.program, offer.school
    return {
        "credits": plain(program.credits.likely or None),
        "terms": int(program.terms) or None,
        "starts": [f"{one.month:02}-{one.day:02}" for one in starts_of(pathway, program)],
        "shape": _told(pathway, program.shape),
        "taught": _told(pathway, program.delivers),
        "exam": _told(pathway, program.exam),
        "externship": _told(pathway, program.externship),
        "hours_stated": _told(pathway, program.hours),
        "price": [
            {"item": line.item, "usd": plain(line.usd), "how": line.told, "facts": list(line.facts)}
            for line in offer.lines
        ],
        "earned": [
            {"label": pathway.facts[id_].label, "usd": plain(pathway.facts[id_].current.value)} for id_ in school.earned
        ],
        "seen": pathway.facts[program.shape].current.as_of,
    }


def _facts(offer: Offer) -> list[str]:
    lines = (fact for line in offer.lines for fact in line.facts)
    return list(dict.fromkeys((*facts_in(offer.program), *lines, *offer.school.earned, *offer.school.facts)))


def _sources(pathway: Pathway, facts: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(value.source for id_ in facts for value in pathway.facts[id_].values))


def _told(pathway: Pathway, fact: str) -> str | None:
    """Return what a fact says; ``None`` where nothing was found."""
    return str(pathway.facts[fact].current.value) if fact and pathway.facts[fact].is_found else None
