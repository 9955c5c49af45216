"""The words of the trade, and what a search finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mecoder_cli.domain.pathway import Pathway, Term
from mecoder_cli.output.blocks import Block, Gap, Grid, Para

if TYPE_CHECKING:  # the types of what is shown; the work is another's
    from mecoder_cli.lookup.search import Hit


def search_screen(found: Sequence[Hit]) -> list[Block]:
    """Return hits, the best first."""
    rows = tuple((f"{hit.title}", hit.excerpt, f"{hit.kind} [{hit.id}]") for hit in found)
    return [
        Grid(rows, indent=1, styles=((0, "strong"), (2, "quiet")), stack_below=100),
        Gap(),
        Para("More of one: mecoder why ID", "quiet"),
    ]


def glossary_screen(pathway: Pathway, found: Sequence[Term], full: bool) -> list[Block]:
    """Return words with what they mean; in full with who says so."""
    screen: list[Block] = []
    for term in found:
        also = f" (also: {', '.join(term.also)})" if term.also else ""
        screen.append(Para(f"{term.term}{also}", "strong"))
        screen.append(Para(f"{term.meaning[0].upper()}{term.meaning[1:]}.", "plain", 3))
        if full and term.source:
            source = pathway.sources[term.source]
            screen.append(Para(f"{source.publisher}, {source.title}; copy {source.copied}", "quiet", 3))
            if source.url:
                screen.append(Para(source.url, "quiet", 3))
            if term.facts:
                screen.append(Para(f"Facts: {', '.join(term.facts)}", "quiet", 3))
    return screen
