"""A plan, as JSON."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from mecoder_cli.contract.values import plain
from mecoder_cli.domain.freshness import Age
from mecoder_cli.domain.plan import (
    Action,
    AidVerdict,
    Change,
    Changed,
    ClassStart,
    Deadline,
    Plan,
    Reason,
    RouteSummary,
    StageDay,
    Stop,
)
from mecoder_cli.domain.steps import Group, Item, Step

if TYPE_CHECKING:
    from mecoder_cli.domain.programs import Offer


def plan_json(plan: Plan, old: Sequence[Age] = (), changed: Changed | None = None) -> dict[str, Any]:
    """Return a plan as ``mecoder.plan/2``.

    Args:
        plan: The plan.
        old: The facts behind it that are past their shelf life.
        changed: Why the next action of a stored person is not what it was.
    """
    return {
        "schema": "mecoder.plan/2",
        "as_of": plain(plan.as_of),
        "status": plan.status,
        "target": plan.target,
        "priority": plan.priority,
        "next_action": _action(plan.next_action) if plan.next_action else None,
        "quiet_until": plain(plan.quiet_until),
        "meanwhile": [{"id": id_, "title": title} for id_, title in plan.meanwhile],
        "missed": [{"step": one.step, "day": plain(one.day), "ready": plain(one.ready)} for one in plan.missed],
        "decided": list(plan.decided),
        "provisos": list(plan.provisos),
        "steps": [_stop(stop) for stop in plan.steps],
        "finish": plain(plan.finish),
        "usd": plain(plan.usd),
        "usd_before_aid": plain(plan.usd_before_aid),
        "if_refused": _refused(plan.if_refused) if plan.if_refused else None,
        "tie": {"routes": list(plan.tie.routes), "decides": plan.tie.decides} if plan.tie else None,
        "changed_since": (
            {"day": plain(changed.day), "from": changed.step or None, "because": changed.because} if changed else None
        ),
        "routes": [_route(route) for route in plan.routes],
        "what_would_change": [_change(change) for change in plan.what_would_change],
        "deadlines": [_deadline(deadline) for deadline in plan.deadlines],
        "assumptions": [a._asdict() for a in plan.assumptions],
        "unanswered": list(plan.unanswered),
        "possible_next": list(plan.possible_next),
        "conflicts": [c._asdict() for c in plan.conflicts],
        "aid": [aid_json(one) for one in plan.aid],
        "stale": [{"fact": a.fact.id, "checked": a.checked.isoformat(), "where": a.where or None} for a in old],
    }


def aid_json(aid: AidVerdict) -> dict[str, Any]:
    """Return what is said of money for training."""
    return {
        "id": aid.id, "label": aid.label, "verdict": aid.verdict, "pays": aid.pays, "ask": list(aid.ask),
        "until": plain(aid.until), "opens": plain(aid.opens),
        "sooner": aid.sooner or None, "approval": aid.approval or None,
    }  # fmt: skip


def reason_json(reason: Reason) -> dict[str, Any]:
    """Return a comparison with the answer that it saw."""
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
        "why": [reason_json(reason) for reason in action.why],
        "checklist": [
            {"id": item.id, "text": item.text, "done": item.id in action.checked, "document": item.document or None}
            for item in action.checklist
        ],
        "notes": [{"id": item.id, "text": item.text} for item in action.notes],
        "weeks": plain(action.weeks),
        "usd": plain(action.usd),
        "costs": [{"label": c.label, "usd": plain(c.usd), "included_in": c.included_in or None} for c in action.costs],
        "finish": plain(action.finish),
        "due": plain(action.due),
        "body": action.body,
        "facts": list(action.facts),
        "sources": list(action.sources),
        "programs": _programs(action.programs) if action.programs else [],
    }  # fmt: skip


def _programs(offers: Sequence[Offer]) -> list[dict[str, Any]]:
    from mecoder_cli.contract.find import program_json  # most plans name no program

    return [program_json(offer) for offer in offers]


def _stop(stop: Stop) -> dict[str, Any]:
    return {
        "id": stop.id, "title": stop.title, "phase": stop.phase, "way": stop.way, "state": stop.state,
        "start": plain(stop.start), "finish": plain(stop.finish), "usd": plain(stop.usd),
        "slack_days": stop.slack_days, "goal": stop.months or None,
    }  # fmt: skip


def _route(route: RouteSummary) -> dict[str, Any]:
    return {
        "id": route.id, "label": route.label, "recommended": route.recommended, "best_in": list(route.best_in),
        "finish": plain(route.finish), "usd": plain(route.usd), "steps": list(route.steps), "aid": list(route.aid),
        "class": _class_start(route.class_start) if route.class_start else None,
    }  # fmt: skip


def _class_start(start: ClassStart) -> dict[str, Any]:
    return {
        "day": plain(start.day), "apply_by": plain(start.apply_by), "later": plain(start.later),
        "likely": plain(start.likely),
    }  # fmt: skip


def _refused(route: RouteSummary) -> dict[str, Any]:
    return {"route": route.id, "label": route.label, "finish": plain(route.finish), "usd": plain(route.usd)}


def _change(change: Change) -> dict[str, Any]:
    return {
        "change": plain(change.change), "effect": change.effect, "next_action": change.next_action,
        "finish_moves_days": change.days,
    }  # fmt: skip


def stage_json(stage: StageDay) -> dict[str, Any]:
    """Return a stage of lapsing: since or from when, and what can still be done until when."""
    return {
        "label": stage.label, "day": plain(stage.day), "says": stage.says or None, "until": plain(stage.until),
        "usd": plain(stage.usd) if stage.usd.high else None,
    }  # fmt: skip


def _deadline(deadline: Deadline) -> dict[str, Any]:
    return {
        "id": deadline.id, "body": deadline.body, "due": plain(deadline.due), "needed": deadline.needed, "needed_least": deadline.least,
        "earned": deadline.earned, "missing": deadline.missing, "usd": plain(deadline.usd),
        "stage": deadline.stage, "needs_days": deadline.needs_days, "quiet_until": plain(deadline.quiet_until),
        "at_risk": deadline.at_risk, "assumed": deadline.assumed, "fact": deadline.fact or None,
        "reached": stage_json(deadline.reached) if deadline.reached else None,
        "next_stages": [stage_json(one) for one in deadline.to_come],
    }  # fmt: skip


def checklist_json(
    step: Step | None, way: str | None, groups: Sequence[Group], notes: Sequence[Item], checked: Collection[str]
) -> dict[str, Any]:
    """Return the checklist of a step by one of its ways, or by all; of none when there is nothing to do."""
    items = [item for _, lines in groups for item in lines]
    return {
        "schema": "mecoder.checklist/1",
        "step": step.id if step else None,
        "way": way,
        "checklist": [
            {
                "id": item.id, "text": item.text, "document": item.document or None,
                "done": step is not None and f"{step.id}/{item.id}" in checked,
            }
            for item in items
        ],
        "notes": [{"id": item.id, "text": item.text} for item in notes],
        "facts": list(step.facts) if step else [],
    }  # fmt: skip
