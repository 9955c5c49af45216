"""Facts and sources as screens."""

from __future__ import annotations

from collections.abc import Sequence

from mecoder_cli.domain.facts import Fact, shown
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.output.blocks import Block, Gap, Grid, Para, Title


def list_screen(pathway: Pathway, ids: Sequence[str]) -> list[Block]:
    """Return facts, one line each."""
    rows = []
    for id_ in ids:
        fact = pathway.facts[id_]
        value = shown(fact, fact.used) if fact.is_found else "not found"
        rows.append((id_, fact.label, value + (" (sources differ)" if fact.is_conflict else "")))
    return [Grid(tuple(rows), indent=0, styles=((0, "quiet"),), stack_below=90)]


def show_screen(pathway: Pathway, fact: Fact) -> list[Block]:
    """Return one fact with every version, its source, grade and age."""
    blocks: list[Block] = [Title(fact.label, fact.id), Gap()]
    if not fact.is_found:
        blocks.append(Para("Not found in any source that was read.", "warn"))
    for index, value in enumerate(fact.values):
        source = pathway.sources[value.source]
        used = "used by the plan" if fact.is_conflict and index == fact.used else ""
        blocks.append(Para(shown(fact, index) + (f"   <- {used}" if used else ""), "strong"))
        blocks.append(Grid((
            ("source", f"{source.publisher}: {source.title} ({source.id})"), ("address", source.url or "none"),
            ("as of", value.as_of), ("copy", source.copied), ("checked", value.checked),
            ("grade", f"{value.grade}, confidence {value.confidence}"), *((("note", value.note),) if value.note else ()),
        ), styles=((0, "quiet"),)))  # fmt: skip
        blocks.append(Gap())
    if fact.because:
        blocks.append(Para(f"Why that one: {fact.because}."))
    if fact.note:
        blocks.append(Para(f"Note: {fact.note}"))
    if fact.where:
        blocks.append(Para(f"Check at: {fact.where}"))
    users = [step.id for step in pathway.steps if fact.id in step.facts]
    if users:
        blocks.append(Para(f"Used by: {', '.join(users)}", "quiet"))
    return blocks


def sources_screen(pathway: Pathway) -> list[Block]:
    """Return every source; addresses stand on lines of their own and are never cut."""
    blocks: list[Block] = []
    for source in pathway.sources.values():
        blocks.append(
            Para(f"{source.id}: {source.publisher}, {source.title} ({source.kind}; copy {source.copied})", "plain", 0)
        )
        if source.url:
            blocks.append(Para(source.url, "quiet", 3))
    return blocks
