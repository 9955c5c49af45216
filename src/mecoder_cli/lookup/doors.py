"""Which employers, jobs and people are near somebody and fit what they aim at."""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
from datetime import date
from typing import NamedTuple

from mecoder_cli.domain.conditions import ALWAYS, YES, evaluate
from mecoder_cli.domain.firm import Firm
from mecoder_cli.domain.hiring import Employer, EmployerKind, Job, Remote
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Profile


class Door(NamedTuple):
    """An employer, how near it is and whether its work is the person's."""

    number: int
    """Its place in the file: the same wherever one looks from."""
    kind: EmployerKind
    employer: Employer
    reach: str
    """``here`` (in the county), ``near`` (in its part of the state), ``state`` (hires for all of it) or ``elsewhere``."""
    fits: bool
    """Whether it has the kind of work that the aim is about; true where no aim was told."""


REACHES = ("here", "near", "state", "elsewhere")


def doors(pathway: Pathway, person: Profile, day: date, county: str, kind: str = "") -> list[Door]:
    """Return the employers: those near first, then by whether they have the work of the aim, in the order of the file.

    For whoever would like to work at home, those of whom something is known about it come first among them.

    Args:
        pathway: The knowledge.
        person: Whose aim and place of work it is.
        day: The day of the look.
        county: Where to look from; nothing: nowhere is nearer than elsewhere.
        kind: Only this kind of employer.
    """
    wanted = kinds_of_work(pathway, person)
    every = [(one, employer) for one in pathway.hiring.kinds for employer in one.employers]
    found = [
        Door(number, one, employer, _reach(pathway, employer, county), not wanted or not employer.serves or bool(wanted & set(employer.serves)))
        for number, (one, employer) in enumerate(every, 1) if kind in ("", one.id)
    ]  # fmt: skip
    wants_home = evaluate(pathway.hiring.home, Firm(pathway, person, day)) == YES
    return sorted(
        found,
        key=lambda door: (
            door.employer.is_closed, REACHES.index(door.reach), not door.fits, wants_home and not door.employer.remote
        ),
    )  # fmt: skip


class Lead(NamedTuple):
    """A job that leads in, for one person."""

    number: int
    """Its place in the file."""
    job: Job
    open: int
    """Whether it is open to the person: ``YES``, ``UNKNOWN`` or ``NO``."""


def leads(pathway: Pathway, person: Profile, day: date) -> list[Lead]:
    """Return the jobs that lead in: what is open to the person first.

    Jobs beside the work come before it, but for who is surely let into some post of it by what they hold.
    """
    firm = Firm(pathway, person, day)
    found = [Lead(number, job, evaluate(job.open, firm)) for number, job in enumerate(pathway.hiring.jobs, 1)]
    is_in = any(one.open == YES and one.job.open != ALWAYS for one in found)
    return sorted(found, key=lambda one: (one.job.is_bridge == is_in, -one.open))


def kinds_of_work(pathway: Pathway, person: Profile) -> frozenset[str]:
    """Return the kinds of work of the person's aim; nothing where no aim was told."""
    target = pathway.targets.get(str(person.answers.get(pathway.settings.questions.target, "")))
    return frozenset(target.work) if target is not None else frozenset()


def remote_stage(pathway: Pathway, person: Profile, day: date) -> Remote | None:
    """Return what is known of work at home at the person's stage: the last one whose condition surely holds."""
    firm = Firm(pathway, person, day)
    reached = [one for one in pathway.hiring.remote if evaluate(one.when, firm) == YES]
    return reached[-1] if reached else None


def _reach(pathway: Pathway, employer: Employer, county: str) -> str:
    if not employer.counties or not county:
        return "state"
    if county in employer.counties:
        return "here"
    around = next((part for part in pathway.hiring.regions if county in part), ())
    return "elsewhere" if set(around).isdisjoint(employer.counties) else "near"
