"""``mecoder log``: write down what happened; what can be logged is named by the knowledge."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperGroup

from mecoder_cli.cli import options
from mecoder_cli.cli.keeping import (
    day_option,
    file_option,
    if_given,
    keep,
    needed,
    number_of_option,
    number_option,
    plan_now,
    text_option,
    usd_option,
)
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import find, no_such, pick
from mecoder_cli.conversation.receipts import (
    contradiction,
    granted_by,
    likely_ends,
    not_before,
    same_certificate,
    too_soon,
    tries,
    units_receipt,
)
from mecoder_cli.domain.facts import shown
from mecoder_cli.domain.pathway import Credential, Pathway, Record
from mecoder_cli.domain.profile import Held
from mecoder_cli.domain.renewals import add_months
from mecoder_cli.errors import UsageError
from mecoder_cli.output import words
from mecoder_cli.record.entries import Cases, Course, Member, Sat, Units, Work
from mecoder_cli.record.journal import Log
from mecoder_cli.record.units import categories, cycle_of
from mecoder_cli.record.work import Job, jobs_of, overlapping

Proof = Annotated[
    str | None, typer.Option("--proof", metavar="PATH", help="The document; remembered by path and fingerprint, not copied.")
]  # fmt: skip
Usd = Annotated[float | None, typer.Option("--usd", metavar="N", help="What you paid.")]
Done = Annotated[
    str | None, typer.Option("--date", "-d", metavar="DATE", help="When it was completed; today when left out.")
]
BodyId = Annotated[str | None, typer.Argument(metavar="ID", help="The body.")]
Hours = Annotated[float | None, typer.Option("--hours-per-week", metavar="N", help="Hours a week.")]
Sets = Annotated[str | None, typer.Option("--code-sets", metavar="A,B", help="The code sets used, with commas.")]
Signer = Annotated[str | None, typer.Option("--signer", metavar="ROLE", help="Who will sign the letter.")]
Unpaid = Annotated[bool, typer.Option("--unpaid", help="The work was not paid.")]
Confirmed = Annotated[
    bool, typer.Option("--confirmed", help="The body has said that it counts (part-time or unpaid work).")
]


@options.keeping
def work(
    context: typer.Context,
    employer: Annotated[str | None, typer.Option("--employer", metavar="NAME", help="For whom.")] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help="The first day.")] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="The last day; leave out while it goes on.")
    ] = None,
    hours: Hours = None,
    code_sets: Sets = None,
    title: Annotated[str | None, typer.Option("--title", metavar="T", help="The job title.")] = None,
    duties: Annotated[
        str | None, typer.Option("--duties", metavar="T", help="The coding done, in a few words.")
    ] = None,
    signer: Signer = None,
    unpaid: Unpaid = False,
    confirmed: Confirmed = False,
    proof: Proof = None,
    *,
    session: Session,
) -> None:
    """Log work; the same employer and first day again corrects the earlier entry."""
    record = _record(context, session)
    whom = needed(session, "--employer", employer, "For whom?", lambda text: text_option("--employer", text))
    first = needed(session, "--from", start, "From which day?", lambda text: day_option(session, "--from", text))
    given: dict[str, Any] = {
        "end": if_given(end, lambda day: day_option(session, "--to", day)),
        "hours_per_week": if_given(hours, lambda many: number_option("--hours-per-week", many, 1, 100)),
        "code_sets": if_given(
            code_sets, lambda sets: tuple(text_option("--code-sets", one) for one in sets.split(","))
        ),
        "signer": if_given(signer, lambda role: _signer(session.pathway, record, role)),
        "title": if_given(title, lambda text: text_option("--title", text)),
        "duties": if_given(duties, lambda text: text_option("--duties", text)),
        "unpaid": unpaid or None,
        "confirmed": confirmed or None,
        "proof": file_option(proof),
    }
    entry = Work(record.id, whom, first)
    jobs = jobs_of(session.ledger.entries) if session.profile_name else ()
    same = next((job for job in reversed(jobs) if _is_same(job, entry)), None)
    entry = (same.work if same else entry)._replace(
        **{name: value for name, value in given.items() if value is not None}
    )
    keep(session, f"{record.label}: {entry.employer}", *_correction(session, entry, same, jobs))


def _is_same(job: Job, entry: Work) -> bool:
    work = job.work
    mine = (work.record, work.employer.casefold(), work.start)
    return mine == (entry.record, entry.employer.casefold(), entry.start)


def _correction(session: Session, entry: Work, same: Job | None, jobs: Collection[Job]) -> tuple[list[Work], list[str]]:
    """Return the entry, in the place of an earlier one of the same stretch, and what to say of it."""
    if entry.end is not None and entry.end < entry.start:
        raise UsageError(f"--to: {entry.end} is before --from {entry.start}")
    remarks = []
    if same is not None:
        if entry == same.work:
            raise UsageError(f"that is already entry {same.id}, just so", "Nothing was added.")
        entry = entry._replace(replaces=same.id)
        remarks.append(f"This corrects entry {same.id}: the same employer and first day.")
    others = [job for job in jobs if not _is_same(job, entry)]
    for job in overlapping(others, entry.start, entry.end, session.day):
        remarks.append(f"It overlaps with {job.work.employer}; those days count once.")
    return [entry], remarks


@options.keeping
def course(
    context: typer.Context,
    hours: Annotated[
        str | None, typer.Option("--hours", metavar="N", help="Contact hours, as the certificate states them.")
    ] = None,
    proof: Proof = None,
    title: Annotated[str | None, typer.Option("--title", metavar="T", help="The name of the course.")] = None,
    school: Annotated[str | None, typer.Option("--school", metavar="NAME", help="The school.")] = None,
    day: Done = None,
    usd: Usd = None,
    *,
    session: Session,
) -> None:
    """Log a finished course."""
    record = _record(context, session)
    most = session.pathway.questions[record.question].high
    many = needed(
        session, "--hours", hours, "How many contact hours does the certificate state?",
        lambda text: int(number_of_option("--hours", text, 1, most, whole=True)),
    )  # fmt: skip
    entry = Course(
        record.id, many, day_option(session, "--date", day),
        if_given(title, lambda text: text_option("--title", text)) or "",
        if_given(school, lambda text: text_option("--school", text)) or "", usd_option(usd), file_option(proof),
    )  # fmt: skip
    remarks = []
    if entry.hours < record.least:
        remarks.append(f"Below {record.least} hours a course does not count toward the rule it is wanted for.")
    if entry.proof is None:
        remarks.append("Without its document the course proves nothing: add it with --proof when you have it.")
    keep(session, f"{record.label}: {entry.hours} contact hours", [entry], remarks)


@options.keeping
def cases(
    context: typer.Context,
    done: Annotated[str | None, typer.Option("--cases", metavar="N", help="Cases finished so far, all told.")] = None,
    score: Annotated[float | None, typer.Option("--score", metavar="P", help="The score so far, in percent.")] = None,
    day: Annotated[str | None, typer.Option("--date", "-d", metavar="DATE", help="When; today when left out.")] = None,
    usd: Usd = None,
    proof: Proof = None,
    corrects: Annotated[
        bool, typer.Option("--corrects", help="The count told before was wrong; this one takes its place.")
    ] = False,
    *,
    session: Session,
) -> None:
    """Log practice cases finished so far."""
    record = _record(context, session)
    many = needed(
        session, "--cases", done, f"How many of the {record.least} cases are done, all told?",
        lambda text: int(number_of_option("--cases", text, 0, record.least, whole=True)),
    )  # fmt: skip
    entry = Cases(
        record.id, many,
        day_option(session, "--date", day), if_given(score, lambda reached: number_option("--score", reached, 0, 100)),
        usd_option(usd), file_option(proof),
    )  # fmt: skip
    entry = entry._replace(replaces=_at_odds(session, entry, corrects))
    left = max(0, record.least - entry.cases)
    keep(session, f"{record.label}: {entry.cases} cases", [entry], [f"{left} cases to go."] if left else [])


def _at_odds(session: Session, entry: Cases, corrects: bool) -> int | None:
    """Return the entry that this one takes the place of: a count does not fall as days pass."""
    others = [
        (id_, old) for id_, old in (session.ledger.entries if session.profile_name else ())
        if isinstance(old, Cases) and old.record == entry.record
        and (old.cases > entry.cases if old.date <= entry.date else old.cases < entry.cases)
    ]  # fmt: skip
    if not others:
        if corrects:
            raise UsageError("--corrects: no entry is at odds with this count", "Leave it away.")
        return None
    id_, old = others[-1]
    if not corrects:
        than = "fewer than the" if old.cases > entry.cases else "more than the later"
        raise UsageError(
            f"--cases: {entry.cases} of {entry.date} is {than} {old.cases} of {old.date} (entry {id_})",
            "If that one was wrong, add --corrects; if this one is of another day, add --date.",
        )
    if len(others) > 1:
        raise UsageError(
            f"--corrects: {len(others)} entries are at odds with this count",
            f"Take one back first: mecoder undo {others[0][0]}",
        )
    return id_


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
        str | None, typer.Option("--date", "-d", metavar="DATE", help="When it was completed; today in the short form.")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="T", help="The title on the certificate.")] = None,
    category: Annotated[
        list[str] | None, typer.Option("--category", metavar="C", help="Of which sort; repeatable. See: mecoder ceu.")
    ] = None,
    usd: Usd = None,
    proof: Proof = None,
    *,
    session: Session,
) -> None:
    """Log CEUs from one certificate."""
    record, pathway = _record(context, session), session.pathway
    short = _in_short(what or [], bodies, units, title)
    if what and day is None:
        day = "today"
    counted = list(dict.fromkeys(_bodies(session, short.bodies)))
    known = {body: categories(pathway, pathway.bodies[body]) for body in counted}
    every = tuple(dict.fromkeys(one for sorts in known.values() for one in sorts))
    sorts = {one: find(one, every) for one in category or ()}
    for given, found in sorts.items():
        if found is None:
            raise no_such(f"category of {' or '.join(counted)}", given, every)
    many = needed(
        session, "--units", short.units, "How many CEUs?", lambda text: number_of_option("--units", text, 0.01, 100)
    )
    when = needed(
        session, "--date", day, "When was it completed?", lambda text: day_option(session, "--date", text), "today"
    )
    named = needed(
        session, "--title", short.title, "What is its title?", lambda text: text_option("--title", text), record.label
    )
    paid, file = usd_option(usd), file_option(proof)
    entries = [
        Units(
            record.id, body, many, when, named, tuple(dict.fromkeys(one for one in sorts.values() if one in known[body])),
            # What was paid is paid once.
            paid if body == counted[0] else None, file,
        )
        for body in counted
    ]  # fmt: skip
    for entry in entries:
        _refuse_again(session, entry)
    logged = session.ledger.entries if session.profile_name else ()
    receipts = [units_receipt(pathway, plan_now(session)[0], logged, entry, session.day) for entry in entries]
    remarks = [said for receipt in receipts for said in receipt.said]
    remarks += [] if file else ["Keep the certificate: submissions are checked. Add it with --proof."]
    said = f"{record.label}: {many:g} with {' and '.join(counted)}"
    keep(session, said, entries, remarks, counts=any(receipt.counts for receipt in receipts))


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
    if len(own) == 1 and session.can_ask:
        return own
    if not session.can_ask or session.as_json:
        raise UsageError("--body is missing", f"Name the body that counts them: {', '.join(own or pathway.bodies)}")
    from mecoder_cli.conversation.prompts import Option, prompter  # whoever names it is spared the prompts

    options = [Option(one, one) for one in own or pathway.bodies]
    return list(prompter(session.is_accessible).several("Which body counts them?", options, own[:1], []))


def _refuse_again(session: Session, entry: Units) -> None:
    """Refuse a certificate that is logged already."""
    old = same_certificate(session.ledger.entries if session.profile_name else (), entry)
    if old is not None:
        raise UsageError(
            f"entry {old.id} logs the same certificate: {entry.title}, {entry.date}",
            f"One event counts once. To change it: mecoder edit {old.id}",
        )


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
    record, credentials = _record(context, session), session.pathway.credentials
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
    entries = session.ledger.entries if session.profile_name else ()
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
    entries = session.ledger.entries if session.profile_name else ()
    remarks = [f"Try {tries(entries, sat)}. A fail is no verdict on you; look at the weak areas and book again."]
    fact = session.pathway.facts.get(examined.exam.retake)
    first = not_before(session.pathway, examined, sat.date)
    if first is not None:
        remarks.append(f"The next try: not before {words.day(first)}.")
    if fact is not None and fact.is_found:
        remarks.append(f"{fact.label}: {shown(fact, fact.used)}  [{fact.id}]")
    return remarks


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
    record = _record(context, session)
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
    rule, likely = likely_ends(session.pathway, body, entry.renews)
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
    entries = (*(session.ledger.entries if session.profile_name else ()), Log(0, entry))
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


def _signer(pathway: Pathway, record: Record, given: str) -> str:
    """Return who signs; a role that the rule does not take is kept, and the letter's check says so."""
    choices = [c.id for letter in pathway.letters.values() if record.id in letter.records for c in letter.signers]
    return find(given, choices) or text_option("--signer", given)


def _record(context: typer.Context, session: Session) -> Record:
    return session.pathway.records[str(context.info_name)]


KINDS: dict[str, Callable[..., None]] = {
    "work": work, "course": course, "cases": cases, "units": units, "exam": exam, "membership": membership,
}  # fmt: skip


class Records(TyperGroup):
    """One command for each record of the knowledge."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of what can be logged."""
        return list(Session().pathway.records)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of one record, in the form of its kind."""
        record = Session().pathway.records.get(cmd_name)
        if record is None:
            return None
        made = options.command_app()
        made.command(help=record.help)(KINDS[record.kind])
        command = typer.main.get_command(made)
        command.name = cmd_name
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Refuse an unknown name with the closest known ones."""
        if args and not args[0].startswith("-") and args[0] not in self.list_commands(ctx):
            raise no_such("record", args[0], self.list_commands(ctx))
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=Records,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    invoke_without_command=True,
)


@app.callback()
def log(context: typer.Context, as_of: options.AsOf = None, profile_name: options.Profile = None) -> None:
    """Write down what happened; the plan follows from it."""
    given = [*(["--as-of", as_of] if as_of else []), *(["--profile", profile_name] if profile_name else [])]
    if context.invoked_subcommand is not None:
        if given:
            raise UsageError(f"options stand after {context.invoked_subcommand}", "See: mecoder log --help")
        return
    session = Session(as_of, profile_name)
    if not session.can_ask:
        sys.stdout.write(context.get_help() + "\n")
        return
    from mecoder_cli.cli import run_here
    from mecoder_cli.conversation.prompts import Option, prompter

    kinds = [Option(one.label, one.id, one.help) for one in session.pathway.records.values()]
    run_here(["log", prompter(session.is_accessible).choose("What happened?", kinds, None), *given])
