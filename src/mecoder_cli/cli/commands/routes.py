"""``mecoder routes``: every sensible road side by side."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.advise import missing
from mecoder_cli.cli.asking import complete
from mecoder_cli.cli.session import Session
from mecoder_cli.contract.routes import routes_json
from mecoder_cli.errors import UsageError
from mecoder_cli.routes.bridge import crossing
from mecoder_cli.routes.compare import compare_routes
from mecoder_cli.screens.route import route_screen
from mecoder_cli.screens.routes import routes_screen

app = options.command_app()


@app.command()
@options.advising
def routes(
    session: Session,
    number: Annotated[
        int | None, typer.Argument(metavar="[NUMBER]", help="Show one road in full, by its number in the table.")
    ] = None,
    by: Annotated[
        Literal["fit", "time", "money", "risk"],
        typer.Option(
            help="Rank as your plan does, by the likely end, by what you pay, or by the day that 9 of 10 outcomes reach."
        ),
    ] = "fit",
    everything: Annotated[bool, typer.Option("--all", help="Show every road.")] = False,
    runs: Annotated[int, typer.Option(min=0, max=20_000, help="How often each road is simulated.")] = 500,
    seed: Annotated[int, typer.Option(help="The same seed gives the same runs.")] = 1,
) -> None:
    """Compare every sensible road: when it ends, what it costs item by item, and how far both may spread."""
    complete(session)
    plan = session.plan()
    if plan.unanswered:
        raise missing(session, plan)
    adviser = session.planner.of(session.person, session.day).adviser
    # Five roads side by side are drawn without the model, which is most of the work.
    all_of_them = number is None and (everything or session.as_json)
    with session.progress("Simulating every road", shown=all_of_them) as progress:
        found = compare_routes(
            adviser, session.person, session.day, by=by, runs=runs, seed=seed,
            modelled=lambda one: all_of_them or one == number, progress=progress,
        )  # fmt: skip
    chosen = number if found.routes else None
    if chosen is not None and not 1 <= chosen <= len(found.routes):
        raise UsageError(f"there is no road {chosen}", f"There are {len(found.routes)}: mecoder routes --all")
    by_bridge = crossing(session.pathway, session.person, session.day, plan) if chosen is None else None
    pathway, width, glyphs = session.pathway, session.layout_width, session.glyphs
    session.tell(
        lambda: (
            session.explained(routes_screen(pathway, found, width, glyphs, everything, plan, by_bridge))
            if chosen is None
            else route_screen(pathway, found, chosen, width, glyphs)
        ),
        lambda: routes_json(pathway, found, chosen, by_bridge),
    )
