"""``mecoder plan``: the interview, then the plan."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.advise import advise, missing, refuse_stale, stale_behind
from mecoder_cli.cli.session import Session
from mecoder_cli.domain.profile import Profile
from mecoder_cli.errors import InterruptedByUser, UsageError
from mecoder_cli.planner import Planner

app = options.command_app()


@app.command()
def plan(
    answers: options.Answers = None,
    set_: options.Set = None,
    as_of: options.AsOf = None,
    profile_name: options.Profile = None,
    strict: options.Strict = False,
    as_json: options.Json = False,
    no_input: options.NoInput = False,
    save: Annotated[Optional[Path], typer.Option("--save", metavar="FILE", help="Write the answers to a file.")] = None,  # noqa: UP045
    no_save: Annotated[bool, typer.Option("--no-save", help="Keep nothing: no profile, no journal.")] = False,
    accessible: options.Accessible = False,
) -> None:
    """Ask only what matters, then show the next action and the road after it."""
    session = Session(as_of, profile_name)
    profile = session.person(answers, set_ or ())
    # Answers from a file or a flag are for this run; those given in an interview are kept.
    keeps = not no_save and (answers is None or profile_name is not None)
    if not as_json and not no_input and session.can_ask:
        profile = _interview(session, profile, accessible, save, keeps)
    _, made = advise(session, profile, explore=True)
    old = stale_behind(session, made)
    if as_json:
        from mecoder_cli.contract.plan import plan_json

        session.write_json(plan_json(made, old))
    elif not made.unanswered:
        from mecoder_cli.screens.plan import plan_screen

        width = session.width if session.is_terminal else 80
        session.show(plan_screen(session.pathway, made, width, session.glyphs, session.notes, old))
    if save is not None:
        _save(session, profile, save)
    if made.unanswered:
        raise missing(session, made)
    refuse_stale(strict, old)


def _interview(session: Session, profile: Profile, accessible: bool, save: Path | None, keeps: bool) -> Profile:
    from mecoder_cli.conversation.interview import Interview
    from mecoder_cli.conversation.prompts import prompter

    keep = None
    if keeps:
        from mecoder_cli.cli.commands.profile import saver

        keep = saver(session)
    from mecoder_cli.record.faults import StoreError

    interview = Interview(Planner(session.pathway), profile, session.day, keep)
    if not interview.has_questions:
        return profile
    try:
        return interview.run(prompter(accessible))
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
    import shlex

    day = f" --as-of {session.as_of}" if session.as_of else ""
    problem = ""
    if save is not None:
        try:
            _write(session, profile, save)
        except UsageError as error:
            problem = f" ({error.message})"
        else:
            file = shlex.quote(str(save))
            return f" Answers so far are in {file}; go on with: mecoder plan --answers {file}{day}"
    from mecoder_cli.conversation.flags import as_flags

    flags = as_flags(profile, session.pathway.questions)
    return f"{problem} To go on from here: mecoder plan {flags}{day}   (add --save FILE to keep them in a file)"


def _write(session: Session, profile: Profile, save: Path) -> None:
    from mecoder_cli.conversation.files import write_answers

    write_answers(profile, session.pathway.questions, save)


def _save(session: Session, profile: Profile, save: Path) -> None:
    _write(session, profile, save)
    import shlex

    sys.stderr.write(f"Answers written. Use them with: mecoder plan --answers {shlex.quote(str(save))}\n")
