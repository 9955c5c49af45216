"""Why, in full: conditions with the value seen, near misses, facts and sources."""

from __future__ import annotations

from collections.abc import Sequence

from mecoder_cli.domain.facts import Fact, shown
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Plan
from mecoder_cli.domain.steps import Step
from mecoder_cli.lookup.things import Thing
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Gap, Glyphs, Grid, Head, Para, Title
from mecoder_cli.output.words import short_text
from mecoder_cli.planner.whys import CredentialWhy, Group, Line, QuestionWhy, StepWhy
from mecoder_cli.screens.facts import show_screen

PLACES = {
    "next": ("This is the next thing to do.", "good"),
    "ahead": ("It lies ahead on your road.", "plain"),
    "done": ("It is done.", "good"),
    "other": ("It is not on the road recommended to you, but on another one.", "plain"),
    "closed": ("It is not open to you yet.", "warn"),
    "off": ("Your aim does not need it.", "plain"),
}
_DRIVEN = ("applies", "done")


def step_screen(pathway: Pathway, why: StepWhy, plan: Plan, glyphs: Glyphs, first: str = "") -> list[Block]:
    """Return why a step stands where it stands."""
    text, style = PLACES[why.place]
    screen: list[Block] = [Title(why.step.title, f"{why.step.id}{first}"), Para(text, style), Para(why.step.why), Gap()]
    if why.route is not None and plan.finish is not None:
        screen += [Para(_compared(why, plan)), Gap()]
    for group in why.groups:
        screen += _group(group)
    if why.waits:
        titles = "; ".join(pathway.step(id_).title for id_ in why.waits)
        screen += [Para(f"Waits on it: {titles}."), Gap()]
    screen += _figures(pathway, why.step)
    return screen


def _compared(why: StepWhy, plan: Plan) -> str:
    assert why.route is not None and plan.finish is not None
    weeks = round((why.route.finish.likely - plan.finish.likely).days / 7)
    usd = round(why.route.usd.likely - plan.usd.likely)
    time = f"{words.count(abs(weeks), 'week')} {'later' if weeks > 0 else 'sooner'}" if weeks else "at the same time"
    money = f"${words.number(abs(usd))} {'more' if usd > 0 else 'less'}" if usd else "for the same money"
    return f"The best road over it ({why.route.label}) arrives around {words.day(why.route.finish.likely)}: {time}, {money}."


def _group(group: Group) -> list[Block]:
    rows = tuple(_row(line) for line in group.lines)
    verdict = {"yes": "yes", "no": "no" if group.kind in _DRIVEN else "not yet", "unknown": "need to know"}[
        group.verdict
    ]
    title = f"By {group.title}: {verdict}" if group.kind == "way" else f"{group.title}: {verdict}"
    if not rows:
        return [Para(title, "strong"), Gap()]
    blocks: list[Block] = [
        Para(title, "strong"),
        Grid(rows, header=("", "you", "asked", ""), styles=((3, "quiet"),), stack_below=60),
    ]
    if group.short:
        blocks.append(Para(f"Missing: {'; '.join(short_text(short) for short in group.short)}.", "warn", 3))
    return [*blocks, Gap()]


def _row(line: Line) -> tuple[str, ...]:
    label = "  " * line.depth + line.label
    if not line.condition:
        return (f"{label}:", "", "", words.VERDICT[line.verdict])
    fact = f"  [{line.facts[0]}]" if line.facts else ""
    return (
        label,
        words.answer(line.seen, line.unsure),
        words.wanted(line.condition) + fact,
        words.VERDICT[line.verdict],
    )


def _figures(pathway: Pathway, step: Step) -> list[Block]:
    """Return every figure of a step with its id, source and grade."""
    ids: dict[str, None] = {}
    for part in (*step.parts, *(part for way in step.ways for part in way.parts)):
        ids |= dict.fromkeys(part.facts)
    ids |= dict.fromkeys(step.facts)
    for item in (*step.items, *(item for way in step.ways for item in way.items)):
        ids |= dict.fromkeys(item.facts)
    if not ids:
        return []
    return [Head("FIGURES AND RULES BEHIND IT"), *fact_lines(pathway, list(ids))]


def fact_lines(pathway: Pathway, ids: Sequence[str]) -> list[Block]:
    """Return facts as quiet lines: label, value, who says so, id."""
    blocks: list[Block] = []
    for id_ in ids:
        fact = pathway.facts[id_]
        if not fact.is_found:
            blocks.append(Para(f"{fact.label}: not found in any source read  [{id_}]", "quiet", 3))
            continue
        source = pathway.sources[fact.current.source]
        differ = "; sources differ" if fact.is_conflict else ""
        blocks.append(Para(
            f"{fact.label}: {shown(fact, fact.used)} ({source.publisher}, {fact.current.grade}, {fact.current.as_of}{differ})  [{id_}]",
            "quiet", 3,
        ))  # fmt: skip
    return blocks


def fact_screen(pathway: Pathway, fact: Fact, uses: Sequence[tuple[str, str]], plan: Plan | None) -> list[Block]:
    """Return a fact with its sources and everything that uses it."""
    screen = [
        block
        for block in show_screen(pathway, fact)
        if not (isinstance(block, Para) and block.text.startswith("Used by:"))
    ]
    screen += [Gap(), Head("WHAT USES IT")]
    by_kind: dict[str, list[str]] = {}
    for kind, id_ in uses:
        by_kind.setdefault(kind, []).append(id_)
    screen.append(Grid(tuple((kind, ", ".join(ids)) for kind, ids in by_kind.items()), styles=((0, "quiet"),)))
    if not uses:
        screen.append(Para("Only the settings of the file, or nothing.", "quiet", 3))
    if plan is not None and plan.next_action is not None and fact.id in plan.next_action.facts:
        screen.append(Para(f"It stands behind your next action: {plan.next_action.title}.", "strong"))
    return screen


def thing_screen(pathway: Pathway, thing: Thing) -> list[Block]:
    """Return what something else with an id is, and the facts that it rests on."""
    screen: list[Block] = [Title(thing.title, thing.id), Para(f"{words.capital(thing.kind)}.", "quiet")]
    if thing.text:
        screen.append(Para(words.capital(thing.text)))
    if thing.facts:
        screen += [Gap(), Head("FACTS BEHIND IT"), *fact_lines(pathway, thing.facts)]
    return screen


def question_screen(pathway: Pathway, why: QuestionWhy) -> list[Block]:
    """Return what hangs on an answer."""
    question = why.question
    screen: list[Block] = [
        Title(question.ask, question.id),
        Para(f"Asked because {question.why}."),
        Para(
            f"Your answer: {words.answer(why.value, why.unsure)}. Not sure is read as: {question.cautious.text}.",
            "quiet",
        ),
        Gap(),
    ]
    if why.outcomes:
        titles = {step.id: step.title for step in pathway.steps}
        rows = tuple((answer, _action(action, titles)) for answer, action in why.outcomes)
        same = len(rows) == 1
        head = (
            "WHATEVER YOU ANSWER, THE NEXT ACTION IS THE SAME" if same else "WHERE EACH ANSWER LEADS, ALL ELSE AS IT IS"
        )
        screen += [Head(head), Grid(rows, stack_below=70), Gap()]
    if why.read_by:
        reads: dict[str, list[str]] = {}
        for id_, text in why.read_by:
            reads.setdefault(id_, []).append(text)
        screen += [
            Head("WHO READS IT"),
            Grid(
                tuple((id_, "; ".join(texts)) for id_, texts in reads.items()), styles=((1, "quiet"),), stack_below=70
            ),
        ]
    return screen


def _action(key: str, titles: dict[str, str]) -> str:
    id_, _, way = key.partition(":")
    if not id_:
        return "arrived, or no road"
    return titles.get(id_, id_) + (f" ({way})" if way else "")


def credential_screen(pathway: Pathway, why: CredentialWhy, plan: Plan, glyphs: Glyphs) -> list[Block]:
    """Return what a credential is to this person."""
    credential = why.credential
    held = "You hold it." if why.held else "You do not hold it."
    target = pathway.targets[plan.target].label.lower() if plan.target else ""
    wanted = (
        f"Your aim ({target}) asks for it, or for one like it."
        if why.wanted
        else "Your aim does not ask for it."
        if target
        else ""
    )
    screen: list[Block] = [
        Title(credential.name, credential.id),
        Para(f"{held} {wanted}".strip()),
        Para(credential.note),
        Gap(),
    ]
    if not why.steps:
        screen += [Para("No step of the knowledge leads to it; it is listed so that you can compare."), Gap()]
    for step in why.steps:
        screen += step_screen(pathway, step, plan, glyphs)
        screen.append(Gap())
    screen.append(Para(f"Everything known about it: mecoder cert show {credential.id}", "quiet"))
    return [block for block in screen if not (isinstance(block, Para) and not block.text)]
