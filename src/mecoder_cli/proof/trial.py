"""Prove that the knowledge leaves nobody without an answer: every kind of person is tried.

For each kind there is exactly one next action, or the aim is reached; carrying
out the recommended route step by step arrives; no date runs backwards; totals
are the sum of their steps; having done more never makes the finish later.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import NamedTuple

from mecoder_cli.domain.effects import after_step, with_effects
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Plan
from mecoder_cli.domain.profile import Profile
from mecoder_cli.planner import Planner
from mecoder_cli.planner.advice import Advice
from mecoder_cli.proof.interviews import Asked
from mecoder_cli.proof.kinds import Kinds, without_defaults

DAY = date(2026, 1, 15)
"""Any day serves: apart from deadlines, advice does not depend on it."""
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
    def kinds(self) -> int:
        """How many kinds of person were tried."""
        return sum(one.kinds for one in self.targets) + self.deadlines

    @property
    def ok(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.counts


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

    def run(self, start: Profile | None, most: int | None) -> Proved:
        """Try every kind that *start* stands for with every priority, or *most* kinds drawn at random with a fixed seed."""
        self.counts, self.problems, self.later, self.exceptions = {}, [], {}, {}
        settings = self.pathway.settings
        pick = Random(1)
        drawn = (self.kinds.drawn({}, pick) for _ in range(most or 0))
        number = 0
        for kind in self.kinds.all(start or self.kinds.start()) if most is None else drawn:
            for priority in priorities(self.pathway):
                number += 1
                self._try(
                    kind.with_answer(settings.questions.priority, priority), priority != settings.questions.cheapest
                )
        return Proved(
            self.target, number, self.counts, tuple(self.problems), self.later, self.exceptions,
            frozenset(self.planner.adviser.taken),
        )  # fmt: skip

    def _try(self, kind: Profile, fastest: bool) -> None:
        plan = self.planner.plan(kind, DAY)
        self._one_answer(kind, plan)
        self._dates(kind, plan)
        self._sums(kind, plan)
        reason = self._walk(kind)
        if reason:
            self.note("arrives", kind, reason)
        if fastest:
            self._more_is_never_later(kind)

    def _one_answer(self, kind: Profile, plan: Plan) -> None:
        if plan.status not in ("ready", "complete"):
            self.note("answer", kind, f"the plan is {plan.status}")
        elif plan.status == "ready" and plan.next_action is None:
            self.note("answer", kind, "the plan has no next action")

    def _dates(self, kind: Profile, plan: Plan) -> None:
        for stop in plan.steps:
            if stop.start is None or stop.finish is None:
                continue
            if (
                not DAY <= stop.start <= stop.finish.likely
                or not stop.finish.low <= stop.finish.likely <= stop.finish.high
            ):
                self.note("dates", kind, f"{stop.id} runs backwards")
        if plan.finish is not None:
            last = max((stop.finish.likely for stop in plan.steps if stop.finish), default=DAY)
            if last != plan.finish.likely or not plan.finish.low <= plan.finish.likely <= plan.finish.high:
                self.note("dates", kind, "the finish is not that of the last step")

    def _sums(self, kind: Profile, plan: Plan) -> None:
        for part in ("low", "likely", "high"):
            steps = sum(getattr(stop.usd, part) for stop in plan.steps)
            if abs(steps - getattr(plan.usd, part)) > 0.005:
                self.note("sums", kind, f"the steps cost {steps:g}, the plan says {getattr(plan.usd, part):g}")

    # --- carrying the plan out ------------------------------------------------------------------------

    def _walk(self, kind: Profile) -> str:
        """Return why carrying out the recommended route never arrives; nothing when it does."""
        path: list[tuple[object, ...]] = []
        profile = kind
        while True:
            situation, advice = self.planner.adviser.advise(profile)
            if situation.key in self._arrives:
                result = self._arrives[situation.key]
                break
            if advice.arrived:
                result = ""
                path.append(situation.key)
                break
            if advice.next is None:
                result = "there is no road"
                path.append(situation.key)
                break
            if situation.key in path or len(path) > 5 * len(self.pathway.steps):
                result = f"the road goes in circles over {self.pathway.steps[advice.next.step].id}"
                break
            path.append(situation.key)
            profile = after_step(self.pathway, profile, advice.next)
        for key in path:
            self._arrives[key] = result
        return result

    # --- more progress is never later --------------------------------------------------------------------

    def _more_is_never_later(self, kind: Profile) -> None:
        situation, advice = self.planner.adviser.advise(kind)
        now = _finish(advice)
        if now is None:
            return
        for step in self.kinds.steps:
            if situation.holds(step.done) or any(effect.op == "grows" for effect in step.effects):
                continue
            more = with_effects(self.pathway, kind, step.effects)
            self._compare(kind, advice, step.id, self.planner.adviser.advise(more)[1], frozenset({step.id}))
        self._longer_work(kind, advice)

    def _longer_work(self, kind: Profile, advice: Advice) -> None:
        """Raise every number that a step lets grow to its next threshold."""
        growing = {effect.question for step in self.kinds.steps for effect in step.effects if effect.op == "grows"}
        for question in growing:
            have = kind.answers.get(question)
            for value in self.kinds.values(question):
                if isinstance(have, int) and isinstance(value, int) and value > have:
                    more = self.planner.adviser.advise(kind.with_answer(question, value))[1]
                    grows = {step.id for step in self.kinds.steps if any(e.question == question for e in step.effects)}
                    self._compare(kind, advice, f"{question}={value}", more, frozenset(grows))

    def _compare(self, kind: Profile, before: Advice, what: str, after: Advice, done: frozenset[str]) -> None:
        """Note where *what* moved the finish back; *done* are the steps that it stands for."""
        now, then = _finish(before), _finish(after)
        if now is None or then is None or then <= now:
            return
        # A step is never taken for speed alone. Without the progress the route needs one more step (an exam), and
        # what it opens runs beside the rest; with the progress that step is not needed, and is not bought.
        extra = {node.step for node in before.routes[0].priced.route.nodes} - {
            node.step for node in after.routes[0].priced.route.nodes
        }
        spared = [id_ for index in sorted(extra) if (id_ := self.pathway.steps[index].id) not in done]
        if spared:
            reason = f"{what}: {', '.join(spared)} is no longer needed, and is not taken only to be faster"
            self.exceptions[reason] = self.exceptions.get(reason, 0) + 1
            return
        self.later[what] = self.later.get(what, 0) + 1
        if self.later[what] <= 3:
            self.problems.append(
                Problem("monotonic", described(kind), f"{what} moves the finish from day {now} to {then}")
            )


def _finish(advice: Advice) -> int | None:
    if advice.arrived:
        return 0
    return advice.routes[0].likely.finish if advice.routes else None


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

    def shares(self, target: str, least: int) -> list[Profile]:
        """Return people who together stand for every kind with this aim: shares of the work that run apart."""
        return self.trial(target).kinds.split(least)

    def prove(self, target: str, start: Profile | None = None, most: int | None = None) -> Proved:
        """Try every kind that aims at *target* (those that *start* stands for), or *most* of them drawn at random."""
        return self.trial(target).run(start, most)


# --- what nobody ever comes to ---------------------------------------------------------------------------


# --- deadlines -------------------------------------------------------------------------------------------
