"""``mecoder salary``: quick look-ups of pay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Literal, Optional

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.asking import asked_county
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import find, near, no_such
from mecoder_cli.contract.salary import areas_json, looked_up_json, salary_json, told_json
from mecoder_cli.domain.pathway import Area, NamedFact, Pathway
from mecoder_cli.errors import UsageError
from mecoder_cli.lookup import pay
from mecoder_cli.lookup.places import counties_of, place_of
from mecoder_cli.output.blocks import Screen
from mecoder_cli.screens.meaning import with_meanings
from mecoder_cli.screens.salary import (
    Shown,
    areas_screen,
    credentials_screen,
    lookup_screen,
    salary_screen,
    years_screen,
)

app = options.command_app()


@app.command()
@options.advising
def salary(
    session: Session,
    place: Annotated[
        str | None,
        typer.Argument(metavar="[PLACE]", help="A county, a town or an area; else the county of your answers."),
    ] = None,
    area: Annotated[
        Optional[str], typer.Option("--area", "--county", metavar="NAME", help="The same as PLACE.")  # noqa: UP045
    ] = None,
    offer: Annotated[
        Optional[str], typer.Option("--offer", metavar="PAY", help="Pay to place: 48k, $48,000 or 23/hour.")  # noqa: UP045
    ] = None,
    role: Annotated[Optional[str], typer.Option("--role", metavar="ROLE", help="Pay of a role.")] = None,  # noqa: UP045
    credential: Annotated[Optional[str], typer.Option("--credential", metavar="ID", help="Pay by credential.")] = None,  # noqa: UP045
    by: Annotated[
        Optional[Literal["county", "year", "credential"]],  # noqa: UP045
        typer.Option("--by", help="Side by side: the counties, the years or the credentials."),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="With sources and notes.")] = False,
) -> None:
    """Show what coders earn: the article's and the statistics' figures side by side."""
    pathway = session.pathway
    usd = _usd(pathway, offer) if offer is not None else None
    given = {"--role": role, "--credential": credential, "--area": place or area}
    names = [name for name, value in given.items() if value is not None]
    if len(names) > 1 or (usd is not None and names and names[0] != "--area"):
        raise UsageError(
            "give one of --role, --credential or --area; --offer goes with an area", "Look them up one after the other."
        )
    if by is not None:
        if role is not None or credential is not None or usd is not None:
            raise UsageError("--by goes with a place alone", "Look them up one after the other.")
        return _side_by_side(session, by, place or area, full)
    if role is not None:
        return _look_up(session, "role", role, pathway.settings.pay.roles, pathway.targets)
    if credential is not None:
        return _look_up(session, "credential", credential, pathway.settings.pay.credentials, pathway.credentials)
    # A place that is named needs no person; only the cost of their road does.
    knows = (place or area) is None or usd is not None
    knows = knows and (session.supposes or session.uses_profile)
    named = (
        place
        or area
        or (session.person.answers.get(pathway.settings.questions.county) if knows else None)
        or session.place
    )
    where = _area(session, str(named)) if named else None
    rows = pay.rows_for(pathway, where)
    if not rows:
        raise UsageError("no pay figures are known")
    judged = pay.judge(pathway, rows[0], usd) if usd is not None else None

    def screen() -> Screen:
        plan = session.plan() if knows and judged is not None else None
        cost = plan.usd if plan is not None and plan.finish is not None else None
        shown = Shown(where, judged, cost, full)
        return with_meanings(pathway, salary_screen(pathway, rows, shown, session.layout_width, session.glyphs))

    return session.tell(screen, lambda: salary_json(rows, judged))


def _side_by_side(session: Session, by: str, place: str | None, full: bool) -> None:
    """Show figures of several places, years or credentials at once."""
    pathway = session.pathway
    if by == "county":
        known = session.supposes or session.uses_profile
        named = (
            place or (session.person.answers.get(pathway.settings.questions.county) if known else None) or session.place
        )
        near_ = _area(session, str(named)) if named else None
        areas = pay.by_area(pathway, near_)
        return session.tell(
            lambda: areas_screen(pathway, areas, session.layout_width, session.glyphs, full=full),
            lambda: areas_json(pathway, areas),
        )
    if by == "year":
        years = pay.by_year(pathway)
        return session.tell(lambda: years_screen(pathway, years), lambda: told_json(by, years))
    every = pay.by_credential(pathway)
    session.tell(lambda: credentials_screen(pathway, every, full=full), lambda: told_json(by, [("", every)]))


def _usd(pathway: Pathway, offer: str) -> int:
    usd = pay.yearly(offer, pathway.facts[pathway.settings.pay.hours].number())
    if usd is None:
        raise UsageError(f"--offer: {offer!r} is no pay", "Write it as 48k, $48,000 or 23/hour.")
    if not 1_000 <= usd <= 2_000_000:
        raise UsageError(f"--offer: {usd} is not a yearly sum between 1,000 and 2,000,000 US dollars")
    return usd


def _area(session: Session, name: str) -> Area | None:
    """Return the area of a place; for a town that the knowledge does not name, a person is asked for its county.

    Returns:
        ``None``: they do not know the county.

    Raises:
        UsageError: The place is not known, and nobody can be asked.
    """
    pathway = session.pathway
    town = place_of(pathway, name)
    found = pathway.area_of(name) or (pathway.area_of(town.county) if town else None)
    if found is not None:
        return found
    known = [word for one in pathway.areas for word in (one.id, one.label, *one.counties)]
    close, counties = near(name, [*known, *pathway.towns()]), counties_of(pathway)
    if session.can_ask and not session.as_json:
        picked = asked_county(session, name, [*close, *counties])
        return _area(session, picked) if picked else None
    hint = f"Did you mean {' or '.join(close)}? " if close else "Which county is it in? "
    if pay.yearly(name, 1) is not None:
        hint = f"An offer is told with --offer {name}. "
    raise UsageError(f"no area, county or town known here is called {name!r}", f"{hint}Counties: {', '.join(counties)}")


def _look_up(session: Session, kind: str, wanted: str, table: Sequence[NamedFact], known: Iterable[str]) -> None:
    """Tell the pay of a role or a credential, by the name that people know it by."""
    facts = dict(table)
    found = find(wanted, facts)
    if found is None:
        figures = f"Figures exist for: {', '.join(facts)}"
        other = find(wanted, known)
        if other is not None:
            raise UsageError(f"no pay figure was found for {other}", figures)
        error = no_such(kind, wanted, facts)
        raise UsageError(error.message, error.hint or figures)
    fact = session.pathway.facts[facts[found]]
    session.tell(
        lambda: lookup_screen(session.pathway, f"Pay: {found}", [fact]), lambda: looked_up_json(kind, found, fact)
    )
