"""The steps and what they need, as a graph: text, Graphviz dot or an SVG picture."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from mecoder_cli.domain.conditions import All, AnyOf, Atom, Condition
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Plan
from mecoder_cli.domain.steps import Step, meets
from mecoder_cli.output.blocks import Block, Gap, Glyphs, Head, Para, Title

BOX_WIDTH, BOX_HEIGHT, GAP_X, GAP_Y, MARGIN = 190, 44, 60, 18, 24
PLACES = {"done": "#cfe8cf", "next": "#ffd27f", "ahead": "#d6e4f5", "": "#f2f2f2"}


class Edge(NamedTuple):
    """One step brings about what another asks for."""

    before: str
    after: str
    advised: bool
    """Only recommended by the sources."""


class Graph(NamedTuple):
    """Steps, what leads to what, and where the person is."""

    steps: tuple[Step, ...]
    edges: tuple[Edge, ...]
    places: dict[str, str]
    """``done``, ``next`` or ``ahead``, by step; nothing for the others."""


def graph(pathway: Pathway, plan: Plan | None) -> Graph:
    """Return the graph of *pathway*; with a plan, the person's own place in it."""
    edges: dict[Edge, None] = {}
    for before in pathway.steps:
        effects = (*before.effects, *(effect for way in before.ways for effect in way.effects))
        for after in pathway.steps:
            if before is after:
                continue
            required = [atom for c in (after.needs, *(way.needs for way in after.ways)) for atom in _positive(c)]
            advised = list(_positive(after.advises))
            if any(meets(effect, atom) for effect in effects for atom in required):
                edges[Edge(before.id, after.id, False)] = None
            elif any(meets(effect, atom) for effect in effects for atom in advised):
                edges[Edge(before.id, after.id, True)] = None
    places = {}
    if plan is not None:
        places = {stop.id: "done" if stop.state == "done" else "ahead" for stop in plan.steps}
        if plan.next_action is not None:
            places[plan.next_action.id] = "next"
    return Graph(pathway.steps, tuple(edges), places)


def _positive(condition: Condition) -> Iterator[Atom]:
    if isinstance(condition, Atom):
        yield condition
    elif isinstance(condition, (All, AnyOf)):
        for part in condition.parts:
            yield from _positive(part)


def text_screen(pathway: Pathway, found: Graph, glyphs: Glyphs) -> list[Block]:
    """Return the graph as an outline by phase: each step with what it comes after."""
    marks = {"done": glyphs.done, "next": ">", "ahead": glyphs.dot}
    screen: list[Block] = [Title("The steps and what they need")]
    if found.places:
        screen.append(Para(f"{glyphs.done} done   > next   {glyphs.dot} ahead", "quiet"))
    for phase in pathway.phases:
        own = [step for step in found.steps if step.phase == phase.id]
        if not own:
            continue
        screen += [Gap(), Head(phase.label.upper())]
        for step in own:
            mark = marks.get(found.places.get(step.id, ""), " ")
            needs = [edge.before for edge in found.edges if edge.after == step.id and not edge.advised]
            advised = [edge.before for edge in found.edges if edge.after == step.id and edge.advised]
            style = {"next": "strong", "done": "good"}.get(found.places.get(step.id, ""), "plain")
            screen.append(Para(f"{mark} {step.title}  [{step.id}]", style, 1))
            if needs:
                screen.append(Para(f"after any of: {', '.join(needs)}", "quiet", 5))
            if advised:
                screen.append(Para(f"better after any of: {', '.join(advised)}", "quiet", 5))
    return screen


def to_dot(pathway: Pathway, found: Graph) -> str:
    """Return the graph for Graphviz."""
    lines = ["digraph pathway {", "  rankdir=LR;", '  node [shape=box, style="rounded,filled", fontname="sans-serif"];']
    for number, phase in enumerate(pathway.phases):
        own = [step for step in found.steps if step.phase == phase.id]
        if own:
            lines.append(f'  subgraph cluster_{number} {{ label="{_quoted(phase.label)}"; color="#999999";')
            for step in own:
                colour = PLACES[found.places.get(step.id, "")]
                lines.append(f'    "{_quoted(step.id)}" [label="{_quoted(step.title)}", fillcolor="{colour}"];')
            lines.append("  }")
    for edge in found.edges:
        style = " [style=dashed]" if edge.advised else ""
        lines.append(f'  "{_quoted(edge.before)}" -> "{_quoted(edge.after)}"{style};')
    return "\n".join([*lines, "}"]) + "\n"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def to_svg(pathway: Pathway, found: Graph) -> str:
    """Return the graph as a picture: one column for each phase, arrows from what comes before."""
    columns = [[step for step in found.steps if step.phase == phase.id] for phase in pathway.phases]
    labels = [phase.label for phase, column in zip(pathway.phases, columns, strict=True) if column]
    columns = [column for column in columns if column]
    spots = {
        step.id: (MARGIN + x * (BOX_WIDTH + GAP_X), MARGIN + 30 + y * (BOX_HEIGHT + GAP_Y))
        for x, column in enumerate(columns) for y, step in enumerate(column)
    }  # fmt: skip
    width = 2 * MARGIN + len(columns) * (BOX_WIDTH + GAP_X) - GAP_X
    height = 2 * MARGIN + 30 + max(len(column) for column in columns) * (BOX_HEIGHT + GAP_Y)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="sans-serif" font-size="12">',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0,0 L8,4 L0,8 z" fill="#666"/></marker></defs>',
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    for x, label in enumerate(labels):
        parts.append(
            f'<text x="{MARGIN + x * (BOX_WIDTH + GAP_X)}" y="{MARGIN + 10}" font-weight="bold">{escape(label)}</text>'
        )
    parts += [_arrow(spots[edge.before], spots[edge.after], edge.advised) for edge in found.edges]
    for step in found.steps:
        parts += _box(step, spots[step.id], found.places.get(step.id, ""))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _arrow(start: tuple[int, int], end: tuple[int, int], advised: bool) -> str:
    x1, y1 = start[0] + BOX_WIDTH, start[1] + BOX_HEIGHT // 2
    x2, y2 = end[0], end[1] + BOX_HEIGHT // 2
    if end[0] <= start[0]:
        # Within a column, or back: leave and enter on the left.
        x1, bend = start[0], min(start[0], end[0]) - 26
        path = f"M{x1},{y1} C{bend},{y1} {bend},{y2} {x2},{y2}"
    else:
        middle = (x1 + x2) // 2
        path = f"M{x1},{y1} C{middle},{y1} {middle},{y2} {x2},{y2}"
    dash = ' stroke-dasharray="4 3"' if advised else ""
    return f'<path d="{path}" fill="none" stroke="#888"{dash} marker-end="url(#tip)"/>'


def _box(step: Step, spot: tuple[int, int], place: str) -> list[str]:
    x, y = spot
    heavy = ' stroke-width="3"' if place == "next" else ""
    lines = _wrapped(step.title)
    top = y + BOX_HEIGHT / 2 + 4 - 7 * (len(lines) - 1)
    texts = [
        f'<text x="{x + BOX_WIDTH // 2}" y="{top + 14 * n:g}" text-anchor="middle">{escape(line)}</text>'
        for n, line in enumerate(lines)
    ]
    mark = {"next": "you are here", "done": "done"}.get(place, "")
    if mark:
        texts.append(f'<text x="{x + BOX_WIDTH - 4}" y="{y - 3}" text-anchor="end" font-size="9">{mark}</text>')
    box = f'<rect x="{x}" y="{y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="6" fill="{PLACES[place]}" stroke="#555"{heavy}/>'
    return [f"<g><title>{escape(step.id)}</title>", box, *texts, "</g>"]


def _wrapped(text: str) -> list[str]:
    lines = textwrap.wrap(text, 28)
    return lines if len(lines) <= 2 else [lines[0], lines[1][:25] + "..."]
