"""Routes: chain backwards from the target over the steps whose effects can meet what is unmet."""

from __future__ import annotations

from typing import NamedTuple

from mecoder_cli.domain.conditions import ALWAYS, NEVER, All, AnyOf, Atom, Condition, Not, atoms
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Node
from mecoder_cli.domain.steps import Effect, Step, meets
from mecoder_cli.planner.recall import Trace, state_of
from mecoder_cli.planner.situation import Situation

MAX_ROUTES = 120
"""Partial routes kept while chaining; far above what a real pathway needs."""


Draft = dict[Node, frozenset[Node]]
"""The steps so far and, for each, the steps that must come before it; each stands after those."""

Achieved = tuple[Draft, frozenset[Node]]
"""A draft that makes a condition true, and the steps that made it so."""

_NONE: frozenset[Node] = frozenset()


class Offer(NamedTuple):
    """A step and way that can make a comparison true."""

    step: int
    way: int
    grows: bool
    lapsed: Atom | None = None
    """What must have lapsed for a body to give it back."""


class Chart:
    """What can be known about a pathway before any person is seen."""

    def __init__(self, pathway: Pathway) -> None:
        self.pathway = pathway
        self.target_question = pathway.settings.questions.target
        self.lapsed = pathway.settings.questions.lapsed
        self._by_question: dict[str, list[tuple[Effect, int, int]]] = {}
        positions = {step.id: index for index, step in enumerate(pathway.steps)}
        self.follows = tuple(frozenset(positions[id_] for id_ in step.follows) for step in pathway.steps)
        for index, step in enumerate(pathway.steps):
            for effect in step.effects:
                self._note(effect, index, -1)
            for number, way in enumerate(step.ways):
                for effect in way.effects:
                    self._note(effect, index, number)
        self._offers: dict[tuple[int, object], tuple[tuple[Offer, ...], dict[tuple[int, int], bool]]] = {}
        self.given_back: set[int] = set()
        """Comparisons that a body can make true by giving something back."""
        self._needs: dict[tuple[int, int, bool], Condition] = {}

    def needs(self, step: int, way: int, waived: bool) -> Condition:
        """Return all that must hold before a step is taken by a way; what is advised is left out when *waived*."""
        key = (step, way, waived)
        found = self._needs.get(key)
        if found is None:
            one = self.pathway.steps[step]
            parts = [one.needs] if way < 0 else [one.needs, one.ways[way].needs]
            if not waived:
                parts.append(one.advises)
            found = self._needs[key] = All(tuple(parts), "")
        return found

    def _note(self, effect: Effect, step: int, way: int) -> None:
        if not self.pathway.steps[step].optional:
            self._by_question.setdefault(effect.question, []).append((effect, step, way))

    def _given_back(self, effect: Effect, atom: Atom) -> Atom | None:
        """Return what must have lapsed so that a body makes *atom* true by giving it back; nothing where it cannot."""
        known = self.pathway.credentials
        wanted = atom.value if isinstance(atom.value, tuple) else ()
        own = tuple(id_ for id_ in wanted if id_ in known and known[id_].issuer == effect.value)
        return Atom(self.lapsed, "includes", own, "", "", ()) if own else None

    def offers(self, atom: Atom, target: object) -> tuple[tuple[Offer, ...], dict[tuple[int, int], bool]]:
        """Return the steps and ways that can make *atom* true, in the order of the file, and which of them grow."""
        # Conditions live as long as the pathway, so their identity is a key; hashing them would cost more than it saves.
        found = self._offers.get((id(atom), target))
        if found is None:
            made: dict[Offer, None] = {}
            for effect, step, way in self._by_question.get(atom.question, ()):
                given_back = self._given_back(effect, atom) if effect.op == "regain" else None
                if given_back is not None:
                    made[Offer(step, -1, False, given_back)] = None
                elif meets(effect, atom, target):
                    ways = range(len(self.pathway.steps[step].ways)) if way < 0 else (way,)
                    for number in ways or (-1,):
                        made[Offer(step, number, effect.op == "grows")] = None
            if any(offer.lapsed is not None for offer in made):
                self.given_back.add(id(atom))
            grows = {(offer.step, offer.way): offer.grows for offer in made}
            found = self._offers[(id(atom), target)] = tuple(made), grows
        return found


def _fewest(found: list[Achieved]) -> list[Achieved]:
    """Return what was found, where it is too much the drafts with the fewest steps."""
    return found if len(found) <= MAX_ROUTES else sorted(found, key=lambda one: len(one[0]))[:MAX_ROUTES]


def _waits_for(draft: Draft, node: Node, earlier: Node) -> bool:
    """Return whether *node* is *earlier*, or waits for it, perhaps through others."""
    return node == earlier or any(_waits_for(draft, one, earlier) for one in draft[node])


def _waiting(draft: Draft) -> int:
    """Return how much waiting a draft holds: for each step, all that it waits for, perhaps through others."""
    behind: dict[Node, frozenset[Node]] = {}
    # Each step stands after what it waits for.
    for node, before in draft.items():
        behind[node] = before.union(*(behind[one] for one in before))
    return sum(len(all_) for all_ in behind.values())


class Chain:
    """One search for routes, for one situation."""

    def __init__(
        self, chart: Chart, situation: Situation, *, waived: bool = False, before: Chain | None = None
    ) -> None:
        self._chart = chart
        self._steps: tuple[Step, ...] = chart.pathway.steps
        self._situation = situation
        self._target = situation.values[chart.target_question]
        self._waived = waived
        self._stack: list[int] = []
        self._verdicts: dict[int, bool] = before._verdicts if before is not None else {}
        self.read: set[str] = before.read if before is not None else set()
        """Open questions that a comparison asked about."""
        self.trace: Trace = before.trace if before is not None else []
        """Every comparison in the order in which it was first made, with how it came out."""

    @property
    def waived(self) -> bool:
        """Whether what is only recommended is not waited for; asked only where it makes a difference."""
        return self._waived or self._holds(self._chart.pathway.settings.waiver)

    def routes(self, condition: Condition) -> list[Draft]:
        """Return every sensible set of steps that makes *condition* true."""
        drafts: dict[frozenset[Node], Draft] = {}
        for draft, _ in self._achieve(condition, [({}, _NONE)]):
            if not self._has_outgrown(draft):
                nodes = frozenset(draft)
                known = drafts.get(nodes)
                # The same steps, of which one can wait for another one or for an earlier one that serves it as well.
                if known is None or (known != draft and _waiting(draft) < _waiting(known)):
                    drafts[nodes] = draft
        sets = [*drafts]
        # Nobody takes a step that can be left out.
        return [self._in_turn(draft) for nodes, draft in drafts.items() if not any(other < nodes for other in sets)]

    def _has_outgrown(self, draft: Draft) -> bool:
        """Return whether a step is taken by a way that another step of the draft makes pointless."""
        for node in draft:
            unless = self._steps[node.step].ways[node.way].unless if node.way >= 0 else NEVER
            if unless is NEVER or unless == NEVER:
                continue
            makers = {maker for atom in atoms(unless) for maker in self._chart.offers(atom, self._target)[1]}
            if any(other[:2] in makers and not _waits_for(draft, other, node) for other in draft):
                return True
        return False

    def _in_turn(self, draft: Draft) -> Draft:
        """Let steps wait for those that they follow where both are on the route, and list each after what it waits for."""
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
        """Return whether *condition* holds at the start; asked of a pathway's own conditions, each judged once."""
        found = self._verdicts.get(id(condition))
        if found is None:
            found = self._verdicts[id(condition)] = self._evaluate(condition)
        return found

    def _evaluate(self, condition: Condition) -> bool:
        if isinstance(condition, Atom):
            state = state_of(condition, self._situation)
            self.trace.append((condition, state))
            if state > 1:
                self.read.add(condition.question)
            return bool(state & 1)
        if isinstance(condition, Not):
            return not self._holds(condition.part)
        # A list, not a generator: every part is looked at, so that what it asks about is noted.
        verdicts = [self._holds(part) for part in condition.parts]
        return all(verdicts) if isinstance(condition, All) else any(verdicts)

    def _achieve(self, condition: Condition, results: list[Achieved]) -> list[Achieved]:
        """Return every way to make *condition* true as well, on top of each of *results*."""
        if isinstance(condition, Atom):
            return self._achieve_atom(condition, results)
        if isinstance(condition, All):
            verdicts = self._verdicts
            for part in condition.parts:
                # Asked millions of times in a proof: what is known is not worth a call.
                holds = verdicts.get(id(part))
                if not (self._holds(part) if holds is None and not isinstance(part, All) else holds):
                    results = _fewest(self._achieve(part, results))
                    if not results:
                        break
            return results
        if self._holds(condition):
            return results
        if isinstance(condition, Not):
            return []
        return [achieved for result in results for achieved in self._achieve_any(condition, result)]

    def _achieve_any(self, condition: AnyOf, result: Achieved) -> list[Achieved]:
        """Return every way to make one part true; where one is true on the way already, nothing is added."""
        found: list[Achieved] = []
        for part in condition.parts:
            for achieved in self._achieve(part, [result]):
                if achieved[0] is result[0]:
                    return [achieved]
                found.append(achieved)
        return _fewest(found)

    def _achieve_atom(self, atom: Atom, results: list[Achieved]) -> list[Achieved]:
        """Return every way to make *atom* true as well, on top of each of *results*."""
        if self._holds(atom):
            return results
        offers, makers = self._chart.offers(atom, self._target)
        goal = atom.value + (atom.op == ">") if isinstance(atom.value, int) else 0
        if id(atom) in self._chart.given_back:
            # A body gives back only what has lapsed.
            offers = tuple(offer for offer in offers if offer.lapsed is None or self._holds(offer.lapsed))
            makers = {(offer.step, offer.way): offer.grows for offer in offers}
        steps = {step for step, _ in makers}
        found: list[Achieved] = []
        for draft, needed in results:
            taken: dict[int, int] = {}
            for node in draft:
                if node[0] in steps:
                    grows = makers.get(node[:2])
                    # Growing further than this asks is no reason to wait for it: a smaller goal gets a node of its own.
                    if grows is not None and (not grows or node.goal == goal):
                        found.append((draft, needed | {node}))
                        break
                    taken[node[0]] = node[1]
            else:
                for step, way, grows, _ in offers:
                    if step in self._stack or (not grows and taken.get(step, way) != way):
                        continue
                    if self._holds(self._steps[step].applies) and not (
                        way >= 0 and self._holds(self._steps[step].ways[way].unless)
                    ):
                        further = self._take(Node(step, way, goal if grows else 0), draft)
                        found += [(more, needed | last) for more, last in further]
        return found

    def _take(self, node: Node, draft: Draft) -> list[Achieved]:
        """Add *node* after everything that it needs."""
        self._stack.append(node.step)
        advises = self._steps[node.step].advises
        waived = advises is not ALWAYS and advises != ALWAYS and not self._holds(advises) and self.waived
        results = self._achieve(self._chart.needs(node.step, node.way, waived), [(draft, _NONE)])
        self._stack.pop()
        return [({**further, node: before}, frozenset((node,))) for further, before in results]
