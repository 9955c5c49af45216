"""Which employers, jobs and people are near somebody and fit what they aim at."""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
from datetime import date
from typing import NamedTuple

from mecoder_cli.domain.conditions import YES, atoms, evaluate
from mecoder_cli.domain.firm import Firm
from mecoder_cli.domain.hiring import Employer, EmployerKind, Remote
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Profile


class Door(NamedTuple):
    """An employer, how near it is and whether its work is the person's."""

    kind: EmployerKind
    employer: Employer
    reach: str
    """``here`` (in the county), ``state`` (hires for all of it) or ``elsewhere``."""
    fits: bool
    """Whether it has the kind of work that the aim is about; true where no aim was told."""


REACHES = ("here", "state", "elsewhere")


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
    found = [
        Door(
            one, employer, _reach(employer, county), not wanted or bool(wanted & set(employer.serves)),
        )
        for one in pathway.hiring.kinds if kind in ("", one.id)
        for employer in one.employers
    ]  # fmt: skip
    wants_home = evaluate(pathway.hiring.home, Firm(pathway, person, day)) == YES
    return sorted(
        found,
        key=lambda door: (
            door.employer.is_closed, REACHES.index(door.reach), not door.fits, wants_home and not door.employer.remote
        ),
    )  # fmt: skip


def kinds_of_work(pathway: Pathway, person: Profile) -> frozenset[str]:
    """Return the kinds of work that the credentials of the person's aim are for; nothing where no aim was told."""
    roles = pathway.settings.questions
    target = pathway.targets.get(str(person.answers.get(roles.target, "")))
    if target is None:
        return frozenset()
    accepted = {
        str(id_) for atom in atoms(target.arrived) if atom.question == roles.credentials
        for id_ in (atom.value if isinstance(atom.value, tuple) else (atom.value,))
    }  # fmt: skip
    asked = target.prefers or tuple(accepted)
    return frozenset(kind for id_ in asked if id_ in pathway.credentials for kind in pathway.credentials[id_].serves)


def remote_stage(pathway: Pathway, person: Profile, day: date) -> Remote | None:
    """Return what is known of work at home at the person's stage: the last one whose condition surely holds."""
    firm = Firm(pathway, person, day)
    reached = [one for one in pathway.hiring.remote if evaluate(one.when, firm) == YES]
    return reached[-1] if reached else None


def _reach(employer: Employer, county: str) -> str:
    if not employer.counties or not county:
        return "state"
    return "here" if county in employer.counties else "elsewhere"
