"""Every entry of a journal."""

from __future__ import annotations

from collections.abc import Sequence

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Gap, Grid, Para, Title
from mecoder_cli.record.journal import UNDONE, Event, corrections, replaced, standing_events
from mecoder_cli.screens.entries import event_line


def history_screen(pathway: Pathway, name: str, events: Sequence[Event]) -> list[Block]:
    """Return every entry, with those that no longer stand marked."""
    if not events:
        return [Para("Nothing is written down yet. Begin with: mecoder plan")]
    standing = {event.id for event in standing_events(events)}
    corrected = replaced(corrections(events), standing_events(events))
    rows = []
    for event in events:
        mark = ""
        if event.kind != UNDONE and event.id not in standing:
            mark = "undone"
        elif event.id in corrected:
            mark = "corrected"
        rows.append((str(event.id), event.at[:16].replace("T", " "), event_line(pathway, event), mark))
    grid = Grid(tuple(rows), right=frozenset((0,)), styles=((1, "quiet"), (3, "warn")), indent=1)
    return [Title(f"History of {name}", words.count(len(events), "entry").replace("entrys", "entries")), Gap(), grid]
