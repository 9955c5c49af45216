"""Imports point down only; the core knows neither terminal nor clock."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "src" / "mecoder_cli"
LAYERS = [
    {"__main__"},
    {"cli"},
    {"interview", "render"},
    {"ledger"},
    {"answers", "prompts", "knowledge", "planner", "record", "evidence"},
    {"plan", "pay", "freshness", "searching"},
    {"profile", "journal"},
    {"pathway"},
    {"facts", "conditions", "strict_yaml"},
    {"files"},
    {"errors", "__init__"},
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
ALLOWED_SIDEWAYS = {("planner", "planner"), ("knowledge", "knowledge"), ("render", "render"), ("cli", "cli")}
# Prompts and screens share one function that strips control characters.
ALLOWED = {("prompts", "render"), ("pathway", "facts")}
CORE = ("journal", "ledger", "planner", "plan", "profile", "pathway", "facts", "conditions", "pay", "errors")
BANNED = {"rich", "typer", "click", "questionary", "yaml", "sqlite3", "pathlib", "os", "sys", "time"}


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            if node.module == "mecoder_cli":
                found |= {f"mecoder_cli.{alias.name}" for alias in node.names}
    return found


def part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_every_part_has_a_layer() -> None:
    """A new module is placed on purpose."""
    assert {part(path) for path in PACKAGE.rglob("*.py")} == set(RANK)


def test_imports_point_down() -> None:
    """A part imports only what lies below it."""
    wrong = []
    for path in PACKAGE.rglob("*.py"):
        here = part(path)
        for name in imports(path):
            if not name.startswith("mecoder_cli."):
                continue
            there = name.split(".")[1]
            if there not in RANK or there == "__init__":
                continue
            if RANK[there] > RANK[here] or (here, there) in ALLOWED_SIDEWAYS | ALLOWED or here == there:
                continue
            wrong.append(f"{path.relative_to(PACKAGE)} imports {name}")
    assert wrong == []


def test_the_core_is_pure() -> None:
    """No terminal, no file, no YAML, no clock in the planner and below."""
    wrong = []
    for path in PACKAGE.rglob("*.py"):
        if part(path) in CORE:
            wrong += [f"{path.name}: {name}" for name in imports(path) if name.split(".")[0] in BANNED]
            text = path.read_text(encoding="utf-8")
            wrong += [f"{path.name}: {word}" for word in ("today()", ".now(") if word in text]
    assert wrong == []


def test_one_place_reads_the_clock() -> None:
    """Only the session asks what day it is."""
    readers = [
        p.name
        for p in PACKAGE.rglob("*.py")
        if ".now(" in p.read_text(encoding="utf-8") or "today()" in p.read_text(encoding="utf-8")
    ]
    assert readers == ["session.py"]
