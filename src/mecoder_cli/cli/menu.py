"""The menus under the plan and the guide: each choice opens its screen and comes back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from mecoder_cli.cli import run_here
from mecoder_cli.cli.advise import supposing
from mecoder_cli.cli.asking import interviewed
from mecoder_cli.cli.commands.profile import asked_anew, change_by_name, pick_question
from mecoder_cli.cli.session import Session
from mecoder_cli.conversation.prompts import BACK, Menu, Option, prompter
from mecoder_cli.domain.answers import UNSURE
from mecoder_cli.domain.plan import Plan
from mecoder_cli.errors import MecoderError
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Para
from mecoder_cli.screens.compare import whatif_screen
from mecoder_cli.screens.guide import chapter_screen, map_screen
from mecoder_cli.screens.plan import Around, plan_screen
from mecoder_cli.screens.profile import answer_in_words

_MAP = -1
"""Stands in the menu of the guide for the map."""


def under_the_plan(session: Session, plan: Plan) -> None:
    """Show the menu until the person leaves it; a changed answer shows the plan again and what moved."""
    menu = Menu([
        Option("Checklist", ("checklist",)), Option("Why", ("why",)), Option("Roads", ("routes",)), Option("What if", _what_if),
        Option("Full", ("plan", "--full", "--no-menu")), Option("Change answers", _change), Option("Done", None),
    ])  # fmt: skip
    while (picked := menu.ask()) is not None:
        if callable(picked):
            session, plan = picked(session, plan)
        else:
            _open(session, *picked)


def through_the_guide(session: Session, at: int | None, here: Collection[str]) -> None:
    """Let the person page through the guide until they leave it.

    Args:
        session: Whose run it is.
        at: The chapter that is on the screen; the map, if none.
        here: The chapters that speak of where the person stands.
    """
    chapters = session.pathway.guide
    numbers = [Option(str(number), at) for at, number in enumerate(range(1, len(chapters) + 1))]
    place = next((number for number, one in enumerate(chapters) if one.id in here), 0)
    while True:
        if at is None:
            menu = Menu([*numbers, Option("Done", None)], "Which chapter?", place)
        else:
            ways = [Option("Next", at + 1), Option("Previous", at - 1)]
            near = [one for one in ways if 0 <= one.value < len(chapters)]
            deeper = Option("Go deeper", tuple(chapters[at].deeper.split()[1:]))
            menu = Menu([*near, Option("Map", _MAP), deeper, Option("Done", None)])
        picked = menu.ask()
        if picked is None:
            return
        if isinstance(picked, tuple):
            _open(session, *picked)
            continue
        at = None if picked == _MAP else picked
        shown = chapters[at] if at is not None else None
        screen = (
            chapter_screen(session.pathway, shown, shown.id in here, has_menu=True) if shown
            else map_screen(session.pathway, here, session.glyphs, has_menu=True)
        )  # fmt: skip
        session.show(screen, below=session.menu_rows)


def _open(session: Session, *command: str) -> None:
    """Run another command for the same person, as it would be typed; what goes wrong in it is told, and the menu stays."""
    given = [*(["--profile", str(session.profile_name)] if session.uses_profile else [])]
    given += ["--as-of", session.as_of] if session.as_of else []
    run_here([*command, *given])


def _what_if(session: Session, plan: Plan) -> tuple[Session, Plan]:
    """Let the person try another answer; nothing is kept."""
    asker = prompter(session.is_accessible)
    id_ = pick_question(session, asker, "What if which answer were another one?", given=False)
    value: Any = asked_anew(session, asker, id_) if id_ else BACK
    if value is not BACK:
        question = session.pathway.questions[id_]
        changed = session.person.with_answer(id_, None if value == UNSURE else value)
        told = f"{question.label}: {answer_in_words(question, changed)}"
        screen = whatif_screen(session.pathway, [told], plan, supposing(session, changed), session.glyphs)
        session.show(session.explained(screen))
    return session, plan


def _change(session: Session, plan: Plan) -> tuple[Session, Plan]:
    """Let the person change one answer by its name; return the session after it, and the plan that it makes."""
    try:
        change_by_name(session)
    except MecoderError as error:
        session.show([Para(error.message, "warn"), Para(error.hint, "quiet")])
        return session, plan
    session.forget()
    now = session.plan(explore=True)
    if now.unanswered:
        session.become(interviewed(session, briefly=True))
        now = session.plan(explore=True)
    moved = _moved(plan, now)
    around = Around(session.name, session.notes, has_menu=True)
    screen = session.explained(plan_screen(session.pathway, now, session.layout_width, session.glyphs, around))
    session.show([*screen, *([Para(moved, "good")] if moved else [])], below=session.menu_rows)
    return session, now


def _moved(before: Plan, after: Plan) -> str:
    """Return in one line what a changed answer moved."""
    parts = []
    was, now = before.next_action, after.next_action
    if (was and was.id) != (now and now.id) and was and now:
        parts.append(f"Next: {now.title}, was {words.inside(was.title)}")
    if before.finish and after.finish and words.month(before.finish.likely) != words.month(after.finish.likely):
        parts.append(f"You arrive: {words.month(after.finish.likely)}, was {words.month(before.finish.likely)}")
    return "; ".join(parts)
