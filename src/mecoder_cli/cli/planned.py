"""Asking how it went, once the day of something that was planned is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from mecoder_cli.cli.keeping import day_option
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.streams import out
from mecoder_cli.conversation.prompts import Option, Prompter, prompter
from mecoder_cli.conversation.receipts import contradiction
from mecoder_cli.errors import UsageError
from mecoder_cli.output import words
from mecoder_cli.record.entries import Entry, Sat, Undone, Work, with_fields
from mecoder_cli.record.journal import Log, corrections
from mecoder_cli.record.planned import day_of

LATER, MOVED, NEVER = "later", "moved", "never"


def ask_about(session: Session) -> bool:
    """Ask about everything planned whose day is over, the soonest first; return whether anything was told."""
    over = {one.id: one.text for one in session.planned if one.is_over(session.day)}
    by_id = {one.id: one for one in session.ledger.planned} if over else {}
    waiting = [by_id[id_] for id_ in over]
    asker = prompter(session.is_accessible) if waiting else None
    told = False
    for one in waiting:
        assert asker is not None
        # Each is kept at once: whoever stops at the next one loses none.
        entries = _told(session, asker, one, over[one.id])
        if entries:
            made = session.keep(entries)
            out(f"Kept. To take it back: mecoder undo {made[-1].id}\n")
            told = True
    return told


def _told(session: Session, asker: Prompter, planned: Log, text: str) -> list[Entry]:
    """Return the entries that say how it went; nothing where that is not known yet."""
    entry = planned.entry
    told: dict[str, Any] = {"planned": None, "replaces": planned.id, "proof": None}
    if isinstance(entry, Sat):
        happened = [
            Option("Passed", {**told, "result": "pass"}),
            Option("Not passed", {**told, "result": "fail", "grants": None}),
        ]
    else:
        happened = [Option("It began" if isinstance(entry, Work) else "It took place", told)]
    others = [("It is on another day", MOVED), ("It was called off", NEVER), ("Ask me later", LATER)]
    asked = f"{text}, planned for {words.day(day_of(entry))}: how did it go?"
    picked = asker.choose(asked, [*happened, *(Option(*one) for one in others)], None)
    if picked == LATER:
        return []
    if picked == NEVER:
        return _taken_back(session, planned.id)
    if picked == MOVED:
        day = _new_day(session, asker).isoformat()
        picked = {"from" if isinstance(entry, Work) else "date": day, "replaces": planned.id}
        if isinstance(entry, Work) and entry.end is not None and entry.end.isoformat() < day:
            picked["to"] = None
    fact = with_fields(entry, picked)
    odd = contradiction(session.ledger.entries, fact) if isinstance(fact, Sat) else None
    if odd is not None:
        out(f"Entry {odd[0]} {odd[1]}. Nothing was kept of this one.\n")
        return []
    return [fact]


def _taken_back(session: Session, number: int) -> list[Entry]:
    """Take back an entry with all that it was moved from: else the one before it would come back."""
    before = corrections(session.events)
    chain = [number]
    while chain[-1] in before:
        chain.append(before[chain[-1]])
    # The last one last: taking that back brings back what was planned last.
    return [Undone(one) for one in reversed(chain)]


def _new_day(session: Session, asker: Prompter) -> date:
    def read(text: str) -> date:
        found = day_option(session, "the day", text, future=True)
        if found < session.day:
            raise UsageError(f"{found} is over", "Take another day, or stop with Ctrl-C.")
        return found

    return read(asker.line("On which day?", _wrong(read), ""))


def _wrong(read: Callable[[str], object]) -> Callable[[str], str | None]:
    def wrong(text: str) -> str | None:
        try:
            read(text)
        except UsageError as error:
            return f"{error.message}. {error.hint}".strip()
        return None

    return wrong
