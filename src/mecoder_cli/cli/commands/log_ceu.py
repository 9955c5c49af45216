"""``mecoder log`` of CEUs: one certificate, with each body that counts it."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.keeping import (
    day_option,
    file_option,
    keep,
    needed,
    number_of_option,
    plan_now,
    text_option,
    usd_option,
)
from mecoder_cli.cli.records import Planned, Proof, Usd, ahead, logged, record_of, settled
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import find, no_such, pick
from mecoder_cli.conversation.receipts import BOUNDS, same_certificate, units_receipt
from mecoder_cli.errors import UsageError
from mecoder_cli.output import words
from mecoder_cli.record.entries import Units
from mecoder_cli.record.units import categories


@options.keeping
def units(
    context: typer.Context,
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[N BODY TITLE]", help='How many, the body and the title, such as: 1.5 aapc "Chapter meeting".'
        ),
    ] = None,
    bodies: Annotated[
        list[str] | None,
        typer.Option(
            "--body", metavar="ID", help="The body that counts them; repeatable: one certificate, several bodies."
        ),
    ] = None,
    units: Annotated[str | None, typer.Option("--units", metavar="N", help="How many.")] = None,
    day: Annotated[
        str | None,
        typer.Option(
            "--date", "-d", metavar="DATE", help="When it was completed, or will be; today in the short form."
        ),
    ] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="T", help="The title on the certificate.")] = None,
    category: Annotated[
        list[str] | None, typer.Option("--category", metavar="C", help="Of which sort; repeatable. See: mecoder ceu.")
    ] = None,
    usd: Usd = None,
    proof: Proof = None,
    planned: Planned = False,
    *,
    session: Session,
) -> None:
    """Log CEUs from one certificate, or from what you are registered for."""
    record, pathway = record_of(context, session), session.pathway
    short = _in_short(what or [], bodies, units, title)
    if what and day is None:
        day = "today"
    counted = list(dict.fromkeys(_bodies(session, short.bodies)))
    sorts = sorts_of(session, counted, category or [])
    many = needed(
        session,
        "--units",
        short.units,
        "How many CEUs?",
        lambda text: number_of_option("--units", text, *BOUNDS["units"]),
    )
    when = needed(
        session, "--date", day, "When is it?" if planned else "When was it completed?",
        lambda text: day_option(session, "--date", text, future=True), "" if planned else "today",
    )  # fmt: skip
    is_ahead = ahead(session, "--date", when, planned)
    named = needed(
        session, "--title", short.title, "What is its title?", lambda text: text_option("--title", text), record.label
    )
    paid, file = usd_option(usd), file_option(proof)
    entries = [
        Units(
            record.id, body, many, when, named, sorts[body],
            # What was paid is paid once.
            paid if body == counted[0] else None, file, planned=is_ahead,
        )
        for body in counted
    ]  # fmt: skip
    for entry in entries:
        _refuse_again(session, entry)
    person, before = plan_now(session)[0], logged(session)
    receipts = [units_receipt(pathway, person, before, entry, session.day) for entry in entries]
    found = [settled(session, entry) for entry in entries]
    remarks = [said for receipt in receipts for said in receipt.said]
    remarks += dict.fromkeys(said for _, more in found for said in more)
    remarks += [] if file or is_ahead else ["Keep the certificate: submissions are checked. Add it with --proof."]
    said = f"{record.label}: {many:g} with {' and '.join(counted)}"
    said += f", planned for {words.day(when)}" if is_ahead else ""
    keep(session, said, [entry for entry, _ in found], remarks, counts=any(receipt.counts for receipt in receipts))


def sorts_of(session: Session, counted: list[str], given: list[str]) -> dict[str, tuple[str, ...]]:
    """Return by body which of the categories it knows; each must be known to one of them."""
    bodies = session.pathway.bodies
    known = {body: categories(session.pathway, bodies[body]) for body in counted}
    every = tuple(dict.fromkeys(one for sorts in known.values() for one in sorts))
    found = []
    for one in given:
        sort = find(one, every)
        if sort is None:
            raise no_such(f"category of {' or '.join(counted)}", one, every)
        found.append(sort)
    return {body: tuple(dict.fromkeys(one for one in found if one in known[body])) for body in counted}


class _Short(NamedTuple):
    """What was typed of a certificate, in short or by its options."""

    bodies: list[str]
    units: str | None
    title: str | None


def _in_short(what: list[str], bodies: list[str] | None, units: str | None, title: str | None) -> _Short:
    """Return what ``1.5 aapc "Chapter meeting"`` says; options say the rest.

    Raises:
        UsageError: A thing is given twice, or there are more words than things.
    """
    if len(what) > 3:
        raise UsageError(
            f"{what[3]!r} is too much", 'Write it as: 1.5 aapc "Chapter meeting"; a title of several words in quotes.'
        )
    for name, given, place in (("--units", units, 1), ("--body", bodies, 2), ("--title", title, 3)):
        if given and len(what) >= place:
            raise UsageError(f"{name} is given twice: {what[place - 1]!r} says it already")
    many, body, named = (what[at] if at < len(what) else "" for at in range(3))
    return _Short([body] if body else bodies or [], many or units, named or title)


def _bodies(session: Session, given: list[str]) -> list[str]:
    """Return the bodies that count it: those named, else the one of which something is held, else what a person picks."""
    pathway = session.pathway
    if given:
        return [pick("body", one, pathway.bodies) for one in given]
    held = plan_now(session)[0].held(pathway.settings.questions.credentials)
    own = list(dict.fromkeys(pathway.credentials[one.id].issuer for one in held))
    if session.body:
        return [pick("body", session.body, pathway.bodies)]
    if len(own) == 1 and session.can_ask:
        return own
    if not session.can_ask or session.as_json:
        raise UsageError("--body is missing", f"Name the body that counts them: {', '.join(own or pathway.bodies)}")
    from mecoder_cli.conversation.prompts import Option, prompter  # whoever names it is spared the prompts

    options = [Option(one, one) for one in own or pathway.bodies]
    return list(prompter(session.is_accessible).several("Which body counts them?", options, own[:1], []))


def _refuse_again(session: Session, entry: Units) -> None:
    """Refuse a certificate that is logged already."""
    old = same_certificate(logged(session), entry)
    if old is not None:
        raise UsageError(
            f"entry {old.id} logs the same certificate: {entry.title}, {entry.date}",
            f"One event counts once. To change it: mecoder edit {old.id}",
        )
