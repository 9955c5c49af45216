"""What is kept of a person, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from mecoder_cli.contract.plan import plan_json, stage_json
from mecoder_cli.contract.values import plain
from mecoder_cli.domain.answers import as_plain
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import AidVerdict, Changed, Dated, Deadline, Plan, Planned, phases_of
from mecoder_cli.domain.renewals import kept_and_lapsed
from mecoder_cli.record.caseload import Case
from mecoder_cli.record.journal import Event, Ledger, Log
from mecoder_cli.record.kept import Kept
from mecoder_cli.record.letters import Draft
from mecoder_cli.record.listing import Row
from mecoder_cli.record.papers import Paper
from mecoder_cli.record.standing import Standing
from mecoder_cli.record.units import Cycle


def _number(value: float) -> float:
    return int(value) if value == int(value) else round(value, 2)


def event_json(event: Event) -> dict[str, Any]:
    """Return one entry of the journal."""
    return {"id": event.id, "at": event.at, "kind": event.kind, "data": dict(event.data)}


def history_json(events: Sequence[Event]) -> dict[str, Any]:
    """Return the journal as ``mecoder.history/1``, oldest first."""
    return {"schema": "mecoder.history/1", "events": [event_json(event) for event in events]}


def _short(plan: Plan) -> dict[str, Any]:
    return {
        "status": plan.status,
        "next_action": plan.next_action.id if plan.next_action else None,
        "way": plan.next_action.way if plan.next_action else None,
        "finish": plain(plan.finish),
        "usd": plain(plan.usd),
        "unanswered": list(plan.unanswered),
    }


def kept_json(kept: Kept) -> dict[str, Any]:
    """Return what was kept and what it changed."""
    return {
        "schema": "mecoder.kept/1",
        "events": [event_json(event) for event in kept.made],
        "undo": kept.made[-1].id,
        "before": _short(kept.before[1]),
        "after": _short(kept.after[1]),
        "notes": list(kept.notes),
        **({"months": {"counted": kept.months.counted, "to_ask": kept.months.asked}} if kept.months else {}),
    }


def status_json(
    pathway: Pathway, name: str, standing: Standing, plan: Plan, changed: Changed | None = None
) -> dict[str, Any]:
    """Return the plan with the profile and its progress, as ``mecoder.status/1``."""
    kept, lapsed = kept_and_lapsed(pathway, standing.profile, plan.as_of)
    return {
        **plan_json(plan, changed=changed),
        "schema": "mecoder.status/1",
        "profile": name,
        "phases": [{"id": id_, "done": done, "total": total} for id_, _, done, total in phases_of(pathway, plan)],
        "months": {"counted": standing.months.counted, "to_ask": standing.months.asked},
        "credentials": {"held": [one.id for one in kept], "lapsed": [one.id for one in lapsed]},
        "spent_usd": _number(standing.spent),
        "planned": [_planned(one, plan.as_of) for one in standing.planned],
        "notes": list(standing.notes),
    }


def ceu_json(cycles: Sequence[Cycle]) -> dict[str, Any]:
    """Return the CEUs by body, as ``mecoder.ceu/1``."""
    return {
        "schema": "mecoder.ceu/1",
        "bodies": [
            {
                "body": cycle.body,
                "cycle": {"start": plain(cycle.start), "end": plain(cycle.end)},
                "needed": cycle.needed,
                "earned": _number(cycle.counts),
                "missing": _number(cycle.missing),
                "logged": _number(cycle.earned),
                "per_month": None if cycle.per_month is None else round(cycle.per_month, 2),
                "first_cycle": cycle.is_first,
                "begins": plain(cycle.begins),
                "needed_least": cycle.least,
                "owed": _number(cycle.owed),
                "made_up": _number(cycle.made_up),
                "planned": _number(cycle.planned),
                "before_certification": _number(cycle.early),
                "other_cycles": _number(cycle.other),
                "assumed": cycle.assumed,
                "reported": cycle.reported,
                "sorts": [
                    {
                        "id": s.id, "needed": s.needed, "earned": _number(s.earned), "unsorted": _number(s.unsorted),
                        "missing": _number(s.missing), "fact": s.fact,
                    }
                    for s in cycle.sorts
                ],
            }
            for cycle in cycles
        ],
    }  # fmt: skip


def due_json(found: Sequence[tuple[date, Dated]], day: date, days: int) -> dict[str, Any]:
    """Return what falls due, which money closes, and what is planned."""
    every = [one for _, one in found]
    return {
        "schema": "mecoder.due/1",
        "as_of": day.isoformat(),
        "within_days": days,
        "deadlines": [_due(one, day) for one in every if isinstance(one, Deadline)],
        "aid": [_closing(one, day) for one in every if isinstance(one, AidVerdict)],
        "planned": [_planned(one, day) for one in every if isinstance(one, Planned)],
    }


def due_of_all_json(
    found: Sequence[tuple[date, str, Dated]], day: date, days: int
) -> dict[str, Any]:  # fmt: skip
    """Return what has its day for anybody, with the name of each."""
    people = [{"name": name, **dated_json(one, day)} for _, name, one in found]
    return {**due_json([], day, days), "people": people}


def dated_json(one: Dated, day: date) -> dict[str, Any]:
    """Return what falls due, which money closes or what is planned, with its kind."""
    if isinstance(one, Planned):
        return {"kind": "planned", **_planned(one, day)}
    if isinstance(one, Deadline):
        return {"kind": "deadline", **_due(one, day)}
    return {"kind": "aid", **_closing(one, day)}


def _planned(one: Planned, day: date) -> dict[str, Any]:
    return {"entry": one.id, "label": one.text, "due": one.day.isoformat(), "days": (one.day - day).days}


def _due(one: Deadline, day: date) -> dict[str, Any]:
    return {
        "id": one.id, "body": one.body, "due": one.due.isoformat(), "days": (one.due - day).days, "needed": one.needed, "needed_least": one.least,
        "earned": one.earned, "missing": one.missing, "at_risk": one.at_risk, "assumed": one.assumed,
        "stage": one.stage, "reached": stage_json(one.reached) if one.reached else None,
        "next_stages": [stage_json(stage) for stage in one.to_come],
    }  # fmt: skip


def _closing(one: AidVerdict, day: date) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "due": plain(one.until),
        "days": (one.until - day).days if one.until else None,
    }


def papers_json(rows: Sequence[Paper], loose: Sequence[tuple[Log, str]]) -> dict[str, Any]:
    """Return the documents of the steps and the entries without a sound file."""
    return {
        "schema": "mecoder.proof/1",
        "documents": [
            {"step": r.step, "item": r.item, "document": r.document, "state": r.state, "path": r.path or None, "entry": r.entry or None}
            for r in rows
        ],
        "entries": [{"id": one.id, "state": state} for one, state in loose],
    }  # fmt: skip


def letters_json(drafts: Sequence[Draft]) -> dict[str, Any]:
    """Return drafts of a letter with what would be rejected."""
    return {
        "schema": "mecoder.letter/1",
        "letters": [
            {
                "kind": d.letter.id, "for": d.title, "lines": list(d.lines), "rejected": list(d.refused),
                "on_paper": list(d.on_paper), "facts": list(d.letter.facts),
            }
            for d in drafts
        ],
    }  # fmt: skip


def answers_json(pathway: Pathway, standing: Standing, ledger: Ledger) -> dict[str, Any]:
    """Return every answer with where it comes from."""
    given = as_plain(standing.profile, pathway.questions)
    return {
        "schema": "mecoder.answers/1",
        "answers": [
            {
                "id": id_, "value": value, "computed_from": list(standing.computed.get(id_, ())),
                "said": ledger.answers[id_].day if id_ in ledger.answers else None,
            }
            for id_, value in given.items()
        ],
        "notes": list(standing.notes),
    }  # fmt: skip


def profile_json(pathway: Pathway, name: str, standing: Standing) -> dict[str, Any]:
    """Return a person as an answers file holds them."""
    return {
        "schema": "mecoder.person/1",
        "name": name,
        "answers": as_plain(standing.profile, pathway.questions),
        "months": {"counted": standing.months.counted, "to_ask": standing.months.asked},
        "notes": list(standing.notes),
    }


def profiles_json(
    cases: Sequence[Case], current: str | None, damaged: Sequence[str], gone: Sequence[str]
) -> dict[str, Any]:
    """Return who is kept on this computer, and where each stands."""
    return {
        "schema": "mecoder.profiles/1",
        "profiles": [
            {
                "name": one.name,
                "current": one.name == current,
                "aim": one.aim or None,
                "next": one.next or None,
                "due": plain(one.due_on),
                "last": one.last or None,
                "wrong": one.wrong or None,
            }
            for one in cases
        ],
        "damaged": list(damaged),
        "gone": list(gone),
    }


def entries_json(rows: Sequence[Row]) -> dict[str, Any]:
    """Return the entries that stand, as ``mecoder.entries/1``."""
    return {
        "schema": "mecoder.entries/1",
        "entries": [
            {
                "number": row.id, "kind": row.kind, "date": plain(row.day), "text": row.text, "body": row.body or None,
                "usd": row.usd, "file": row.file or None, **({"planned": True} if row.planned else {}),
            }
            for row in rows
        ],
    }  # fmt: skip
