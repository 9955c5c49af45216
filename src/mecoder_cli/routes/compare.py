"""Every sensible route side by side: when it ends, what it costs item by item, and how far both may spread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from mecoder_cli.domain.facts import Days, Range
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import Node
from mecoder_cli.domain.profile import Profile
from mecoder_cli.domain.steps import road_name
from mecoder_cli.planner.advice import Adviser, Person
from mecoder_cli.planner.budget import Accounts, Sum
from mecoder_cli.planner.chaining import Chain
from mecoder_cli.planner.forecast import Outlook, days_from, outlook, put_off_until
from mecoder_cli.planner.ranking import Judge, unbeaten
from mecoder_cli.planner.schedule import in_order, route_id
from mecoder_cli.routes.simulate import Forecast, Simulator

RANKS = ("fit", "time", "money", "risk")
"""As the plan ranks; by the day that half of the outcomes reach; by what is paid; by the day that nine of ten reach."""


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
    ways: tuple[str, ...]
    """The ways that it takes, in a few words each."""
    recommended: bool
    against_advice: bool
    """Leaves out what the sources recommend and do not require."""
    best_in: tuple[str, ...]
    finish: Days
    """10th, 50th and 90th percentile, as in a plan."""
    usd: Range
    """The same of all that leaves the pocket until then, after aid that is likely."""
    usd_before_aid: Range
    legs: tuple[Leg, ...]
    budget: Sum
    forecast: Forecast | None
    """What a simulation makes of it; nothing where none was asked for."""


class Other(NamedTuple):
    """The recommended route to another aim, in short."""

    target: str
    gains: tuple[str, ...]
    """The credentials that it brings."""
    finish: Days
    usd: Range


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
    outlook: Outlook
    against_advice: bool


def compare_routes(
    adviser: Adviser, profile: Profile, day: date, *, by: str = "fit", runs: int = 500, seed: int = 1,
    modelled: Callable[[int], bool] = lambda number: True, progress: Callable[[float], None] = lambda part: None,
) -> Comparison:  # fmt: skip
    """Return every route from which nothing can be left out, with the plan's own dates and sums, compared and ranked.

    Args:
        adviser: Advice for one pathway.
        profile: The person; what is open or unsure is read as the plan reads it.
        day: The day from which the routes start.
        by: One of :data:`RANKS`.
        runs: How often a route is simulated, to hold the dates and sums against; 0: not at all.
        seed: The same seed gives the same runs.
        modelled: Whether the route of a number in that order is simulated.
        progress: Called with the part of the simulations that is done, from 0 to 1.
    """
    pathway = adviser.pathway
    person = adviser.advise(profile, day)
    situation, advice = person.situation, person.advice
    target = str(situation.values[pathway.settings.questions.target])
    others = tuple(
        other for id_ in pathway.targets if id_ != target and (other := other_aim(adviser, profile, day, id_))
    )
    if not advice.routes:
        return Comparison(day, target, by, advice.arrived, (), others, runs, seed)
    accounts = Accounts(pathway, person.profile, situation)
    candidates = _candidates(adviser, accounts, person)
    shared = frozenset.intersection(
        *(frozenset(one.outlook.route.nodes) for one in candidates if not one.against_advice)
    )
    told = [_names(pathway, one.outlook, shared, day) for one in candidates]
    names = told_apart(told)
    chosen = advice.routes[0].route.number
    routes = [
        _compared(pathway, one, (name, own.ways), accounts, situation.day, chosen)
        for one, name, own in zip(candidates, names, told, strict=True)
    ]
    judge = Judge(pathway, situation, person.profile)
    fit = {
        route.id: judge.score(one.outlook) + judge.setback(one.outlook)
        for route, one in zip(routes, candidates, strict=True)
    }
    # What leaves out the advice comes last, however short and cheap: nobody is to take it for the first choice.
    ranked = sorted(_with_best(routes), key=lambda route: (route.against_advice, _rank(route, by, fit)))
    simulator = Simulator(pathway, adviser.scheduler, accounts, runs, seed)
    views = {route.id: one.outlook for route, one in zip(routes, candidates, strict=True)}
    told_of = []
    for number, route in enumerate(ranked, 1):
        if runs and modelled(number):
            route = route._replace(forecast=simulator.run(views[route.id], situation))
            progress(number / len(ranked))
        told_of.append(route)
    return Comparison(day, target, by, False, tuple(told_of), others, runs, seed)


def other_aim(adviser: Adviser, profile: Profile, day: date, target: str) -> Other | None:
    """Return the recommended route to another aim, or nothing where none is known or needed."""
    pathway = adviser.pathway
    advice = adviser.advise(profile.with_answer(pathway.settings.questions.target, target), day).advice
    if not advice.routes:
        return None
    best = advice.routes[0]
    credentials = pathway.settings.questions.credentials
    effects = [
        effect for node in best.route.nodes if (step := pathway.steps[node.step])
        for effect in (*step.effects, *(step.ways[node.way].effects if node.way >= 0 else ()))
        if effect.question == credentials
    ]  # fmt: skip
    lost = {effect.value for effect in effects if effect.op == "lose"}
    gains = dict.fromkeys(str(e.value) for e in effects if e.op == "gain" and e.value not in lost)
    return Other(target, tuple(gains), days_from(best.finish, day), best.usd)


def _candidates(adviser: Adviser, accounts: Accounts, person: Person) -> list[_Candidate]:
    """Return the advised routes, then those that need less because they leave out what is only recommended."""
    situation = person.situation
    advised = adviser.routes(situation).routes
    found = [_Candidate(one, False) for one in adviser.roads(accounts, advised, situation)]
    chain = Chain(adviser.chart, situation, waived=True)
    target = str(situation.values[adviser.pathway.settings.questions.target])
    bare = [adviser.scheduler.route(draft) for draft in chain.routes(adviser.pathway.targets[target].arrived)]
    known = {frozenset(route.nodes) for route in advised}
    others = [
        outlook(adviser.scheduler, accounts, route, situation)
        for route in bare if route.nodes and frozenset(route.nodes) not in known
    ]  # fmt: skip
    return found + [_Candidate(one, True) for one in unbeaten(others)]


def _compared(
    pathway: Pathway, one: _Candidate, told: tuple[tuple[str, ...], tuple[str, ...]], accounts: Accounts, day: date, chosen: int,
) -> Compared:  # fmt: skip
    view = one.outlook
    return Compared(
        route_id(pathway, view.route, view.layout.slots), *told, view.route.number == chosen, one.against_advice, (),
        days_from(view.finish, day), view.usd, view.usd_before_aid, _legs(pathway, view, day),
        accounts.sum(view.route, view.when), None,
    )  # fmt: skip


def _legs(pathway: Pathway, view: Outlook, day: date) -> tuple[Leg, ...]:
    """Return the steps of a route on the days that half of the outcomes reach."""
    legs = []
    for place, node in enumerate(view.route.nodes):
        step = pathway.steps[node.step]
        way = step.ways[node.way].label if node.way >= 0 else ""
        start, finish = (day + timedelta(days=days) for days in (view.when.starts[place], view.when.ends[place]))
        legs.append(Leg(step.id, way, step.phase, node.goal, start, finish, view.layout.slots[node].slack))
    return tuple(sorted(legs, key=lambda leg: (leg.start, leg.finish)))


class Names(NamedTuple):
    """What a route can be told by, from the most to the least telling."""

    ways: tuple[str, ...]
    steps: tuple[str, ...]
    """Ways and the titles of steps that not every route takes, in order."""
    goals: tuple[str, ...]


def _names(pathway: Pathway, view: Outlook, shared: frozenset[Node], day: date) -> Names:
    paid = {part for aid in view.aid for part in aid.covers}
    ways: list[str] = []
    steps: list[str] = []
    goals: dict[tuple[str, str], list[int]] = {}
    for node in in_order(view.layout.slots):
        step = pathway.steps[node.step]
        if node.way >= 0:
            if step.ways[node.way].telling:
                name = road_name(step, step.ways[node.way], paid) + put_off_until(view, node, day)
                ways.append(name)
                steps.append(name)
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


def _rank(route: Compared, by: str, fit: Mapping[str, float]) -> tuple[object, ...]:
    """Return what a route is sorted by; the others break a tie, then the plan's own choice, and the id makes it certain."""
    time, risk = ((day - date.min).days for day in (route.finish.likely, route.finish.high))
    money = route.usd.likely
    first: dict[str, tuple[object, ...]] = {
        "fit": (not route.recommended, fit.get(route.id, 0.0)), "time": (time, money, risk), "money": (money, time, risk),
        "risk": (risk, time, money),
    }  # fmt: skip
    return (*first[by], not route.recommended, route.id)


def _with_best(routes: list[Compared]) -> list[Compared]:
    """Mark what each route is best in; a route against the advice is not held up as an example.

    Where the plan's route is as good as any, it is the one marked.
    """
    best: dict[str, list[str]] = {}
    advised = [route for route in routes if not route.against_advice] or routes
    for by in RANKS[1:]:
        first = min(advised, key=lambda route: _rank(route, by, {}))
        equal = (route for route in advised if route.recommended and _rank(route, by, {})[0] == _rank(first, by, {})[0])
        best.setdefault(next(equal, first).id, []).append(by)
    return [route._replace(best_in=tuple(best.get(route.id, ()))) for route in routes]


def named(route: Compared) -> str:
    """Return what tells a route from the others, in a line."""
    text = ", then ".join(route.names)
    if route.against_advice:
        return f"only what is required{': ' if text else ''}{text}"
    return text or "the one road there is"
