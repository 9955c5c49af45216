"""The planner agrees with a second evaluator that shares no code with it."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from naive import UNSURE, Naive, texts

from mecoder_cli.domain.profile import Held, Profile
from mecoder_cli.knowledge import check
from mecoder_cli.planner import Planner

DATA = Path(__file__).parents[2] / "data"
DAY = date(2026, 11, 23)


def drawn(pick: random.Random, naive: Naive) -> tuple[dict[str, Any], dict[str, date], dict[str, int]]:
    """Draw a person from the questions themselves: every type, unsure and unanswered among them."""
    person: dict[str, Any] = {}
    roles = naive.roles
    for id_, q in naive.questions.items():
        if id_ in (roles["county"], roles["ceus"]) or q["type"] in ("date", "aids", "lapsed"):
            continue
        if id_ != roles["target"] and pick.random() < 0.12:
            if pick.random() < 0.5:
                person[id_] = UNSURE
            continue
        if q["type"] == "choice":
            person[id_] = pick.choice([c["id"] for c in q["choices"]])
        elif q["type"] == "yes_no":
            person[id_] = pick.random() < 0.7
        elif q["type"] == "whole":
            person[id_] = pick.choice(
                [
                    int(q["low"]),
                    *(n for n in (1, 6, 11, 12, 23, 24, 30, 36, 79, 80, 120) if int(q["low"]) <= n <= int(q["high"])),
                ]
            )
        elif q["type"] == "credentials":
            held = set(
                pick.sample(list(naive.credentials), min(pick.choice([0, 0, 1, 1, 2, 3]), len(naive.credentials)))
            )
            person[id_] = {c for c in held if naive.credentials[c].get("becomes") not in held}
        elif q["type"] == "memberships":
            person[id_] = set(pick.sample(list(naive.bodies), pick.choice(range(len(naive.bodies) + 1))))
    members = person.get(roles["memberships"])
    days = {}
    if isinstance(members, set):
        days = {one: DAY + timedelta(days=pick.randrange(-1300, 700)) for one in sorted(members) if pick.random() < 0.6}
    units = {one: pick.randrange(0, 50) for one in naive.bodies}
    return person, days, units


def as_profile(person: dict[str, Any], days: dict[str, date], units: dict[str, int], naive: Naive) -> Profile:
    answers: dict[str, Any] = {}
    for id_, value in person.items():
        if value == UNSURE:
            continue
        is_member = id_ == naive.roles["memberships"]
        answers[id_] = (
            tuple(Held(one, days.get(one) if is_member else None) for one in sorted(value))
            if isinstance(value, set)
            else value
        )
    answers[naive.roles["ceus"]] = units
    return Profile(answers, frozenset(id_ for id_, value in person.items() if value == UNSURE))


def agree(file: Path, people: int, seed: int) -> dict[str, int]:
    """Compare for *people* drawn at random; return how often each kind of answer came up."""
    naive = Naive(file)
    planner = Planner(check(file.read_bytes(), file.name, file.parent))
    pick = random.Random(seed)
    seen: dict[str, int] = {}
    aid = {naive.comparison(text)[0] for one in naive.raw["aid"] for text in texts(one["when"])}
    for _ in range(people):
        person, days, units = drawn(pick, naive)
        plan = planner.plan(as_profile(person, days, units, naive), DAY)
        if plan.unanswered:
            # Asked back: what is left open is read cautiously, as the naive evaluator does at once.
            # What decides over money has a default and is asked all the same.
            skipped = (naive.roles["ceus"], naive.roles["county"], naive.roles["lapsed"], naive.roles["refused"])
            firm = {
                **person,
                **{
                    id_: UNSURE for id_, q in naive.questions.items()
                    if id_ not in (*person, *skipped) and ("default" not in q or id_ in plan.unanswered or id_ in aid)
                },
            }  # fmt: skip
            person = firm
            plan = planner.plan(as_profile(person, days, units, naive), DAY)
        kind = compare(naive, plan, person, days, units)
        seen[kind] = seen.get(kind, 0) + 1
    return seen


def compare(naive: Naive, plan: Any, person: dict[str, Any], days: dict[str, date], units: dict[str, int]) -> str:
    """Assert that both say the same of one person; return what kind of answer it was."""
    urgent = naive.urgent(person, days, units, DAY)
    action = plan.next_action
    if urgent is not None:
        assert action is not None and (action.id, action.body) == urgent, person
    stages = {(d.id, d.body): d.stage for d in plan.deadlines if d.stage not in ("ahead", "due")}
    known = {
        (step, id_): stage["id"] for due, _, step, _, id_ in naive.unmet(person, days, units, DAY)
        if (stage := naive.stage(id_, due, DAY))
    }  # fmt: skip
    assert {key: stage for key, stage in stages.items() if key[1] in days} == known, person
    held = naive.held(person, days, units, DAY)
    if naive.arrived(held):
        assert plan.status == "complete", person
        assert urgent is not None or action is None, person
        return "complete"
    routes, advice = naive.routes(held)
    assert plan.status == ("ready" if routes else "no_route"), person
    if not routes:
        return "no road"
    stops = [stop for stop in plan.steps if stop.start is not None]
    ids = sorted((stop.id, stop.way or "", stop.months) for stop in stops)
    mine = [route for route in routes if sorted(route) == ids]
    assert mine, f"the planner's road is not one from which nothing can be left out: {ids}; {person}"
    if urgent is not None:
        return "deadline"
    taken = next((t for t in mine[0] if t[0] == action.id), None)
    assert taken is not None
    # One prepares for an exam while a number grows to what it asks for.
    beside = held if not naive.prepares(taken) else {**held, **naive.grown(mine[0])}
    assert naive.ready(taken, held, held, advice) or naive.ready(taken, beside, held, advice), person
    forms = [t for t in mine[0] if naive.steps[t[0]].get("paperwork") == "true" and naive.ready(t, held, held, advice)]
    assert not forms or naive.steps[action.id].get("paperwork") == "true", person
    return "step"


@pytest.mark.parametrize("file", ["pathway.yaml", "example.yaml"])
@pytest.mark.parametrize("people", [60, pytest.param(500, marks=pytest.mark.campaign)])
def test_the_planner_agrees_with_a_naive_evaluator(file: str, people: int) -> None:
    """Status, next action, route, stages, deadlines; a few people first, who already tell most faults."""
    seen = agree(DATA / file, people, people)
    assert seen.get("step", 0) > people / 5


@pytest.mark.campaign
def test_the_planner_agrees_with_a_naive_evaluator_campaign() -> None:
    """10,000 random people."""
    seen = agree(DATA / "pathway.yaml", 10_000, 2)
    assert sum(seen.values()) == 10_000
    assert min(seen.get(kind, 0) for kind in ("step", "deadline", "complete")) > 50
