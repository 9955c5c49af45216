"""Prove that the knowledge leaves nobody without an answer: every kind of person is tried.

For each kind there is exactly one next action, or the aim is reached; carrying
out the recommended road step by step arrives; no date runs backwards; totals
are the sum of their steps; having done more never makes the finish later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import NamedTuple

from mecoder_cli.conditions import NO, YES, All, Answer, AnyOf, Condition, Not, atoms, compare, evaluate
from mecoder_cli.pathway import Pathway, Question, Step
from mecoder_cli.plan import Plan
from mecoder_cli.planner import Planner
from mecoder_cli.planner.advice import Advice
from mecoder_cli.planner.asking import Asked
from mecoder_cli.planner.kinds import Kinds, without_defaults
from mecoder_cli.planner.progress import after_step, with_effects
from mecoder_cli.profile import Held, Profile

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
                self._try(kind.with_answer(settings.priority_question, priority), priority != settings.cheapest)
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
        """Return why carrying out the recommended road never arrives; nothing when it does."""
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
            more = with_effects(kind, step.effects, 0)
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
        # A step is never taken for speed alone. Without the progress the road needs one more step (an exam), and
        # what it opens runs beside the rest; with the progress that step is not needed, and is not bought.
        extra = {node.step for node in before.routes[0].priced.road.nodes} - {
            node.step for node in after.routes[0].priced.road.nodes
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
    return tuple(choice.id for choice in pathway.questions[pathway.settings.priority_question].choices)


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


def dead(pathway: Pathway, taken: frozenset[tuple[int, int]]) -> tuple[Problem, ...]:
    """Return steps, ways, questions and parts of conditions that matter to nobody."""
    found = []
    called = {step for body in pathway.bodies.values() for step in (body.ceu_step, body.dues_step)}
    for index, step in enumerate(pathway.steps):
        ways = {way for number, way in taken if number == index}
        if not ways and not (step.optional and (step.helps or step.id in called)):
            found.append(Problem("dead", step.id, "no road of anybody takes this step"))
        for number, way in enumerate(step.ways):
            if ways and number not in ways:
                found.append(Problem("dead", f"{step.id}/{way.id}", "no road of anybody takes this way"))
    found += [Problem("dead", id_, "nothing reads this question") for id_ in _unread(pathway)]
    for name, condition in all_conditions(pathway):
        found += [Problem("dead", name, what) for what in idle_parts(pathway, condition)]
    return tuple(found)


def _unread(pathway: Pathway) -> Iterator[str]:
    settings = pathway.settings
    roles = {
        settings.target_question, settings.priority_question, settings.pace_question, settings.credentials_question,
        settings.memberships_question, settings.ceus_question, settings.county_question,
    }  # fmt: skip
    read = {atom.question for _, condition in all_conditions(pathway) for atom in atoms(condition)}
    return (id_ for id_ in pathway.questions if id_ not in read | roles)


def all_conditions(pathway: Pathway) -> Iterator[tuple[str, Condition]]:
    """Yield every condition of the knowledge with where it stands."""
    yield "settings.waiver", pathway.settings.waiver
    for step in pathway.steps:
        yield f"{step.id}.applies", step.applies
        yield f"{step.id}.needs", step.needs
        yield f"{step.id}.advises", step.advises
        yield f"{step.id}.done", step.done
        for way in step.ways:
            yield f"{step.id}/{way.id}.needs", way.needs
    for target in pathway.targets.values():
        yield f"{target.id}.arrived", target.arrived
    for aid in pathway.aid:
        yield f"{aid.id}.when", aid.when
    for question in pathway.questions.values():
        yield f"{question.id}.applies", question.applies


class _Row:
    """One combination of answers."""

    def __init__(self, answers: Mapping[str, Answer], unsure: frozenset[str]) -> None:
        self._answers, self._unsure = answers, unsure

    def known(self, question: str) -> Answer | None:
        return self._answers.get(question)

    def is_unsure(self, question: str) -> bool:
        return question in self._unsure


def idle_parts(pathway: Pathway, condition: Condition) -> tuple[str, ...]:
    """Return the parts of *condition* that no combination of answers makes matter.

    A part of *any* matters where it alone holds, a part of *all* where it
    alone fails; a comparison must be able to do both.
    """
    parts = _parts(condition, condition)
    if not parts:
        return ()
    telling: set[int] = set()
    for row in _rows(pathway, condition):
        for number, (group, part) in enumerate(parts):
            if number not in telling and _tells(group, part, row):
                telling.add(number)
        if len(telling) == len(parts):
            return ()
    return tuple(f"this part never matters: {_text(part)}" for n, (_, part) in enumerate(parts) if n not in telling)


def _parts(condition: Condition, group: Condition) -> list[tuple[Condition, Condition]]:
    if isinstance(condition, Not):
        return _parts(condition.part, condition.part)
    if isinstance(condition, (All, AnyOf)):
        return [(condition, part) for part in condition.parts] + [
            pair
            for part in condition.parts
            if not isinstance(part, (All, AnyOf)) or part.parts
            for pair in _inner(part)
        ]
    return [(condition, condition)] if condition is group else []


def _inner(part: Condition) -> list[tuple[Condition, Condition]]:
    return _parts(part, part) if isinstance(part, (All, AnyOf, Not)) else []


def _tells(group: Condition, part: Condition, row: _Row) -> bool:
    if isinstance(group, AnyOf):
        return all((evaluate(other, row) == YES) == (other is part) for other in group.parts)
    if isinstance(group, All):
        return all((evaluate(other, row) == NO) == (other is part) for other in group.parts)
    return evaluate(part, row) == YES


def _text(condition: Condition) -> str:
    return "; ".join(atom.text for atom in atoms(condition))


def _rows(pathway: Pathway, condition: Condition) -> Iterator[_Row]:
    """Yield every combination of answers that the comparisons of *condition* can tell apart."""
    read: dict[str, list[Answer | None]] = {}
    for atom in atoms(condition):
        if atom.question not in read:
            own = [a for a in atoms(condition) if a.question == atom.question and a.op != "unsure"]
            patterns: dict[tuple[bool, ...], Answer] = {}
            for value in _values(pathway, pathway.questions[atom.question]):
                patterns.setdefault(tuple(compare(a, value) for a in own), value)
            read[atom.question] = [*patterns.values(), None]
    for values in product(*read.values()):
        row = dict(zip(read, values, strict=True))
        answers = {question: value for question, value in row.items() if value is not None}
        yield _Row(answers, frozenset(question for question, value in row.items() if value is None))


def _values(pathway: Pathway, question: Question) -> list[Answer]:
    if question.type == "yes_no":
        return [True, False]
    if question.type in ("choice", "county"):
        return [choice.id for choice in question.choices]
    if question.type in ("whole", "date"):
        return [0, *(cut - 1 for cut in question.cuts), *question.cuts]
    known = pathway.credentials if question.type == "credentials" else pathway.bodies
    singles: list[frozenset[str]] = [frozenset({id_}) for id_ in known]
    return [frozenset(), *singles, *(one | other for one in singles for other in singles if one != other)]


# --- deadlines -------------------------------------------------------------------------------------------


def prove_deadlines(pathway: Pathway) -> tuple[int, tuple[Problem, ...]]:
    """Try each body's deadlines before, at and after the day from which they are at risk."""
    planner = Planner(pathway)
    settings = pathway.settings
    number = 0
    found = []
    target = next(iter(pathway.targets))
    for body in pathway.bodies.values():
        held = next((c.id for c in pathway.credentials.values() if c.issuer == body.id and not c.becomes), None)
        if held is None:
            continue
        for days, complete in product((settings.at_risk_days + 1, settings.at_risk_days, 0, -1), (True, False)):
            number += 1
            units = {body.id: 1000.0} if complete else {}
            person = Profile({
                settings.target_question: target,
                settings.credentials_question: (Held(held, DAY - timedelta(days=900)),),
                settings.memberships_question: (Held(body.id, DAY + timedelta(days=days)),),
                settings.ceus_question: units,
            })  # fmt: skip
            risky = [d for d in planner.plan(person, DAY).deadlines if d.at_risk]
            expected = days <= settings.at_risk_days
            wanted = body.dues_step if complete else body.ceu_step
            if bool(risky) != expected or (expected and risky[0].id != wanted):
                found.append(
                    Problem("deadlines", described(person), f"{days} days before the end: {[d.id for d in risky]}")
                )
    return number, tuple(found)


def steps_of(pathway: Pathway, taken: frozenset[tuple[int, int]]) -> tuple[Step, ...]:
    """Return the steps that some road takes."""
    return tuple(step for index, step in enumerate(pathway.steps) if any(number == index for number, _ in taken))
