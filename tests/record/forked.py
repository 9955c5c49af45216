"""Real commands, each in a process of its own that is forked from one where the program is loaded already.

Thousands of commands would otherwise spend their time on starting Python.
"""

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from attack import World


def run(world: "World", *arguments: str) -> tuple[int, str, str]:
    """Run one command in *world*; return its exit code and what it wrote."""
    from mecoder_cli.cli import main
    from mecoder_cli.cli.commands import history, log, profile, status  # noqa: F401 - loaded once for all

    out, err = world.folder / "stdout", world.folder / "stderr"
    child = os.fork()
    if child == 0:
        code = 70
        try:
            os.environ.update(world.env())
            os.chdir(world.folder)
            for path, number in ((os.devnull, 0), (out, 1), (err, 2)):
                os.dup2(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), number)
            sys.stdin, sys.stdout, sys.stderr = (os.fdopen(n, mode, encoding="utf-8") for n, mode in enumerate("rww"))
            sys.argv = ["mecoder", *arguments]
            try:
                main()
            except SystemExit as stop:
                code = int(stop.code or 0)
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)
    _, status_ = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status_), out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8")
