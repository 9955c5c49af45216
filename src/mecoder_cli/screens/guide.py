"""The guide: the journey in six chapters, one screen each."""

from __future__ import annotations

from collections.abc import Collection

from mecoder_cli.domain.guide import Chapter
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Plan
from mecoder_cli.output.blocks import Block, Gap, Glyphs, Grid, Para, Part, Title


def places(pathway: Pathway, plan: Plan | None) -> frozenset[str]:
    """Return the chapters that speak of where the person stands: those of the next action's phase."""
    if plan is None or plan.next_action is None:
        return frozenset()
    return frozenset(one.id for one in pathway.guide if plan.next_action.phase in one.phases)


def map_screen(pathway: Pathway, here: Collection[str], glyphs: Glyphs, has_menu: bool = False) -> list[Block]:
    """Return the chapters as a map, the person's place marked; a menu under it tells how to read one."""
    rows = tuple(
        (f"{glyphs.now if one.id in here else ' '} {number}", one.title, "you are here" if one.id in here else "")
        for number, one in enumerate(pathway.guide, 1)
    )
    title = f"From the first question to a career: {pathway.settings.trade}"
    hint = f"{'' if has_menu else 'Read one: mecoder guide 1   '}Your own next step: mecoder plan"
    return [
        Title(title, pathway.settings.place), Gap(), Grid(rows, indent=1, styles=((1, "strong"), (2, "good"))), Gap(),
        Para(hint, "quiet"),
    ]  # fmt: skip


def chapter_screen(pathway: Pathway, chapter: Chapter, here: bool, has_menu: bool = False) -> list[Block]:
    """Return one chapter: what the article says, a small table, what others say beside it, and what goes deeper."""
    number = pathway.guide.index(chapter) + 1
    screen: list[Block] = [
        Title(f"{number} of {len(pathway.guide)}  {chapter.title}", "you are here" if here else ""), Part(9, (Gap(),)),
        Para(" ".join(sentence.text for sentence in chapter.says)), Part(8, (Gap(),)),
    ]  # fmt: skip
    if chapter.rows:
        screen += [Grid(chapter.rows, indent=3, styles=((0, "accent"),)), Part(7, (Gap(),))]
    screen += [Para(text, "strong") for text in chapter.beside]
    then = f"   Next chapter: mecoder guide {number + 1}" if number < len(pathway.guide) and not has_menu else ""
    screen.append(Para(f"Deeper: {chapter.deeper}{then}", "quiet"))
    return screen
