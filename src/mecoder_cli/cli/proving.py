"""Run the proof over all aims, several at once, and take the time."""

from __future__ import annotations

import gc
import random
import time
from concurrent.futures import ProcessPoolExecutor

from mecoder_cli import knowledge
from mecoder_cli.cli.session import Session
from mecoder_cli.pathway import Pathway
from mecoder_cli.planner.asking import ask_everybody
from mecoder_cli.planner.proof import Proved, Result, dead, priorities, prove_deadlines, prove_target

_loaded: Pathway | None = None


def prove_all(session: Session, limit: int | None, processes: int) -> Result:
    """Prove the session's knowledge; targets are tried in processes of their own."""
    global _loaded
    start = time.perf_counter()
    # A short command runs without the collector; hundreds of thousands of plans do not fit without it.
    gc.enable()
    pathway = session.pathway
    _loaded = pathway
    file = str(session.pathway_file)
    work = [(target, priority, limit, file) for priority in priorities(pathway) for target in pathway.targets]
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


def _one(target: str, priority: str, limit: int | None, file: str) -> Proved:
    from pathlib import Path

    global _loaded
    gc.enable()
    if _loaded is None:
        path = Path(file)
        _loaded = knowledge.load_pathway(None if path == knowledge.pathway_file() else path)
    return prove_target(_loaded, target, priority, limit)
