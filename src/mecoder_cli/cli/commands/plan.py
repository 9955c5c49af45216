"""``mecoder plan``: the interview, then the plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.advise import changed_since, missing, refuse_stale, stale_behind
from mecoder_cli.cli.asking import interviewed, write
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.streams import tell_beside
from mecoder_cli.output.blocks import Screen

app = options.command_app()


@app.command()
@options.advising
def plan(
    session: Session,
    strict: options.Strict = False,
    no_input: options.NoInput = False,
    save: Annotated[Optional[Path], typer.Option("--save", metavar="FILE", help="Write the answers to a file.")] = None,  # noqa: UP045
    no_save: Annotated[bool, typer.Option("--no-save", help="Keep nothing: no profile, no journal.")] = False,
    no_menu: Annotated[bool, typer.Option("--no-menu", help="No menu under the plan.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Show all that stands behind the plan, with sources.")] = False,
) -> None:
    """Ask only what matters, then show the next action and the road after it."""
    # Answers from a file or a flag are for this run; those given in an interview are kept.
    keeps = not no_save and session.may_keep
    asks = not session.as_json and not no_input and session.can_ask
    if asks and keeps and any(one.is_over(session.day) for one in session.planned):
        from mecoder_cli.cli.planned import ask_about  # seldom is the day of something planned just over

        ask_about(session)
    profile = session.person
    notes = session.notes
    if asks:
        profile = interviewed(session, save=save, keeps=keeps)
    found = session.plan(profile, explore=True)
    old, changed = stale_behind(session, found), changed_since(session, found, keeps=keeps)

    has_menu = (
        keeps
        and not (session.as_json or no_input or no_menu or full or found.unanswered)
        and session.has_menu
        and not session.supposes
    )

    # One of both is told, and only that one is imported.
    def screen() -> Screen:
        from mecoder_cli.screens.plan import Around, plan_screen

        around = Around(session.name, notes, old, changed, has_menu, session.planned)
        if not full:
            drawn = plan_screen(session.pathway, found, session.layout_width, session.glyphs, around)
            return session.explained(drawn)
        from mecoder_cli.screens.full import full_screen

        return full_screen(session.pathway, found, session.layout_width, session.glyphs, around)

    def json() -> dict[str, Any]:
        from mecoder_cli.contract.plan import plan_json

        return plan_json(found, old, changed)

    if session.as_json or not found.unanswered:
        session.tell(screen, json, below=session.menu_rows if has_menu else 0)
    if save is not None:
        from shlex import quote

        write(session, profile, save)
        tell_beside(f"Answers written. Use them with: mecoder plan --answers {quote(str(save))}\n")
    if found.unanswered:
        raise missing(session, found)
    if has_menu:
        from mecoder_cli.cli.menu import under_the_plan

        under_the_plan(session, found)
    refuse_stale(strict, old)
