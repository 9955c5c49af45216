"""``mecoder plan``: the interview, then the plan."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.advise import changed_since, missing, refuse_stale, stale_behind
from mecoder_cli.cli.session import Session
from mecoder_cli.domain.profile import Profile
from mecoder_cli.errors import InterruptedByUser, UsageError
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
    full: Annotated[bool, typer.Option("--full", help="Show all that stands behind the plan, with sources.")] = False,
) -> None:
    """Ask only what matters, then show the next action and the road after it."""
    profile = session.person
    notes = session.notes
    # Answers from a file or a flag are for this run; those given in an interview are kept.
    keeps = not no_save and session.may_keep
    if not session.as_json and not no_input and session.can_ask:
        profile = _interview(session, profile, save, keeps)
    found = session.plan(profile, explore=True)
    old, changed = stale_behind(session, found), changed_since(session, found, keeps=keeps)

    # One of both is told, and only that one is imported.
    def screen() -> Screen:
        from mecoder_cli.screens.plan import Around, plan_screen

        around = Around(session.name, notes, old, changed)
        if not full:
            return plan_screen(session.pathway, found, session.layout_width, session.glyphs, around)
        from mecoder_cli.screens.full import full_screen

        return full_screen(session.pathway, found, session.layout_width, session.glyphs, around)

    def json() -> dict[str, Any]:
        from mecoder_cli.contract.plan import plan_json

        return plan_json(found, old, changed)

    if session.as_json or not found.unanswered:
        session.tell(screen, json)
    if save is not None:
        from shlex import quote

        _write(session, profile, save)
        sys.stderr.write(f"Answers written. Use them with: mecoder plan --answers {quote(str(save))}\n")
    if found.unanswered:
        raise missing(session, found)
    refuse_stale(strict, old)


def _interview(session: Session, profile: Profile, save: Path | None, keeps: bool) -> Profile:
    # Where nobody asks, no prompts and no record are imported.
    from mecoder_cli.cli.keeping import saver
    from mecoder_cli.conversation.interview import Interview
    from mecoder_cli.conversation.prompts import prompter
    from mecoder_cli.record.faults import StoreError

    interview = Interview(session.planner, profile, session.day, saver(session) if keeps else None, session.supposes)
    if not interview.has_questions:
        return profile
    try:
        return interview.run(prompter(session.is_accessible))
    except KeyboardInterrupt:
        if keeps and session.profile_name is not None and save is None:
            raise InterruptedByUser("Stopped. Your answers are kept; go on with: mecoder plan") from None
        raise InterruptedByUser(f"Stopped.{_kept(session, interview.profile, save)}") from None
    except StoreError as error:
        # What cannot be kept is at least handed back.
        hint = f"{error.hint}{_kept(session, interview.profile, None)}"
        raise StoreError(error.message, hint, error.details) from error


def _kept(session: Session, profile: Profile, save: Path | None) -> str:
    """Return how to go on with the answers given so far: as a file, or as flags to paste."""
    if not profile.answers and not profile.unsure:
        return ""
    from shlex import quote

    from mecoder_cli.conversation.flags import as_flags

    day = f" --as-of {session.as_of}" if session.as_of else ""
    problem = ""
    if save is not None:
        try:
            _write(session, profile, save)
        except UsageError as error:
            problem = f" ({error.message})"
        else:
            file = quote(str(save))
            return f" Answers so far are in {file}; go on with: mecoder plan --answers {file}{day}"
    flags = as_flags(profile, session.pathway.questions)
    return f"{problem} To go on from here: mecoder plan {flags}{day}   (add --save FILE to keep them in a file)"


def _write(session: Session, profile: Profile, save: Path) -> None:
    from mecoder_cli.conversation.files import write_answers

    write_answers(profile, session.pathway.questions, save)
