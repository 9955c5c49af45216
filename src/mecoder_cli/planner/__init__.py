"""The planner: checked knowledge, a person and a day go in; a plan comes out.

Pure: no clock, no file, no terminal. The same input gives the same plan.
"""

from __future__ import annotations

from datetime import date, timedelta

from mecoder_cli.domain.conditions import YES, evaluate
from mecoder_cli.domain.facts import Days, Range
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Action, Deadline, Node, Plan, RouteSummary, Stop
from mecoder_cli.domain.profile import Profile
from mecoder_cli.domain.steps import Step
from mecoder_cli.planner import explanation
from mecoder_cli.planner.advice import Advice, Adviser, Spanned
from mecoder_cli.planner.changes import Explorer
from mecoder_cli.planner.questions import Open, open_questions
from mecoder_cli.planner.schedule import NOTHING_PAID, Paid, in_order, parts_of, route_id, total
from mecoder_cli.planner.situation import Firm, Situation

__all__ = ["Open", "Planner"]

_NOTHING = Range(0, 0, 0)


class Planner:
    """Makes plans from one pathway; remembers what equal situations call for."""

    def __init__(self, pathway: Pathway) -> None:
        self.pathway = pathway
        self.adviser = Adviser(pathway)

    def open_questions(self, profile: Profile, day: date) -> tuple[Open, ...]:
        """Return what must still be asked before the next action is certain, most decisive first."""
        return open_questions(self.adviser, profile, day)

    def plan(self, profile: Profile, day: date, *, explore: bool = False) -> Plan:
        """Return the plan for *profile* on *day*.

        Args:
            profile: What the person told us; *unsure* is read cautiously.
            day: The day the advice is for.
            explore: Also search for other answers that would change the advice.
        """
        settings = self.pathway.settings
        unanswered = self.open_questions(profile, day)
        situation, advice = self.adviser.advise(profile)
        due = self.adviser.deadlines(profile, day)
        has_target = profile.has(settings.questions.target)
        target = str(situation.values[settings.questions.target]) if has_target else None
        priority = str(situation.values[settings.questions.priority])
        assumed = explanation.assumptions(
            self.pathway, situation, profile, advice.read | self.adviser.matters(situation, advice)
        )
        if unanswered:
            possible = dict.fromkeys(key[0] for one in unanswered for key in one.outcomes if key[0])
            return Plan(
                day, "needs_answers", target, priority, None, (), (), None, _NOTHING, (), (), due, assumed,
                tuple(one.question for one in unanswered), tuple(possible), (), (),
            )  # fmt: skip
        status = "complete" if advice.arrived else "ready" if advice.routes else "no_route"
        action = self._next_action(situation, advice, due, profile, day)
        stops = self._stops(situation, advice, profile, day)
        best = advice.routes[0] if advice.routes else None
        ahead = frozenset(stop.id for stop in stops if stop.state != "done")
        facts = [*settings.conflicts] if ahead else []
        shown = [fact for fact in facts if self._concerns(fact, ahead)] + list(action.facts if action else ())
        plan = Plan(
            day, status, target, priority, action, self._meanwhile(action, stops, due, profile, day), stops,
            self._days(best, day) if best else None, best.priced.usd if best else _NOTHING,
            tuple(self._route(route, situation, index == 0, day) for index, route in enumerate(advice.routes)),
            (), due, assumed, (), (), explanation.conflicts_of(self.pathway, shown),
            explanation.aid_verdicts(self.pathway, ahead, profile, day),
        )  # fmt: skip
        if explore:
            plan = plan._replace(what_would_change=Explorer(self.adviser).changes(plan, profile, advice, day))
        return plan

    # --- the next action ---------------------------------------------------------------------------

    def _next_action(
        self, situation: Situation, advice: Advice, due: tuple[Deadline, ...], profile: Profile, day: date
    ) -> Action | None:
        """First a deadline at risk, then the advice; when arrived, what keeps it."""
        urgent = next((deadline for deadline in due if deadline.at_risk), None)
        if urgent is not None:
            return self._upkeep(urgent, situation, profile, day)
        if advice.next is not None:
            return self._action(advice.next, advice.routes[0], situation, profile, day)
        if advice.arrived:
            keeps = next((d for d in due if d.missing), None) or next((d for d in due if d.missing is None), None)
            if keeps is not None:
                return self._upkeep(keeps, situation, profile, day)
        return None

    def _upkeep(self, deadline: Deadline, situation: Situation, profile: Profile, day: date) -> Action:
        step = self.pathway.step(deadline.id)
        node = Node(self.pathway.steps.index(step), -1, 0)
        return self._describe(step, node, situation, profile, day)._replace(due=deadline.due, body=deadline.body)

    def _action(self, node: Node, route: Spanned, situation: Situation, profile: Profile, day: date) -> Action:
        step = self.pathway.steps[node.step]
        paid = route.priced.route.paid
        finish = self._finish(node, route, day)
        return self._describe(step, node, situation, profile, day, paid)._replace(finish=finish)

    def _describe(
        self, step: Step, node: Node, situation: Situation, profile: Profile, day: date,
        paid: Paid = NOTHING_PAID,
    ) -> Action:  # fmt: skip
        way = step.ways[node.way] if node.way >= 0 else None
        lines = self.adviser.scheduler.costs(node, situation, paid)
        span = self.adviser.scheduler.duration(node, situation)
        facts: dict[str, None] = dict.fromkeys(step.facts)
        why = explanation.reasons(self.pathway, step, way, profile, day)
        items = (*(way.items if way else ()), *step.items)
        for more in (
            *(r.facts for r in why),
            *(p.facts for p in parts_of(self.pathway, node)),
            *(i.facts for i in items),
        ):
            facts |= dict.fromkeys(more)
        return Action(
            step.id, step.title, way.id if way else None, way.label if way else "", step.phase, step.why, why, items,
            frozenset(item.id for item in items if f"{step.id}/{item.id}" in profile.checked), Range(*(round(days / 7, 1) for days in span)), total(lines), lines, None, None, None,
            tuple(facts), explanation.sources_of(self.pathway, facts),
        )  # fmt: skip

    # --- the route ---------------------------------------------------------------------------------

    def _finish(self, node: Node, route: Spanned, day: date) -> Days:
        ends = (layout.slots[node].finish for layout in (route.low, route.likely, route.high))
        return Days(*(day + timedelta(days=end) for end in ends))

    def _days(self, route: Spanned, day: date) -> Days:
        return Days(*(day + timedelta(days=one.finish) for one in (route.low, route.likely, route.high)))

    def _stops(self, situation: Situation, advice: Advice, profile: Profile, day: date) -> tuple[Stop, ...]:
        firm = Firm(self.pathway, profile, day)
        stops = [
            Stop(step.id, step.title, step.phase, None, "done", None, None, _NOTHING, 0, 0)
            for step in self.pathway.steps
            if evaluate(step.done, firm) == YES
        ]
        if not advice.routes:
            return tuple(stops)
        route = advice.routes[0]
        paid = route.priced.route.paid
        slots = route.likely.slots
        for node in in_order(slots):
            step = self.pathway.steps[node.step]
            usd = total(self.adviser.scheduler.costs(node, situation, paid))
            stops.append(Stop(
                step.id, step.title, step.phase, step.ways[node.way].id if node.way >= 0 else None,
                self._state(node, route), day + timedelta(days=slots[node].start), self._finish(node, route, day),
                usd, slots[node].slack, node.goal,
            ))  # fmt: skip
        done = {stop.id for stop in stops if stop.state != "done"}
        return tuple(stop for stop in stops if stop.state != "done" or stop.id not in done)

    def _state(self, node: Node, spanned: Spanned) -> str:
        step = self.pathway.steps[node.step]
        route = spanned.priced.route
        if route.before[route.nodes.index(node)]:
            return "later"
        if node.goal:
            return "waiting"
        return "ready" if spanned.likely.slots[node].start == 0 or step.paperwork else "later"

    def _route(self, route: Spanned, situation: Situation, recommended: bool, day: date) -> RouteSummary:
        steps = self.pathway.steps
        slots = route.likely.slots
        order = in_order(slots)
        ways = [steps[n.step].ways[n.way].label for n in order if n.way >= 0]
        label = ", then ".join(ways) or ", then ".join(steps[n.step].title for n in order)
        return RouteSummary(
            route_id(self.pathway, slots), label, recommended, route.best_in, self._days(route, day), route.priced.usd,
            tuple(steps[n.step].id for n in order),
        )  # fmt: skip

    def _meanwhile(
        self, action: Action | None, stops: tuple[Stop, ...], due: tuple[Deadline, ...], profile: Profile, day: date
    ) -> tuple[tuple[str, str], ...]:
        """Return what else can be done now."""
        now = action.id if action else None
        found = {stop.id: stop.title for stop in stops if stop.state in ("ready", "waiting") and stop.id != now}
        ahead = {stop.id for stop in stops if stop.state != "done"}
        firm = Firm(self.pathway, profile, day)
        for step in self.pathway.steps:
            helps = step.optional and not ahead.isdisjoint(step.helps)
            if helps and step.id != now and evaluate(step.applies, firm) == YES:
                found[step.id] = step.title
        for deadline in due:
            if deadline.missing and deadline.id != now:
                found[deadline.id] = self.pathway.step(deadline.id).title
        return tuple(found.items())

    def _concerns(self, fact: str, ahead: frozenset[str]) -> bool:
        return any(fact in step.facts for step in self.pathway.steps if step.id in ahead)
