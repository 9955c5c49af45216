"""``mecoder guide``: the journey in six chapters."""

from __future__ import annotations

from typing import Annotated

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import near
from mecoder_cli.contract.guide import guide_json
from mecoder_cli.domain.guide import Chapter
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.errors import UsageError
from mecoder_cli.output.blocks import Screen
from mecoder_cli.screens.guide import chapter_screen, map_screen, places

app = options.command_app()


@app.command()
@options.advising
def guide(
    session: Session,
    chapter: Annotated[
        str | None, typer.Argument(metavar="[CHAPTER]", help="A number, or a word such as certification; else the map.")
    ] = None,
    no_menu: Annotated[bool, typer.Option("--no-menu", help="No menu under the chapter.")] = False,
) -> None:
    """Tell the journey from the first question to a career, in six chapters of one screen each."""
    pathway = session.pathway
    chosen = _chapter(pathway, chapter) if chapter is not None else None
    knows = session.supposes or session.uses_profile
    here = places(pathway, session.plan() if knows else None)
    has_menu = session.has_menu and not (session.as_json or no_menu)

    def screen() -> Screen:
        if chosen is None:
            return map_screen(pathway, here, session.glyphs, has_menu)
        return chapter_screen(pathway, chosen, chosen.id in here, has_menu)

    session.tell(
        screen, lambda: guide_json(pathway.guide if chosen is None else [chosen], here),
        below=session.menu_rows if has_menu else 0,
    )  # fmt: skip
    if has_menu:
        from mecoder_cli.cli.menu import through_the_guide

        through_the_guide(session, None if chosen is None else pathway.guide.index(chosen), here)


def _chapter(pathway: Pathway, name: str) -> Chapter:
    by_name = {one.id: one for one in pathway.guide} | {str(n): one for n, one in enumerate(pathway.guide, 1)}
    found = by_name.get(name.casefold())
    if found is None:
        close = near(name, by_name)
        known = ", ".join(f"{n} {one.id}" for n, one in enumerate(pathway.guide, 1))
        raise UsageError(
            f"the guide has no chapter {name!r}", f"Did you mean {' or '.join(close)}?" if close else f"It has: {known}"
        )
    return found
