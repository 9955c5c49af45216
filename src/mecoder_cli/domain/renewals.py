"""What falls due with the certifying bodies: CEUs and dues."""

from __future__ import annotations

from datetime import date, timedelta

from mecoder_cli.domain.pathway import Body, Pathway
from mecoder_cli.domain.plan import Deadline
from mecoder_cli.domain.profile import Profile


def add_months(day: date, months: int) -> date:
    """Return the same day some months later; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= 28:
        return date(year, month + 1, day.day)
    last = date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def ceus_needed(pathway: Pathway, body: Body, held: frozenset[str]) -> int:
    """Return the CEUs a cycle that *body* asks for the credentials *held*.

    Either by the number of credentials, or what the most demanding one asks
    alone and a sum for each further one, up to a ceiling. A credential that
    another one supersedes does not count.
    """
    own = [pathway.credentials[id_] for id_ in sorted(held) if pathway.credentials[id_].issuer == body.id]
    replaced = {id_ for credential in own for id_ in credential.supersedes}
    own = [credential for credential in own if credential.id not in replaced]
    if not own:
        return 0
    if body.ceus_by_count:
        return body.ceus_by_count[min(len(own), len(body.ceus_by_count)) - 1]
    needed = max(credential.ceus_alone for credential in own) + body.ceus_extra * (len(own) - 1)
    return min(needed, body.ceus_ceiling) if body.ceus_ceiling else needed


def ceus_fact(pathway: Pathway, body: Body, needed: int) -> str:
    """Return the id of the fact that a needed number of CEUs comes from; nothing where none is needed."""
    if not needed:
        return ""
    alone = [one.ceus_alone for one in pathway.credentials.values() if one.issuer == body.id]
    asked = (*body.ceus_by_count, *alone)
    return next((number.fact for number in asked if number == needed), body.ceus_extra.fact)


def deadlines(pathway: Pathway, profile: Profile, day: date) -> tuple[Deadline, ...]:
    """Return what falls due, soonest first; CEUs come before dues of the same day."""
    found: list[Deadline] = []
    for body in pathway.bodies.values():
        found += _of_body(pathway, body, profile, day)
    order = {step.id: index for index, step in enumerate(pathway.steps)}
    return tuple(sorted(found, key=lambda d: (d.due, d.missing is None, order[d.id])))


def _of_body(pathway: Pathway, body: Body, profile: Profile, day: date) -> list[Deadline]:
    settings = pathway.settings
    held = held_with(pathway, body, profile)
    end, assumed = cycle_end(pathway, body, profile, held, day)
    if end is None:
        return []
    soon = timedelta(days=settings.at_risk_days)
    found = []
    needed = ceus_needed(pathway, body, held)
    if needed and (body.ceu_step, body.id, end) not in profile.settled:
        earned = profile.units(settings.questions.ceus).get(body.id, 0)
        missing = max(0, needed - earned, dict(profile.lacking).get(body.id, 0))
        risk = missing > 0 and end - day <= soon
        found.append(
            Deadline(
                body.ceu_step,
                body.id,
                end,
                needed,
                earned,
                missing,
                None,
                risk,
                assumed,
                ceus_fact(pathway, body, needed),
            )
        )
    dues = _dues_day(body, end, day, profile)
    if dues is not None and (body.dues_every_months or held):
        risk = dues - day <= soon
        found.append(
            Deadline(body.dues_step, body.id, dues, None, None, None, body.dues_usd, risk, assumed, body.dues_usd.fact)
        )
    return found


def held_with(pathway: Pathway, body: Body, profile: Profile) -> frozenset[str]:
    """Return the credentials of *body* that the person holds."""
    held = profile.held(pathway.settings.questions.credentials)
    return frozenset(one.id for one in held if pathway.credentials[one.id].issuer == body.id)


def unwatched(pathway: Pathway, profile: Profile, day: date) -> tuple[str, ...]:
    """Return the bodies that something is owed to, on a day that nobody has told us."""
    members = {one.id for one in profile.held(pathway.settings.questions.memberships)}
    return tuple(
        body.id
        for body in pathway.bodies.values()
        if (held := held_with(pathway, body, profile)) or (body.id in members and body.dues_every_months)
        if cycle_end(pathway, body, profile, held, day)[0] is None
    )


def cycle_end(
    pathway: Pathway, body: Body, profile: Profile, held: frozenset[str], day: date
) -> tuple[date | None, bool]:
    """Return the end of the present CEU cycle with *body*, and whether it had to be worked out.

    A cycle that ended while a record was kept, and was not renewed, is still
    the present one: it is overdue, not forgotten.
    """
    for membership in profile.held(pathway.settings.questions.memberships):
        if membership.id == body.id and membership.day is not None:
            return membership.day, False
    if body.cycle_starts != "earned" or not held:
        return None, False
    earned = [
        one.day
        for one in profile.held(pathway.settings.questions.credentials)
        if one.id in held and one.day is not None
    ]
    if not earned:
        return None, False
    first = min(earned)
    cycles = 1
    while (end := add_months(first, cycles * body.cycle_months)) < day:
        watched = profile.since is not None and end >= profile.since
        if watched and (body.dues_step, body.id, end) not in profile.settled:
            break
        cycles += 1
    return end, True


def _dues_day(body: Body, end: date, day: date, profile: Profile) -> date | None:
    """Return the next day on which dues fall that are not paid.

    The same day of each year. The day on which the cycle began closed the one
    before it: it is not asked for again. A body without yearly dues asks once,
    at the end of the cycle.
    """
    if not body.dues_every_months:
        return None if (body.dues_step, body.id, end) in profile.settled else end
    years = max(1, body.cycle_months // body.dues_every_months)
    number = 1 - years
    while number < 0 and add_months(end, number * body.dues_every_months) < day:
        number += 1
    while (dues := add_months(end, number * body.dues_every_months)) and (
        body.dues_step, body.id, dues
    ) in profile.settled:  # fmt: skip
        number += 1
    return dues
