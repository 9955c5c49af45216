"""Entries of the journal in words, and what one of them changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Plan
from mecoder_cli.domain.profile import Profile
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Gap, Glyphs, Grid, Para
from mecoder_cli.output.words import NOTES_SHOWN
from mecoder_cli.record.entries import (  # fmt: skip
    Answered,
    Attached,
    Checked,
    Cleared,
    Done,
    Entry,
    Undone,
    is_planned,
)
from mecoder_cli.record.fields import MisfitError
from mecoder_cli.record.journal import Event
from mecoder_cli.record.kept import Kept
from mecoder_cli.record.work import Months
from mecoder_cli.screens.due import due_line


def event_line(pathway: Pathway, event: Event) -> str:
    """Return one event of the journal in a line."""
    try:
        return entry_line(pathway, event.entry)
    except MisfitError as error:
        return f"Cannot be read: {error}"


def entry_line(pathway: Pathway, entry: Entry) -> str:
    """Return one entry in a line."""
    if isinstance(entry, Answered):
        return f"{_label(pathway, entry.question)}: {_said(entry.value)}"
    if isinstance(entry, Cleared):
        return f"{_label(pathway, entry.question)}: answer taken out"
    if isinstance(entry, (Checked, Attached, Undone)):
        return entry.told()
    paid = f", paid ${words.number(entry.usd)}" if entry.usd else ""
    if isinstance(entry, Done):
        return entry.told() + paid
    record = pathway.records.get(entry.record)
    corrects = f"; corrects {entry.replaces}" if entry.replaces is not None else ""
    proof = "; file noted" if entry.proof is not None else ""
    planned = " (planned)" if is_planned(entry) else ""
    return f"{record.label if record else entry.record}{planned}: {', '.join(entry.told())}{paid}{proof}{corrects}"


def _label(pathway: Pathway, question: str) -> str:
    known = pathway.questions.get(question)
    return known.label if known else question


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value == "unsure":
        return "not sure"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {count}" for key, count in value.items()) or "none"
    if isinstance(value, (list, tuple)):
        return ", ".join(_held(one) for one in value) or "none"
    return str(value)


def _held(one: Any) -> str:
    if isinstance(one, Mapping):
        day = next((str(v) for k, v in one.items() if k != "id"), "")
        return f"{one['id']} ({day})"
    return str(one)


def kept_screen(pathway: Pathway, kept: Kept, glyphs: Glyphs) -> list[Block]:
    """Return what was kept, what it changed in the plan, and how to undo it."""
    said, made, before, after, notes, where, counts, months, names = kept
    entry = f"entry {made[-1].id}" if len(made) == 1 else f"entries {made[0].id} to {made[-1].id}"
    blocks: list[Block] = [
        *_praise(pathway, before[1], after[1]),
        Para(f"{glyphs.done} {said}", "good", 0)
        if counts
        else Para(f"Kept, but it counts for nothing now: {said}", "warn", 0),
        Para(f"Kept as {entry}{f' of {where}' if where else ''}.", "quiet", 2),
    ]
    blocks += [Para(note, "warn", 2) for note in notes[:NOTES_SHOWN]]
    answers = _answers_changed(pathway, before[0], after[0])
    counted = next(
        (pathway.questions[one.question].label for one in pathway.records.values() if one.kind == "work"), ""
    )
    # Where the months changed, the answer that they are counted for tells them.
    is_told = any(label == counted for label, _ in answers)
    rows = [(counted, words.count(months.counted, "month"))] if months and not is_told else []
    if months and months.asked:
        rows.append(("To ask about", asked_months(pathway, months)))
    rows += answers
    rows += _plan_changed(before[1], after[1])
    if rows:
        blocks += [Gap(), Grid(tuple(rows), indent=2, styles=((0, "strong"),), stack_below=60)]
    plan = after[1]
    blocks.append(Gap())
    if plan.unanswered:
        asks = ", ".join(_label(pathway, question) for question in plan.unanswered[:3])
        blocks.append(
            Para(f"The next action hangs on answers still to give: {asks}. Go on with: mecoder plan{names}", "plain", 2)
        )
    elif plan.next_action is not None:
        way = f" ({plan.next_action.way_label})" if plan.next_action.way_label else ""
        same = before[1].next_action is not None and before[1].next_action.id == plan.next_action.id
        blocks.append(
            Para(f"{'Next is still' if same else 'Do this next'}: {plan.next_action.title}{way}", "strong", 2)
        )
    elif plan.status == "complete":
        quiet = f"nothing to do until {words.day(plan.quiet_until)}" if plan.quiet_until else "nothing falls due"
        blocks.append(Para(f"You have arrived, and {quiet}.", "good", 2))
    undoes = f"Undo: mecoder undo {made[-1].id}{names}"
    if len(made) > 1:
        undoes += f", and so on down to {made[0].id}"
    blocks.append(Para(undoes, "quiet", 2))
    return blocks


def _praise(pathway: Pathway, before: Plan, after: Plan) -> list[Block]:
    """Return a warm word for each step that is done since."""
    was = {stop.id for stop in before.steps if stop.state == "done"}
    lay = {stop.id for stop in before.steps}
    done = [
        pathway.step(stop.id) for stop in after.steps if stop.state == "done" and stop.id not in was and stop.id in lay
    ]
    return [Para(step.praise, "strong", 0) for step in done if step.praise]


def _answers_changed(pathway: Pathway, before: Profile, after: Profile) -> list[tuple[str, str]]:
    rows = []
    for id_, question in pathway.questions.items():
        old, new = _answer(before, id_), _answer(after, id_)
        if old != new:
            unit = f" {question.unit}" if question.unit and new.isdigit() else ""
            rows.append((question.label, f"{old or 'not said'} -> {new or 'not said'}{unit}"))
    return rows


def _answer(profile: Profile, question: str) -> str:
    if question in profile.unsure:
        return "not sure"
    value = profile.answers.get(question)
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return ", ".join(one.id + (f" ({one.day})" if one.day else "") for one in value) or "none"
    return _said(value)


def _plan_changed(before: Plan, after: Plan) -> list[tuple[str, str]]:
    rows = []
    was = before.next_action.title if before.next_action else "not certain" if before.unanswered else ""
    now = after.next_action.title if after.next_action else ""
    if now and was and now != was:
        rows.append(("Next action", f"{was} -> {now}"))
    if after.finish is not None:
        if before.finish is None:
            rows.append(("Arrive", f"about {words.month(after.finish.likely)}"))
        else:
            days = (after.finish.likely - before.finish.likely).days
            if abs(days) >= 7:
                was, now = words.month(before.finish.likely), words.month(after.finish.likely)
                rows.append(("Arrive", f"{now} (was {was}), {words.apart(days)}"))
    if after.status == "complete" and before.status != "complete":
        rows.append(("Aim", "reached"))
    old = {(d.id, d.body): d for d in before.deadlines}
    for deadline in after.deadlines:
        known = old.get((deadline.id, deadline.body))
        if known is None or (known.due, known.missing) != (deadline.due, deadline.missing):
            rows.append(("Falls due", due_line(deadline, after.as_of)))
    return rows


def asked_months(pathway: Pathway, months: Months) -> str:
    """Return the months that count only if the body says so, with where full time is drawn and how firm that is."""
    told = f"{words.count(months.asked, 'month')} part-time or unpaid"
    line = next((record.full_time for record in pathway.records.values() if record.full_time.fact), None)
    if line is None:
        return told
    return f"{told}. {pathway.facts[line.fact].label}: {line}; how firm: mecoder why {line.fact}"
