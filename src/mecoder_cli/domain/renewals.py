"""What falls due with the certifying bodies: CEUs and dues."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil

from mecoder_cli.domain.facts import Figure, Range
from mecoder_cli.domain.pathway import Body, Pathway, Stage
from mecoder_cli.domain.plan import Deadline, StageDay
from mecoder_cli.domain.profile import Held, Profile

DAYS_A_MONTH = 30.4375


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


def least_in_first_cycle(body: Body, needed: int, first: date | None, end: date) -> int | None:
    """Return the CEUs in proportion to the months of a first cycle, where the body says that it asks for fewer.

    Args:
        body: With its cycle.
        needed: What a whole cycle asks for.
        first: The day on which the first credential was earned; ``None`` where it is not known.
        end: The end of the cycle.
    """
    if first is None or first < add_months(end, -body.cycle_months) or not body.first_cycle or not needed:
        return None
    share = (end - first).days / DAYS_A_MONTH / body.cycle_months
    least = ceil(needed * min(1.0, share))
    return least if least < needed else None


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


def most_urgent(pathway: Pathway, due: tuple[Deadline, ...], day: date) -> Deadline | None:
    """Return the deadline that interrupts: the one with the worst consequence, and of those the one that comes soonest.

    What would be suspended or lost comes before a fee that rises, that before a bill.
    """
    pressing = [deadline for deadline in due if deadline.at_risk]
    return min(pressing, key=lambda deadline: _threat(pathway.bodies[deadline.body], deadline, day), default=None)


def _threat(body: Body, deadline: Deadline, day: date) -> tuple[int, int]:
    """Return how bad the next stage is (0: the credential is not held then), and in how many days it comes."""
    late = (day - deadline.due).days
    for stage in body.stages:
        if stage.after_days > late:
            return ("suspended", "fee").index("fee" if stage.loss == "fee" else "suspended"), stage.after_days - late
    return 2, -late


def stage_of(body: Body, due: date, day: date) -> Stage | None:
    """Return the last stage that an unmet deadline has reached."""
    late = (day - due).days
    return next((stage for stage in reversed(body.stages) if late >= stage.after_days), None)


def _of_body(pathway: Pathway, body: Body, profile: Profile, day: date) -> list[Deadline]:
    settings = pathway.settings
    held = held_with(pathway, body, profile)
    end, assumed = cycle_end(pathway, body, profile, held, day)
    if end is None:
        return []
    found = []
    needed = ceus_needed(pathway, body, held)
    if needed and (body.ceu_step, body.id, end) not in profile.settled:
        earned = profile.units(settings.questions.ceus).get(body.id, 0)
        missing = max(0, needed - earned, dict(profile.lacking).get(body.id, 0))
        deadline = _deadline(pathway, body, body.ceu_step, profile, end, day, assumed, needed, earned, missing)
        days = [one.day for one in profile.held(settings.questions.credentials) if one.id in held]
        # One that was earned on a day not known may be older than the cycle.
        first = min((one for one in days if one is not None), default=None) if None not in days else None
        found.append(deadline._replace(least=least_in_first_cycle(body, needed, first, end)))
    told = [one for one in profile.held(settings.questions.memberships) if one.id == body.id]
    dues = _dues_day(body, end, day, profile, told[0].paid_until if told else None)
    if dues is not None and (body.dues_every_months or held):
        found.append(_deadline(pathway, body, body.dues_step, profile, dues, day, assumed))
    if len(found) == 2 and found[0].due == found[1].due:
        # Both go the same way: it is told once.
        found[0] = found[0]._replace(reached=None, to_come=())
    return found


def _deadline(
    pathway: Pathway, body: Body, step: str, profile: Profile, due: date, day: date, assumed: bool,
    needed: int | None = None, earned: float | None = None, missing: float | None = None,
) -> Deadline:  # fmt: skip
    """Return a deadline: it interrupts when what it takes, and a margin, are all that is left."""
    margins = pathway.settings.margins
    takes = 0 if missing is None else days_of_units(pathway, body, profile, missing)
    quiet = due - timedelta(days=takes + (margins.bill if missing is None else margins.units))
    stage = stage_of(body, due, day)
    is_open = missing is None or missing > 0
    # What is suspended already loses nothing more by a day: mending it is a step of the road.
    pressing = is_open and day >= quiet and (stage is None or stage.loss == "fee")
    name = stage.id if is_open and stage is not None else "due" if pressing else "ahead"
    fact = body.dues_usd.fact if needed is None else ceus_fact(pathway, body, needed)
    reached, to_come = _course(body, due, day) if is_open else (None, ())
    usd = body.dues_usd if missing is None else None
    if usd is not None and reached is not None:
        usd = Figure.of(usd.fact, Range(*(one + more for one, more in zip(usd, reached.usd, strict=True))))
    return Deadline(
        step,
        body.id,
        due,
        needed,
        earned,
        missing,
        usd,
        name,
        takes,
        quiet,
        pressing,
        assumed,
        fact,
        body.dues_name,
        dict(profile.owed).get(body.id, 0) if missing and profile.owed else 0,
        reached=reached,
        to_come=to_come,
        is_lost=is_open and stage is not None and stage.loss == "lost",
    )


def _course(body: Body, due: date, day: date) -> tuple[StageDay | None, tuple[StageDay, ...]]:
    """Return the stage that an unmet deadline has reached, and those that follow up to the next loss."""
    if day <= due:
        return None, ()
    days = [(stage, _stage_day(stage, due, day)) for stage in body.stages]
    reached = next((on for _, on in reversed(days) if on.day <= day), None)
    ahead = [(stage, on) for stage, on in days if on.day > day]
    until = next((place for place, (stage, _) in enumerate(ahead, 1) if stage.loss != "fee"), len(ahead))
    return reached, tuple(on for _, on in ahead[:until])


def _stage_day(stage: Stage, due: date, day: date) -> StageDay:
    first = due + timedelta(days=int(stage.after_days))
    until = first + timedelta(days=int(stage.open_days)) if stage.open_days else None
    is_open = until is None or day <= until
    return StageDay(stage.label, first, stage.says if is_open else "", until if is_open else None, stage.usd)


def days_of_units(pathway: Pathway, body: Body, profile: Profile, missing: float) -> int:
    """Return the days that earning *missing* CEUs takes, at the hours a week that the person has for study."""
    question = pathway.questions[pathway.settings.questions.pace]
    pace = profile.answers.get(question.id, question.default or question.cautious.value)
    return ceil(missing * body.ceu_hours.likely / max(1, int(str(pace))) * 7)


def as_held(pathway: Pathway, profile: Profile, day: date) -> Profile:
    """Return the person without what the calendar has taken: a credential that lapsed is not held.

    What can be won back without the exam is kept under the question for what lapsed. Where a body has only members
    hold its credentials, whoever says they are not one holds none; who was not asked is taken for a member.
    """
    roles = pathway.settings.questions
    gone: list[Held] = []
    lost: set[str] = set()
    behind: list[tuple[str, float, int]] = []
    for body in pathway.bodies.values():
        held = held_with(pathway, body, profile)
        if not body.stages or not (held or any(one.id == body.id for one in profile.held(roles.memberships))):
            continue
        is_member = any(one.id == body.id for one in profile.held(roles.memberships))
        due = [d for d in deadlines(pathway, profile, day) if d.body == body.id]
        stage = _worst(body, due, day)
        outside = body.member_holds and held and not is_member
        if outside and not profile.has(roles.memberships):
            profile = profile.with_answer(roles.memberships, (*profile.held(roles.memberships), Held(body.id, None)))
        elif outside or (stage is not None and stage.loss != "fee"):
            names = {body.id, *held}
            lost |= names
            if stage is None or stage.loss == "suspended":
                gone += [Held(name, None) for name in sorted(names)]
                behind += [
                    (body.id, d.missing, d.needed) for d in due if d.missing and d.needed and d.due < day
                ]  # fmt: skip
    if not lost:
        return profile
    for question in (roles.credentials, roles.memberships):
        if profile.held(question):
            profile = profile.with_answer(question, tuple(one for one in profile.held(question) if one.id not in lost))
    profile = profile._replace(behind=tuple(behind))
    known = tuple(one for one in profile.held(roles.lapsed) if all(one.id != other.id for other in gone))
    return profile.with_answer(roles.lapsed, (*known, *gone)) if gone else profile


def kept_and_lapsed(pathway: Pathway, profile: Profile, day: date) -> tuple[tuple[Held, ...], tuple[Held, ...]]:
    """Return the credentials that the person holds on a day, and those that the calendar has taken from them."""
    question = pathway.settings.questions.credentials
    told = profile.held(question)
    kept = {one.id for one in as_held(pathway, profile, day).held(question)}
    return tuple(one for one in told if one.id in kept), tuple(one for one in told if one.id not in kept)


def _worst(body: Body, due: Sequence[Deadline], day: date) -> Stage | None:
    """Return the furthest stage that something unmet has reached with a body."""
    reached = [stage for d in due if d.missing is None or d.missing > 0 if (stage := stage_of(body, d.due, day))]
    return max(reached, key=lambda stage: stage.after_days, default=None)


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


def taken_as_paid(pathway: Pathway, profile: Profile, day: date) -> tuple[tuple[Body, date], ...]:
    """Return the yearly dues inside a cycle that have passed without a word: they count as paid until that is told."""
    found = []
    for one in profile.held(pathway.settings.questions.memberships):
        body = pathway.bodies[one.id]
        owned = held_with(pathway, body, profile)
        if not owned or one.day is None or one.day < day or one.paid_until is not None or not body.dues_every_months:
            continue
        credentials = profile.held(pathway.settings.questions.credentials)
        earned = [held.day for held in credentials if held.id in owned and held.day is not None]
        years = max(1, body.cycle_months // body.dues_every_months)
        passed = [
            dues for number in range(1 - years, 0)
            if min(earned, default=date.min) < (dues := add_months(one.day, number * body.dues_every_months)) < day
            and (body.dues_step, body.id, dues) not in profile.settled
        ]  # fmt: skip
        found += [(body, max(passed))] if passed else []
    return tuple(found)


def with_dues(pathway: Pathway, profile: Profile, body: Body, dues: date, paid: bool) -> Profile:
    """Return the person who told whether the dues of that day were paid."""
    question = pathway.settings.questions.memberships
    until = add_months(dues, body.dues_every_months) if paid else dues
    held = tuple(
        one._replace(paid_until=until) if one.id == body.id else one for one in profile.held(question)
    )  # fmt: skip
    return profile.with_answer(question, held)


def _dues_day(body: Body, end: date, day: date, profile: Profile, paid: date | None) -> date | None:
    """Return the next day on which dues fall that are not paid.

    The same day of each year. The day on which the cycle began closed the one
    before it: it is not asked for again; one inside the cycle that has passed counts as paid unless the person told
    until when they have paid. A body without yearly dues asks once, at the end of the cycle.
    """
    if not body.dues_every_months:
        return None if (body.dues_step, body.id, end) in profile.settled else end
    years = max(1, body.cycle_months // body.dues_every_months)
    number = 1 - years
    while number < 0 and add_months(end, number * body.dues_every_months) < (paid or day):
        number += 1
    while (dues := add_months(end, number * body.dues_every_months)) and (
        body.dues_step, body.id, dues
    ) in profile.settled:  # fmt: skip
        number += 1
    return dues
