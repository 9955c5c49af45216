"""What the words of the trade on a screen mean, where there is room to say it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.lookup.terms import explained
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Para, Part, Screen

YIELDS = 90
"""What gives way first on a screen; of these lines the last."""
MOST = 2


def with_meanings(pathway: Pathway, screen: Sequence[Block], held: Collection[str] = ()) -> Screen:
    """Return *screen* with a line for each of its first words of the trade, over the hint that ends it.

    Args:
        pathway: The knowledge.
        screen: What is shown.
        held: The credentials of whoever reads it.
    """
    told = explained(pathway, " ".join(_texts(screen)), held)[:MOST]
    lines = [Part(YIELDS + number, (Para(f"{words.capital(one)}.", "quiet"),)) for number, one in enumerate(told)]
    last = screen[-1] if screen else None
    end = len(screen) - 1 if isinstance(last, Para) and last.style == "quiet" else len(screen)
    return [*screen[:end], *lines, *screen[end:]]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from _texts(part)
