"""One self-contained page: nothing is fetched, no script is needed, and it prints on two sheets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib.resources import files
from typing import NamedTuple

from jinja2 import Environment, select_autoescape

from mecoder_cli.exports.handout import Handout
from mecoder_cli.output import words
from mecoder_cli.screens.roads import Stretch

TEMPLATE = "page.html.j2"
WIDTH, LEFT, ROW, TOP = 720, 200, 26, 24
"""Of the drawn road, in units of its picture: all of it, the names, a line, the years above."""
YEARS_SHOWN = 12
"""Years named above the road; of a longer one, every second or third."""


class Bar(NamedTuple):
    """A stretch of the road, drawn."""

    name: str
    tone: str
    x: float
    y: float
    width: float
    is_now: bool


class Mark(NamedTuple):
    """A year on the axis."""

    label: str
    x: float


class Drawn(NamedTuple):
    """The road as a picture."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    years: tuple[Mark, ...]
    end: float
    """Where one arrives."""
    told: str
    """The same in a sentence, for whoever does not see it."""


def page(handout: Handout) -> str:
    """Return the page as HTML."""
    environment = Environment(autoescape=select_autoescape(default=True), trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"day": words.day, "month": words.month, "link": link}
    text = files("mecoder_cli.exports").joinpath(TEMPLATE).read_text(encoding="utf-8")
    return environment.from_string(text).render(one=handout, drawn=drawn(handout))


def link(site: str) -> str:
    """Return an address that a reader may follow; nothing for what is none."""
    return site if site.startswith(("https://", "http://")) else ""


def drawn(handout: Handout) -> Drawn | None:
    """Return the road as a picture; nothing where there is no road."""
    if not handout.road or handout.finish is None:
        return None
    first = handout.day
    last = max(handout.finish, *(one.end for one in handout.road))
    days = max(30, (last - first).days)
    room = WIDTH - LEFT - 20

    def at(when: date) -> float:
        return round(LEFT + max(0, (when - first).days) * room / days, 1)

    bars = tuple(
        Bar(one.name, one.tone, at(one.start), TOP + 8 + number * ROW, max(4.0, round(at(one.end) - at(one.start), 1)), one.is_now)
        for number, one in enumerate(handout.road)
    )  # fmt: skip
    height = TOP + 8 + len(bars) * ROW + 6
    return Drawn(WIDTH, height, bars, _years(first, last, at), at(handout.finish), _told(handout.road, handout.finish))


def _years(first: date, last: date, at: Callable[[date], float]) -> tuple[Mark, ...]:
    every = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    apart = -(-len(every) // YEARS_SHOWN) or 1
    return tuple(Mark(str(one.year), at(one)) for one in every[::apart])


def _told(road: tuple[Stretch, ...], finish: date) -> str:
    parts = [f"{one.name} until {words.month(one.end)}" for one in road]
    return f"{'; '.join(parts)}. You arrive about {words.month(finish)}."
