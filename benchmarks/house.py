"""The house in figures: sizes of the code, and what a start costs; what CONTRIBUTING asks of them.

``python benchmarks/house.py`` counts; the ratios of time are printed by ``python benchmarks/run.py``.
"""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "mecoder_cli"
Function = ast.FunctionDef | ast.AsyncFunctionDef


def lines_of(path: Path) -> int:
    """Return how many lines a file has."""
    return path.read_text(encoding="utf-8").count("\n")


def functions() -> list[tuple[Path, Function]]:
    """Return every function with its file."""
    return [
        (path, node)
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, Function)
    ]


def parameters(function: Function) -> int:
    """Return how many parameters a function has, itself not counted."""
    given = function.args
    names = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len([name for name in names if name not in ("self", "cls")])


def inner_imports() -> int:
    """Return how many imports stand inside functions."""
    found = {
        (path, inside.lineno)
        for path, function in functions()
        for inside in ast.walk(function)
        if isinstance(inside, (ast.Import, ast.ImportFrom))
    }
    return len(found)


def main() -> None:
    """Print the table."""
    files = sorted(((lines_of(path), path.name) for path in SOURCE.rglob("*.py")), reverse=True)
    outside = [(path, function) for path, function in functions() if "commands" not in path.relative_to(SOURCE).parts]
    loose = [path for path in SOURCE.glob("*.py") if not path.name.startswith("__")]
    wide = sum(
        len(line) > 120
        for path in (ROOT / "data").glob("*.yaml")
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    long = [one for _, one in functions() if (one.end_lineno or 0) - one.lineno + 1 > 40]
    rows = (
        ("lines in src", sum(count for count, _ in files), 13_800),
        ("modules at the root of the package", len(loose), 3),
        (f"longest file ({files[0][1]})", files[0][0], 420),
        ("files over 300 lines", sum(count > 300 for count, _ in files), 6),
        ("functions over 40 lines", len(long), 4),
        ("functions over 6 parameters outside cli/commands", sum(parameters(one) > 6 for _, one in outside), 2),
        ("imports inside functions", inner_imports(), 40),
        ("lines over 120 columns in data/*.yaml", wide, 0),
    )
    for name, found, most in rows:
        print(f"{name:<52} {found:>7,}  at most {most:>7,}  {'' if found <= most else 'over'}".rstrip())


if __name__ == "__main__":
    main()
