"""Ask one question in a terminal: with arrow keys, or with plain numbered lines."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

from mecoder_cli.output.blocks import clean


class Option(NamedTuple):
    """One line that can be picked."""

    label: str
    value: Any
    detail: str = ""


class Prompter(Protocol):
    """Asks; the interview decides what."""

    def say(self, text: str) -> None:
        """Print a line."""

    def choose(self, ask: str, options: Sequence[Option], default: Any) -> Any:
        """Return the value of the option picked."""

    def line(self, ask: str, check: Callable[[str], str | None], default: str) -> str:
        """Return a typed line for which *check* finds nothing wrong."""


def _print(text: str) -> None:
    width = shutil.get_terminal_size().columns - 1
    indent = " " * (len(text) - len(text.lstrip()))
    lines = textwrap.wrap(clean(text), width, subsequent_indent=indent) or [""]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


class Numbered:
    """Append-only lines: number the choices, read a number, repeat the choice. For screen readers."""

    def say(self, text: str) -> None:
        """Print a line, broken between words where the terminal is narrow."""
        _print(text)

    def _read(self, prompt: str) -> str:
        sys.stdout.write(prompt)
        sys.stdout.flush()
        text = sys.stdin.readline()
        if not text:
            raise KeyboardInterrupt
        return text.strip()

    def choose(self, ask: str, options: Sequence[Option], default: Any) -> Any:
        """Return the value of the option whose number was typed; Enter takes the one marked."""
        self.say(ask)
        marked = next((index for index, option in enumerate(options, 1) if option.value == default), None)
        for index, option in enumerate(options, 1):
            detail = f" ({option.detail})" if option.detail else ""
            self.say(f"  {index}. {option.label}{detail}" + (" - your answer before" if index == marked else ""))
        while True:
            text = self._read("Number: ")
            if not text and marked is not None:
                text = str(marked)
            if text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= len(options):
                chosen = options[int(text) - 1]
                self.say(f"You chose: {chosen.label}")
                return chosen.value
            self.say(f"Type a number from 1 to {len(options)}.")

    def line(self, ask: str, check: Callable[[str], str | None], default: str) -> str:
        """Return a typed line; the reason is told until one fits."""
        self.say(ask + (f" (Enter keeps {default})" if default else ""))
        while True:
            text = self._read("Answer: ") or default
            wrong = check(text)
            if wrong is None:
                self.say(f"You said: {text}")
                return text
            self.say(wrong)


class Arrows:
    """Menus drawn by questionary."""

    def __init__(self) -> None:
        # Without this a terminal that cannot report the cursor gets a warning in the middle of the screen.
        os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")
        import questionary  # noqa: TID251  (the only place that asks)

        self._questionary = questionary
        self._style = questionary.Style(
            [("question", "bold"), ("pointer", "fg:ansicyan bold"), ("highlighted", "fg:ansicyan bold")]
        )

    def say(self, text: str) -> None:
        """Print a line, broken between words where the terminal is narrow."""
        _print(text)

    def choose(self, ask: str, options: Sequence[Option], default: Any) -> Any:
        """Return the value of the option picked."""
        choices = [
            self._questionary.Choice(clean(option.label), value=index, description=clean(option.detail) or None)
            for index, option in enumerate(options)
        ]
        marked = next((choices[index] for index, option in enumerate(options) if option.value == default), None)
        while True:
            picked = self._questionary.select(
                clean(ask), choices=choices, default=marked, qmark="", instruction=" ", style=self._style
            ).unsafe_ask()
            # Escape followed by Enter yields an empty answer: only a real choice counts.
            if isinstance(picked, int) and 0 <= picked < len(options):
                return options[picked].value

    def line(self, ask: str, check: Callable[[str], str | None], default: str) -> str:
        """Return a typed line for which *check* finds nothing wrong."""
        text = self._questionary.text(
            clean(ask),
            default=default,
            qmark="",
            style=self._style,
            validate=lambda typed: check(typed.strip()) or True,
        ).unsafe_ask()
        return str(text).strip()


def prompter(accessible: bool) -> Prompter:
    """Return the prompter that suits the terminal and the person."""
    if accessible or os.environ.get("TERM") in (None, "dumb", "unknown"):
        return Numbered()
    try:
        return Arrows()
    except ImportError:
        return Numbered()
