"""The ladder: what one can grow into from where one stands, what it pays, and what it takes."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from mecoder_cli.domain.conditions import YES, evaluate
from mecoder_cli.domain.facts import Fact
from mecoder_cli.domain.firm import Firm
from mecoder_cli.domain.pathway import Pathway, Rung
from mecoder_cli.domain.profile import Profile
from mecoder_cli.lookup.pay import figure_of
from mecoder_cli.planner.advice import Adviser
from mecoder_cli.routes.compare import Other, other_aim


class Pay(NamedTuple):
    """What is earned in a year by one figure."""

    usd: int
    fact: str
    as_of: str
    source: str


class More(NamedTuple):
    """How much more one credential brings than another, by one source that tells of both."""

    usd: int
    than: str
    """The fact of the pay that it is held against."""
    as_of: str
    source: str


class Growth(NamedTuple):
    """A rung, seen from where somebody stands."""

    rung: Rung
    pay: Pay | None
    """``None``: not found."""
    more: More | None
    """``None``: no one source tells of both."""
    is_here: bool
    """Whether the person has arrived there."""
    reach: Other | None
    """What it takes to get there; ``None``: not known, or they are there."""


def ladder(pathway: Pathway, person: Profile, day: date, adviser: Adviser | None) -> list[Growth]:
    """Return the rungs, the best paid first and those without a figure last, in the order of the file.

    Args:
        pathway: The knowledge.
        person: From where it is seen.
        day: The day of the advice.
        adviser: Works out time and money; nothing where too little is known of the person.
    """
    own = _own_pay(pathway, person)
    found = [_growth(pathway, rung, person, day, adviser, own) for rung in pathway.growth.rungs]
    return sorted(found, key=lambda one: -(one.pay.usd if one.pay else 0))


def pay_of(fact: Fact) -> Pay | None:
    """Return what a fact says of a year's pay; nothing where it holds words, or nothing."""
    figure = figure_of(fact.current.value) if fact.is_found else None
    return Pay(figure[0], fact.id, fact.current.as_of, fact.current.source) if figure is not None else None


def _growth(
    pathway: Pathway, rung: Rung, person: Profile, day: date, adviser: Adviser | None, own: Fact | None
) -> Growth:
    pays = [pay for id_ in rung.pay if (pay := pay_of(pathway.facts[id_]))]
    pay = pays[0] if pays else None
    more = _more(own, pathway.facts[rung.pay[0]]) if own is not None and pays else None
    if not rung.target:
        return Growth(rung, pay, more, False, None)
    is_here = evaluate(pathway.targets[rung.target].arrived, Firm(pathway, person, day)) == YES
    reach = other_aim(adviser, person, day, rung.target) if adviser is not None and not is_here else None
    return Growth(rung, pay, more, is_here, reach)


def _own_pay(pathway: Pathway, person: Profile) -> Fact | None:
    """Return the pay of the credential that the person holds and that pays best."""
    held = {one.id for one in person.held(pathway.settings.questions.credentials)}
    known = [pathway.facts[fact] for id_, fact in pathway.settings.pay.credentials if id_ in held]
    return max(known, key=lambda fact: pay.usd if (pay := pay_of(fact)) else 0, default=None)


def _more(own: Fact, other: Fact) -> More | None:
    """Return how much more *other* pays, by the newest source that gives both in the same way; nothing where none does."""
    if own.id == other.id:
        return None
    for value in other.values:
        for same in own.values:
            there, here = figure_of(value.value), figure_of(same.value)
            if same.source == value.source and there is not None and here is not None and there[1] == here[1]:
                return More(there[0] - here[0], own.id, value.as_of, value.source)
    return None
