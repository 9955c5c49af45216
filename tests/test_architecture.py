"""Where each thing lives, and what it may know: imports go down only, and are followed through.

The floors, from the roof down. Rooms on one floor do not know each other, but for the pairs named below.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "mecoder_cli"
FLOORS = (
    {"__main__"},
    {"cli"},
    {"exports"},
    {"conversation", "screens", "contract"},
    {"proof", "routes", "output"},
    {"planner", "record", "lookup", "knowledge"},
    {"domain"},
    {"errors", "strict_yaml", "files"},
    {"__init__"},
)
LOOSE = {"errors", "strict_yaml", "files"}
"""The modules at the root that every room may use: they know nothing of the trade."""
NEIGHBORS = {
    ("conversation", "output"): "prompts show the same signs and strip the same control characters as screens",
    ("files", "errors"): "what cannot be written is told like everything else",
}
PURE = ("domain", "planner", "routes", "lookup")
"""Rooms that only compute."""
EXCEPT = {"lookup.search": {"sqlite3"}}
"""The index of words is an SQLite table in memory."""
BANNED = {
    "rich", "typer", "click", "questionary", "yaml", "pydantic", "sqlite3", "pathlib", "os", "sys", "time", "shutil",
    "subprocess", "tempfile", "io", "mecoder_cli.files", "mecoder_cli.strict_yaml",
}  # fmt: skip


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


MODULES = {name_of(path): path for path in PACKAGE.rglob("*.py")}


def room(module: str) -> str:
    return module.split(".")[0]


@cache
def imports(module: str) -> frozenset[str]:
    """Return everything that a module imports, anywhere in it; ours without the name of the package."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found.add(whole if whole.removeprefix("mecoder_cli.") in MODULES else node.module)
    return frozenset("__init__" if name == "mecoder_cli" else name.removeprefix("mecoder_cli.") for name in found)


@cache
def reached(module: str) -> frozenset[str]:
    """Return everything that is imported by the time a module and all that it may import are."""
    seen: set[str] = set()
    left = [module]
    while left:
        for name in imports(left.pop()):
            if name not in seen:
                seen.add(name)
                left += [name] if name in MODULES else []
    return frozenset(seen)


def test_every_room_has_a_floor() -> None:
    """A new room is placed on purpose; at most three modules stand outside of rooms."""
    assert {room(module) for module in MODULES} == set().union(*FLOORS)
    outside = {module for module in MODULES if "." not in module and not (PACKAGE / module).is_dir()}
    assert {module for module in outside if not module.startswith("__")} == LOOSE


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_go_down(module: str) -> None:
    """A module knows what lies below it and what is in its own room."""
    floor = {name: number for number, names in enumerate(FLOORS) for name in names}
    here = room(module)
    wrong = [
        name
        for name in imports(module)
        if name in MODULES and room(name) != here and floor[room(name)] <= floor[here]
        and (here, room(name)) not in NEIGHBORS
    ]  # fmt: skip
    assert wrong == []


def test_no_module_imports_itself_by_a_detour() -> None:
    """No import circle, in functions neither."""
    assert [module for module in MODULES if module in reached(module)] == []


@pytest.mark.parametrize("module", sorted(module for module in MODULES if room(module) in PURE))
def test_the_pure_rooms_know_no_file_terminal_or_clock(module: str) -> None:
    """Neither they nor anything that they import, however far down."""
    wrong = {name for name in reached(module) if name.split(".")[0] in BANNED or f"mecoder_cli.{name}" in BANNED}
    assert wrong - EXCEPT.get(module, set()) == set()


@pytest.mark.parametrize("module", sorted(module for module in MODULES if room(module) in PURE))
def test_the_pure_rooms_speak_of_no_command(module: str) -> None:
    """No flag and no command is named in what they say: that belongs to screens."""
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    said = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    ]
    assert [text for text in said if "mecoder " in text or text.startswith("--") or " --" in text] == []


def test_one_place_reads_the_clock() -> None:
    """Only the session asks what day it is."""
    readers = [
        module
        for module, path in MODULES.items()
        if any(word in path.read_text(encoding="utf-8") for word in (".now(", "today()", "time.time()"))
    ]
    assert readers == ["cli.session"]


def test_contract_and_screens_do_not_know_each_other() -> None:
    """JSON comes from the value, whatever a screen looks like."""
    contract = {name for module in MODULES if room(module) == "contract" for name in reached(module)}
    assert {name for name in contract if room(name) in ("screens", "output")} <= {"output", "output.words"}
