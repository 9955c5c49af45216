"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

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
NoInput = Annotated[bool, typer.Option("--no-input", help="Never ask; exit 3 when an answer is missing.")]
Strict = Annotated[
    bool, typer.Option("--strict", help="Exit 4 when a figure behind the answer is past its shelf life.")
]
Accessible = Annotated[
    bool, typer.Option("--accessible", envvar="ACCESSIBLE", help="Ask with plain numbered lines (for screen readers).")
]  # fmt: skip


def command_app() -> typer.Typer:
    """Return an application for one family of commands, with our manners."""
    return typer.Typer(
        rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False, no_args_is_help=False
    )
