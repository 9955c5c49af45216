"""Every kind of person that a pathway can tell apart.

Numbers are cut at the thresholds that the knowledge itself names, and
credentials are told apart only where a condition does. What the planner never
reads for a person is left open, so that one kind stands for all of them: the
planner notes every open answer it looks at, and only those branch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from random import Random

from mecoder_cli.domain.conditions import NO, Answer, Atom, Condition, atoms, compare, evaluate
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Held, Profile, Raw
from mecoder_cli.domain.steps import Question, Step
from mecoder_cli.planner.advice import Adviser
from mecoder_cli.planner.chaining import Chart

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

    def all(self, start: Profile) -> Iterator[Kind]:
        """Yield every kind of person to whom the answers of *start* apply."""
        stack = [start]
        while stack:
            profile = stack.pop()
            more = self._branches(profile)
            if more:
                stack += more
            else:
                yield profile

    def split(self, least: int) -> list[Profile]:
        """Return people of whom little is known, who together stand for every kind: at least *least*, if there are so many."""
        found, whole = [self.start()], list[Profile]()
        while found and len(found) + len(whole) < least:
            profile = found.pop(0)
            more = self._branches(profile)
            (found if more else whole).extend(more or [profile])
        return [*whole, *found]

    def _branches(self, profile: Profile) -> list[Profile]:
        """Return the answers that tell people like *profile* apart, for the first question that is still read."""
        _, advice = self._adviser.advise(profile)
        read = [id_ for id_ in advice.read if not profile.has(id_)]
        if not read:
            return []
        question = min(read, key=self._order.__getitem__)
        return [profile.with_answer(question, value) for value in self.values(question)]

    def drawn(self, base: Mapping[str, Raw], pick: Random) -> Kind:
        """Return one kind, drawn by answering at random whatever is still read."""
        profile = Profile({**base, self._pathway.settings.questions.target: self._target})
        while True:
            _, advice = self._adviser.advise(profile)
            read = sorted(id_ for id_ in advice.read if not profile.has(id_))
            if not read:
                return profile
            question = pick.choice(read)
            profile = profile.with_answer(question, pick.choice(self.values(question)))
