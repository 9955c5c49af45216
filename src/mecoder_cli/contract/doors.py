"""Doors to knock on, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mecoder_cli.contract.values import plain
from mecoder_cli.domain.conditions import VERDICTS
from mecoder_cli.domain.facts import facts_in
from mecoder_cli.domain.hiring import Remote
from mecoder_cli.domain.pathway import Center, Pathway
from mecoder_cli.lookup.doors import Door, Lead

if TYPE_CHECKING:
    from mecoder_cli.routes.bridge import Crossing


def employers_json(pathway: Pathway, found: Sequence[Door]) -> dict[str, Any]:
    """Return employers, those near first, and the kinds of which none is known."""
    return {
        "schema": "mecoder.find/1",
        "kind": "employers",
        "items": [
            {
                "id": door.employer.id, "number": door.number, "name": door.employer.label, "kind": door.kind.id, "reach": door.reach,
                "fits": door.fits, "towns": list(door.employer.towns), "counties": list(door.employer.counties),
                "work": list(door.employer.serves), "closed": door.employer.is_closed,
                "careers": door.employer.careers or None,
                **{
                    name: _texts(pathway, facts)
                    for name, facts in (
                        ("what", door.employer.found), ("asks", door.employer.asks), ("tuition", door.employer.tuition),
                        ("remote", door.employer.remote), ("ways_in", door.employer.doors),
                    )
                },
                **_rests(pathway, door.employer),
            }
            for door in found
        ],
        "missing": {one.id: one.missing for one in pathway.hiring.kinds if not one.employers},
        "notes": {one.id: _texts(pathway, one.notes) for one in pathway.hiring.kinds if one.notes},
    }  # fmt: skip


def jobs_json(
    pathway: Pathway, jobs: Sequence[Lead], remote: Remote | None, crossing: Crossing | None = None
) -> dict[str, Any]:
    """Return jobs that lead in, what to ask of them, and what is known of work at home at the person's stage."""
    return {
        "schema": "mecoder.find/1",
        "kind": "jobs",
        "items": [
            {
                "id": job.id, "number": one.number, "name": job.label, "open": VERDICTS[one.open], "wants": job.wants or None, "bridge": job.is_bridge, "does": job.does, "counts": job.counts,
                "pay": _texts(pathway, job.pay),
                "weeks": plain(pathway.facts[job.weeks].current.value) if job.weeks else None, **_rests(pathway, job),
            }
            for one in jobs for job in (one.job,)
        ],
        "questions": list(pathway.hiring.questions),
        "crossing": crossing_json(pathway, crossing),
        "remote": None if remote is None else {"id": remote.id, "stage": remote.label, "says": remote.says, **_rests(pathway, remote)},
    }  # fmt: skip


def crossing_json(pathway: Pathway, crossing: Crossing | None) -> dict[str, Any] | None:
    """Return what a job beside the work can save, and on what that hangs; nothing where it saves nothing."""
    if crossing is None:
        return None
    return {
        "finish": plain(crossing.finish), "instead_of": plain(crossing.instead_of), "if": "the employer attests the coding",
        **_rests(pathway, pathway.hiring.bridge),
    }  # fmt: skip


def network_json(pathway: Pathway, nearby: Sequence[Center]) -> dict[str, Any]:
    """Return the people to know, the career centers nearby and what to say."""
    return {
        "schema": "mecoder.find/1",
        "kind": "network",
        "items": [
            {"id": one.id, "name": one.label, "what": one.what, "do": one.do, "ask": one.ask, **_rests(pathway, one)}
            for one in pathway.hiring.circles
        ],
        "centers": [
            {"id": one.id, "name": one.label, "county": one.county, "towns": list(one.towns), "site": one.site, "facts": [one.place]}
            for one in nearby
        ],
        "calling": list(pathway.hiring.calling),
    }  # fmt: skip


def _texts(pathway: Pathway, facts: Sequence[str]) -> list[dict[str, Any]]:
    """Return facts with what they say; ``None`` where nothing was found."""
    known = [(id_, pathway.facts[id_]) for id_ in facts]
    return [{"fact": id_, "value": plain(fact.current.value) if fact.is_found else None} for id_, fact in known]


def _rests(pathway: Pathway, thing: Any) -> dict[str, list[str]]:
    """Return the facts that something rests on, and their sources."""
    facts = list(dict.fromkeys(facts_in(thing)))
    return {
        "facts": facts,
        "sources": list(dict.fromkeys(value.source for id_ in facts for value in pathway.facts[id_].values)),
    }
