"""How many questions the interview needs before the next action is certain.

An interview is a tree: each question branches into the answers that the knowledge can tell apart, and *not sure*.
Those of newcomers are all played; with the others they are drawn, the answers to a question equally likely.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from random import Random
from typing import NamedTuple

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Profile, Raw
from mecoder_cli.domain.steps import Question
from mecoder_cli.planner import Planner
from mecoder_cli.planner.questions import Open, next_key, samples
from mecoder_cli.proof.kinds import Kinds


class Asked(NamedTuple):
    """Questions asked over many interviews."""

    interviews: int
    mean: float
    worst: int
    histogram: Mapping[int, float]
    """Percent of interviews by number of questions."""
    all_questions: int
    """Questions there are: what a form would ask."""
    needless: int
    """Questions asked although no answer to them, alone or with another, could change the next action."""


class Start(NamedTuple):
    """An interview so far."""

    profile: Profile
    asked: int
    weight: float
    """How likely it is to come this far."""


class Counted(NamedTuple):
    """Interviews by the number of questions asked: how many, and how likely."""

    everybody: Mapping[int, tuple[int, float]]
    newcomers: Mapping[int, tuple[int, float]]
    needless: int


class Interviews:
    """Every interview with people who have one aim."""

    def __init__(self, pathway: Pathway, target: str, day: date) -> None:
        self._pathway = pathway
        self._day = day
        self._planner = Planner(pathway)
        self._kinds = Kinds(self._planner.adviser, target)
        # The aim itself is the first question.
        self.start = Start(self._kinds.start(), 1, 1.0)

    def drawn(self, people: int, pick: Random) -> Counted:
        """Count interviews with *people* who answer at random, and the whole of the newcomers' few."""
        everybody: dict[int, tuple[int, float]] = {}
        needless = 0
        for _ in range(people):
            start = self.start
            while still := self._planner.open_questions(start.profile, self._day):
                needless += not self._can_matter(start.profile, still[0])
                start = pick.choice(self._branches(start, still[0]))
            number, weight = everybody.get(start.asked, (0, 0.0))
            everybody[start.asked] = (number + 1, weight + 1 / people)
        newcomers, more = self._newcomers()
        return Counted(everybody, newcomers, needless + more)

    def _newcomers(self) -> tuple[dict[int, tuple[int, float]], int]:
        counts: dict[int, tuple[int, float]] = {}
        needless = 0
        stack = [self.start]
        while stack:
            start = stack.pop()
            still = self._planner.open_questions(start.profile, self._day)
            if still:
                needless += not self._can_matter(start.profile, still[0])
                stack += [one for one in self._branches(start, still[0]) if self._has_nothing(one.profile)]
            else:
                number, weight = counts.get(start.asked, (0, 0.0))
                counts[start.asked] = (number + 1, weight + start.weight)
        return counts, needless

    def _branches(self, start: Start, asked: Open) -> list[Start]:
        """Return the interview after each answer that can be told apart, *not sure* among them."""
        question = self._pathway.questions[asked.question]
        told_apart = self._kinds.values(question.id) or list(samples(self._planner.adviser, question, start.profile))
        values: list[Raw | None] = [*(value for value in told_apart if value is not None), None]
        weight = start.weight / len(values)
        return [Start(start.profile.with_answer(question.id, value), start.asked + 1, weight) for value in values]

    def _has_nothing(self, profile: Profile) -> bool:
        """Return whether *profile* is a newcomer's: no more than a lack where there can be one, and plain facts."""
        questions, settings = self._pathway.questions, self._pathway.settings
        return all(
            id_ == settings.questions.target or questions[id_].type == "yes_no" or value == _nothing(questions[id_])
            for id_, value in profile.answers.items()
        )

    def _can_matter(self, profile: Profile, asked: Open) -> bool:
        """Return whether answers lead to different actions, alone or together with another (``asked`` says so)."""
        base, _ = next_key(self._planner.adviser, profile, self._day)
        return set(asked.outcomes) != {base}


def asked(pathway: Pathway, counted: Iterable[Mapping[int, tuple[int, float]]], needless: int) -> Asked:
    """Return the sum over interviews with every aim, each aim as likely as another."""
    totals: dict[int, tuple[int, float]] = {}
    for counts in counted:
        for number, (interviews, weight) in counts.items():
            before = totals.get(number, (0, 0.0))
            totals[number] = (before[0] + interviews, before[1] + weight)
    likely = sum(weight for _, weight in totals.values()) or 1.0
    mean = sum(number * weight for number, (_, weight) in totals.items()) / likely
    histogram = {number: round(100 * totals[number][1] / likely, 1) for number in sorted(totals)}
    interviews = sum(count for count, _ in totals.values())
    return Asked(interviews, round(mean, 2), max(totals, default=0), histogram, len(pathway.questions), needless)


def _nothing(question: Question) -> Raw:
    if question.type in ("credentials", "memberships"):
        return ()
    if question.type == "units":
        return {}
    return question.cautious.value
