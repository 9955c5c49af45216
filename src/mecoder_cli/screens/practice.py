"""Practice for the interview, as screens: a question, the answer to it, a summary, and the list of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.practice import Asked, Interview
from mecoder_cli.domain.rehearsal import EASY, HALF, HARD, Rated
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Gap, Grid, Head, Para, Part, Title

AIR, NOTE, WRONG, LISTEN = 95, 90, 60, 50
SAID = {HARD: "hard", HALF: "half right", EASY: "easy"}


def subject_of(interview: Interview, asked: Asked) -> str:
    """Return the label of the subject that a question belongs to."""
    return next(one.label for one in interview.topics if asked in one.questions)


def question_screen(interview: Interview, asked: Asked, at: str) -> list[Block]:
    """Return one question, without its answer; *at* says which one it is."""
    return [Title(subject_of(interview, asked), at), Part(AIR, (Gap(),)), *_asked(asked), Part(AIR, (Gap(),))]


def answer_screen(pathway: Pathway, asked: Asked, day: date) -> list[Block]:
    """Return a model answer: codes with what they mean, why, the usual mistake, what is listened for, and who says so."""
    blocks: list[Block] = [Head("A GOOD ANSWER")]
    if asked.codes:
        rows = tuple((one.code, one.meaning, one.place) for one in asked.codes)
        blocks.append(Grid(rows, indent=1, styles=((0, "strong"), (2, "quiet"))))
    if asked.also:
        blocks.append(Para(f"Also: {asked.also}"))
    for text in (asked.why, asked.model):
        if text:
            blocks.append(Para(text))
    if asked.wrong:
        blocks.append(Part(WRONG, (Para(f"The usual mistake: {asked.wrong}", "warn"),)))
    if asked.listen:
        blocks.append(Part(LISTEN, (Para(f"They listen for: {asked.listen}", "quiet"),)))
    return [*blocks, *_sources(pathway, asked, day)]


def whole_screen(pathway: Pathway, asked: Sequence[Asked], day: date) -> list[Block]:
    """Return questions with their answers, one after the other, to read or to print."""
    interview = pathway.interview
    blocks: list[Block] = []
    for one in asked:
        blocks += [
            Head(f"{one.id}  {subject_of(interview, one)}"),
            *_asked(one),
            *answer_screen(pathway, one, day)[1:],
            Gap(),
        ]
    return [*blocks, *(Para(text, "quiet") for text in interview.notes)]


def subjects_screen(interview: Interview, known: Mapping[str, Rated], day: date, today: int) -> list[Block]:
    """Return the subjects with how many of their questions are known, and how many come back today."""
    blocks: list[Block] = [Title("Practice for the interview", words.day(day)), Part(AIR, (Gap(),))]
    rows = []
    for subject in interview.topics:
        asked = [known[one.id] for one in subject.questions if one.id in known]
        due = sum(one.due is not None and one.due <= day for one in asked)
        rows.append(
            (subject.id, subject.label, f"{len(asked)} of {len(subject.questions)}", f"{due} back today" if due else "")
        )
    blocks.append(Grid(tuple(rows), frozenset((2,)), indent=1, styles=((0, "strong"), (3, "accent"))))
    blocks.append(Part(AIR, (Gap(),)))
    return [
        *blocks,
        Para(
            f"Today's {today}: mecoder interview   One subject: mecoder interview --topic {interview.topics[0].id}",
            "quiet",
        ),
    ]


def summary_screen(
    interview: Interview,
    told: Sequence[tuple[Asked, str]],
    known: Mapping[str, Rated],
    minutes: float | None,
    kept: bool,
) -> list[Block]:
    """Return what was done, what to work on, and when the next ones come back.

    Args:
        interview: The questions.
        told: What was asked just now, with how it went.
        known: How everything went the last time.
        minutes: How long it took, where that was measured.
        kept: Whether the ratings were kept.
    """
    counts = {rating: sum(one == rating for _, one in told) for rating in (EASY, HALF, HARD)}
    took = f" in {minutes:.0f} minutes" if minutes is not None and minutes >= 1 else ""
    parts = ", ".join(f"{many} {SAID[rating]}" for rating, many in counts.items() if many)
    blocks: list[Block] = [Gap(), Para(f"{words.capital(words.count(len(told), 'question'))}{took}: {parts}.", "good")]
    work_on = dict.fromkeys(subject_of(interview, one) for one, rating in told if rating != EASY)
    if work_on:
        blocks.append(Para(f"Work on: {'; '.join(work_on)}."))
    due = sorted(one.due for one in known.values() if one.due is not None)
    if due and kept:
        many = sum(one == due[0] for one in due)
        back = "comes back" if many == 1 else "come back"
        blocks.append(Para(f"{words.capital(words.count(many, 'question'))} {back} on {words.day(due[0])}."))
    if not kept:
        blocks.append(Para("Nothing was kept. To have hard ones come back: mecoder profile new me", "quiet"))
    return [*blocks, Para("More: mecoder interview   All subjects: mecoder interview --list", "quiet")]


def _asked(asked: Asked) -> list[Block]:
    blocks: list[Block] = []
    if asked.setting:
        blocks.append(Para(words.capital(asked.setting), "quiet"))
    if asked.case:
        blocks.append(Para(asked.case))
    return [*blocks, Para(asked.ask, "strong")]


def _sources(pathway: Pathway, asked: Asked, day: date) -> list[Block]:
    told = [pathway.sources[id_] for id_ in asked.sources]
    said = [f"{one.publisher}: {one.title}" for one in told] + [pathway.facts[id_].label for id_ in asked.facts]
    rule = f"{asked.rule}. " if asked.rule else ""
    look = "Look up the section in this year's guidelines. " if asked.look else ""
    text = f"{rule}{look}{'; '.join(said)}  {' '.join(f'[{id_}]' for id_ in (*asked.sources, *asked.facts))}"
    blocks: list[Block] = [Part(NOTE, (Para(text, "quiet"),))]
    if asked.codes and day.isoformat() > pathway.interview.until:
        until = words.day(date.fromisoformat(pathway.interview.until))
        blocks.append(Para(f"These codes were checked up to {until}: look them up in this year's book.", "warn"))
    return blocks
