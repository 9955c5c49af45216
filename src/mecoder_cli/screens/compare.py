"""Two plans side by side."""

from __future__ import annotations

from collections.abc import Sequence

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Plan
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Gap, Glyphs, Grid, Para, Part, Title
from mecoder_cli.screens.due import due_line


def whatif_screen(
    pathway: Pathway, changes: Sequence[str], before: Plan, after: Plan, glyphs: Glyphs
) -> list[Block]:  # fmt: skip
    """Return the plan now and then, row by row, and what the change comes to in a sentence."""
    rows = [
        (label, old, new if new != old else "the same")
        for label, old, new in zip(
            ("Next", "Aim", "Arrive", "To pay", "Road", "Falls due"), _cells(pathway, before), _cells(pathway, after),
            strict=True,
        )
        if old or new
    ]  # fmt: skip
    # What stays the same says nothing: it yields first.
    table = Grid(tuple(rows), header=("", "now", "then"), indent=1, styles=((0, "strong"),), stack_below=76)
    moved = table._replace(rows=tuple(row for row in rows if row[2] != "the same") or table.rows)
    return [
        Title("What if", ", ".join(changes)), Gap(), Part(9, (table,), (moved,)), Part(8, (Gap(),)),
        Para(_sum(before, after), "strong"), *(Part(7, (one,)) for one in _taken_as(before, after)),
        Para("Nothing was kept.", "quiet"),
    ]  # fmt: skip


def _taken_as(before: Plan, after: Plan) -> list[Para]:
    """Return how answers were read that only the changed plan needs."""
    known = {one.question for one in before.assumptions}
    new = [f"{one.label.lower()}: {one.read_as}" for one in after.assumptions if one.question not in known]
    return [Para(f"Then taken as: {'; '.join(new)}.", "quiet")] if new else []


def _cells(pathway: Pathway, plan: Plan) -> tuple[str, ...]:
    action = plan.next_action
    way = f" ({action.way_label})" if action and action.way_label else ""
    route = plan.routes[0].label if plan.routes else ""
    due = plan.deadlines[0] if plan.deadlines else None
    status = {"complete": "reached", "no_route": "no road known"}.get(plan.status, "ahead")
    return (
        f"{action.title}{way}" if action else "nothing",
        f"{pathway.targets[plan.target].label}: {status}" if plan.target else "",
        _when(plan) if plan.finish else "arrived" if plan.status == "complete" else "-",
        words.price(plan.usd) or "nothing" if plan.finish else "-",
        route,
        due_line(due, plan.as_of) if due else "",
    )


def _when(plan: Plan) -> str:
    assert plan.finish is not None
    return f"{words.month(plan.finish.likely)} ({words.short_month(plan.finish.low)} to {words.short_month(plan.finish.high)})"


def _sum(before: Plan, after: Plan) -> str:
    same = (before.next_action and (before.next_action.id, before.next_action.way)) == (
        after.next_action and (after.next_action.id, after.next_action.way)
    )
    first = "The next action stays the same" if same else "The next action changes"
    if before.finish is None or after.finish is None:
        return f"{first}."
    usd = round(after.usd.likely - before.usd.likely)
    time = words.apart((after.finish.likely - before.finish.likely).days)
    money = f"${words.number(abs(usd))} {'more' if usd > 0 else 'less'}" if usd else "for the same money"
    return f"{first}; you arrive {time}, {money}."
