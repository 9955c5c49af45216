"""``mecoder salary``: quick look-ups of pay."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import find, near, no_such
from mecoder_cli.domain.pathway import Area, Pathway
from mecoder_cli.errors import UsageError

app = options.command_app()


@app.command()
def salary(
    area: Annotated[
        str | None, typer.Option("--area", "--county", metavar="NAME", help="An area, city or county.")
    ] = None,
    offer: Annotated[Optional[int], typer.Option("--offer", metavar="USD", help="A yearly sum to place.")] = None,  # noqa: UP045
    role: Annotated[Optional[str], typer.Option("--role", metavar="ROLE", help="Pay of a role.")] = None,  # noqa: UP045
    credential: Annotated[Optional[str], typer.Option("--credential", metavar="ID", help="Pay by credential.")] = None,  # noqa: UP045
    as_json: options.Json = False,
) -> None:
    """Show what coders earn: the article's and the statistics' figures side by side."""
    session = Session()
    pathway = session.pathway
    if offer is not None and not 1_000 <= offer <= 2_000_000:
        raise UsageError(f"--offer: {offer} is not a yearly sum between 1,000 and 2,000,000 US dollars")
    given = [
        name for name, value in (("--role", role), ("--credential", credential), ("--area", area)) if value is not None
    ]
    if len(given) > 1 or (offer is not None and given and given[0] != "--area"):
        raise UsageError(
            "give one of --role, --credential or --area; --offer goes with an area", "Look them up one after the other."
        )
    for kind, wanted, table in (
        ("role", role, pathway.settings.pay.roles),
        ("credential", credential, pathway.settings.pay.credentials),
    ):
        if wanted is not None:
            return _lookup(session, kind, wanted, dict(table), as_json)
    place = _area(pathway, area) if area is not None else None
    from mecoder_cli.lookup import pay

    rows = pay.rows_for(pathway, place)
    if not rows:
        raise UsageError("no pay figures are known")
    judged = pay.judge(pathway, rows[0], offer) if offer is not None else None
    if as_json:
        return session.write_json(_json(rows, judged))
    from mecoder_cli.screens.salary import salary_screen

    screen = salary_screen(pathway, rows, judged, session.width if session.is_terminal else 80, session.glyphs)
    if place is not None and all(row.area != place.id for row in rows):
        from mecoder_cli.output.blocks import Para

        fact = pathway.facts[place.wage]
        screen.insert(2, Para(f"{place.label}: no figures are published. {fact.note}", "warn"))
    return session.show(screen)


def _area(pathway: Pathway, name: str) -> Area:
    found = pathway.area_of(name)
    if found is None:
        known = [word for one in pathway.areas for word in (one.id, one.label, *one.counties)]
        close = near(name, known)
        hint = f"Did you mean {' or '.join(close)}? " if close else ""
        counties = ", ".join(sorted(county for one in pathway.areas for county in one.counties))
        raise UsageError(f"no area or county is called {name!r}", f"{hint}Counties: {counties}")
    return found


def _lookup(session: Session, kind: str, wanted: str, table: dict[str, str], as_json: bool) -> None:
    pathway = session.pathway
    found = find(wanted, table)
    if found is None:
        known = find(wanted, pathway.credentials) if kind == "credential" else find(wanted, pathway.targets)
        if known is not None:
            raise UsageError(f"no pay figure was found for {known}", f"Figures exist for: {', '.join(table)}")
        error = no_such(kind, wanted, table)
        raise UsageError(error.message, error.hint or f"Figures exist for: {', '.join(table)}")
    fact = pathway.facts[table[found]]
    if as_json:
        from mecoder_cli.contract.plan import fact_json

        return session.write_json(
            {"schema": "mecoder.salary/1", "figures": [], "offer": None, kind: found, "facts": [fact_json(fact)]}
        )
    from mecoder_cli.screens.salary import lookup_screen

    return session.show(lookup_screen(pathway, f"Pay: {found}", [fact]))


def _json(rows: object, judged: object) -> dict[str, object]:
    from mecoder_cli.lookup.pay import Offer, PayRow

    assert isinstance(rows, list)
    figures = []
    for row in rows:
        assert isinstance(row, PayRow)
        spread = row.spread._asdict()
        figures.append(
            {
                "area": row.area,
                "label": row.label,
                "source": row.source.id,
                "kind": row.kind,
                "as_of": row.as_of,
                **spread,
            }
        )
    offer = None
    if isinstance(judged, Offer):
        offer = {"usd": judged.usd, "area": judged.area, "percentile": judged.percentile, "reading": judged.reading}
    return {"schema": "mecoder.salary/1", "figures": figures, "offer": offer}
