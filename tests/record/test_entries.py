"""The entries of a journal: each kind checks itself, wherever it comes from."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.record.entries import KINDS, RECORDS, data_of, entry_of, kind_of
from mecoder_cli.record.exchange import unfit
from mecoder_cli.record.fields import MisfitError
from mecoder_cli.record.journal import Event, fold, problems
from mecoder_cli.record.standing import standing
from mecoder_cli.screens.entries import entry_line, event_line

FILE = {"path": "/a.pdf", "sha256": "00", "bytes": 3}
FULL: dict[str, tuple[str, dict[str, Any]]] = {
    "answered": ("answered", {"question": "q", "value": [{"id": "CPC", "earned": "2026-01-01"}]}),
    "cleared": ("cleared", {"question": "q"}),
    "done": ("done", {"step": "s", "date": "2026-01-02", "way": "w", "settles": [{"body": "B", "due": "2026-02-01"}], "usd": 5}),
    "checked": ("checked", {"step": "s", "item": "i", "proof": FILE}),
    "attached": ("attached", {"step": "s", "item": "i", "proof": FILE}),
    "undone": ("undone", {"event": 1}),
    "work": ("logged", {
        "record": "job", "employer": "E", "from": "2026-01-01", "to": "2026-02-01", "hours_per_week": 20.5, "code_sets": ["CPT"],
        "signer": "hr", "title": "T", "duties": "D", "unpaid": True, "confirmed": True, "proof": FILE, "replaces": 1,
    }),
    "course": ("logged", {"record": "course", "hours": 80, "date": "2026-01-01", "title": "T", "school": "S", "usd": 1.5, "proof": FILE}),
    "cases": ("logged", {"record": "practicode", "cases": 9, "date": "2026-01-01", "score": 71.5, "usd": 2}),
    "units": ("logged", {"record": "ceu", "body": "B", "units": 1.5, "date": "2026-01-01", "title": "T", "categories": ["c"]}),
    "exam": ("logged", {"record": "exam", "exam": "CPC", "date": "2026-01-01", "result": "pass", "grants": "CPC-A"}),
    "membership": ("logged", {"record": "membership", "body": "B", "renews": "2027-01-01"}),
}  # fmt: skip


def test_every_kind_is_tried_here() -> None:
    """A new kind of entry needs its case."""
    assert set(FULL) == {*KINDS, *RECORDS}


@pytest.mark.parametrize("name", FULL)
def test_an_entry_comes_back_as_it_was_kept(pathway: Pathway, name: str) -> None:
    """Read and written again it is the same, key for key, and it has words."""
    kind, data = FULL[name]
    entry = entry_of(kind, data)
    assert type(entry) is {**KINDS, **RECORDS}[name]
    assert (kind_of(entry), data_of(entry)) == (kind, data)
    assert entry_line(pathway, entry)


@pytest.mark.parametrize("name", FULL)
@given(value=st.sampled_from([None, -1, 2e9, "", "2026-02-30", [], {}, [1], True, 1.5, {"path": "x"}]), draw=st.data())
def test_a_wrong_field_is_named(name: str, value: Any, draw: st.DataObject) -> None:
    """Whatever stands in a field, it is taken as what it must be or refused by its key; nothing else is ever raised."""
    kind, data = FULL[name]
    key = draw.draw(st.sampled_from(sorted(data)))
    try:
        entry = entry_of(kind, {**data, key: value})
    except MisfitError as error:
        assert any(fault.startswith(f"{key}: ") or "missing" in fault or "before" in fault for fault in error.faults)
    else:
        again = data_of(entry)
        assert again == data_of(entry_of(kind, again))


@pytest.mark.parametrize(("data", "fault"), [
    ({"record": "ceu", "body": "B"}, "nothing tells what was logged"),
    ({"record": "ceu", "units": 1, "colour": "red"}, "unknown key 'colour'"),
    ({"record": "ceu", "units": 1}, "title is missing"),
    ({"record": "exam", "exam": "CPC", "date": "2026-01-01", "result": "pass"}, "grants is missing"),
    ({"record": "job", "employer": "E", "from": "2026-02-01", "to": "2026-01-01"}, "to is before from"),
    ({"units": 1}, "record is missing"),
    ({"record": "membership", "body": "B", "renews": "0001-02-01"}, "renews: '0001-02-01' cannot be"),
])  # fmt: skip
def test_what_is_wrong_is_told(data: dict[str, Any], fault: str) -> None:
    """All faults of an entry in one go."""
    with pytest.raises(MisfitError, match=fault):
        entry_of("logged", data)


def test_a_journal_with_a_misfit_is_read_all_the_same(pathway: Pathway) -> None:
    """What an older program let in counts for nothing, is said so, and has its line in the history."""
    events = (
        Event(1, "2026-01-01T00:00", "logged", {"record": "ceu", "title": "half"}),
        Event(2, "2026-01-01T00:00", "undone", {}),
        Event(3, "2026-01-01T00:00", *FULL["course"]),
        Event(4, "2026-01-01T00:00", "logged", {**FULL["course"][1], "record": "ceu"}),
    )
    found = standing(pathway, fold(events), date(2026, 11, 1))
    assert found.profile.answers == {"course_hours": 80, "training": "completed"}
    assert any("entries 1, 4" in note for note in found.notes)
    assert "Cannot be read: nothing tells" in event_line(pathway, events[0])
    odd = list(unfit(pathway, events[2:], date(2026, 11, 1)))
    assert "event 4: units is missing" in odd and "event 4: unknown key 'hours'" in odd


@pytest.mark.parametrize("day", ["2026-W10-1", "20260101--", "2026-02-30", "0001-01-01", "2026-1-001", ""])
def test_only_days_as_they_are_written_here_are_days(day: str) -> None:
    """Python takes weeks for days too: a journal that holds one is not whole."""
    with pytest.raises(MisfitError, match="date"):
        entry_of("done", {"step": "s", "date": day})
    assert (
        problems([{"id": 1, "at": f"{day}T10:00:00", "kind": "cleared", "data": {"question": "q"}}]) != []
        or day == "0001-01-01"
    )
