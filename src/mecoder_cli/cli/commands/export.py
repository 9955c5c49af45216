"""``mecoder export``: a page, a calendar, a text or a table to take along."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, Optional

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.advise import missing
from mecoder_cli.cli.asking import complete
from mecoder_cli.cli.caseload import cases, every_day
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.streams import note, say
from mecoder_cli.cli.suggest import find, no_such
from mecoder_cli.domain.plan import Planned
from mecoder_cli.errors import MecoderError, UsageError
from mecoder_cli.files import write_whole
from mecoder_cli.output import words

if TYPE_CHECKING:
    from mecoder_cli.exports.handout import Handout
    from mecoder_cli.routes.compare import Compared

app = options.command_app()


class Kind(NamedTuple):
    """A form in which the plan can be taken along."""

    name: str
    alias: str
    """What its files are called by their ending, by which it can be named as well."""
    needs_plan: bool
    makes: Callable[[Session, bool, bytes | None], str | bytes]
    """From the person, whether the name is left out, and what the file held before."""


@app.command()
@options.showing
def export(
    session: Session,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="page, calendar, text or sheet (html, ics, md, csv).")],
    out: Annotated[
        Optional[str], typer.Option("--out", "-o", metavar="FILE", help="Where to write it; - is standard output.")  # noqa: UP045
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file of that name.")] = False,
    no_name: Annotated[bool, typer.Option("--no-name", help="Leave the name of the person out.")] = False,
    everybody: Annotated[
        bool, typer.Option("--all", help="Everybody on this computer: a sheet of all, or a file for each in a folder.")
    ] = False,
) -> None:
    """Write your plan as a page to print, a calendar, a text, or a table for a spreadsheet."""
    kinds = {**{one.name: one for one in KINDS}, **{one.alias: one for one in KINDS}}
    name = find(kind, kinds)
    if name is None:
        raise no_such("form", kind, [one.name for one in KINDS])
    form = kinds[name]
    if everybody:
        _of_all(session, form, out, force, no_name)
        return
    _planned(session, form)
    whose = "" if no_name or not session.name else f"-{session.name}"
    _write(session, form, out or f"mecoder{whose}.{form.alias}", force, no_name)


def _planned(session: Session, form: Kind) -> None:
    """Ask what still decides; without a terminal refuse what would rest on a plan that is not certain yet."""
    if _rests_on_plan(session, form):
        complete(session)
        _refuse_unanswered(session)


def _rests_on_plan(session: Session, form: Kind) -> bool:
    """Return whether a form tells of a plan: always, or, of the calendar, where the person has an aim."""
    return form.needs_plan or (
        form.makes is _calendar and session.person.has(session.pathway.settings.questions.target)
    )


def _refuse_unanswered(session: Session) -> None:
    plan = session.plan()
    if plan.unanswered:
        raise missing(session, plan)


def _write(session: Session, form: Kind, out: str, force: bool, no_name: bool) -> None:
    if out == "-":
        made = form.makes(session, no_name, None)
        sys.stdout.flush()
        sys.stdout.buffer.write(made.encode() if isinstance(made, str) else made)
        return
    target = _usable(out)
    # Before anything is reckoned: it is left alone whatever would be in it.
    if target.exists() and not force:
        raise UsageError(
            f"{target} exists already; it was left alone", "Replace it with --force, or give another name with --out."
        )
    write_whole(target, form.makes(session, no_name, _old(target) if force else None), "--out", replace=force)
    say(f"Written: {target}")


def _old(target: Path) -> bytes | None:
    """Return what a file holds that is to be replaced."""
    with suppress(OSError):
        return target.read_bytes()
    return None


def _usable(out: str) -> Path:
    target = Path(out)
    if "\0" in out:
        raise UsageError(f"--out: {out!r} is no usable path")
    if target.is_dir():
        raise UsageError(f"--out: {out} is a folder", f"Name a file in it, such as {target / 'mecoder.html'}")
    if target.exists() and not target.is_file():
        raise UsageError(f"--out: {out} is no ordinary file", "Standard output is: --out -")
    # What a link leads to is written, and the link stays.
    return target.resolve() if target.is_symlink() else target


def _of_all(session: Session, form: Kind, out: str | None, force: bool, no_name: bool) -> None:
    names = session.store.names()
    if not names:
        raise UsageError("there is no profile yet", "Begin with: mecoder plan   (or: mecoder profile new NAME)")
    if form.name == "sheet":
        from mecoder_cli.exports.sheet import caseload

        def everybody(one: Session, anonymous: bool, old: bytes | None) -> str:
            found = list(cases(one))
            numbered = [case._replace(name=str(number)) for number, case in enumerate(found, 1)]
            return caseload(numbered if anonymous else found, one.day)

        _write(session, form._replace(makes=everybody), out or "mecoder-clients.csv", force, no_name)
        return
    if out == "-":
        raise UsageError("--out -: a file for each person cannot go to standard output", "Name a folder with --out.")
    folder = Path(out or ("mecoder-clients-no-name" if no_name else "mecoder-clients"))
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"--out: {folder} is a file", "Name a folder: each person gets a file in it.")
    people = [Session(session.as_of, name) for name in names]
    # A number by rank would be somebody else's once a client joins.
    called = {name: _whose(one)[:8] if no_name else name for name, one in zip(names, people, strict=True)}
    targets = [folder / f"{called[name]}.{form.alias}" for name in names]
    taken = [str(one) for one in targets if one.exists()]
    if taken and not force:
        raise UsageError(
            f"{taken[0]} exists already; nothing was written", "Replace the files with --force, or name another folder."
        )
    with session.progress("Writing a file for each") as progress:
        made = _made(form, names, people, targets, no_name, progress)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make {folder}: {error.strerror}", "Choose another place with --out.") from error
    for target, content in made:
        write_whole(target, content, "--out", replace=force)
    say(f"Written: {words.count(len(made), 'file')} in {folder}")
    for name in names if no_name else ():
        say(f"{called[name]}: {name}")


def _made(
    form: Kind,
    names: Sequence[str],
    people: Sequence[Session],
    targets: Sequence[Path],
    no_name: bool,
    progress: Callable[[float], None],
) -> list[tuple[Path, str | bytes]]:
    """Return each person's file; who lacks answers is left out and told, and stops nobody else."""
    made: list[tuple[Path, str | bytes]] = []
    skipped: list[MecoderError] = []
    for number, (name, person, target) in enumerate(zip(names, people, targets, strict=True), 1):
        progress(number / len(names))
        try:
            if _rests_on_plan(person, form):
                _refuse_unanswered(person)
            made.append((target, form.makes(person, no_name, _old(_usable(str(target))))))
        except MecoderError as error:
            skipped.append(error)
            note(f"left out {name}: {error.message} (mecoder plan --profile {name})")
    if not made:
        raise skipped[0]
    return made


# --- the forms -----------------------------------------------------------------------------------------------


def _page(session: Session, no_name: bool, old: bytes | None) -> str:
    from mecoder_cli.exports.page import page

    return page(_handout(session, no_name))


def _text(session: Session, no_name: bool, old: bytes | None) -> str:
    from mecoder_cli.exports.text import text

    return text(_handout(session, no_name))


def _handout(session: Session, no_name: bool) -> Handout:
    from mecoder_cli.exports.handout import Around, handout
    from mecoder_cli.lookup.doors import doors
    from mecoder_cli.lookup.places import centers_near, place_of

    pathway, person = session.pathway, session.person
    county = person.answers.get(pathway.settings.questions.county) or session.place
    place = place_of(pathway, str(county)) if county else None
    around = Around(
        who="" if no_name else session.name,
        notes=tuple(session.notes),
        dates=every_day(session),
        centers=centers_near(pathway, place) if place else (),
        doors=doors(pathway, person, session.day, place.county) if place else (),
        road=_road(session),
    )
    return handout(pathway, session.plan(), around)


def _road(session: Session) -> Compared | None:
    """Return the recommended road with its budget; nothing where there is none."""
    from mecoder_cli.routes.compare import compare_routes

    adviser = session.planner.of(session.person, session.day).adviser
    found = compare_routes(adviser, session.person, session.day, runs=0, modelled=lambda one: False)
    return next((one for one in found.routes if one.recommended), None)


def _calendar(session: Session, no_name: bool, old: bytes | None) -> bytes:
    from mecoder_cli.exports.calendar import MONTHS, calendar, items, told_before
    from mecoder_cli.lookup.year import happenings
    from mecoder_cli.record.journal import called_off, corrections, origin
    from mecoder_cli.record.planned import planned_of

    pathway, day = session.pathway, session.day
    events = session.events if session.uses_profile else ()
    before = corrections(events)
    # An entry that was changed is another one of the journal, and the same day of the calendar.
    own = [
        (on, one._replace(id=origin(before, one.id)) if isinstance(one, Planned) else one)
        for on, one in every_day(session)
    ]
    off = [one for one in planned_of(pathway, called_off(events)) if one.day >= day]
    has_aim = session.person.has(pathway.settings.questions.target)
    plan = session.plan() if has_aim else None
    found = items(pathway, plan, own, happenings(pathway, day, MONTHS), off, day)
    moment = datetime.fromisoformat(session.now).astimezone(UTC)
    whose = _whose(session)
    before_ = told_before(old, whose) if old else {}
    return calendar(found, whose, "" if no_name else session.name, (day, moment), before_)


def _whose(session: Session) -> str:
    """Return what tells a person from all others, a former one of the same name too, and does not say who they are."""
    if not session.uses_profile:
        return "answers"
    from hashlib import sha256

    first = session.events[0].at if session.events else ""
    return sha256(f"{session.profile_name}/{first}".encode()).hexdigest()


def _sheet(session: Session, no_name: bool, old: bytes | None) -> str:
    from mecoder_cli.exports.sheet import sheet
    from mecoder_cli.record.journal import fold

    ledger = session.ledger if session.uses_profile else fold(())
    knows = session.person.has(session.pathway.settings.questions.target) and not session.plan().unanswered
    if not ledger.total and not knows:
        raise UsageError("there is nothing to write yet", "Begin with: mecoder plan   (or log something: mecoder log)")
    return sheet(session.pathway, ledger, _road(session) if knows else None)


KINDS = (
    Kind("page", "html", True, _page), Kind("calendar", "ics", False, _calendar), Kind("text", "md", True, _text),
    Kind("sheet", "csv", False, _sheet),
)  # fmt: skip
