"""What a command changes is told to the person, whatever happens meanwhile.

From the moment a change begins, Ctrl-C waits: a command that was stopped after its entry was kept would look as if
nothing had happened. Where the rest of the command fails, what was changed is said all the same.
"""

from __future__ import annotations

import signal
from typing import Any

_former: Any = None
_pressed = False
_made: list[str] = []


def begun() -> None:
    """Let Ctrl-C wait from now on."""
    global _former
    if _former is None:
        _former = signal.signal(signal.SIGINT, _press)


def _press(*_: object) -> None:
    global _pressed
    _pressed = True


def made(text: str) -> None:
    """Remember what was changed, in words for the person."""
    _made.append(text)


def told() -> tuple[str, ...]:
    """Return what was changed so far."""
    return tuple(_made)


def ended() -> None:
    """Let Ctrl-C work again, now that the person knows; one that was pressed meanwhile counts.

    Raises:
        KeyboardInterrupt: It was pressed meanwhile.
    """
    pressed = _pressed
    reset()
    if pressed:
        raise KeyboardInterrupt


def reset() -> None:
    """Forget it all, and let Ctrl-C work as before."""
    global _former, _pressed
    if _former is not None:
        signal.signal(signal.SIGINT, _former)
    _former, _pressed = None, False
    _made.clear()


def ignored() -> None:
    """Let Ctrl-C do nothing any more: the command is over, and its exit code says how it went."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
