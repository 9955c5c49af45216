"""Asking a person what a command needs, where a terminal is there to ask in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mecoder_cli.cli.session import Session
from mecoder_cli.domain.profile import Profile
from mecoder_cli.errors import InterruptedByUser, MecoderError


def complete(session: Session, no_input: bool = False) -> None:
    """Ask what still decides and go on with the answers; without a terminal all stays as it is."""
    if session.as_json or no_input or not session.can_ask or not session.plan().unanswered:
        return
    session.become(interviewed(session, keeps=session.may_keep and session.profile_name is not None, briefly=True))


def interviewed(session: Session, *, save: Path | None = None, keeps: bool = True, briefly: bool = False) -> Profile:
    """Ask what still decides, keep it where a record is kept, and return the person as they are then.

    Args:
        session: Whose run it is.
        save: The file that takes the answers in place of the record, if any.
        keeps: Whether answers are kept at all.
        briefly: Only what decides, without the offer to make dates and money more exact.
    """
    profile = session.person
    # Where nobody asks, no prompts and no record are imported.
    from mecoder_cli.cli.keeping import saver
    from mecoder_cli.conversation.interview import Interview
    from mecoder_cli.conversation.prompts import prompter
    from mecoder_cli.record.faults import StoreError

    interview = Interview(session.planner, profile, session.day, saver(session) if keeps else None, session.supposes)
    if not (interview.decides if briefly else interview.has_questions):
        return profile
    try:
        asker = prompter(session.is_accessible)
        return interview.decide(asker) if briefly else interview.run(asker)
    except KeyboardInterrupt:
        if keeps and session.profile_name is not None and save is None:
            rest = "go on with: mecoder plan" if interview.decides else "the rest: mecoder plan, then Change answers"
            raise InterruptedByUser(f"Stopped. Your answers are kept; {rest}") from None
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
            write(session, profile, save)
        except MecoderError as error:
            problem = f" ({error.message})"
        else:
            file = quote(str(save))
            return f" Answers so far are in {file}; go on with: mecoder plan --answers {file}{day}"
    flags = as_flags(profile, session.pathway.questions)
    return f"{problem} To go on from here: mecoder plan {flags}{day}   (add --save FILE to keep them in a file)"


def asked_county(session: Session, name: str, places: Sequence[str]) -> str:
    """Ask for the county of a place that the knowledge does not name; return one of *places*, or nothing if it is not known."""
    from mecoder_cli.conversation.answering import NOT_SURE
    from mecoder_cli.conversation.prompts import Option, prompter  # whoever names a known place is spared it

    options = [Option(word, word) for word in dict.fromkeys(places)]
    asked = f"{name!r} is not in the list of places. Which county is it in?"
    return str(prompter(session.is_accessible).choose(asked, [*options, Option(NOT_SURE, "")], None))


def write(session: Session, profile: Profile, save: Path) -> None:
    """Write the answers to a file."""
    from mecoder_cli.conversation.files import write_answers

    write_answers(profile, session.pathway.questions, save)
