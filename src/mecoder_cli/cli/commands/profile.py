"""``mecoder profile``: the people on this computer, and what is known of the one in use."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.keeping import agreed, keep, tell_done
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.streams import tell_beside
from mecoder_cli.contract.record import answers_json, profile_json, profiles_json
from mecoder_cli.conversation.files import read_answers
from mecoder_cli.conversation.flags import set_answers
from mecoder_cli.domain.answers import UNSURE, as_plain, contradictions
from mecoder_cli.domain.conditions import NO
from mecoder_cli.domain.profile import NOBODY
from mecoder_cli.errors import InterruptedByUser, UsageError
from mecoder_cli.files import write_whole
from mecoder_cli.output import words
from mecoder_cli.planner.situation import verdict
from mecoder_cli.record.backups import Restoration
from mecoder_cli.record.entries import Answered
from mecoder_cli.record.faults import GoneError, UnknownError
from mecoder_cli.record.names import counted
from mecoder_cli.screens.profile import answer_in_words, answered, answers_screen, profile_screen, profiles_screen

if TYPE_CHECKING:  # questionary, which only a person needs
    from mecoder_cli.conversation.prompts import Prompter

app = typer.Typer(
    rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False,
)  # fmt: skip

Name = Annotated[str, typer.Argument(metavar="NAME", help="The profile.")]


@app.callback()
def profile() -> None:
    """Keep several people apart; each has a journal of their own."""


@app.command("list")
@options.dated
def list_(session: Session) -> None:
    """List the profiles, each with aim, next action, what falls due and the last entry; the one in use is marked."""
    from mecoder_cli.cli.caseload import cases  # only here all people are read

    people = list(cases(session))
    aside = session.store.set_aside()
    current, chosen = _in_use(session), session.store.chosen
    gone = [chosen] if chosen and chosen not in {one.name for one in people} and chosen not in aside else []
    damaged = sorted(aside)
    session.tell(
        lambda: profiles_screen(people, current, damaged, gone, session.day),
        lambda: profiles_json(people, current, damaged, gone),
    )


@app.command()
def new(
    name: Name,
    use_it: Annotated[bool, typer.Option("--use", help="Use it from now on, in the place of the one in use.")] = False,
    answers: options.Answers = None,
) -> None:
    """Begin a profile, with answers from a file where there is one; the first is in use at once, a further one with --use."""
    session = Session()
    entries: list[Answered] = []
    if answers is not None:
        # Read before anything is begun: a file that cannot be used leaves nothing behind.
        given = read_answers(session.pathway, answers, sys.stdin.buffer, session.day)
        contradictions(session.pathway, given, session.day)
        entries = [Answered(id_, value) for id_, value in as_plain(given, session.pathway.questions).items()]
    session.store.create(name, chosen=True if use_it else None)
    if entries:
        Session(profile_name=name).keep(entries)
    told = f", with {words.count(len(entries), 'answer')}" if entries else ""
    if session.store.chosen == name:
        tell_done(f"Begun: {name}{told}. It is in use from now on. Next: mecoder plan")
    else:
        tell_done(
            f"Begun: {name}{told}. Use it with: mecoder profile use {quote(name)}   or once: mecoder plan --profile {quote(name)}"
        )


@app.command()
def use(name: Name) -> None:
    """Use this profile when none is named."""
    session = Session()
    name = _existing(session, name)
    session.store.choose(name)
    tell_done(f"In use from now on: {name}")
    other = _in_use(session)
    if other is not None and other != name:
        tell_beside(f"But MECODER_PROFILE names {other}, and goes before it as long as it is set.\n")


@app.command()
def rename(name: Name, new_name: Annotated[str, typer.Argument(metavar="NEW", help="The new name.")]) -> None:
    """Give a profile another name."""
    session = Session()
    session.store.rename(_existing(session, name), new_name)
    tell_done(f"{name} is now called {new_name}")


@app.command()
@options.keeping
def show(
    session: Session,
    name: Annotated[Optional[str], typer.Argument(metavar="[NAME]", help="The profile; else the one in use.")] = None,  # noqa: UP045
) -> None:
    """Show what is known of a person: answers, entries, and where they are kept."""
    session = session.named(name)
    used, pathway, standing = session.need_profile(), session.pathway, session.standing
    session.tell(
        lambda: profile_screen(pathway, used, standing, session.ledger, str(session.store.path(used))),
        lambda: profile_json(pathway, used, standing),
    )


@app.command()
def export(
    name: Annotated[Optional[str], typer.Argument(metavar="[NAME]", help="The profile; else the one in use.")] = None,  # noqa: UP045
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="A file that does not exist yet; - is standard output.")
    ] = None,
    profile_name: options.Profile = None,
) -> None:
    """Write the whole journal as one readable YAML file."""
    session = Session(None, name or profile_name)
    used = session.need_profile()
    from mecoder_cli.record.exchange import to_yaml  # YAML, which the other commands are spared

    text = to_yaml(used, session.events)
    if out is None or str(out) == "-":
        sys.stdout.write(text)
        return
    write_whole(out, text, "--out")
    tell_beside(f"Written: {out}. Bring it in on another computer with: mecoder profile import {quote(str(out))}\n")
    tell_beside("Here, where that name is taken, add: --as NEWNAME\n")


@app.command("import")
def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file written by export; - is standard input.")],
    name: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Another name than the one in the file.")
    ] = None,
    yes: options.Yes = False,
) -> None:
    """Make a profile from an exported file."""
    session = Session()
    from mecoder_cli.record.exchange import from_yaml, unfit  # YAML, which the other commands are spared

    exported = from_yaml(file, sys.stdin.buffer)
    events = exported.events
    odd = tuple(unfit(session.pathway, events, session.day))
    if odd:
        raise UsageError(f"{file}: {len(odd)} entries cannot be used", "Nothing was brought in.", odd[:20])
    if not exported.is_marked and not yes:
        last = f", the last of {events[-1].day}" if events else ""
        again = f"mecoder profile import {quote(file)}{f' --as {quote(name)}' if name else ''} --yes"
        if not agreed(
            session,
            f"{file} was exported by an older mecoder, without a mark at its end: whether it is whole cannot be told. "
            f"It holds {counted(len(events))}{last}.",
            "Bring it in?",
            again,
        ):
            return
    called = name or exported.name
    # The first person on this computer is in use at once; nobody else's place is ever taken.
    session.store.create(called, events, chosen=None)
    tell_done(f"Brought in: {called}, with {counted(len(events))}. Use it with: mecoder profile use {quote(called)}")


@app.command()
def remove(name: Name, yes: options.Yes = False) -> None:
    """Take a profile away; a backup stays."""
    session = Session()
    name = _existing(session, name)
    if not yes and not agreed(
        session, f"This takes away the profile {name}; a backup stays.", "Remove it?",
        f"mecoder profile remove {quote(name)} --yes",
    ):  # fmt: skip
        return
    kept = session.store.remove(name)
    tell_done(f"Removed: {name}. To bring it back: mecoder profile restore {quote(name)}\nThe backup is {kept}")


@app.command()
def restore(
    name: Name,
    source: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="Bring back this copy and no other.")
    ] = None,
    yes: options.Yes = False,
) -> None:
    """Bring back a journal that is damaged, removed or gone, from its copies and from what can still be read."""
    session = Session()
    found = session.store.restoration(name, source)
    count = len(found.content.events)
    again = f"mecoder profile restore {quote(name)}"
    doubts = []
    if found.longer is not None:
        other = quote(str(found.longer.path))
        doubts.append(f"Another copy holds {len(found.longer.content.events)}: {found.longer.path}")
        again = f"{again} --yes   For the other copy: {again} --from {other}"
    else:
        again = f"{again} --yes"
    doubts += [f"This copy cannot be read just now: {path}" for path in found.unread]
    told = "\n".join((f"{counted(count)} of {name} can be brought back.", *doubts))
    if doubts and not yes and not agreed(session, told, f"Bring back the {count}?", again):
        return
    session.store.create(name, found.content.events, chosen=None)
    last = f" The last one is of {words.day(date.fromisoformat(found.content.events[-1].day))}." if count else ""
    origins = "".join(f"\n  From {path}" for path in dict.fromkeys(found.sources))
    in_use = "" if session.store.chosen == name else f"\nUse it with: mecoder profile use {quote(name)}"
    tell_done(
        f"Restored: {name}, {counted(count)}.{_lost(found, source)}{last}"
        f"{origins}\nThe files that it comes from are kept.{in_use}"
    )


def _lost(found: Restoration, source: Path | None) -> str:
    """Return what to say of entries that did not come back."""
    if source is not None:
        return ""
    if found.lost is None:
        return " Nothing tells any more how many there were: look at mecoder history."
    if found.lost:
        return f" {found.lost} could not be saved: look at mecoder history and log them again."
    return " Nothing was lost."


@app.command()
@options.keeping
def answers(session: Session, set_: options.Set = None, no_input: options.NoInput = False) -> None:
    """Review every answer on one screen; change one by its number, and see what it changes."""
    session.need_profile()
    if set_:
        _set(session, set_)
        return
    pathway, standing, ledger = session.pathway, session.standing, session.ledger
    session.tell(lambda: answers_screen(pathway, standing, ledger), lambda: answers_json(pathway, standing, ledger))
    if session.can_ask and not (no_input or session.as_json):
        try:
            _change(session)
        except KeyboardInterrupt:
            raise InterruptedByUser("Stopped; what was changed before is kept.") from None


def _set(session: Session, settings: list[str]) -> None:
    """Store answers given as flags."""
    given = set_answers(session.pathway, NOBODY, settings, session.day)
    plain = as_plain(given, session.pathway.questions)
    for question in plain:
        _refuse_computed(session, question)
    entries = [Answered(question, value) for question, value in plain.items()]
    labels = ", ".join(session.pathway.questions[question].label for question in plain)
    keep(session, f"Answered: {labels}", entries, [])


def _change(session: Session) -> None:
    from mecoder_cli.conversation.prompts import prompter  # questionary, which only a person needs

    asker = prompter(session.is_accessible)
    numbers = answered(session.pathway, session.standing)

    def wrong(text: str) -> str | None:
        if not text or (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= len(numbers)):
            return None
        return f"Type a number from 1 to {len(numbers)}, or Enter to leave."

    text = asker.line("Number of the answer to change (Enter leaves all as it is):", wrong, "")
    if text:
        _change_one(session, asker, numbers[int(text) - 1])


def change_by_name(session: Session) -> None:
    """Let the person pick an answer by its name, also one given long ago, and give it anew."""
    from mecoder_cli.conversation.prompts import prompter

    asker = prompter(session.is_accessible)
    picked = pick_question(session, asker, "Which answer do you want to change, or give?", given=False)
    if picked:
        _change_one(session, asker, picked)


def pick_question(session: Session, asker: Prompter, ask: str, *, given: bool) -> str:
    """Let the person pick a question by its name; return its id, or nothing for going back.

    Args:
        session: Whose answers they are.
        asker: What asks.
        ask: The words to ask with.
        given: Only those that are answered; else all that can concern them.
    """
    from mecoder_cli.conversation.prompts import BACK, Option

    pathway, person = session.pathway, session.person
    questions = [
        one for one in pathway.questions.values()
        if person.has(one.id) or (not given and verdict(pathway, one.applies, person, session.day) != NO)
    ]  # fmt: skip
    # What was lapsed is worked out and never typed.
    questions = [one for one in questions if one.id != pathway.settings.questions.lapsed]
    options = [Option(f"{one.label}: {answer_in_words(one, person)}", one.id) for one in questions]
    picked = asker.choose(ask, [*options, Option("Back", BACK)], None)
    return "" if picked is BACK else str(picked)


def asked_anew(session: Session, asker: Prompter, id_: str) -> Any:
    """Ask one question again and return the answer, ``unsure`` or Back; nothing is kept."""
    from mecoder_cli.conversation.answering import Asker

    person = session.person
    before = UNSURE if id_ in person.unsure else person.answers.get(id_)
    return Asker(session.pathway, session.day, person, before, True).ask(asker, session.pathway.questions[id_])


def _change_one(session: Session, asker: Prompter, id_: str) -> None:
    """Ask one question anew; keep the answer and tell what it changes."""
    from mecoder_cli.conversation.prompts import BACK

    question = session.pathway.questions[id_]
    _refuse_computed(session, question.id)
    value = asked_anew(session, asker, id_)
    if value is BACK:
        asker.say("Nothing was changed.")
        return
    given = NOBODY.with_answer(question.id, None if value == UNSURE else value)
    plain: Any = as_plain(given, session.pathway.questions)[question.id]
    said = session.ledger.answers.get(question.id)
    if said is not None and said.value == plain:
        asker.say("That is what it was; nothing was changed.")
        return
    keep(session, f"Answered: {question.label}", [Answered(question.id, plain)], [])


def _refuse_computed(session: Session, question: str) -> None:
    records = session.standing.computed.get(question)
    if records:
        label = session.pathway.questions[question].label
        raise UsageError(
            f"{label} is worked out from your entries ({', '.join(records)}), so it is not typed as well",
            f"Log what happened: mecoder log {records[0]} --help   Or take an entry back: mecoder history",
        )


def _in_use(session: Session) -> str | None:
    """Return the profile that commands would use now, or nothing where one has to be named."""
    try:
        return session.profile_name
    except (UsageError, GoneError):
        return None


def _existing(session: Session, name: str) -> str:
    try:
        return session.store.existing(name)
    except UnknownError as error:
        raise session.unknown(error) from None
