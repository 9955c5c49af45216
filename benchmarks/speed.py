"""How long commands take, in a pipe and in a terminal, against a hello command with one table and against bare Python.

``python benchmarks/speed.py`` prints ratios of one run, interleaved, so that noise falls on all alike, each beside its
aim. It judges nothing: ``benchmarks/run.py`` holds the bounds.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from run import ANSWERS, HELLO, environment, run_once

PROGRAM = [sys.executable, "-c", "from mecoder_cli.__main__ import main; main()"]
DAY = ["--as-of", "2026-11-23"]
AIMS = {
    "--version": 0.65, "--help": 0.65, "salary": 0.9, "ceu": 0.9, "due": 0.9, "cert compare": 0.9, "completion": 0.9, "next": 1.05,
    "status": 1.05, "plan": 1.25, "routes": 2.0, "find jobs": 2.0, "calendar": 2.0, "export page": 2.5, "export calendar": 2.5,
    "export text": 2.5, "export sheet": 2.5,
}  # fmt: skip
"""Times hello, in a pipe; in a terminal :data:`MORE`."""
MORE = 0.15


def in_a_pipe(command: list[str], more: dict[str, str]) -> float:
    """Return the seconds of a command that writes to a pipe."""
    start = time.perf_counter()
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, env={**environment(), **more}, check=False, timeout=60
    )
    seconds = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{command} failed: {done.stderr.decode()}")
    return seconds


def in_a_terminal(command: list[str], more: dict[str, str]) -> float:
    """Return the seconds of a command that writes to a pseudo-terminal."""
    return run_once(command, {"MECODER_PAGER": "cat", **more}, asks=False)[0]


def commands(folder: Path) -> dict[str, tuple[list[str], dict[str, str]]]:
    """Return what is timed, each with its surroundings."""
    answers = folder / "answers.yaml"
    answers.write_text(ANSWERS, encoding="utf-8")
    hello = folder / "hello.py"
    hello.write_text(HELLO, encoding="utf-8")
    home = {"XDG_DATA_HOME": str(folder / "data"), "XDG_CONFIG_HOME": str(folder / "config"), "COLUMNS": "100"}
    found = {
        "bare Python": ([sys.executable, "-c", "pass"], home), "hello": ([sys.executable, str(hello)], home),
    }  # fmt: skip
    told = {
        name: [*name.split(), "--answers", str(answers), *DAY]
        for name in AIMS
        if name not in ("--version", "--help", "completion")
    }
    told |= {
        "--version": ["--version"],
        "--help": ["--help"],
        "salary": ["salary", "Boston"],
        "cert compare": ["cert", "compare"],
    }
    for name in ("ceu", "due", "status"):
        told[name] = [name, *DAY]
    for name in told:
        if name.startswith("export"):
            told[name] += ["--out", "-"]
    found |= {name: ([*PROGRAM, *told[name]], home) for name in AIMS if name in told}
    asks = {**home, "_MECODER_COMPLETE": "complete_bash", "COMP_WORDS": "mecoder cert show C", "COMP_CWORD": "3"}
    found["completion"] = (PROGRAM, asks)
    subprocess.run(
        [*PROGRAM, "profile", "new", "me", "--answers", str(answers)],
        env={**environment(), **home},
        check=True,
        capture_output=True,
    )
    return found


def main(rounds: int = 9) -> None:
    """Print the table."""
    os.chdir(tempfile.mkdtemp())
    with tempfile.TemporaryDirectory() as folder:
        timed = commands(Path(folder))
        times: dict[tuple[str, str], list[float]] = {}
        for turn in range(rounds + 2):
            for name, (command, more) in timed.items():
                for how, run in (("pipe", in_a_pipe), ("terminal", in_a_terminal)):
                    seconds = run(command, more)
                    if turn >= 2:
                        times.setdefault((name, how), []).append(seconds)
    middle = {key: statistics.median(found) for key, found in times.items()}
    print(f"{'command':<16} {'pipe':>6} {'aim':>6} {'terminal':>9} {'aim':>6} {'x Python':>9}")
    for name in timed:
        pipe, terminal = (middle[name, how] / middle["hello", how] for how in ("pipe", "terminal"))
        aim = AIMS.get(name)
        aims = (f"{aim:.2f}", f"{aim + MORE:.2f}") if aim else ("", "")
        bare = middle[name, "pipe"] / middle["bare Python", "pipe"]
        print(f"{name:<16} {pipe:>6.2f} {aims[0]:>6} {terminal:>9.2f} {aims[1]:>6} {bare:>9.1f}")


if __name__ == "__main__":
    main()
