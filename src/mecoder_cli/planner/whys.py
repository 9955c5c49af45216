"""Explain one thing in full: every condition with the value seen, the near miss, and what waits on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from mecoder_cli.domain.conditions import NO, VERDICTS, YES, All, AnyOf, Atom, Condition, Not, atoms, evaluate
from mecoder_cli.domain.firm import Firm
from mecoder_cli.domain.pathway import Credential, Pathway
from mecoder_cli.domain.plan import Plan, RouteSummary
from mecoder_cli.domain.profile import Profile, Raw
from mecoder_cli.domain.renewals import as_held
from mecoder_cli.domain.steps import Effect, Question, Step, meets
from mecoder_cli.planner import Planner
from mecoder_cli.planner.explanation import seen
from mecoder_cli.planner.questions import next_key, samples


class Line(NamedTuple):
    """One comparison, or the head of several."""

    depth: int
    label: str
    seen: bool | int | str | tuple[str, ...] | None
    """``None`` when the person did not say."""
    unsure: bool
    condition: str
    """The comparison as the knowledge writes it; nothing for a head."""
    verdict: str
    facts: tuple[str, ...]


class Short(NamedTuple):
    """A comparison that does not hold yet, and by how much a number falls short."""

    atom: Atom
    have: int | None
    unit: str
    negated: bool


class Group(NamedTuple):
    """A condition of a step under the name of what it decides."""

    kind: str
    """``applies``, ``done``, ``needs``, ``advises`` or ``way``."""
    title: str
    verdict: str
    lines: tuple[Line, ...]
    short: tuple[Short, ...]
    """The fewest comparisons that would have to change."""


class StepWhy(NamedTuple):
    """Why a step stands where it stands for this person."""

    step: Step
    place: str
    """``next``, ``ahead``, ``done``, ``other`` (on another route), ``closed`` or ``off`` (not needed for the aim)."""
    groups: tuple[Group, ...]
    waits: tuple[str, ...]
    """The steps of the route that come after it because of what it brings about."""
    route: RouteSummary | None
    """For ``other``: the best route that takes it."""


class QuestionWhy(NamedTuple):
    """What hangs on an answer."""

    question: Question
    value: bool | int | str | tuple[str, ...] | None
    unsure: bool
    read_by: tuple[tuple[str, str], ...]
    """The step and the comparison that reads it."""
    outcomes: tuple[tuple[str, str], ...]
    """Answers worth telling apart and the next action that each gives."""


class CredentialWhy(NamedTuple):
    """What a credential is to this person."""

    credential: Credential
    held: bool
    wanted: bool
    """Whether the aim asks for it, perhaps among others."""
    steps: tuple[StepWhy, ...]
    """The steps that bring it."""


def lines_of(condition: Condition, firm: Firm, profile: Profile, depth: int = 0, negated: bool = False) -> list[Line]:
    """Return every comparison of *condition* in reading order, alternatives under a head."""
    if isinstance(condition, Atom):
        verdict = evaluate(condition, firm)
        text = f"not {condition.text}" if negated else condition.text
        return [Line(
            depth, condition.label, seen(profile.answers.get(condition.question)), condition.question in profile.unsure,
            text, VERDICTS[YES - verdict if negated else verdict], condition.facts,
        )]  # fmt: skip
    if isinstance(condition, Not):
        return lines_of(condition.part, firm, profile, depth, not negated)
    # By De Morgan a negated "all" is an "any" of negations, and the other way round.
    is_any = isinstance(condition, AnyOf) != negated
    if len(condition.parts) == 1 or (not is_any and depth == 0 and not condition.label):
        return [line for part in condition.parts for line in lines_of(part, firm, profile, depth, negated)]
    verdict = evaluate(condition, firm)
    head = condition.label or ("one of these" if is_any else "all of these")
    inner = [line for part in condition.parts for line in lines_of(part, firm, profile, depth + 1, negated)]
    return [Line(depth, head, None, False, "", VERDICTS[YES - verdict if negated else verdict], ()), *inner]


def shortfall(pathway: Pathway, condition: Condition, firm: Firm, negated: bool = False) -> tuple[Short, ...]:
    """Return the fewest comparisons that keep *condition* from holding; nothing when it holds."""
    verdict = evaluate(condition, firm)
    if (YES - verdict if negated else verdict) == YES:
        return ()
    if isinstance(condition, Atom):
        value = firm.known(condition.question)
        have = value if isinstance(value, int) and not isinstance(value, bool) else None
        return (Short(condition, have, pathway.questions[condition.question].unit, negated),)
    if isinstance(condition, Not):
        return shortfall(pathway, condition.part, firm, not negated)
    parts = [shortfall(pathway, part, firm, negated) for part in condition.parts]
    if isinstance(condition, AnyOf) != negated:
        return min((part for part in parts if part), key=lambda part: (len(part), _gap(part)), default=())
    return tuple(dict.fromkeys(short for part in parts for short in part))


def _gap(shorts: Iterable[Short]) -> float:
    """Return how far numbers are from what is asked, as a share; a plain no counts as all of it."""
    found = 0.0
    for short in shorts:
        wanted = short.atom.value
        if short.have is not None and isinstance(wanted, int) and wanted:
            found += abs(wanted - short.have) / wanted
        else:
            found += 1.0
    return found


def why_step(planner: Planner, step: Step, profile: Profile, plan: Plan, day: date) -> StepWhy:
    """Return why *step* is next, ahead, done, on another route, or closed."""
    pathway, profile = planner.pathway, as_held(planner.pathway, profile, day)
    firm = Firm(pathway, profile, day)
    groups = [
        _group(pathway, kind, title, condition, firm, profile)
        for kind, title, condition in (
            ("applies", "Whether it concerns you", step.applies),
            ("done", "Whether it is done", step.done),
            ("needs", "What it requires", step.needs),
            ("advises", "What is advised before it", step.advises),
        )
        if any(True for _ in atoms(condition))
    ]
    groups += [_group(pathway, "way", way.label, way.needs, firm, profile) for way in step.ways]
    place, route = _place(pathway, step, firm, plan)
    return StepWhy(step, place, tuple(groups), _waits(pathway, step, plan), route)


def _group(
    pathway: Pathway, kind: str, title: str, condition: Condition, firm: Firm, profile: Profile
) -> Group:  # fmt: skip
    verdict = VERDICTS[evaluate(condition, firm)]
    short = () if kind in ("done", "applies") else shortfall(pathway, condition, firm)
    return Group(kind, title, verdict, tuple(lines_of(condition, firm, profile)), short)


def _place(pathway: Pathway, step: Step, firm: Firm, plan: Plan) -> tuple[str, RouteSummary | None]:
    if plan.next_action is not None and plan.next_action.id == step.id:
        return "next", None
    stop = next((stop for stop in plan.steps if stop.id == step.id), None)
    if stop is not None:
        return ("done" if stop.state == "done" else "ahead"), None
    other = [route for route in plan.routes if step.id in route.steps]
    if other:
        return "other", min(other, key=lambda route: route.finish.likely)
    if evaluate(step.applies, firm) == NO:
        return "off", None
    closed = evaluate(step.needs, firm) == NO or (
        bool(step.ways) and all(evaluate(way.needs, firm) == NO for way in step.ways)
    )
    return ("closed" if closed else "off"), None


def _effects(step: Step) -> tuple[Effect, ...]:
    return (*step.effects, *(effect for way in step.ways for effect in way.effects))


def _waits(pathway: Pathway, step: Step, plan: Plan) -> tuple[str, ...]:
    """Return the steps still ahead whose conditions an effect of *step* makes true, and the aim itself."""
    found = []
    target = plan.target
    for stop in plan.steps:
        if stop.state == "done" or stop.id == step.id:
            continue
        other = pathway.step(stop.id)
        way = next((way for way in other.ways if way.id == stop.way), None)
        conditions = [other.needs, other.advises, *([way.needs] if way else [])]
        if any(meets(effect, atom, target) for effect in _effects(step) for c in conditions for atom in _positive(c)):
            found.append(other.id)
    return tuple(found)


def _positive(condition: Condition) -> Iterable[Atom]:
    """Yield the comparisons that stand under no *not*."""
    if isinstance(condition, Atom):
        yield condition
    elif isinstance(condition, (All, AnyOf)):
        for part in condition.parts:
            yield from _positive(part)


def why_question(planner: Planner, question: Question, profile: Profile, day: date) -> QuestionWhy:
    """Return what reads an answer, and where each answer would lead."""
    pathway = planner.pathway
    read_by = {
        (reader, atom.text): None
        for reader, condition in _readers(pathway) for atom in atoms(condition) if atom.question == question.id
    }  # fmt: skip
    outcomes: list[tuple[str, str]] = []
    if question.type not in ("date", "county", "units"):
        adviser = planner.of(profile, day).adviser
        for value in samples(adviser, question, profile, near=True):
            key, _ = next_key(adviser, profile.with_answer(question.id, value), day)
            outcomes.append((_worded(question, value), key[0] + (f":{key[1]}" if key[0] and key[1] else "")))
    answer = seen(profile.answers.get(question.id))
    return QuestionWhy(question, answer, question.id in profile.unsure, tuple(read_by), _joined(outcomes))


def _readers(pathway: Pathway) -> Iterable[tuple[str, Condition]]:
    """Yield every condition of the knowledge with what it belongs to."""
    for step in pathway.steps:
        items = (*step.items, *(item for way in step.ways for item in way.items))
        own = (step.applies, step.needs, step.advises, step.done)
        for condition in (*own, *(way.needs for way in step.ways), *(item.applies for item in items)):
            yield step.id, condition
    for target in pathway.targets.values():
        yield target.id, target.arrived
    for aid in pathway.aid:
        yield aid.id, aid.when


def _joined(outcomes: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Put answers that lead to the same action together, in order of appearance."""
    found: dict[str, list[str]] = {}
    for answer, action in outcomes:
        found.setdefault(action, []).append(answer)
    return tuple((", ".join(answers), action) for action, answers in found.items())


def _worded(question: Question, value: Raw) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(held.id for held in value) or "none"
    if isinstance(value, int):
        return str(value)
    return next((choice.label for choice in question.choices if choice.id == value), str(value))


def why_credential(planner: Planner, credential: Credential, profile: Profile, plan: Plan, day: date) -> CredentialWhy:
    """Return what a credential is to this person and the steps that bring it."""
    pathway, profile = planner.pathway, as_held(planner.pathway, profile, day)
    question = pathway.settings.questions.credentials
    held = any(one.id == credential.id for one in profile.held(question))
    wanted = plan.target is not None and any(
        atom.question == question and isinstance(atom.value, tuple) and credential.id in atom.value
        for atom in atoms(pathway.targets[plan.target].arrived)
    )
    bringing = [
        step for step in pathway.steps if any(e.op == "gain" and e.value == credential.id for e in _effects(step))
    ]
    steps = tuple(why_step(planner, step, profile, plan, day) for step in bringing)
    return CredentialWhy(credential, held, wanted, steps)
