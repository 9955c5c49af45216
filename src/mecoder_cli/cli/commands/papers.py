"""``mecoder papers``: which documents are on file, which are missing, and letters to have signed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.keeping import keep, text_option
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.streams import tell_beside
from mecoder_cli.cli.suggest import pick
from mecoder_cli.contract.record import letters_json, papers_json
from mecoder_cli.errors import UsageError
from mecoder_cli.files import write_whole
from mecoder_cli.output.blocks import cleaned
from mecoder_cli.record.entries import Attached
from mecoder_cli.record.evidence import fingerprint, state
from mecoder_cli.record.journal import Log, fold
from mecoder_cli.record.letters import Draft, about, draft
from mecoder_cli.record.papers import papers, without_proof
from mecoder_cli.screens.papers import letter_check_screen, letter_text, papers_screen

app = typer.Typer(
    rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False, invoke_without_command=True
)


@app.callback()
@options.advising
def papers_(
    context: typer.Context,
    session: Session,
    step_id: Annotated[
        str | None, typer.Option("--step", metavar="STEP", help="Only this step; else all of the road ahead.")
    ] = None,
) -> None:
    """Show which documents your steps still lack, and which files are gone or changed."""
    if context.invoked_subcommand is not None:
        if any(context.params.values()):
            raise UsageError(f"options stand after {context.invoked_subcommand}", "See: mecoder papers --help")
        return
    _, standing = session.who
    plan = session.plan(standing.profile)
    ledger = session.ledger if session.uses_profile else fold(())
    by_id = {step.id: step for step in session.pathway.steps}
    if step_id is not None:
        found = pick("step", step_id, by_id)
        wanted = [found]
    else:
        now = [plan.next_action.id] if plan.next_action else []
        wanted = list(dict.fromkeys([*now, *(stop.id for stop in plan.steps)]))
    ways = {stop.id: stop.way for stop in plan.steps}
    if plan.next_action is not None:
        ways.setdefault(plan.next_action.id, plan.next_action.way)
    # The road ahead no longer holds what is done: its papers are those of the way that was taken.
    ways |= {done.step: done.way for _, done in ledger.done if done.way and not ways.get(done.step)}
    rows = papers(session.pathway, ledger, [(by_id[one], ways.get(one)) for one in wanted], state)
    if step_id is None:
        # Of a step that is done only what is on file, or was, is worth a line.
        done = {stop.id for stop in plan.steps if stop.state == "done"}
        rows = tuple(row for row in rows if row.step not in done or row.state in ("have", "missing", "changed"))
    loose = without_proof(ledger, state)
    session.tell(
        lambda: session.explained(papers_screen(session.pathway, rows, loose, plan.unanswered)),
        lambda: papers_json(rows, loose),
    )


@app.command()
@options.keeping
def add(
    session: Session,
    what: Annotated[
        str,
        typer.Argument(
            metavar="STEP/ITEM|N", help="The checklist line, or the number of the entry, that the file belongs to."
        ),
    ],
    path: Annotated[
        str, typer.Argument(metavar="PATH", help="The document; remembered by path and fingerprint, not copied.")
    ],
) -> None:
    """Note the file that proves a checklist line, or an entry."""
    if what.isascii() and what.isdigit():
        from mecoder_cli.cli.commands.attach import attach_to

        session.need_profile()
        return attach_to(session, int(what), path)
    name, _, item = what.partition("/")
    by_id = {step.id: step for step in session.pathway.steps}
    found = pick("step", name, by_id)
    step = by_id[found]
    items = {i.id: i for i in (*step.items, *(i for way in step.ways for i in way.items)) if i.document}
    line = pick(f"document of {step.id}", item, items)
    return keep(session, f"On file: {items[line].document}", [Attached(step.id, line, fingerprint(path))], [])


@app.command()
@options.keeping
def letter(
    session: Session,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="Which letter, such as employment or course.")],
    employer: Annotated[
        str | None, typer.Option("--for", metavar="NAME", help="Only for this employer or school.")
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="Your full name, as the body knows it.")
    ] = None,
    form: Annotated[str, typer.Option("--format", metavar="md|text", help="Markdown or plain text.")] = "text",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write to a file that does not exist yet; - is standard output."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Only list what would be rejected; exit 1 when there is anything.")
    ] = False,
) -> None:
    """Draft the letter that an employer or a school puts on its own letterhead."""
    session.need_profile()
    letters = session.pathway.letters
    found = pick("letter", kind, letters)
    if form not in ("md", "text"):
        raise UsageError(f"--format: {form!r} is neither md nor text")
    who = text_option("--name", name) if name is not None else ""
    drafts = [draft(letters[found], event, who, session.day) for event in _entries(session, found, employer)]
    if session.as_json:
        session.write_json(letters_json(drafts))
    elif check:
        session.show(letter_check_screen(session.pathway, drafts))
    else:
        _write(session, drafts, form, out)
    if check and any(one.refused for one in drafts):
        raise typer.Exit(1)


def _entries(session: Session, letter: str, employer: str | None) -> list[Log]:
    records = session.pathway.letters[letter].records
    own = [one for one in session.ledger.entries if one.entry.record in records]
    if not own:
        raise UsageError(
            f"nothing is logged that this letter could speak of ({', '.join(records)})",
            f"Log it first: mecoder log {records[0]} --help",
        )
    if employer is None:
        return own
    names = {about(one) for one in own}
    found = pick("entry", employer, names)
    return [one for one in own if about(one) == found]


def _write(session: Session, drafts: list[Draft], form: str, out: Path | None) -> None:
    text = "\n\n".join(letter_text(session.pathway, one, form) for one in drafts)
    if out is None or str(out) == "-":
        sys.stdout.write(cleaned(text))
        return
    write_whole(out, text, "--out")
    tell_beside(f"Written: {out}. It is a draft: the signer makes it true.\n")
