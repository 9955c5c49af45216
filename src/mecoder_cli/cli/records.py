"""What the commands under ``log`` share."""

from __future__ import annotations

from typing import Annotated

import typer

from mecoder_cli.cli.session import Session
from mecoder_cli.domain.pathway import Record
from mecoder_cli.record.journal import Log

Proof = Annotated[
    str | None, typer.Option("--proof", metavar="PATH", help="The document; remembered by path and fingerprint, not copied.")
]  # fmt: skip
Usd = Annotated[float | None, typer.Option("--usd", metavar="N", help="What you paid.")]


def record_of(context: typer.Context, session: Session) -> Record:
    """Return the record that the command stands for."""
    return session.pathway.records[str(context.info_name)]


def logged(session: Session) -> tuple[Log, ...]:
    """Return what is logged of the person so far."""
    return session.ledger.entries if session.profile_name else ()
