"""What a person has set once for all runs: a flag comes before the environment, which comes before the file.

Every setting is an environment variable, read where it always was: the file only fills in what is not set. So a
setting means the same wherever it comes from.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, MutableMapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from mecoder_cli.errors import UsageError

MOST_BYTES = 100_000


class Setting(NamedTuple):
    """Something that can be set."""

    variable: str
    """The environment variable that says the same."""
    default: str
    what: str
    values: tuple[str, ...] = ()
    """What it may be; nothing: any text, or a number where the default is one."""
    is_number: bool = False


SETTINGS = {
    "color": Setting("MECODER_COLOR", "auto", "when to draw in color", ("auto", "always", "never")),
    "pager": Setting("MECODER_PAGER", "less", "the program that shows long screens; empty: none"),
    "width": Setting("COLUMNS", "", "columns to draw for, in place of the terminal's own", (), True),
    "dates": Setting("MECODER_DATES", "words", "how days are written", ("words", "plain")),
    "body": Setting("MECODER_BODY", "", "the body that counts your CEUs, where a command does not name one"),
    "place": Setting("MECODER_PLACE", "", "your county or town, where no answer tells it"),
}

flags: set[str] = set()
"""The variables that a flag of this run has set."""
came_from: dict[str, str] = {}
"""Where each setting of this run comes from that is not the default: ``flag``, ``environment`` or the file."""


@cache
def config_file() -> Path:
    """Return where the settings are kept, by the custom of the system; ``MECODER_CONFIG`` names another place."""
    named = os.environ.get("MECODER_CONFIG")
    if named:
        return Path(named)
    if sys.platform == "linux":
        # What platformdirs says there (a test compares): loading it would cost every command a twentieth of its time.
        given = os.environ.get("XDG_CONFIG_HOME", "").strip()
        return Path(given or os.path.expanduser("~/.config")) / "mecoder" / "config.toml"
    from platformdirs import user_config_path  # another system's custom

    return user_config_path("mecoder", appauthor=False) / "config.toml"


def apply(environment: MutableMapping[str, str]) -> None:
    """Fill in the settings of the file that neither a flag nor the environment says.

    Raises:
        UsageError: The file cannot be used; its place, the key and a fix are named.
    """
    came_from.clear()
    for name, setting in SETTINGS.items():
        if setting.variable in environment:
            came_from[name] = "flag" if setting.variable in flags else "environment"
    for name, value in told(config_file()).items():
        # What terminals have agreed on says it in the environment, too.
        is_said = name == "color" and (environment.get("NO_COLOR") or environment.get("FORCE_COLOR"))
        if SETTINGS[name].variable not in environment and not is_said:
            environment[SETTINGS[name].variable] = value
            came_from[name] = "file"
    for setting in SETTINGS.values():
        value = environment.get(setting.variable, "")
        if value and setting.values and value not in setting.values:
            raise UsageError(f"{setting.variable}: {value!r} is none of {', '.join(setting.values)}")


def told(file: Path) -> dict[str, str]:
    """Return what the file of settings says, each value checked; nothing where there is none.

    Raises:
        UsageError: It cannot be read, is no TOML, or holds what is no setting.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return {}
    except NotADirectoryError:
        return {}
    except OSError as error:
        raise UsageError(
            f"cannot read the settings in {file}: {error.strerror}", "Look at it: mecoder config path"
        ) from error
    if len(content) > MOST_BYTES:
        raise UsageError(f"{file} is larger than {MOST_BYTES:,} bytes", "Settings take a few lines.")
    import tomllib

    try:
        found = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{file}: {error}", 'Mend it by hand; a line is written as: color = "never"') from None
    return {name: checked(name, value, f"{file}: ") for name, value in found.items()}


def is_whole(text: str) -> bool:
    """Return whether a text of settings can be used as it is."""
    import tomllib

    try:
        for name, value in tomllib.loads(text).items():
            checked(name, value)
    except (UsageError, tomllib.TOMLDecodeError):
        return False
    return True


def checked(name: str, value: object, where: str = "") -> str:
    """Return the value of a setting as its environment variable holds it.

    Raises:
        UsageError: There is no such setting, or it cannot be that.
    """
    setting = SETTINGS.get(name)
    if setting is None:
        from mecoder_cli.cli.suggest import no_such

        error = no_such("setting", name, list(SETTINGS))
        mend = f" Take it out: mecoder config unset {name}" if where else ""
        raise UsageError(f"{where}{error.message}", f"{error.hint or f'Settings: {chr(44).join(SETTINGS)}'}{mend}")
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise UsageError(f"{where}{name}: {value!r} is no text", f'Such as: {name} = "{setting.default}"')
    text = str(value)
    if setting.values and text not in setting.values:
        mend = f"Mend it: mecoder config set {name} {setting.default}" if where else ""
        raise UsageError(f"{where}{name}: {text!r} is none of {', '.join(setting.values)}", mend)
    if setting.is_number and not (text.isascii() and text.isdigit() and 20 <= int(text) <= 500):
        raise UsageError(
            f"{where}{name}: {text!r} is no number from 20 to 500", f"Such as: mecoder config set {name} 80"
        )
    if any(not sign.isprintable() for sign in text):
        raise UsageError(f"{where}{name}: it holds what cannot be printed")
    return text


def with_setting(text: str, name: str, value: str | None) -> str:
    """Return the text of the file with one setting changed, or taken out; all else in it stays."""
    lines = text.splitlines()
    own = [at for at, line in enumerate(lines) if line.split("=")[0].strip().strip("\"'") == name]
    new = [] if value is None else [f"{name} = {_written(name, value)}"]
    if own:
        lines[own[0] : own[0] + 1] = new
    else:
        lines += new
    return "".join(f"{line}\n" for line in lines)


def names_in(text: str) -> set[str]:
    """Return the names that lines of a text of settings begin with."""
    return {line.split("=")[0].strip() for line in text.splitlines() if "=" in line and not line.startswith("#")}


def _written(name: str, value: str) -> str:
    if SETTINGS[name].is_number:
        return value
    import json

    return json.dumps(value, ensure_ascii=False)  # text in TOML is written as in JSON


def in_use(environment: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return each setting with its value in this run and where that comes from."""
    return {
        name: (environment[one.variable], came_from[name])
        if name in came_from and one.variable in environment
        else (one.default, "default")
        for name, one in SETTINGS.items()
    }


def color_of(environment: Mapping[str, str], *, to_terminal: bool) -> bool:
    """Return whether to draw in color: as it was set, else never with ``NO_COLOR``, always with ``FORCE_COLOR``."""
    chosen = environment.get("MECODER_COLOR", "auto")
    if chosen in ("always", "never"):
        return chosen == "always"
    if environment.get("NO_COLOR"):
        return False
    return to_terminal or is_forced(environment)


def is_forced(environment: Mapping[str, str]) -> bool:
    """Return whether what goes elsewhere than to a terminal is drawn as for one."""
    if environment.get("MECODER_COLOR", "auto") != "auto":
        return environment["MECODER_COLOR"] == "always"
    return environment.get("FORCE_COLOR", "0") not in ("", "0", "false") and not environment.get("NO_COLOR")
