"""What tests share: one knowledge, one day, and the program run as a person runs it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import forked
import pytest

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.knowledge import load_pathway

DAY = date(2026, 11, 23)
DATA = Path(__file__).parent / "data"

# No test reads or writes the profiles of whoever runs it; `run` gives each test a folder of its own.
os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp(prefix="mecoder-tests-")
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="mecoder-tests-")

for name in (
    "MECODER_COLOR",
    "MECODER_PLAIN",
    "MECODER_QUIET",
    "MECODER_VERBOSE",
    "MECODER_DATES",
    "MECODER_PLACE",
    "MECODER_BODY",
    "MECODER_CONFIG",
    "MECODER_PROFILE",
    "FORCE_COLOR",
    "NO_COLOR",
    "COLUMNS",
    "MECODER_PATHWAY",
    "ACCESSIBLE",
):
    os.environ.pop(name, None)

# Nothing waits for a reader.
os.environ["PAGER"] = "cat"
os.environ.pop("MECODER_PAGER", None)

# As on any ordinary computer: the knowledge is compiled once, whatever the machine of the tests says of bytecode.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
load_pathway()


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return one process more than there are cores: tests at a terminal wait a good part of their time."""
    return (os.cpu_count() or 1) + 1


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def pathway() -> Pathway:
    return load_pathway()


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the program without a terminal and return what it wrote."""

    def call(*arguments: str, stdin: str = "", env: dict[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
        around = {
            **os.environ, "PYTHONIOENCODING": "utf-8", "XDG_DATA_HOME": str(tmp_path / "data"),
            "XDG_CONFIG_HOME": str(tmp_path / "config"), **(env or {}),
        }  # fmt: skip
        return forked.run(*arguments, cwd=tmp_path, env=around, stdin=stdin)

    return call
