"""``mecoder doctor``: whether all is in order here, in lines that can be pasted anywhere."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import NamedTuple

import typer

from mecoder_cli import __version__
from mecoder_cli.cli import completing, options, settings
from mecoder_cli.cli.session import Session
from mecoder_cli.domain.freshness import stale
from mecoder_cli.errors import FAILURE, MecoderError
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Gap, Grid, Para, Title

app = options.command_app()
FEWEST_COLUMNS = 60
OK, ODD, WRONG = "ok", "look", "wrong"


class Finding(NamedTuple):
    """Something that was looked at."""

    what: str
    state: str
    """``ok``, ``look`` (works, and could be better) or ``wrong``."""
    told: str
    mend: str = ""
    """The command that mends it."""


@app.command()
@options.dated
def doctor(session: Session) -> None:
    """Look at the terminal, the files, the knowledge and every record; say what mends what is not in order.

    Names of people and the path to your home are left out, so that it can be shown to somebody who helps.
    """
    found = [*_program(), *_terminal(session), *_settings(), *_knowledge(session), *_records(session), *_completion()]
    bad = [one for one in found if one.state == WRONG]
    session.tell(
        lambda: _screen(found),
        lambda: {
            "schema": "mecoder.doctor/1", "ok": not bad,
            "findings": [{"what": one.what, "state": one.state, "told": one.told, "mend": one.mend or None} for one in found],
        },
    )  # fmt: skip
    if bad:
        raise typer.Exit(FAILURE)


def _screen(found: list[Finding]) -> list[Block]:
    styles = {OK: "good", ODD: "warn", WRONG: "warn"}
    rows = tuple((one.state, one.what, one.told) for one in found)
    cells = tuple((at, 0, styles[one.state]) for at, one in enumerate(found))
    blocks: list[Block] = [Title("Is all in order?", f"mecoder {__version__}"), Gap()]
    blocks += [Grid(rows, indent=1, styles=((1, "strong"),), cells=cells, stack_below=50), Gap()]
    mends = [one for one in found if one.mend]
    blocks += [Para(f"{one.what}: {one.mend}") for one in mends]
    bad = sum(one.state == WRONG for one in found)
    return [
        *blocks,
        Para(f"{words.count(bad, 'thing')} to mend." if bad else "All is in order.", "warn" if bad else "good"),
    ]


def _program() -> Iterator[Finding]:
    yield Finding("Python", OK, f"{platform.python_version()}, {platform.system()} {platform.machine()}")
    found, missing = [], []
    for line in requires("mecoder") or ():
        if "extra ==" not in line:
            name = "".join(sign if sign.isalnum() or sign in "-_." else " " for sign in line).split()[0]
            try:
                found.append(f"{name} {version(name)}")
            except PackageNotFoundError:
                missing.append(name)
    if missing:
        yield Finding(
            "Libraries", WRONG, f"not found: {', '.join(missing)}", "pip install --upgrade --force-reinstall mecoder"
        )
    yield Finding("Libraries", OK, ", ".join(found))
    on_path = shutil.which("mecoder")
    yield (
        Finding("On the path", OK, _short(on_path)) if on_path
        else Finding("On the path", ODD, "mecoder is not found by its name alone", "mecoder help path")
    )  # fmt: skip


def _terminal(session: Session) -> Iterator[Finding]:
    encoding = (sys.stdout.encoding or "none").lower()
    is_utf = encoding.replace("-", "").startswith("utf")
    told = f"{os.environ.get('TERM', 'no TERM')}, {session.width} columns, {encoding}"
    if not sys.stdout.isatty():
        yield Finding("Terminal", OK, f"none: the answer goes elsewhere ({encoding})")
    elif session.width < FEWEST_COLUMNS:
        yield Finding(
            "Terminal", ODD, f"{told}: narrow, so much is cut", f"make the window {FEWEST_COLUMNS} columns wide or more"
        )
    elif not is_utf:
        yield Finding("Terminal", ODD, f"{told}: signs are drawn in ASCII", "export LC_ALL=C.UTF-8")
    else:
        color = settings.color_of(os.environ, to_terminal=session.is_terminal)
        yield Finding("Terminal", OK, f"{told}, {'color' if color else 'no color'}")


def _settings() -> Iterator[Finding]:
    file = settings.config_file()
    try:
        many = len(settings.told(file))
        settings.apply(os.environ)
    except MecoderError as error:
        yield Finding("Settings", WRONG, _short(error.message), _short(error.hint) or "mecoder config path")
    else:
        yield Finding(
            "Settings",
            OK,
            f"{words.count(many, 'setting')} in {_short(file)}" if many else f"none set ({_short(file)})",
        )


def _knowledge(session: Session) -> Iterator[Finding]:
    try:
        pathway = session.pathway
    except MecoderError as error:
        yield Finding("Knowledge", WRONG, _short(error.message), f"mecoder facts check {_short(session.pathway_file)}")
        return
    old = stale(pathway, pathway.facts, session.day)
    newest = max((value.checked for fact in pathway.facts.values() for value in fact.values), default="")
    told = f"{len(pathway.facts)} facts, the newest checked on {newest}"
    if old:
        yield Finding(
            "Knowledge", ODD, f"{told}; {words.count(len(old), 'figure')} past the check date", "mecoder facts stale"
        )
    else:
        yield Finding("Knowledge", OK, told)


def _records(session: Session) -> Iterator[Finding]:
    try:
        store = session.store
        names = store.names()
    except MecoderError as error:
        yield Finding("Records", WRONG, _short(error.message), _short(error.hint))
        return
    folder = store.folder
    if not folder.is_dir():
        yield Finding("Records", OK, f"none yet ({_short(folder)})")
        return
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Finding("Records", WRONG, f"{_short(folder)} cannot be written", f"chmod u+rwx {_short(folder)}")
    elif folder.stat().st_mode & 0o077:
        yield Finding("Records", ODD, f"{_short(folder)} can be read by others", f"chmod go-rwx {_short(folder)}")
    else:
        yield Finding("Records", OK, f"{words.count(len(names), 'profile')} in {_short(folder)}, for you alone")
    for number, name in enumerate(names, 1):
        what = f"Profile {number} of {len(names)}"
        try:
            events = store.read(name)
        except MecoderError as error:
            yield Finding(
                what,
                WRONG,
                _nameless(error.message, name),
                _nameless(error.hint, name) or "mecoder profile restore NAME",
            )
            continue
        copies, unread = store.backups.copies(name)
        told = f"{len(events)} entries in order, {words.count(len(copies), 'copy').replace('copys', 'copies')}"
        if unread:
            yield Finding(
                what, ODD, f"{told}, {len(unread)} of which cannot be read", "mecoder profile backup NAME --out FILE"
            )
        else:
            yield Finding(what, OK, told)


def _completion() -> Iterator[Finding]:
    shell = Path(os.environ.get("SHELL", "")).name
    if shell not in completing.SHELLS:
        yield Finding("Completion", OK, f"not for {shell or 'an unknown shell'}")
    elif completing.is_installed(shell, Path.home()):
        yield Finding("Completion", OK, f"on for {shell}")
    else:
        yield Finding("Completion", ODD, f"off for {shell}", f"mecoder completion {shell} --help")


def _short(path: object) -> str:
    """Return a text with the path to the home of whoever runs it as ``~``: nobody's name is in it."""
    home = str(Path.home())
    return str(path).replace(home, "~") if len(home) > 1 else str(path)


def _nameless(text: str, name: str) -> str:
    # The commands that mend it keep their own words.
    whole = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", "NAME", _short(text))
    return whole if name not in ("profile", "mecoder", "restore") else _short(text).replace(f" {name} ", " NAME ")
