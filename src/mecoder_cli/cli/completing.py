"""What the shell offers when Tab is pressed: ids, places, people, answers.

What begins with what was typed is offered, with a word on it where the shell can show one. Whatever goes wrong, nothing
is offered, and nothing is said: the line that somebody is typing is not the place for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from mecoder_cli.cli.settings import SETTINGS
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.errors import MecoderError

SHELLS = ("bash", "zsh", "fish")
WORD = 60
"""Signs of the word on an offer."""
MARK = "_MECODER_COMPLETE"
_PLACES = {
    "bash": (".bashrc", ".bash_profile", ".bash_completions/mecoder.sh", ".local/share/bash-completion/completions/mecoder"),
    "zsh": (".zshrc", ".zfunc/_mecoder", ".local/share/zsh/site-functions/_mecoder"),
    "fish": (".config/fish/config.fish", ".config/fish/completions/mecoder.fish"),
}  # fmt: skip

Offers = Iterable[tuple[str, str]]


def _short(told: str) -> str:
    line = " ".join(told.split())
    return line if len(line) <= WORD else f"{line[: WORD - 1]}…"


def _of(things: Iterable[object]) -> Iterator[tuple[str, str]]:
    for one in things:
        told = next((text for name in ("label", "name", "title", "term") if (text := getattr(one, name, ""))), "")
        yield str(getattr(one, "id", "")), str(told)


def _profiles(pathway: Pathway) -> Offers:
    from mecoder_cli.cli.session import Session

    return [(name, "") for name in Session().store.names()]


def _answers(pathway: Pathway) -> Offers:
    """``KEY=VALUE``: each answer with each value that it may have; where it may be anything, its key."""
    for question in pathway.questions.values():
        if question.type == "lapsed":
            continue
        values = [(one.id, one.label) for one in question.choices]
        if question.type == "yes_no":
            values = [("true", "yes"), ("false", "no")]
        elif question.type == "credentials":
            values = [("none", ""), *((one.id, one.name) for one in pathway.credentials.values())]
        elif question.type == "memberships":
            values = [("none", ""), *((one.id, one.name) for one in pathway.bodies.values())]
        elif question.type == "aids":
            values = [("none", ""), *((one.id, one.label) for one in pathway.aid)]
        if not values:
            yield f"{question.id}=", question.label
        for value, label in values:
            yield f"{question.id}={value}", f"{question.label}: {label}" if label else question.label
        yield f"{question.id}=unsure", f"{question.label}: not sure"


def _counties(pathway: Pathway) -> Offers:
    from mecoder_cli.lookup.places import counties_of

    return [(one, "county") for one in counties_of(pathway)] + [(town, "town") for town in pathway.towns()]


def _anything(pathway: Pathway) -> Offers:
    yield from _of(pathway.steps)
    yield from _credentials(pathway)
    yield from _of(pathway.questions.values())
    yield from _of(pathway.facts.values())


def _credentials(pathway: Pathway) -> Offers:
    return _of(pathway.credentials.values())


def _lines(pathway: Pathway) -> Offers:
    """Steps, and the lines of their checklists as ``step/line``."""
    for step in pathway.steps:
        yield step.id, step.title
        for item in step.items:
            yield f"{step.id}/{item.id}", item.text


def _bodies(pathway: Pathway) -> Offers:
    return _of(pathway.bodies.values())


OPTIONS: Mapping[str, Callable[[Pathway], Offers]] = {
    "--profile": _profiles, "--set": _answers, "--body": _bodies, "--county": _counties, "--credential": _credentials,
    "--role": lambda pathway: _of(pathway.targets.values()), "--topic": lambda pathway: _of(pathway.interview.topics),
    "--kind": lambda pathway: _of(pathway.hiring.kinds), "--step": lambda pathway: _of(pathway.steps),
    "--color": lambda pathway: [(one, "") for one in SETTINGS["color"].values],
}  # fmt: skip
"""By the name of an option, what it may be given."""
ARGUMENTS: Mapping[str, Callable[[Pathway], Offers]] = {
    "why": _anything, "checklist": lambda pathway: _of(pathway.steps), "done": _lines, "whatif": _answers,
    "cert show": _credentials, "cert compare": _credentials, "log exam": _credentials, "log membership": _bodies,
    "facts show": lambda pathway: _of(pathway.facts.values()), "glossary": lambda pathway: [(one.term, one.meaning) for one in pathway.glossary.values()],
    "help": lambda pathway: _of(pathway.help.values()), "salary": _counties, "list": lambda pathway: _of(pathway.records.values()),
    "guide": lambda pathway: _of(pathway.guide), "grow": lambda pathway: _of(pathway.growth.rungs),
    "find employers": lambda pathway: _of(pathway.hiring.employers()), "find jobs": lambda pathway: _of(pathway.hiring.jobs),
    "find programs": lambda pathway: _of(pathway.programs.values()),
    "export": lambda pathway: [(one, "") for one in ("page", "calendar", "text", "sheet")],
    "config set": lambda pathway: [(name, one.what) for name, one in SETTINGS.items()],
    "config unset": lambda pathway: [(name, one.what) for name, one in SETTINGS.items()],
    "completion": lambda pathway: [(one, "") for one in SHELLS],
    **{f"profile {name}": _profiles for name in ("use", "rename", "remove", "restore", "backup", "export", "show")},
}  # fmt: skip
"""By the words of a command, what its first argument may be."""


SECOND: Mapping[str, Callable[[Pathway], Offers]] = {
    "config set": lambda pathway: [
        *((value, name) for name, one in SETTINGS.items() for value in one.values), *_bodies(pathway), *_counties(pathway),
    ]
}  # fmt: skip
"""The same of its second argument."""


def attach(command: Any, path: str = "") -> None:
    """Let the arguments of a command, and of those under it, offer what they may be: only where the shell asks."""
    find_under = getattr(command, "get_command", None)
    if find_under is not None:

        def under(context: Any, name: str) -> Any:
            found = find_under(context, name)
            if found is not None:
                attach(found, f"{path} {name}".strip())
            return found

        command.get_command = under
    arguments = iter((ARGUMENTS.get(path), SECOND.get(path)))
    for parameter in command.params:
        names = [name for name in parameter.opts if name.startswith("--")]
        find = next((OPTIONS[name] for name in names if name in OPTIONS), None) if names else next(arguments, None)
        if find is not None:
            parameter.shell_complete = _completer(find)


def _completer(find: Callable[[Pathway], Offers]) -> Callable[[Any, str], list[Any]]:
    def complete(context: Any, incomplete: str) -> list[Any]:
        from typer.core import CompletionItem  # type: ignore[attr-defined]

        return [CompletionItem(value, help=told) for value, told in offers(find, incomplete)]

    return complete


def offers(find: Callable[[Pathway], Offers], typed: str) -> list[tuple[str, str]]:
    """Return what begins with what is typed, in any case; nothing where what it is looked up in cannot be read."""
    from mecoder_cli.cli.session import Session

    try:
        every = dict(find(Session().pathway))
    except (MecoderError, OSError):
        return []
    begins = typed.casefold()
    return [(value, _short(told)) for value, told in every.items() if value.casefold().startswith(begins)]


def is_installed(shell: str, home: Path) -> bool:
    """Return whether a file that the shell reads at its start holds our completion."""
    for place in _PLACES[shell]:
        try:
            text = (home / place).read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        if MARK in text or "mecoder completion" in text:
            return True
    return False
