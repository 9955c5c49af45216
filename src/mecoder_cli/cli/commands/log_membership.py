"""``mecoder log`` of memberships: the end of a cycle, and what the one before still lacks."""

from __future__ import annotations

from typing import Annotated

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.keeping import day_option, file_option, keep, needed, plan_now, usd_option
from mecoder_cli.cli.records import Proof, Usd, logged, record_of
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import pick
from mecoder_cli.conversation.receipts import likely_ends
from mecoder_cli.domain.profile import Held
from mecoder_cli.domain.renewals import add_months
from mecoder_cli.errors import UsageError
from mecoder_cli.output import words
from mecoder_cli.record.entries import Member
from mecoder_cli.record.journal import Log
from mecoder_cli.record.units import cycle_of

BodyId = Annotated[str | None, typer.Argument(metavar="ID", help="The body.")]


@options.keeping
def membership(
    context: typer.Context,
    body: BodyId = None,
    renews: Annotated[
        str | None, typer.Option("--renews", metavar="DATE", help="The day on which the present CEU cycle ends.")
    ] = None,
    usd: Usd = None,
    proof: Proof = None,
    *,
    session: Session,
) -> None:
    """Log a membership, or its next cycle."""
    record = record_of(context, session)
    bodies = session.pathway.bodies
    whose = needed(session, "ID", body, f"Which body, {' or '.join(bodies)}?", lambda text: pick("body", text, bodies))
    ends = needed(
        session, "--renews", renews, "On which day does the present CEU cycle end?",
        lambda text: day_option(session, "--renews", text, future=True),
    )  # fmt: skip
    entry = Member(record.id, whose, ends, usd_option(usd), file_option(proof))
    cycle = session.pathway.bodies[entry.body].cycle_months
    if entry.renews > add_months(session.day, cycle + 12):
        raise UsageError(
            f"--renews: {entry.renews} is too far ahead to end the present cycle of {cycle} months",
            "Give the day on which CEUs are next due.",
        )
    entry, odd = _likely_end(session, entry)
    past = entry.renews < session.day
    remarks = ["That day is past: if you have renewed since, log the next one."] if past else []
    keep(session, f"{record.label}: {entry.body}", [entry], [*odd, *remarks, *_still_owed(session, entry)])


def _likely_end(session: Session, entry: Member) -> tuple[Member, list[str]]:
    """Return the entry with the end that the person means, where the body's rule of even and odd years speaks against it.

    The rule is worked out from few pages, so a day is never refused: it is asked about, or noted where nobody is there.
    """
    body = session.pathway.bodies[entry.body]
    rule, likely = likely_ends(body, entry.renews)
    if not likely:
        return entry, []
    said = f"{rule}: {words.day(likely[0])} or {words.day(likely[1])}. Look at your member page. [{body.even_fact}]"
    if not session.can_ask or session.as_json:
        return entry, [said]
    from mecoder_cli.conversation.prompts import Option, prompter  # a day that fits needs no prompts

    options = [
        *(Option(words.day(day), day) for day in likely),
        Option(f"{words.day(entry.renews)}, as typed", entry.renews),
    ]
    picked = prompter(session.is_accessible).choose(f"{rule}. Which day is on your member page?", options, None)
    return entry._replace(renews=picked), []


def _still_owed(session: Session, entry: Member) -> list[str]:
    """Return what the cycle before lacks when the next one begins."""
    pathway, body = session.pathway, session.pathway.bodies[entry.body]
    entries = (*logged(session), Log(0, entry))
    question = pathway.settings.questions.memberships
    person = plan_now(session)[0]
    others = tuple(one for one in person.held(question) if one.id != body.id)
    person = person.with_answer(question, (*others, Held(body.id, entry.renews)))
    cycle = cycle_of(pathway, body, person, entries, session.day)
    if not cycle.owed or cycle.start is None:
        return []
    return [
        f"{cycle.owed:g} CEUs of the cycle that ended on {words.day(cycle.start)} are still owed: what you log next "
        f"goes there first. If they were reported: mecoder done {body.ceu_step} --body {body.id}"
    ]
