"""``mecoder find``: schools, money, employers, jobs and people that fit a person."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.asking import asked_county
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import near, pick, picked
from mecoder_cli.contract.doors import employers_json, jobs_json, network_json
from mecoder_cli.contract.find import funding_json, programs_json
from mecoder_cli.domain.profile import Profile
from mecoder_cli.domain.programs import offers, without_program
from mecoder_cli.errors import InterruptedByUser, UsageError
from mecoder_cli.lookup.doors import doors, leads, remote_stage
from mecoder_cli.lookup.places import Place, centers_near, counties_of, place_of
from mecoder_cli.planner.explanation import aid_verdicts
from mecoder_cli.screens.doors import employer_screen, employers_screen, job_screen, jobs_screen, network_screen
from mecoder_cli.screens.find import (
    TABLE_FROM,
    all_funding_screen,
    all_programs_screen,
    funding_screen,
    program_screen,
    programs_screen,
)

if TYPE_CHECKING:
    from mecoder_cli.routes.bridge import Crossing

app = options.command_app()


class Award(StrEnum):
    """What stands at the end of a program."""

    certificate = "certificate"
    associate = "associate"
    bachelor = "bachelor"
    course = "course"


_ENDS = {"associate": "associate degree", "bachelor": "bachelor's degree"}

County = Annotated[
    str | None, typer.Option("--county", metavar="NAME", help="A county, or a town with a school or a career center.")
]

Full = Annotated[bool, typer.Option("--full", help="All of it, with papers, days and sources.")]


@app.callback()
def find_() -> None:
    """Find schools, money for training, employers, jobs and people that fit you."""


@app.command()
@options.advising
def programs(
    session: Session,
    which: options.Which = None,
    county: County = None,
    online: Annotated[bool, typer.Option("--online", help="Only what is taught online, at least in part.")] = False,
    award: Annotated[Optional[Award], typer.Option("--award", help="Only programs that end with this.")] = None,  # noqa: UP045
    full: Full = False,
) -> None:
    """List the schools that teach coding, those that fit you first; one of them with its price line by line."""
    pathway, person = session.pathway, session.person
    place = _place(session, county)
    ends = _ENDS.get(award.value, award.value) if award else ""
    found = offers(pathway, person, session.day, county=place.county, award=ends, online=online)
    without = without_program(pathway)
    if which is not None:
        names = [f"{one.school.label} {one.program.label} {one.school.id}" for one in found]
        chosen = [one for _, one in picked("find programs", "program or school", which, found, names)]
        return session.tell(lambda: program_screen(pathway, chosen), lambda: programs_json(pathway, chosen, without))
    # A pipe has no width: it gets the table.
    width = session.width if session.is_terminal else TABLE_FROM
    return session.tell(
        lambda: (
            all_programs_screen(pathway, found, without, place.county, width)
            if full
            else programs_screen(pathway, found, place.county)
        ),
        lambda: programs_json(pathway, found, without),
    )


@app.command()
@options.advising
def funding(session: Session, county: County = None, no_input: options.NoInput = False, full: Full = False) -> None:
    """List money for training: what is likely, what is not yet, and what one must still know; with papers and days."""
    pathway = session.pathway
    place, person = _place(session, county), session.person
    if not session.as_json and not no_input and session.can_ask:
        person = _asked(session)
    found = aid_verdicts(pathway, person, session.day)
    nearby = centers_near(pathway, place)
    session.tell(
        lambda: all_funding_screen(pathway, found, nearby) if full else funding_screen(pathway, found),
        lambda: funding_json(pathway, found, nearby),
    )


def _asked(session: Session) -> Profile:
    """Offer to ask what is not known yet; answers are kept where a record is."""
    from mecoder_cli.cli.keeping import saver
    from mecoder_cli.conversation.interview import Interview  # a list that is printed needs no prompts
    from mecoder_cli.conversation.prompts import prompter

    keeps = session.may_keep and session.profile_name is not None
    interview = Interview(
        session.planner, session.person, session.day, saver(session) if keeps else None, session.supposes
    )
    try:
        return interview.about_funding(prompter(session.is_accessible))
    except KeyboardInterrupt:
        raise InterruptedByUser("Stopped. What was answered is kept." if keeps else "Stopped.") from None


def _place(session: Session, name: str | None) -> Place:
    """Return where to look from: what was named, else the county that the person told.

    Raises:
        UsageError: Nothing of that name is known.
    """
    pathway = session.pathway
    if name is None:
        told = session.person.answers.get(pathway.settings.questions.county)
        if told is not None:
            return Place(str(told))
        name = session.place
        if not name:
            return Place("")
    found = place_of(pathway, name)
    if found is None:
        counties = counties_of(pathway)
        close = near(name, [*counties, *pathway.towns()])
        if name.strip() and session.can_ask and not session.as_json:
            picked = asked_county(session, name, [*close, *counties])
            return _place(session, picked) if picked else Place("")
        hint = f"Did you mean {' or '.join(close)}? " if close else ""
        raise UsageError(f"--county: no county or town {name!r} is known", f"{hint}Counties: {', '.join(counties)}")
    return found


@app.command()
@options.advising
def employers(
    session: Session,
    which: options.Which = None,
    county: County = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="Only hospitals, insurers and so on, by their id.")
    ] = None,
    full: Full = False,
) -> None:
    """List who may hire coders, those near you first; one of them with all that is known."""
    pathway = session.pathway
    kinds = {one.id: one for one in pathway.hiring.kinds}
    wanted = kinds[pick("kind", kind, kinds)] if kind is not None else None
    place = _place(session, county)
    found = doors(pathway, session.person, session.day, place.county, wanted.id if wanted else "")
    if which is not None:
        every = sorted(doors(pathway, session.person, session.day, place.county), key=lambda door: door.number)
        names = [f"{one.employer.label} {one.employer.id}" for one in every]
        chosen = picked("find employers", "employer", which, every, names)
        return session.tell(
            lambda: employer_screen(pathway, chosen), lambda: employers_json(pathway, [door for _, door in chosen])
        )
    return session.tell(
        lambda: employers_screen(pathway, found, place.county, wanted, full=full),
        lambda: employers_json(pathway, found),
    )


@app.command()
@options.advising
def network(session: Session, county: County = None, full: Full = False) -> None:
    """Tell whom to meet: chapters, the state's association, career centers; and what to say when you call."""
    pathway = session.pathway
    nearby = centers_near(pathway, _place(session, county))
    session.tell(lambda: network_screen(pathway, nearby, full=full), lambda: network_json(pathway, nearby))


@app.command()
@options.advising
def jobs(session: Session, which: options.Which = None, full: Full = False) -> None:
    """List jobs that lead to coding: what they pay, whether their months count, and what to ask before you take one."""
    pathway = session.pathway
    found = leads(pathway, session.person, session.day)
    stage = remote_stage(pathway, session.person, session.day)
    saves = _crossing(session)
    if which is not None or full:
        every = sorted(found, key=lambda one: one.number)
        names = [f"{one.job.label} {one.job.id}" for one in every]
        chosen = found if which is None else [one for _, one in picked("find jobs", "job", which, every, names)]
        return session.tell(
            lambda: job_screen(pathway, chosen, pathway.hiring.remote if full else (), saves),
            lambda: jobs_json(pathway, chosen, stage, saves),
        )
    return session.tell(
        lambda: jobs_screen(pathway, found, stage, saves), lambda: jobs_json(pathway, found, stage, saves)
    )


def _crossing(session: Session) -> Crossing | None:
    """Return what a job beside the work can save the person; nothing where too little is known for a plan."""
    if not session.person.has(session.pathway.settings.questions.target):
        return None
    from mecoder_cli.routes.bridge import crossing  # without an aim nothing is planned

    return crossing(session.pathway, session.person, session.day, session.plan())
