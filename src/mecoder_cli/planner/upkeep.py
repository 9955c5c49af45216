"""What certifying bodies ask for year by year: dues, renewals and CEUs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from mecoder_cli.domain.facts import Range
from mecoder_cli.domain.pathway import Body, Budget, Pathway
from mecoder_cli.domain.profile import Profile
from mecoder_cli.domain.renewals import add_months, deadlines
from mecoder_cli.planner.charges import Charge, Note, Times, times
from mecoder_cli.planner.outcomes import Outcomes, pert, pert_mean
from mecoder_cli.planner.schedule import Route


class Course(NamedTuple):
    """What the bodies ask for as the days go by."""

    dues: tuple[tuple[int, Range], ...]
    """Day, and price."""
    units: tuple[tuple[int, int, Range], ...]
    """First day, days of a cycle, and price of a cycle."""

    def paid(self, ends: Outcomes) -> Outcomes:
        """Return what is paid before a day, on average, for each of the days on which it may be."""
        dues = [(day, pert_mean(usd)) for day, usd in self.dues]
        units = [(day, cycle, pert_mean(usd)) for day, cycle, usd in self.units]
        return tuple(sorted([
            sum([usd for day, usd in dues if day < end]) + sum([max(0.0, end - day) / cycle * usd for day, cycle, usd in units])
            for end in ends
        ]))  # fmt: skip

    def prices(self, end: float) -> list[tuple[Outcomes, float]]:
        """Return the prices that are not certain, and how many times over each is paid before a day."""
        counts: dict[Range, float] = {}
        for day, usd in self.dues:
            if day < end and usd.high > usd.low:
                counts[usd] = counts.get(usd, 0.0) + 1
        for day, cycle, usd in self.units:
            if day < end and usd.high > usd.low:
                counts[usd] = counts.get(usd, 0.0) + (end - day) / cycle
        return [(pert(usd), count) for usd, count in counts.items()]


class Upkeep:
    """What one person owes the bodies on any route."""

    def __init__(self, pathway: Pathway, budget: Budget, profile: Profile, day: date) -> None:
        self._pathway = pathway
        self._budget = budget
        self._day = day
        settings = pathway.settings
        self._members = settings.questions.memberships
        self._credentials = settings.questions.credentials
        known = pathway.credentials
        held = {known[one.id].issuer for one in profile.held(self._credentials)}
        joined = {one.id for one in profile.held(self._members)}
        # Whoever holds a credential of a body with yearly dues is its member, said or not.
        self._member = {
            id_: id_ in joined or (id_ in held and body.dues_every_months > 0) for id_, body in pathway.bodies.items()
        }
        self._holder = {id_: id_ in held for id_ in pathway.bodies}
        bills = [due for due in deadlines(pathway, profile, day) if due.usd is not None]
        self._known = {due.body: (due.due - day).days for due in bills}
        self._late = {
            due.body: due.reached.usd for due in bills if due.reached is not None and due.reached.usd.high > 0
        }
        """What is to be paid besides the dues that are late already."""

    def charges(self, route: Route, when: Times, until: int) -> list[Charge]:
        """Return dues, renewals and CEUs from today up to a day; CEUs in two shares, before and after the route ends."""
        end = max(when.ends, default=0)
        found = []
        for body in self._pathway.bodies.values():
            joined, earned = self._since(body, route, when)
            if earned is not None and body.ceus_usd.high > 0:
                found += [
                    self._ceus(body, *span)
                    for span in ((earned, min(end, until)), (max(earned, end), until))
                    if span[0] < span[1]
                ]
            first, is_known = self._first_due(body, joined, earned)
            for due in self._due_days(body, first, until):
                note = Note("due", body.name, 0 if is_known else 1, self._on(due))
                name = f"{body.id}/dues"
                found.append(Charge(self._budget.upkeep.id, name, body.dues_usd, due, note, (body.dues_usd.fact,)))
            late = self._late.get(body.id)
            if late is not None and first == 0 and until > 0:
                found.append(Charge(self._budget.upkeep.id, f"{body.id}/late", late, 0, None, (late.fact,)))
        return found

    def until(self, route: Route, when: Times, end: int) -> Course:
        """Return what the bodies ask for up to *end*."""
        dues: list[tuple[int, Range]] = []
        units: list[tuple[int, int, Range]] = []
        for body in self._pathway.bodies.values():
            joined, earned = self._since(body, route, when)
            if earned is not None and body.ceus_usd.high > 0:
                cycle = (add_months(self._day, body.cycle_months) - self._day).days
                units.append((earned, cycle, body.ceus_usd))
            first = self._first_due(body, joined, earned)[0]
            dues += [(due, body.dues_usd) for due in self._due_days(body, first, end)]
            if body.id in self._late and first == 0:
                dues.append((0, self._late[body.id]))
        return Course(tuple(dues), tuple(units))

    def _ceus(self, body: Body, start: int, end: int) -> Charge:
        """Return the share of a cycle's CEUs that falls between two days."""
        share = (end - start) / (add_months(self._day, body.cycle_months) - self._day).days
        usd, note = times(body.ceus_usd, share), Note("cycle", body.name, round(share, 2))
        return Charge(self._budget.learning.id, f"{body.id}/ceus", usd, start, note, (body.ceus_usd.fact,))

    def _since(self, body: Body, route: Route, when: Times) -> tuple[int | None, int | None]:
        """Return the day of joining *body* and that of the first credential with it; 0 for what is held already."""
        joined, earned = (0 if self._member[body.id] else None), (0 if self._holder[body.id] else None)
        for place, node in enumerate(route.nodes):
            step = self._pathway.steps[node.step]
            for effect in (*step.effects, *(step.ways[node.way].effects if node.way >= 0 else ())):
                if effect.op != "gain":
                    continue
                if effect.question == self._members and effect.value == body.id:
                    joined = self._joined(route, when, place)
                elif (
                    effect.question == self._credentials
                    and self._pathway.credentials[str(effect.value)].issuer == body.id
                ):
                    earned = min(when.ends[place] if earned is None else earned, when.ends[place])
        return joined, earned

    def _joined(self, route: Route, when: Times, place: int) -> int:
        """Return the day of joining: where another price holds the dues, the day on which that is paid."""
        step = self._pathway.steps[route.nodes[place].step]
        inside = [route.paid[name] for part in step.parts if (name := f"{step.id}/{part.id}") in route.paid]
        holder = next(
            (i for i, node in enumerate(route.nodes) if inside and self._pathway.steps[node.step].id == inside[0]),
            place,
        )
        return when.starts[holder]

    def _first_due(self, body: Body, joined: int | None, earned: int | None) -> tuple[int | None, bool]:
        """Return the first day on which something is due, and whether it is known.

        A day told is advanced to the last one that is not over yet: what was
        missed before is a matter of reinstatement, not of dues. Where nobody
        told the day of what is held already, half an interval from now stands in.
        """
        every = body.dues_every_months or body.cycle_months
        first = self._known.get(body.id)
        if first is not None:
            number = 0
            while self._after(first, (number + 1) * every) <= 0:
                number += 1
            return max(0, self._after(first, number * every)), True
        start = joined if body.dues_every_months else earned
        if start is None:
            return None, True
        held = self._member[body.id] if body.dues_every_months else self._holder[body.id]
        if held and start == 0:
            return self._after(0, every // 2), False
        return self._after(start, every), True

    def _due_days(self, body: Body, first: int | None, end: int) -> list[int]:
        found: list[int] = []
        every = body.dues_every_months or body.cycle_months
        while first is not None and (day := self._after(first, len(found) * every)) < end:
            found.append(day)
        return found

    def _after(self, day: int, months: int) -> int:
        """Return the day that lies *months* after *day*."""
        return (add_months(self._on(day), months) - self._day).days

    def _on(self, day: int) -> date:
        return self._day + timedelta(days=day)
