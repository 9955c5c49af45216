"""Mutation testing of the planner and the conditions on a sample drawn with a seed, or on every mutant.

    pip install 'mutmut>=3.8,<4'
    python benchmarks/mutants.py --sample 1200

Each mutant is the program with one small fault; a test that goes red kills it.
Prints the share killed by module and lists the survivors. Works in ``mutants/``.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
FIRST = "mecoder_cli.domain.conditions.x_evaluate__mutmut_1"
"""Any mutant: running it makes all of them."""


def mutmut(*arguments: str) -> str:
    """Run mutmut and return what it printed."""
    done = subprocess.run(["mutmut", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr[-2000:])
    return done.stdout


def main() -> int:
    """Draw, run and report; return 1 when fewer than the wanted share are killed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sample", type=int, default=0, help="how many mutants; 0: every one")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--least", type=float, default=85.0, help="percent that must be killed")
    asked = options.parse_args()
    mutmut("run", FIRST)
    names = sorted(
        name
        for file in (ROOT / "mutants" / "src").rglob("*.meta")
        for name in json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"]
    )
    chosen = random.Random(asked.seed).sample(names, asked.sample) if asked.sample else names
    mutmut("run", "--max-children", "2", *chosen)
    states = dict(
        line.strip().split(": ") for line in mutmut("results", "--all", "true").splitlines() if line.count(": ") == 1
    )
    by_module: dict[str, Counter[str]] = {}
    for name in chosen:
        module = name.rpartition(".")[0].removeprefix("mecoder_cli.")
        by_module.setdefault(module, Counter())[states.get(name, "not checked")] += 1
    print(f"{'module':<24} {'mutants':>8} {'killed':>7} {'percent':>8}")
    for module, counts in sorted(by_module.items()):
        killed = counts["killed"] + counts["timeout"]
        print(f"{module:<24} {counts.total():>8} {killed:>7} {100 * killed / counts.total():>7.1f}%")
    dead = sum(states.get(name) in ("killed", "timeout") for name in chosen)
    share = 100 * dead / len(chosen)
    print(f"{'all':<24} {len(chosen):>8} {dead:>7} {share:>7.1f}%  (of {len(names)} mutants, seed {asked.seed})")
    for name in chosen:
        if states.get(name) not in ("killed", "timeout"):
            print(f"  {states.get(name, 'not checked')}: {name}")
    return 0 if share >= asked.least else 1


if __name__ == "__main__":
    sys.exit(main())
