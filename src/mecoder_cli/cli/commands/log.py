"""``mecoder log``: write down what happened; what can be logged is named by the knowledge."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Optional

import typer
from typer.core import TyperGroup

from mecoder_cli.cli import options
from mecoder_cli.cli.keeping import day_option, keep, number_option, proof_option, text_option, usd_option
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import find, no_such
from mecoder_cli.domain.pathway import Pathway, Record
from mecoder_cli.errors import UsageError
from mecoder_cli.record.journal import LOGGED

Proof = Annotated[
    Optional[str], typer.Option("--proof", metavar="PATH", help="The document; remembered by path and fingerprint, not copied.")  # noqa: UP045
]  # fmt: skip
Usd = Annotated[Optional[float], typer.Option("--usd", metavar="N", help="What you paid.")]  # noqa: UP045


def work(
    context: typer.Context,
    employer: Annotated[str, typer.Option("--employer", metavar="NAME", help="For whom.")],
    start: Annotated[str, typer.Option("--from", metavar="DATE", help="The first day.")],
    end: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="The last day; leave out while it goes on.")
    ] = None,
    hours: Annotated[Optional[float], typer.Option("--hours-per-week", metavar="N", help="Hours a week.")] = None,  # noqa: UP045
    code_sets: Annotated[
        str | None, typer.Option("--code-sets", metavar="A,B", help="The code sets used, with commas.")
    ] = None,
    title: Annotated[Optional[str], typer.Option("--title", metavar="T", help="The job title.")] = None,  # noqa: UP045
    duties: Annotated[
        str | None, typer.Option("--duties", metavar="T", help="The coding done, in a few words.")
    ] = None,
    signer: Annotated[Optional[str], typer.Option("--signer", metavar="ROLE", help="Who will sign the letter.")] = None,  # noqa: UP045
    unpaid: Annotated[bool, typer.Option("--unpaid", help="The work was not paid.")] = False,
    confirmed: Annotated[
        bool, typer.Option("--confirmed", help="The body has said that it counts (part-time or unpaid work).")
    ] = False,
    proof: Proof = None,
    as_of: options.AsOf = None,
    profile_name: options.Profile = None,
    as_json: options.Json = False,
) -> None:
    """Log work; the same employer and first day again corrects the earlier entry."""
    session = Session(as_of, profile_name)
    record = _record(context, session)
    from mecoder_cli.record.work import jobs_of, overlapping

    given: dict[str, Any] = {
        "record": record.id,
        "employer": text_option("--employer", employer),
        "from": day_option(session, "--from", start),
    }
    jobs = jobs_of(session.pathway, session.ledger.entries) if session.profile_name else ()
    same = [
        job for job in jobs
        if (job.record, job.employer.casefold(), job.start.isoformat())
        == (record.id, given["employer"].casefold(), given["from"])
    ]  # fmt: skip
    data = {**(same[-1].event.data if same else {}), **given}
    data |= _work_details(session, record, {"to": end, "hours": hours, "code_sets": code_sets, "signer": signer})
    if "to" in data and data["to"] < data["from"]:
        raise UsageError(f"--to: {data['to']} is before --from {data['from']}")
    data |= {
        name: text_option(f"--{name}", value)
        for name, value in (("title", title), ("duties", duties))
        if value is not None
    }
    data |= {name: True for name, is_so in (("unpaid", unpaid), ("confirmed", confirmed)) if is_so}
    proof_option(data, proof)
    remarks = []
    if same:
        if data == same[-1].event.data:
            raise UsageError(f"that is already entry {same[-1].id}, just so", "Nothing was added.")
        data["replaces"] = same[-1].id
        remarks.append(f"This corrects entry {same[-1].id}: the same employer and first day.")
    others = [job for job in jobs if job not in same]
    last = date.fromisoformat(data["to"]) if "to" in data else None
    for job in overlapping(others, date.fromisoformat(data["from"]), last, session.day):
        remarks.append(f"It overlaps with {job.employer}; those days count once.")
    keep(session, f"{record.label}: {data['employer']}", [(LOGGED, data)], remarks, as_json)


def _work_details(session: Session, record: Record, given: dict[str, Any]) -> dict[str, Any]:
    """Return the details of work that were given, checked."""
    data: dict[str, Any] = {}
    if given["to"] is not None:
        data["to"] = day_option(session, "--to", given["to"])
    if given["hours"] is not None:
        data["hours_per_week"] = number_option("--hours-per-week", given["hours"], 1, 100)
    if given["code_sets"] is not None:
        data["code_sets"] = [text_option("--code-sets", one) for one in given["code_sets"].split(",")]
    if given["signer"] is not None:
        data["signer"] = _signer(session.pathway, record, given["signer"])
    return data


def course(
    context: typer.Context,
    hours: Annotated[
        float, typer.Option("--hours", metavar="N", help="Contact hours, as the certificate states them.")
    ],
    proof: Proof = None,
    title: Annotated[Optional[str], typer.Option("--title", metavar="T", help="The name of the course.")] = None,  # noqa: UP045
    school: Annotated[Optional[str], typer.Option("--school", metavar="NAME", help="The school.")] = None,  # noqa: UP045
    day: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="When it was completed; today when left out.")
    ] = None,
    usd: Usd = None,
    as_of: options.AsOf = None,
    profile_name: options.Profile = None,
    as_json: options.Json = False,
) -> None:
    """Log a finished course."""
    session = Session(as_of, profile_name)
    record = _record(context, session)
    question = session.pathway.questions[record.question]
    data: dict[str, Any] = {
        "record": record.id,
        "hours": number_option("--hours", hours, 1, question.high, whole=True),
        "date": day_option(session, "--date", day or session.day.isoformat()),
    }
    for name, value in (("title", title), ("school", school)):
        if value is not None:
            data[name] = text_option(f"--{name}", value)
    usd_option(data, usd)
    proof_option(data, proof)
    remarks = []
    if record.least and data["hours"] < record.least:
        remarks.append(f"Below {record.least} hours a course does not count toward the rule it is wanted for.")
    if "proof" not in data:
        remarks.append("Without its document the course proves nothing: add it with --proof when you have it.")
    keep(session, f"{record.label}: {data['hours']} contact hours", [(LOGGED, data)], remarks, as_json)


def cases(
    context: typer.Context,
    done: Annotated[float, typer.Option("--cases", metavar="N", help="Cases finished so far, all told.")],
    score: Annotated[float | None, typer.Option("--score", metavar="P", help="The score so far, in percent.")] = None,
    day: Annotated[Optional[str], typer.Option("--date", metavar="DATE", help="When; today when left out.")] = None,  # noqa: UP045
    usd: Usd = None,
    proof: Proof = None,
    as_of: options.AsOf = None,
    profile_name: options.Profile = None,
    as_json: options.Json = False,
) -> None:
    """Log practice cases finished so far."""
    session = Session(as_of, profile_name)
    record = _record(context, session)
    data: dict[str, Any] = {
        "record": record.id,
        "cases": number_option("--cases", done, 0, record.least * 10, whole=True),
        "date": day_option(session, "--date", day or session.day.isoformat()),
    }
    if score is not None:
        data["score"] = number_option("--score", score, 0, 100)
    usd_option(data, usd)
    proof_option(data, proof)
    left = max(0, record.least - int(data["cases"]))
    remarks = [f"{left} cases to go."] if left else []
    keep(session, f"{record.label}: {data['cases']} cases", [(LOGGED, data)], remarks, as_json)


def units(
    context: typer.Context,
    body: Annotated[str, typer.Option("--body", metavar="ID", help="The body that counts them.")],
    units: Annotated[float, typer.Option("--units", metavar="N", help="How many.")],
    day: Annotated[str, typer.Option("--date", metavar="DATE", help="When it was completed.")],
    title: Annotated[str, typer.Option("--title", metavar="T", help="The title on the certificate.")],
    category: Annotated[
        list[str] | None,
        typer.Option("--category", metavar="C", help="Of which sort; repeatable. See: mecoder ceu."),
    ] = None,
    usd: Usd = None,
    proof: Proof = None,
    as_of: options.AsOf = None,
    profile_name: options.Profile = None,
    as_json: options.Json = False,
) -> None:
    """Log CEUs from one certificate."""
    session = Session(as_of, profile_name)
    record = _record(context, session)
    pathway = session.pathway
    from mecoder_cli.record.units import categories, unit_entries

    data: dict[str, Any] = {
        "record": record.id,
        "body": _body(pathway, body),
        "units": number_option("--units", units, 0.01, 100),
        "date": day_option(session, "--date", day),
        "title": text_option("--title", title),
    }
    if category:
        known = categories(pathway, pathway.bodies[data["body"]])
        found = [find(one, known) for one in category]
        if None in found:
            raise no_such(f"category of {data['body']}", category[found.index(None)], known)
        data["categories"] = list(dict.fromkeys(found))
    usd_option(data, usd)
    proof_option(data, proof)
    for event in unit_entries(pathway, session.ledger.entries) if session.profile_name else ():
        old = event.data
        if (old["body"], old["date"], old["title"].casefold()) == (
            data["body"],
            data["date"],
            data["title"].casefold(),
        ):
            raise UsageError(
                f"entry {event.id} logs the same certificate: {old['title']}, {old['date']}",
                f"One event counts once. To log it anew: mecoder undo {event.id}",
            )
    remarks = [] if "proof" in data else ["Keep the certificate: submissions are checked. Add it with --proof."]
    keep(session, f"{record.label}: {data['units']:g} with {data['body']}", [(LOGGED, data)], remarks, as_json)


def exam(
    context: typer.Context,
    exam_id: Annotated[str, typer.Argument(metavar="ID", help="The exam, by the id of its credential.")],
    day: Annotated[str, typer.Option("--date", metavar="DATE", help="When it was sat.")],
    result: Annotated[str, typer.Option("--result", metavar="pass|fail", help="pass or fail.")],
    usd: Usd = None,
    proof: Proof = None,
    as_of: options.AsOf = None,
    profile_name: options.Profile = None,
    as_json: options.Json = False,
) -> None:
    """Log an exam that was sat."""
    session = Session(as_of, profile_name)
    record = _record(context, session)
    credentials = session.pathway.credentials
    found = find(exam_id, credentials)
    if found is None:
        raise no_such("credential", exam_id, credentials)
    if result.casefold() not in ("pass", "fail"):
        raise UsageError(f"--result: {result!r} is neither pass nor fail")
    data: dict[str, Any] = {
        "record": record.id,
        "exam": credentials[found].becomes or found,
        "date": day_option(session, "--date", day),
        "result": result.casefold(),
    }
    remarks = []
    if data["result"] == "pass":
        # Where a credential turns into the one examined, a pass grants the first of the two.
        data["grants"] = next((c.id for c in credentials.values() if c.becomes == data["exam"]), data["exam"])
        _refuse_twice(session, data)
        if data["grants"] != data["exam"]:
            name = credentials[data["grants"]]
            remarks.append(f"A pass makes you {name.id} ({name.name}): {name.purpose}.")
        elif credentials[data["exam"]].note:
            remarks.append(credentials[data["exam"]].note)
    else:
        tries = sum(
            1 for event in session.ledger.entries if event.data.get("exam") == data["exam"]
        ) if session.profile_name else 0  # fmt: skip
        remarks.append(f"Try {tries + 1}. A fail is no verdict on you; look at the weak areas and book again.")
        retake = credentials[data["exam"]].exam.retake
        if retake and session.pathway.facts[retake].is_found:
            from mecoder_cli.domain.facts import shown

            fact = session.pathway.facts[retake]
            remarks.append(f"{fact.label}: {shown(fact, fact.used)}  [{fact.id}]")
    usd_option(data, usd)
    proof_option(data, proof)
    said = f"{record.label}: {data['exam']} {'passed' if data['result'] == 'pass' else 'not passed'}"
    keep(session, said, [(LOGGED, data)], remarks, as_json)


def membership(
    context: typer.Context,
    body: Annotated[str, typer.Argument(metavar="ID", help="The body.")],
    renews: Annotated[
        str, typer.Option("--renews", metavar="DATE", help="The day on which the present CEU cycle ends.")
    ],
    usd: Usd = None,
    proof: Proof = None,
    as_of: options.AsOf = None,
    profile_name: options.Profile = None,
    as_json: options.Json = False,
) -> None:
    """Log a membership, or its next cycle."""
    session = Session(as_of, profile_name)
    record = _record(context, session)
    data: dict[str, Any] = {
        "record": record.id,
        "body": _body(session.pathway, body),
        "renews": day_option(session, "--renews", renews, future=True),
    }
    cycle = session.pathway.bodies[data["body"]].cycle_months
    from mecoder_cli.domain.renewals import add_months

    if date.fromisoformat(data["renews"]) > add_months(session.day, cycle + 12):
        raise UsageError(
            f"--renews: {data['renews']} is too far ahead to end the present cycle of {cycle} months",
            "Give the day on which CEUs are next due.",
        )
    usd_option(data, usd)
    proof_option(data, proof)
    past = data["renews"] < session.day.isoformat()
    remarks = ["That day is past: if you have renewed since, log the next one."] if past else []
    keep(session, f"{record.label}: {data['body']}", [(LOGGED, data)], remarks, as_json)


def _refuse_twice(session: Session, data: dict[str, Any]) -> None:
    if session.profile_name is None:
        return
    held = session.standing.profile.held(session.pathway.settings.questions.credentials)
    for one in held:
        if one.id in (data["grants"], data["exam"]):
            raise UsageError(
                f"you hold the {one.id} already" + (f", since {one.day}" if one.day else ""),
                "If that is wrong: mecoder history, then mecoder undo ID (or mecoder profile answers)",
            )


def _body(pathway: Pathway, given: str) -> str:
    found = find(given, pathway.bodies)
    if found is None:
        raise no_such("body", given, pathway.bodies)
    return found


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
    cls=Records, rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False, no_args_is_help=True
)


@app.callback()
def log() -> None:
    """Write down what happened; the plan follows from it."""
