"""``mecoder salary``: quick look-ups of pay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Optional

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import find, near, no_such
from mecoder_cli.contract.salary import looked_up_json, salary_json
from mecoder_cli.domain.pathway import Area, NamedFact, Pathway
from mecoder_cli.errors import UsageError
from mecoder_cli.lookup import pay
from mecoder_cli.lookup.places import counties_of
from mecoder_cli.screens.salary import lookup_screen, salary_screen

app = options.command_app()


@app.command()
@options.looking_up
def salary(
    session: Session,
    area: Annotated[
        str | None, typer.Option("--area", "--county", metavar="NAME", help="An area, city or county.")
    ] = None,
    offer: Annotated[Optional[int], typer.Option("--offer", metavar="USD", help="A yearly sum to place.")] = None,  # noqa: UP045
    role: Annotated[Optional[str], typer.Option("--role", metavar="ROLE", help="Pay of a role.")] = None,  # noqa: UP045
    credential: Annotated[Optional[str], typer.Option("--credential", metavar="ID", help="Pay by credential.")] = None,  # noqa: UP045
) -> None:
    """Show what coders earn: the article's and the statistics' figures side by side."""
    pathway = session.pathway
    if offer is not None and not 1_000 <= offer <= 2_000_000:
        raise UsageError(f"--offer: {offer} is not a yearly sum between 1,000 and 2,000,000 US dollars")
    given = {"--role": role, "--credential": credential, "--area": area}
    names = [name for name, value in given.items() if value is not None]
    if len(names) > 1 or (offer is not None and names and names[0] != "--area"):
        raise UsageError(
            "give one of --role, --credential or --area; --offer goes with an area", "Look them up one after the other."
        )
    if role is not None:
        return _look_up(session, "role", role, pathway.settings.pay.roles, pathway.targets)
    if credential is not None:
        return _look_up(session, "credential", credential, pathway.settings.pay.credentials, pathway.credentials)
    place = _area(pathway, area) if area is not None else None
    rows = pay.rows_for(pathway, place)
    if not rows:
        raise UsageError("no pay figures are known")
    judged = pay.judge(pathway, rows[0], offer) if offer is not None else None
    return session.tell(
        lambda: salary_screen(pathway, rows, judged, place, session.layout_width, session.glyphs),
        lambda: salary_json(rows, judged),
    )


def _area(pathway: Pathway, name: str) -> Area:
    found = pathway.area_of(name)
    if found is None:
        known = [word for one in pathway.areas for word in (one.id, one.label, *one.counties)]
        close = near(name, known)
        hint = f"Did you mean {' or '.join(close)}? " if close else ""
        raise UsageError(f"no area or county is called {name!r}", f"{hint}Counties: {', '.join(counties_of(pathway))}")
    return found


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
