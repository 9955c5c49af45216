"""Conditions on a person's answers, with three verdicts: yes, no and unknown.

``all``, ``any`` and ``not`` combine as in Kleene's strong logic: unknown wins
only where the known parts do not already settle the matter.
"""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol, TypeAlias, Union

from mecoder_cli.domain.marks import FactIds

NO, UNKNOWN, YES = 0, 1, 2
"""Ordered, so that ``all`` is the least, ``any`` the greatest and ``not`` the mirror."""

VERDICTS = ("no", "unknown", "yes")

Answer: TypeAlias = bool | int | str | frozenset[str] | Mapping[str, float]


class Answers(Protocol):
    """What a condition may ask about a person."""

    def known(self, question: str) -> Answer | None:
        """Return the firm answer, or ``None`` when there is none."""

    def is_unsure(self, question: str) -> bool:
        """Return whether the person answered that they do not know."""


class Atom(NamedTuple):
    """One comparison of one answer, such as ``experience_months >= 12``."""

    question: str
    op: str
    value: bool | int | str | tuple[str, ...]
    text: str
    label: str
    facts: FactIds


class All(NamedTuple):
    """Every part must hold."""

    parts: tuple["Condition", ...]
    label: str


class AnyOf(NamedTuple):
    """One part is enough."""

    parts: tuple["Condition", ...]
    label: str


class Not(NamedTuple):
    """The part must not hold."""

    part: "Condition"
    label: str


Condition: TypeAlias = Union[Atom, All, AnyOf, Not]  # noqa: UP007 - "Atom | All" is not what its fields say

ALWAYS = All((), "")
NEVER = AnyOf((), "")


def compare(atom: Atom, answer: Answer) -> bool:
    """Return whether a firm *answer* satisfies *atom*."""
    op, value = atom.op, atom.value
    if op == "is":
        return answer == value
    if op == "is not":
        return answer != value
    if op == "includes":
        assert isinstance(answer, frozenset) and isinstance(value, tuple)
        return not answer.isdisjoint(value)
    assert isinstance(answer, int) and isinstance(value, int)
    if op == ">=":
        return answer >= value
    if op == "<":
        return answer < value
    if op == "<=":
        return answer <= value
    return answer > value


def evaluate(condition: Condition, answers: Answers) -> int:
    """Return ``YES``, ``NO`` or ``UNKNOWN`` for *condition*."""
    if isinstance(condition, Atom):
        if condition.op == "unsure":
            return YES if answers.is_unsure(condition.question) else NO
        answer = answers.known(condition.question)
        if answer is None:
            return UNKNOWN
        return YES if compare(condition, answer) else NO
    if isinstance(condition, Not):
        return YES - evaluate(condition.part, answers)
    verdicts = (evaluate(part, answers) for part in condition.parts)
    if isinstance(condition, All):
        return min(verdicts, default=YES)
    return max(verdicts, default=NO)


def atoms(condition: Condition) -> Iterator[Atom]:
    """Yield every comparison in *condition*, in reading order."""
    if isinstance(condition, Atom):
        yield condition
    elif isinstance(condition, Not):
        yield from atoms(condition.part)
    else:
        for part in condition.parts:
            yield from atoms(part)
