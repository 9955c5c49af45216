"""``mecoder routes``: every sensible road side by side."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.advise import advise, missing
from mecoder_cli.cli.session import Session
from mecoder_cli.errors import UsageError

app = options.command_app()


@app.command()
def routes(
    number: Annotated[
        int | None, typer.Argument(metavar="[NUMBER]", help="Show one road in full, by its number in the table.")
    ] = None,
    by: Annotated[
        Literal["time", "money", "risk"],
        typer.Option(help="Rank by the likely end, by what you pay, or by the day by which 9 of 10 runs have ended."),
    ] = "time",
    everything: Annotated[bool, typer.Option("--all", help="Show every road.")] = False,
    runs: Annotated[int, typer.Option(min=50, max=20_000, help="How often each road is simulated.")] = 500,
    seed: Annotated[int, typer.Option(help="The same seed gives the same runs.")] = 1,
    answers: options.Answers = None,
    set_: options.Set = None,
    as_of: options.AsOf = None,
    profile_name: options.Profile = None,
    as_json: options.Json = False,
) -> None:
    """Compare every sensible road: when it ends, what it costs item by item, and how far both may spread."""
    session = Session(as_of, profile_name)
    profile = session.person(answers, set_ or ())
    planner, plan = advise(session, profile, explore=False)
    if plan.unanswered:
        raise missing(session, plan)
    from mecoder_cli.routes.compare import compare_roads

    found = compare_roads(planner.adviser, profile, session.day, by=by, runs=runs, seed=seed)
    if not found.roads:
        number = None
    if number is not None and not 1 <= number <= len(found.roads):
        raise UsageError(f"there is no road {number}", f"There are {len(found.roads)}: mecoder routes --all")
    if as_json:
        from mecoder_cli.contract.routes import routes_json

        session.write_json(routes_json(session.pathway, found, number))
        return
    from mecoder_cli.screens import routes as screens

    width = session.width if session.is_terminal else 80
    if number is not None:
        session.show(screens.road_screen(session.pathway, found, number, width, session.glyphs))
    else:
        session.show(screens.routes_screen(session.pathway, found, width, session.glyphs, everything))
