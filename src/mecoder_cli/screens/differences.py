"""What other knowledge would change: conflicts of sources, and two knowledge files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mecoder_cli.domain.facts import shown
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Gap, Grid, Head, Para, Title

if TYPE_CHECKING:  # the types of what is shown; the work is another's
    from mecoder_cli.proof.differ import Difference, Others, Outcome


def conflicts_screen(pathway: Pathway, others: Others, has_person: bool) -> list[Block]:
    """Return each disagreement: both sides, who says so and when, the side taken, and what the other would change."""
    screen: list[Block] = [Title("Where sources disagree", words.count(len(others), "fact")), Gap()]
    for id_, sides in others.items():
        fact = pathway.facts[id_]
        screen.append(Para(f"{fact.label}  [{id_}]", "strong"))
        for index, value in enumerate(fact.values):
            source = pathway.sources[value.source]
            used = "used: " if index == fact.used else "also said: "
            screen.append(
                Para(
                    f"{used}{shown(fact, index)} ({source.publisher}, {value.grade}, {value.as_of})",
                    "good" if index == fact.used else "plain",
                    3,
                )
            )
        screen.append(Para(f"Why: {fact.because}.", "quiet", 3))
        for index, changed, own in sides:
            which = f' under "{shown(fact, index)[:50]}"' if len(sides) > 1 else " under the other"
            screen.append(Para(_effect(pathway, which, changed, own, has_person), "plain", 3))
        screen.append(Gap())
    screen.append(Para("What the other side would change was computed by planning again with it.", "quiet"))
    return screen


def _effect(pathway: Pathway, which: str, changed: Difference | None, own: Difference | None, has_person: bool) -> str:
    if changed is None or not (changed.next_actions or changed.dates or changed.money):
        return f"The plan{which}: the same for everybody tried."
    text = (
        f"The plan{which}: of {changed.people} kinds of person, the next action changes for {changed.next_actions}, "
        f"the dates for {changed.dates}, the money for {changed.money}."
    )
    if own is not None and own.examples:
        _, before, after = own.examples[0]
        return f"{text} Yours: {_moved(pathway, before, after)}."
    return f"{text} Yours: the same." if has_person else text


def _moved(pathway: Pathway, before: Outcome, after: Outcome) -> str:
    parts = []
    if before[:2] != after[:2]:
        parts.append(f"{_step(pathway, before)} -> {_step(pathway, after)}")
    if before.days != after.days:
        weeks = round(((after.days or 0) - (before.days or 0)) / 7)
        parts.append(f"{words.count(abs(weeks), 'week')} {'later' if weeks > 0 else 'sooner'}")
    if before.usd != after.usd:
        usd = round(after.usd - before.usd)
        parts.append(f"${words.number(abs(usd))} {'more' if usd > 0 else 'less'}")
    return ", ".join(parts) or "the same"


def _step(pathway: Pathway, outcome: Outcome) -> str:
    if not outcome.step:
        return "arrived"
    title = next((step.title for step in pathway.steps if step.id == outcome.step), outcome.step)
    return f"{title} ({outcome.way})" if outcome.way else title


def diff_screen(old: Pathway, new: Pathway, found: Difference) -> list[Block]:
    """Return what two knowledge files say otherwise, and whose advice changes."""
    screen: list[Block] = [Title("What changed")]
    changed = [id_ for id_ in old.facts if id_ in new.facts and old.facts[id_] != new.facts[id_]]
    rows = [(id_, _value(old, id_), _value(new, id_)) for id_ in changed]
    for name, ids in (("Facts gone", set(old.facts) - set(new.facts)), ("Facts new", set(new.facts) - set(old.facts))):
        if ids:
            screen.append(Para(f"{name}: {', '.join(sorted(ids))}"))
    for name, one, other in (
        ("Steps", {s.id: s for s in old.steps}, {s.id: s for s in new.steps}),
        ("Aims", dict(old.targets), dict(new.targets)), ("Questions", dict(old.questions), dict(new.questions)),
        ("Credentials", dict(old.credentials), dict(new.credentials)), ("Bodies", dict(old.bodies), dict(new.bodies)),
    ):  # fmt: skip
        differ = sorted(id_ for id_ in {*one, *other} if one.get(id_) != other.get(id_))
        if differ:
            screen.append(Para(f"{name} that differ: {', '.join(differ)}"))
    if rows:
        screen += [Gap(), Grid(tuple(rows), header=("fact", "was", "is"), indent=1, stack_below=90)]
    screen += [Gap(), Head("WHOSE ADVICE CHANGES")]
    screen.append(Para(
        f"Of {found.people} kinds of person, the next action changes for {found.next_actions}, the dates for {found.dates}, "
        f"the money for {found.money}."
    ))  # fmt: skip
    for who, before, after in found.examples:
        screen += [Para(who, "quiet", 3), Para(_moved(new, before, after), "plain", 5)]
    return screen


def _value(pathway: Pathway, id_: str) -> str:
    fact = pathway.facts[id_]
    return shown(fact, fact.used) if fact.is_found else "not found"
