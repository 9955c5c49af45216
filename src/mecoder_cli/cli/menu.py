"""The menu under the plan: each choice opens its screen and comes back."""

from __future__ import annotations

from collections.abc import Callable

from mecoder_cli.cli.session import Session
from mecoder_cli.domain.plan import Plan
from mecoder_cli.errors import MecoderError
from mecoder_cli.output.blocks import Para


def under_the_plan(session: Session, plan: Plan) -> None:
    """Show the menu until the person leaves it; a changed answer shows the plan again and what moved."""
    from mecoder_cli.conversation.prompts import Option, menu

    screens: list[tuple[str, Callable[[Session], None]]] = [
        ("Checklist", lambda one: _open("checklist", one)), ("Why", lambda one: _open("why", one)),
        ("Routes", lambda one: _open("routes", one)), ("All of it", lambda one: _open("plan", one, "--full", "--no-menu")),
    ]  # fmt: skip
    options = [Option(name, show) for name, show in screens]
    options += [Option("Change answers", "change"), Option("Done", None)]
    while True:
        picked = menu(options)
        if picked is None:
            return
        if picked == "change":
            session, plan = _change(session, plan)
        else:
            picked(session)


def _open(command: str, session: Session, *options: str) -> None:
    """Run another command for the same person, as it would be typed; what goes wrong in it is told, and the menu stays."""
    from mecoder_cli.cli import run_here

    given = [*(["--profile", str(session.profile_name)] if session.uses_profile else [])]
    given += ["--as-of", session.as_of] if session.as_of else []
    run_here([command, *options, *given])


def _change(session: Session, plan: Plan) -> tuple[Session, Plan]:
    """Let the person change one answer by its name; return the session after it, and the plan that it makes."""
    from mecoder_cli.cli.commands.profile import change_by_name
    from mecoder_cli.screens.plan import Around, plan_screen

    try:
        change_by_name(session)
    except MecoderError as error:
        session.show([Para(error.message, "warn"), Para(error.hint, "quiet")])
        return session, plan
    session.forget()
    now = session.plan(explore=True)
    if now.unanswered:
        from mecoder_cli.cli.asking import interviewed

        session.become(interviewed(session, briefly=True))
        now = session.plan(explore=True)
    moved = _moved(plan, now)
    around = Around(session.name, session.notes, has_menu=True)
    session.show(plan_screen(session.pathway, now, session.layout_width, session.glyphs, around))
    if moved:
        session.show([Para(moved, "good")])
    return session, now


def _moved(before: Plan, after: Plan) -> str:
    """Return in one line what a changed answer moved."""
    from mecoder_cli.output import words

    parts = []
    was, now = before.next_action, after.next_action
    if (was and was.id) != (now and now.id) and was and now:
        parts.append(f"Next: {now.title}, was {words.inside(was.title)}")
    if before.finish and after.finish and words.month(before.finish.likely) != words.month(after.finish.likely):
        parts.append(f"You arrive: {words.month(after.finish.likely)}, was {words.month(before.finish.likely)}")
    return "; ".join(parts)
