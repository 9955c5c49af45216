"""What a step needs, item by item."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from mecoder_cli.domain.facts import Range
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.steps import Group, Item, Step
from mecoder_cli.output.blocks import Block, Checks, Gap, Head, Para, Part, Title

# What yields where the screen is short.
NOTES, PAPERS, NOTE, WHY, AIR = 50, 40, 30, 20, 10


def checklist_screen(
    pathway: Pathway, step: Step, title: str, groups: Sequence[Group], notes: Sequence[Item], usd: Range | None,
    checked: Collection[str] = (), is_present: bool = False,
) -> list[Block]:  # fmt: skip
    """Return a step's checklist with the documents that it produces; *checked* holds ``step/item``.

    Args:
        pathway: The knowledge.
        step: The step.
        title: What the step is called for this person.
        groups: The lines to do, each group under its heading.
        notes: What is only good to know.
        usd: What it costs.
        checked: What is ticked off.
        is_present: Whether it is the present step, whose lines ``done`` takes by their numbers.
    """
    ticked = {line.partition("/")[2] for line in checked if line.startswith(f"{step.id}/")}
    items = [item for _, lines in groups for item in lines]
    done = sum(item.id in ticked for item in items)
    aside = f"{done} of {len(items)} done" if done else ""
    blocks: list[Block] = [Title(title, aside), Part(WHY, (Para(step.why, "quiet"),)), Part(AIR, (Gap(),))]
    first = 1 if is_present else 0
    for label, lines in groups:
        blocks += [*((Head(label.upper()),) if label else ()), _checks(lines, ticked, first)]
        first += len(lines) if first else 0
    if notes:
        told = tuple(Para(note.text, "plain", 3) for note in notes)
        blocks.append(Part(NOTES, (Part(AIR + 1, (Gap(),)), Para("Good to know", "strong"), *told)))
    blocks.append(Part(AIR + 2, (Gap(),)))
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
