"""Doors to knock on: who hires, which jobs lead in, and the people to know."""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
from typing import Annotated, NamedTuple

from mecoder_cli.domain.conditions import ALWAYS, NEVER, Condition
from mecoder_cli.domain.facts import Figure
from mecoder_cli.domain.marks import County, FactId, FactIds, Filled, Id, Ref, Texts


class Employer(NamedTuple):
    """Somebody who hires, or may hire, for the work."""

    id: Id
    label: Filled
    found: FactIds
    """What says that it is there, and what it holds."""
    towns: Texts = ()
    counties: tuple[County, ...] = ()
    """Where one would work; nothing: the whole state."""
    serves: Texts = ()
    """The kinds of work that it has, in the words of the credentials."""
    asks: FactIds = ()
    """Which credentials its job ads or pages name."""
    tuition: FactIds = ()
    remote: FactIds = ()
    doors: FactIds = ()
    """Posts through which people come in who cannot do the work yet."""
    notes: FactIds = ()
    """What else is known."""
    careers: str = ""
    is_closed: bool = False
    """It hires nobody any more."""


class EmployerKind(NamedTuple):
    """A kind of employer, those that are known, and where to ask about the others."""

    id: Id
    label: Filled
    missing: Filled
    """What is said where none is known."""
    notes: FactIds = ()
    """What holds for each of them."""
    employers: tuple[Employer, ...] = ()


class Job(NamedTuple):
    """Work through which people come in."""

    id: Id
    label: Filled
    is_bridge: bool
    """Beside the work that is aimed at; else a post or program that takes people without experience of it."""
    does: Filled
    counts: Filled
    """Whether its months count as experience."""
    pay: FactIds = ()
    pay_note: Filled = ""
    """What stands beside the pay where it is not the state's."""
    weeks: FactId = ""
    """How long it takes to find."""
    open: Condition = ALWAYS
    """Who can take it."""
    wants: Filled = ""
    """What that takes, for whom it is not open yet."""
    facts: FactIds = ()


class Bridge(NamedTuple):
    """The search that a job beside the work stands in for, where its months count."""

    part: Annotated[str, Ref("parts")]
    """The part of a step (``step/part``) that is the search for a job of one's aim."""
    weeks: Figure
    """How long such a job takes to find."""


class Remote(NamedTuple):
    """What is known of work at home at one stage."""

    id: Id
    label: Filled
    says: Filled
    when: Condition = ALWAYS
    """Who has come that far."""
    facts: FactIds = ()


class Circle(NamedTuple):
    """People to meet."""

    id: Id
    label: Filled
    what: Filled
    do: Filled
    ask: str
    facts: FactIds = ()
    is_center: bool = False
    """Whether the career centers near a person are meant."""


class Hiring(NamedTuple):
    """Doors to knock on."""

    kinds: tuple[EmployerKind, ...] = ()
    regions: tuple[tuple[County, ...], ...] = ()
    """The parts of the state: counties from which one can get to the others."""
    home: Condition = NEVER
    """Who would like to work at home, at least in part: employers of whom that is known come first for them."""
    jobs: tuple[Job, ...] = ()
    bridge: Bridge | None = None
    jobs_note: Filled = ""
    """How their pay is to be read, and how long one takes to find."""
    questions: tuple[Filled, ...] = ()
    """To ask before one takes such a job, so that its months count."""
    question_facts: FactIds = ()
    remote: tuple[Remote, ...] = ()
    circles: tuple[Circle, ...] = ()
    calling: tuple[Filled, ...] = ()
    """What to say when one calls somebody."""

    def employers(self) -> tuple[Employer, ...]:
        """Return the employers of every kind."""
        return tuple(one for kind in self.kinds for one in kind.employers)
