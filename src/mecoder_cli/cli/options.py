"""Options that several commands share."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Any, Optional

import typer

from mecoder_cli.cli.session import Session
from mecoder_cli.errors import UsageError

Answers = Annotated[
    Optional[str], typer.Option("--answers", metavar="FILE", help="Read the answers from a YAML or JSON file; - is standard input.")  # noqa: UP045
]  # fmt: skip
Set = Annotated[
    Optional[list[str]], typer.Option("--set", metavar="KEY=VALUE", help="Give or change one answer; repeatable.")  # noqa: UP045
]  # fmt: skip
AsOf = Annotated[
    Optional[str], typer.Option("--as-of", metavar="YYYY-MM-DD", help="Advise for this day instead of today.")  # noqa: UP045
]  # fmt: skip
Profile = Annotated[
    Optional[str], typer.Option("--profile", metavar="NAME", help="Use this stored profile; MECODER_PROFILE does the same.")  # noqa: UP045
]  # fmt: skip
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
Which = Annotated[
    Optional[str], typer.Argument(metavar="[WHICH]", help="Tell this one in full: its number, or a word of its name.")  # noqa: UP045
]
NoInput = Annotated[bool, typer.Option("--no-input", help="Never ask; exit 3 when an answer is missing.")]
Strict = Annotated[
    bool, typer.Option("--strict", help="Exit 4 when a figure behind the answer is past its shelf life.")
]


def days(name: str, given: str) -> int:
    """Return a number of days given as an option, such as ``30d``.

    Raises:
        UsageError: It is none.
    """
    number = given.removesuffix("d")
    if not (number.isascii() and number.isdigit() and len(number) <= 4):
        raise UsageError(f"{name}: {given!r} is not a number of days such as 30d")
    return int(number)


def command_app() -> typer.Typer:
    """Return an application for one family of commands, with our manners."""
    return typer.Typer(
        rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False, no_args_is_help=False
    )


_SHARED: dict[str, Any] = {"answers": Answers, "set_": Set, "as_of": AsOf, "profile_name": Profile, "as_json": Json}


def _sharing(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator for a command that takes a :class:`Session`: shared options stand in its place, and make it."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        def run(**given: Any) -> None:
            session = Session(**{name: given.pop(name) for name in names})
            command(session=session, **given)

        parameters = []
        for parameter in inspect.signature(command, eval_str=True).parameters.values():
            own = parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
            parameters += [_option(name) for name in names] if parameter.name == "session" else [own]
        run.__name__, run.__doc__ = command.__name__, command.__doc__
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return run

    return decorate


def _option(name: str) -> inspect.Parameter:
    default = False if name == "as_json" else None
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=_SHARED[name])


advising = _sharing("answers", "set_", "as_of", "profile_name", "as_json")
"""For a command that speaks to a person: of their answers, their profile, a day, and as JSON."""
showing = _sharing("answers", "set_", "as_of", "profile_name")
"""The same, where there is no JSON to give."""
keeping = _sharing("as_of", "profile_name", "as_json")
"""For a command that reads or writes a stored record."""
dated = _sharing("as_of", "as_json")
"""For a look-up that depends on the day."""
looking_up = _sharing("as_json")
"""For a look-up."""
