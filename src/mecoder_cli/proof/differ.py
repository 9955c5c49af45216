"""What other knowledge would change, and for whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import NamedTuple

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Profile
from mecoder_cli.planner.advice import Adviser
from mecoder_cli.proof.kinds import Kinds, without_defaults
from mecoder_cli.proof.trial import DAY, described, priorities


class Outcome(NamedTuple):
    """What matters of a plan, apart from the day."""

    step: str
    way: str
    days: int | None
    """To the likely finish; ``None`` when there is nothing left to do."""
    usd: float


class Difference(NamedTuple):
    """How advice differs between two pathways over the same people."""

    people: int
    next_actions: int
    dates: int
    money: int
    examples: tuple[tuple[str, Outcome, Outcome], ...]


def outcome(adviser: Adviser, profile: Profile) -> Outcome:
    """Return the outcome of planning for *profile*, deadlines aside."""
    advice = adviser.advise(profile, DAY).advice
    if advice.next is None:
        return Outcome("", "", None, 0)
    step = adviser.pathway.steps[advice.next.step]
    best = advice.routes[0]
    way = step.ways[advice.next.way].id if advice.next.way >= 0 else ""
    return Outcome(step.id, way, round(best.finish.likely), best.usd.likely)


def some_people(pathway: Pathway, each: int) -> Iterator[Profile]:
    """Yield *each* kinds of person for every target and priority, drawn at random with a fixed seed."""
    adviser = Adviser(without_defaults(pathway))
    pick = Random(1)
    for target in pathway.targets:
        kinds = Kinds(adviser, target)
        for priority in priorities(pathway):
            for _ in range(each):
                yield kinds.drawn({pathway.settings.questions.priority: priority}, pick, DAY)


def differ(
    one: Adviser, other: Adviser, people: Sequence[Profile], shown: int = 3, progress: Callable[[float], None] = lambda part: None
) -> Difference:  # fmt: skip
    """Compare the advice of two pathways for *people*; *progress* is called with the part that is done, from 0 to 1."""
    counts = [0, 0, 0]
    examples: list[tuple[str, Outcome, Outcome]] = []
    for number, person in enumerate(people, 1):
        progress(number / len(people))
        before, after = outcome(one, person), outcome(other, person)
        if before == after:
            continue
        moved = (before[:2] != after[:2], before.days != after.days, before.usd != after.usd)
        counts = [count + flag for count, flag in zip(counts, moved, strict=True)]
        if len(examples) < shown or (moved[0] and not _has_action(examples)):
            examples = [*examples[: shown - 1], (described(person), before, after)]
    return Difference(len(people), counts[0], counts[1], counts[2], tuple(examples))


def _has_action(examples: Iterable[tuple[str, Outcome, Outcome]]) -> bool:
    return any(before[:2] != after[:2] for _, before, after in examples)


def touches_plans(old: Pathway, new: Pathway) -> bool:
    """Return whether anything that plans are made from differs."""
    return (
        old.steps != new.steps or old.bodies != new.bodies or old.targets != new.targets
        or dict(old.credentials) != dict(new.credentials) or dict(old.questions) != dict(new.questions)
    )  # fmt: skip


Others = Mapping[str, Sequence[tuple[int, Difference | None, Difference | None]]]
