"""What would change the advice: other answers, tried one at a time and in pairs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from mecoder_cli.domain.conditions import atoms
from mecoder_cli.domain.firm import Firm
from mecoder_cli.domain.plan import Change, Plan
from mecoder_cli.domain.profile import Held, Profile, Raw
from mecoder_cli.domain.steps import Question
from mecoder_cli.planner import explanation
from mecoder_cli.planner.advice import Advice, Adviser
from mecoder_cli.planner.questions import NextKey, next_key, open_questions, samples

PAIRS_TRIED = 40
"""Pairs of answers tried, nearest first."""


def is_forward(question: Question, now: Raw | None, value: Raw) -> bool:
    """Return whether another answer is something to reach or to have misjudged, and takes nothing away."""
    if now is None or isinstance(now, date):
        return True
    if isinstance(now, Mapping) and isinstance(value, Mapping):
        return value != now and all(value.get(key, 0) >= count for key, count in now.items())
    if isinstance(now, tuple) and isinstance(value, tuple):
        return value != now and all(one in value for one in now)
    if question.ordered:
        ids = [choice.id for choice in question.choices]
        have = question.choice_of(now) if isinstance(now, int) else str(now)
        return ids.index(str(value)) > ids.index(have)
    if isinstance(now, bool) or not isinstance(now, int):
        return value != now and not (now is True and value is False)
    return isinstance(value, int) and value > now


class Explorer:
    """Searches for other answers that lead to another next action."""

    def __init__(self, adviser: Adviser) -> None:
        self.adviser = adviser
        self.pathway = adviser.pathway

    def changes(self, plan: Plan, profile: Profile, advice: Advice, day: date) -> tuple[Change, ...]:
        """Try other answers, one at a time and then in pairs, and keep those that lead to another next action.

        Smallest first: an open answer before a changed one, a small step before
        a large one, one answer before two.
        """
        base, _ = next_key(self.adviser, profile, day)
        found: list[tuple[tuple[float, ...], Change]] = []
        reached: set[NextKey] = {base}
        tried: list[tuple[float, str, Raw]] = []
        settings = self.pathway.settings
        choices = {settings.questions.priority, *(atom.question for atom in atoms(settings.waiver))}
        for order, question in enumerate(self.pathway.questions.values()):
            if not question.explore or question.type in ("credentials", "date", "aids", "lapsed"):
                continue
            nearest: dict[NextKey, tuple[float, Raw]] = {}
            for value in samples(self.adviser, question, profile, near=True):
                if not is_forward(question, profile.answers.get(question.id), value):
                    continue
                key, _ = next_key(self.adviser, profile.with_answer(question.id, value), day)
                distance = self._distance(profile, question.id, value)
                tried.append((distance, question.id, value))
                if key != base and key[0] and distance < nearest.get(key, (float("inf"), None))[0]:
                    nearest[key] = (distance, value)
            firm = question.id in profile.answers
            reached |= set(nearest)
            for key, (distance, value) in nearest.items():
                change = self._change(plan, profile, {question.id: value}, key, day)
                # What sets back is no news to anybody who knows their answer; what they prefer they may change.
                if change.days <= 0 or not firm or question.id in choices:
                    found.append(((firm, distance, order), change))
        found.sort(key=lambda one: one[0])
        singles = tuple(change for _, change in found)
        every = singles + self._pairs(plan, profile, advice, day, tried, reached)
        return tuple(told for change in every if (told := self._certain(change, profile, day)))

    def _certain(self, change: Change, profile: Profile, day: date) -> Change | None:
        """Return a change that leads to its step whatever is answered to the questions it opens; the way only where it is sure."""
        for question, value in change.change.items():
            profile = profile.with_answer(question, value)
        keys = {key[:2] for one in open_questions(self.adviser, profile, day) for key in one.outcomes}
        if any(step != change.next_action for step, _ in keys):
            return None
        title = explanation.title_of(self.pathway.step(str(change.next_action)), Firm(self.pathway, profile, day))
        return change if len(keys) < 2 else change._replace(effect=title)

    def _pairs(
        self, plan: Plan, profile: Profile, advice: Advice, day: date, tried: list[tuple[float, str, Raw]],
        reached: set[NextKey],
    ) -> tuple[Change, ...]:  # fmt: skip
        """Return pairs of answers that matter only together, for actions that no single answer leads to."""
        situation = self.adviser.advise(profile, day).situation
        settings = self.pathway.settings
        # Pace and priority choose among routes; what opens a step is what matters together.
        matter = (self.adviser.matters(situation, advice) | advice.read) - {
            settings.questions.pace,
            settings.questions.priority,
        }
        single = sorted(((d, q, v) for d, q, v in tried if q in matter), key=lambda one: (one[0], one[1]))
        pairs = sorted(
            (
                (left[0] + right[0], number, (left, right))
                for number, left in enumerate(single) for right in single[number + 1 :] if left[1] != right[1]
            ),
            key=lambda one: one[:2],
        )  # fmt: skip
        found = []
        for _, _, (left, right) in pairs[:PAIRS_TRIED]:
            changed = profile.with_answer(left[1], left[2]).with_answer(right[1], right[2])
            key, _ = next_key(self.adviser, changed, day)
            if key[0] and key not in reached:
                reached.add(key)
                found.append(self._change(plan, profile, {left[1]: left[2], right[1]: right[2]}, key, day))
        return tuple(found)

    def _distance(self, profile: Profile, question: str, value: Raw) -> float:
        before = profile.answers.get(question)
        if isinstance(value, int) and isinstance(before, int) and not isinstance(value, bool):
            return abs(value - before) / max(1, abs(value), abs(before))
        return 1.0

    def _change(
        self, plan: Plan, profile: Profile, answers: Mapping[str, Raw], key: NextKey, day: date
    ) -> Change:  # fmt: skip
        changed = profile
        for question, value in answers.items():
            changed = changed.with_answer(question, value)
        step = self.pathway.step(key[0])
        way = next((way.label for way in step.ways if way.id == key[1]), "")
        advice = self.adviser.advise(changed, day).advice
        days = 0
        if plan.finish is not None:
            finish = advice.routes[0].finish.likely if advice.routes else 0
            days = (day + timedelta(days=finish) - plan.finish.likely).days
        title = explanation.title_of(step, Firm(self.pathway, changed, day))
        effect = f"{title} ({way})" if way else title
        *first, last = [(self.pathway.questions[id_].label, self._worded(id_, value)) for id_, value in answers.items()]
        label = "".join(f"{name}: {value}, and " for name, value in first) + last[0]
        return Change(dict(answers), label, last[1], effect, key[0], days)

    def _worded(self, question: str, value: Raw) -> str:
        asked = self.pathway.questions[question]
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, tuple):
            return ", ".join(held.id for held in value if isinstance(held, Held)) or "none"
        if isinstance(value, int):
            return f"{value} {asked.unit}".strip()
        if isinstance(value, Mapping):
            return ", ".join(f"{body} {count}" for body, count in value.items()) or "none"
        return next((choice.label for choice in asked.choices if choice.id == value), str(explanation.seen(value)))
