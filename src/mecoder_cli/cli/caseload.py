"""Everybody on this computer at once: what is next for each, what falls due, and when something was last written down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from mecoder_cli.cli.session import Session
from mecoder_cli.domain.plan import Dated
from mecoder_cli.domain.renewals import deadlines
from mecoder_cli.errors import MecoderError
from mecoder_cli.record.caseload import Case
from mecoder_cli.screens.due import dated


def cases(session: Session) -> Iterator[Case]:
    """Yield each profile on this computer, by name; one that cannot be read says why, and stops nobody else."""
    for name in session.store.names():
        try:
            yield _case(Session(session.as_of, name, session.as_json))
        except MecoderError as error:
            yield Case(name, wrong=error.message)


def _case(session: Session) -> Case:
    name = str(session.profile_name)
    latest = session.ledger.latest
    last = latest.day if latest else ""
    if not session.person.answers and not session.ledger.entries:
        on, due = min(dated((), (), session.planned), key=lambda pair: pair[0], default=(None, None))
        return Case(name, due=due, due_on=on, last=last)
    plan = session.plan()
    aim = session.pathway.targets[plan.target].label if plan.target else ""
    action = plan.next_action
    missing = ", ".join(session.pathway.questions[id_].label for id_ in plan.unanswered[:2])
    following = (
        action.title
        if action
        else f"to ask: {missing}"
        if missing
        else "arrived"
        if plan.status == "complete"
        else "no road known"
    )
    due_on, due = min(dated(plan.deadlines, plan.aid, session.planned), key=lambda pair: pair[0], default=(None, None))
    return Case(name, aim, following, due, due_on, last)


def due_of_all(session: Session, days: int) -> list[tuple[date, str, Dated]]:
    """Return what has its day within so many days for anybody, the soonest first."""
    found = []
    for name in session.store.names():
        own = Session(session.as_of, name, session.as_json)
        until = session.day + timedelta(days=days)
        found += [(on, name, one) for on, one in every_day(own) if on <= until]
    return sorted(found, key=lambda row: row[:2])


def every_day(session: Session) -> list[tuple[date, Dated]]:
    """Return all that has its day for a person, the soonest first."""
    due = deadlines(session.pathway, session.person, session.day)
    return sorted(dated(due, session.closing(), session.planned), key=lambda pair: pair[0])
