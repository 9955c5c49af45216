"""Which route is recommended: what a month is worth, what employers prefer, and when two routes are as good as equal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mecoder_cli.domain.conditions import YES, atoms
from mecoder_cli.domain.pathway import Aid, Pathway
from mecoder_cli.domain.profile import Profile
from mecoder_cli.planner.forecast import Outlook
from mecoder_cli.planner.situation import Situation, verdict

DAYS_A_MONTH = 365.25 / 12


class Ranked(NamedTuple):
    """Routes in the order in which they are shown."""

    outlooks: tuple[Outlook, ...]
    """The recommended one first, then those that no other beats in both time and money, soonest first."""
    best_in: tuple[tuple[str, ...], ...]
    """For each of them, in what it is the best of all."""
    scores: tuple[float, ...]
    """For each of them, money and time in one sum, with what sets it back."""
    equal: tuple[Outlook, ...]
    """Those that are as good as the recommended one within the noise of the model; none where there is no other."""
    is_begun: bool
    """Whether the recommended one has begun."""
    forgone: tuple[Aid, ...]
    """The benefits that the recommended one does without and another one would keep."""


class Judge:
    """Ranks routes for one person."""

    def __init__(self, pathway: Pathway, situation: Situation, profile: Profile) -> None:
        settings = pathway.settings
        self._pathway = pathway
        self._rules = settings.ranking
        self._situation = situation
        self._priority = situation.values[settings.questions.priority]
        worth = situation.values[settings.questions.worth]
        self._worth = worth if isinstance(worth, int) and worth >= 0 else int(settings.ranking.month_worth)
        target = pathway.targets[str(situation.values[settings.questions.target])]
        self._preferred = frozenset(target.prefers)
        held, lapsed = situation.values[settings.questions.credentials], situation.values[settings.questions.lapsed]
        self._has_preferred = not self._preferred or (
            isinstance(held, frozenset) and not self._preferred.isdisjoint(held)
        )
        # What comes back with a body, where something of it that employers prefer has lapsed.
        self._comes_back = {
            pathway.credentials[id_].issuer for id_ in self._preferred
            if isinstance(lapsed, frozenset) and id_ in lapsed
        }  # fmt: skip
        refused = {one.id for one in profile.held(settings.questions.refused)}
        # Money counts only where it is sure, here as in the sums.
        self._open = [
            aid for aid in pathway.aid
            if aid.worth and aid.id not in refused and verdict(pathway, aid.when, profile, situation.day) == YES
            and verdict(pathway, aid.beyond, profile, situation.day) != YES
        ]  # fmt: skip
        self.benefits = self._open if self._priority != self._rules.fastest else []
        """Money to live on that sets other roads back: not for whoever is in a hurry."""

    def rank(self, outlooks: Sequence[Outlook]) -> Ranked:
        """Return the recommended route, and what is worth showing beside it."""
        groups: dict[int, list[Outlook]] = {}
        for one in outlooks:
            groups.setdefault(self.setback(one), []).append(one)
        open_ = _not_outdone(groups)
        best = {setback: self._best(open_[setback] or groups[setback]) for setback in sorted(groups)}
        # Clearly better, whatever ranks: what sets a route back is no matter of a few dollars.
        own = min((one for one in best if open_[one]), key=lambda setback: self.score(best[setback][0]) + setback)
        chosen, equal = best.pop(own)
        kept = [one for one in unbeaten(groups[own]) if one is not chosen]
        kept.sort(key=lambda one: (one.finish.likely, one.usd.likely))
        shown = [chosen, *kept, *(other for other, _ in best.values())]
        # The soonest and the cheapest of all are told, whatever sets them back.
        every = unbeaten(outlooks)
        for end in (every[0], every[-1]):
            if all(end is not one for one in shown):
                shown.append(end)
        scores = tuple(self.score(one) + self.setback(one) for one in shown)
        best_in = tuple(self._best_in(one, shown) for one in shown)
        return Ranked(tuple(shown), best_in, scores, equal, self._is_begun(chosen), self._forgone(chosen, outlooks))

    def setback(self, one: Outlook) -> int:
        """Return by how many US dollars a route must be better to be advised all the same.

        Employers of the target prefer a credential that it does not bring, or its class is none that a benefit asks
        for which would go on during it.
        """
        behind = 0 if self.is_preferred(one) else int(self._rules.preferred_by_usd)
        return behind + sum(int(aid.worth) for aid in self._without(one, self.benefits))

    def _forgone(self, one: Outlook, others: Sequence[Outlook]) -> tuple[Aid, ...]:
        return tuple(
            aid for aid in self._open
            if self.keeps(one, aid) is False and any(self.keeps(other, aid) for other in others)
        )  # fmt: skip

    def _without(self, one: Outlook, benefits: Sequence[Aid]) -> list[Aid]:
        """Return the benefits that set a route back: none does that has waited for money which pays its class in full."""
        return [
            aid for aid in benefits
            if self.keeps(one, aid) is False
            and not (one.aid and not parts_of_ways(self._pathway, one).isdisjoint(aid.partly))
        ]  # fmt: skip

    def keeps(self, one: Outlook, aid: Aid) -> bool | None:
        """Return whether a benefit goes on during a class of a route; nothing where the route holds no class."""
        steps = {part.partition(":")[0] for part in aid.partly}
        taken = {part for part in parts_of_ways(self._pathway, one) if part.partition(":")[0] in steps}
        if not taken:
            return None
        return not taken.isdisjoint(aid.partly) and self._begins_in_time(one, aid, steps)

    def _begins_in_time(self, one: Outlook, aid: Aid, steps: set[str]) -> bool:
        """Return whether the class of a route leaves time to ask for a benefit, and begins while it is paid."""
        begin = max(
            one.when.starts[place] for place, node in enumerate(one.route.nodes)
            if self._pathway.steps[node.step].id in steps
        )  # fmt: skip
        weeks = [
            value for atom in atoms(aid.when) if self._pathway.questions[atom.question].grows == "week"
            and isinstance(value := self._situation.values[atom.question], int)
        ]  # fmt: skip
        ends = not aid.lasts or begin <= (aid.lasts - sum(weeks)) * 7
        return ends and begin >= aid.before_days

    def score(self, one: Outlook) -> float:
        """Return money and time in one sum: US dollars out of pocket, and what the months are worth."""
        return one.usd.likely + one.finish.likely / DAYS_A_MONTH * self._worth

    def is_preferred(self, one: Outlook) -> bool:
        """Return whether a route brings a credential that employers of the target prefer, or the person holds one."""
        if self._has_preferred:
            return True
        steps = self._pathway.steps
        effects = [
            effect for node in one.route.nodes
            for effect in (
                *steps[node.step].effects,
                *(steps[node.step].ways[node.way].effects if node.way >= 0 else ()),
            )
        ]  # fmt: skip
        return any(
            effect.value in (self._preferred if effect.op == "gain" else self._comes_back)
            for effect in effects if effect.op in ("gain", "regain")
        )  # fmt: skip

    def _best(self, outlooks: Sequence[Outlook]) -> tuple[Outlook, tuple[Outlook, ...]]:
        """Return the best by the person's priority, and those that are equal to it."""
        rules = self._rules
        found = unbeaten(outlooks)
        if self._priority == rules.fastest:
            least = min(one.finish.likely for one in found)
            close = [one for one in found if one.finish.likely <= least + rules.fastest_within_days]
            best = min(close, key=lambda one: (one.usd.likely, one.finish.likely))
        elif self._priority == rules.cheapest:
            least = min(one.usd.likely for one in found)
            close = [one for one in found if one.usd.likely <= least + rules.cheapest_within_usd]
            best = min(close, key=lambda one: (one.finish.likely, one.usd.likely))
        else:
            best = min(found, key=self.score)
        equal = [
            one for one in found
            if abs(one.finish.likely - best.finish.likely) < rules.tie_days
            and abs(one.usd.likely - best.usd.likely) < rules.tie_usd
        ]  # fmt: skip
        if len(equal) < 2:
            return best, ()
        return min(equal, key=self._fixed), tuple(equal)

    def _fixed(self, one: Outlook) -> tuple[object, ...]:
        """Return the order of equal routes, which no day changes: what has begun first, then as in the file."""
        return not self._is_begun(one), len(one.route.nodes), sorted(one.route.nodes)

    def _is_begun(self, one: Outlook) -> bool:
        return any(
            part.progress is not None and self._situation.holds(part.progress.begun)
            for node in one.route.nodes
            for part in (
                *self._pathway.steps[node.step].parts,
                *(self._pathway.steps[node.step].ways[node.way].parts if node.way >= 0 else ()),
            )
        )

    @staticmethod
    def _best_in(one: Outlook, shown: Sequence[Outlook]) -> tuple[str, ...]:
        found = []
        if one is min(shown, key=lambda other: (other.finish.likely, other.usd.likely)):
            found.append("time")
        if one is min(shown, key=lambda other: (other.usd.likely, other.finish.likely)):
            found.append("money")
        return tuple(found)


def _not_outdone(groups: Mapping[int, Sequence[Outlook]]) -> dict[int, list[Outlook]]:
    """Return, by what sets them back, the routes that none of another group outdoes.

    One outdoes another where it is neither later nor dearer, and cheaper by more than what sets it back further.
    Whatever the priority, what is outdone is not the advice: as groups are weighed by one sum, the best of its own group
    could be.
    """
    return {
        setback: [
            one for one in own
            if not any(
                other.finish.likely <= one.finish.likely and other.usd.likely <= one.usd.likely
                and one.usd.likely - other.usd.likely > further - setback
                for further, others in groups.items() if further != setback for other in others
            )
        ]
        for setback, own in groups.items()
    }  # fmt: skip


def unbeaten(outlooks: Sequence[Outlook]) -> list[Outlook]:
    """Return those that no other beats: at its median neither later nor dearer, and better in one of both."""
    kept: list[Outlook] = []
    for one in sorted(
        outlooks, key=lambda one: (one.finish.likely, one.usd.likely, len(one.route.nodes), one.route.nodes)
    ):
        if not kept or one.usd.likely < kept[-1].usd.likely:
            kept.append(one)
    return kept


def parts_of_ways(pathway: Pathway, one: Outlook) -> set[str]:
    """Return the parts of ways on a route, as ``step:way/part``."""
    steps = pathway.steps
    ways = [(steps[node.step].id, steps[node.step].ways[node.way]) for node in one.route.nodes if node.way >= 0]
    return {f"{step}:{way.id}/{part.id}" for step, way in ways for part in way.parts}
