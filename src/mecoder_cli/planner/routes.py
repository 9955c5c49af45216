"""Routes: chain backwards from the target over the steps whose effects can meet what is unmet."""

from __future__ import annotations

from typing import NamedTuple

from mecoder_cli.conditions import All, Atom, Condition, Not
from mecoder_cli.pathway import Effect, Pathway, Step, meets
from mecoder_cli.planner.situation import Situation

MAX_ROUTES = 120
"""Partial routes kept while chaining; far above what a real pathway needs."""


class Node(NamedTuple):
    """A step to take, by which way and, where a quantity grows, up to what."""

    step: int
    way: int
    """-1: the step has no ways."""
    goal: int


Draft = dict[Node, frozenset[Node]]
"""The steps so far and, for each, the steps that must come before it; each stands after those."""

_NONE: frozenset[Node] = frozenset()


class Offer(NamedTuple):
    """A step and way that can make a comparison true."""

    step: int
    way: int
    grows: bool


class Chart:
    """What can be known about a pathway before any person is seen."""

    def __init__(self, pathway: Pathway) -> None:
        self.pathway = pathway
        self.target_question = pathway.settings.target_question
        self._by_question: dict[str, list[tuple[Effect, int, int]]] = {}
        positions = {step.id: index for index, step in enumerate(pathway.steps)}
        self.follows = tuple(frozenset(positions[id_] for id_ in step.follows) for step in pathway.steps)
        for index, step in enumerate(pathway.steps):
            for effect in step.effects:
                self._note(effect, index, -1)
            for number, way in enumerate(step.ways):
                for effect in way.effects:
                    self._note(effect, index, number)
        self._offers: dict[tuple[Atom, object], tuple[Offer, ...]] = {}

    def _note(self, effect: Effect, step: int, way: int) -> None:
        if not self.pathway.steps[step].optional:
            self._by_question.setdefault(effect.question, []).append((effect, step, way))

    def offers(self, atom: Atom, target: object) -> tuple[Offer, ...]:
        """Return the steps and ways that can make *atom* true, in the order of the file."""
        found = self._offers.get((atom, target))
        if found is None:
            made: dict[Offer, None] = {}
            for effect, step, way in self._by_question.get(atom.question, ()):
                if meets(effect, atom, target):
                    ways = range(len(self.pathway.steps[step].ways)) if way < 0 else (way,)
                    for number in ways or (-1,):
                        made[Offer(step, number, effect.op == "grows")] = None
            found = self._offers[(atom, target)] = tuple(made)
        return found


class Chain:
    """One search for routes, for one situation."""

    def __init__(self, chart: Chart, situation: Situation, *, waived: bool = False) -> None:
        self._chart = chart
        self._steps: tuple[Step, ...] = chart.pathway.steps
        self._situation = situation
        self._target = situation.values[chart.target_question]
        self.waived = waived or situation.holds(chart.pathway.settings.waiver)
        self._stack: list[int] = []
        self.read: set[str] = set()
        """Open questions that a comparison asked about."""

    def routes(self, condition: Condition) -> list[Draft]:
        """Return every sensible set of steps that makes *condition* true."""
        drafts: dict[frozenset[Node], Draft] = {}
        for draft, _ in self._achieve(condition, {}):
            drafts.setdefault(frozenset(draft), draft)
        return [self._in_turn(draft) for draft in drafts.values()]

    def _in_turn(self, draft: Draft) -> Draft:
        """Let steps wait for those that they follow where both are on the road, and list each after what it waits for."""
        waits = {
            node: before | {other for other in draft if other.step in self._chart.follows[node.step]}
            for node, before in draft.items()
            if self._chart.follows[node.step]
        }
        if all(before == draft[node] for node, before in waits.items()):
            return draft
        pending, turned = {**draft, **waits}, Draft()
        while pending:
            node = next(node for node, before in pending.items() if before.isdisjoint(pending))
            turned[node] = pending.pop(node)
        return turned

    def _holds(self, condition: Condition) -> bool:
        if isinstance(condition, Atom):
            if condition.question in self._situation.open:
                self.read.add(condition.question)
        elif isinstance(condition, Not):
            return not self._holds(condition.part)
        elif isinstance(condition, All):
            # A list, not a generator: every part is looked at, so that what it asks about is noted.
            return all([self._holds(part) for part in condition.parts])  # noqa: C419
        else:
            return any([self._holds(part) for part in condition.parts])  # noqa: C419
        return self._situation.holds(condition)

    def _achieve(self, condition: Condition, draft: Draft) -> list[tuple[Draft, frozenset[Node]]]:
        if isinstance(condition, Atom):
            return self._achieve_atom(condition, draft)
        if isinstance(condition, All):
            results = [(draft, _NONE)]
            for part in condition.parts:
                results = [
                    (further, needed | more)
                    for so_far, needed in results
                    for further, more in self._achieve(part, so_far)
                ][:MAX_ROUTES]
            return results
        if isinstance(condition, Not):
            return [(draft, _NONE)] if self._holds(condition) else []
        if self._holds(condition):
            return [(draft, _NONE)]
        found: list[tuple[Draft, frozenset[Node]]] = []
        for part in condition.parts:
            for result in self._achieve(part, draft):
                if result[0] is draft:
                    return [result]
                found.append(result)
        return found[:MAX_ROUTES]

    def _achieve_atom(self, atom: Atom, draft: Draft) -> list[tuple[Draft, frozenset[Node]]]:
        if self._holds(atom):
            return [(draft, _NONE)]
        offers = self._chart.offers(atom, self._target)
        goal = atom.value + (atom.op == ">") if isinstance(atom.value, int) else 0
        for node in draft:
            for offer in offers:
                # Growing further than this asks is no reason to wait for it: a smaller goal gets a node of its own.
                if (offer.step, offer.way) == (node.step, node.way) and (not offer.grows or node.goal == goal):
                    return [(draft, frozenset((node,)))]
        found: list[tuple[Draft, frozenset[Node]]] = []
        taken = {node.step: node.way for node in draft}
        for offer in offers:
            if offer.step in self._stack or (not offer.grows and taken.get(offer.step, offer.way) != offer.way):
                continue
            if self._holds(self._steps[offer.step].applies):
                found += self._take(Node(offer.step, offer.way, goal if offer.grows else 0), draft)
        return found

    def _take(self, node: Node, draft: Draft) -> list[tuple[Draft, frozenset[Node]]]:
        """Add *node* after everything that it needs."""
        step = self._steps[node.step]
        needs = [step.needs]
        if node.way >= 0:
            needs.append(step.ways[node.way].needs)
        if not self.waived:
            needs.append(step.advises)
        self._stack.append(node.step)
        results = self._achieve(All(tuple(needs), ""), draft)
        self._stack.pop()
        return [({**further, node: before}, frozenset((node,))) for further, before in results]
