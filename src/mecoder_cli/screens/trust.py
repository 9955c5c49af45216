"""How far the knowledge can be trusted, as screens: conflicts, ages, differences, words, the proof."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mecoder_cli.domain.facts import shown
from mecoder_cli.domain.freshness import Age
from mecoder_cli.domain.pathway import Pathway, Term
from mecoder_cli.lookup.search import Hit
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Gap, Grid, Head, Para, Title
from mecoder_cli.proof.differ import Difference, Others, Outcome
from mecoder_cli.proof.trial import Result

BAR = 30


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


def ages_screen(found: Sequence[Age], day: date, nothing: str) -> list[Block]:
    """Return facts with the day they were checked, the day they keep until and where to check them."""
    if not found:
        return [Para(nothing, "good")]
    screen: list[Block] = []
    for age in found:
        late = (day - age.until).days
        when = f"{words.count(late, 'day')} past its time" if late > 0 else f"keeps until {words.short_day(age.until)}"
        screen.append(Para(f"{age.fact.label}: {shown(age.fact, age.fact.used)}  [{age.fact.id}]", "plain", 1))
        screen.append(
            Para(f"{age.fact.kind}, checked {words.short_day(age.checked)}, {when}", "warn" if late > 0 else "quiet", 4)
        )
        if age.where:
            screen.append(Para(age.where, "quiet", 4))
    return [*screen, Gap(), Para(words.count(len(found), "fact"), "strong")]


def stale_lines(found: Sequence[Age]) -> list[Block]:
    """Return what to say under an answer that rests on facts past their time."""
    if not found:
        return []
    first = found[0]
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    return [
        Para(
            f"May have changed since: {first.fact.label} was checked {words.day(first.checked)}{more}. Check before you rely on it"
            + (f": {first.where}" if first.where else "") + "  (mecoder facts stale)", "warn",
        )
    ]  # fmt: skip


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


def search_screen(found: Sequence[Hit]) -> list[Block]:
    """Return hits, the best first."""
    rows = tuple((f"{hit.title}", hit.excerpt, f"{hit.kind} [{hit.id}]") for hit in found)
    return [
        Grid(rows, indent=1, styles=((0, "strong"), (2, "quiet")), stack_below=100),
        Gap(),
        Para("More of one: mecoder why ID", "quiet"),
    ]


def glossary_screen(pathway: Pathway, found: Sequence[Term], full: bool) -> list[Block]:
    """Return words with what they mean; in full with who says so."""
    screen: list[Block] = []
    for term in found:
        also = f" (also: {', '.join(term.also)})" if term.also else ""
        screen.append(Para(f"{term.term}{also}", "strong"))
        screen.append(Para(f"{term.meaning[0].upper()}{term.meaning[1:]}.", "plain", 3))
        if full:
            source = pathway.sources[term.source]
            screen.append(Para(f"{source.publisher}, {source.title}; copy {source.copied}", "quiet", 3))
            if source.url:
                screen.append(Para(source.url, "quiet", 3))
            if term.facts:
                screen.append(Para(f"Facts: {', '.join(term.facts)}", "quiet", 3))
    return screen


def proof_screen(pathway: Pathway, result: Result) -> list[Block]:
    """Return what the proof came to, as tables."""
    kinds: dict[str, list[int]] = {}
    for one in result.targets:
        tried = kinds.setdefault(one.target, [0, 0])
        tried[0] += one.kinds
        tried[1] += sum(one.counts.values()) + sum(one.later.values())
    rows = [(target, f"{count:,}", str(wrong)) for target, (count, wrong) in kinds.items()]
    rows.append(("deadlines", f"{result.deadlines:,}", str(result.counts.get("deadlines", 0))))
    rows.append(("all", f"{result.kinds:,}", str(sum(result.counts.values()))))
    how = (
        "every kind of person that the knowledge can tell apart"
        if result.limited is None
        else f"at most {result.limited} kinds for each aim and priority (a sample)"
    )
    screen: list[Block] = [
        Title("Proof of coverage", f"{result.seconds:.0f} s"), Para(f"Tried: {how}."), Gap(),
        Grid(tuple(rows), frozenset((1, 2)), ("aim", "kinds", "problems"), indent=1), Gap(),
    ]  # fmt: skip
    checks = (
        ("answer", "exactly one next action, or the aim is reached"), ("arrives", "carrying out the road arrives"),
        ("dates", "no date runs backwards"), ("sums", "totals are the sum of the steps"),
        ("monotonic", "having done more is never later"), ("deadlines", "deadlines come first when they are at risk"),
        ("dead", "no step, way, question or part of a condition is idle"), ("unused facts", "no fact is unused"),
    )  # fmt: skip
    table = [(text, "ok" if name not in result.counts else f"{result.counts[name]} problems") for name, text in checks]
    if result.limited is not None:
        table = [(text, state if text != checks[6][1] else "not judged on a sample") for text, state in table]
    screen += [Grid(tuple(table), indent=1, styles=((1, "good"),)), Gap()]
    screen += [Para(f"{p.check}: {p.what}: {p.who}", "warn", 1) for p in result.problems[:20]]
    if result.exceptions:
        screen.append(Para("Where having done more makes the finish later, and why:", "strong", 1))
        reasons = tuple((f"{count:,} kinds", reason) for reason, count in result.exceptions.items())
        screen += [Grid(reasons, frozenset((0,))), Gap()]
    screen += [Para(f"unused fact: {id_}", "warn", 1) for id_ in result.unused[:20]]
    everybody, newcomers = result.asked, result.newcomers
    screen += [
        Head("QUESTIONS BEFORE THE NEXT ACTION IS CERTAIN"),
        Grid((
            (f"{everybody.interviews:,} interviews", f"mean {everybody.mean}", f"worst {everybody.worst}"),
            (f"{newcomers.interviews:,} with newcomers", f"mean {newcomers.mean}", f"worst {newcomers.worst}"),
            ("a form with every question", f"{everybody.all_questions}", ""),
        ), indent=1),
        Para(f"Asked although it could not matter: {everybody.needless + newcomers.needless}", "plain", 1), Gap(),
    ]  # fmt: skip
    most = max(everybody.histogram.values(), default=1)
    bars = tuple(
        (str(n), "#" * max(1, round(BAR * share / most)), f"{share:.1f} %") for n, share in everybody.histogram.items()
    )
    screen.append(Grid(bars, frozenset((0,)), ("questions", "", "of all"), indent=1, styles=((1, "accent"),)))
    screen.append(Para("Each answer that the knowledge can tell apart is taken as equally likely.", "quiet"))
    return screen
