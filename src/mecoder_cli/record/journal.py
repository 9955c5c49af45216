"""The journal: events that are only ever added, and what they amount to.

Pure: no file, no clock, no knowledge of the trade. ``store`` keeps the events,
``ledger`` reads them in the light of the knowledge.
"""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

ANSWERED: Final = "answered"
CLEARED: Final = "cleared"
LOGGED: Final = "logged"
DONE: Final = "done"
CHECKED: Final = "checked"
ATTACHED: Final = "attached"
UNDONE: Final = "undone"

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    ANSWERED: ("question", "value"),
    CLEARED: ("question",),
    LOGGED: ("record",),
    DONE: ("step", "date"),
    CHECKED: ("step", "item"),
    ATTACHED: ("step", "item", "proof"),
    UNDONE: ("event",),
}
"""What each kind of event must hold."""


class Event(NamedTuple):
    """Something that happened, as it was told; never changed afterwards."""

    id: int
    at: str
    """When it was told: a day and time, ISO."""
    kind: str
    data: Mapping[str, Any]

    @property
    def day(self) -> str:
        """The day on which it was told."""
        return self.at[:10]


class Said(NamedTuple):
    """An answer as it was given last."""

    value: Any
    """As an answers file holds it; ``unsure`` is a value too."""
    day: str
    id: int
    """The event that said it."""


class Ledger(NamedTuple):
    """What the events amount to once undoing and correcting is taken into account."""

    answers: Mapping[str, Said]
    entries: tuple[Event, ...]
    """What was logged and still stands, in the order of the journal."""
    done: tuple[Event, ...]
    checked: Mapping[str, Event]
    """Checklist lines ticked off, by ``step/item``."""
    attached: Mapping[str, Event]
    """Files given as proof for a checklist line, by ``step/item``."""
    last: int
    """The id of the last event; 0 when there is none."""
    since: str
    """The day of the first event that stands; nothing when there is none."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is known."""
        return not (self.answers or self.entries or self.done or self.checked or self.attached)


def undone(events: Sequence[Event]) -> set[int]:
    """Return the ids of what was undone, undoing among it.

    An undo can be undone: reading backwards, an undo that was itself undone
    takes nothing away.
    """
    gone: set[int] = set()
    for event in reversed(events):
        if event.kind == UNDONE and event.id not in gone:
            gone.add(event.data["event"])
    return gone


def standing_events(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the events that were not undone, without the undoing itself."""
    gone = undone(events)
    return tuple(event for event in events if event.kind != UNDONE and event.id not in gone)


def replaced(events: Sequence[Event]) -> set[int]:
    """Return the ids of entries whose place another one has taken.

    A chain of corrections holds even where a link in its middle was undone:
    the first entry does not come back while the last one stands.
    """
    before = {event.id: event.data["replaces"] for event in events if "replaces" in event.data}
    found: set[int] = set()
    for event in standing_events(events):
        id_ = before.get(event.id)
        while id_ is not None and id_ not in found:
            found.add(id_)
            id_ = before.get(id_)
    return found


def fold(events: Sequence[Event]) -> Ledger:
    """Return what *events* amount to. Any sequence folds; the same one always to the same ledger."""
    answers: dict[str, Said] = {}
    entries: list[Event] = []
    done: list[Event] = []
    checked: dict[str, Event] = {}
    attached: dict[str, Event] = {}
    gone = replaced(events)
    standing = standing_events(events)
    for event in standing:
        kind, data = event.kind, event.data
        if kind == LOGGED:
            if event.id not in gone:
                entries.append(event)
        elif kind == ANSWERED:
            answers[data["question"]] = Said(data["value"], event.day, event.id)
        elif kind == CLEARED:
            answers.pop(data["question"], None)
        elif kind == DONE:
            done.append(event)
        elif kind == CHECKED:
            checked[f"{data['step']}/{data['item']}"] = event
            if "proof" in data:
                attached[f"{data['step']}/{data['item']}"] = event
        elif kind == ATTACHED:
            attached[f"{data['step']}/{data['item']}"] = event
    last = events[-1].id if events else 0
    since = standing[0].day if standing else ""
    return Ledger(answers, tuple(entries), tuple(done), checked, attached, last, since)


def last_to_undo(events: Sequence[Event]) -> Event | None:
    """Return the event that ``undo`` takes back when none is named."""
    standing = standing_events(events)
    return standing[-1] if standing else None


def problems(events: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return what keeps *events*, as read from a file, from being a journal."""
    found: list[str] = []
    for number, event in enumerate(events, 1):
        missing = [name for name in ("id", "at", "kind", "data") if name not in event]
        strange = [name for name in event if name not in ("id", "at", "kind", "data")]
        if missing or strange:
            found.append(
                f"event {number}: " + (f"{missing[0]} is missing" if missing else f"unknown key {strange[0]!r}")
            )
            continue
        if event["id"] != number:
            found.append(f"event {number}: its id is {event['id']!r}; ids count up from 1 without gaps")
        if not isinstance(event["at"], str) or len(event["at"]) < 10:
            found.append(f"event {number}: at is not a day and time")
        kind, data = event["kind"], event["data"]
        if kind not in FIELDS:
            found.append(f"event {number}: {kind!r} is not one of {', '.join(FIELDS)}")
        elif not isinstance(data, Mapping):
            found.append(f"event {number}: data is not a mapping")
        else:
            lacking = [name for name in FIELDS[kind] if name not in data]
            found += [f"event {number}: {kind} needs {name}" for name in lacking]
            target = data.get("event")
            if kind == UNDONE and not lacking and not (isinstance(target, int) and 0 < target < number):
                found.append(f"event {number}: it undoes {target!r}, which is no earlier event")
    return found
