"""What surrounds a command: streams, terminal, day and knowledge, read once and handed down."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import NOBODY, Profile
from mecoder_cli.errors import UsageError
from mecoder_cli.knowledge import load_pathway
from mecoder_cli.output.blocks import ASCII, UNICODE, Glyphs, Screen

if TYPE_CHECKING:
    from mecoder_cli.record.faults import UnknownError
    from mecoder_cli.record.journal import Event, Ledger
    from mecoder_cli.record.standing import Standing
    from mecoder_cli.record.store import Store

DEFAULT_WIDTH = 80
FIRST_PROFILE = "me"
"""What the first profile is called when nobody names it."""


class Session:
    """The world as one command sees it."""

    def __init__(self, as_of: str | None = None, profile: str | None = None) -> None:
        self.as_of = as_of
        self._named = profile
        self.notes: tuple[str, ...] = ()
        """What the person should know about how their entries were counted; known once :meth:`person` was called."""

    @cached_property
    def pathway(self) -> Pathway:
        """The knowledge; ``--pathway`` or ``MECODER_PATHWAY`` names another file."""
        from mecoder_cli.cli import changes

        other = os.environ.get("MECODER_PATHWAY")
        # The library that checks the file takes Ctrl-C for a fault of the file.
        with changes.postponed():
            return load_pathway(Path(other) if other else None)

    @property
    def pathway_file(self) -> Path:
        """The file that the knowledge comes from."""
        from mecoder_cli.knowledge import pathway_file

        other = os.environ.get("MECODER_PATHWAY")
        return Path(other) if other else pathway_file()

    @cached_property
    def day(self) -> date:
        """The day the advice is for: ``--as-of``, or today. The only place that reads the clock."""
        if self.as_of is None:
            return datetime.now().astimezone().date()
        try:
            found = date.fromisoformat(self.as_of)
        except ValueError:
            found = None
        if found is None or len(self.as_of) != 10:
            raise UsageError(f"--as-of: {self.as_of!r} is not a date such as 2026-11-23")
        if not 2000 <= found.year <= 2200:
            raise UsageError(f"--as-of: {self.as_of} is not a plausible day")
        return found

    @property
    def is_terminal(self) -> bool:
        """Whether the answer goes to a terminal."""
        return sys.stdout.isatty() and os.environ.get("TERM") not in ("dumb", "unknown")

    @property
    def can_ask(self) -> bool:
        """Whether somebody is there to answer a question."""
        return sys.stdin.isatty() and sys.stdout.isatty()

    @property
    def width(self) -> int:
        """Columns of the terminal."""
        return shutil.get_terminal_size((DEFAULT_WIDTH, 24)).columns

    @property
    def glyphs(self) -> Glyphs:
        """The signs that the output can carry."""
        encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "")
        return UNICODE if encoding.startswith("utf") else ASCII

    def show(self, screen: Screen) -> None:
        """Draw in a terminal, print plain lines anywhere else."""
        if self.is_terminal:
            from mecoder_cli.output.terminal import draw

            colour = not os.environ.get("NO_COLOR")
            draw(screen, sys.stdout, self.width, self.glyphs, colour=colour)
        else:
            from mecoder_cli.output.plain import to_text

            sys.stdout.write(to_text(screen))

    @contextmanager
    def progress(self, what: str) -> Iterator[Callable[[float], None]]:
        """Show how far a long work is, where somebody looks on; give the function to tell it with, from 0 to 1."""
        if not sys.stderr.isatty() or os.environ.get("TERM") in ("dumb", "unknown"):
            yield lambda part: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(what, total=1.0)
            yield lambda part: bar.update(task, completed=part)

    def write_json(self, value: object) -> None:
        """Print one JSON value and nothing else."""
        from mecoder_cli.contract.plan import dumps

        sys.stdout.write(dumps(value) + "\n")

    @property
    def now(self) -> str:
        """The moment for the journal: the day of ``--as-of`` at midnight, or the time now."""
        if self.as_of is not None:
            return f"{self.day.isoformat()}T00:00:00"
        return datetime.now().astimezone().isoformat(timespec="seconds")

    # --- the person ------------------------------------------------------------------------------------

    def person(self, answers: str | None, settings: Sequence[str]) -> Profile:
        """Return the person: ``--set`` over ``--answers`` over the stored profile.

        With an answers file the stored profile is only read when ``--profile`` names it, so that such a
        run depends on the file alone.
        """
        profile = NOBODY
        if self.uses_profile(answers) and self.profile_name is not None:
            profile, self.notes = self.standing.profile, self.standing.notes
        if answers is None and not settings:
            return profile
        from mecoder_cli.conversation.files import read_answers
        from mecoder_cli.conversation.flags import set_answers

        if answers is not None:
            given = read_answers(self.pathway, answers, sys.stdin.buffer, self.day)
            for question in (*given.answers, *given.unsure):
                profile = profile.with_answer(question, given.answers.get(question))
        return set_answers(self.pathway, profile, settings, self.day)

    def uses_profile(self, answers: str | None) -> bool:
        """Return whether the stored profile is read: not where a file speaks for the person, unless it is named."""
        return answers is None or self._named is not None

    @cached_property
    def _folder(self) -> Path:
        """Where the profiles are kept, by the custom of the system."""
        from platformdirs import user_data_path

        return user_data_path("mecoder", appauthor=False) / "profiles"

    @cached_property
    def store(self) -> Store:
        """The journals of all profiles."""
        from mecoder_cli.cli import changes
        from mecoder_cli.record.store import Store

        # Coordinated time: names that are made of it stay in order on a journey and when the clocks change.
        store = Store(self._folder, datetime.now(UTC).isoformat(timespec="seconds"), changes.begun, _note)
        if self._folder.is_dir():
            store.tidy()
        return store

    @cached_property
    def profile_name(self) -> str | None:
        """The profile in use, or ``None`` when there is none yet.

        ``--profile`` comes first, then ``MECODER_PROFILE``, then the one chosen last, then the only one.

        Raises:
            UsageError: The one named does not exist, or there are several and none was chosen.
            GoneError: The one chosen last is gone.
        """
        named = self._named or os.environ.get("MECODER_PROFILE") or None
        if named is None and not self._folder.is_dir():
            return None
        from mecoder_cli.record.faults import UnknownError

        try:
            return self.store.in_use(named)
        except UnknownError as error:
            raise self.unknown(error) from None

    def unknown(self, error: UnknownError) -> UsageError:
        """Return what to say of a profile that does not exist: how to bring it back, or what was meant."""
        if error.offer:
            return error
        from shlex import quote

        from mecoder_cli.cli.suggest import no_such

        if error.names:
            return no_such("profile", error.name, error.names)
        return UsageError(error.message, f"Make it with: mecoder profile new {quote(error.name)}")

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Every event of the profile in use."""
        return self.store.read(self.profile_name) if self.profile_name else ()

    @cached_property
    def ledger(self) -> Ledger:
        """What the journal of the profile in use amounts to."""
        from mecoder_cli.record.journal import fold

        return fold(self.events)

    @cached_property
    def standing(self) -> Standing:
        """The person in the light of the knowledge, on the session's day."""
        from mecoder_cli.record.standing import standing

        return standing(self.pathway, self.ledger, self.day)

    def keep(self, entries: Sequence[tuple[str, Mapping[str, Any]]]) -> tuple[Event, ...]:
        """Add *entries* to the journal; the first one ever begins the profile ``me``."""
        from mecoder_cli.cli import changes
        from mecoder_cli.record.journal import UNDONE

        name = self.profile_name
        if name is None:
            name = FIRST_PROFILE
            if self.store.begin(name):
                place = self.store.path(name)
                _say(f"A profile called {name!r} was begun; it stays on this computer: {place}")
        # What takes back or corrects an entry was judged by the journal as it was read.
        judged = any(kind == UNDONE or "replaces" in data for kind, data in entries)
        made = self.store.add(name, self.now, entries, len(self.events) if judged else None)
        if made:
            first, last = made[0].id, made[-1].id
            which = f"entry {last}" if first == last else f"entries {first} to {last}"
            changes.made(f"Kept all the same as {which}. To take it back: mecoder undo {last}")
        self.forget()
        return made

    def forget(self) -> None:
        """Read the journal again when it is next asked for."""
        for known in ("events", "ledger", "standing", "profile_name"):
            self.__dict__.pop(known, None)

    def need_profile(self) -> str:
        """Return the profile in use.

        Raises:
            UsageError: There is none yet.
        """
        if self.profile_name is None:
            raise UsageError("there is no profile yet", "Begin with: mecoder plan   (or: mecoder profile new NAME)")
        return self.profile_name


def _note(text: str) -> None:
    """Tell what did not go as wished although the change itself was made."""
    _say(f"mecoder: {text}")


def _say(text: str) -> None:
    """Write a remark; where even that fails, what was done still holds."""
    with suppress(OSError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
