"""How old knowledge is: each kind of fact keeps for so long, then it is to be checked again."""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from mecoder_cli.domain.facts import Fact
from mecoder_cli.domain.pathway import Pathway


class Age(NamedTuple):
    """A fact and the day until which it keeps."""

    fact: Fact
    checked: date
    until: date
    where: str
    """Where to check it again."""


def age_of(pathway: Pathway, fact: Fact) -> Age | None:
    """Return how long *fact* keeps; ``None`` where nothing was found or its kind does not age."""
    days = pathway.settings.shelf_days.get(fact.kind)
    if days is None or not fact.is_found:
        return None
    checked = date.fromisoformat(fact.current.checked)
    where = fact.where or pathway.sources[fact.current.source].url
    return Age(fact, checked, checked + timedelta(days=days), where)


def ages(pathway: Pathway, ids: Iterable[str]) -> tuple[Age, ...]:
    """Return the facts that age, those that expire first in front."""
    found = (age_of(pathway, pathway.facts[id_]) for id_ in dict.fromkeys(ids))
    return tuple(sorted((age for age in found if age is not None), key=lambda age: (age.until, age.fact.id)))


def stale(pathway: Pathway, ids: Iterable[str], day: date) -> tuple[Age, ...]:
    """Return the facts that are past their time on *day*."""
    return tuple(age for age in ages(pathway, ids) if age.until < day)
