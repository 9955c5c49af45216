"""The folder of all journals: who is there, who is in use, and the lock under which anything changes."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from mecoder_cli.errors import UsageError
from mecoder_cli.files import LEFTOVER_SECONDS
from mecoder_cli.record.backups import Backups
from mecoder_cli.record.choice import Choice
from mecoder_cli.record.faults import Damage, GoneError, StoreError, UnknownError, explained
from mecoder_cli.record.lock import locked
from mecoder_cli.record.names import BACKUPS, SUFFIX, checked_name, counted, is_leftover, is_name, quoted  # fmt: skip


class Folder:
    """Where the journals of all profiles are.

    Args:
        folder: Where they live; made when something is first written.
        now: The moment, ISO; names files that are set aside.
        begun: Called when a change begins: from then on Ctrl-C must wait until the person was told of it.
        note: Called with what did not go as wished although the change itself was made.
    """

    def __init__(
        self,
        folder: Path,
        now: str,
        begun: Callable[[], None] = lambda: None,
        note: Callable[[str], None] = lambda text: None,
    ) -> None:
        self.folder = folder
        self.now = now
        self.backups = Backups(folder, now)
        self.choice = Choice(folder)
        self._begun = begun
        self._note = note
        self._depth = 0

    # --- names -------------------------------------------------------------------------------------

    def path(self, name: str) -> Path:
        """Return the file of the profile *name*."""
        return self.folder / f"{checked_name(name)}{SUFFIX}"

    def names(self) -> list[str]:
        """Return the profiles that exist, in alphabetical order."""
        with explained(self.folder, "read"):
            try:
                found = [entry.name for entry in os.scandir(self.folder) if entry.name.endswith(SUFFIX)]
            except FileNotFoundError:
                return []
        stems = (name[: -len(SUFFIX)] for name in found)
        return sorted((stem for stem in stems if "." not in stem), key=str.casefold)

    def set_aside(self) -> dict[str, Path]:
        """Return the damaged files of profiles that were neither restored nor begun anew; the newest of each."""
        found: dict[str, Path] = {}
        if self.folder.is_dir():
            for path in sorted(self.folder.glob(f"*.damaged-*{SUFFIX}")):
                name = path.name.split(".damaged-")[0]
                if not self.path(name).exists():
                    found[name] = path
        return found

    @property
    def chosen(self) -> str | None:
        """The name of the profile that was chosen last, whether or not it is still there."""
        return self.choice.name

    def choose(self, name: str) -> None:
        """Make *name* the profile that is used when none is named."""
        with self._changing():
            self.choice.write(name)

    def in_use(self, named: str | None) -> str | None:
        """Return the profile that a command is for: the one *named*, else the one chosen last, else the only one.

        Raises:
            GoneError: The one chosen is not there. Another person's is never taken in its place.
            UsageError: The one named does not exist, or there are several and none was chosen.
        """
        try:
            return self._look(named)
        except (GoneError, UsageError):
            # Another process may be about to give it another name.
            with self._second_look():
                return self._look(named)

    def existing(self, name: str) -> str:
        """Return *name*.

        Raises:
            UnknownError: There is no such profile.
        """
        if name not in self.names():
            with self._second_look():
                names = self.names()
                if name not in names:
                    raise self._unknown(name, names)
        return name

    def _look(self, named: str | None) -> str | None:
        names, aside = self.names(), self.set_aside()
        wanted = named if named is not None else self.chosen
        if wanted is not None:
            if wanted in names or wanted in aside:
                return wanted
            raise self._unknown(wanted, names) if named is not None else self._gone(wanted, names)
        # A damaged profile is still somebody's: another person's must not be taken in its place.
        people = [*names, *aside]
        if len(people) > 1:
            raise UsageError(
                f"there are {len(people)} profiles: {', '.join(people)}",
                "Name one with --profile NAME, or choose one with: mecoder profile use NAME",
            )
        return people[0] if people else None

    def _gone(self, name: str, names: Sequence[str]) -> GoneError:
        other = "Use another with: mecoder profile use NAME   " if names else ""
        return GoneError(
            f"the journal of the profile in use, {name!r}, is gone: {self.path(name)} is not there",
            f"{self._offer(name)}   {other}Begin it anew with: mecoder profile new {quoted(name)}",
        )

    def _unknown(self, name: str, names: Sequence[str] = ()) -> UnknownError:
        offer = self._offer(name) if is_name(name) and self._can_restore(name) else ""
        return UnknownError(name, names, offer)

    def _can_restore(self, name: str) -> bool:
        with suppress(OSError):
            return self.backups.restoration(name) is not None
        return False

    def _offer(self, name: str) -> str:
        """Return how to bring *name* back, and how much there is of it."""
        try:
            found = self.backups.restoration(name)
        except OSError as error:
            return f"Its backups cannot be read: {error.strerror}."
        restore = f"mecoder profile restore {quoted(name)}"
        if found is None:
            return "There is no backup of it."
        return f"{counted(len(found.content.events))} of it can be brought back with: {restore}"

    # --- the lock ----------------------------------------------------------------------------------

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Hold the lock of the folder while something is changed; failures of the disk are told as ours."""
        try:
            with explained(self.folder, "use"):
                self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                with self._locked():
                    self._begun()
                    yield
        except Damage as trouble:
            raise StoreError(
                f"cannot use {self.folder}: {trouble}", "Check the disk; nothing was changed."
            ) from trouble

    @contextmanager
    def _locked(self) -> Iterator[None]:
        if self._depth:
            yield
            return
        with locked(self.folder):
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1

    @contextmanager
    def _second_look(self) -> Iterator[None]:
        """Hold the lock, where it can be had, to look once more before something is taken for damaged or gone.

        Raises:
            StoreError: Another process holds it.
        """
        lock = self._locked()
        try:
            lock.__enter__()
        except (OSError, sqlite3.Error) as error:
            if str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_BUSY"):
                raise StoreError(
                    f"{self.folder} is in use by another process", "Try again in a moment; nothing was changed."
                ) from error
            # Where nothing can be written, nobody else is writing; nothing is moved then either.
            yield
            return
        try:
            yield
        finally:
            lock.__exit__(None, None, None)

    def tidy(self) -> None:
        """Clear away what killed commands left behind over an hour ago, and settle which profile is in use."""
        before = datetime.fromisoformat(self.now).timestamp() - LEFTOVER_SECONDS
        for folder in (self.folder, self.folder / BACKUPS):
            with suppress(OSError):
                for path in folder.iterdir():
                    if is_leftover(path):
                        with suppress(OSError):
                            if path.stat().st_mtime < before:
                                path.unlink(missing_ok=True)
        with suppress(OSError, sqlite3.Error, StoreError):
            if self.choice.is_unsettled:
                with self._locked():
                    self.choice.write(self.chosen)
