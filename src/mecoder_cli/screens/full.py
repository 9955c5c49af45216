"""The whole plan: everything that stands behind the one screen, in the order of use."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from mecoder_cli.domain.freshness import Age
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Action, Plan, Planned, Stop
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Big, Block, Checks, Gap, Glyphs, Grid, Head, Para
from mecoder_cli.screens.due import closing_lines, due_line, planned_line
from mecoder_cli.screens.plan import Around, arrived_line, heading, missed_line, news_lines, next_blocks

CHANGES_SHOWN = 4
SOURCES_SHOWN = 3


def full_screen(pathway: Pathway, plan: Plan, width: int, glyphs: Glyphs, around: Around = Around()) -> list[Block]:  # noqa: B008
    """Return everything: next action, road with steps, meanwhile, what would change it, money, assumptions, sources."""
    screen: list[Block] = [heading(pathway, plan, around.who, glyphs), Gap(), *news_lines(pathway, around.changed)]
    screen += _next(pathway, plan, glyphs, around.old)
    if around.notes:
        screen += [Head("HOW YOUR ENTRIES WERE COUNTED"), *(Para(note, "warn", 3) for note in around.notes), Gap()]
    screen += _route(pathway, plan, width, glyphs)
    screen += _dated(plan, around.planned)
    screen += _meanwhile(plan)
    screen += _changes(plan)
    screen += _aid(pathway, plan)
    screen += _foot(pathway, plan)
    if plan.next_action is not None:
        screen += [Gap(), Head("SOURCES OF THE NEXT STEP"), *source_lines(pathway, plan.next_action)]
    hint = f"mecoder checklist {glyphs.dot} mecoder why {glyphs.dot} mecoder routes {glyphs.dot} mecoder salary"
    screen += [Gap(), Para(f"Next: {hint}", "quiet")]
    return screen


def _next(pathway: Pathway, plan: Plan, glyphs: Glyphs, old: Sequence[Age]) -> list[Block]:
    """Return the next action with every condition, line and price."""
    action = plan.next_action
    if action is None:
        return [*next_blocks(pathway, plan, glyphs), Gap()]
    blocks: list[Block] = []
    if plan.status == "complete":
        blocks += [Para(arrived_line(action), "good"), Gap()]
    blocks += [Head("KEEP IT" if plan.status == "complete" else "DO THIS NEXT"), Gap(), Big(action.title)]
    if action.way_label:
        blocks.append(Para(action.way_label, "plain", 3))
    blocks += [Gap(), Para(action.why_text, "plain", 3)]
    for deadline in plan.deadlines:
        if action.due and (deadline.id, deadline.body, deadline.due) == (action.id, action.body, action.due):
            fact = f"  [{deadline.fact}]" if deadline.fact else ""
            told = f"{due_line(deadline, plan.as_of)}{fact}"
            blocks += [Gap(), Para(told, "warn" if deadline.at_risk else "plain", 3)]
    blocks += _reasons(action)
    blocks += _span(action, {age.fact.id for age in old})
    items = Checks(
        tuple((item.text, item.document) for item in action.checklist),
        frozenset(index for index, item in enumerate(action.checklist) if item.id in action.checked),
    )
    blocks += [Gap(), items, Gap()]
    if action.notes:
        blocks += [Head("GOOD TO KNOW"), *(Para(note.text, "plain", 3) for note in action.notes), Gap()]
    if action.programs:
        from mecoder_cli.screens.find import school_lines  # most plans name no program

        blocks += [Head("SCHOOLS THAT FIT"), *school_lines(action.programs), Gap()]
    if old:
        from mecoder_cli.screens.ages import stale_lines  # seldom is a figure too old

        blocks += [*stale_lines(old), Gap()]
    return blocks


def _reasons(action: Action) -> list[Block]:
    if not action.why:
        return []
    rows = tuple(
        (
            reason.label, words.answer(reason.value, reason.unsure),
            words.wanted(reason.condition) + (" (advised)" if reason.advice else ""), words.VERDICT[reason.verdict],
        )
        for reason in action.why
    )  # fmt: skip
    return [Gap(), Grid(rows, frozenset((1,)), ("", "you", "asked", ""), styles=((3, "good"),), stack_below=60)]


def _span(action: Action, old: Collection[str] = ()) -> list[Block]:
    """Return time and money; figures past their shelf life are worded as what they were."""
    was = " when last checked" if any(fact in old for cost in action.costs for fact in cost.facts) else ""
    finish = f": {words.days(action.finish)}" if action.finish and action.weeks.high > 0 else ""
    rows = [("Takes", f"{words.weeks(action.weeks)}{finish}"), ("Costs", words.usd(action.usd) + was)]
    blocks: list[Block] = [Gap(), Grid(tuple(rows), styles=((0, "strong"),))]
    if len(action.costs) > 1 or any(cost.included_in for cost in action.costs):
        lines = tuple(
            (
                cost.label,
                f"already in the price of {cost.included_in}" if cost.included_in else words.usd(cost.usd),
                f"[{cost.facts[-1]}]" if cost.facts else "",
            )
            for cost in action.costs
        )
        blocks.append(Grid(lines, indent=10, styles=((0, "quiet"), (1, "quiet"), (2, "quiet"))))
    return blocks


def source_lines(pathway: Pathway, action: Action) -> list[Block]:
    """Return the quiet lines that say who says so."""
    blocks: list[Block] = []
    seen: set[str] = set()
    for fact_id in action.facts:
        fact = pathway.facts[fact_id]
        if not fact.is_found or len(seen) >= SOURCES_SHOWN:
            continue
        value = fact.current
        source = pathway.sources[value.source]
        if source.id not in seen:
            seen.add(source.id)
            blocks.append(
                Para(
                    f"{source.publisher}, {source.title}; {value.grade}; copy {source.copied}  [{fact_id}]", "quiet", 3
                )
            )
            if source.url:
                blocks.append(Para(source.url, "quiet", 5))
    figures = [id_ for id_ in action.facts if _is_figure(pathway, id_)]
    if figures:
        blocks.append(Para(f"Figures: {' '.join(f'[{id_}]' for id_ in figures)}", "quiet", 3))
    if action.usd.high > 0:
        blocks.append(Para(pathway.settings.price_note, "quiet", 3))
    return blocks


def _is_figure(pathway: Pathway, fact_id: str) -> bool:
    fact = pathway.facts[fact_id]
    return fact.is_found and not isinstance(fact.current.value, str)


def _route(pathway: Pathway, plan: Plan, width: int, glyphs: Glyphs) -> list[Block]:
    ahead = [stop for stop in plan.steps if stop.start is not None]
    if not ahead or plan.finish is None:
        return []
    blocks: list[Block] = [Head("THE ROAD")]
    done = [stop.title for stop in plan.steps if stop.state == "done"]
    if done:
        blocks.append(Para(f"Done: {'; '.join(done)}", "quiet", 3))
    blocks += _timeline(ahead, plan, width, glyphs)
    recommended = plan.routes[0]
    blocks.append(Para(f"Arrive {words.days(plan.finish)}; you pay {words.usd(plan.usd)} until then.", "strong", 3))
    if recommended.aid:
        told = f"With {' or '.join(recommended.aid)}, which your answers make likely; without it {words.usd(plan.usd_before_aid)}."
        blocks.append(Para(told, "plain", 3))
    if plan.if_refused is not None:
        other = plan.if_refused
        told = f"If it is refused: {other.label}; around {words.day(other.finish.likely)}, {words.usd(other.usd)}."
        blocks.append(Para(told, "plain", 3))
    blocks.append(
        Para("One of ten arrives before these days, one after; what it costs, line by line: mecoder routes", "quiet", 3)
    )
    if recommended.label:
        blocks.append(Para(f"By way of: {recommended.label}.", "quiet", 3))
    if plan.tie is not None:
        blocks.append(
            Para(f"{len(plan.tie.routes)} roads are as good as equal; {plan.tie.decides} decides.", "quiet", 3)
        )
    others = [route for route in plan.routes if not route.recommended]
    for route in others[:2]:
        best = (
            {"time": "fastest", "money": "cheapest"}.get(route.best_in[0], "") if route.best_in else "another balance"
        )
        blocks.append(Para(
            f"Also possible ({best}): {route.label}; around {words.day(route.finish.likely)}, ${words.number(route.usd.likely)}.",
            "quiet", 3,
        ))  # fmt: skip
    return [*blocks, Gap()]


def _dated(plan: Plan, planned: Sequence[Planned]) -> list[Block]:
    """Return what falls due besides the next action, what is planned, and which money closes or opens on a day."""
    told = closing_lines(plan.aid, plan.as_of) + [
        due_line(deadline, plan.as_of) for deadline in plan.deadlines
        if plan.next_action is None or deadline.id != plan.next_action.id
    ]  # fmt: skip
    told += [missed_line(one) for one in plan.missed]
    told += [f"{text}." for text in (*plan.decided, *plan.provisos)]
    told += [f"{planned_line(one, plan.as_of)}." for one in planned if not one.is_over(plan.as_of)]
    told += [f"{one.label} may open on {words.day(one.opens)}." for one in plan.aid if one.opens]
    told += [f"Likely to pay part, not yet taken off: {one}." for one in plan.helping]
    return [Head("DAYS TO KEEP, AND MONEY"), *(Para(text, "plain", 3) for text in told), Gap()] if told else []


def _timeline(ahead: list[Stop], plan: Plan, width: int, glyphs: Glyphs) -> list[Block]:
    """Return the steps with their likely end and, where there is room, a bar over time."""
    ahead = sorted(
        ahead, key=lambda stop: (stop.finish.likely if stop.finish else plan.as_of, stop.start or plan.as_of)
    )
    names = [stop.title + (f": {stop.months} months" if stop.months else "") for stop in ahead]
    ends = [f"{glyphs.dot} {words.short_day(stop.finish.likely)}" if stop.finish else "" for stop in ahead]
    assert plan.finish is not None
    if width < 90:
        return [Grid(tuple(zip(names, ends, strict=True)), styles=((1, "quiet"),))]
    span = max(1, (plan.finish.likely - plan.as_of).days)
    room = 28
    bars = []
    for stop in ahead:
        assert stop.start is not None and stop.finish is not None
        start = round((stop.start - plan.as_of).days * (room - 1) / span)
        end = round((stop.finish.likely - plan.as_of).days * (room - 1) / span)
        bars.append(" " * start + glyphs.line * max(1, end - start))
    return [Grid(tuple(zip(names, ends, bars, strict=True)), styles=((1, "quiet"), (2, "accent")))]


def _meanwhile(plan: Plan) -> list[Block]:
    lines = [title for _, title in plan.meanwhile]
    for deadline in plan.deadlines:
        months = (deadline.due - plan.as_of).days / 30.44
        if deadline.missing and months > 1 and plan.next_action and deadline.id != plan.next_action.id:
            most = "At most " if deadline.least else ""
            lines.append(
                f"{most}{deadline.missing / months:.1f} {deadline.body} CEUs a month and you are done in time."
            )
    if not lines:
        return []
    return [Head("MEANWHILE"), *(Para(line, "plain", 3) for line in dict.fromkeys(lines)), Gap()]


def _changes(plan: Plan) -> list[Block]:
    if not plan.what_would_change:
        return []
    rows = []
    for change in plan.what_would_change[:CHANGES_SHOWN]:
        weeks = round(change.days / 7)
        moved = f", {words.count(abs(weeks), 'week')} {'later' if weeks > 0 else 'sooner'}" if weeks else ""
        rows.append((f"{change.label}: {change.value_label}", f"{change.effect}{moved}"))
    return [Head("WHAT WOULD CHANGE THIS"), Grid(tuple(rows), stack_below=70), Gap()]


def _aid(pathway: Pathway, plan: Plan) -> list[Block]:
    if not plan.aid:
        return []
    says = {"yes": "likely", "unknown": "need to know", "no": "not by these answers"}
    rows = []
    for aid in plan.aid:
        asks = ", ".join(words.inside(pathway.questions[id_].label) for id_ in aid.ask)
        said = f"from {words.day(aid.opens)}" if aid.opens else says[aid.verdict]
        rows.append((aid.label, said, f"tell: {asks}" if asks else aid.pays))
    blocks: list[Block] = [Head("MONEY FOR TRAINING"), Grid(tuple(rows), styles=((2, "quiet"),), stack_below=70)]
    keys = dict.fromkeys(id_ for aid in plan.aid for id_ in aid.ask)
    if keys:
        blocks.append(Para(f"Tell it with --set KEY=VALUE: {', '.join(keys)}", "quiet", 3))
    blocks.append(Para("More of it, with papers and days: mecoder find funding", "quiet", 3))
    return [*blocks, Gap()]


def _foot(pathway: Pathway, plan: Plan) -> list[Block]:
    blocks: list[Block] = []
    for assumption in plan.assumptions[:6]:
        blocks.append(Para(f"Taken as: {assumption.label} - {assumption.read_as}.", "quiet"))
    for conflict in plan.conflicts[:3]:
        blocks.append(Para(
            f"Sources differ on {words.inside(conflict.label)}: used \"{conflict.used}\"; "
            f"also said: \"{conflict.other}\". {conflict.because[0].upper() + conflict.because[1:]}.  [{conflict.fact}]", "quiet",
        ))  # fmt: skip
    checked = date.fromisoformat(pathway.settings.checked)
    age = (plan.as_of - checked).days
    blocks.append(Para(
        f"Facts checked {words.day(checked)}" + (f", {words.count(age, 'day')} before this plan. " if age > 1 else ". ")
        + pathway.settings.promise_note, "quiet",
    ))  # fmt: skip
    return blocks
