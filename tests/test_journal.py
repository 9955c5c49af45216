"""The journal as a pure value: any sequence folds, and undoing is exact."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mecoder_cli.record.journal import Event, fold, last_to_undo, problems, standing_events

QUESTIONS = st.sampled_from(["target", "training", "course_hours"])
PLAIN = st.sampled_from(["answered", "cleared", "logged", "done", "checked", "attached"])


def _data(draw: st.DrawFn, kind: str, before: int) -> dict[str, Any]:
    if kind == "answered":
        return {"question": draw(QUESTIONS), "value": draw(st.integers(0, 9))}
    if kind == "cleared":
        return {"question": draw(QUESTIONS)}
    if kind == "logged":
        data: dict[str, Any] = {
            "record": "ceu",
            "units": draw(st.integers(1, 5)),
            "body": "B",
            "date": "2026-01-01",
            "title": "T",
        }
        if before and draw(st.booleans()):
            data["replaces"] = draw(st.integers(1, before))
        return data
    if kind == "done":
        return {"step": draw(st.sampled_from("abc")), "date": "2026-01-01"}
    proof = {"proof": {"path": "/x", "sha256": "0", "bytes": 1}} if kind == "attached" else {}
    return {"step": draw(st.sampled_from("abc")), "item": draw(st.sampled_from("xy")), **proof}


@st.composite
def journals(draw: st.DrawFn, undoing: bool = True) -> tuple[Event, ...]:
    events: list[Event] = []
    for id_ in range(1, draw(st.integers(0, 12)) + 1):
        if undoing and events and draw(st.integers(0, 3)) == 0:
            events.append(Event(id_, "2026-01-01T00:00", "undone", {"event": draw(st.integers(1, id_ - 1))}))
        else:
            kind = draw(PLAIN)
            events.append(Event(id_, "2026-01-01T00:00", kind, _data(draw, kind, id_ - 1)))
    return tuple(events)


@given(journals())
def test_any_sequence_folds_and_replays_the_same(events: tuple[Event, ...]) -> None:
    """Folding never fails; each entry that stands is in the ledger once, and reading it back from a file changes nothing."""
    ledger = fold(events)
    stands = {event.id for event in standing_events(events)}
    assert {id_ for id_, _ in (*ledger.entries, *ledger.done)} <= stands
    assert len({one.id for one in ledger.entries}) == len(ledger.entries)
    assert ledger.total == len(events)
    again = json.loads(json.dumps([[event.id, event.at, event.kind, event.data] for event in events]))
    assert fold([Event(*one) for one in again]) == ledger


@given(journals())
def test_undoing_the_last_entry_is_never_having_had_it(events: tuple[Event, ...]) -> None:
    """After undo everything is as if the entry had not been made."""
    last = last_to_undo(events)
    if last is None:
        return
    undone = (*events, Event(len(events) + 1, "2026-01-02T00:00", "undone", {"event": last.id}))
    kept = standing_events(events)
    assert standing_events(undone) == kept[:-1]
    assert fold(undone)._replace(first=None, latest=None, total=0) == fold(_without(events, last.id))._replace(
        first=None, latest=None, total=0
    )


def _without(events: tuple[Event, ...], id_: int) -> tuple[Event, ...]:
    """Return the events without one, and without what took it back or brought it again."""
    gone = {id_}
    for event in events:
        if event.kind == "undone" and event.data["event"] in gone:
            gone.add(event.id)
    return tuple(event for event in events if event.id not in gone)


@given(journals())
def test_undoing_an_undo_brings_the_entry_back(events: tuple[Event, ...]) -> None:
    """An undo is an entry like any other."""
    last = last_to_undo(events)
    if last is None:
        return
    count = len(events)
    undo = Event(count + 1, "2026-01-02T00:00", "undone", {"event": last.id})
    again = Event(count + 2, "2026-01-02T00:00", "undone", {"event": undo.id})
    assert fold((*events, undo, again))._replace(first=None, latest=None, total=0) == fold(events)._replace(
        first=None, latest=None, total=0
    )


def test_a_correction_takes_the_place_and_its_undo_brings_the_first_back() -> None:
    """What is corrected counts no more, unless the correction is undone."""
    job = {"record": "job", "employer": "A", "from": "2026-01-01"}
    first = Event(1, "t", "logged", job)
    second = Event(2, "t", "logged", {**job, "to": "2026-02-01", "replaces": 1})
    assert [one.id for one in fold((first, second)).entries] == [2]
    assert [one.id for one in fold((first, second, Event(3, "t", "undone", {"event": 2}))).entries] == [1]


def test_what_is_no_journal_is_named() -> None:
    """Every fault of a file is told with its entry."""
    found = problems([
        {"id": 1, "at": "2026-01-01T00:00", "kind": "answered", "data": {"question": "x"}},
        {"id": 3, "at": "2026-01-01T00:00", "kind": "dreamt", "data": {}},
        {"id": 3, "at": "2026-01-01T00:00", "kind": "undone", "data": {"event": 9}},
        {"id": 4, "at": "2026-01-01T00:00"},
    ])  # fmt: skip
    assert [line.split(":")[0] for line in found] == ["event 1", "event 2", "event 2", "event 3", "event 4", "event 4"]
