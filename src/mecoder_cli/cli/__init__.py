"""The command line: flags in, calls down, text out, an exit code.

Only the module of the command that runs is imported.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any, NamedTuple, NoReturn, TextIO

import typer
from typer.core import TyperGroup

from mecoder_cli import __version__
from mecoder_cli.cli import changes, settings
from mecoder_cli.domain.facts import write_plain_dates
from mecoder_cli.errors import FAILURE, INTERRUPTED, USAGE, MecoderError, UsageError
from mecoder_cli.output.blocks import clean


class Entry(NamedTuple):
    """A command, where it lives and what it is for."""

    module: str
    help: str
    group: str


COMMANDS = {
    "plan": Entry("plan", "Ask what is needed and show the whole plan.", "Advise me"),
    "next": Entry("next", "Show only the one thing to do next.", "Advise me"),
    "checklist": Entry("checklist", "Show the checklist of a step and its documents.", "Advise me"),
    "why": Entry("why", "The receipts of a step, a fact, a question or a credential.", "Advise me"),
    "whatif": Entry("whatif", "The plan now, and with other answers, side by side.", "Advise me"),
    "routes": Entry("routes", "Every sensible road side by side: end, cost, spread.", "Advise me"),
    "guide": Entry("guide", "What coders do and how to become one: six short chapters.", "Look it up"),
    "cert": Entry("cert", "List, show and compare credentials.", "Look it up"),
    "salary": Entry("salary", "Look up pay by area, role or credential.", "Look it up"),
    "find": Entry("find", "Find schools, money, employers and jobs that fit you.", "Look it up"),
    "calendar": Entry("calendar", "The year ahead: codes, exams, terms, your days.", "Look it up"),
    "grow": Entry("grow", "Where coding leads: what each rung asks and pays.", "Look it up"),
    "interview": Entry("interview", "Practice for the interview, ten questions a day.", "Advise me"),
    "read": Entry("read", "Read a job ad or a course page with you.", "Advise me"),
    "status": Entry("status", "Where you stand: done, next, due, money.", "Keep my record"),
    "log": Entry("log", "Write down a job, a course, an exam, CEUs ...", "Keep my record"),
    "list": Entry("list", "Your entries with their numbers; filter and search.", "Keep my record"),
    "edit": Entry("edit", "Change an entry; nothing is rewritten.", "Keep my record"),
    "attach": Entry("attach", "Note the file that proves an entry.", "Keep my record"),
    "done": Entry("done", "Tick off a step or a line of its checklist.", "Keep my record"),
    "undo": Entry("undo", "Take back an entry; nothing is erased.", "Keep my record"),
    "due": Entry("due", "What falls due, one line each.", "Keep my record"),
    "ceu": Entry("ceu", "CEUs with every body in one ledger.", "Keep my record"),
    "papers": Entry("papers", "Documents on file and missing; letters to have signed.", "Keep my record"),
    "export": Entry("export", "Take your plan along: page, calendar, text, sheet.", "Keep my record"),
    "import": Entry("import_", "Take in many CEUs at once, from a spreadsheet.", "Keep my record"),
    "history": Entry("history", "Every entry of the journal.", "Keep my record"),
    "profile": Entry("profile", "Keep several people apart; review answers.", "Keep my record"),
    "config": Entry("config", "What you set once: color, pager, width, dates, place.", "Trust it"),
    "doctor": Entry("doctor", "Look whether all is in order here; safe to paste.", "Trust it"),
    "completion": Entry("completion", "Let the shell complete commands, ids and answers.", "Trust it"),
    "glossary": Entry("glossary", "The words of the trade.", "Look it up"),
    "help": Entry("help", "Exit codes, the environment, answers files.", "Trust it"),
    "facts": Entry("facts", "Facts, sources, conflicts, ages, search, drawing, proof.", "Trust it"),
}

ALIASES = {"proof": "papers"}
"""What commands were called before."""

EXIT_CODES = (
    "Exit codes: 0 done, 1 failure of ours, 2 usage or bad answers, 3 not enough answers, "
    "4 facts too old (with --strict), 5 knowledge or state file invalid, 130 interrupted."
)


class LazyGroup(TyperGroup):
    """Imports a command's module when the command is used."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the commands in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import and return one command."""
        entry = COMMANDS.get(ALIASES.get(cmd_name, cmd_name))
        if entry is None:
            return None
        module = import_module(f"mecoder_cli.cli.commands.{entry.module}")
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Refuse an unknown command with the closest known ones."""
        if args and args[0] not in COMMANDS and args[0] not in ALIASES and not args[0].startswith("-"):
            from mecoder_cli.cli.suggest import near  # seldom is a command misspelled

            close = near(args[0], COMMANDS)
            hint = f"Did you mean {' or '.join(close)}?" if close else "See: mecoder --help"
            raise UsageError(f"no command is called {args[0]!r}", hint)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands by what a person wants."""
        for group in dict.fromkeys(entry.group for entry in COMMANDS.values()):
            with formatter.section(group):
                formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items() if entry.group == group])


app = typer.Typer(
    cls=LazyGroup, rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=True,
    invoke_without_command=True, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip


def _version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"mecoder {__version__}\n")
        raise typer.Exit


@app.callback()
def start(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", help="Show the version.", callback=_version, is_eager=True),
    pathway: str = typer.Option(
        "",
        "--pathway",
        metavar="FILE",
        help="Use another knowledge file, before or after the command; MECODER_PATHWAY does the same.",
    ),
    color: str = typer.Option("auto", "--color", metavar="WHEN", help="Draw in color: auto, always or never."),
    plain: bool = typer.Option(False, "--plain", help="Lines of text as in a pipe, nothing drawn."),
    accessible: bool = typer.Option(False, "--accessible", help="For listening: no boxes, bars or signs."),
    no_pager: bool = typer.Option(False, "--no-pager", help="Long screens all at once."),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="No remarks beside the answer."),
    verbose: bool = typer.Option(False, "--verbose", "-v", help="Tell which files were used, and how long it took."),
) -> None:
    """From 'what is a medical coder?' to a credential, a job and a career: one next step at a time."""
    # Options that hold everywhere are taken out before (see `_everywhere`): here they are told and completed.
    if context.invoked_subcommand is None:
        from mecoder_cli.cli.session import Session

        if Session().profile_name is not None:
            from mecoder_cli.cli.commands.status import status

            status(as_of=None, profile_name=None, as_json=False, answers=None, set_=None)
            return
        from mecoder_cli.cli.streams import PROGRAM, started_as
        from mecoder_cli.screens.welcome import welcome_screen

        session = Session()
        session.show(welcome_screen(session.pathway, started_as() == PROGRAM))


def main() -> NoReturn:
    """Run the program and leave with the exit code of the contract."""
    # A stream that was closed by whoever started the program is missing.
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    # What cannot be written in the terminal's encoding is drawn as a question mark; bytes that are no text come in as signs
    # that no answer holds, and are asked about again.
    for stream, errors in ((sys.stdin, "surrogateescape"), (sys.stdout, "replace"), (sys.stderr, "replace")):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=errors)
    code = run(sys.argv[1:], changes.ignored)
    # After Ctrl-C a thread might wait in vain for a process that was ended. And where no journal was open, taking Python
    # apart would only cost a sixth of a short command's time.
    if code == INTERRUPTED or "sqlite3" not in sys.modules:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _everywhere(arguments: list[str]) -> list[str]:
    """Take the options that hold for every command out of *arguments*, wherever they stand.

    They are handed on as the environment variables that do the same: ``--pathway FILE``, ``--color WHEN`` and
    :data:`SWITCHES`.
    """
    kept: list[str] = []
    settings.flags.clear()
    rest = iter(arguments)
    for argument in rest:
        name, equals, value = argument.partition("=")
        if argument == "--":
            kept += [argument, *rest]
            break
        if argument in SWITCHES:
            variable, setting = SWITCHES[argument]
            os.environ[variable] = setting
            settings.flags.add(variable)
        elif name == "--pathway":
            file = value if equals else next(rest, "")
            if not file:
                raise UsageError("--pathway: no file is given", "For example: mecoder --pathway other.yaml plan")
            os.environ["MECODER_PATHWAY"] = file
        elif name == "--color":
            when = value if equals else next(rest, "")
            settings.checked("color", when, "--")
            os.environ["MECODER_COLOR"] = when
            settings.flags.add("MECODER_COLOR")
        else:
            kept.append(argument)
    # What mends the settings runs without them.
    helps = any(one in ("-h", "--help") for one in kept)
    if COMPLETING not in os.environ and not helps and (not kept or kept[0] not in UNSET):
        settings.apply(os.environ)
        write_plain_dates(os.environ.get("MECODER_DATES") == "plain")
    return kept


COMPLETING = "_MECODER_COMPLETE"
"""Set by a shell that asks what may be typed; the framework reads it."""
UNSET = ("config", "doctor", "completion", "help", "--version")
SWITCHES = {
    "--accessible": ("ACCESSIBLE", "1"), "--no-pager": ("MECODER_PAGER", ""), "--plain": ("MECODER_PLAIN", "1"),
    "--quiet": ("MECODER_QUIET", "1"), "-q": ("MECODER_QUIET", "1"), "--verbose": ("MECODER_VERBOSE", "1"),
    "-v": ("MECODER_VERBOSE", "1"),
}  # fmt: skip
"""Options of every command, with the environment variable that does the same."""


def run(arguments: list[str], afterwards: Callable[[], None] = changes.reset) -> int:
    """Run one command and return the exit code of the contract.

    Args:
        arguments: The command line.
        afterwards: What becomes of Ctrl-C when all is done: it works as before, or is ignored until the process ends.
    """
    try:
        began = time.perf_counter()
        code = _flushed(_run(arguments))
        if os.environ.get("MECODER_VERBOSE"):
            _say_files(time.perf_counter() - began)
        if code:
            _say_changes(changes.told())
        return code
    finally:
        afterwards()


def _say_files(seconds: float) -> None:
    """Tell which files a run used, and how long it took."""
    from mecoder_cli.cli.session import Session

    session = Session()
    for what, place in (
        ("settings", settings.config_file()), ("knowledge", session.pathway_file), ("records", session.folder)
    ):  # fmt: skip
        _beside(f"{what}: {place}{'' if place.exists() else ' (none)'}")
    _beside(f"mecoder {__version__}, {seconds:.2f} s")


def _say_examples(arguments: list[str]) -> None:
    """Show what can be tried with the command whose help is asked for, before the help itself."""
    names = [one for one in arguments if not one.startswith("-")][:2]
    if not names:
        return  # the program as a whole is told by its commands
    from mecoder_cli.cli.session import Session
    from mecoder_cli.cli.streams import as_typed

    try:
        known = Session().pathway.examples
    except MecoderError:
        return  # a file that cannot be read is told by what needs it
    lines = known.get(" ".join(names)) or known.get(names[0] if names else "", ())
    if lines:
        sys.stdout.write("For example:\n" + "".join(f"  {as_typed(line)}\n" for line in lines) + "\n")


def run_here(arguments: list[str]) -> None:
    """Run another command inside the one that runs; what goes wrong in it is told and ends nothing but it."""
    _flushed(_run(arguments))


def _say_changes(made: tuple[str, ...]) -> None:
    """Say what was changed although the command failed."""
    for text in made:
        _beside(text)


def _run(arguments: list[str]) -> int:
    try:
        arguments = _everywhere(arguments)
        if any(one in ("-h", "--help") for one in arguments):
            _say_examples(arguments)
        program = typer.main.get_command(app)
        if COMPLETING in os.environ:
            from mecoder_cli.cli.completing import attach  # nobody else asks what may be typed

            attach(program)
        result = program.main(args=arguments, prog_name="mecoder", standalone_mode=False)
    except MecoderError as error:
        if COMPLETING not in os.environ:
            _report(error, "--json" in arguments)
        return error.exit_code
    except BrokenPipeError:
        _drop(sys.stdout)
        return 0
    except (KeyboardInterrupt, typer.Abort):
        return _stopped()
    except SystemExit as stop:
        result = stop.code
    except Exception as error:
        return _unexpected(error, arguments)
    # The command line library turns Ctrl-C outside a question into this code, without a word.
    if result == INTERRUPTED:
        return _stopped()
    return result if isinstance(result, int) else 0


def _flushed(code: int) -> int:
    """Write out what is still held back of the answer; return the exit code."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _drop(sys.stdout)
        return 0
    except OSError as error:
        _beside(f"mecoder: cannot write the answer: {error.strerror}")
        _drop(sys.stdout)
        return FAILURE
    return code


def _stopped() -> int:
    _beside("\nStopped.")
    return INTERRUPTED


def _unexpected(error: Exception, arguments: list[str]) -> int:
    """Tell an error of the command line like our own; report anything else as our bug."""
    if isinstance(error, MemoryError):
        _beside("mecoder: there is too little memory for this")
        return FAILURE
    if isinstance(error, OSError) and error.errno is not None:
        _beside(f"mecoder: {error.strerror}")
        return FAILURE
    if hasattr(error, "format_message") and hasattr(error, "exit_code"):
        message = error.format_message().rstrip(".")
        context = getattr(error, "ctx", None)
        path = context.command_path if context else "mecoder"
        inside = ", ".join(getattr(getattr(context, "command", None), "commands", ()))
        told = f"There are: {inside}. See" if inside else "See"
        _report(_Usage(message[:1].lower() + message[1:], f"{told}: {path} --help"), "--json" in arguments)
        return int(error.exit_code)
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="mecoder-report-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(f"mecoder {__version__}, Python {sys.version}\ncommand: {arguments[:1]}\n\n")
        file.write("".join(traceback.format_exception(error)))
    _beside(f"mecoder: this is a bug of ours, not of yours. A report to send is in {file.name}")
    return FAILURE


class _Usage(MecoderError):
    exit_code = USAGE
    code = "usage"


TOLD = 20
"""So many faults of one file are told; nobody reads on."""
TOLD_AS_JSON = 1000


def _report(error: MecoderError, as_json: bool) -> None:
    """Say what went wrong on standard error."""
    if as_json:
        import json

        value = {
            "schema": "mecoder.error/1",
            "code": error.code,
            "message": error.message,
            "details": list(error.details[:TOLD_AS_JSON]),
        }
        from mecoder_cli.contract.values import escaped

        _beside(escaped(json.dumps(value, ensure_ascii=False)))
        return
    name = "" if error.exit_code == INTERRUPTED else "mecoder: "
    from mecoder_cli.cli.streams import as_typed

    _beside(f"{name}{as_typed(clean(error.message))}")
    for line in error.details[:TOLD]:
        _beside(f"  {clean(line)}")
    if len(error.details) > TOLD:
        _beside(f"  and {len(error.details) - TOLD:,} more")
    if error.hint:
        _beside(as_typed(clean(error.hint)))


def _beside(text: str) -> None:
    """Write a line to standard error; where that cannot be done, the exit code tells it alone."""
    try:
        if sys.stderr.isatty():
            from mecoder_cli.cli.streams import broken

            text = broken(text)
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
    except OSError:
        _drop(sys.stderr)


def _drop(stream: TextIO) -> None:
    """Point a stream nowhere, so that closing it cannot fail again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
