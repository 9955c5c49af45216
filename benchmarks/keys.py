"""How long a key takes to bring the next question, in a pseudo-terminal: the 99th percentile must stay under 50 ms."""

from __future__ import annotations

import sys
import tempfile
import time
from itertools import pairwise

import pexpect

LIMIT_MS = 50
RUNS = 15
READING_SECONDS = 2.0
"""What it takes to read a question; the program thinks ahead meanwhile."""
# The text that tells each question of a newcomer, and the key that answers it.
STEPS = (("aim at", "\r"), ("credentials do you", "\r"), ("training in", "\r"))


def main() -> int:
    """Print the spread of the times; return 1 where the limit is missed."""
    times: list[float] = []
    for _ in range(RUNS):
        child = pexpect.spawn(
            sys.executable, ["-m", "mecoder_cli", "plan", "--no-save", "--as-of", "2026-11-23"], dimensions=(24, 80),
            encoding="utf-8", timeout=20, env={"TERM": "xterm-256color", "XDG_DATA_HOME": tempfile.mkdtemp(), "PATH": "/usr/bin:/bin"},
        )  # fmt: skip
        child.delaybeforesend = None
        child.expect(STEPS[0][0])
        for (_, key), (after, _) in pairwise(STEPS):
            time.sleep(READING_SECONDS)
            start = time.perf_counter()
            child.send(key)
            child.expect(after)
            times.append((time.perf_counter() - start) * 1000)
        child.close(force=True)
    times.sort()
    p99 = times[min(len(times) - 1, round(len(times) * 0.99))]
    print(
        f"key to next question, {len(times)} keys: median {times[len(times) // 2]:.0f} ms, 99th percentile {p99:.0f} ms (limit {LIMIT_MS})"
    )
    return int(p99 > LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main())
