"""``mecoder cert``: credentials, one or side by side."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Optional

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import pick
from mecoder_cli.contract.cert import cert_json
from mecoder_cli.domain.pathway import Credential, Pathway
from mecoder_cli.errors import UsageError
from mecoder_cli.output.blocks import Screen
from mecoder_cli.screens.cert import compare_screen, list_screen, show_screen, verdict_of

app = options.command_app()


class Work(StrEnum):
    """Kinds of work that credentials serve."""

    outpatient = "outpatient"
    inpatient = "inpatient"


For = Annotated[Optional[Work], typer.Option("--for", help="Only credentials that serve this kind of work.")]  # noqa: UP045
Ids = Annotated[Optional[list[str]], typer.Argument(metavar="[ID]...", help="Credentials to compare.")]  # noqa: UP045


Full = Annotated[bool, typer.Option("--full", help="With books, editions, retakes and the ids of the figures.")]


@app.callback()
def cert() -> None:
    """List, show and compare credentials."""


def _pick(pathway: Pathway, ids: list[str]) -> list[Credential]:
    chosen = []
    for id_ in ids:
        found = pick("credential", id_, pathway.credentials)
        if pathway.credentials[found] not in chosen:
            chosen.append(pathway.credentials[found])
    return chosen


@app.command("list")
@options.looking_up
def list_(session: Session, work: For = None) -> None:
    """List all credentials."""
    pathway = session.pathway
    chosen = [c for c in pathway.credentials.values() if work is None or work.value in c.serves]
    session.tell(lambda: list_screen(pathway, chosen), lambda: cert_json(pathway, chosen))


@app.command()
@options.looking_up
def show(session: Session, id_: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Show everything known about one credential, with its sources."""
    pathway = session.pathway
    (credential,) = _pick(pathway, [id_])
    session.tell(lambda: show_screen(pathway, credential), lambda: cert_json(pathway, [credential]))


@app.command()
@options.advising
def compare(session: Session, ids: Ids = None, work: For = None, full: Full = False) -> None:
    """Show credentials side by side."""
    pathway = session.pathway
    chosen = _pick(pathway, ids or list(pathway.settings.compare))
    if work is not None:
        left = [credential for credential in chosen if work.value in credential.serves]
        if not ids:
            left += [
                c
                for c in pathway.credentials.values()
                if work.value in c.serves and c.level in ("entry", "core") and c not in left
            ]
            left = left[:4]
        if not left:
            raise UsageError(
                f"none of these credentials serves {work.value} work", "See: mecoder cert list --for " + work.value
            )
        chosen = left
    width = session.layout_width

    def screen() -> Screen:
        knows = session.supposes or session.uses_profile
        verdict = verdict_of(pathway, chosen, session.plan()) if knows else ""
        return session.explained(compare_screen(pathway, chosen, width, verdict, full=full))

    session.tell(screen, lambda: cert_json(pathway, chosen))
