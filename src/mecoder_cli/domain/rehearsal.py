"""How the questions of the practice went, which come back when, and which are asked on a day."""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from mecoder_cli.domain.practice import Asked, Interview

HARD, HALF, EASY = "hard", "half", "easy"
RATINGS = (HARD, HALF, EASY)


class Rated(NamedTuple):
    """How a question went the last time, and when it comes back."""

    day: date
    rating: str
    step: int
    """How often it has come back since it was hard."""
    due: date | None
    """``None``: it does not come back."""


def rated(again: Sequence[int], before: Rated | None, rating: str, day: date) -> Rated:
    """Return when a question comes back that was rated on *day*.

    What was hard begins anew: it comes back after the first of *again* days, then after the second, and so on, each
    time that it goes well; after the last it is done with. What went half well skips the first wait. What was easy
    from the start does not come back.
    """
    if not again:
        return Rated(day, rating, 0, None)
    if rating == EASY:
        if before is None or before.due is None:
            return Rated(day, rating, 0, None)
        step = before.step + 1
    else:
        step = 0 if rating == HARD else min(1, len(again) - 1)
    return Rated(day, rating, step, day + timedelta(days=int(again[step])) if step < len(again) else None)


def chosen(
    interview: Interview, known: Mapping[str, Rated], day: date, many: int, topics: Iterable[str] = (), *,
    work: Collection[str] = (), mixed: bool = False,
) -> list[Asked]:  # fmt: skip
    """Return the questions of a day: those that come back first, the longest due before the others, then new ones.

    New ones are taken from one topic after the other, those of the person's own *work* before the others; once all are
    known, those that were asked longest ago.

    Args:
        interview: The questions.
        known: How each went that was asked before.
        day: The day of the practice.
        many: At most so many.
        topics: Only these; all, where none is named.
        work: The kinds of work that the person aims at; nothing: any.
        mixed: Whatever is due, drawn from all topics; the same on one day.
    """
    wanted = set(topics) or {topic.id for topic in interview.topics}
    named = [topic for topic in interview.topics if topic.id in wanted]
    fitting = [one for one in named if not work or not one.work or not set(one.work).isdisjoint(work)]
    groups = [[list(one.questions) for one in some] for some in (fitting, [one for one in named if one not in fitting])]
    if mixed:
        pick = Random(day.toordinal())
        for own in groups:
            for questions in own:
                pick.shuffle(questions)
            pick.shuffle(own)
    every = [one for own in groups for one in _in_turn(own)]
    if mixed:
        return every[:many]
    due = [one for one in every if (last := known.get(one.id)) is not None and last.due is not None and last.due <= day]
    due.sort(key=lambda one: known[one.id].due or day)
    new = [one for one in every if one.id not in known]
    rest = sorted(
        (one for one in every if one.id in known and one not in due and known[one.id].day < day), key=lambda one: known[one.id].day
    )  # fmt: skip
    return [*due, *new, *rest][:many]


def _in_turn(lists: Sequence[Sequence[Asked]]) -> list[Asked]:
    longest = max((len(one) for one in lists), default=0)
    return [one[at] for at in range(longest) for one in lists if at < len(one)]
