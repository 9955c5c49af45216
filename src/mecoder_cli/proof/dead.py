"""Parts of the knowledge that nobody can ever need: dead steps, conditions that tell nothing, questions that nobody reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from mecoder_cli.domain.conditions import NO, YES, All, Answer, AnyOf, Condition, Not, atoms, compare, evaluate
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.steps import Question
from mecoder_cli.proof.trial import Problem


def dead(pathway: Pathway, taken: frozenset[tuple[int, int]]) -> tuple[Problem, ...]:
    """Return steps, ways, questions and parts of conditions that matter to nobody."""
    found = []
    called = {step for body in pathway.bodies.values() for step in (body.ceu_step, body.dues_step)}
    for index, step in enumerate(pathway.steps):
        ways = {way for number, way in taken if number == index}
        if not ways and not (step.optional and (step.helps or step.id in called)):
            found.append(Problem("dead", step.id, "no road of anybody takes this step"))
        for number, way in enumerate(step.ways):
            if ways and number not in ways:
                found.append(Problem("dead", f"{step.id}/{way.id}", "no road of anybody takes this way"))
    found += [Problem("dead", id_, "nothing reads this question") for id_ in _unread(pathway)]
    for name, condition in all_conditions(pathway):
        found += [Problem("dead", name, what) for what in idle_parts(pathway, condition)]
    return tuple(found)


def _unread(pathway: Pathway) -> Iterator[str]:
    settings = pathway.settings
    roles = {
        settings.questions.target, settings.questions.priority, settings.questions.pace, settings.questions.credentials,
        settings.questions.memberships, settings.questions.ceus, settings.questions.county, settings.questions.worth,
        settings.questions.refused, settings.questions.lapsed,
        settings.questions.classes,
    }  # fmt: skip
    read = {atom.question for _, condition in all_conditions(pathway) for atom in atoms(condition)}
    for step in pathway.steps:
        for part in (*step.parts, *(part for way in step.ways for part in way.parts)):
            if part.progress is not None:
                read |= {part.progress.counted, part.progress.ends, part.progress.owed}
    return (id_ for id_ in pathway.questions if id_ not in read | roles)


def all_conditions(pathway: Pathway) -> Iterator[tuple[str, Condition]]:
    """Yield every condition of the knowledge with where it stands."""
    yield "settings.waiver", pathway.settings.waiver
    for step in pathway.steps:
        yield f"{step.id}.applies", step.applies
        yield f"{step.id}.needs", step.needs
        yield f"{step.id}.advises", step.advises
        yield f"{step.id}.done", step.done
        yield from ((f"{step.id}.wordings", one.when) for one in step.wordings)
        for item in (*step.items, *(item for way in step.ways for item in way.items)):
            yield f"{step.id}/{item.id}.applies", item.applies
            yield f"{step.id}/{item.id}.unless", item.unless
        for way in step.ways:
            yield f"{step.id}/{way.id}.needs", way.needs
            yield f"{step.id}/{way.id}.unless", way.unless
    for target in pathway.targets.values():
        yield f"{target.id}.arrived", target.arrived
    for aid in pathway.aid:
        yield f"{aid.id}.when", aid.when
        yield f"{aid.id}.concerns", aid.concerns
        yield f"{aid.id}.unclear", aid.unclear
    for question in pathway.questions.values():
        yield f"{question.id}.applies", question.applies
        yield from ((f"{question.id}.wordings", one.when) for one in question.wordings)


class _Row:
    """One combination of answers."""

    def __init__(self, answers: Mapping[str, Answer], unsure: frozenset[str]) -> None:
        self._answers, self._unsure = answers, unsure

    def known(self, question: str) -> Answer | None:
        return self._answers.get(question)

    def is_unsure(self, question: str) -> bool:
        return question in self._unsure


def idle_parts(pathway: Pathway, condition: Condition) -> tuple[str, ...]:
    """Return the parts of *condition* that no combination of answers makes matter.

    A part of *any* matters where it alone holds, a part of *all* where it
    alone fails; a comparison must be able to do both.
    """
    parts = _parts(condition, condition)
    if not parts:
        return ()
    telling: set[int] = set()
    for row in _rows(pathway, condition):
        for number, (group, part) in enumerate(parts):
            if number not in telling and _tells(group, part, row):
                telling.add(number)
        if len(telling) == len(parts):
            return ()
    return tuple(f"this part never matters: {_text(part)}" for n, (_, part) in enumerate(parts) if n not in telling)


def _parts(condition: Condition, group: Condition) -> list[tuple[Condition, Condition]]:
    if isinstance(condition, Not):
        return _parts(condition.part, condition.part)
    if isinstance(condition, (All, AnyOf)):
        return [(condition, part) for part in condition.parts] + [
            pair
            for part in condition.parts
            if not isinstance(part, (All, AnyOf)) or part.parts
            for pair in _inner(part)
        ]
    return [(condition, condition)] if condition is group else []


def _inner(part: Condition) -> list[tuple[Condition, Condition]]:
    return _parts(part, part) if isinstance(part, (All, AnyOf, Not)) else []


def _tells(group: Condition, part: Condition, row: _Row) -> bool:
    if isinstance(group, AnyOf):
        return all((evaluate(other, row) == YES) == (other is part) for other in group.parts)
    if isinstance(group, All):
        return all((evaluate(other, row) == NO) == (other is part) for other in group.parts)
    return evaluate(part, row) == YES


def _text(condition: Condition) -> str:
    return "; ".join(atom.text for atom in atoms(condition))


def _rows(pathway: Pathway, condition: Condition) -> Iterator[_Row]:
    """Yield every combination of answers that the comparisons of *condition* can tell apart."""
    read: dict[str, list[Answer | None]] = {}
    for atom in atoms(condition):
        if atom.question not in read:
            own = [a for a in atoms(condition) if a.question == atom.question and a.op != "unsure"]
            patterns: dict[tuple[bool, ...], Answer] = {}
            for value in _values(pathway, pathway.questions[atom.question]):
                patterns.setdefault(tuple(compare(a, value) for a in own), value)
            read[atom.question] = [*patterns.values(), None]
    for values in product(*read.values()):
        row = dict(zip(read, values, strict=True))
        answers = {question: value for question, value in row.items() if value is not None}
        yield _Row(answers, frozenset(question for question, value in row.items() if value is None))


def _values(pathway: Pathway, question: Question) -> list[Answer]:
    if question.type == "yes_no":
        return [True, False]
    if question.type in ("choice", "county"):
        return [choice.id for choice in question.choices]
    if question.type in ("whole", "date"):
        return [0, *(cut - 1 for cut in question.cuts), *question.cuts]
    known: Iterable[str] = pathway.credentials if question.type == "credentials" else pathway.bodies
    if question.type == "lapsed":
        known = (*pathway.credentials, *pathway.bodies)
    singles: list[frozenset[str]] = [frozenset({id_}) for id_ in known]
    return [frozenset(), *singles, *(one | other for one in singles for other in singles if one != other)]
