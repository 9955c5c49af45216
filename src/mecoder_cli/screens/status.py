"""Where a person stands, on one screen."""

from __future__ import annotations

from mecoder_cli.domain.facts import Range
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Changed, Plan, phases_of
from mecoder_cli.domain.renewals import kept_and_lapsed
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Big, Block, Gap, Glyphs, Grid, Head, Panel, Para, Part, Title, Twin
from mecoder_cli.output.words import NOTES_SHOWN
from mecoder_cli.record.standing import Standing
from mecoder_cli.screens.due import closing_lines, due_line, planned_line
from mecoder_cli.screens.entries import _label, asked_months
from mecoder_cli.screens.plan import ARRIVED, news_lines

BAR = 20

# What yields where the screen is short.
NOTES, ROAD, WAY = 50, 40, 30


def status_screen(
    pathway: Pathway, name: str, standing: Standing, plan: Plan, width: int, glyphs: Glyphs,
    changed: Changed | None = None,
) -> list[Block]:  # fmt: skip
    """Return where the person stands, on one screen."""
    target = pathway.targets[plan.target].label if plan.target else "no aim yet"
    screen: list[Block] = [Title(f"{name}: {target}", words.day(plan.as_of)), *news_lines(pathway, changed)]
    screen += _next(pathway, plan, glyphs.dot)
    screen += _progress(pathway, plan, width, glyphs)
    kept, gone = kept_and_lapsed(pathway, standing.profile, plan.as_of)
    held = ", ".join(one.id + (f" since {words.short_day(one.day)}" if one.day else "") for one in kept)
    rows = [("Holds", held or "no credential yet")]
    if gone:
        rows.append(("Lapsed", ", ".join(one.id for one in gone)))
    if standing.jobs:
        rows.append(("Verified work", words.count(standing.months.counted, "month")))
    if standing.months.asked:
        rows.append(("To ask about", asked_months(pathway, standing.months)))
    rows += [("Falls due", due_line(deadline, plan.as_of)) for deadline in plan.deadlines if deadline.is_told]
    rows += [("Planned", planned_line(one, plan.as_of)) for one in standing.planned if not one.is_over(plan.as_of)]
    rows += [("Closes", line) for line in closing_lines(plan.aid, plan.as_of)]
    to_come = words.price(_to_come(plan)) or ("not known yet" if plan.unanswered else "nothing")
    rows.append(("Money", f"${words.number(standing.spent)} spent; to come, after likely aid: {to_come}"))
    if plan.finish is not None:
        low, high = words.short_month(plan.finish.low), words.short_month(plan.finish.high)
        rows.append(("Arrive", f"{words.month(plan.finish.likely)} ({low} to {high})"))
    screen.append(Grid(tuple(rows), indent=1, styles=((0, "strong"),), stack_below=60))
    for number, note in enumerate(standing.notes[:NOTES_SHOWN]):
        screen.append(Part(NOTES + number, (Para(note, "warn"),)))
    if standing.notes:
        screen.append(
            Part(NOTES - 1, (Para(f"{words.count(len(standing.notes), 'note')}: mecoder profile show", "quiet"),))
        )
    dot = glyphs.dot
    screen.append(
        Para(f"Next: mecoder plan {dot} mecoder checklist {dot} mecoder log --help {dot} mecoder papers", "quiet")
    )
    return screen


def _to_come(plan: Plan) -> Range:
    """Return what is still to be paid: on the road, or, once it is over, the bills that stand beside it."""
    if plan.finish is not None:
        return plan.usd
    bills = [deadline.usd for deadline in plan.deadlines if deadline.usd is not None]
    return Range(*(sum(bill[part] for bill in bills) for part in range(3)))


def _next(pathway: Pathway, plan: Plan, glyphs_dot: str) -> list[Block]:
    if plan.unanswered:
        asks = ", ".join(_label(pathway, question) for question in plan.unanswered[:3])
        return [
            Para(f"The next action hangs on answers still to give: {asks}.", "warn"),
            Para("Go on with: mecoder plan"),
            Gap(),
        ]
    action = plan.next_action
    if action is None:
        text = ARRIVED if plan.status == "complete" else "No road to the aim is known."
        return [Para(text, "good" if plan.status == "complete" else "warn"), Gap()]
    told: list[Block] = [Big(action.title)]
    if action.way_label:
        told.append(Part(WAY, (Para(words.capital(action.way_label) + "."),)))
    cost = words.price(action.usd) or "free"
    ticked = sum(item.id in action.checked for item in action.checklist)
    lines = (
        f" {glyphs_dot} {ticked} of {len(action.checklist)} lines done: mecoder checklist" if action.checklist else ""
    )
    told.append(Para(f"{words.span(action.weeks)} {glyphs_dot} {cost}{lines}", "quiet"))
    return [Panel("KEEP IT" if plan.status == "complete" else "DO THIS NEXT", tuple(told))]


def _progress(pathway: Pathway, plan: Plan, width: int, glyphs: Glyphs) -> list[Block]:
    rows = []
    for _, label, done, total in phases_of(pathway, plan):
        full = round(BAR * done / total)
        bar = glyphs.bar * full + glyphs.line * (BAR - full)
        rows.append((label, *([bar] if width >= 60 else []), f"{done} of {total}"))
    if not rows:
        return []
    seen = Grid(
        tuple(rows), right=frozenset((len(rows[0]) - 1,)), indent=1, styles=((1, "accent"),) if width >= 60 else ()
    )
    said = Grid(tuple((row[0], row[-1]) for row in rows), indent=1)
    return [Part(ROAD, (Head("THE ROAD SO FAR"), Twin((seen,), (said,))))]


# --- proofs and letters --------------------------------------------------------------------------------------
