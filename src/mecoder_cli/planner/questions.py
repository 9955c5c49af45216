"""Which questions can still change the next action, and which other answers are worth trying."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from mecoder_cli.domain.conditions import NO, YES, atoms, evaluate
from mecoder_cli.domain.firm import Firm
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Held, Profile, Raw
from mecoder_cli.domain.renewals import ceus_needed, most_urgent
from mecoder_cli.domain.steps import Question
from mecoder_cli.planner.advice import Advice, Adviser
from mecoder_cli.planner.situation import Situation

TRIES = 400
"""Plans tried in search of two answers that matter only together."""

NextKey = tuple[str, str, str]
"""The next action, its way, and what the aid pays that it begins with, where that is counted."""


class Open(NamedTuple):
    """A question whose answer can still change the next action."""

    question: str
    outcomes: tuple[NextKey, ...]


def samples(adviser: Adviser, question: Question, profile: Profile, *, near: bool = False) -> Iterator[Raw]:
    """Yield one answer for every way in which an answer to *question* can matter.

    A number is cut at the thresholds that the knowledge itself names; with
    *near*, the last number before each threshold is tried too. What is held is kept.
    """
    kind, pathway = question.type, adviser.pathway
    if kind == "yes_no":
        yield True
        yield False
    elif kind == "choice":
        for choice in question.choices:
            yield choice.id
    elif kind == "whole":
        yield from _numbers(question, near)
    elif kind in ("credentials", "memberships"):
        yield ()
        held = profile.held(question.id)
        for id_ in pathway.credentials if kind == "credentials" else pathway.bodies:
            if all(one.id != id_ for one in held):
                yield (*held, Held(id_, None))
    elif kind == "units":
        yield {}
        owned = frozenset(one.id for one in profile.held(pathway.settings.questions.credentials))
        needed = {id_: ceus_needed(pathway, body, owned) for id_, body in pathway.bodies.items()}
        yield {id_: count for id_, count in needed.items() if count}


def _numbers(question: Question, near: bool) -> Iterator[int]:
    yield question.low
    for cut in question.cuts:
        if question.low < cut <= question.high:
            if near and cut - 1 > question.low:
                yield cut - 1
            yield cut


def next_key(adviser: Adviser, profile: Profile, day: date) -> tuple[NextKey, frozenset[str]]:
    """Return the next action, and the open questions that had a say in it."""
    ceus = adviser.pathway.settings.questions.ceus
    due = adviser.deadlines(profile, day)
    read = {ceus} if due and not profile.has(ceus) else set()
    urgent = most_urgent(adviser.pathway, due, day)
    if urgent is not None:
        asks = read if urgent.missing is not None else set()
        return (urgent.id, urgent.body, ""), frozenset(asks)
    person = adviser.advise(profile, day)
    return _key_of(adviser, person.situation, person.advice), person.advice.read | read


def _key_of(adviser: Adviser, situation: Situation, advice: Advice) -> NextKey:
    if advice.next is None:
        return "", "arrived" if advice.arrived else "none", ""
    settings = adviser.pathway.settings
    step = adviser.pathway.steps[advice.next.step]
    way = step.ways[advice.next.way].id if advice.next.way >= 0 else ""
    # Whoever is in a hurry goes the same way with or without the money, unless it changes the way itself.
    hurries = situation.values[settings.questions.priority] == settings.ranking.fastest
    paid = () if hurries else (part for one in advice.routes[0].aid if step.id in one.steps for part in one.covers)
    return step.id, way, "+".join(sorted(set(paid)))


def aid_questions(adviser: Adviser, profile: Profile, day: date) -> dict[str, tuple[NextKey, ...]]:
    """Return what was never asked and decides over money that would change the next action."""
    if most_urgent(adviser.pathway, adviser.deadlines(profile, day), day) is not None:
        return {}
    person = adviser.advise(profile, day)
    base = _key_of(adviser, person.situation, person.advice)
    firm = Firm(adviser.pathway, person.profile, day)
    found: dict[str, tuple[NextKey, ...]] = {}
    covered: set[str] = set()
    missing = {
        aid: [a.question for a in atoms(aid.when) if firm.known(a.question) is None] for aid in person.advice.open_aid
    }
    # Of two that pay the same, the one that asks less is asked about.
    for aid in sorted(missing, key=lambda aid: len(missing[aid])):
        # What the person does not know either keeps this aid out of the sum, whatever else they say.
        known = not missing[aid] or any(question in profile.unsure for question in missing[aid])
        if known or covered.issuperset(aid.covers):
            continue
        key = _key_of(adviser, person.situation, adviser.supposing(person, frozenset((aid.id,))))
        if key != base:
            covered.update(aid.covers)
            found |= {question: (base, key) for question in missing[aid] if not profile.has(question)}
    return found


def _first_asked(pathway: Pathway, question: Question, profile: Profile, firm: Firm) -> str:
    """Return what is asked before *question* can concern the person: itself, another one, or nothing."""
    verdict = evaluate(question.applies, firm)
    if verdict == YES:
        return question.id
    if verdict == NO:
        return ""
    open_ = next((atom.question for atom in atoms(question.applies) if not profile.has(atom.question)), "")
    # What hangs on a question that cannot concern them cannot concern them either.
    return _first_asked(pathway, pathway.questions[open_], profile, firm) if open_ else ""


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
    firm = Firm(pathway, profile, day)
    before = {name: first for name in read if (first := _first_asked(pathway, pathway.questions[name], profile, firm))}
    read = frozenset(before)
    for name in sorted(read, key=order.__getitem__):
        outcomes: dict[NextKey, None] = {}
        for value in samples(adviser, pathway.questions[name], profile, near=True):
            tried = profile.with_answer(name, value)
            key, more = next_key(adviser, tried, day)
            outcomes[key] = None
            if more - read or len(more) < len(read):
                silent.append((name, tried))
        if len(outcomes) > 1 or base not in outcomes:
            found.append(Open(before[name], tuple(outcomes)))
    found = [*{one.question: one for one in sorted(found, key=lambda one: len(one.outcomes))}.values()]
    known = {one.question for one in found}
    found += [Open(name, keys) for name, keys in aid_questions(adviser, profile, day).items() if name not in known]
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
