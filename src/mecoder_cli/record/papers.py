"""Which documents a step asks for, and which of them are on file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.steps import Step
from mecoder_cli.record.entries import File, Logged, Sat
from mecoder_cli.record.journal import Ledger, Log

Look = Callable[[File], str]
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
    id_, attached = ledger.attached.get(key, (0, None))
    holders = [(id_, attached.proof)] if attached is not None and attached.proof is not None else []
    for id_, entry in ledger.entries:
        record = pathway.records.get(entry.record)
        if record is not None and document in record.proves and entry.proof is not None and _fits(step, entry):
            holders.append((id_, entry.proof))
    states = [(look(proof), id_, proof) for id_, proof in holders]
    for wanted, said in (("ok", "have"), ("changed", "changed"), ("missing", "missing")):
        for state, id_, proof in states:
            if state == wanted:
                return said, proof.path, id_
    return ("ticked" if key in ledger.checked else "lacking"), "", 0


def _fits(step: Step, entry: Logged) -> bool:
    """Return whether an exam's paper belongs to the step that grants its credential."""
    if not isinstance(entry, Sat):
        return True
    if not entry.is_pass:
        return False
    gained = {effect.value for effect in step.effects if effect.op == "gain"}
    return not gained or entry.grants in gained


def without_proof(ledger: Ledger, look: Look) -> tuple[tuple[Log, str], ...]:
    """Return the entries whose file is not given (``lacking``), gone or changed."""
    found = []
    for one in ledger.entries:
        if isinstance(one.entry, Sat) and not one.entry.is_pass:
            continue
        state = look(one.entry.proof) if one.entry.proof is not None else "lacking"
        if state != "ok":
            found.append((one, state))
    return tuple(found)
