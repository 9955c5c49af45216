"""What a step needs, item by item."""

from __future__ import annotations

from collections.abc import Collection

from mecoder_cli.domain.facts import Range
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.steps import Step
from mecoder_cli.output.blocks import Block, Gap, Head, Para, Title
from mecoder_cli.screens.plan import checks


def checklist_screen(
    pathway: Pathway, step: Step, way: str | None, usd: Range | None, checked: Collection[str] = ()
) -> list[Block]:
    """Return a step's checklist with the documents that it produces; *checked* holds ``step/item``."""
    ticked = {line.partition("/")[2] for line in checked if line.startswith(f"{step.id}/")}
    blocks: list[Block] = [Title(step.title, step.id), Para(step.why), Gap()]
    chosen = [one for one in step.ways if way in (None, one.id)]
    for one in chosen:
        if one.items:
            blocks += [Head(one.label), checks(one.items, ticked), Gap()]
    blocks += [checks(step.items, ticked), Gap()]
    papers = [item.document for one in chosen for item in one.items if item.document]
    papers += [item.document for item in step.items if item.document]
    if papers:
        blocks.append(Para(f"Documents: {'; '.join(dict.fromkeys(papers))}.", "strong"))
    items = (*(item for one in chosen for item in one.items), *step.items)
    facts = dict.fromkeys((*step.facts, *(fact for item in items for fact in item.facts)))
    if facts:
        blocks.append(Para(f"Facts: {' '.join(f'[{fact}]' for fact in facts)}", "quiet"))
    if usd is not None and usd.high > 0:
        blocks.append(Para(pathway.settings.price_note, "quiet"))
    return blocks
