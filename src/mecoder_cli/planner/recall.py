"""Recall what a search found for anybody whose answers gave it the same verdicts.

A search for routes asks one comparison after the other, and which one comes
next depends only on the verdicts so far. So its course is a path down a tree
of comparisons: whoever gives every comparison on the path the same verdict
has the same routes, however different they are otherwise.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from mecoder_cli.domain.conditions import Atom, compare
from mecoder_cli.planner.situation import Situation

Kept = TypeVar("Kept")
State = int
"""The verdict (0 or 1), and 2 more where the question is open: that it was asked about is part of what is found."""
Trace = list[tuple[Atom, State]]


def state_of(atom: Atom, situation: Situation) -> State:
    """Return how a search takes *atom* for this person."""
    question = atom.question
    verdict = question in situation.unsure if atom.op == "unsure" else compare(atom, situation.values[question])
    return verdict + 2 * (question in situation.open)


class _Branch(Generic[Kept]):
    """A comparison, and what follows each of its verdicts."""

    __slots__ = ("atom", "next")

    def __init__(self, atom: Atom) -> None:
        self.atom = atom
        self.next: dict[State, _Branch[Kept] | _Leaf[Kept]] = {}


class _Leaf(Generic[Kept]):
    """The end of a search."""

    __slots__ = ("kept",)

    def __init__(self, kept: Kept) -> None:
        self.kept = kept


class Recall(Generic[Kept]):
    """The searches of one target."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._leaves = 0
        self._root: dict[State, _Branch[Kept] | _Leaf[Kept]] = {}

    def find(self, situation: Situation) -> Kept | None:
        """Return what was found for people like this one, or ``None``."""
        node = self._root.get(0)
        while type(node) is _Branch:
            node = node.next.get(state_of(node.atom, situation))
        return node.kept if isinstance(node, _Leaf) else None

    def keep(self, trace: Trace, kept: Kept) -> None:
        """Keep what a search found, under the comparisons that it made; forget all others when there are too many."""
        if self._leaves >= self._most:
            self._root, self._leaves = {}, 0
        place, state = self._root, 0
        for atom, verdict in trace:
            node = place.get(state)
            if node is None:
                node = place[state] = _Branch(atom)
            assert isinstance(node, _Branch) and node.atom is atom, "a search asks in the same order"
            place, state = node.next, verdict
        place[state] = _Leaf(kept)
        self._leaves += 1
