"""``mecoder log`` of exams: tries, passes, and what they contradict."""

from __future__ import annotations

from typing import Annotated

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.keeping import day_option, file_option, keep, needed, usd_option
from mecoder_cli.cli.records import Proof, Usd, logged, record_of
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import pick
from mecoder_cli.conversation.receipts import contradiction, granted_by, not_before, too_soon, tries
from mecoder_cli.domain.facts import shown
from mecoder_cli.domain.pathway import Credential
from mecoder_cli.errors import UsageError
from mecoder_cli.output import words
from mecoder_cli.record.entries import Sat


@options.keeping
def exam(
    context: typer.Context,
    exam_id: Annotated[str | None, typer.Argument(metavar="ID", help="The exam, by the id of its credential.")] = None,
    day: Annotated[str | None, typer.Option("--date", "-d", metavar="DATE", help="When it was sat.")] = None,
    result: Annotated[str | None, typer.Option("--result", metavar="pass|fail", help="pass or fail.")] = None,
    usd: Usd = None,
    proof: Proof = None,
    *,
    session: Session,
) -> None:
    """Log an exam that was sat."""
    record, credentials = record_of(context, session), session.pathway.credentials
    found = needed(
        session, "ID", exam_id, "Which exam? Its letters.", lambda text: pick("credential", text, credentials)
    )
    sat = needed(session, "--date", day, "When was it sat?", lambda text: day_option(session, "--date", text), "today")
    verdict = needed(session, "--result", result, "Pass or fail?", _result)
    examined, granted = granted_by(session.pathway, found)
    entry = Sat(
        record.id, examined.id, sat, verdict, granted.id if verdict == "pass" else "", usd_option(usd),
        file_option(proof),
    )  # fmt: skip
    entries = logged(session)
    odd = contradiction(entries, entry)
    if odd is not None:
        raise UsageError(f"entry {odd[0]} {odd[1]}", f"If that one is wrong: mecoder undo {odd[0]}")
    soon = too_soon(session.pathway, examined, entries, entry)
    remarks = _on_pass(session, examined, granted) if entry.is_pass else _on_fail(session, examined, entry)
    remarks = [*([soon] if soon else []), *remarks]
    said = f"{record.label}: {entry.exam} {'passed' if entry.is_pass else 'not passed'}"
    keep(session, said, [entry], remarks)


def _result(given: str) -> str:
    result = given.casefold().removesuffix("ed")
    if result not in ("pass", "fail"):
        raise UsageError(f"--result: {given!r} is neither pass nor fail")
    return result


def _on_pass(session: Session, examined: Credential, granted: Credential) -> list[str]:
    """Refuse a credential that is held already; return what to say of the new one."""
    held = session.standing.profile.held(session.pathway.settings.questions.credentials) if session.profile_name else ()
    for one in held:
        if one.id in (granted.id, examined.id):
            raise UsageError(
                f"you hold the {one.id} already" + (f", since {one.day}" if one.day else ""),
                "If that is wrong: mecoder history, then mecoder undo ID (or mecoder profile answers)",
            )
    if granted != examined:
        return [f"A pass makes you {granted.id} ({granted.name}): {granted.purpose}."]
    return [examined.note] if examined.note else []


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
