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
    pathway: Pathway,
    step: Step,
    title: str,
    way: str | None,
    usd: Range | None,
    checked: Collection[str] = (),
    is_present: bool = False,
) -> list[Block]:
    """Return a step's checklist with the documents that it produces; *checked* holds ``step/item``.

    Args:
        pathway: The knowledge.
        step: The step.
        title: What the step is called for this person.
        way: By which way it is taken; ``None`` for all of them.
        usd: What it costs.
        checked: What is ticked off.
        is_present: Whether it is the present step, whose lines ``done`` takes by their numbers.
    """
    ticked = {line.partition("/")[2] for line in checked if line.startswith(f"{step.id}/")}
    chosen = [one for one in step.ways if way in (None, one.id)]
    items = [*(item for one in chosen for item in one.items), *step.items]
    done = sum(item.id in ticked for item in items)
    aside = f"{done} of {len(items)} done" if done else ""
    blocks: list[Block] = [Title(title, aside), Part(WHY, (Para(step.why, "quiet"),)), Part(AIR, (Gap(),))]
    first = 1 if is_present else 0
    for one in chosen:
        if one.items:
            head = (Head(one.label.upper()),) if len(chosen) > 1 else ()
            blocks += [*head, _checks(one.items, ticked, first)]
            first += len(one.items) if first else 0
    blocks += [_checks(step.items, ticked, first), Part(AIR + 1, (Gap(),))]
    papers = [item.document for item in items if item.document]
    if papers:
        blocks.append(Part(PAPERS, (Para(f"Papers to keep: {'; '.join(dict.fromkeys(papers))}.", "strong"),)))
    if usd is not None and usd.high > 0:
        blocks.append(Part(NOTE, (Para(pathway.settings.price_note, "quiet"),)))
    line = "1" if is_present else f"{step.id}/{items[0].id if items else 'LINE'}"
    blocks.append(Para(f"Tick one off: mecoder done {line}   Sources: mecoder why {step.id}", "quiet"))
    return blocks


def _checks(items: Collection[Item], ticked: Collection[str], first: int) -> Checks:
    """Return the lines, numbered from *first*; 0: without numbers."""
    listed = list(items)
    done = frozenset(index for index, item in enumerate(listed) if item.id in ticked)
    return Checks(
        tuple((f"{first + at}. {item.text}" if first else item.text, "") for at, item in enumerate(listed)), done
    )
