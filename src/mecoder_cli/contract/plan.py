"""JSON: the values that scripts rely on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from mecoder_cli.domain.facts import Fact, Range, Source, Spread
from mecoder_cli.domain.freshness import Age
from mecoder_cli.domain.pathway import Credential, Pathway
from mecoder_cli.domain.plan import Action, Change, Days, Deadline, Plan, Reason, Route, Stop
from mecoder_cli.domain.profile import Held

_VALUE = ("value", "as_of", "checked", "source", "grade", "confidence", "note")


def dumps(value: Any) -> str:
    """Return *value* as JSON text."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def plain(value: Any) -> Any:
    """Return a value as JSON holds it."""
    if isinstance(value, (Range, Days, Spread)):
        return {name: plain(part) for name, part in value._asdict().items()}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Held):
        return {"id": value.id, "day": plain(value.day)} if value.day else value.id
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(part) for part in value]
    return value


def plan_json(plan: Plan, old: Sequence[Age] = ()) -> dict[str, Any]:
    """Return a plan as ``mecoder.plan/1``; *old* are the facts behind it that are past their shelf life."""
    return {
        "schema": "mecoder.plan/1",
        "as_of": plain(plan.as_of),
        "status": plan.status,
        "target": plan.target,
        "priority": plan.priority,
        "next_action": _action(plan.next_action) if plan.next_action else None,
        "meanwhile": [{"id": id_, "title": title} for id_, title in plan.meanwhile],
        "steps": [_stop(stop) for stop in plan.steps],
        "finish": plain(plan.finish),
        "usd": plain(plan.usd),
        "routes": [_route(route) for route in plan.routes],
        "what_would_change": [_change(change) for change in plan.what_would_change],
        "deadlines": [_deadline(deadline) for deadline in plan.deadlines],
        "assumptions": [a._asdict() for a in plan.assumptions],
        "unanswered": list(plan.unanswered),
        "possible_next": list(plan.possible_next),
        "conflicts": [c._asdict() for c in plan.conflicts],
        "aid": [plain(a._asdict()) for a in plan.aid],
        "stale": [{"fact": a.fact.id, "checked": a.checked.isoformat(), "where": a.where or None} for a in old],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "condition": reason.condition, "label": reason.label, "value": "unsure" if reason.unsure else plain(reason.value),
        "verdict": reason.verdict, "advice": reason.advice, "facts": list(reason.facts),
    }  # fmt: skip


def _action(action: Action) -> dict[str, Any]:
    return {
        "id": action.id,
        "title": action.title,
        "way": action.way,
        "phase": action.phase,
        "because": action.why_text,
        "why": [_reason(reason) for reason in action.why],
        "checklist": [
            {"id": item.id, "text": item.text, "done": item.id in action.checked, "document": item.document or None}
            for item in action.checklist
        ],
        "weeks": plain(action.weeks),
        "usd": plain(action.usd),
        "costs": [{"label": c.label, "usd": plain(c.usd), "included_in": c.included_in or None} for c in action.costs],
        "finish": plain(action.finish),
        "due": plain(action.due),
        "body": action.body,
        "facts": list(action.facts),
        "sources": list(action.sources),
    }  # fmt: skip


def _stop(stop: Stop) -> dict[str, Any]:
    return {
        "id": stop.id, "title": stop.title, "phase": stop.phase, "way": stop.way, "state": stop.state,
        "start": plain(stop.start), "finish": plain(stop.finish), "usd": plain(stop.usd),
        "slack_days": stop.slack_days, "goal": stop.months or None,
    }  # fmt: skip


def _route(route: Route) -> dict[str, Any]:
    return {
        "id": route.id, "label": route.label, "recommended": route.recommended, "best_in": list(route.best_in),
        "finish": plain(route.finish), "usd": plain(route.usd), "steps": list(route.steps),
    }  # fmt: skip


def _change(change: Change) -> dict[str, Any]:
    return {
        "change": plain(change.change), "effect": change.effect, "next_action": change.next_action,
        "finish_moves_days": change.days,
    }  # fmt: skip


def _deadline(deadline: Deadline) -> dict[str, Any]:
    return {
        "id": deadline.id, "body": deadline.body, "due": plain(deadline.due), "needed": deadline.needed,
        "earned": deadline.earned, "missing": deadline.missing, "usd": plain(deadline.usd),
        "at_risk": deadline.at_risk, "assumed": deadline.assumed, "fact": deadline.fact or None,
    }  # fmt: skip


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


def credential_json(pathway: Pathway, credential: Credential) -> dict[str, Any]:
    """Return a credential with its figures filled in."""

    def value(fact: str) -> Any:
        return plain(pathway.facts[fact].current.value) if fact and pathway.facts[fact].is_found else None

    exam = credential.exam
    facts = [*credential.facts, credential.ceus_alone.fact, *(fact for fact in exam if fact), *credential.renewal]
    return {
        "id": credential.id,
        "name": credential.name,
        "issuer": credential.issuer,
        "level": credential.level,
        "settings": list(credential.settings),
        "code_sets": list(credential.code_sets),
        "exam": {
            "questions": value(exam.questions),
            "minutes": value(exam.minutes),
            "passing": value(exam.passing),
            "fee_usd": {"member": value(exam.fee_member), "nonmember": value(exam.fee_nonmember)},
            "first_time_pass_rate": value(exam.pass_rate),
            "books": value(exam.books),
            "editions": value(exam.editions),
            "retake": value(exam.retake),
        },
        "requires": list(credential.requires),
        "recommends": list(credential.recommends),
        "renewal": {
            "ceus": credential.ceus_alone,
            "months": pathway.bodies[credential.issuer].cycle_months,
            "inside": value(credential.ceus_inside),
        },
        "leads_to": list(credential.leads_to),
        "becomes": credential.becomes or None,
        "facts": list(dict.fromkeys(facts)),
    }
