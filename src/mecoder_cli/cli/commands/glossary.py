"""``mecoder glossary``: the words of the trade."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import near
from mecoder_cli.contract.facts import glossary_json
from mecoder_cli.errors import UsageError
from mecoder_cli.lookup.terms import terms_of
from mecoder_cli.screens.words import glossary_screen

app = options.command_app()


@app.command()
@options.looking_up
def glossary(
    session: Session,
    term: Annotated[Optional[list[str]], typer.Argument(metavar="[TERM]", help="A word; else all of them.")] = None,  # noqa: UP045
) -> None:
    """Explain the words of the trade, each with its source."""
    terms = terms_of(session.pathway)
    found = terms
    if term:
        wanted = " ".join(term)
        names = {name: one for one in terms for name in (one.id, one.term, *one.also)}
        known = {name.casefold(): one for name, one in names.items()}
        if wanted.casefold() not in known:
            close = near(wanted, names)
            more = "See all: mecoder glossary   or: mecoder facts search WORDS"
            raise UsageError(
                f"no word is explained as {wanted!r}", f"Did you mean {' or '.join(close)}?" if close else more
            )
        found = [known[wanted.casefold()]]
    session.tell(lambda: glossary_screen(session.pathway, found, full=bool(term)), lambda: glossary_json(found))
