"""The planner: checked knowledge, a person and a day go in; a plan comes out.

Pure: no clock, no file, no terminal. The same input gives the same plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from mecoder_cli.domain.conditions import YES, evaluate
from mecoder_cli.domain.facts import Range
from mecoder_cli.domain.firm import Firm
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Action, ClassStart, Cost, Deadline, Missed, Node, Plan, RouteSummary, Stop, Tie
from mecoder_cli.domain.profile import Coming, Failed, Held, Profile
from mecoder_cli.domain.renewals import most_urgent
from mecoder_cli.domain.steps import Step, road_name
from mecoder_cli.planner import explanation
from mecoder_cli.planner.advice import Advice, Adviser
from mecoder_cli.planner.charges import times
from mecoder_cli.planner.forecast import Outlook, days_from, put_off_until
from mecoder_cli.planner.outcomes import SIZE, tenths
from mecoder_cli.planner.questions import Open, open_questions
from mecoder_cli.planner.ranking import Judge, parts_of_ways
from mecoder_cli.planner.schedule import NOTHING_PAID, Paid, facts_of, in_order, next_start, parts_of, route_id, total
from mecoder_cli.planner.situation import Situation

if TYPE_CHECKING:  # most plans name no program
    from mecoder_cli.domain.programs import Offer

__all__ = ["Open", "Planner"]

_NOTHING = Range(0, 0, 0)
NOTHING_YET = Plan(
    date.min, "needs_answers", None, "", None, None, (), (), None, _NOTHING, _NOTHING, None, None, (), (), (), (), (), (),
    (), (), (),
)  # fmt: skip


class Planner:
    """Makes plans from one pathway; remembers what equal situations call for."""

    def __init__(self, pathway: Pathway, appointed: Mapping[int, int] | None = None) -> None:
        self.pathway = pathway
        self.adviser = Adviser(pathway, appointed)
        self._personal: dict[tuple[tuple[Failed, ...], tuple[Coming, ...], frozenset[str], date], Planner] = {}
        """The last one made for somebody who failed an exam, or who has something coming."""
        self._is_personal = False

    def of(self, profile: Profile, day: date) -> Planner:
        """Return the planner for this person on that day: one that knows of failed exams, and of what has its day."""
        if not (profile.failed or profile.coming) or self._is_personal:
            return self
        from mecoder_cli.planner.personal import advised, appointed, pathway_of  # most people need neither

        key = profile.failed, profile.coming, advised(self.pathway, profile, day), day
        if key not in self._personal:
            own = pathway_of(self.pathway, profile, day)
            found = Planner(own, appointed(own, profile.coming, day))
            found._is_personal = True
            self._personal = {key: found}
        return self._personal[key]

    def open_questions(self, profile: Profile, day: date) -> tuple[Open, ...]:
        """Return what must still be asked before the next action is certain, most decisive first."""
        return open_questions(self.of(profile, day).adviser, profile, day)

    def plan(self, profile: Profile, day: date, *, explore: bool = False) -> Plan:
        """Return the plan for *profile* on *day*.

        Args:
            profile: What the person told us; *unsure* is read cautiously.
            day: The day the advice is for.
            explore: Also search for other answers that would change the advice.
        """
        own = self.of(profile, day)
        if own is not self:
            return own.plan(profile, day, explore=explore)
        settings = self.pathway.settings
        unanswered = self.open_questions(profile, day)
        person = self.adviser.advise(profile, day)
        held, situation, advice = person
        due = self.adviser.deadlines(profile, day)
        has_target = profile.has(settings.questions.target)
        target = str(situation.values[settings.questions.target]) if has_target else None
        priority = str(situation.values[settings.questions.priority])
        assumed = explanation.assumptions(
            self.pathway, situation, profile, advice.read | self.adviser.matters(situation, advice)
        )
        if unanswered:
            possible = dict.fromkeys(key[0] for one in unanswered for key in one.outcomes if key[0])
            return NOTHING_YET._replace(
                as_of=day, target=target, priority=priority, deadlines=due, assumptions=assumed,
                unanswered=tuple(one.question for one in unanswered), possible_next=tuple(possible),
            )  # fmt: skip
        action = self._next_action(situation, advice, due, held, day)
        stops = self._stops(situation, advice, held, day)
        best = advice.routes[0] if advice.routes else None
        ahead = frozenset(stop.id for stop in stops if stop.state != "done")
        facts = [fact for fact in settings.conflicts if self._concerns(fact, ahead)]
        routes = tuple(
            self._route(route, best_in, score, route is best, situation)
            for route, best_in, score in zip(advice.routes, advice.best_in, advice.scores, strict=True)
        )
        aid = explanation.aid_ahead(self.pathway, ahead, held, day)
        if routes and routes[0].class_start is not None:
            start = routes[0].class_start.day
            aid = explanation.before_class(self.pathway, aid, start, day, is_paid=bool(best and best.aid))
        plan = Plan(
            as_of=day,
            status="complete" if advice.arrived else "ready" if advice.routes else "no_route",
            target=target,
            priority=priority,
            next_action=action,
            quiet_until=self._quiet_until(due, day) if action is None and advice.arrived else None,
            meanwhile=self._meanwhile(action, stops, due, held, day),
            steps=stops,
            finish=days_from(best.finish, day) if best else None,
            usd=best.usd if best else _NOTHING,
            usd_before_aid=best.usd_before_aid if best else _NOTHING,
            if_refused=self._if_refused(profile, day) if best and best.aid else None,
            tie=self._tie(advice) if advice.equal else None,
            routes=routes,
            what_would_change=(),
            deadlines=due,
            assumptions=assumed,
            unanswered=(),
            possible_next=(),
            conflicts=explanation.conflicts_of(self.pathway, [*facts, *(action.facts if action else ())]),
            aid=aid,
            helping=explanation.helping(self.pathway, aid, parts_of_ways(self.pathway, best))
            if best and not best.aid
            else (),
            missed=self._missed(best, held, day) if best else (),
            provisos=self._provisos(advice),
            decided=self._decided(advice, situation, held) if best else (),
        )
        if explore:
            from mecoder_cli.planner.changes import Explorer  # the next action alone is spared it

            plan = plan._replace(what_would_change=Explorer(self.adviser).changes(plan, profile, advice, day))
        return plan

    # --- the next action ---------------------------------------------------------------------------

    def _next_action(
        self, situation: Situation, advice: Advice, due: tuple[Deadline, ...], profile: Profile, day: date
    ) -> Action | None:
        """First a deadline at risk, then the advice; when arrived, what keeps it."""
        urgent = most_urgent(self.pathway, due, day)
        if urgent is not None:
            return self._upkeep(urgent, situation, profile, day)
        if advice.next is not None:
            return self._action(advice.next, advice.routes[0], situation, profile, day)
        return None

    @staticmethod
    def _quiet_until(due: tuple[Deadline, ...], day: date) -> date | None:
        """Return the first day on which something that is still open interrupts; what has lapsed no longer does."""
        return min((one.quiet_until for one in due if one.is_told and one.quiet_until > day), default=None)

    def _upkeep(self, deadline: Deadline, situation: Situation, profile: Profile, day: date) -> Action:
        """Return what a deadline asks for; CEUs by how many are missing."""
        step = self.pathway.step(deadline.id)
        node = Node(self.pathway.steps.index(step), -1, 0)
        action = self._describe(step, node, situation, profile, day)
        if deadline.missing and deadline.needed:
            body = self.pathway.bodies[deadline.body]
            usd = times(body.ceus_usd, deadline.missing / deadline.needed)
            weeks = round(deadline.needs_days / 7, 1)
            costs = (Cost(step.title, usd, "", (body.ceus_usd.fact,)),)
            action = action._replace(weeks=Range(weeks, weeks, weeks), usd=usd, costs=costs)
        elif deadline.reached is not None and deadline.reached.usd.high > 0:
            late = Cost(deadline.reached.label, deadline.reached.usd, "", (deadline.reached.usd.fact,))
            action = action._replace(costs=(*action.costs, late), usd=total((*action.costs, late)))
        return action._replace(due=deadline.due, body=deadline.body)

    def _action(self, node: Node, route: Outlook, situation: Situation, profile: Profile, day: date) -> Action:
        step = self.pathway.steps[node.step]
        finish = days_from(tenths(route.ends[route.route.nodes.index(node)]), day)
        return self._describe(step, node, situation, profile, day, route.route.paid)._replace(finish=finish)

    def _describe(
        self, step: Step, node: Node, situation: Situation, profile: Profile, day: date,
        paid: Paid = NOTHING_PAID,
    ) -> Action:  # fmt: skip
        way = step.ways[node.way] if node.way >= 0 else None
        lines = self.adviser.scheduler.costs(node, situation, paid)
        span = self.adviser.scheduler.duration(node, situation)
        facts: dict[str, None] = dict.fromkeys(step.facts)
        why = explanation.reasons(self.pathway, step, way, profile, day)
        firm = Firm(self.pathway, profile, day)
        items, notes = explanation.lines_for(step, way, firm)
        for more in (
            *(r.facts for r in why),
            *(facts_of(self.pathway, p) for p in parts_of(self.pathway, node)),
            *(i.facts for i in (*items, *notes)),
        ):
            facts |= dict.fromkeys(more)
        return Action(
            step.id, explanation.title_of(step, firm), way.id if way else None, way.label if way else "", step.phase, step.why, why, items,
            frozenset(item.id for item in items if f"{step.id}/{item.id}" in profile.checked), notes,
            Range(*(round(days / 7, 1) for days in span)), total(lines), lines, None, None, None,
            tuple(facts), explanation.sources_of(self.pathway, facts),
            self._programs(f"{step.id}:{way.id}", profile, day) if way else (),
        )  # fmt: skip

    def _programs(self, way: str, profile: Profile, day: date) -> tuple[Offer, ...]:
        if all(program.way != way for program in self.pathway.programs.values()):
            return ()
        from mecoder_cli.domain.programs import fitting  # most plans name no program

        return fitting(self.pathway, profile, day, way)

    # --- the route ---------------------------------------------------------------------------------

    def _stops(self, situation: Situation, advice: Advice, profile: Profile, day: date) -> tuple[Stop, ...]:
        firm = Firm(self.pathway, profile, day)
        stops = [
            Stop(step.id, explanation.title_of(step, firm), step.phase, None, "done", None, None, _NOTHING, 0, 0)
            for step in self.pathway.steps
            if evaluate(step.done, firm) == YES
        ]
        if not advice.routes:
            return tuple(stops)
        best = advice.routes[0]
        slots = best.layout.slots
        for node in in_order(slots):
            step = self.pathway.steps[node.step]
            place = best.route.nodes.index(node)
            usd = total(self.adviser.scheduler.costs(node, situation, best.route.paid))
            start = day + timedelta(days=best.when.starts[place])
            stops.append(Stop(
                step.id, explanation.title_of(step, firm), step.phase, step.ways[node.way].id if node.way >= 0 else None,
                self._state(node, best), start, days_from(tenths(best.ends[place]), day), usd, slots[node].slack, node.goal,
            ))  # fmt: skip
        ahead = {stop.id for stop in stops if stop.state != "done"}
        return tuple(stop for stop in stops if stop.state != "done" or stop.id not in ahead)

    def _state(self, node: Node, one: Outlook) -> str:
        step = self.pathway.steps[node.step]
        if not one.is_ready(one.route.nodes.index(node)):
            return "later"
        if node.goal or self.adviser.scheduler.comes_by_itself(node):
            return "waiting"
        return "ready" if one.layout.slots[node].start == 0 or step.paperwork else "later"

    def _route(
        self, one: Outlook, best_in: tuple[str, ...], score: float, recommended: bool, situation: Situation
    ) -> RouteSummary:
        steps, day = self.pathway.steps, situation.day
        order = in_order(one.layout.slots)
        paid = {part for aid in one.aid for part in aid.covers}
        ways = dict.fromkeys(
            road_name(steps[n.step], way, paid) + put_off_until(one, n, day)
            for n in order
            if n.way >= 0 and (way := steps[n.step].ways[n.way]).telling
        )
        label = ", then ".join(ways) or ", then ".join(steps[n.step].title for n in order)
        return RouteSummary(
            route_id(self.pathway, one.route, one.layout.slots), label, recommended, best_in, days_from(one.finish, day), one.usd,
            tuple(steps[n.step].id for n in order), tuple(aid.label for aid in one.aid), score,
            self._class_start(one, situation),
        )  # fmt: skip

    def _class_start(self, one: Outlook, situation: Situation) -> ClassStart | None:
        """Return the first class of a route that can still be reached, and the day by which one must apply."""
        day = situation.day
        for place in range(len(one.route.nodes)):
            calendar = self.adviser.scheduler.waits(one.route, place, situation)
            if calendar is not None:
                first, half = (day + timedelta(days=round(one.begins[place][n])) for n in (0, SIZE // 2))
                enrolled = first - timedelta(days=calendar.apply_days)
                least = max(self.adviser.scheduler.hurrying(one.route, place, situation).values(), default=0)
                later = next_start(calendar, enrolled + timedelta(days=1))
                return ClassStart(first, enrolled - timedelta(days=round(least)), later, half)
        return None

    def _if_refused(self, profile: Profile, day: date) -> RouteSummary | None:
        """Return the route to take where all aid is refused."""
        question = self.pathway.settings.questions.refused
        refused = (*profile.held(question), *(Held(aid.id, None) for aid in self.pathway.aid if aid.covers))
        _, situation, advice = self.adviser.advise(profile.with_answer(question, refused), day)
        if not advice.routes:
            return None
        return self._route(advice.routes[0], advice.best_in[0], advice.scores[0], True, situation)

    def _missed(self, one: Outlook, profile: Profile, day: date) -> tuple[Missed, ...]:
        """Return the steps of a road whose day cannot be kept."""
        firm, found = Firm(self.pathway, profile, day), []
        for place in sorted(one.route.missed):
            node = one.route.nodes[place]
            step, on = self.pathway.steps[node.step], self.adviser.scheduler.appointed(node)
            if on:  # what is over, or is over today, is asked about
                ready = day + timedelta(days=one.when.starts[place])
                found.append(Missed(step.id, explanation.title_of(step, firm), day + timedelta(days=on), ready))
        return tuple(found)

    def _provisos(self, advice: Advice) -> tuple[str, ...]:
        """Return the benefit that the recommended road does without, and what its ways hang on."""
        nodes = advice.routes[0].route.nodes if advice.routes else ()
        ways = [self.pathway.steps[node.step].ways[node.way] for node in nodes if node.way >= 0]
        texts = (*(aid.forgone for aid in advice.forgone), *(way.note for way in ways))
        return tuple(dict.fromkeys(text for text in texts if text))

    def _decided(self, advice: Advice, situation: Situation, profile: Profile) -> tuple[str, ...]:
        """Return what is said of the benefits without which another road would be the advised one."""
        judge = Judge(self.pathway, situation, profile)
        benefits, judge.benefits = judge.benefits, []
        if not benefits or judge.rank(advice.routes).outlooks[0] is advice.routes[0]:
            return ()
        return tuple(aid.chosen for aid in benefits if aid.chosen and judge.keeps(advice.routes[0], aid))

    def _tie(self, advice: Advice) -> Tie:
        """Return the routes that are equal within the noise, and what decides between them."""
        ids = tuple(route_id(self.pathway, one.route, one.layout.slots) for one in advice.equal)
        return Tie(ids, "what you have begun" if advice.is_begun else "the order in which they are listed")

    def _meanwhile(
        self, action: Action | None, stops: tuple[Stop, ...], due: tuple[Deadline, ...], profile: Profile, day: date
    ) -> tuple[tuple[str, str], ...]:
        """Return what else can be done now."""
        now = action.id if action else None
        # What only waits for its day is nothing to do; a number that grows is worked on.
        can = [stop for stop in stops if stop.state == "ready" or (stop.state == "waiting" and stop.months)]
        found = {stop.id: stop.title for stop in can if stop.id != now}
        ahead = {stop.id for stop in stops if stop.state != "done"}
        firm = Firm(self.pathway, profile, day)
        for step in self.pathway.steps:
            helps = step.optional and not ahead.isdisjoint(step.helps)
            if helps and step.id != now and evaluate(step.applies, firm) == YES:
                found[step.id] = explanation.title_of(step, firm)
        # Winning back holds the units that are missing.
        won_back = {body for body, *_ in profile.behind}
        for deadline in due:
            if deadline.missing and deadline.is_told and deadline.id != now and deadline.body not in won_back:
                found[deadline.id] = self.pathway.step(deadline.id).title
        return tuple(found.items())

    def _concerns(self, fact: str, ahead: frozenset[str]) -> bool:
        return any(fact in step.facts for step in self.pathway.steps if step.id in ahead)
