"""``mecoder glossary``: the words of the trade."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import near
from mecoder_cli.errors import UsageError

app = options.command_app()


@app.command()
def glossary(
    term: Annotated[Optional[list[str]], typer.Argument(metavar="[TERM]", help="A word; else all of them.")] = None,  # noqa: UP045
    as_json: options.Json = False,
) -> None:
    """Explain the words of the trade, each with its source."""
    session = Session()
    terms = session.pathway.glossary
    found = list(terms.values())
    if term:
        wanted = " ".join(term).casefold()
        names = {name.casefold(): one for one in terms.values() for name in (one.id, one.term, *one.also)}
        if wanted not in names:
            close = near(wanted, [name for one in terms.values() for name in (one.id, one.term, *one.also)])
            hint = (
                f"Did you mean {' or '.join(close)}?"
                if close
                else "See all: mecoder glossary   or: mecoder facts search WORDS"
            )
            raise UsageError(f"no word is explained as {' '.join(term)!r}", hint)
        found = [names[wanted]]
    if as_json:
        session.write_json({"schema": "mecoder.glossary/1", "terms": [one._asdict() for one in found]})
        return
    from mecoder_cli.screens.trust import glossary_screen

    session.show(glossary_screen(session.pathway, found, full=bool(term)))
