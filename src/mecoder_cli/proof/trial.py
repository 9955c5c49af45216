"""Prove that the knowledge leaves nobody without an answer.

People are tried who together hold every pair of answers to every two questions, and others drawn at random. For each
there is exactly one next action, or the aim is reached and nothing is to do; carrying out the recommended route step by
step arrives; percentiles and days stand in order; nothing dominated is recommended; having done more never makes the
finish later; aid never makes a route dearer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import NamedTuple

from mecoder_cli.domain.effects import after_step
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Node, Plan
from mecoder_cli.domain.profile import Profile
from mecoder_cli.planner import Planner
from mecoder_cli.planner.ranking import Judge
from mecoder_cli.proof.interviews import Asked
from mecoder_cli.proof.kinds import Kinds, without_defaults
from mecoder_cli.proof.pairs import pairs

DAY = date(2026, 1, 15)
"""Shortly before a term begins, so that it is missed by some."""
NOISE = 3
"""Days by which the middle of twenty outcomes can be off."""
SHOWN = 20
"""Problems kept of each sort; all are counted."""


class Problem(NamedTuple):
    """Something that the knowledge gets wrong for somebody."""

    check: str
    who: str
    what: str


class Proved(NamedTuple):
    """What came of trying every kind who aims at one target."""

    target: str
    kinds: int
    pairs: int
    """Pairs of answers that they cover."""
    counts: Mapping[str, int]
    """How many problems of each sort there are."""
    problems: tuple[Problem, ...]
    later: Mapping[str, int]
    """Steps whose doing made a finish later without a good reason, and for how many kinds."""
    exceptions: Mapping[str, int]
    """Reasons for which doing more made a finish later, and for how many kinds."""
    taken: frozenset[tuple[int, int]]


class Result(NamedTuple):
    """What the proof came to."""

    targets: tuple[Proved, ...]
    deadlines: int
    problems: tuple[Problem, ...]
    exceptions: Mapping[str, int]
    counts: Mapping[str, int]
    asked: Asked
    newcomers: Asked
    unused: tuple[str, ...]
    limited: int | None
    seconds: float

    @property
    def pairs(self) -> int:
        """How many pairs of answers they cover."""
        return sum(one.pairs for one in self.targets)

    @property
    def kinds(self) -> int:
        """How many people were tried."""
        return sum(one.kinds for one in self.targets) + self.deadlines

    @property
    def ok(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.counts


class Soonest(NamedTuple):
    """The soonest arrival by any route."""

    days: float
    steps: frozenset[int]


class _Trial:
    """All checks for one target."""

    def __init__(self, pathway: Pathway, target: str) -> None:
        self.pathway = without_defaults(pathway)
        self.planner = Planner(self.pathway)
        self.target = target
        self.kinds = Kinds(self.planner.adviser, target)
        self.counts: dict[str, int] = {}
        self.problems: list[Problem] = []
        self.later: dict[str, int] = {}
        self.exceptions: dict[str, int] = {}
        self._arrives: dict[tuple[object, ...], str] = {}

    def note(self, check: str, who: Profile, what: str) -> None:
        """Count a problem and keep the first few."""
        self.counts[check] = self.counts.get(check, 0) + 1
        if self.counts[check] <= SHOWN:
            self.problems.append(Problem(check, described(who), what))

    def run(self, most: int | None, share: int = 0, shares: int = 1) -> Proved:
        """Try people who hold every pair of answers, and as many again drawn with a fixed seed; at most *most* of each.

        Of several *shares*, the people of one are tried.
        """
        self.counts, self.problems, self.later, self.exceptions = {}, [], {}, {}
        told = {question: len(values) for question, values in self.kinds.told(DAY).items()}
        people = [*self.kinds.pairs(DAY, Random(1))][:most]
        drawing, drawn = Random(2), []
        for _ in people if most is None else range(most):
            priority = drawing.choice(priorities(self.pathway))
            drawn.append(self.kinds.drawn({self.pathway.settings.questions.priority: priority}, drawing, DAY))
        own = [*people, *drawn][share::shares]
        for kind in own:
            self._try(kind)
        return Proved(
            self.target, len(own), pairs(told) if most is None and not share else 0, self.counts, tuple(self.problems),
            self.later, self.exceptions, frozenset(self.planner.adviser.taken),
        )  # fmt: skip

    def _try(self, kind: Profile) -> None:
        plan = self.planner.plan(kind, DAY)
        if plan.unanswered:
            # What decides is answered, until nothing is open.
            kind = self._answered(kind)
            plan = self.planner.plan(kind, DAY)
        self._one_answer(kind, plan)
        self._dates(kind, plan)
        self._money(kind, plan)
        reason = self._walk(kind)
        if reason:
            self.note("arrives", kind, reason)
        self._more_is_never_later(kind)

    def _answered(self, kind: Profile) -> Profile:
        while still := self.planner.open_questions(kind, DAY):
            kind = kind.with_answer(still[0].question, None)
        return kind

    def _one_answer(self, kind: Profile, plan: Plan) -> None:
        if plan.status not in ("ready", "complete"):
            self.note("answer", kind, f"the plan is {plan.status}")
        elif plan.status == "ready" and plan.next_action is None:
            self.note("answer", kind, "the plan has no next action")

    def _dates(self, kind: Profile, plan: Plan) -> None:
        for stop in plan.steps:
            if stop.start is None or stop.finish is None:
                continue
            if not DAY <= stop.start <= stop.finish.high or stop.finish != tuple(sorted(stop.finish)):
                self.note("dates", kind, f"{stop.id} runs backwards")
        if plan.finish is not None:
            last = max((stop.finish.likely for stop in plan.steps if stop.finish), default=DAY)
            if last > plan.finish.likely or plan.finish != tuple(sorted(plan.finish)):
                self.note("dates", kind, "the finish is before that of the last step")

    def _money(self, kind: Profile, plan: Plan) -> None:
        if plan.usd != tuple(sorted(plan.usd)) or plan.usd.low < 0:
            self.note("sums", kind, f"the sums do not rise: {plan.usd}")
        if any(after > before for after, before in zip(plan.usd, plan.usd_before_aid, strict=True)):
            self.note("sums", kind, "aid makes it dearer")
        held, situation, advice = self.planner.adviser.advise(kind, DAY)
        if advice.routes:
            judge = Judge(self.pathway, situation, held)
            best = advice.routes[0]
            for one in advice.routes[1:]:
                no_worse = one.finish.likely <= best.finish.likely and one.usd.likely <= best.usd.likely
                behind = judge.setback(one) - judge.setback(best)
                if no_worse and best.usd.likely - one.usd.likely > behind:
                    self.note("undominated", kind, "a road that is sooner and far cheaper is not recommended")
                own = not behind
                if own and no_worse and (one.finish.likely, one.usd.likely) != (best.finish.likely, best.usd.likely):
                    self.note("undominated", kind, "a road is no later and no dearer, and one of both is better")

    # --- carrying the plan out ------------------------------------------------------------------------

    def _walk(self, kind: Profile) -> str:
        """Return why carrying out the recommended route never arrives; nothing when it does."""
        path: list[tuple[object, ...]] = []
        person = kind
        while True:
            held, situation, advice = self.planner.adviser.advise(person, DAY)
            key = (*situation.key, *(held.answers.get(question) for question in self.planner.adviser.priced))
            if key in self._arrives:
                result = self._arrives[key]
                break
            if advice.arrived:
                result = ""
                path.append(key)
                break
            if advice.next is None:
                result = "there is no road"
                path.append(key)
                break
            if key in path or len(path) > 5 * len(self.pathway.steps):
                result = f"the road goes in circles over {self.pathway.steps[advice.next.step].id}"
                break
            path.append(key)
            person = after_step(self.pathway, held, advice.next)
        for key in path:
            self._arrives[key] = result
        return result

    # --- more progress is never later --------------------------------------------------------------------

    def _more_is_never_later(self, kind: Profile) -> None:
        person = self.planner.adviser.advise(kind, DAY)
        before = self._soonest(person.profile)
        if before is None:
            return
        for index, step in enumerate(self.pathway.steps):
            if step not in self.kinds.steps or person.situation.holds(step.done):
                continue
            if any(effect.op == "grows" for effect in step.effects) or not person.situation.holds(step.applies):
                continue
            ways = [way for way in range(len(step.ways)) if not person.situation.holds(step.ways[way].unless)]
            # Of several ways one is the best; the others may well lead round.
            after = [
                found for way in ways or (-1,)
                if (found := self._soonest(after_step(self.pathway, person.profile, Node(index, way, 0)))) is not None
            ]  # fmt: skip
            if after and (ways or not step.ways):
                best = min(after, key=lambda found: found.days)
                self._compare(kind, before, step.id, best, frozenset({step.id}))
        self._longer_work(person.profile, before)

    def _soonest(self, profile: Profile) -> Soonest | None:
        """Return the days to the soonest arrival by any route, and the steps of that route."""
        person = self.planner.adviser.advise(profile, DAY)
        if person.advice.arrived:
            return Soonest(0, frozenset())
        found = self.planner.adviser.outlooks(person)
        if not found:
            return None
        best = min(found, key=lambda one: one.finish.likely)
        return Soonest(best.finish.likely, frozenset(node.step for node in best.route.nodes))

    def _longer_work(self, kind: Profile, before: Soonest) -> None:
        """Raise every number that a step lets grow to its next threshold."""
        growing = {effect.question for step in self.kinds.steps for effect in step.effects if effect.op == "grows"}
        for question in growing:
            have = kind.answers.get(question)
            for value in self.kinds.values(question):
                if isinstance(have, int) and isinstance(value, int) and value > have:
                    more = self._soonest(kind.with_answer(question, value))
                    grows = {step.id for step in self.kinds.steps if any(e.question == question for e in step.effects)}
                    self._compare(kind, before, f"{question}={value}", more, frozenset(grows))

    def _compare(
        self, kind: Profile, before: Soonest, what: str, after: Soonest | None, done: frozenset[str]
    ) -> None:  # fmt: skip
        """Note where *what* moved the soonest arrival back; *done* are the steps that it stands for."""
        if after is None or after.days <= before.days + NOISE:
            return
        # A step is never taken for speed alone. Without the progress the route needs one more step (an exam), and
        # what it opens runs beside the rest; with the progress that step is not needed, and is not bought.
        extra = sorted(before.steps - after.steps)
        spared = [id_ for index in extra if (id_ := self.pathway.steps[index].id) not in done]
        if spared:
            reason = f"{what}: {', '.join(spared)} is no longer needed, and is not taken only to be faster"
            self.exceptions[reason] = self.exceptions.get(reason, 0) + 1
            return
        self.later[what] = self.later.get(what, 0) + 1
        if self.later[what] <= 3:
            moved = f"{what} moves the soonest arrival from day {before.days:g} to {after.days:g}"
            self.problems.append(Problem("monotonic", described(kind), moved))


def described(profile: Profile) -> str:
    """Return a person as settings that can be pasted."""
    parts = []
    for key, value in profile.answers.items():
        if isinstance(value, bool):
            text = "true" if value else "false"
        elif isinstance(value, tuple):
            text = ",".join(one.id for one in value) or "none"
        else:
            text = str(value)
        parts.append(f"{key}={text}")
    parts += [f"{key}=unsure" for key in sorted(profile.unsure)]
    return " ".join(parts)


def priorities(pathway: Pathway) -> tuple[str, ...]:
    """Return the answers to the question of priority."""
    return tuple(choice.id for choice in pathway.questions[pathway.settings.questions.priority].choices)


class Prover:
    """Tries kinds of person for one pathway; keeps what it learned about an aim for the next share of it."""

    def __init__(self, pathway: Pathway) -> None:
        self._pathway = pathway
        self._trials: dict[str, _Trial] = {}

    def trial(self, target: str) -> _Trial:
        """Return the trial of one aim."""
        if target not in self._trials:
            # What was learned about another aim serves this one little and fills the memory.
            self._trials = {target: _Trial(self._pathway, target)}
        return self._trials[target]

    def prove(self, target: str, most: int | None, share: int, shares: int) -> Proved:
        """Try a share of the people who aim at *target*, or at most *most* of them."""
        return self.trial(target).run(most, share, shares)
