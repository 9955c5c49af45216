"""``mecoder config``: what is set once for all runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from mecoder_cli.cli import options, settings
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import pick
from mecoder_cli.errors import UsageError
from mecoder_cli.files import write_whole
from mecoder_cli.lookup.places import place_of
from mecoder_cli.output.blocks import Block, Gap, Grid, Para, Title

app = options.command_app()


@app.callback()
def start() -> None:
    """Show and change what is set once for all runs."""


@app.command()
@options.looking_up
def show(
    session: Session,
    origin: Annotated[
        bool, typer.Option("--origin", help="With where each comes from, and what else it may be.")
    ] = False,
) -> None:
    """Show every setting with its value in this run."""
    settings.apply(os.environ)
    known = settings.in_use(os.environ)
    session.tell(
        lambda: _screen(known, origin),
        lambda: {
            "schema": "mecoder.config/1", "file": str(settings.config_file()),
            "settings": {name: {"value": value, "origin": came} for name, (value, came) in known.items()},
        },
    )  # fmt: skip


def _screen(known: dict[str, tuple[str, str]], origin: bool) -> list[Block]:
    rows = []
    for name, (value, came) in known.items():
        one = settings.SETTINGS[name]
        said = value if value or came != "default" else "-"
        may = f"one of {', '.join(one.values)}" if one.values else one.what
        rows.append((name, said or '""', *((came, one.variable, may) if origin else (one.what,))))
    blocks: list[Block] = [Title("Settings", str(settings.config_file())), Gap()]
    header = ("", "value", "from", "variable", "may be") if origin else ()
    blocks.append(Grid(tuple(rows), header=header, indent=1, styles=((0, "strong"), (2, "quiet")), stack_below=60))
    return [
        *blocks,
        Gap(),
        Para("Change one: mecoder config set color never   Back to the default: mecoder config unset color", "quiet"),
    ]


@app.command("set")
@options.looking_up
def set_(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="SETTING", help="Such as color or place.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="What it shall be.")],
) -> None:
    """Set something for all runs to come; the file is begun where there is none."""
    chosen = pick("setting", name, settings.SETTINGS)
    told = settings.checked(chosen, value)
    if chosen == "body":
        told = pick("body", told, session.pathway.bodies)
    if chosen == "place" and place_of(session.pathway, told) is None and session.pathway.area_of(told) is None:
        raise UsageError(
            f"place: no county or town known here is called {told!r}",
            "Name a county, or a town: mecoder salary shows them.",
        )
    _write(session, chosen, told)


@app.command()
@options.looking_up
def unset(
    session: Session, name: Annotated[str, typer.Argument(metavar="SETTING", help="Such as color or place.")]
) -> None:
    """Go back to the default."""
    # What is no setting, and stands in the file by mistake, can be taken out as well.
    stands = name in settings.names_in(_text(settings.config_file()))
    _write(session, name if stands else pick("setting", name, settings.SETTINGS), None)


@app.command()
def path() -> None:
    """Print where the settings are kept."""
    typer.echo(str(settings.config_file()))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read the settings in {file}", "Look at it: mecoder config path") from error


def _write(session: Session, name: str, value: str | None) -> None:
    # Where the file is a link, what it leads to is written.
    file = settings.config_file().resolve()
    before = _text(file)
    text = settings.with_setting(before, name, value)
    if not settings.is_whole(text):
        settings.told(file)  # tells what is wrong in it, and where
        raise UsageError(f"{file}: {name} cannot be changed by a command there", "Mend the line by hand.")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"cannot make {file.parent}: {error.strerror}", "Name another place with MECODER_CONFIG."
        ) from error
    write_whole(file, text, "MECODER_CONFIG", replace=True)
    said = f"{name} is back to its default." if value is None else f"{name} is now {value or 'empty'}."
    session.tell(
        lambda: [Para(said), Para(str(file), "quiet")],
        lambda: {"schema": "mecoder.config/1", "file": str(file), "set": {name: value}},
    )
