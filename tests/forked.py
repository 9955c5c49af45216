"""Real commands, each in a process of its own that is forked from one where the program is loaded already.

What a command sees is what it sees when a person runs it: its own streams, folder and surroundings. Only starting
Python is spared. Tests about starting (terminal, signals, packaging, speed) run ``python -m mecoder_cli`` instead.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import pexpect

import mecoder_cli
from mecoder_cli.__main__ import main
from mecoder_cli.cli import COMMANDS

for entry in COMMANDS.values():
    import_module(f"mecoder_cli.cli.commands.{entry.module}")


def run(
    *arguments: str, cwd: Path, env: Mapping[str, str], stdin: str = ""
) -> "subprocess.CompletedProcess[str]":  # fmt: skip
    """Run one command and return its exit code and what it wrote.

    Args:
        arguments: The command line.
        cwd: The folder that it runs in.
        env: All of its surroundings.
        stdin: What it reads.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(stdin.encode())
        given.seek(0)
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            _become(arguments, cwd, env, (given.fileno(), out.fileno(), err.fileno()))
        _, status = os.waitpid(child, 0)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode("utf-8", "replace"))
    return subprocess.CompletedProcess(arguments, os.waitstatus_to_exitcode(status), *texts)


def in_terminal(
    *arguments: str, cwd: Path | None, env: Mapping[str, str], rows: int, columns: int
) -> "pexpect.spawn[str]":
    """Start one command in a pseudo-terminal of its own, where it stands as ``python -m mecoder_cli`` would.

    Args:
        arguments: The command line.
        cwd: The folder that it runs in; this one where it is ``None``.
        env: All of its surroundings.
        rows: The height of the terminal.
        columns: Its width.
    """

    def instead() -> None:
        # Whoever waits for the program to begin waits for this end of a pipe to close.
        os.closerange(3, 1024)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        _be(str(Path(mecoder_cli.__file__).with_name("__main__.py")), arguments, env)

    return pexpect.spawn(
        sys.executable, [], preexec_fn=instead, cwd=cwd, dimensions=(rows, columns), encoding="utf-8",
        codec_errors="replace", timeout=30,
    )  # fmt: skip


def _become(arguments: tuple[str, ...], cwd: Path, env: Mapping[str, str], streams: tuple[int, int, int]) -> None:
    """Be the command, and end with it."""
    os.chdir(cwd)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    # Lines are not wrapped, so that a sentence can be looked for.
    _be("mecoder", arguments, {"COLUMNS": "1000", **env})


def _be(name: str, arguments: tuple[str, ...], env: Mapping[str, str]) -> None:
    """Run the command on the first three streams, in surroundings of its own, and end with it."""
    code = 70
    try:
        os.environ.clear()
        os.environ.update(env)
        encoding = env.get("PYTHONIOENCODING", "utf-8")
        sys.stdin = os.fdopen(0, "r", encoding=encoding)
        sys.stdout = os.fdopen(1, "w", encoding=encoding)
        sys.stderr = os.fdopen(2, "w", encoding=encoding)
        sys.argv = [name, *arguments]
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)
