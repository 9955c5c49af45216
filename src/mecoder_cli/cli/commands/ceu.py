"""``mecoder ceu``: CEUs with every body in one ledger."""

from __future__ import annotations

from mecoder_cli.cli import options
from mecoder_cli.cli.session import Session
from mecoder_cli.contract.record import ceu_json
from mecoder_cli.record.units import cycles_of
from mecoder_cli.screens.ceus import ceu_screen

app = options.command_app()


@app.command()
@options.advising
def ceu(session: Session) -> None:
    """Show CEUs by body: cycle, needed, earned, missing, the sorts asked for, and the pace."""
    entries, planned = (session.ledger.entries, session.ledger.planned) if session.uses_profile else ((), ())
    cycles = cycles_of(session.pathway, session.person, entries, session.day, planned)
    session.tell(
        lambda: session.explained(ceu_screen(session.pathway, cycles, session.day, session.glyphs)),
        lambda: ceu_json(cycles),
    )
