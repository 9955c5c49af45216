"""The journal: events that are only ever added, and what they amount to.

Pure: no file, no clock, no knowledge of the trade. ``store`` keeps the events,
``standing`` reads what they amount to in the light of the knowledge.
"""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from mecoder_cli.domain.facts import iso_day
from mecoder_cli.record.entries import (
    LOGGED,
    Answered,
    Attached,
    Checked,
    Cleared,
    Done,
    Entry,
    Logged,
    Undone,
    entry_of,
    is_planned,
)  # fmt: skip
from mecoder_cli.record.fields import MisfitError

UNDONE = "undone"


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

    @property
    def entry(self) -> Entry:
        """What it says.

        Raises:
            MisfitError: It does not hold what its kind needs.
        """
        return entry_of(self.kind, self.data)


class Said(NamedTuple):
    """An answer as it was given last."""

    value: Any
    """As an answers file holds it; ``unsure`` is a value too."""
    day: str
    id: int
    """The event that said it."""


class Log(NamedTuple):
    """An entry that was logged and still stands, with its event."""

    id: int
    entry: Logged


class Ledger(NamedTuple):
    """What the events amount to once undoing and correcting is taken into account."""

    answers: Mapping[str, Said]
    entries: tuple[Log, ...]
    """What was logged and still stands, in the order of the journal."""
    planned: tuple[Log, ...]
    """What was written down as still to come and is not settled yet: it counts for nothing."""
    done: tuple[tuple[int, Done], ...]
    """Steps done, each with its event."""
    checked: frozenset[str]
    """Checklist lines ticked off, as ``step/item``."""
    attached: Mapping[str, tuple[int, Attached | Checked]]
    """What gave the file of a checklist line, by ``step/item``, each with its event."""
    misfits: tuple[tuple[int, str], ...]
    """Events that do not hold what their kind needs, and why: they count for nothing."""
    first: Event | None
    """The first event of all."""
    latest: Event | None
    """The last event of all."""
    total: int
    """How many events there are."""
    since: str
    """The day of the first event that stands; nothing when there is none."""


def undone(events: Sequence[Event]) -> set[int]:
    """Return the ids of what was undone, undoing among it.

    An undo can be undone: reading backwards, an undo that was itself undone
    takes nothing away.
    """
    gone: set[int] = set()
    for event in reversed(events):
        if event.kind == UNDONE and event.id not in gone:
            entry = _read(event)
            if isinstance(entry, Undone):
                gone.add(entry.event)
    return gone


def _read(event: Event) -> Entry | None:
    """Return what an event says; nothing where it does not hold what its kind needs."""
    try:
        return event.entry
    except MisfitError:
        return None


def standing_events(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the events that were not undone, without the undoing itself."""
    gone = undone(events)
    return tuple(event for event in events if event.kind != UNDONE and event.id not in gone)


def corrections(events: Sequence[Event]) -> Mapping[int, int]:
    """Return which entry each correction takes the place of."""
    # A journal of years holds few corrections: only what looks like one is read here.
    likely = (event for event in events if event.kind == LOGGED and "replaces" in event.data)
    read = ((event.id, getattr(_read(event), "replaces", None)) for event in likely)
    return {id_: before for id_, before in read if before is not None}


def replaced(before: Mapping[int, int], standing: Sequence[Event]) -> set[int]:
    """Return the ids of entries whose place another one has taken.

    A chain of corrections holds even where a link in its middle was undone:
    the first entry does not come back while the last one stands.

    Args:
        before: The corrections among all events.
        standing: The events that were not undone.
    """
    found: set[int] = set()
    for event in standing if before else ():
        id_ = before.get(event.id)
        while id_ is not None and id_ not in found:
            found.add(id_)
            id_ = before.get(id_)
    return found


def origin(before: Mapping[int, int], id_: int) -> int:
    """Return the first entry of a chain of corrections: it stays the same however often an entry is changed.

    Args:
        before: The corrections among all events.
        id_: An entry.
    """
    while id_ in before:
        id_ = before[id_]
    return id_


def called_off(events: Sequence[Event]) -> list[Log]:
    """Return what was planned and taken back, by its first entry, where nothing that stands has taken its place."""
    before, gone = corrections(events), undone(events)
    stands = {origin(before, event.id) for event in events if event.kind == LOGGED and event.id not in gone}
    found: dict[int, Log] = {}
    for event in events:
        first = origin(before, event.id)
        if event.id in gone and first not in stands and event.kind == LOGGED and event.data.get("planned"):
            entry = _read(event)
            if entry is not None:
                found[first] = Log(first, entry)  # type: ignore[arg-type]
    return list(found.values())


def fold(events: Sequence[Event]) -> Ledger:
    """Return what *events* amount to. Any sequence folds; the same one always to the same ledger."""
    answers: dict[str, Said] = {}
    entries: list[Log] = []
    planned: list[Log] = []
    done: list[tuple[int, Done]] = []
    checked: set[str] = set()
    attached: dict[str, tuple[int, Attached | Checked]] = {}
    misfits: list[tuple[int, str]] = []
    standing = standing_events(events)
    gone = replaced(corrections(events), standing)
    for event in standing:
        try:
            entry = entry_of(event.kind, event.data)
        except MisfitError as error:
            misfits.append((event.id, str(error)))
            continue
        if event.kind == LOGGED:
            if event.id not in gone:
                (planned if is_planned(entry) else entries).append(Log(event.id, entry))  # type: ignore[arg-type]
        elif isinstance(entry, Answered):
            answers[entry.question] = Said(entry.value, event.day, event.id)
        elif isinstance(entry, Cleared):
            answers.pop(entry.question, None)
        elif isinstance(entry, Done):
            done.append((event.id, entry))
        elif isinstance(entry, (Checked, Attached)):
            line = f"{entry.step}/{entry.item}"
            if isinstance(entry, Checked):
                checked.add(line)
            if entry.proof is not None:
                attached[line] = event.id, entry
    first, latest = (events[0], events[-1]) if events else (None, None)
    since = standing[0].day if standing else ""
    return Ledger(
        answers, tuple(entries), tuple(planned), tuple(done), frozenset(checked), attached, tuple(misfits), first, latest,
        len(events), since,
    )  # fmt: skip


def last_to_undo(events: Sequence[Event]) -> Event | None:
    """Return the event that ``undo`` takes back when none is named."""
    standing = standing_events(events)
    return standing[-1] if standing else None


def problems(events: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return what keeps *events*, as read from a file, from being a journal: each is checked in full."""
    found: list[str] = []
    for number, event in enumerate(events, 1):
        odd = [f"{name} is missing" for name in Event._fields if name not in event]
        odd += [f"unknown key {name!r}" for name in event if name not in Event._fields]
        found += [f"event {number}: {what}" for what in odd or _problems(number, Event(**event))]
    return found


def _problems(number: int, event: Event) -> list[str]:
    found = []
    if event.id != number or isinstance(event.id, bool):
        found.append(f"its id is {event.id!r}; ids count up from 1 without gaps")
    try:
        iso_day(event.day if isinstance(event.at, str) else "")
    except ValueError:
        found.append("at is not a day and time")
    if not isinstance(event.kind, str) or not isinstance(event.data, Mapping):
        return [*found, "kind is not a word" if not isinstance(event.kind, str) else "data is not a mapping"]
    try:
        entry = event.entry
    except MisfitError as error:
        return [*found, *error.faults]
    if isinstance(entry, Undone) and not 0 < entry.event < number:
        found.append(f"it undoes {entry.event!r}, which is no earlier event")
    replaces = getattr(entry, "replaces", None)
    if replaces is not None and not 0 < replaces < number:
        found.append("it corrects no earlier event")
    return found
