"""The menu under the plan: each choice opens its screen and comes back."""

from __future__ import annotations

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
from mecoder_cli.screens.plan import Around, plan_screen
from mecoder_cli.screens.profile import answer_in_words


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
        session.show(whatif_screen(session.pathway, [told], plan, supposing(session, changed), session.glyphs))
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
    screen = plan_screen(session.pathway, now, session.layout_width, session.glyphs, around)
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
