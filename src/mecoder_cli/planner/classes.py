"""Answers reduced to what the conditions on the way to one target can tell apart.

Two people whose answers give every comparison the same verdict have the same
roads, however different they are otherwise.
"""

from __future__ import annotations

from mecoder_cli.conditions import NO, Answer, Atom, Condition, atoms, compare, evaluate
from mecoder_cli.pathway import Step
from mecoder_cli.planner.routes import Chart
from mecoder_cli.planner.situation import Situation

ClassKey = tuple[object, ...]


def reach(chart: Chart, target: str) -> tuple[tuple[Condition, ...], tuple[Step, ...]]:
    """Return every condition that a road to *target* can come to read, and every step it can take."""
    pathway = chart.pathway
    pending: list[Condition] = [pathway.targets[target].arrived, pathway.settings.waiver]
    found: list[Condition] = []
    taken: dict[int, None] = {}
    while pending:
        condition = pending.pop()
        found.append(condition)
        for atom in atoms(condition):
            for offer in chart.offers(atom, target):
                step = pathway.steps[offer.step]
                if offer.step not in taken and _can_apply(step.applies, pathway.settings.target_question, target):
                    taken[offer.step] = None
                    pending += [step.applies, step.needs, step.advises, *(way.needs for way in step.ways)]
    return tuple(found), tuple(pathway.steps[index] for index in sorted(taken))


def _can_apply(condition: Condition, question: str, target: str) -> bool:
    """Return whether *condition* can hold for somebody who aims at *target*, whatever the other answers."""
    return any(evaluate(condition, _Aim(question, target, unsure)) != NO for unsure in (False, True))


class _Aim:
    """Somebody of whom only the aim is known, and perhaps that they are sure of nothing else."""

    def __init__(self, question: str, target: str, unsure: bool) -> None:
        self._question, self._target, self._unsure = question, target, unsure

    def known(self, question: str) -> Answer | None:
        return self._target if question == self._question else None

    def is_unsure(self, question: str) -> bool:
        return self._unsure


class Classes:
    """The reduction for one target."""

    def __init__(self, chart: Chart, target: str) -> None:
        conditions, _ = reach(chart, target)
        read: dict[str, list[Atom]] = {}
        for atom in dict.fromkeys(atom for condition in conditions for atom in atoms(condition)):
            read.setdefault(atom.question, []).append(atom)
        self._questions = frozenset(read)
        self._compared = [
            (question, tuple(atom for atom in found if atom.op != "unsure"), dict[Answer, tuple[bool, ...]]())
            for question, found in read.items()
        ]
        self._target = target

    def key(self, situation: Situation) -> ClassKey:
        """Return a value that is equal for situations with equal roads."""
        values = situation.values
        verdicts: list[object] = [self._target]
        for question, compared, known in self._compared:
            value = values[question]
            found = known.get(value)
            if found is None:
                found = known[value] = tuple(compare(atom, value) for atom in compared)
            verdicts.append(found)
        return (*verdicts, situation.open & self._questions, situation.unsure & self._questions)
