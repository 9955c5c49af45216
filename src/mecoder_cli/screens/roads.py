"""The road drawn over the years: one line for each stretch, in the color of its phase."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from mecoder_cli.domain.facts import Range
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Plan, Stop
from mecoder_cli.domain.steps import road_name
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Drawing, Glyphs, Grid, Head, Para, Part, Spans, Twin

STAR = 20
"""When the line of the arrival yields: last of all."""
NAMES, TOLD = 13, 23
"""Columns of the name of a stretch and of what is told of it."""
DRAWN_FROM = 60
"""The narrowest screen on which the road is drawn."""
BARS = 60
"""The widest that the years are drawn."""


class Stretch(NamedTuple):
    """Steps that stand on one line of the road."""

    name: str
    tone: str
    start: date
    end: date
    usd: Range
    told: str
    is_now: bool


def stretches(pathway: Pathway, plan: Plan) -> list[Stretch]:
    """Return what lies ahead, the steps of one stretch together, in the order in which they end."""
    counted = plan.routes[0].aid if plan.routes else ()
    paid = {part for aid in pathway.aid if aid.label in counted for part in aid.covers}
    tones = {phase.id: phase.tone for phase in pathway.phases}
    named: dict[str, list[Stop]] = {}
    for stop in plan.steps:
        if stop.start is not None and stop.finish is not None:
            named.setdefault(pathway.step(stop.id).stretch or stop.title, []).append(stop)
    found = []
    for name, stops in named.items():
        ends = [stop.finish.likely for stop in stops if stop.finish]
        usd = Range(*(sum(stop.usd[part] for stop in stops) for part in range(3)))
        now = plan.next_action is not None and any(stop.id == plan.next_action.id for stop in stops)
        longest = max(stops, key=lambda stop: stop.usd.likely)
        found.append(Stretch(
            name, tones[longest.phase], min(stop.start for stop in stops if stop.start), max(ends), usd,
            _told(pathway, stops, usd, paid), now,
        ))  # fmt: skip
    return sorted(found, key=lambda one: (not one.is_now, one.end, one.start))


def _told(pathway: Pathway, stops: Sequence[Stop], usd: Range, paid: Collection[str]) -> str:
    """Return what is told of a stretch beside its name: by which way, else what it costs."""
    ways = [
        road_name(step, way, paid)
        for stop in stops
        for step in [pathway.step(stop.id)]
        for way in step.ways
        if way.id == stop.way and way.telling
    ]
    return ways[-1] if ways else f"about ${words.number(round(usd.likely))}" if usd.likely else ""


def road_blocks(pathway: Pathway, plan: Plan, width: int, glyphs: Glyphs) -> list[Block]:
    """Return the road: drawn from 60 columns up, else and in pipes in words."""
    found = stretches(pathway, plan)
    if not found or plan.finish is None:
        return []
    rows = tuple(
        (one.name, one.told or "-", f"until {words.month(one.end)}") for one in found
    )  # fmt: skip
    told_of = Para(arrival(plan), "strong")
    listed: tuple[Block, ...] = (Head("YOUR ROAD"), Grid(rows, indent=1, styles=((1, "quiet"),)), told_of)
    if width < DRAWN_FROM:
        names = tuple((one.name, words.short_month(one.end)) for one in found)
        return [Twin((Head("YOUR ROAD"), Grid(names, indent=1, styles=((1, "quiet"),)), told_of), listed)]
    told = TOLD if width >= 76 else 0
    *lines, star = _lines(found, plan, width, told, glyphs)
    # The sentence under it says the same day.
    return [Twin((Drawing(tuple(lines)), Part(STAR, (Drawing((star,)),)), told_of), listed)]


def _lines(found: Sequence[Stretch], plan: Plan, width: int, told: int, glyphs: Glyphs) -> list[Spans]:
    assert plan.finish is not None
    day = plan.as_of
    left = 1 + 2 + NAMES + 1 + (told + 1 if told else 0)
    room = min(BARS, width - left - 1)
    end = max(plan.finish.likely, *(one.end for one in found))
    days = max(30, (end - day).days)

    def at(when: date) -> int:
        return round(max(0, (when - day).days) * (room - 1) / days)

    head = " YOUR ROAD".ljust(left)
    lines: list[Spans] = [((head, "accent"), (axis(day, days, room), "quiet"))]
    for one in found:
        start, stop = at(one.start), at(one.end)
        bar = " " * start + glyphs.road * max(1, stop - start)
        mark = glyphs.now if one.is_now else glyphs.dot
        about = f"{_cut(one.told, told):<{told}} " if told else ""
        lines.append((
            (f" {mark} ", "strong" if one.is_now else "quiet"),
            (f"{_cut(one.name, NAMES):<{NAMES}} ", "strong" if one.is_now else "plain"), (about, "quiet"), (bar, one.tone),
        ))  # fmt: skip
    name = f" {glyphs.star} {'You arrive':<{NAMES}} {words.month(plan.finish.likely)}".ljust(left)
    lines.append(((name, "strong"), (" " * max(0, left + at(plan.finish.likely) - len(name)) + glyphs.star, "good")))
    return lines


def arrival(plan: Plan) -> str:
    """Return when the person arrives and what all of it costs, in a sentence."""
    assert plan.finish is not None
    low, high = words.short_month(plan.finish.low), words.short_month(plan.finish.high)
    spread = "" if low == high else f" ({low} to {high})"
    when = f"{words.month(plan.finish.likely)}{spread}"
    aid = ", with likely aid" if plan.routes and plan.routes[0].aid else ""
    return f"Arrive about {when}; {words.price(plan.usd) or 'no cost'} in all{aid}."


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - 1].rstrip(" ,") + "."


def axis(day: date, days: int, room: int) -> str:
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
