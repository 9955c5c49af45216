"""People that a pathway can tell apart.

Numbers are cut at the thresholds that the knowledge itself names, and credentials are told apart only where a
condition does. What the planner never reads for somebody drawn is left open, so that one stands for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from random import Random

from mecoder_cli.domain.conditions import NO, YES, Answer, Atom, Condition, atoms, compare, evaluate
from mecoder_cli.domain.firm import Firm
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Held, Profile, Raw
from mecoder_cli.domain.renewals import add_months, as_held
from mecoder_cli.domain.steps import Question, Step
from mecoder_cli.planner.advice import Adviser
from mecoder_cli.planner.chaining import Chart
from mecoder_cli.proof.pairs import covering

Kind = Profile


def without_defaults(pathway: Pathway) -> Pathway:
    """Return the pathway with no question settled by a default, so that each is branched on where it is read."""
    settings = pathway.settings
    questions = {
        id_: q._replace(default=None)
        if q.default is not None and id_ not in (settings.questions.priority, settings.questions.pace)
        else q
        for id_, q in pathway.questions.items()
    }
    return pathway._replace(questions=questions)


def reach(chart: Chart, target: str) -> tuple[tuple[Condition, ...], tuple[Step, ...]]:
    """Return every condition that a route to *target* can come to read, and every step it can take."""
    pathway = chart.pathway
    pending: list[Condition] = [pathway.targets[target].arrived, pathway.settings.waiver]
    found: list[Condition] = []
    taken: dict[int, None] = {}
    while pending:
        condition = pending.pop()
        found.append(condition)
        for atom in atoms(condition):
            for offer in chart.offers(atom, target)[0]:
                step = pathway.steps[offer.step]
                if offer.step not in taken and _can_apply(step.applies, pathway.settings.questions.target, target):
                    taken[offer.step] = None
                    pending += [step.applies, step.needs, step.advises]
                    pending += [condition for way in step.ways for condition in (way.needs, way.unless)]
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


class Kinds:
    """The kinds of person who aim at one target."""

    def __init__(self, adviser: Adviser, target: str) -> None:
        self._adviser = adviser
        self._pathway = adviser.pathway
        self._target = target
        self._order = {id_: index for index, id_ in enumerate(self._pathway.questions)}
        conditions, self.steps = reach(adviser.chart, target)
        self._atoms: dict[str, list[Atom]] = {}
        for atom in dict.fromkeys(atom for condition in conditions for atom in atoms(condition)):
            self._atoms.setdefault(atom.question, []).append(atom)
        self._values = {id_: self._classes(question) for id_, question in self._pathway.questions.items()}

    def _classes(self, question: Question) -> list[Raw | None]:
        """Return one answer for every pattern of verdicts that answers can give; ``None`` is *not sure*."""
        read = self._atoms.get(question.id, [])
        compared = [atom for atom in read if atom.op != "unsure"]
        found: list[Raw | None] = []
        if question.type == "credentials":
            found += self._sets(compared, question.id, self._pathway.credentials, self._contradict)
        elif question.type == "memberships":
            found += self._sets(compared, question.id, self._pathway.bodies, lambda id_, ids: False)
        else:
            patterns: dict[tuple[bool, ...], Raw] = {}
            for value in self._candidates(question):
                patterns.setdefault(tuple(compare(atom, value) for atom in compared), value)
            found += patterns.values()
        if len(compared) < len(read):
            found.append(None)
        return found

    @staticmethod
    def _candidates(question: Question) -> list[bool | int | str]:
        if question.type == "yes_no":
            return [True, False]
        if question.type in ("choice", "county"):
            return [choice.id for choice in question.choices]
        if question.type == "whole":
            return [question.low, *(cut for cut in question.cuts if question.low < cut <= question.high)]
        return []

    def _sets(
        self, read: list[Atom], question: str, known: Iterable[str], contradict: Callable[[str, tuple[str, ...]], bool]
    ) -> list[tuple[Held, ...]]:
        """Return one set for every pattern of verdicts; what steps give or take away is told apart too."""
        wanted = [atom.value for atom in read if isinstance(atom.value, tuple)]
        moved = {
            str(effect.value) for step in self.steps
            for effect in (*step.effects, *(effect for way in step.ways for effect in way.effects))
            if effect.question == question
        }  # fmt: skip
        patterns: dict[frozenset[object], str] = {}
        for id_ in known:
            pattern: frozenset[object] = frozenset(ids for ids in wanted if id_ in ids)
            if pattern:
                patterns.setdefault(pattern | ({id_} if id_ in moved else frozenset()), id_)
        found: dict[frozenset[object], tuple[str, ...]] = {frozenset(): ()}
        for pattern, id_ in patterns.items():
            for before, ids in list(found.items()):
                if not contradict(id_, ids):
                    found.setdefault(before | pattern, (*ids, id_))
        return [tuple(Held(id_, None) for id_ in ids) for ids in found.values()]

    def _contradict(self, id_: str, ids: tuple[str, ...]) -> bool:
        """Return whether nobody can hold *id_* together with *ids*: one has turned into the other."""
        becomes = {one: self._pathway.credentials[one].becomes for one in (id_, *ids)}
        return becomes[id_] in ids or any(becomes[one] == id_ for one in ids)

    def values(self, question: str) -> list[Raw | None]:
        """Return one answer for every way in which an answer can matter to this target."""
        return self._values[question]

    def start(self) -> Profile:
        """Return somebody of whom only the aim is known."""
        return Profile({self._pathway.settings.questions.target: self._target})

    def pairs(self, day: date, pick: Random) -> Iterator[Kind]:
        """Yield people who together hold every pair of answers to every two questions, the bounds of numbers included."""
        values = self.told(day)
        for row in covering({question: len(found) for question, found in values.items()}, pick):
            person = self.start()
            for question, place in row.items():
                person = person.with_answer(question, values[question][place])
            yield consistent(self._pathway, person)

    def told(self, day: date) -> dict[str, list[Raw | None]]:
        """Return the answers that can make a difference to anything a plan says; ``None`` is *not sure*."""
        roles = self._pathway.settings.questions
        found: dict[str, list[Raw | None]] = {}
        for question in self._pathway.questions.values():
            if question.id == roles.target or question.type in ("county", "lapsed"):
                continue
            own = [value for value in self._values[question.id] if value is not None]
            if question.type == "credentials":
                # Each alone: pairs of them are drawn.
                own = [value for value in own if isinstance(value, tuple) and len(value) < 2]
            values = [*own, *self._more(question, day)]
            unlike = list({repr(value): value for value in values}.values())
            found[question.id] = [*unlike, None]
        return found

    def _more(self, question: Question, day: date) -> Iterator[Raw]:
        """Yield answers that no step reads, and that dates, prices or deadlines hang on."""
        pathway = self._pathway
        if question.type == "whole":
            bounds = (question.low, question.high, 0, 1, 12)
            cuts = (cut - less for cut in question.cuts for less in (0, 1))
            yield from (number for number in (*bounds, *cuts) if question.low <= number <= question.high)
        elif question.type == "choice":
            yield from (choice.id for choice in question.choices)
            if question.counted:
                yield from (1, int(question.counted) - 1)
        elif question.type == "date":
            months = [0, *(cut - less for cut in question.cuts for less in (0, 1))]
            yield from (add_months(day, -one) for one in months)
            if question.ahead:
                yield from (day + timedelta(days=1), day + timedelta(days=200))
        elif question.type == "aids":
            yield ()
            yield from ((Held(aid.id, None),) for aid in pathway.aid)
        elif question.type == "units":
            yield from ({}, dict.fromkeys(pathway.bodies, 1000.0))
        elif question.type == "memberships":
            for body in pathway.bodies.values():
                late = (days for stage in body.stages for days in (-stage.after_days + 1, -int(stage.after_days)))
                yield from ((Held(body.id, day + timedelta(days=days)),) for days in (400, 31, 30, 0, *late))

    def drawn(self, base: Mapping[str, Raw], pick: Random, day: date) -> Kind:
        """Return one kind, drawn by answering at random whatever is still read."""
        profile = Profile({**base, self._pathway.settings.questions.target: self._target})
        adviser = self._adviser
        while True:
            # What is still read hangs on no time and no price.
            found = adviser.routes(adviser.reader.read(as_held(self._pathway, profile, day), day))
            read = sorted(id_ for id_ in found.read if not profile.has(id_))
            if not read:
                return profile
            question = pick.choice(read)
            profile = profile.with_answer(question, pick.choice(self.values(question)))


def consistent(pathway: Pathway, person: Profile) -> Profile:
    """Return the person without answers that do not go with the others."""
    for question in pathway.questions.values():
        if person.has(question.id):
            alone = question.beside and not person.has(question.beside)
            if alone or evaluate(question.only_if, Firm(pathway, person, date.max)) != YES:
                person = person.without(question.id)
    return person
