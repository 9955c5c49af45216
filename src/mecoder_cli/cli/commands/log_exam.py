"""``mecoder log`` of exams: tries, passes, and what they contradict."""

from __future__ import annotations

from typing import Annotated

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.keeping import day_option, file_option, keep, needed, plan_now, usd_option
from mecoder_cli.cli.records import Planned, Proof, Usd, ahead, logged, record_of, settled
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import pick
from mecoder_cli.conversation.receipts import contradiction, granted_by, not_before, too_soon, tries
from mecoder_cli.domain.facts import shown
from mecoder_cli.domain.pathway import Credential
from mecoder_cli.domain.profile import Coming
from mecoder_cli.errors import UsageError
from mecoder_cli.output import words
from mecoder_cli.planner.personal import appointed
from mecoder_cli.record.entries import Sat


@options.keeping
def exam(
    context: typer.Context,
    exam_id: Annotated[str | None, typer.Argument(metavar="ID", help="The exam, by the id of its credential.")] = None,
    day: Annotated[
        str | None, typer.Option("--date", "-d", metavar="DATE", help="When it was sat; a day ahead when it is booked.")
    ] = None,
    result: Annotated[str | None, typer.Option("--result", metavar="pass|fail", help="pass or fail.")] = None,
    usd: Usd = None,
    proof: Proof = None,
    planned: Planned = False,
    *,
    session: Session,
) -> None:
    """Log an exam that was sat, or one that is booked."""
    record, credentials = record_of(context, session), session.pathway.credentials
    found = needed(
        session, "ID", exam_id, "Which exam? Its letters.", lambda text: pick("credential", text, credentials)
    )
    sat = needed(
        session, "--date", day, "When is it?" if planned else "When was it sat?",
        lambda text: day_option(session, "--date", text, future=True), "" if planned else "today",
    )  # fmt: skip
    is_booked = ahead(session, "--date", sat, planned)
    if is_booked and result is not None:
        raise UsageError(f"--result: an exam of {sat} has none yet", "Leave it away: the exam is kept as booked.")
    verdict = "" if is_booked else needed(session, "--result", result, "Pass or fail?", _result)
    examined, granted = granted_by(session.pathway, found)
    entry = Sat(
        record.id, examined.id, sat, verdict, granted.id if is_booked or verdict == "pass" else "", usd_option(usd),
        file_option(proof), planned=is_booked,
    )  # fmt: skip
    entries = logged(session)
    odd = contradiction(entries, entry)
    if odd is not None:
        raise UsageError(f"entry {odd[0]} {odd[1]}", f"If that one is wrong: mecoder undo {odd[0]}")
    soon = too_soon(session.pathway, examined, entries, entry)
    if is_booked:
        _refuse_held(session, examined, granted)
        remarks = _on_booking(session, entry)
    else:
        remarks = _on_pass(session, examined, granted) if entry.is_pass else _on_fail(session, examined, entry)
    entry, more = settled(session, entry)
    result = f"booked for {words.day(sat)}" if is_booked else "passed" if entry.is_pass else "not passed"
    keep(session, f"{record.label}: {entry.exam} {result}", [entry], [*([soon] if soon else []), *remarks, *more])


def _result(given: str) -> str:
    result = given.casefold().removesuffix("ed")
    if result not in ("pass", "fail"):
        raise UsageError(f"--result: {given!r} is neither pass nor fail")
    return result


def _on_pass(session: Session, examined: Credential, granted: Credential) -> list[str]:
    """Refuse a credential that is held already; return what to say of the new one."""
    _refuse_held(session, examined, granted)
    if granted != examined:
        return [f"A pass makes you {granted.id} ({granted.name}): {granted.purpose}."]
    return [examined.note] if examined.note else []


def _refuse_held(session: Session, examined: Credential, granted: Credential) -> None:
    """Refuse an exam for what is held already."""
    held = session.standing.profile.held(session.pathway.settings.questions.credentials) if session.profile_name else ()
    for one in held:
        if one.id in (granted.id, examined.id):
            raise UsageError(
                f"you hold the {one.id} already" + (f", since {one.day}" if one.day else ""),
                "If that is wrong: mecoder history, then mecoder undo ID (or mecoder profile answers)",
            )


def _on_booking(session: Session, booked: Sat) -> list[str]:
    """Return what to say of a day that comes before the plan has the person ready."""
    # Without what is booked already, which this may move.
    plan = session.plan(plan_now(session)[0]._replace(coming=()))
    gained = Coming(session.pathway.settings.questions.credentials, booked.grants, booked.date, paid=False)
    own = {session.pathway.steps[place].id for place in appointed(session.pathway, [gained], session.day)}
    for stop in plan.steps:
        if stop.id in own and stop.finish is not None and booked.date < stop.finish.low:
            low, high = words.month(stop.finish.low), words.month(stop.finish.high)
            return [f"That is early: your plan has you there from {low} to {high}. Can you prepare until then?"]
    return []


def _on_fail(session: Session, examined: Credential, sat: Sat) -> list[str]:
    """Return what to say to somebody who has not passed."""
    entries = logged(session)
    remarks = [f"Try {tries(entries, sat)}. A fail is no verdict on you; look at the weak areas and book again."]
    fact = session.pathway.facts.get(examined.exam.retake)
    first = not_before(session.pathway, examined, sat.date)
    if first is not None:
        remarks.append(f"The next try: not before {words.day(first)}.")
    if fact is not None and fact.is_found:
        remarks.append(f"{fact.label}: {shown(fact, fact.used)}  [{fact.id}]")
    return remarks
