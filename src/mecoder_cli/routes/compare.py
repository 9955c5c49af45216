"""Every sensible route side by side: when it ends, what it costs item by item, and how far both may spread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from mecoder_cli.domain.facts import Days, Range
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Node
from mecoder_cli.domain.profile import Profile
from mecoder_cli.planner.advice import Adviser
from mecoder_cli.planner.chaining import Chain
from mecoder_cli.planner.schedule import Layout, Priced, Route, Slot, in_order, route_id
from mecoder_cli.planner.situation import Situation
from mecoder_cli.routes.budget import Accounts, Sum
from mecoder_cli.routes.charges import Times
from mecoder_cli.routes.simulate import Forecast, Simulator

RANKS = ("time", "money", "risk")
"""By the likely end; by what is paid, after likely aid; by when nine runs of ten have ended."""


class Leg(NamedTuple):
    """A step of a route with its time on the likely reading."""

    step: str
    way: str
    """Its label, or nothing."""
    phase: str
    goal: int
    start: date
    finish: date
    slack: int


class Compared(NamedTuple):
    """One route with all that it is compared by."""

    id: str
    names: tuple[str, ...]
    """What tells it from the other routes."""
    recommended: bool
    against_advice: bool
    """Leaves out what the sources recommend and do not require."""
    best_in: tuple[str, ...]
    finish: Days
    usd: Range
    """The whole route before aid, as a plan gives it."""
    legs: tuple[Leg, ...]
    budget: Sum | None
    forecast: Forecast


class Other(NamedTuple):
    """The recommended route to another aim, in short."""

    target: str
    gains: tuple[str, ...]
    """The credentials that it brings."""
    finish: Days
    usd: Range
    """Over the months of the budget; the whole route where there is none."""


class Comparison(NamedTuple):
    """All routes, in the order asked for."""

    as_of: date
    target: str
    by: str
    arrived: bool
    routes: tuple[Compared, ...]
    others: tuple[Other, ...]
    """Other aims, for comparison."""
    runs: int
    seed: int


class _Candidate(NamedTuple):
    route: Route
    against_advice: bool


def compare_routes(
    adviser: Adviser, profile: Profile, day: date, *, by: str = "time", runs: int = 500, seed: int = 1
) -> Comparison:
    """Return every route from which nothing can be left out, compared and ranked.

    Args:
        adviser: Advice for one pathway.
        profile: The person; what is open or unsure is read as the plan reads it.
        day: The day from which the routes start.
        by: One of :data:`RANKS`.
        runs: How often each route is simulated.
        seed: The same seed gives the same runs.
    """
    pathway = adviser.pathway
    situation, advice = adviser.advise(profile)
    target = str(situation.values[pathway.settings.questions.target])
    accounts = Accounts(pathway, pathway.budget, profile, day) if pathway.budget is not None else None
    others = tuple(
        other for id_ in pathway.targets if id_ != target and (other := _other(adviser, profile, day, id_, accounts))
    )
    if not advice.routes:
        return Comparison(day, target, by, advice.arrived, (), others, runs, seed)
    chosen = frozenset(advice.routes[0].priced.route.nodes)
    simulator = Simulator(pathway, adviser.scheduler, accounts, runs, seed)
    candidates = _candidates(adviser, situation, chosen)
    shared = frozenset.intersection(*(frozenset(one.route.nodes) for one in candidates if not one.against_advice))
    made, names = [], []
    for one in candidates:
        priced = adviser.scheduler.price(one.route, situation)
        found, name = _compared(adviser, situation, one, priced, shared, chosen, accounts, simulator, day)
        made.append(found)
        names.append(name)
    routes = _with_best([route._replace(names=name) for route, name in zip(made, told_apart(names), strict=True)])
    # What leaves out the advice comes last, however short and cheap: nobody is to take it for the first choice.
    ranked = tuple(sorted(routes, key=lambda route: (route.against_advice, _rank(route, by))))
    return Comparison(day, target, by, False, ranked, others, runs, seed)


def _other(adviser: Adviser, profile: Profile, day: date, target: str, accounts: Accounts | None) -> Other | None:
    """Return the recommended route to another aim, or nothing where none is known or needed."""
    pathway = adviser.pathway
    _, advice = adviser.advise(profile.with_answer(pathway.settings.questions.target, target))
    if not advice.routes:
        return None
    best = advice.routes[0]
    nodes = best.priced.route.nodes
    credentials = pathway.settings.questions.credentials
    effects = [
        effect for node in nodes if (step := pathway.steps[node.step])
        for effect in (*step.effects, *(step.ways[node.way].effects if node.way >= 0 else ()))
        if effect.question == credentials
    ]  # fmt: skip
    lost = {effect.value for effect in effects if effect.op == "lose"}
    gains = dict.fromkeys(str(e.value) for e in effects if e.op == "gain" and e.value not in lost)
    finish = Days(*(day + timedelta(days=one.finish) for one in (best.low, best.likely, best.high)))
    slots = [best.likely.slots[node] for node in nodes]
    when = Times([slot.start for slot in slots], [slot.finish for slot in slots])
    usd = accounts.sum(best.priced.route, when).usd if accounts is not None else best.priced.usd
    return Other(target, tuple(gains), finish, usd)


def _candidates(adviser: Adviser, situation: Situation, chosen: frozenset[Node]) -> list[_Candidate]:
    """Return the advised routes, then those that need less because they leave out what is only recommended."""
    advised = _least(adviser.routes(situation).routes, chosen)
    found = [_Candidate(route, False) for route in advised]
    chain = Chain(adviser.chart, situation, waived=True)
    target = str(situation.values[adviser.pathway.settings.questions.target])
    bare = [adviser.scheduler.route(draft) for draft in chain.routes(adviser.pathway.targets[target].arrived)]
    known = {frozenset(route.nodes) for route in adviser.routes(situation).routes}
    others = [route for route in _least(bare, chosen) if frozenset(route.nodes) not in known]
    return found + [_Candidate(route, True) for route in _unbeaten(adviser, situation, others)]


def _unbeaten(adviser: Adviser, situation: Situation, routes: list[Route]) -> list[Route]:
    """Return the routes that no other one of them beats in time without costing more."""
    priced = [adviser.scheduler.price(route, situation) for route in routes]
    priced.sort(key=lambda one: (one.finish, one.usd.likely, len(one.route.nodes)))
    kept: list[Priced] = []
    for one in priced:
        if not kept or one.usd.likely < kept[-1].usd.likely:
            kept.append(one)
    return [one.route for one in kept]


def _least(routes: Iterable[Route], chosen: frozenset[Node]) -> list[Route]:
    """Return the routes that hold no other one; the one that the plan recommends always stays."""
    sets = [(frozenset(route.nodes), route) for route in routes]
    return [route for nodes, route in sets if nodes == chosen or not any(other < nodes for other, _ in sets)]


def _compared(
    adviser: Adviser, situation: Situation, one: _Candidate, priced: Priced, shared: frozenset[Node],
    chosen: frozenset[Node], accounts: Accounts | None, simulator: Simulator, day: date,
) -> tuple[Compared, Names]:  # fmt: skip
    pathway, route = adviser.pathway, one.route
    spans = [adviser.scheduler.duration(node, situation) for node in route.nodes]
    low, likely, high = (
        adviser.scheduler.lay_out(route, priced.order, [int(span[part]) for span in spans]) for part in range(3)
    )
    slots = [likely.slots[node] for node in route.nodes]
    when = Times([slot.start for slot in slots], [slot.finish for slot in slots])
    legs = _legs(pathway, route, slots, day)
    compared = Compared(
        route_id(pathway, likely.slots), (), frozenset(route.nodes) == chosen,
        one.against_advice, (), Days(*(day + timedelta(days=layout.finish) for layout in (low, likely, high))),
        priced.usd, legs, accounts.sum(route, when) if accounts is not None else None, simulator.run(priced, situation),
    )  # fmt: skip
    return compared, _names(pathway, likely, shared)


def _legs(pathway: Pathway, route: Route, slots: list[Slot], day: date) -> tuple[Leg, ...]:
    legs = []
    for node, slot in zip(route.nodes, slots, strict=True):
        step = pathway.steps[node.step]
        way = step.ways[node.way].label if node.way >= 0 else ""
        start, finish = (day + timedelta(days=days) for days in (slot.start, slot.finish))
        legs.append(Leg(step.id, way, step.phase, node.goal, start, finish, slot.slack))
    return tuple(sorted(legs, key=lambda leg: (leg.start, leg.finish)))


class Names(NamedTuple):
    """What a route can be told by, from the most to the least telling."""

    ways: tuple[str, ...]
    steps: tuple[str, ...]
    """Ways and the titles of steps that not every route takes, in order."""
    goals: tuple[str, ...]


def _names(pathway: Pathway, layout: Layout, shared: frozenset[Node]) -> Names:
    ways: list[str] = []
    steps: list[str] = []
    goals: dict[tuple[str, str], list[int]] = {}
    for node in in_order(layout.slots):
        step = pathway.steps[node.step]
        if node.way >= 0:
            ways.append(step.ways[node.way].label)
            steps.append(step.ways[node.way].label)
        elif node.goal:
            question = next(effect.question for effect in step.effects if effect.op == "grows")
            goals.setdefault((step.title, pathway.questions[question].unit), []).append(node.goal)
        elif node not in shared:
            steps.append(step.title)
    grown = (f"{title}: {', '.join(map(str, sorted(found)))} {unit}" for (title, unit), found in goals.items())
    return Names(tuple(dict.fromkeys(ways)), tuple(dict.fromkeys(steps)), tuple(grown))


def told_apart(names: Sequence[Names]) -> list[tuple[str, ...]]:
    """Return as little as tells each route from the others: its ways, else its steps, else how far numbers grow."""
    choices = [[one.ways, one.steps, (*one.steps, *one.goals)] for one in names]
    levels = [0] * len(names)
    for level in (1, 2):
        taken: dict[tuple[str, ...], list[int]] = {}
        for index, choice in enumerate(choices):
            taken.setdefault(choice[levels[index]], []).append(index)
        for name, same in taken.items():
            if len(same) > 1 or not name:
                for index in same:
                    levels[index] = level
    return [choice[level] for choice, level in zip(choices, levels, strict=True)]


def _money(route: Compared) -> float:
    """Return what the whole route costs after aid; without a budget, what a plan says."""
    return route.usd.likely if route.budget is None else route.budget.usd.likely + route.budget.later.likely


def _rank(route: Compared, by: str) -> tuple[object, ...]:
    """Return what a route is sorted by; the others break a tie, then the plan's own choice, and the id makes it certain."""
    time, money = (route.finish.likely - date.min).days, _money(route)
    risk = route.forecast.days.p90
    first = {"time": (time, money, risk), "money": (money, time, risk), "risk": (risk, time, money)}[by]
    return (*first, not route.recommended, route.id)


def _with_best(routes: list[Compared]) -> list[Compared]:
    """Mark what each route is best in; a route against the advice is not held up as an example.

    Where the plan's route is as good as any, it is the one marked.
    """
    best: dict[str, list[str]] = {}
    advised = [route for route in routes if not route.against_advice] or routes
    for by in RANKS:
        first = min(advised, key=lambda route: _rank(route, by))
        equal = (route for route in advised if route.recommended and _rank(route, by)[0] == _rank(first, by)[0])
        best.setdefault(next(equal, first).id, []).append(by)
    return [route._replace(best_in=tuple(best.get(route.id, ()))) for route in routes]


def named(route: Compared) -> str:
    """Return what tells a route from the others, in a line."""
    text = "; ".join(route.names)
    if route.against_advice:
        return f"only what is required{': ' if text else ''}{text}"
    return text or "the one road there is"
