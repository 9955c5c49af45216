"""The people on this computer, and what is known of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from shlex import quote

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Profile
from mecoder_cli.domain.steps import Question
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Gap, Grid, Head, Para, Title
from mecoder_cli.output.words import NOTES_SHOWN
from mecoder_cli.record.caseload import Case
from mecoder_cli.record.journal import Ledger
from mecoder_cli.record.standing import Standing
from mecoder_cli.screens.caseload import caseload_screen
from mecoder_cli.screens.entries import _answer, entry_line


def profiles_screen(
    people: Sequence[Case], current: str | None, aside: Sequence[str], gone: Sequence[str], day: date
) -> list[Block]:
    """Return the profiles, the one in use marked; also those that are damaged or gone."""
    if not (people or aside or gone):
        return [Para("There is no profile yet. Begin with: mecoder plan   (or: mecoder profile new NAME)")]
    rows = [(name, f"damaged, set aside; bring it back with: mecoder profile restore {quote(name)}") for name in aside]
    rows += [(name, f"in use, but gone; bring it back with: mecoder profile restore {quote(name)}") for name in gone]
    listed = caseload_screen(people, current, day) if people else []
    return [*listed, *([Grid(tuple(rows), indent=1, styles=((1, "quiet"),))] if rows else [])]


def answered(pathway: Pathway, standing: Standing) -> list[str]:
    """Return the questions in the order of the screen of answers; their position is their number."""
    # What has lapsed is worked out, so nobody is asked for it.
    return [
        id_ for id_, question in pathway.questions.items()
        if standing.profile.has(id_) or (question.default is None and question.type != "lapsed")
    ]  # fmt: skip


def answers_screen(pathway: Pathway, standing: Standing, ledger: Ledger) -> list[Block]:
    """Return every answer with its number, and where it comes from."""
    rows = []
    for number, id_ in enumerate(answered(pathway, standing), 1):
        question = pathway.questions[id_]
        value = _answer(standing.profile, id_) or "-"
        if question.enough and standing.profile.answers.get(id_) is not None:
            value = f"by {value}"
        choice = next((c.label for c in question.choices if c.id == value), value)
        unit = f" {question.unit}" if question.unit and value.isdigit() else ""
        rows.append((str(number), question.label, f"{choice}{unit}", _origin(standing, ledger, id_)))
    return [
        Title("Answers"), Gap(),
        Grid(tuple(rows), frozenset((0,)), styles=((3, "quiet"),), indent=1, stack_below=70), Gap(),
        *(Para(note, "warn") for note in standing.notes[:NOTES_SHOWN]),
    ]  # fmt: skip


def _origin(standing: Standing, ledger: Ledger, question: str) -> str:
    records = standing.computed.get(question)
    if records:
        return f"from what you logged ({', '.join(records)})"
    said = ledger.answers.get(question)
    if said is not None:
        return f"said {said.day}"
    return "from a step you did" if standing.profile.has(question) else "not said"


def profile_screen(pathway: Pathway, name: str, standing: Standing, ledger: Ledger, place: str) -> list[Block]:
    """Return all that is known of a person."""
    screen: list[Block] = [*answers_screen(pathway, standing, ledger)]
    screen[0] = Title(f"Profile {name}")
    if ledger.entries or ledger.done:
        lines = [entry_line(pathway, entry) for _, entry in (*ledger.entries, *ledger.done)]
        shown_ = lines[-20:]
        screen += [Head("ENTRIES"), *(Para(line, "plain", 3) for line in shown_)]
        if len(lines) > len(shown_):
            screen.append(Para(f"and {len(lines) - len(shown_)} earlier: mecoder history", "quiet", 3))
        screen.append(Gap())
    screen += [Para(note, "warn") for note in standing.notes[NOTES_SHOWN:]]
    # A path is to be copied: it has its line to itself.
    screen += [Para("It stays on this computer, in:", "quiet"), Para(place, "quiet", 0)]
    return screen


def answer_in_words(question: Question, person: Profile) -> str:
    """Return what the person answered, in the words that they picked it by."""
    value = person.answers.get(question.id)
    if question.id in person.unsure or value is None:
        return words.answer(None, question.id in person.unsure)
    if isinstance(value, date):
        return f"by {words.day(value)}" if question.enough else words.day(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{body} {count:g}" for body, count in value.items()) or "none"
    if isinstance(value, tuple):
        return words.answer(tuple(one.id for one in value), False)
    label = next((choice.label for choice in question.choices if choice.id == value), "")
    return label or f"{words.answer(value, False)} {question.unit}".strip()
