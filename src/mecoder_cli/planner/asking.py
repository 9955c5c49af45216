"""How many questions the interview needs before the next action is certain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import NamedTuple

from mecoder_cli.pathway import Pathway, Question
from mecoder_cli.planner import Planner
from mecoder_cli.planner.questions import Open, next_key, samples
from mecoder_cli.profile import Profile, Raw

PEOPLE = 60
"""People whose interview is played; their answers are drawn at random, with a fixed seed."""


class Asked(NamedTuple):
    """Questions asked over many interviews."""

    people: int
    mean: float
    worst: int
    histogram: Mapping[int, int]
    all_questions: int
    """Questions there are: what a form would ask."""
    needless: int
    """Questions asked although no answer to them, alone or with another, could change the next action."""


class _Interviews:
    def __init__(self, pathway: Pathway, day: date) -> None:
        self.planner = Planner(pathway)
        self.pathway = pathway
        self.day = day
        self._known: dict[tuple[object, ...], tuple[Open, ...]] = {}
        self.needless = 0

    def open(self, profile: Profile) -> tuple[Open, ...]:
        key = (tuple(sorted(profile.answers.items(), key=lambda item: item[0])), profile.unsure)
        marker = repr(key)
        if (marker,) not in self._known:
            self._known[(marker,)] = self.planner.open_questions(profile, self.day)
        return self._known[(marker,)]

    def play(self, start: Profile, pick: Random, fixed: Mapping[str, Raw]) -> int:
        """Return how many questions one person is asked; answers not in *fixed* are drawn at random."""
        profile, count = start, 0
        while still := self.open(profile):
            question = self.pathway.questions[still[0].question]
            if question.id in fixed:
                value: Raw = fixed[question.id]
            else:
                value = pick.choice(list(samples(self.planner.adviser, question, profile)))
            if not self._can_matter(profile, question, still[0]):
                self.needless += 1
            profile = profile.with_answer(question.id, value)
            count += 1
        return count

    def _can_matter(self, profile: Profile, question: Question, found: Open) -> bool:
        """Return whether answers lead to different actions, or did together with another (``found`` says so)."""
        if question.id == self.pathway.settings.target_question:
            return True
        base, _ = next_key(self.planner.adviser, profile, self.day)
        keys = {
            next_key(self.planner.adviser, profile.with_answer(question.id, value), self.day)[0]
            for value in samples(self.planner.adviser, question, profile)
        }
        return keys != {base} or len(set(found.outcomes)) > 1


def _asked(counts: list[int], questions: int, needless: int) -> Asked:
    histogram: dict[int, int] = {}
    for count in sorted(counts):
        histogram[count] = histogram.get(count, 0) + 1
    mean = sum(counts) / len(counts) if counts else 0.0
    return Asked(len(counts), round(mean, 2), max(counts, default=0), histogram, questions, needless)


def ask_everybody(pathway: Pathway, day: date, pick: Random) -> tuple[Asked, Asked]:
    """Play interviews with people drawn at random, and with a newcomer for every aim.

    A newcomer has nothing yet: every answer is the cautious one, save that
    what the file reads cautiously as a plain lack (no diploma) is tried both ways.
    """
    interviews = _Interviews(pathway, day)
    counts = [interviews.play(Profile({}), pick, {}) for _ in range(PEOPLE)]
    everybody = _asked(counts, len(pathway.questions), interviews.needless)
    interviews.needless = 0
    newcomers = []
    for target in pathway.targets:
        nothing = {id_: _nothing(question) for id_, question in pathway.questions.items()}
        nothing[pathway.settings.target_question] = target
        flags = [id_ for id_, question in pathway.questions.items() if question.type == "yes_no"]
        newcomers.append(interviews.play(Profile({}), pick, nothing))
        for flag in flags:
            newcomers.append(interviews.play(Profile({}), pick, {**nothing, flag: True}))
    return everybody, _asked(newcomers, len(pathway.questions), interviews.needless)


def _nothing(question: Question) -> Raw:
    if question.type in ("credentials", "memberships"):
        return ()
    if question.type == "units":
        return {}
    return question.cautious
