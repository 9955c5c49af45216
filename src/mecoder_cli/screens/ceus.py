"""CEUs by body, and what falls due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mecoder_cli.domain.facts import shown
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Dated, Deadline, Planned
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Drawing, Gap, Glyphs, Grid, Para, Part, Title, Twin
from mecoder_cli.record.units import Cycle, Sort
from mecoder_cli.screens.due import line_of
from mecoder_cli.screens.status import BAR

# What yields where the screen is short: the rules from the last to the first.
RULE, AIR, BARS = 60, 40, 30


def ceu_screen(pathway: Pathway, cycles: Sequence[Cycle], day: date, glyphs: Glyphs) -> list[Block]:
    """Return the CEUs by body."""
    if not cycles:
        return [
            Para("No credential or membership is known, so no CEUs are owed."),
            Para(
                "Log what you hold: mecoder log exam ID --date DATE --result pass; mecoder log membership ID --renews DATE",
                "quiet",
            ),
        ]
    screen: list[Block] = []
    for cycle in cycles:
        screen += _cycle(pathway, cycle, day, glyphs)
    screen.append(
        Para("Log each certificate: mecoder log ceu --body ID --units N --date DATE --title T [--category C]", "quiet")
    )
    return screen


def _cycle(pathway: Pathway, cycle: Cycle, day: date, glyphs: Glyphs) -> list[Block]:
    body = pathway.bodies[cycle.body]
    if cycle.end is None or cycle.start is None:
        asked = f"{words.number(cycle.earned)} CEUs are logged; the cycle is not known."
        hint = f"Give the day it ends: mecoder log membership {body.id} --renews DATE"
        return [Title(body.name), Para(asked, "warn"), Para(hint, "quiet"), Gap()]
    left = (cycle.end - day).days
    when = f"in {words.count(left, 'day')}" if left >= 0 else f"over since {words.count(-left, 'day')}"
    screen: list[Block] = [
        Title(body.name, f"{words.short_day(cycle.begins or cycle.start)} to {words.short_day(cycle.end)}, {when}")
    ]
    if cycle.assumed:
        screen.append(Para("The cycle is worked out from the day the credential was earned.", "quiet", 3))
    rows = [("Needed", f"{cycle.needed}", "")]
    if cycle.least is not None:
        why = "first cycle: fewer, in proportion; no formula was found, the lower number is our reckoning"
        rows = [("Needed", f"{cycle.least} to {cycle.needed}", why)]
    rows += [("Earned", words.number(cycle.earned), "by your entries")]
    if cycle.said:
        rows.append(("Said", words.number(cycle.said), "without certificates here; counts until they are logged"))
    if cycle.owed and cycle.start is not None:
        rows.append(
            (
                "Owed",
                words.number(cycle.owed),
                f"from the cycle that ended on {words.day(cycle.start)}; new ones go there first",
            )
        )
    if cycle.made_up:
        rows.append(
            ("Made up", words.number(cycle.made_up), "dated after the end of a cycle that was short, and counted there")
        )
    if cycle.planned:
        rows.append(("Planned", words.number(cycle.planned), "still to come: mecoder list planned"))
    most = "at most, " if cycle.least is not None and cycle.missing else ""
    rows.append(("Missing", words.number(cycle.missing), most + _pace(cycle, left)))
    screen.append(Grid(tuple(rows), frozenset((1,)), styles=((0, "strong"), (2, "quiet"))))
    full = min(BAR, round(BAR * min(1.0, cycle.counts / cycle.needed))) if cycle.needed else BAR
    bar = Drawing((((f"   {glyphs.bar * full}{glyphs.line * (BAR - full)}", "keep"),),))
    screen += [Part(BARS, (Twin((bar,), ()),)), Part(AIR + 1, (Gap(),))]
    if cycle.sorts:
        screen.append(Para("Of which:", "strong", 3))
        screen.append(
            Grid(
                tuple(_sort_row(sort) for sort in cycle.sorts),
                frozenset((1,)),
                indent=5,
                styles=((2, "quiet"),),
                stack_below=70,
            )
        )
    notes = enumerate(_cycle_notes(pathway, cycle))
    screen += [
        Para(text, style, 3) if style == "warn" else Part(RULE - n, (Para(text, style, 3),))
        for n, (text, style) in notes
    ]
    return [*screen, Part(AIR, (Gap(),))]


def _pace(cycle: Cycle, left: int) -> str:
    if cycle.reported:
        return "noted as reported"
    if not cycle.missing:
        return "complete" if cycle.needed else "nothing is owed"
    if cycle.lacking > max(0, cycle.needed - cycle.counts):
        return "of the sorts below"
    if left < 0 or cycle.per_month is None:
        return "overdue"
    if cycle.planned >= cycle.missing:
        return "all of it is planned"
    return f"{cycle.per_month:.1f} a month from now{' besides what is planned' if cycle.planned else ''}"


def _sort_row(sort: Sort) -> tuple[str, ...]:
    if sort.missing and sort.unsorted:
        state = f"{sort.missing:g} to go, or fewer: {sort.unsorted:g} logged without --category"
    else:
        state = f"{sort.missing:g} to go" if sort.missing else "complete"
    return (f"{sort.label} (--category {sort.id})", f"{sort.earned:g} of {sort.needed}", state)


def _cycle_notes(pathway: Pathway, cycle: Cycle) -> list[tuple[str, str]]:
    body = pathway.bodies[cycle.body]
    notes = []
    if cycle.early:
        notes.append((f"{cycle.early:g} CEUs are dated before the first credential and do not count.", "warn"))
    if cycle.either and body.either_cycle:
        notes.append(
            (f"{cycle.either:g} CEUs of the month in which the last cycle ended may go to either one.", "plain")
        )
    rest = cycle.other - cycle.either
    if rest > 0:
        notes.append((f"{rest:g} CEUs belong to other cycles; they are not carried over.", "plain"))
    wanted = dict.fromkeys(
        fact for fact in (body.first_cycle if cycle.is_first else "", body.either_cycle if cycle.other else "") if fact
    )
    others = {c.ceus_inside for c in pathway.credentials.values()} | {share.percent.fact for share in body.ceu_shares}
    for id_ in (*wanted, *(rule for rule in body.rules if rule not in wanted)):
        # What is asked of credentials that are not held, or stands above already, is left out.
        if id_ in others or (id_ == body.first_cycle and not cycle.is_first):
            continue
        fact = pathway.facts[id_]
        if fact.is_found:
            notes.append((f"{fact.label}: {shown(fact, fact.used)}", "quiet"))
    return notes


def due_screen(pathway: Pathway, found: Sequence[tuple[date, Dated]], day: date, nothing: str = "") -> list[Block]:
    """Return one line for each thing that has its day, the soonest first; *nothing* when there is none."""
    blocks: list[Block] = [
        Para(text, style, 0) for text, style in (due_row(pathway, on, one, day) for on, one in found)
    ]
    return blocks or [Para(nothing, indent=0) if nothing else Drawing(())]


def due_row(pathway: Pathway, on: date, one: Dated, day: date) -> tuple[str, str]:
    """Return what has its day in a line, the day in front, and how it is drawn."""
    if isinstance(one, Deadline):
        more, style = pathway.step(one.id).title, "warn" if one.at_risk else "plain"
    elif isinstance(one, Planned):
        more, style = "mecoder list planned", "warn" if one.is_over(day) else "plain"
    else:
        more, style = "mecoder find funding", "warn"
    return f"{on}  {line_of(one, day)}  ({more})", style
