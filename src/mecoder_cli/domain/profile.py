"""A person, as far as they told us: a frozen value."""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, TypeAlias


class Held(NamedTuple):
    """A credential held, or a membership, with its date where known."""

    id: str
    day: date | None
    """The day a credential was earned; for a membership, the day its CEU cycle ends."""
    paid_until: date | None = None
    """For a membership, the day on which the dues that are paid run out, where told."""


Raw: TypeAlias = bool | int | str | date | tuple[Held, ...] | Mapping[str, float]


class Failed(NamedTuple):
    """An exam that was sat without passing, and not passed since."""

    exam: str
    times: int
    last: date
    """The last day on which it was failed."""


class Coming(NamedTuple):
    """What will be so from a day on, by the record: a booked exam, a job that begins on Monday."""

    question: str
    value: bool | int | str
    """The answer, or the id of what is then held."""
    day: date
    paid: bool
    """Whether it is paid already."""


class Profile(NamedTuple):
    """Answers by question id. Absent: not answered. In *unsure*: answered, not known."""

    answers: Mapping[str, Raw]
    unsure: frozenset[str] = frozenset()
    settled: frozenset[tuple[str, str, date]] = frozenset()
    """What fell due and is done: step, body and the day on which it fell due."""
    checked: frozenset[str] = frozenset()
    """Checklist lines ticked off, as ``step/item``."""
    lacking: tuple[tuple[str, float], ...] = ()
    """By body, CEUs still missing because those of a sort are, whatever the total says."""
    owed: tuple[tuple[str, float], ...] = ()
    """By body, CEUs that the cycle before still lacks; they are among those that *lacking* tells."""
    behind: tuple[tuple[str, float, int], ...] = ()
    """By body whose credentials lapsed: the CEUs that were missing then, and how many its cycle asked for."""
    reached: tuple[tuple[str, date], ...] = ()
    """By question, the day on which its number, which grows with time, became what it is."""
    since: date | None = None
    """Since when a record is kept: what fell due after that day and is not settled is overdue."""
    failed: tuple[Failed, ...] = ()
    """Exams failed, by the record."""
    coming: tuple[Coming, ...] = ()
    """What has its day already, by the record."""

    def has(self, question: str) -> bool:
        """Return whether *question* was answered at all."""
        return question in self.answers or question in self.unsure

    def held(self, question: str) -> tuple[Held, ...]:
        """Return the credentials or memberships given for *question*."""
        value = self.answers.get(question, ())
        return value if isinstance(value, tuple) else ()

    def units(self, question: str) -> Mapping[str, float]:
        """Return the CEUs by body given for *question*."""
        value = self.answers.get(question, {})
        return value if isinstance(value, Mapping) else {}

    def with_answer(self, question: str, value: Raw | None) -> "Profile":
        """Return the same person with one answer changed; ``None`` means *not sure*."""
        answers = {key: old for key, old in self.answers.items() if key != question}
        unsure = self.unsure - {question}
        if value is None:
            return self._replace(answers=answers, unsure=unsure | {question})
        return self._replace(answers={**answers, question: value}, unsure=unsure)

    def without(self, question: str) -> "Profile":
        """Return the same person with *question* not answered."""
        answers = {key: old for key, old in self.answers.items() if key != question}
        return self._replace(answers=answers, unsure=self.unsure - {question})


NOBODY = Profile({})
