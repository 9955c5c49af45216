"""What is kept of a person, as screens: status, entries, CEUs, deadlines, proofs and letters."""

from __future__ import annotations

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Changed, Plan, phases_of
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Big, Block, Gap, Glyphs, Grid, Head, Para, Title
from mecoder_cli.output.words import NOTES_SHOWN
from mecoder_cli.record.standing import Standing
from mecoder_cli.screens.entries import _label
from mecoder_cli.screens.plan import due_line, news_lines

BAR = 20

# --- entries in words ------------------------------------------------------------------------------------


# --- after an entry --------------------------------------------------------------------------------------


# --- status ----------------------------------------------------------------------------------------------


def status_screen(
    pathway: Pathway, name: str, standing: Standing, plan: Plan, width: int, glyphs: Glyphs,
    changed: Changed | None = None,
) -> list[Block]:  # fmt: skip
    """Return where the person stands, on one screen."""
    target = pathway.targets[plan.target].label if plan.target else "no aim yet"
    screen: list[Block] = [Title(f"{name}: {target}", words.day(plan.as_of)), Gap()]
    screen += news_lines(pathway, changed)
    screen += _next(pathway, plan)
    screen += _progress(pathway, plan, width, glyphs)
    held = ", ".join(
        one.id + (f" since {words.short_day(one.day)}" if one.day else "")
        for one in standing.profile.held(pathway.settings.questions.credentials)
    )
    rows = [("Holds", held or "no credential yet")]
    if standing.jobs:
        asked = f", and {standing.months.asked} to ask about" if standing.months.asked else ""
        rows.append(("Verified work", f"{words.count(standing.months.counted, 'month')}{asked}"))
    rows += [("Falls due", due_line(deadline, plan.as_of)) for deadline in plan.deadlines if deadline.missing != 0]
    to_come = words.usd(plan.usd) if plan.finish is not None else "not known yet" if plan.unanswered else "nothing"
    rows.append(("Money", f"${words.number(standing.spent)} noted as spent; to come, after likely aid: {to_come}"))
    if plan.finish is not None:
        rows.append(("Arrive", words.days(plan.finish)))
    screen += [Grid(tuple(rows), styles=((0, "strong"),), stack_below=60), Gap()]
    screen += [Para(note, "warn") for note in standing.notes[:NOTES_SHOWN]]
    more = len(standing.notes) - NOTES_SHOWN
    if more > 0:
        screen.append(Para(f"and {words.count(more, 'more note')}: mecoder profile show", "quiet"))
    dot = glyphs.dot
    screen.append(
        Para(f"Next: mecoder plan {dot} mecoder checklist {dot} mecoder log --help {dot} mecoder proof", "quiet")
    )
    return screen


def _next(pathway: Pathway, plan: Plan) -> list[Block]:
    if plan.unanswered:
        asks = ", ".join(_label(pathway, question) for question in plan.unanswered[:3])
        return [
            Para(f"The next action hangs on answers still to give: {asks}.", "warn"),
            Para("Go on with: mecoder plan"),
            Gap(),
        ]
    action = plan.next_action
    if action is None:
        text = (
            "You have arrived: nothing more is needed for this aim."
            if plan.status == "complete"
            else "No road to the aim is known."
        )
        return [Para(text, "good" if plan.status == "complete" else "warn"), Gap()]
    blocks: list[Block] = [Head("KEEP IT" if plan.status == "complete" else "DO THIS NEXT"), Big(action.title)]
    if action.way_label:
        blocks.append(Para(action.way_label, "plain", 3))
    span = f"{words.weeks(action.weeks)}; {words.usd(action.usd)}"
    blocks.append(Para(f"{span[0].upper()}{span[1:]}.", "quiet", 3))
    if action.checklist:
        ticked = sum(item.id in action.checked for item in action.checklist)
        blocks.append(
            Para(f"{ticked} of {len(action.checklist)} lines of its checklist done: mecoder checklist", "quiet", 3)
        )
    return [*blocks, Gap()]


def _progress(pathway: Pathway, plan: Plan, width: int, glyphs: Glyphs) -> list[Block]:
    rows = []
    for _, label, done, total in phases_of(pathway, plan):
        full = round(BAR * done / total)
        bar = glyphs.bar * full + glyphs.line * (BAR - full)
        rows.append((label, *([bar] if width >= 60 else []), f"{done} of {total}"))
    if not rows:
        return []
    return [
        Head("THE ROAD SO FAR"),
        Grid(tuple(rows), right=frozenset((len(rows[0]) - 1,)), styles=((1, "accent"),) if width >= 60 else ()),
        Gap(),
    ]


# --- history, profiles, answers ----------------------------------------------------------------------------


# --- CEUs and deadlines --------------------------------------------------------------------------------------


# --- proofs and letters --------------------------------------------------------------------------------------
