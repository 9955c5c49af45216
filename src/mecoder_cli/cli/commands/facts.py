"""``mecoder facts``: what is known, who says so, and whether the file is sound."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.commands import trust
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import find, no_such

app = options.command_app()


@app.callback()
def facts() -> None:
    """List, show and check the facts and their sources."""


@app.command("list")
def list_(
    topic: Annotated[Optional[str], typer.Option("--topic", help="Only facts of this topic.")] = None,  # noqa: UP045
    as_json: options.Json = False,
) -> None:
    """List every fact with its value, or 'not found'."""
    session = Session()
    pathway = session.pathway
    ids = list(pathway.facts)
    if topic is not None:
        topics = {one.id: one for one in pathway.topics}
        if topic not in topics:
            raise no_such("topic", topic, topics)
        ids = list(topics[topic].facts)
    if as_json:
        from mecoder_cli.contract.plan import fact_json

        rows = [fact_json(pathway.facts[id_]) for id_ in ids]
        return session.write_json({"schema": "mecoder.facts/1", "facts": rows})
    from mecoder_cli.screens.facts import list_screen

    return session.show(list_screen(pathway, ids))


@app.command()
def show(id_: Annotated[str, typer.Argument(metavar="ID")], as_json: options.Json = False) -> None:
    """Show one fact with every source that was found."""
    session = Session()
    pathway = session.pathway
    found = find(id_, pathway.facts)
    if found is None:
        raise no_such("fact", id_, pathway.facts)
    if as_json:
        from mecoder_cli.contract.plan import fact_json

        return session.write_json({"schema": "mecoder.facts/1", "facts": [fact_json(pathway.facts[found])]})
    from mecoder_cli.screens.facts import show_screen

    return session.show(show_screen(pathway, pathway.facts[found]))


@app.command()
def sources(as_json: options.Json = False) -> None:
    """List every source with its address and the age of the copy."""
    session = Session()
    if as_json:
        from mecoder_cli.contract.plan import source_json

        rows = [source_json(source) for source in session.pathway.sources.values()]
        return session.write_json({"schema": "mecoder.sources/1", "sources": rows})
    from mecoder_cli.screens.facts import sources_screen

    return session.show(sources_screen(session.pathway))


@app.command()
def check(
    file: Annotated[Optional[Path], typer.Argument(help="A knowledge file; else the one that is in use.")] = None,  # noqa: UP045
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of the file instead.")] = False,
) -> None:
    """Check a knowledge file strictly and report all faults together."""
    if schema:
        from mecoder_cli.knowledge.schema import json_schema

        return Session().write_json(json_schema())
    from mecoder_cli import knowledge

    path = file or knowledge.pathway_file()
    pathway, _, written = knowledge.read_in_full(path)
    beside = f" ({len(written.parts)} files)" if len(written.parts) > 1 else ""
    sys.stdout.write(
        f"{path.name}{beside}: sound. {len(pathway.facts)} facts, {len(pathway.sources)} sources, "
        f"{len(pathway.steps)} steps, {len(pathway.credentials)} credentials.\n"
    )
    return None


app.command()(trust.conflicts)
app.command()(trust.stale)
app.command()(trust.due)
app.command()(trust.diff)
app.command()(trust.search)
app.command()(trust.draw)
app.command()(trust.prove)
