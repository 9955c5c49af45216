"""Advice for a situation: routes, which one to take, and the first thing on it.

What a search finds depends on no day and serves everybody whose answers give it the same verdicts; what its routes
take and cost this person from this day on, and which one is the best, is worked out from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import count
from typing import NamedTuple

from mecoder_cli.domain.conditions import ALWAYS, Condition, atoms
from mecoder_cli.domain.pathway import Aid, Pathway
from mecoder_cli.domain.plan import Deadline, Node
from mecoder_cli.domain.profile import Profile
from mecoder_cli.domain.renewals import as_held, deadlines
from mecoder_cli.planner.budget import Accounts
from mecoder_cli.planner.chaining import Chain, Chart
from mecoder_cli.planner.forecast import Outlook, outlook
from mecoder_cli.planner.ranking import Judge
from mecoder_cli.planner.recall import Recall
from mecoder_cli.planner.schedule import REMEMBERED, SHARED, Route, Scheduler, parts_of, remember
from mecoder_cli.planner.situation import Reader, Situation


class Found(NamedTuple):
    """Every route to a target for one class of people."""

    number: int
    """Tells it from everything else that was found."""
    arrived: bool
    routes: tuple[Route, ...]
    read: frozenset[str]
    """Open questions that the search asked about."""
    growing: frozenset[str]
    """Questions whose number a route lets grow: how long it takes depends on the number itself."""


class Advice(NamedTuple):
    """What a situation calls for, apart from deadlines."""

    arrived: bool
    routes: tuple[Outlook, ...]
    """The recommended one first, then others that are best in something."""
    best_in: tuple[tuple[str, ...], ...]
    """For each route, in what it is the best."""
    scores: tuple[float, ...]
    """For each route, money and time in one sum, with what sets it back."""
    equal: tuple[Outlook, ...]
    """Routes that are as good as the recommended one, itself among them; nothing where there is no other."""
    is_begun: bool
    """Whether the person has begun the recommended one."""
    forgone: tuple[Aid, ...]
    """The benefits that the recommended one does without and another one would keep."""
    next: Node | None
    read: frozenset[str]
    """Open questions that the search asked about: only these can matter to it."""
    open_aid: tuple[Aid, ...]
    """Money that more answers could open, on any route."""


class Person(NamedTuple):
    """A person on a day, and what is advised."""

    profile: Profile
    """Without what the calendar has taken."""
    situation: Situation
    advice: Advice


class Adviser:
    """Answers for one pathway."""

    def __init__(self, pathway: Pathway, appointed: Mapping[int, int] | None = None) -> None:
        self.pathway = pathway
        self.reader = Reader(pathway)
        self.chart = Chart(pathway)
        self.scheduler = Scheduler(pathway, appointed)
        self._recalls: dict[str, Recall[Found]] = {}
        self._number = count()
        self._outlooks: dict[tuple[object, ...], Outlook] = {}
        self._known: dict[tuple[object, ...], Advice] = {}
        self._last: tuple[Profile, date, Person] | None = None
        self._due: tuple[Profile, date, tuple[Deadline, ...]] | None = None
        roles = pathway.settings.questions
        asked = {roles.pace, roles.priority, roles.worth, roles.refused, roles.credentials, roles.memberships}
        asked |= {atom.question for aid in pathway.aid if aid.covers for atom in atoms(aid.when)}
        for step in pathway.steps:
            for part in (*step.parts, *(part for way in step.ways for part in way.parts)):
                asked |= {atom.question for price in part.prices for atom in atoms(price.when)}
                if part.progress is not None:
                    asked |= {atom.question for atom in atoms(part.progress.begun)}
                    asked |= {part.progress.counted, part.progress.ends, part.progress.owed} - {""}
        self.priced = tuple(sorted(asked))
        """The questions that time and money depend on, beside the steps."""
        self._priced = frozenset(asked)
        set_back = {
            atom.question for aid in pathway.aid if aid.worth for one in (aid.when, aid.beyond) for atom in atoms(one)
        }  # fmt: skip
        self._weighed = tuple(sorted({roles.lapsed, *set_back}))
        """The questions that say which roads are set back."""
        self.taken: set[tuple[int, int]] = set()
        """Steps with their way on any route ever found, by position: what is never there is dead."""

    def advise(self, profile: Profile, day: date) -> Person:
        """Return the person as they stand on *day*, their situation and the advice for it."""
        # A plan asks for the same person several times on end.
        if self._last is None or self._last[0] is not profile or self._last[1] != day:
            held = as_held(self.pathway, profile, day)
            situation = self.reader.read(held, day)
            self._last = profile, day, Person(held, situation, self._work_out(situation, held))
        return self._last[2]

    def deadlines(self, profile: Profile, day: date) -> tuple[Deadline, ...]:
        """Return what falls due for the person with the certifying bodies, soonest first."""
        if self._due is None or self._due[0] is not profile or self._due[1] != day:
            self._due = profile, day, deadlines(self.pathway, profile, day)
        return self._due[2]

    def matters(self, situation: Situation, advice: Advice) -> frozenset[str]:
        """Return the questions that the target and the recommended route rest on."""
        settings = self.pathway.settings
        conditions = [self.pathway.targets[str(situation.values[settings.questions.target])].arrived]
        found: set[str] = set()
        for node in advice.routes[0].route.nodes if advice.routes else ():
            step = self.pathway.steps[node.step]
            conditions += [step.needs, step.advises, *([step.ways[node.way].needs] if node.way >= 0 else [])]
            if step.paced or any(part.hours.high or part.units for part in parts_of(self.pathway, node)):
                found.add(settings.questions.pace)
            if step.advises != ALWAYS:
                found |= {atom.question for atom in atoms(settings.waiver)}
        if len(advice.routes) > 1:
            found.add(settings.questions.priority)
        for route in advice.routes:
            conditions += [aid.when for aid in (*route.aid, *route.open_aid)]
        return frozenset(found | {atom.question for condition in conditions for atom in atoms(condition)})

    def routes(self, situation: Situation) -> Found:
        """Return every route from the situation to its target, whatever it takes."""
        target = str(situation.values[self.pathway.settings.questions.target])
        recall = self._recalls.get(target)
        if recall is None:
            recall = self._recalls[target] = Recall(SHARED)
        found = recall.find(situation)
        if found is None:
            chain = Chain(self.chart, situation)
            found = self._search(chain, self.pathway.targets[target].arrived, situation)
            recall.keep(chain.trace, found)
        return found

    def _search(self, chain: Chain, arrived: Condition, situation: Situation) -> Found:
        number = next(self._number)
        drafts = chain.routes(arrived)
        if drafts == [{}]:
            return Found(number, True, (), frozenset(chain.read), frozenset())
        if not drafts and not chain.waived:
            # What is only recommended must never leave a person without a route.
            drafts = Chain(self.chart, situation, waived=True, before=chain).routes(arrived)
        self.taken.update((node.step, node.way) for draft in drafts for node in draft)
        routes = tuple(self.scheduler.route(draft) for draft in drafts)
        growing = frozenset(self.scheduler.grown(node) for route in routes for node in route.growing)
        return Found(number, False, routes, frozenset(chain.read), growing)

    def _key(self, situation: Situation, profile: Profile) -> tuple[object, ...]:
        """Return all that times and prices depend on, apart from the steps and from numbers that grow."""
        priced = tuple(profile.answers.get(question) for question in self.priced)
        return situation.day, priced, profile.unsure & self._priced, profile.settled, profile.reached, profile.behind

    def _work_out(self, situation: Situation, profile: Profile) -> Advice:
        """Return the advice: what was found, by what it takes and costs this person."""
        found = self.routes(situation)
        growing = tuple(situation.values[question] for question in sorted(found.growing))
        weighed = tuple(profile.answers.get(question) for question in self._weighed)
        person = self._key(situation, profile)
        key = (found.number, person, growing, weighed)
        advice = self._known.get(key)
        if advice is None:
            advice = self._evaluate(found, situation, profile, key=person)
            remember(self._known, key, advice, REMEMBERED)
        return advice

    def outlooks(self, person: Person) -> tuple[Outlook, ...]:
        """Return every route from the person to the target, recommended or not."""
        accounts = Accounts(self.pathway, person.profile, person.situation)
        key = self._key(person.situation, person.profile)
        return tuple(self.roads(accounts, self.routes(person.situation).routes, person.situation, key))

    def supposing(self, person: Person, granted: frozenset[str]) -> Advice:
        """Return the advice for somebody who gets the aid *granted*, whatever is known of them."""
        return self._evaluate(self.routes(person.situation), person.situation, person.profile, granted)

    def _evaluate(
        self, found: Found, situation: Situation, profile: Profile, granted: frozenset[str] = frozenset(),
        key: tuple[object, ...] | None = None,
    ) -> Advice:  # fmt: skip
        if not found.routes:
            return Advice(found.arrived, (), (), (), (), False, (), None, found.read, ())
        accounts = Accounts(self.pathway, profile, situation, granted)
        outlooks = self.roads(accounts, found.routes, situation, key)
        ranked = Judge(self.pathway, situation, profile).rank(outlooks)
        open_aid = tuple(dict.fromkeys(aid for one in outlooks for aid in one.open_aid))
        first = self._first(ranked.outlooks[0])
        return Advice(False, *ranked, first, found.read, open_aid)

    def roads(
        self, accounts: Accounts, routes: Iterable[Route], situation: Situation, key: tuple[object, ...] | None = None
    ) -> list[Outlook]:
        """Return the routes from this day on, then those on which waiting for money that opens later spares its price.

        Args:
            accounts: What the person pays.
            routes: The routes as they were found.
            situation: The person's.
            key: What times and prices depend on, to find again what was worked out; nothing: all is worked out.
        """
        found = [self._outlook(accounts, route, situation, key) for route in routes]
        for one in list(found):
            opens = accounts.opens(one.route, one.when)
            if any(opens):
                found.append(self._outlook(accounts, self.scheduler.put_off(one.route, opens), situation, key))
        return found

    def _outlook(
        self, accounts: Accounts, route: Route, situation: Situation, key: tuple[object, ...] | None
    ) -> Outlook:  # fmt: skip
        if key is None:
            return outlook(self.scheduler, accounts, route, situation)
        grown = tuple(situation.values[self.scheduler.grown(node)] for node in route.growing)
        whole = (route.number, grown, key)
        found = self._outlooks.get(whole)
        if found is None:
            found = outlook(self.scheduler, accounts, route, situation)
            remember(self._outlooks, whole, found, REMEMBERED)
        return found

    def _first(self, one: Outlook) -> Node:
        """Return what to do now: a form first, then the first ready step on the critical path, and waiting last."""
        steps = self.pathway.steps
        route, slots = one.route, one.layout.slots
        ready = [node for index, node in enumerate(route.nodes) if one.is_ready(index)]
        forms = [node for node in ready if steps[node.step].paperwork]
        if forms:
            return min(forms)

        def turn(node: Node) -> tuple[object, ...]:
            slot = slots[node]
            # What comes by itself on its day is only waited for; an exam is prepared for.
            if self.scheduler.comes_by_itself(node):
                return True, True, slot.finish, 0, 0, node
            return slot.start > 0, node.goal > 0, slot.slack > 0, slot.start, slot.slack, node

        return min(ready, key=turn)
