"""Routes side by side: a table, a timeline, budgets item by item, and a simulation that says it is one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Drawing, Gap, Glyphs, Grid, Head, Para, Title, clean
from mecoder_cli.planner.budget import Line
from mecoder_cli.routes.compare import Compared, Comparison, Leg, named

SHOWN = 8
"""Routes shown without ``--all``; what is best in something or recommended is always there."""
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


def routes_screen(pathway: Pathway, found: Comparison, width: int, glyphs: Glyphs, everything: bool) -> list[Block]:
    """Return all routes to the aim: the table, the timeline, the budgets of the best ones and the simulation."""
    aim = pathway.targets[found.target].label
    screen: list[Block] = [Title(f"Roads to: {aim}", f"{words.day(found.as_of)}, by {BY[found.by]}"), Gap()]
    if not found.routes:
        text = "You have arrived: no road is needed." if found.arrived else "With these answers no road is known."
        return [*screen, Para(text, "good" if found.arrived else "warn"), *_others(pathway, found)]
    shown = _shown(found.routes, everything)
    numbers = {route.id: number for number, route in enumerate(found.routes, 1)}
    screen += [_table(found, shown, numbers), Para(LIKELY, "quiet"), Gap()]
    if any(route.against_advice for route in shown):
        text = 'Best in: among the roads that follow the advice of the bodies. "Only what is required" leaves it out.'
        screen += [Para(text, "quiet"), Gap()]
    hidden = len(found.routes) - len(shown)
    if hidden:
        screen += [Para(f"And {hidden} more: mecoder routes --all", "quiet"), Gap()]
    screen += [*timeline(pathway, shown, numbers, found.as_of, width, glyphs), Gap()]
    screen += _budgets(found, numbers, width)
    screen += simulation(pathway, found, shown, numbers, width)
    screen += _others(pathway, found)
    # Numbers belong to an order: what opens a route must name it.
    order = f" --by {found.by}" if found.by != "fit" else ""
    screen += [
        Para(pathway.settings.price_note, "quiet"), Para(pathway.settings.promise_note, "quiet"), Gap(),
        Para(f"Next: mecoder routes 1{order} {glyphs.dot} --by time, money or risk {glyphs.dot} mecoder plan", "quiet"),
    ]  # fmt: skip
    return screen


# --- the table ---------------------------------------------------------------------------------------------


def _shown(routes: Sequence[Compared], everything: bool) -> list[Compared]:
    if everything:
        return list(routes)
    kept = [route for index, route in enumerate(routes) if index < SHOWN or route.best_in or route.recommended]
    against = [route for route in routes if route.against_advice and route not in kept]
    return [route for route in routes if route in kept or route in against[:1]]


def _table(found: Comparison, shown: Sequence[Compared], numbers: dict[str, int]) -> Grid:
    header = ("road", "likely end", "1 to 9 of 10", "money", "1 to 9 of 10", "best in")
    rows = []
    for route in shown:
        marks = [BEST[name] for name in route.best_in] + (["your plan"] if route.recommended else [])
        rows.append((
            f"{numbers[route.id]} {named(route)}", words.short_month(route.finish.likely),
            f"{words.short_month(route.finish.low)} - {words.short_month(route.finish.high)}",
            f"${words.number(route.usd.likely)}", f"{route.usd.low:,} - {route.usd.high:,}",
            ", ".join(marks),
        ))  # fmt: skip
    return Grid(
        tuple(rows),
        frozenset((3, 4)),
        header,
        1,
        ((1, "strong"), (2, "quiet"), (4, "quiet"), (5, "good")),
        stack_below=84,
    )


# --- the timeline --------------------------------------------------------------------------------------------


def timeline(
    pathway: Pathway, routes: Sequence[Compared], numbers: dict[str, int], day: date, width: int, glyphs: Glyphs
) -> list[Block]:  # fmt: skip
    """Draw each route as one line over the years: at each moment the step that nothing can wait for."""
    end = max(route.finish.likely for route in routes)
    room = max(20, min(width, 100) - 8)
    days = max(1, (end - day).days)
    shades = {phase.id: glyphs.shades[index % len(glyphs.shades)] for index, phase in enumerate(pathway.phases)}
    lines = [" " * 5 + _axis(day, days, room)]
    for route in routes:
        cells = []
        for column in range(room):
            leg = _running(route.legs, day + timedelta(days=round((column + 0.5) * days / room)))
            cells.append(shades[leg.phase] if leg is not None else " ")
        lines.append(f"{numbers[route.id]:>3}  {clean(''.join(cells)).rstrip()}")
    used = {leg.phase for route in routes for leg in route.legs}
    key = "   ".join(f"{shades[phase.id]} {phase.label}" for phase in pathway.phases if phase.id in used)
    return [Drawing(tuple(lines)), Para(f"{key}   (likely dates)", "quiet", 5)]


def _running(legs: Sequence[Leg], moment: date) -> Leg | None:
    """Return the step under way at *moment* that can slip least; of several the one that began last."""
    open_ = [leg for leg in legs if leg.start <= moment < leg.finish]
    return min(open_, key=lambda leg: (leg.slack, -leg.start.toordinal()), default=None)


def _axis(day: date, days: int, room: int) -> str:
    """Return a line with each year under its first day."""
    cells = [" "] * room
    later = range(day.year + 1, (day + timedelta(days=days)).year + 1)
    columns = {year: round((date(year, 1, 1) - day).days * room / days) for year in later}
    if columns.get(day.year + 1, room) > len(str(day.year)):
        columns = {day.year: 0, **columns}
    taken = -1
    for year, column in columns.items():
        text = str(year)
        if taken < column <= room - len(text):
            cells[column : column + len(text)] = text
            taken = column + len(text)
    return "".join(cells).rstrip()


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
