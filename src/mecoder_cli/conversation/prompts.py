"""Ask one question in a terminal: with arrow keys, or with plain numbered lines."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple, Protocol

from mecoder_cli.output.blocks import clean

BACK = object()
"""The answer of whoever wants the question before."""
FILTERED_FROM = 11
"""Lists as long as this are filtered as one types."""
NARROWEST = 10
"""Columns for which lines are still broken between words."""
ROOM = 8
"""Rows that a question needs beside its list."""
ESCAPE_SECONDS = 0.05
"""How long a lone Esc waits for the rest of an arrow key; the framework waits half a second."""


class Option(NamedTuple):
    """One line that can be picked."""

    label: str
    value: Any
    detail: str = ""


class Prompter(Protocol):
    """Asks; the interview decides what."""

    @property
    def bar(self) -> tuple[str, str]:
        """The signs of what is done and of what is left; empty where nothing is drawn."""

    def say(self, text: str) -> None:
        """Print a line."""

    def choose(self, ask: str, options: Sequence[Option], default: Any) -> Any:
        """Return the value of the option picked."""

    def several(self, ask: str, options: Sequence[Option], chosen: Sequence[Any], alone: Sequence[Option]) -> Any:
        """Return the values of the options picked, or the one of *alone*, which stand for an answer of their own."""

    def line(self, ask: str, check: Callable[[str], str | None], default: str) -> str:
        """Return a typed line for which *check* finds nothing wrong."""


def _columns() -> int:
    """Return the width of the terminal; a very narrow one folds the lines by itself."""
    return max(NARROWEST, shutil.get_terminal_size().columns)


def _print(text: str) -> None:
    width = _columns() - 1
    indent = " " * (len(text) - len(text.lstrip()))
    lines = textwrap.wrap(clean(text), width, subsequent_indent=indent) or [""]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


class Numbered:
    """Append-only lines: number the choices, read a number, repeat the choice. For screen readers."""

    bar = ("", "")

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

    def _list(self, ask: str, options: Sequence[Option], marked: Sequence[int]) -> None:
        self.say(ask)
        for index, option in enumerate(options, 1):
            detail = f" ({option.detail})" if option.detail else ""
            self.say(f"  {index}. {option.label}{detail}" + (" - your answer before" if index in marked else ""))

    def choose(self, ask: str, options: Sequence[Option], default: Any) -> Any:
        """Return the value of the option whose number was typed; Enter takes the one marked."""
        marked = next((index for index, option in enumerate(options, 1) if option.value == default), None)
        self._list(ask, options, [marked] if marked else [])
        while True:
            text = self._read("Number: ")
            if not text and marked is not None:
                text = str(marked)
            if text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= len(options):
                chosen = options[int(text) - 1]
                self.say(f"You chose: {chosen.label}")
                return chosen.value
            self.say(f"Type a number from 1 to {len(options)}.")

    def several(self, ask: str, options: Sequence[Option], chosen: Sequence[Any], alone: Sequence[Option]) -> Any:
        """Return the values whose numbers were typed, with commas between them; Enter takes those marked."""
        every = [*alone, *options]
        marked = [index for index, option in enumerate(every, 1) if option.value in chosen]
        self._list(ask, every, marked)
        while True:
            text = self._read("Numbers, with commas between: ") or ",".join(map(str, marked))
            parts = [part.strip() for part in text.split(",")]
            fits = [
                part
                for part in parts
                if part.isascii() and part.isdigit() and len(part) < 6 and 1 <= int(part) <= len(every)
            ]
            picked = [every[int(part) - 1] for part in fits]
            if parts != fits or (len(picked) > 1 and any(one in alone for one in picked)):
                self.say(
                    f"Type numbers from 1 to {len(every)}, such as {len(alone) + 1} or {len(alone) + 1},{len(alone) + 2}."
                )
                continue
            self.say(f"You chose: {', '.join(one.label for one in picked)}")
            return picked[0].value if picked[0] in alone else tuple(one.value for one in picked)

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

    @property
    def bar(self) -> tuple[str, str]:
        """The signs of what is done and of what is left, as the terminal can show them."""
        return ("▓", "░") if (sys.stdout.encoding or "").lower().startswith("utf") else ("#", "-")

    def __init__(self) -> None:
        # Without this a terminal that cannot report the cursor gets a warning in the middle of the screen.
        os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")
        import questionary  # noqa: TID251  (the only place that asks)

        _keep_key_bindings()
        self._questionary = questionary
        self._style = questionary.Style(
            [("question", "bold"), ("pointer", "fg:ansicyan bold"), ("highlighted", "fg:ansicyan bold"), ("instruction", "fg:#767676"), ("selected", "fg:ansicyan")]
        )  # fmt: skip

    def say(self, text: str) -> None:
        """Print a line, broken between words where the terminal is narrow."""
        _print(text)

    def choose(self, ask: str, options: Sequence[Option], default: Any) -> Any:
        """Return the value of the option picked; Esc is Back where Back is among them."""
        back = any(option.value is BACK for option in options)
        # Esc does what the line would: it need not stand in the list.
        listed = [option for option in options if option.value is not BACK] if back else list(options)
        choices = self._choices(listed)
        marked = next((choices[index] for index, option in enumerate(listed) if option.value == default), None)
        long = len(listed) >= FILTERED_FROM
        keys = "↑↓ move, Enter choose" + (", type to filter" if long else "") + (", Esc back" if back else "")
        while True:
            picked = self._ask(
                self._questionary.select(
                    self._wrapped(ask), choices=choices, default=marked, qmark="", instruction=f"\n ({keys}, Ctrl-C stop)",
                    style=self._style, use_search_filter=long, use_jk_keys=False,
                ), back,
            )  # fmt: skip
            if picked is BACK:
                return BACK
            # Escape followed by Enter yields an empty answer: only a real choice counts.
            if isinstance(picked, int) and 0 <= picked < len(listed):
                return listed[picked].value

    def several(self, ask: str, options: Sequence[Option], chosen: Sequence[Any], alone: Sequence[Option]) -> Any:
        """Return the values picked in one list, with Space; one of *alone* is an answer of its own."""
        back = any(option.value is BACK for option in alone)
        listed = [*(option for option in alone if option.value is not BACK), *options]
        choices = self._choices(listed)
        for choice, option in zip(choices, listed, strict=True):
            choice.checked = option.value in chosen
        own = {index for index, option in enumerate(listed) if option in alone}
        picked = self._ask(
            self._questionary.checkbox(
                self._wrapped(ask), choices=choices, qmark="", style=self._style, use_search_filter=True, use_jk_keys=False,
                instruction="\n (↑↓ move, Space pick, type to filter, Enter go on" + (", Esc back" if back else "") + ")",
            ), back, several=True,
        )  # fmt: skip
        if picked is BACK:
            return BACK
        # What was picked last wins: "none" takes the others back, another one takes "none" back.
        if picked[-1] in own:
            return listed[picked[-1]].value
        return tuple(listed[index].value for index in picked if index not in own)

    def line(self, ask: str, check: Callable[[str], str | None], default: str) -> str:
        """Return a typed line for which *check* finds nothing wrong; Esc is the same as ``<``.

        A number is typed anew, and Enter keeps the one before; any other line is there to be changed.
        """
        counts = default.isdigit()
        ask = f"{ask} (Enter keeps {default})" if counts else ask
        text = self._ask(
            self._questionary.text(
                self._wrapped(ask), default="" if counts else default, qmark="", style=self._style,
                validate=lambda typed: self._broken(check(typed.strip() or (default if counts else ""))) or True,
            ), check("<") is None,
        )  # fmt: skip
        return "<" if text is BACK else str(text).strip() or (default if counts else "")

    @staticmethod
    def _broken(wrong: str | None) -> str:
        """Return what is wrong, broken between words."""
        return "\n".join(textwrap.wrap(clean(wrong or ""), _columns() - 1))

    @staticmethod
    def _wrapped(ask: str) -> str:
        return "\n ".join(textwrap.wrap(clean(ask), _columns() - 2))

    def _choices(self, options: Sequence[Option]) -> list[Any]:
        return [
            self._questionary.Choice(clean(option.label), value=index, description=clean(option.detail) or None)
            for index, option in enumerate(options)
        ]

    @staticmethod
    def _ask(question: Any, back: bool, several: bool = False) -> Any:
        """Run one question: Esc goes back at once, and the list is never taller than the screen."""
        from prompt_toolkit.filters import Condition, to_filter
        from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings
        from prompt_toolkit.layout import Dimension, FormattedTextControl, Window
        from questionary.prompts.common import InquirerControl  # noqa: TID251  (the only place that asks)

        app = question.application
        app.ttimeoutlen = app.timeoutlen = ESCAPE_SECONDS
        lists = [
            part for part in app.layout.walk() if isinstance(part, Window) and isinstance(part.content, InquirerControl)
        ]
        for part in lists:
            part.height = Dimension(max=max(3, shutil.get_terminal_size().lines - ROOM))
        for part in app.layout.walk():
            # What is wrong is told in full, not cut to one line.
            if isinstance(part, Window) and isinstance(part.content, FormattedTextControl) and part.height == 1:
                part.height, part.wrap_lines = Dimension(min=1, max=4), to_filter(True)
        own = KeyBindings()
        if back:

            @own.add("escape", eager=True)
            def _(event: Any) -> None:
                event.app.exit(result=BACK)

        control: Any = lists[0].content if lists else None
        if control is not None:
            # Where nothing matches, the framework shows the whole list again: what it points at was not meant.
            _tell_nothing_matches(app, control)
            nothing = Condition(lambda: bool(control.search_filter) and not control.found_in_search)
            for key in ("enter", " ") if several else ("enter",):
                own.add(key, eager=True, filter=nothing)(lambda _: None)
            if not several:
                # The framework leaves spaces out of what is typed to filter.
                searched = Condition(lambda: bool(control.search_filter))
                own.add(" ", eager=True, filter=searched)(lambda _: control.add_search_character(" "))
        if several:

            @own.add("enter", eager=True, filter=~nothing)
            def _(event: Any) -> None:
                # Enter with nothing picked takes the line that is pointed at.
                control.selected_options = control.selected_options or [control.get_pointed_at().value]
                control.is_answered = True
                event.app.exit(result=[*control.selected_options])

        app.key_bindings = merge_key_bindings([app.key_bindings, own]) if app.key_bindings else own
        return question.unsafe_ask()


class Menu:
    """One line of choices across the screen.

    Args:
        options: What can be picked; the first letter of each label picks it too.
        ask: What stands before them.
        at: Which of them is pointed at first.
    """

    def __init__(self, options: Sequence[Option], ask: str = "What now?", at: int = 0) -> None:
        self._options = options
        self._ask = ask
        self._at = at

    def ask(self) -> Any:
        """Return the value of the option picked: arrows and Enter, or its first letter; ``None`` for Esc, q and Ctrl-C."""
        from prompt_toolkit import Application
        from prompt_toolkit.layout import FormattedTextControl, Layout, Window

        os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")
        window = Window(FormattedTextControl(self._drawn, show_cursor=False), wrap_lines=True, dont_extend_height=True)
        app: Application[Any] = Application(Layout(window), key_bindings=self._keys(), erase_when_done=True)
        app.ttimeoutlen = app.timeoutlen = ESCAPE_SECONDS
        return app.run()

    def _drawn(self) -> Any:
        """Return the line as pieces with their styles; where the screen is narrow it breaks between two choices."""
        from prompt_toolkit.application import get_app

        room = get_app().output.get_size().columns
        pieces, at = [("bold", f" {self._ask} ")], len(self._ask) + 2
        for index, one in enumerate(self._options):
            size = len(one.label) + 2
            if at + size > room:
                pieces.append(("", "\n "))
                at = 1
            pieces += [("bold reverse" if index == self._at else "", f" {one.label} "), ("", " ")]
            at += size + 1
        return pieces

    def _keys(self) -> Any:
        from prompt_toolkit.key_binding import KeyBindings

        keys = KeyBindings()
        for key, by in (("right", 1), ("tab", 1), ("down", 1), ("left", -1), ("s-tab", -1), ("up", -1)):
            keys.add(key)(lambda _, by=by: self._move(by))
        for key in ("escape", "q", "c-c", "c-d"):
            keys.add(key, eager=True)(lambda event: event.app.exit(result=None))
        keys.add("enter")(lambda event: event.app.exit(result=self._options[self._at].value))
        letters = {one.label[0].lower(): one.value for one in reversed(self._options)}
        for letter, value in letters.items():
            keys.add(letter)(lambda event, value=value: event.app.exit(result=value))
        return keys

    def _move(self, by: int) -> None:
        self._at = (self._at + by) % len(self._options)


def _keep_key_bindings() -> None:
    """Have the framework make its thousand key bindings once, not three times for each question (two thirds of its time).

    They are the same each time: what they do hangs on the question that is asked when a key comes.
    """
    from prompt_toolkit.application import application

    load = vars(application)["load_key_bindings"]
    if not hasattr(load, "cache_clear"):
        vars(application)["load_key_bindings"] = cache(load)


def prompter(accessible: bool) -> Prompter:
    """Return the prompter that suits the terminal and the person."""
    if accessible or os.environ.get("TERM") in (None, "dumb", "unknown"):
        return Numbered()
    try:
        return Arrows()
    except ImportError:
        return Numbered()


def _tell_nothing_matches(app: Any, control: Any) -> None:
    """Say in words, not by color alone, that nothing in the list matches what was typed to filter it."""
    from prompt_toolkit.layout import FormattedTextControl, Window

    typed = control.get_search_string_tokens

    def told() -> Any:
        tokens = typed()
        is_empty = bool(tokens) and not control.found_in_search
        return [*tokens, ("class:search_none", "  nothing matches: Backspace")] if is_empty else tokens

    for part in app.layout.walk():
        if isinstance(part, Window) and isinstance(part.content, FormattedTextControl) and part.content.text == typed:
            part.content.text = told
