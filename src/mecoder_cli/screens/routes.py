"""Routes side by side: a table, a timeline, budgets item by item, and a simulation that says it is one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Plan
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Drawing, Gap, Glyphs, Grid, Head, Para, Spans, Title, Twin
from mecoder_cli.planner.budget import Line
from mecoder_cli.routes.bridge import Crossing
from mecoder_cli.routes.compare import Compared, Comparison, Leg, named
from mecoder_cli.screens.doors import saved
from mecoder_cli.screens.roads import DRAWN_FROM, axis

FEW = 5
"""Roads shown without ``--all``; what is best in something or recommended is always there."""
APART_DAYS, APART_USD = 45, 250
"""Roads that are nearer than this in both are one choice to a person."""
TONES = ("train", "certify", "work", "keep")
"""The colors of the phases in the order of a career."""
SIDE_BY_SIDE = 4
CLOSE = 90
"""Days before a change of code year within which a failed try, or a delay, would need new books."""
ASSUMED = 3
"""Assumptions of the model shown beside many routes; one route shows them all."""
LIKELY = (
    "Likely: half of the outcomes are sooner, half later; steps may run long, exams be failed. Of ten, one ends before and one "
    "after the days given beside it. Money is all that leaves your pocket until then, after aid that is likely."
)
BEST = {"time": "soonest", "money": "least money", "risk": "safest date"}
BY = {"fit": "what fits you", "time": "the likely end", "money": "what you pay", "risk": "the day that 9 of 10 reach"}


def routes_screen(
    pathway: Pathway, found: Comparison, width: int, glyphs: Glyphs, everything: bool, plan: Plan | None = None,
    crossing: Crossing | None = None,
) -> list[Block]:  # fmt: skip
    """Return the roads to the aim: a verdict, the few that differ in something that matters, drawn; all with *everything*."""
    aim = pathway.targets[found.target].label
    screen: list[Block] = [Title(f"Roads to: {aim}", f"{words.day(found.as_of)}, by {BY[found.by]}"), Gap()]
    if not found.routes:
        text = "You have arrived: no road is needed." if found.arrived else "With these answers no road is known."
        return [*screen, Para(text, "good" if found.arrived else "warn"), *_others(pathway, found)]
    shown = list(found.routes) if everything else few(found.routes)
    numbers = {route.id: number for number, route in enumerate(found.routes, 1)}
    screen += [*_verdict(pathway, found, shown, plan), Gap(), _table(found, shown, numbers), Gap()]
    if width >= DRAWN_FROM:
        screen += [Twin((*timeline(pathway, shown, numbers, found.as_of, width, glyphs), Gap()), ())]
    if plan is not None and plan.provisos:
        screen += [*(Para(f"{text}.") for text in plan.provisos), Gap()]
    if crossing is not None:
        screen += [Para(f"Another way in is a job beside coding: mecoder find jobs. {saved(crossing)}"), Gap()]
    # Numbers belong to an order: what opens a route must name it.
    order = f" --by {found.by}" if found.by != "fit" else ""
    if everything:
        screen += _budgets(found, numbers, width)
        screen += simulation(pathway, found, shown, numbers, width)
        screen += _others(pathway, found)
        screen += [
            Para(LIKELY, "quiet"),
            Para(pathway.settings.price_note, "quiet"),
            Para(pathway.settings.promise_note, "quiet"),
            Gap(),
        ]
    hidden = len(found.routes) - len(shown)
    more = f"   All {len(found.routes)}: mecoder routes --all{order}" if hidden else ""
    screen.append(Para(f"One in full, by its number: mecoder routes 1{order}{more}", "quiet"))
    return screen


# --- the verdict ---------------------------------------------------------------------------------------------


def few(routes: Sequence[Compared]) -> list[Compared]:
    """Return at most :data:`FEW` roads: the first, those that are best in something, then those unlike what is shown."""
    kept = [route for index, route in enumerate(routes) if not index or route.recommended or route.best_in][:FEW]
    for route in routes:
        if len(kept) >= FEW:
            break
        if route not in kept and all(_differ(route, one) for one in kept) and not route.against_advice:
            kept.append(route)
    return [route for route in routes if route in kept]


def _differ(one: Compared, other: Compared) -> bool:
    """Return whether two roads are far enough apart in time or money to be worth a line."""
    return (
        abs((one.finish.likely - other.finish.likely).days) > APART_DAYS
        or abs(one.usd.likely - other.usd.likely) > APART_USD
    )


def _verdict(pathway: Pathway, found: Comparison, shown: Sequence[Compared], plan: Plan | None) -> list[Block]:
    """Return in two lines which road, why it fits, and what the runner-up trades."""
    best = shown[0] if found.by != "fit" else next((one for one in shown if one.recommended), shown[0])
    when, price = words.month(best.finish.likely), f"${words.number(best.usd.likely)}"
    first = f"{words.capital(_name(best, shown))}: {when}, {price}. {_because(best, plan)}".rstrip()
    # What fits second best; by another order, what is best in something.
    others = [one for one in shown if one.id != best.id]
    other = next((one for one in others if one.best_in or found.by == "fit"), next(iter(others), None))
    blocks: list[Block] = [Para(first, "strong")]
    if other is not None:
        money = round(other.usd.likely - best.usd.likely)
        cost = f"${words.number(abs(money))} {'more' if money > 0 else 'less'}" if money else "for the same money"
        apart = words.apart((other.finish.likely - best.finish.likely).days)
        blocks.append(Para(f"Next best: {_name(other, shown)}: {apart}, {cost}."))
    return blocks


def _name(route: Compared, shown: Sequence[Compared]) -> str:
    """Return what a road is called among those shown: its ways alone, where no other has the same."""
    if route.ways and not route.against_advice and sum(one.ways == route.ways for one in shown) == 1:
        return ", then ".join(route.ways)
    return named(route)


def _because(best: Compared, plan: Plan | None) -> str:
    if best.recommended and plan is not None and plan.decided:
        return f"{plan.decided[0]}."
    marks = [BEST[name] for name in best.best_in]
    if plan is not None and plan.routes and plan.routes[0].id == best.id and plan.routes[0].aid:
        marks.insert(0, f"with {' or '.join(plan.routes[0].aid)}, which is likely for you")
    if best.recommended and not marks:
        marks.append("the best balance of time and money for your answers")
    return f"Why: {', '.join(marks)}." if marks else ""


# --- the table ---------------------------------------------------------------------------------------------


def _table(found: Comparison, shown: Sequence[Compared], numbers: dict[str, int]) -> Grid:
    header = ("road", "likely end", "money", "best in")
    rows = []
    for route in shown:
        marks = [BEST[name] for name in route.best_in] + (["your plan"] if route.recommended else [])
        rows.append((
            f"{numbers[route.id]} {words.capital(_name(route, shown))}", words.short_month(route.finish.likely),
            f"${words.number(route.usd.likely)}", ", ".join(marks) or "-",
        ))  # fmt: skip
    return Grid(tuple(rows), frozenset((2,)), header, 1, ((1, "strong"), (3, "good")), stack_below=70)


# --- the timeline --------------------------------------------------------------------------------------------


def timeline(
    pathway: Pathway, routes: Sequence[Compared], numbers: dict[str, int], day: date, width: int, glyphs: Glyphs
) -> list[Block]:  # fmt: skip
    """Draw each route as one line over the years: at each moment the step that nothing can wait for."""
    end = max(route.finish.likely for route in routes)
    room = max(20, min(width, 100) - 8)
    days = max(1, (end - day).days)
    tones = {phase.id: phase.tone for phase in pathway.phases}
    lines: list[str | Spans] = [" " * 5 + axis(day, days, room)]
    for route in routes:
        cells: list[tuple[str, str]] = [(f"{numbers[route.id]:>3}  ", "plain")]
        for column in range(room):
            leg = _running(route.legs, day + timedelta(days=round((column + 0.5) * days / room)))
            tone = tones[leg.phase] if leg is not None else "plain"
            cells.append((glyphs.shades[TONES.index(tone)] if leg is not None else " ", tone))
        lines.append(tuple(cells))
    used = {tones[leg.phase]: None for route in routes for leg in route.legs}
    key = tuple(
        (f"{glyphs.shades[TONES.index(tone)]} {words.capital(tone)}   ", tone) for tone in TONES if tone in used
    )
    return [Drawing((*lines, (("     ", "plain"), *key, ("(likely dates)", "quiet"))))]


def _running(legs: Sequence[Leg], moment: date) -> Leg | None:
    """Return the step under way at *moment* that can slip least; of several the one that began last."""
    open_ = [leg for leg in legs if leg.start <= moment < leg.finish]
    return min(open_, key=lambda leg: (leg.slack, -leg.start.toordinal()), default=None)


# --- budgets side by side ------------------------------------------------------------------------------------


def _budgets(found: Comparison, numbers: dict[str, int], width: int) -> list[Block]:
    best = [route for route in found.routes if route.best_in or route.recommended]
    # Where there is no room for all, the plan's own route stays.
    kept = sorted(best, key=lambda route: not route.recommended)[: SIDE_BY_SIDE if width >= 60 else 2]
    best = [route for route in best if route in kept]
    sums = [route.budget for route in best]
    labels = dict.fromkeys((line.item, line.label) for one in sums for line in one.lines)
    rows = []
    for item, label in labels:
        cells = [next((line for line in one.lines if line.item == item), None) for one in sums]
        rows.append((label, *(_amount(line) for line in cells)))
    rows.append(("Together, half pay less", *(f"{route.usd.likely:,}" for route in best)))
    rows.append(("1 to 9 of 10", *(f"{route.usd.low:,} - {route.usd.high:,}" for route in best)))
    header = ("USD, on average", *(f"road {numbers[route.id]}" for route in best))
    columns = frozenset(range(1, len(best) + 1))
    return [
        Head("WHAT THEY COST UNTIL YOU ARRIVE"),
        Grid(tuple(rows), columns, header, styles=((0, "plain"),)),
        Para(
            "Aid is taken off where your answers make it likely. Notes and figures: mecoder routes NUMBER", "quiet", 3,
        ), Gap(),
    ]  # fmt: skip


def _amount(line: Line | None) -> str:
    if line is None:
        return "-"
    if any(note.kind in ("inside", "bundled") for note in line.notes) and not line.usd.high:
        return "included"
    return f"{round(line.usd.likely):,}"


# --- the simulation --------------------------------------------------------------------------------------------


def simulation(
    pathway: Pathway, found: Comparison, routes: Sequence[Compared], numbers: dict[str, int], width: int
) -> list[Block]:  # fmt: skip
    """Return the spread of ends and sums: one table where there is room, else one of days and one of money."""
    days, money = [], []
    for route in routes:
        if route.forecast is None:
            return []
        name = f"road {numbers[route.id]}"
        days.append(
            (name, *(words.short_month(found.as_of + timedelta(days=round(part))) for part in route.forecast.days))
        )
        usd = [f"{round(part):,}" for part in route.forecast.usd]
        first = route.forecast.first_time
        money.append((*usd, "-" if first is None else f"{first:.0%}"))
    by, paid = ("", "10 % by", "50 % by", "90 % by"), ("USD 10 %", "50 %", "90 %", "no retake")
    strong = ((2, "strong"), (5, "strong"))
    if width >= 76:
        rows = tuple((*left, *right) for left, right in zip(days, money, strict=True))
        tables: list[Block] = [Grid(rows, frozenset((4, 5, 6, 7)), (*by, *paid), styles=strong)]
    else:
        sums = tuple((row[0], *right) for row, right in zip(days, money, strict=True))
        tables = [
            Grid(tuple(days), frozenset(), by, styles=strong[:1]), Gap(),
            Grid(sums, frozenset((1, 2, 3, 4)), ("", *paid), styles=strong[:1]),
        ]  # fmt: skip
    assumptions = pathway.budget.assumptions if pathway.budget is not None else ()
    if len(routes) > 1 and len(assumptions) > ASSUMED:
        assumptions = (*assumptions[:ASSUMED], "All that it takes for granted: mecoder routes NUMBER")
    return [
        Head(f"A MODEL, NOT A PROMISE: {found.runs} SIMULATED RUNS OF EACH ROAD, SEED {found.seed}"),
        *tables, *(Para(text, "quiet", 3) for text in assumptions), Gap(),
    ]  # fmt: skip


def _others(pathway: Pathway, found: Comparison) -> list[Block]:
    if not found.others:
        return []
    rows = tuple(
        (
            pathway.targets[one.target].label, ", ".join(one.gains) or "-", words.short_month(one.finish.likely),
            f"${words.number(round(one.usd.likely))}",
        )
        for one in found.others
    )  # fmt: skip
    return [
        Head("OTHER AIMS FROM WHERE YOU STAND"),
        Grid(rows, frozenset((3,)), ("aim", "you gain", "likely end", "money"), styles=((1, "quiet"),), stack_below=60),
        Para("Compare one: mecoder routes --set target=ID", "quiet", 3), Gap(),
    ]  # fmt: skip
