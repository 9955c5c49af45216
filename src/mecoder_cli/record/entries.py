"""Whether events from outside hold what their kind needs: checked before they are let in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.record.journal import ANSWERED, ATTACHED, CHECKED, CLEARED, DONE, LOGGED, Event

Test = Callable[[Any], bool]


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1e9


def _whole(value: Any) -> bool:
    return isinstance(value, int) and _number(value)


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _day(value: Any) -> bool:
    try:
        return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(_text(one) for one in value)


def _proof(value: Any) -> bool:
    keys = {"path": _text, "sha256": _text, "bytes": _whole}
    return (
        isinstance(value, Mapping) and set(value) == set(keys) and all(test(value[key]) for key, test in keys.items())
    )


def _dues(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, Mapping) and set(one) == {"body", "due"} and _text(one["body"]) and _day(one["due"])
        for one in value
    )


def _plain(value: Any) -> bool:
    """Return whether *value* is what an answers file can hold; what it means is judged when it is read."""
    if isinstance(value, Mapping):
        return all(isinstance(key, str) and _plain(one) for key, one in value.items())
    if isinstance(value, list):
        return all(_plain(one) for one in value)
    return isinstance(value, (bool, int, float, str))


_COMMON: Mapping[str, Test] = {"record": _text, "usd": _number, "proof": _proof, "replaces": _whole}
_MUST: Mapping[str, Mapping[str, Test]] = {
    "work": {"employer": _text, "from": _day},
    "course": {"hours": _whole, "date": _day},
    "cases": {"cases": _whole, "date": _day},
    "units": {"body": _text, "units": _number, "date": _day, "title": _text},
    "exam": {"exam": _text, "date": _day, "result": lambda value: value in ("pass", "fail")},
    "membership": {"body": _text, "renews": _day},
}
_MAY: Mapping[str, Mapping[str, Test]] = {
    "work": {
        "to": _day, "hours_per_week": _number, "code_sets": _texts, "title": _text, "duties": _text, "signer": _text,
        "unpaid": _flag, "confirmed": _flag,
    },
    "course": {"title": _text, "school": _text},
    "cases": {"score": _number},
    "units": {"categories": _texts},
    "exam": {"grants": _text},
    "membership": {},
}  # fmt: skip
_KINDS: Mapping[str, tuple[Mapping[str, Test], Mapping[str, Test]]] = {
    ANSWERED: ({"question": _text, "value": _plain}, {}),
    CLEARED: ({"question": _text}, {}),
    DONE: ({"step": _text, "date": _day}, {"way": _text, "usd": _number, "settles": _dues}),
    CHECKED: ({"step": _text, "item": _text}, {"proof": _proof}),
    ATTACHED: ({"step": _text, "item": _text, "proof": _proof}, {}),
}


def faults(pathway: Pathway, events: Sequence[Event]) -> list[str]:
    """Return one line for every event that does not hold what its kind needs."""
    found = []
    for event in events:
        must, may = _form(pathway, event)
        if must is None:
            continue
        for key, test in must.items():
            if key not in event.data:
                found.append(f"event {event.id}: {key} is missing")
            elif not test(event.data[key]):
                found.append(f"event {event.id}: {key}: {event.data[key]!r} cannot be")
        for key, value in event.data.items():
            if key not in must and (key not in may or not may[key](value)):
                found.append(
                    f"event {event.id}: {key}: {value!r} cannot be"
                    if key in may
                    else f"event {event.id}: unknown key {key!r}"
                )
        if event.data.get("result") == "pass" and "grants" not in event.data:
            found.append(f"event {event.id}: grants is missing")
        if "to" in event.data and "from" in event.data and str(event.data["to"]) < str(event.data["from"]):
            found.append(f"event {event.id}: to is before from")
        if "replaces" in event.data and not 0 < event.data["replaces"] < event.id:
            found.append(f"event {event.id}: it corrects no earlier event")
    return found


def _form(pathway: Pathway, event: Event) -> tuple[Mapping[str, Test] | None, Mapping[str, Test]]:
    if event.kind != LOGGED:
        must, may = _KINDS.get(event.kind, (None, {}))
        return must, may
    record = pathway.records.get(str(event.data["record"]))
    if record is None:
        # Kept for a knowledge file that knows it; the person is told that it does not count here.
        return None, {}
    return _MUST[record.kind], {**_COMMON, **_MAY[record.kind]}
