"""A person's firm answers, as conditions compare them."""

from __future__ import annotations

from datetime import date

from mecoder_cli.domain.conditions import Answer
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Profile


class Firm:
    """The firm answers alone, for three-valued verdicts."""

    def __init__(self, pathway: Pathway, profile: Profile, day: date) -> None:
        self._profile = profile
        self._pathway = pathway
        self._day = day

    def known(self, question: str) -> Answer | None:
        """Return the firm answer as conditions compare it."""
        value = self._profile.answers.get(question)
        if value is None:
            return None
        if (
            isinstance(value, int)
            and not isinstance(value, bool)
            and (asked := self._pathway.questions[question]).counted
        ):
            return asked.choice_of(value)
        if isinstance(value, tuple):
            return frozenset(held.id for held in value)
        if isinstance(value, date):
            return max(0, months_between(value, self._day))
        return value

    def was_refused(self, aid: str) -> bool:
        """Return whether the person applied for money and did not get it."""
        return any(one.id == aid for one in self._profile.held(self._pathway.settings.questions.refused))

    def is_unsure(self, question: str) -> bool:
        """Return whether the person answered that they do not know."""
        return question in self._profile.unsure


def months_between(start: date, end: date) -> int:
    """Return the whole months from *start* to *end*."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (end.day < start.day)
