"""``mecoder log``: write down what happened; what can be logged is named by the knowledge."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from mecoder_cli.cli import options
from mecoder_cli.cli.commands.log_ceu import units
from mecoder_cli.cli.commands.log_exam import exam
from mecoder_cli.cli.commands.log_membership import membership
from mecoder_cli.cli.keeping import (
    day_option,
    file_option,
    if_given,
    keep,
    needed,
    number_of_option,
    number_option,
    text_option,
    usd_option,
)
from mecoder_cli.cli.records import Planned, Proof, Usd, ahead, logged, record_of, settled
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import find, no_such
from mecoder_cli.conversation.receipts import BOUNDS
from mecoder_cli.domain.pathway import Pathway, Record
from mecoder_cli.errors import UsageError
from mecoder_cli.output import words
from mecoder_cli.record.entries import Cases, Course, Work
from mecoder_cli.record.work import Job, jobs_of, overlapping

Done = Annotated[
    str | None, typer.Option("--date", "-d", metavar="DATE", help="When it was completed; today when left out.")
]
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
    planned: Planned = False,
    *,
    session: Session,
) -> None:
    """Log work, or a job that is to begin; the same employer and first day again corrects the earlier entry."""
    record = record_of(context, session)
    whom = needed(session, "--employer", employer, "For whom?", lambda text: text_option("--employer", text))
    first = needed(
        session, "--from", start, "From which day?", lambda text: day_option(session, "--from", text, future=True)
    )
    is_ahead = ahead(session, "--from", first, planned)
    given: dict[str, Any] = {
        "end": if_given(end, lambda day: day_option(session, "--to", day, future=True)),
        "hours_per_week": if_given(
            hours, lambda many: number_option("--hours-per-week", many, *BOUNDS["hours_per_week"])
        ),
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
    entry = Work(record.id, whom, first, planned=is_ahead)
    jobs = jobs_of(logged(session))
    same = next((job for job in reversed(jobs) if _is_same(job, entry)), None)
    entry = (same.work if same else entry)._replace(
        **{name: value for name, value in given.items() if value is not None}
    )
    entry, remarks = _corrected(session, entry, same, jobs)
    if same is None:
        entry, more = settled(session, entry)
        remarks += more
    said = f"{record.label}: {entry.employer}{f', planned from {words.day(first)}' if is_ahead else ''}"
    keep(session, said, [entry], remarks)


def _is_same(job: Job, entry: Work) -> bool:
    work = job.work
    mine = (work.record, work.employer.casefold(), work.start)
    return mine == (entry.record, entry.employer.casefold(), entry.start)


def _corrected(session: Session, entry: Work, same: Job | None, jobs: Collection[Job]) -> tuple[Work, list[str]]:
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
    return entry, remarks


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
    planned: Planned = False,
    *,
    session: Session,
) -> None:
    """Log a finished course, or the day on which it is to end."""
    record = record_of(context, session)
    most = session.pathway.questions[record.question].high
    many = needed(
        session, "--hours", hours, "How many contact hours does the certificate state?",
        lambda text: int(number_of_option("--hours", text, 1, most, whole=True)),
    )  # fmt: skip
    ends = day_option(session, "--date", day, future=True)
    is_ahead = ahead(session, "--date", ends, planned)
    entry = Course(
        record.id, many, ends,
        if_given(title, lambda text: text_option("--title", text)) or "",
        if_given(school, lambda text: text_option("--school", text)) or "", usd_option(usd), file_option(proof), planned=is_ahead,
    )  # fmt: skip
    remarks = []
    if entry.hours < record.least:
        remarks.append(f"Below {record.least} hours a course does not count toward the rule it is wanted for.")
    if entry.proof is None and not is_ahead:
        remarks.append("Without its document the course proves nothing: add it with --proof when you have it.")
    entry, more = settled(session, entry)
    said = f"{record.label}: {entry.hours} contact hours{f', planned for {words.day(ends)}' if is_ahead else ''}"
    keep(session, said, [entry], [*remarks, *more])


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
    record = record_of(context, session)
    many = needed(
        session, "--cases", done, f"How many of the {record.least} cases are done, all told?",
        lambda text: int(number_of_option("--cases", text, 0, record.least, whole=True)),
    )  # fmt: skip
    entry = Cases(
        record.id, many,
        day_option(session, "--date", day), if_given(score, lambda reached: number_option("--score", reached, *BOUNDS["score"])),
        usd_option(usd), file_option(proof),
    )  # fmt: skip
    entry = entry._replace(replaces=_at_odds(session, entry, corrects))
    left = max(0, record.least - entry.cases)
    keep(session, f"{record.label}: {entry.cases} cases", [entry], [f"{left} cases to go."] if left else [])


def _at_odds(session: Session, entry: Cases, corrects: bool) -> int | None:
    """Return the entry that this one takes the place of: a count does not fall as days pass."""
    others = [
        (id_, old) for id_, old in logged(session)
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


def _signer(pathway: Pathway, record: Record, given: str) -> str:
    """Return who signs; a role that the rule does not take is kept, and the letter's check says so."""
    choices = [c.id for letter in pathway.letters.values() if record.id in letter.records for c in letter.signers]
    return find(given, choices) or text_option("--signer", given)


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
