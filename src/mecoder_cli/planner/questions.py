"""Which questions can still change the next action, and which other answers are worth trying."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from mecoder_cli.domain.profile import Held, Profile, Raw
from mecoder_cli.domain.renewals import ceus_needed
from mecoder_cli.domain.steps import Question
from mecoder_cli.planner.advice import Adviser

TRIES = 400
"""Plans tried in search of two answers that matter only together."""

NextKey = tuple[str, str]


class Open(NamedTuple):
    """A question whose answer can still change the next action."""

    question: str
    outcomes: tuple[NextKey, ...]


def samples(adviser: Adviser, question: Question, profile: Profile, *, near: bool = False) -> Iterator[Raw]:
    """Yield one answer for every way in which an answer to *question* can matter.

    A number is cut at the thresholds that the knowledge itself names; with
    *near*, the last number before each threshold is tried too.
    """
    kind = question.type
    if kind == "yes_no":
        yield True
        yield False
    elif kind == "choice":
        for choice in question.choices:
            yield choice.id
    elif kind == "whole":
        yield from _numbers(question, near)
    elif kind == "credentials":
        yield ()
        for id_ in adviser.pathway.credentials:
            yield (Held(id_, None),)
    elif kind == "memberships":
        yield ()
        for id_ in adviser.pathway.bodies:
            yield (Held(id_, None),)
    elif kind == "units":
        held = frozenset(one.id for one in profile.held(adviser.pathway.settings.questions.credentials))
        yield {}
        needed = {id_: ceus_needed(adviser.pathway, body, held) for id_, body in adviser.pathway.bodies.items()}
        yield {id_: count for id_, count in needed.items() if count}


def _numbers(question: Question, near: bool) -> Iterator[int]:
    yield question.low
    for cut in question.cuts:
        if question.low < cut <= question.high:
            if near and cut - 1 > question.low:
                yield cut - 1
            yield cut


def next_key(adviser: Adviser, profile: Profile, day: date) -> tuple[NextKey, frozenset[str]]:
    """Return the next action's id and way, and the open questions that had a say in it."""
    ceus = adviser.pathway.settings.questions.ceus
    due = adviser.deadlines(profile, day)
    read = {ceus} if due and not profile.has(ceus) else set()
    urgent = next((deadline for deadline in due if deadline.at_risk), None)
    if urgent is not None:
        asks = read if urgent.missing is not None else set()
        return (urgent.id, urgent.body), frozenset(asks)
    _, advice = adviser.advise(profile)
    step = adviser.pathway.steps[advice.next.step] if advice.next else None
    if step is None or advice.next is None:
        return ("", "arrived" if advice.arrived else "none"), advice.read | read
    way = step.ways[advice.next.way].id if advice.next.way >= 0 else ""
    return (step.id, way), advice.read | read


def open_questions(adviser: Adviser, profile: Profile, day: date) -> tuple[Open, ...]:
    """Return the unanswered questions that can still change the next action, most decisive first.

    Single answers are tried first; when none matters alone, answers are tried
    together, so that the interview never stops while a pair could still matter.
    """
    pathway = adviser.pathway
    target = pathway.settings.questions.target
    if not profile.has(target):
        return (Open(target, ()),)
    base, read = next_key(adviser, profile, day)
    order = {id_: index for index, id_ in enumerate(pathway.questions)}
    found: list[Open] = []
    silent: list[tuple[str, Profile]] = []
    for name in sorted(read, key=order.__getitem__):
        outcomes: dict[NextKey, None] = {}
        for value in samples(adviser, pathway.questions[name], profile):
            tried = profile.with_answer(name, value)
            key, more = next_key(adviser, tried, day)
            outcomes[key] = None
            if more - read or len(more) < len(read):
                silent.append((name, tried))
        if len(outcomes) > 1 or base not in outcomes:
            found.append(Open(name, tuple(outcomes)))
    if not found:
        found += _together(adviser, silent, base, day)
    return tuple(sorted(found, key=lambda one: (-len(one.outcomes), order[one.question])))


def _together(adviser: Adviser, pending: list[tuple[str, Profile]], base: NextKey, day: date) -> list[Open]:
    """Return the first question of a combination of answers that changes the next action."""
    tries = 0
    while pending:
        name, profile = pending.pop(0)
        _, read = next_key(adviser, profile, day)
        for other in sorted(read):
            for value in samples(adviser, adviser.pathway.questions[other], profile):
                tried = profile.with_answer(other, value)
                key, _ = next_key(adviser, tried, day)
                tries += 1
                if key != base:
                    return [Open(name, (base, key))]
                if tries >= TRIES:
                    return []
                pending.append((name, tried))
    return []
