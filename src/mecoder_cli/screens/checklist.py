"""What a step needs, item by item."""

from __future__ import annotations

from collections.abc import Collection

from mecoder_cli.domain.facts import Range
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.steps import Item, Step
from mecoder_cli.output.blocks import Block, Checks, Gap, Head, Para, Part, Title

# What yields where the screen is short.
PAPERS, NOTE, WHY, AIR = 40, 30, 20, 10


def checklist_screen(
    pathway: Pathway, step: Step, title: str, way: str | None, usd: Range | None, checked: Collection[str] = ()
) -> list[Block]:
    """Return a step's checklist with the documents that it produces; *checked* holds ``step/item``.

    Args:
        pathway: The knowledge.
        step: The step.
        title: What the step is called for this person.
        way: By which way it is taken; ``None`` for all of them.
        usd: What it costs.
        checked: What is ticked off.
    """
    ticked = {line.partition("/")[2] for line in checked if line.startswith(f"{step.id}/")}
    chosen = [one for one in step.ways if way in (None, one.id)]
    items = [*(item for one in chosen for item in one.items), *step.items]
    done = sum(item.id in ticked for item in items)
    aside = f"{done} of {len(items)} done" if done else ""
    blocks: list[Block] = [Title(title, aside), Part(WHY, (Para(step.why, "quiet"),)), Part(AIR, (Gap(),))]
    for one in chosen:
        if one.items:
            head = (Head(one.label.upper()),) if len(chosen) > 1 else ()
            blocks += [*head, _checks(one.items, ticked)]
    blocks += [_checks(step.items, ticked), Part(AIR + 1, (Gap(),))]
    papers = [item.document for item in items if item.document]
    if papers:
        blocks.append(Part(PAPERS, (Para(f"Papers to keep: {'; '.join(dict.fromkeys(papers))}.", "strong"),)))
    if usd is not None and usd.high > 0:
        blocks.append(Part(NOTE, (Para(pathway.settings.price_note, "quiet"),)))
    blocks.append(
        Para(
            f"Tick one off: mecoder done {step.id}/{items[0].id if items else 'LINE'}   Sources: mecoder why {step.id}",
            "quiet",
        )
    )
    return blocks


def _checks(items: Collection[Item], ticked: Collection[str]) -> Checks:
    listed = list(items)
    done = frozenset(index for index, item in enumerate(listed) if item.id in ticked)
    return Checks(tuple((item.text, "") for item in listed), done)
