"""Advice is steady: as days pass without news, dates move with the days and nothing flips back and forth.

Two things may move a date further. A term or session that passes unused moves the start to the next one, and the
roads through such a course change places with the others as its day comes and goes. And where two roads differ in
money, the one gives way to the other when the time between them is worth less than the money: by less than a month.
"""

import os

import pytest
import stable
from stable import PEOPLE, Told

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.planner import Planner

SHARE = float(os.environ.get("MECODER_CAMPAIGN_SHARE", "1"))
QUICK = (
    "apprentice without a job",
    "apprentice with a job",
    "apprentice with half of Practicode",
    "CPC-A by work alone",
)
SLOW = [name for name in PEOPLE if name not in QUICK]
MONTH = 31


def waits_for_a_term(pathway: Pathway, one: Told) -> bool:
    """Whether the road, or one it is weighed against, begins with a term or a session."""
    begins = [f"{step.id}:{way.id}" for step in pathway.steps for way in step.ways if way.calendar]
    return any(start in route.id for route in one.plan.routes for start in begins)


def passed_unused(last: Told, one: Told) -> bool:
    """Whether the class that the road waited for was missed today, as it had said it would be."""
    start = last.plan.routes[0].class_start
    return start is not None and start.apply_by < one.day


def check(pathway: Pathway, name: str, days: int) -> None:
    seen: list[tuple[str, str]] = []
    last: Told | None = None
    count = 0
    for one in stable.told(pathway, Planner(pathway), PEOPLE[name], days=days):
        count += 1
        interrupts = one.plan.next_action is not None and one.plan.next_action.body is not None
        if last is not None and not waits_for_a_term(pathway, one) and not passed_unused(last, one):
            moved = (one.finish - last.finish).days
            bound = 2 if one.route == last.route else MONTH
            assert abs(moved) <= bound, f"{name}, {one.day}: {moved} days"
        if not interrupts and (not seen or seen[-1] != one.next) and not waits_for_a_term(pathway, one):
            assert one.next not in seen, f"{name}, {one.day}: back to {one.next}"
            seen.append(one.next)
        last = one
    assert count == days + 1, name


@pytest.mark.parametrize("name", QUICK)
def test_days_without_news_change_nothing_by_leaps(pathway: Pathway, name: str) -> None:
    check(pathway, name, stable.DAYS)


@pytest.mark.campaign
@pytest.mark.parametrize("name", SLOW)
def test_days_without_news_change_nothing_by_leaps_for_a_dozen(pathway: Pathway, name: str) -> None:
    check(pathway, name, max(30, int(stable.DAYS * SHARE)))
