"""How the planner reads a person: firm answers, cautious readings and what was left open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from mecoder_cli.domain.conditions import YES, All, Answer, Atom, Condition, Not, atoms, compare, evaluate
from mecoder_cli.domain.firm import Firm
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Profile
from mecoder_cli.domain.renewals import add_months
from mecoder_cli.domain.steps import Question

_EMPTY: frozenset[str] = frozenset()


class Situation(NamedTuple):
    """A person reduced to what routes depend on; equal situations get equal routes.

    Routes depend on *values* alone; the rest says how long is left of what is under way.
    """

    values: Mapping[str, Answer]
    """One value for every question: the firm one, else the default, else the cautious one."""
    unsure: frozenset[str]
    open: frozenset[str]
    """Questions that were not answered and have no default."""
    key: tuple[object, ...]
    day: date
    told: Mapping[str, int | date] = {}
    """How many are done of what is counted, days that lie ahead, and the hours a week, where the person said so."""
    reached: Mapping[str, date] = {}
    """By question, the day on which its number, which grows with time, became what it is."""
    behind: Mapping[str, tuple[float, int]] = {}
    """By body whose credentials lapsed: the CEUs that were missing then, and how many its cycle asked for."""

    def holds(self, condition: Condition) -> bool:
        """Return whether *condition* holds on the reading of this person."""
        if isinstance(condition, Atom):
            if condition.op == "unsure":
                return condition.question in self.unsure
            return compare(condition, self.values[condition.question])
        if isinstance(condition, Not):
            return not self.holds(condition.part)
        if isinstance(condition, All):
            return all(self.holds(part) for part in condition.parts)
        return any(self.holds(part) for part in condition.parts)


def _absent(question: Question) -> bool | int | str:
    """Return how an answer is read that nobody gave: as the default, else as most people's, else cautiously."""
    if question.default is not None:
        return question.default
    return (question.likely or question.cautious).value


def _reading(question: Question, value: bool | int | str) -> Answer:
    if question.type in ("credentials", "memberships", "aids", "lapsed"):
        return _EMPTY
    if question.type == "date":
        return 0
    if question.type == "units":
        return {}
    return value


class Reader:
    """Makes situations; what can be worked out once for a pathway is kept here."""

    def __init__(self, pathway: Pathway) -> None:
        self._questions = tuple(
            (q, _reading(q, _absent(q)), _reading(q, q.cautious.value), q.default is not None or q.type == "lapsed")
            for q in pathway.questions.values()
            if q.type not in ("units", "date", "county")
        )
        self._ahead = tuple(q.id for q in pathway.questions.values() if q.ahead)
        self._pace = pathway.settings.questions.pace

    def read(self, profile: Profile, day: date) -> Situation:
        """Reduce *profile* to a situation."""
        values: dict[str, Answer] = {}
        missing: list[str] = []
        answers, unsure = profile.answers, profile.unsure
        told: dict[str, int | date] = {name: one for name in self._ahead if isinstance(one := answers.get(name), date)}
        for question, absent, cautious, has_default in self._questions:
            name = question.id
            value = answers.get(name)
            if value is None:
                if name in unsure:
                    values[name] = cautious
                else:
                    values[name] = absent
                    if not has_default:
                        missing.append(name)
            elif isinstance(value, tuple):
                values[name] = frozenset(held.id for held in value)
            elif question.counted and isinstance(value, int):
                values[name] = question.choice_of(value)
                told[name] = value
            else:
                values[name] = value  # type: ignore[assignment]
        hours = values.get(self._pace)
        if isinstance(hours, int) and (self._pace in answers or self._pace in unsure):
            told[self._pace] = hours
        open_ = frozenset(missing)
        key = (*values.values(), unsure, open_)
        behind = {body: (missing, needed) for body, missing, needed in profile.behind}
        return Situation(values, unsure, open_, key, day, told, dict(profile.reached), behind)


def opening(pathway: Pathway, condition: Condition, profile: Profile, day: date) -> date | None:
    """Return the first day after *day* on which a condition is sure that lacks nothing but months since a day.

    ``None`` where it is sure already, or lacks more.
    """
    if verdict(pathway, condition, profile, day) == YES:
        return None
    days = set()
    for atom in atoms(condition):
        since = profile.answers.get(atom.question)
        if atom.op == ">=" and isinstance(since, date) and isinstance(atom.value, int):
            # The last of February is no whole year after a leap day.
            days |= {(whole := add_months(since, atom.value)), whole + timedelta(days=1)}
    return next((on for on in sorted(days) if on > day and verdict(pathway, condition, profile, on) == YES), None)


def verdict(pathway: Pathway, condition: Condition, profile: Profile, day: date) -> int:
    """Return the three-valued verdict on the firm answers alone."""
    return evaluate(condition, Firm(pathway, profile, day))
