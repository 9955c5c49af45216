"""Run the proof over all aims, several at once, and take the time."""

from __future__ import annotations

import gc
import random
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from multiprocessing import active_children
from pathlib import Path
from typing import Any

from mecoder_cli import knowledge
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.proof.dead import dead
from mecoder_cli.proof.deadlines import prove_deadlines
from mecoder_cli.proof.interviews import Counted, Interviews, asked
from mecoder_cli.proof.trial import Proved, Prover, Result

SHARES = 4
"""Shares of the people of each aim that run apart, so that all processes end at about the same time."""

MOST_ASKED = 60
"""Interviews played for each aim; those of newcomers are all played."""

_worker: _Worker | None = None
"""One for each process."""


def prove_all(
    pathway: Pathway,
    file: Path,
    day: date,
    limit: int | None,
    processes: int,
    progress: Callable[[float], None] = lambda part: None,
) -> Result:
    """Prove the knowledge read from *file*; shares of the people are tried in processes of their own.

    Args:
        pathway: What *file* says.
        file: Read again by processes that were not forked from this one.
        day: The day the advice is for.
        limit: At most so many people for each aim; as many as hold every pair of answers when ``None``.
        processes: How many run at once.
        progress: Called with the part that is done, from 0 to 1.
    """
    global _worker
    start = time.perf_counter()
    _collect_seldom()
    _worker = _Worker(pathway, str(file), day)
    # The last aim of a file tends to build on the others and to have the most kinds: it begins.
    aims = list(reversed(list(pathway.targets)))
    shares = 1 if processes == 1 else SHARES
    proving = [(_prove, (target, limit, share, shares)) for target in aims for share in range(shares)]
    asking = [(_ask, (target, limit)) for target in aims]
    with _pool(processes, len(proving) + len(asking), progress) as submit:
        proved_later = [submit(call, *arguments) for call, arguments in proving]
        asked_later = [submit(call, *arguments) for call, arguments in asking]
        order = list(pathway.targets)
        targets = sorted((later() for later in proved_later), key=lambda one: order.index(one.target))
        counted: list[Counted] = [later() for later in asked_later]
    seconds = time.perf_counter() - start
    return _result(pathway, file, limit, targets, counted)._replace(seconds=seconds)


def _result(
    pathway: Pathway, file: Path, limit: int | None, targets: Sequence[Proved], counted: Sequence[Counted]
) -> Result:  # fmt: skip
    """Add up what the shares found, and look at what only the whole can tell."""
    taken: frozenset[tuple[int, int]] = frozenset().union(*(one.taken for one in targets))
    number, late = prove_deadlines(pathway)
    dead_parts = () if limit is not None else dead(pathway, taken)
    reading = knowledge.read_in_full(file)[1]
    unused = tuple(id_ for id_ in reading.facts if id_ not in reading.used)
    counts: dict[str, int] = {}
    exceptions: dict[str, int] = {}
    for one in targets:
        _add(counts, one.counts)
        _add(exceptions, one.exceptions)
        if one.later:
            _add(counts, {"monotonic": sum(one.later.values())})
    alone = (("deadlines", late), ("dead", dead_parts), ("unused facts", unused))
    _add(counts, {name: len(found) for name, found in alone if found})
    problems = (*(problem for one in targets for problem in one.problems), *late, *dead_parts)
    everybody = asked(pathway, (one.everybody for one in counted), sum(one.needless for one in counted))
    newcomers = asked(pathway, (one.newcomers for one in counted), 0)
    return Result(tuple(targets), number, problems, exceptions, counts, everybody, newcomers, unused, limit, 0.0)


def _collect_seldom() -> None:
    """Run the collector, which a short command is spared: hundreds of thousands of plans do not fit without it.

    Hardly anything in a proof is part of a circle; at the usual pace the collector takes an eighth of the time.
    """
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
    gc.enable()


def _add(sums: dict[str, int], more: Mapping[str, int]) -> None:
    for name, count in more.items():
        sums[name] = sums.get(name, 0) + count


@contextmanager
def _pool(
    processes: int, calls: int, progress: Callable[[float], None]
) -> Iterator[Callable[..., Callable[[], Any]]]:  # fmt: skip
    """Give a function that runs one of *calls* calls in another process, or at once where there is only this one."""
    done = 0

    def count(_: object = None) -> None:
        nonlocal done
        done += 1
        progress(done / calls)

    if processes == 1:

        def here(call: Callable[..., Any], *arguments: object) -> Callable[[], Any]:
            found = call(*arguments)
            count()
            return lambda: found

        yield here
        return
    assert _worker is not None

    def there(call: Callable[..., Any], *arguments: object) -> Callable[[], Any]:
        later = pool.submit(call, *arguments)
        later.add_done_callback(count)
        return later.result

    pool = ProcessPoolExecutor(processes, initializer=_begin, initargs=(_worker.file, _worker.day))
    try:
        yield there
    except BaseException:
        # Whoever presses Ctrl-C does not want to wait for what is under way.
        pool.shutdown(wait=False, cancel_futures=True)
        children = active_children()
        for child in children:
            child.kill()
        for child in children:
            child.join(5)
        raise
    pool.shutdown()


class _Worker:
    """What one process knows."""

    def __init__(self, pathway: Pathway, file: str, day: date) -> None:
        self.pathway, self.file, self.day = pathway, file, day
        self.prover = Prover(pathway)
        self._interviews: dict[str, Interviews] = {}

    def of(self, target: str) -> Interviews:
        """Return the interviews with one aim; those with another are forgotten."""
        if target not in self._interviews:
            self._interviews = {target: Interviews(self.pathway, target, self.day)}
        return self._interviews[target]


def _begin(file: str, day: date) -> None:
    """Make a process ready; one that was forked from ours is already. Ctrl-C is for the one that waits for it."""
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _collect_seldom()
    if _worker is None:
        path = Path(file)
        _worker = _Worker(knowledge.load_pathway(None if path == knowledge.pathway_file() else path), file, day)


def _prove(target: str, limit: int | None, share: int, shares: int) -> Proved:
    assert _worker is not None
    return _worker.prover.prove(target, limit, share, shares)


def _ask(target: str, limit: int | None) -> Counted:
    assert _worker is not None
    return _worker.of(target).drawn(min(limit or MOST_ASKED, MOST_ASKED), random.Random(1))
