"""Which documents a step asks for, and which of them are on file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.steps import Step
from mecoder_cli.record.journal import Event, Ledger

Look = Callable[[Mapping[str, Any]], str]
"""Tells whether a remembered file is ``ok``, ``missing`` or ``changed``."""


class Paper(NamedTuple):
    """A document that a checklist line produces."""

    step: str
    step_title: str
    item: str
    document: str
    state: str
    """``have``, ``missing`` from the disk, ``changed`` on the disk, ``ticked`` without a file, or ``lacking``."""
    path: str
    entry: int
    """The event that gave the file; 0 when there is none."""


def papers(pathway: Pathway, ledger: Ledger, steps: Iterable[tuple[Step, str | None]], look: Look) -> tuple[Paper, ...]:
    """Return the documents of *steps*, each with the way taken, in checklist order."""
    found = []
    for step, way_id in steps:
        ways = [way for way in step.ways if way.id == way_id]
        for item in (*(item for way in ways for item in way.items), *step.items):
            if item.document:
                state, path, entry = _paper(pathway, ledger, step, item.id, item.document, look)
                found.append(Paper(step.id, step.title, item.id, item.document, state, path, entry))
    return tuple(found)


def _paper(
    pathway: Pathway, ledger: Ledger, step: Step, item: str, document: str, look: Look
) -> tuple[str, str, int]:  # fmt: skip
    key = f"{step.id}/{item}"
    holders: list[Event] = [ledger.attached[key]] if key in ledger.attached else []
    for event in ledger.entries:
        record = pathway.records.get(event.data["record"])
        if record is not None and document in record.proves and "proof" in event.data and _fits(step, event):
            holders.append(event)
    states = [(look(event.data["proof"]), event) for event in holders]
    for wanted, said in (("ok", "have"), ("changed", "changed"), ("missing", "missing")):
        for state, event in states:
            if state == wanted:
                return said, event.data["proof"]["path"], event.id
    return ("ticked" if key in ledger.checked else "lacking"), "", 0


def _fits(step: Step, event: Event) -> bool:
    """Return whether an exam's paper belongs to the step that grants its credential."""
    if "grants" not in event.data:
        return True
    gained = {effect.value for effect in step.effects if effect.op == "gain"}
    return not gained or event.data["grants"] in gained


def without_proof(ledger: Ledger, look: Look) -> tuple[tuple[Event, str], ...]:
    """Return the entries whose file is not given (``lacking``), gone or changed."""
    found = []
    for event in ledger.entries:
        if event.data.get("result") == "fail":
            continue
        state = look(event.data["proof"]) if "proof" in event.data else "lacking"
        if state != "ok":
            found.append((event, state))
    return tuple(found)
