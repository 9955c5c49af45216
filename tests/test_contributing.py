"""What CONTRIBUTING says of the house is so: every room, file and command that it names is there."""

import re
from pathlib import Path

from mecoder_cli.cli import COMMANDS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "mecoder_cli"
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_room_is_named() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir() and not path.name.startswith("__")}
    assert {room for room in rooms if f"`{room}/`" not in CONTRIBUTING} == set()


def test_every_file_that_is_named_is_there() -> None:
    """Of the program by its place in it, of the project by its place in that."""
    named = set(re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|yaml|yml|md|j2|txt|json))`", CONTRIBUTING))
    assert len(named) > 20
    assert {name for name in named if not (PACKAGE / name).exists() and not (ROOT / name).exists()} == set()


def test_every_file_of_the_knowledge_is_named() -> None:
    files = {path.name for path in (ROOT / "data").glob("*.yaml")}
    assert {name for name in files if name not in CONTRIBUTING} == set()


def test_every_command_is_in_the_tour() -> None:
    """Of the README, or among the lines of a week with a record."""
    missing = {name for name in COMMANDS if not re.search(rf"mecoder {name}\b", README)}
    assert missing == set()
