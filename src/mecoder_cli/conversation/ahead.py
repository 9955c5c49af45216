"""Thinking ahead: while a person reads a question, another process finds what each likely answer leads to."""

from __future__ import annotations

import os
import pickle
import select
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any


class Ahead:
    """Results for a few answers, worked out by a child process; what it has not reached is worked out as ever.

    Args:
        tried: The answers to think about, the likeliest first.
        find: What is to be found for an answer; it must not touch files or the terminal.
    """

    def __init__(self, tried: Sequence[Any], find: Callable[[Any], Any]) -> None:
        self._child, self._pipe, self._found = 0, -1, b""
        if not hasattr(os, "fork") or not tried:
            return
        sys.stdout.flush()
        sys.stderr.flush()
        try:
            read, write = os.pipe()
        except OSError:
            return
        try:
            child = os.fork()
        except OSError:
            os.close(read)
            os.close(write)
            return
        if child:
            os.close(write)
            self._child, self._pipe = child, read
            return
        try:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            os.close(read)
            with os.fdopen(write, "wb") as out:
                for value in tried:
                    pickle.dump((value, find(value)), out)
                    out.flush()
        finally:
            # Nothing of the parent is finished here: no buffers, no journal, no terminal.
            os._exit(0)

    def results(self) -> list[tuple[Any, Any]]:
        """Return each answer that was reached with what it leads to, and end the thinking."""
        if not self._child:
            return []
        while select.select([self._pipe], [], [], 0)[0]:
            more = os.read(self._pipe, 1 << 16)
            if not more:
                break
            self._found += more
        self.end()
        found: list[tuple[Any, Any]] = []
        from io import BytesIO

        stream = BytesIO(self._found)
        with suppress(EOFError, pickle.UnpicklingError):
            while True:
                found.append(pickle.load(stream))
        return found

    def end(self) -> None:
        """End the child, if there is one."""
        if self._child:
            with suppress(ProcessLookupError):
                os.kill(self._child, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(self._child, 0)
            os.close(self._pipe)
            self._child = 0
