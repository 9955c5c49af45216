"""The ladder as a screen: each rung with what it pays, asks and takes."""

from __future__ import annotations

from collections.abc import Sequence

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Drawing, Gap, Glyphs, Grid, Head, Para, Part, Title, Twin
from mecoder_cli.routes.growth import Growth, pay_of
from mecoder_cli.screens.doors import said

AIR, NOTE, ASKS, LAST = 95, 90, 60, 20
NAMES = 26
"""Signs that the name of a rung takes."""
PAY = 17
"""Signs that a pay with its year takes."""
DRAWN_FROM = 60
NOT_FOUND = "pay not found"


def ladder_screen(pathway: Pathway, found: Sequence[Growth], knows: bool, width: int, glyphs: Glyphs) -> list[Block]:
    """Return the ladder, the best paid on top, with what each rung asks and takes from where the person stands."""
    blocks: list[Block] = [Title("Where coding leads", pathway.settings.place), Part(AIR, (Gap(),))]
    most = max((one.pay.usd for one in found if one.pay), default=1)
    room = min(width, 100) - NAMES - PAY - 6
    for number, one in enumerate(found, 1):
        told = Grid(((f"{number:>2}", one.rung.label, _pay(one)),), indent=1, styles=((1, "strong"),))
        if width >= DRAWN_FROM:
            long = round(room * one.pay.usd / most) if one.pay else 0
            mark = glyphs.here if one.is_here else " "
            line = (
                (f" {number:>2} ", "quiet"), (f"{mark} {one.rung.label[:NAMES]:<{NAMES}}", "strong"),
                (f" {_pay(one):>{PAY}} ", "plain"), (glyphs.bar * max(1, long) if one.pay else "", "work"),
            )  # fmt: skip
            blocks.append(Twin((Drawing((line,)),), (told,)))
        else:
            blocks.append(told)
        blocks.append(
            Part(ASKS + number, (Para(f"{one.rung.asks} {_takes(one)}".strip(), "quiet", 6),), (_short(one),))
        )
    blocks += [Part(AIR, (Gap(),)), Part(NOTE, (Para(pathway.growth.note, "quiet"),))]
    you = "" if knows else "Time and money for you: answer mecoder plan   "
    return [*blocks, Para(f"{you}One in full: mecoder grow 1", "quiet")]


def rung_screen(pathway: Pathway, found: Sequence[tuple[int, Growth]]) -> list[Block]:
    """Return rungs in full, with every figure that is known and its source."""
    blocks: list[Block] = []
    for number, one in found:
        rung = one.rung
        made_for = pathway.credentials[rung.credential].name if rung.credential else ""
        rows = [
            ("Asks", rung.asks),
            ("Made for it", f"{rung.credential}, {made_for}" if made_for else ""),
            *(
                (("Pay" if not place else ""), f"{pathway.facts[id_].label}: {said(pathway, id_)}  [{id_}]")
                for place, id_ in enumerate(rung.pay)
            ),
            ("Pay", "" if rung.pay else "not found"),
            ("It adds", _adds(pathway, one)),
            ("From here", _takes(one)),
            ("On the way", ", ".join(one.reach.gains) if one.reach else ""),
            *(
                ((("Rests on") if not place else ""), f"{pathway.facts[id_].label}: {said(pathway, id_)}  [{id_}]")
                for place, id_ in enumerate(id_ for id_ in rung.facts if id_ not in rung.pay)
            ),
        ]
        blocks += [
            Head(f"{number}  {rung.label}"), Grid(tuple(row for row in rows if row[1]), indent=1, styles=((0, "strong"),)), Gap(),
        ]  # fmt: skip
    return [*blocks, Para(pathway.settings.promise_note, "quiet")]


def _pay(one: Growth) -> str:
    if one.pay is None:
        return NOT_FOUND
    return f"${one.pay.usd:,} ({one.pay.as_of[:4] if one.pay.as_of[:1].isdigit() else one.pay.as_of})"


def _takes(one: Growth) -> str:
    """Return what it takes from where the person stands."""
    if one.is_here:
        return "You are here."
    if one.reach is None:
        return ""
    return f"For you about {words.month(one.reach.finish.likely)}, ${words.number(round(one.reach.usd.likely))} in all."


def _short(one: Growth) -> Para:
    return Para(_takes(one) or one.rung.asks.split(".")[0] + ".", "quiet", 6)


def _adds(pathway: Pathway, one: Growth) -> str:
    """Return how much more it pays than what the person holds, where one source tells of both."""
    if one.more is None:
        return "not known: no one source gives this pay beside yours" if one.pay and not one.is_here else ""
    how = "more" if one.more.usd >= 0 else "less"
    than, source = pathway.facts[one.more.than], pathway.sources[one.more.source]
    base = pay_of(than)
    year = f" of {one.more.as_of}" if one.more.as_of[:1].isdigit() else ""
    return f"${abs(one.more.usd):,} a year {how} than {than.label if base else 'yours'}, by figures{year} ({source.publisher})"
