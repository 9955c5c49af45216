"""Say why: the conditions of a step with the values seen, its facts, sources and conflicts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from mecoder_cli.domain.conditions import (
    ALWAYS,
    NO,
    UNKNOWN,
    VERDICTS,
    YES,
    All,
    AnyOf,
    Atom,
    Condition,
    Not,
    atoms,
    evaluate,
)  # fmt: skip
from mecoder_cli.domain.facts import day_text, shown
from mecoder_cli.domain.firm import Firm
from mecoder_cli.domain.pathway import Aid, Pathway
from mecoder_cli.domain.plan import AidVerdict, Assumption, Conflict, Reason
from mecoder_cli.domain.profile import Held, Profile, Raw
from mecoder_cli.domain.renewals import taken_as_paid
from mecoder_cli.domain.steps import Group, Item, Step, Way
from mecoder_cli.planner.situation import Situation, opening


def seen(value: Raw | None) -> bool | int | str | tuple[str, ...] | None:
    """Return an answer as an explanation shows it."""
    if isinstance(value, tuple):
        return tuple(held.id if isinstance(held, Held) else str(held) for held in value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return tuple(f"{key} {count}" for key, count in value.items())
    return value


def title_of(step: Step, firm: Firm) -> str:
    """Return what a step is called for this person."""
    return next((one.title for one in step.wordings if evaluate(one.when, firm) == YES), step.title)


def lines_for(step: Step, way: Way | None, firm: Firm) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """Return what this person can do for a step by one of its ways, and what is only good to know.

    What is there for some people alone stands first: it is what a general list would not tell them.
    """
    every = [
        item for item in (*(way.items if way else ()), *step.items)
        if item.tries != "again" and evaluate(item.applies, firm) == YES and evaluate(item.unless, firm) != YES
        and not (item.aid and firm.was_refused(item.aid))
    ]  # fmt: skip
    every.sort(key=lambda item: item.applies == ALWAYS)
    return tuple(item for item in every if not item.note), tuple(item for item in every if item.note)


def groups_for(step: Step, way: str | None, firm: Firm) -> tuple[list[Group], list[Item]]:
    """Return the lines of a step by one of its ways in one group, or by each way apart, and what is good to know."""
    chosen = [one for one in step.ways if way in (None, one.id)]
    if len(chosen) < 2:
        lines, notes = lines_for(step, chosen[0] if chosen else None, firm)
        return [("", lines)], list(notes)
    bare = step._replace(items=())
    apart = [(one.label, lines_for(bare, one, firm)) for one in chosen]
    common, notes = lines_for(step, None, firm)
    groups = [*((label, lines) for label, (lines, _) in apart if lines), ("", common)]
    return groups, [*(note for _, (_, own) in apart for note in own), *notes]


def reasons(pathway: Pathway, step: Step, way: Way | None, profile: Profile, day: date) -> tuple[Reason, ...]:
    """Return the comparisons that a step rests on, with the values seen and the verdicts."""
    firm = Firm(pathway, profile, day)
    found: dict[Atom, Reason] = {}
    conditions = [(step.applies, False), (step.needs, False), (step.advises, True)]
    if way is not None:
        conditions.append((way.needs, False))
    for condition, advice in conditions:
        for atom, negated in _telling(condition, firm):
            found.setdefault(atom, _reason(atom, negated, firm, profile, advice))
    return tuple(found.values())


def _reason(atom: Atom, negated: bool, firm: Firm, profile: Profile, advice: bool) -> Reason:
    value = seen(profile.answers.get(atom.question))
    unsure = atom.question in profile.unsure
    verdict = evaluate(atom, firm)
    text, verdict = (f"not {atom.text}", YES - verdict) if negated else (atom.text, verdict)
    return Reason(text, atom.label, value, unsure, VERDICTS[verdict], advice, atom.facts)


def _telling(condition: Condition, firm: Firm, negated: bool = False) -> Iterable[tuple[Atom, bool]]:
    """Yield the comparisons that settle the verdict: of alternatives, only one that holds."""
    if isinstance(condition, Atom):
        yield condition, negated
    elif isinstance(condition, Not):
        yield from _telling(condition.part, firm, not negated)
    elif isinstance(condition, All):
        for part in condition.parts:
            yield from _telling(part, firm, negated)
    elif isinstance(condition, AnyOf):
        holding = [part for part in condition.parts if evaluate(part, firm) == YES]
        for part in holding[:1] or condition.parts:
            yield from _telling(part, firm, negated)


def sources_of(pathway: Pathway, facts: Iterable[str]) -> tuple[str, ...]:
    """Return the sources behind *facts*, each once."""
    found: dict[str, None] = {}
    for id_ in facts:
        fact = pathway.facts[id_]
        if fact.is_found:
            found[fact.current.source] = None
    return tuple(found)


def conflicts_of(pathway: Pathway, facts: Iterable[str]) -> tuple[Conflict, ...]:
    """Return the disagreements among *facts*."""
    found = []
    for id_ in dict.fromkeys(facts):
        fact = pathway.facts[id_]
        if fact.is_conflict:
            others = [shown(fact, index) for index in range(len(fact.values)) if index != fact.used]
            found.append(Conflict(id_, fact.label, shown(fact, fact.used), "; ".join(others), fact.because))
    return tuple(found)


def assumptions(
    pathway: Pathway, situation: Situation, profile: Profile, matters: frozenset[str]
) -> tuple[Assumption, ...]:
    """Return how answers that are not firm were read, where the advice rests on them and they concern the person."""
    found = []
    firm = Firm(pathway, profile, situation.day)
    for id_, question in pathway.questions.items():
        if question.type == "lapsed" or evaluate(question.applies, firm) == NO:
            continue
        if id_ in profile.unsure:
            found.append(Assumption(id_, question.label, question.cautious.text))
        elif not profile.has(id_) and id_ in matters and id_ in situation.values:
            default = question.default
            text = (question.likely or question.cautious).text
            if default is not None and default != question.cautious.value:
                text = next((choice.label for choice in question.choices if choice.id == default), str(default))
            found.append(Assumption(id_, question.label, text))
    memberships = pathway.settings.questions.memberships
    for body, dues in taken_as_paid(pathway, profile, situation.day):
        found.append(Assumption(memberships, f"{body.id} dues of {day_text(dues)}", "paid"))
    return tuple(found)


def aid_verdicts(pathway: Pathway, profile: Profile, day: date) -> tuple[AidVerdict, ...]:
    """Return what the firm answers say of every money for training, likely first, then what needs an answer."""
    firm = Firm(pathway, profile, day)
    refused = {one.id for one in profile.held(pathway.settings.questions.refused)}
    found = []
    for aid in pathway.aid:
        concerns = evaluate(aid.concerns, firm)
        opens = evaluate(aid.when, firm)
        conditions = [aid.when] if concerns == YES or (opens == NO and concerns != NO) else [aid.concerns]
        verdict = min(concerns, opens)
        if aid.id in refused or aid.shut:
            verdict, conditions = NO, []
        elif concerns == YES and evaluate(aid.unclear, firm) == YES:
            verdict = UNKNOWN
        told = dict.fromkeys(pair for condition in conditions for pair in _telling(condition, firm))
        why = tuple(_reason(atom, negated, firm, profile, False) for atom, negated in told)
        open_ = dict.fromkeys(atom.question for condition in conditions for atom in _atoms_open(condition, firm))
        ask = tuple(open_) if verdict == UNKNOWN else ()
        found.append(AidVerdict(
            aid.id, aid.label, VERDICTS[verdict], aid.pays, ask, why, VERDICTS[concerns], aid.id in refused,
            sooner=aid.sooner, approval=aid.approval, until=_open_until(pathway, aid, profile, day) if verdict == YES else None,
            opens=opening(pathway, aid.when, profile, day) if conditions == [aid.when] and verdict == NO else None,
        ))  # fmt: skip
    return tuple(
        sorted(found, key=lambda one: (VERDICTS.index(one.verdict), VERDICTS.index(one.concerns)), reverse=True)
    )


def _open_until(pathway: Pathway, aid: Aid, profile: Profile, day: date) -> date | None:
    """Return the day on which money closes because a number grows past its limit week by week."""
    reached = dict(profile.reached)
    left = [
        (atom.value - count, reached.get(atom.question, day))
        for atom in atoms(aid.when)
        if pathway.questions[atom.question].grows == "week" and atom.op == "<" and isinstance(atom.value, int)
        if isinstance(count := profile.answers.get(atom.question), int)
    ]
    return min((since + timedelta(weeks=weeks) for weeks, since in left), default=None)


def closes_any(pathway: Pathway, profile: Profile, day: date) -> bool:
    """Return whether any money closes on a day for the person; which of it lies on their road, a plan tells."""
    return any(one.until is not None for one in aid_verdicts(pathway, profile, day))


def aid_ahead(pathway: Pathway, steps: frozenset[str], profile: Profile, day: date) -> tuple[AidVerdict, ...]:
    """Return the verdicts that a plan tells: for the steps ahead, of what surely concerns the person."""
    ahead = {aid.id for aid in pathway.aid if not aid.shut and not steps.isdisjoint(aid.steps)}
    found = aid_verdicts(pathway, profile, day) if ahead else ()
    return tuple(one for one in found if one.id in ahead and one.concerns == VERDICTS[YES])


def before_class(
    pathway: Pathway, verdicts: Iterable[AidVerdict], start: date, day: date, *, is_paid: bool
) -> tuple[AidVerdict, ...]:  # fmt: skip
    """Return the verdicts with the day by which to ask in time for a class, where it must be asked for before class.

    Counted are the days that the money asks for, or the most weeks that approval takes of what is likely, where nothing
    else pays the class (*is_paid*).
    """
    known = {aid.id: max(int(aid.before_days), round(aid.weeks.high * 7)) for aid in pathway.aid}
    approved = {aid.id for aid in pathway.aid if aid.weeks.high and not is_paid}
    found = []
    for one in verdicts:
        by = start - timedelta(days=known[one.id])
        last = one.until or (start if one.id in approved and one.verdict == VERDICTS[YES] else None)
        in_time = last is not None and known[one.id] and day <= by < last
        found.append(one._replace(until=by, sooner="") if in_time else one)
    return tuple(found)


def helping(pathway: Pathway, verdicts: Iterable[AidVerdict], parts: Collection[str]) -> tuple[str, ...]:
    """Return the money that is likely to pay some of *parts* (``step:way/part``) and is not counted for anything."""
    known = {aid.id: aid for aid in pathway.aid}
    return tuple(
        one.label for one in verdicts
        if one.verdict == VERDICTS[YES] and not (aid := known[one.id]).covers and not aid.living
        and (not aid.partly or not set(aid.partly).isdisjoint(parts))
    )  # fmt: skip


def _atoms_open(condition: Condition, firm: Firm) -> Iterable[Atom]:
    return (atom for atom in atoms(condition) if firm.known(atom.question) is None)
