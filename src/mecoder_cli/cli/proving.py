"""Run the proof over all aims, several at once, and take the time."""

from __future__ import annotations

import gc
import random
import time
from concurrent.futures import ProcessPoolExecutor

from mecoder_cli import knowledge
from mecoder_cli.cli.session import Session
from mecoder_cli.planner.asking import ask_everybody
from mecoder_cli.planner.proof import Proved, Prover, Result, dead, prove_deadlines
from mecoder_cli.profile import Profile

SHARES = 16
"""Shares of the kinds of each aim that run apart, so that all processes end at about the same time."""

_prover: Prover | None = None
"""One for each process."""


def prove_all(session: Session, limit: int | None, processes: int) -> Result:
    """Prove the session's knowledge; targets are tried in processes of their own."""
    global _prover
    start = time.perf_counter()
    # A short command runs without the collector; hundreds of thousands of plans do not fit without it.
    gc.enable()
    pathway = session.pathway
    file = str(session.pathway_file)
    shares = 1 if processes == 1 or limit is not None else SHARES
    _prover = Prover(pathway)
    work: list[tuple[str, Profile | None, int | None, str]] = []
    # The last aim of a file tends to build on the others and to have the most kinds: it begins.
    for target in reversed(list(pathway.targets)):
        starts = _prover.shares(target, shares) if limit is None else [None]
        work += [(target, start, limit, file) for start in starts]
    if processes == 1:
        targets = tuple(_one(*item) for item in work)
    else:
        with ProcessPoolExecutor(processes) as pool:
            running = [pool.submit(_one, *item) for item in work]
            targets = tuple(future.result() for future in running)
    taken: frozenset[tuple[int, int]] = frozenset().union(*(one.taken for one in targets))
    number, late = prove_deadlines(pathway)
    dead_parts = () if limit is not None else dead(pathway, taken)
    unused = knowledge.unused_facts(knowledge.read_file(session.pathway_file))
    counts: dict[str, int] = {}
    for one in targets:
        for check, count in one.counts.items():
            counts[check] = counts.get(check, 0) + count
        if one.later:
            counts["monotonic"] = counts.get("monotonic", 0) + sum(one.later.values())
    for name, found in (("deadlines", late), ("dead", dead_parts)):
        if found:
            counts[name] = len(found)
    if unused:
        counts["unused facts"] = len(unused)
    problems = (*(problem for one in targets for problem in one.problems), *late, *dead_parts)
    asked, newcomers = ask_everybody(pathway, session.day, random.Random(1))
    seconds = time.perf_counter() - start
    exceptions: dict[str, int] = {}
    for one in targets:
        for reason, count in one.exceptions.items():
            exceptions[reason] = exceptions.get(reason, 0) + count
    return Result(targets, number, problems, exceptions, counts, asked, newcomers, unused, limit, seconds)


def _one(target: str, start: Profile | None, limit: int | None, file: str) -> Proved:
    from pathlib import Path

    global _prover
    gc.enable()
    if _prover is None:
        path = Path(file)
        _prover = Prover(knowledge.load_pathway(None if path == knowledge.pathway_file() else path))
    return _prover.prove(target, start, limit)
