"""``mecoder cert``: credentials, one or side by side."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Optional

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import find, no_such
from mecoder_cli.domain.pathway import Credential, Pathway
from mecoder_cli.errors import UsageError

app = options.command_app()


class Work(StrEnum):
    """Kinds of work that credentials serve."""

    outpatient = "outpatient"
    inpatient = "inpatient"


For = Annotated[Optional[Work], typer.Option("--for", help="Only credentials that serve this kind of work.")]  # noqa: UP045
Ids = Annotated[Optional[list[str]], typer.Argument(metavar="[ID]...", help="Credentials to compare.")]  # noqa: UP045


@app.callback()
def cert() -> None:
    """List, show and compare credentials."""


def _pick(pathway: Pathway, ids: list[str]) -> list[Credential]:
    chosen = []
    for id_ in ids:
        found = find(id_, pathway.credentials)
        if found is None:
            raise no_such("credential", id_, pathway.credentials)
        if pathway.credentials[found] not in chosen:
            chosen.append(pathway.credentials[found])
    return chosen


def _print_json(session: Session, chosen: list[Credential]) -> None:
    from mecoder_cli.contract.plan import credential_json

    rows = [credential_json(session.pathway, credential) for credential in chosen]
    session.write_json({"schema": "mecoder.cert/1", "credentials": rows})


@app.command("list")
def list_(work: For = None, as_json: options.Json = False) -> None:
    """List all credentials."""
    session = Session()
    chosen = [c for c in session.pathway.credentials.values() if work is None or work.value in c.serves]
    if as_json:
        return _print_json(session, chosen)
    from mecoder_cli.screens.cert import list_screen

    return session.show(list_screen(session.pathway, chosen))


@app.command()
def show(id_: Annotated[str, typer.Argument(metavar="ID")], as_json: options.Json = False) -> None:
    """Show everything known about one credential, with its sources."""
    session = Session()
    (credential,) = _pick(session.pathway, [id_])
    if as_json:
        return _print_json(session, [credential])
    from mecoder_cli.screens.cert import show_screen

    return session.show(show_screen(session.pathway, credential))


@app.command()
def compare(ids: Ids = None, work: For = None, as_json: options.Json = False) -> None:
    """Show credentials side by side."""
    session = Session()
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
    if as_json:
        return _print_json(session, chosen)
    from mecoder_cli.screens.cert import compare_screen

    # A pipe has no width: it gets records, one line for each figure.
    width = session.width if session.is_terminal else 0
    return session.show(compare_screen(pathway, chosen, width))
