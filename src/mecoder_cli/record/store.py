"""Where the journals of all profiles are kept, and everything that is done to one as a whole.

Whatever changes the folder holds its lock, is done or not done as one, and takes effect in one step that the
system makes whole: a commit, or a new name. What follows that step (a backup, tidying up) cannot undo it; where
it fails, that is noted.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from mecoder_cli.errors import MecoderError, UsageError
from mecoder_cli.files import LEFTOVER_SECONDS
from mecoder_cli.record import sqlite
from mecoder_cli.record.backups import Backups, Copy, Restoration
from mecoder_cli.record.choice import Choice
from mecoder_cli.record.faults import (
    Damage,
    DamagedError,
    GoneError,
    Missing,
    NewerError,
    StoreError,
    Unfinished,
    UnknownError,
    explained,
)
from mecoder_cli.record.journal import Event
from mecoder_cli.record.lock import locked, sync_folder
from mecoder_cli.record.names import (
    BACKUPS,
    SUFFIX,
    checked_name,
    counted,
    free,
    is_leftover,
    is_name,
    quoted,
    stamp,
)  # fmt: skip
from mecoder_cli.record.sqlite import Content


class Store:
    """The journals of all profiles in one folder.

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

    # --- reading and adding ------------------------------------------------------------------------

    def read(self, name: str) -> tuple[Event, ...]:
        """Return every event of *name*, checked.

        Raises:
            DamagedError: The file is not what was written; it has been moved aside.
            NewerError: A newer program wrote it.
            StoreError: It cannot be read.
        """
        return self._content(name).events

    def _content(self, name: str) -> Content:
        path = self.path(name)
        try:
            return sqlite.read_file(path, alone=self._depth > 0)
        except (Damage, Missing, Unfinished):
            with self._second_look():
                try:
                    return sqlite.read_file(path)
                except (Damage, Missing) as trouble:
                    raise self._told(name, trouble) from trouble

    def add(
        self, name: str, at: str, entries: Sequence[tuple[str, Mapping[str, Any]]], seen: int | None = None
    ) -> tuple[Event, ...]:  # fmt: skip
        """Add *entries* in one piece and return them as events, once they are on the disk.

        Args:
            name: The profile.
            at: When they are told.
            entries: Kind and data of each.
            seen: How many entries the journal must still have, where what is added was judged by them.

        Raises:
            DamagedError, NewerError, StoreError: As for :meth:`read`, or the journal grew; nothing was added.
        """
        path = self.path(name)
        with self._changing():
            try:
                with explained(path, "use"), closing(sqlite.connect(path)) as connection:
                    content = sqlite.add(connection, at, entries, seen)
            except (Damage, Missing) as trouble:
                self._content(name)  # what cannot be read either is set aside and told
                # Damage where nothing is read from: all can be brought back from it.
                if getattr(trouble.__cause__, "sqlite_errorname", "") in ("SQLITE_CORRUPT", "SQLITE_NOTADB"):
                    assert isinstance(trouble, Damage)
                    raise self._told(name, trouble) from trouble
                raise StoreError(f"cannot write {path}: {trouble}", "Try again; nothing was changed.") from trouble
            self._back_up(name, content)
        return content.events[-len(entries) :] if entries else ()

    def _back_up(self, name: str, content: Content) -> bool:
        """Refresh the copy of a journal; one that cannot be made does not undo what was written."""
        try:
            if content.events:
                self.backups.refresh(name, content)
        except (OSError, sqlite3.Error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self._note(f"The backup could not be made: {reason}: {self.backups.folder}")
            return False
        return True

    def begin(self, name: str) -> bool:
        """Make sure that there is a profile *name* and choose it; return whether it was made just now."""
        try:
            self.create(name, chosen=True)
        except UsageError:
            # Another process was a moment faster; both are the same person's.
            if self.path(name).exists():
                return False
            raise
        return True

    def create(self, name: str, events: Sequence[Event] = (), *, chosen: bool | None = False) -> None:
        """Begin the journal of a new profile, holding *events* to start with, and use it if *chosen*.

        With ``None`` it is used only where nobody else is there: whoever is in use stays so.

        Raises:
            UsageError: The name is taken or cannot be used.
            StoreError: The folder cannot be written.
        """
        path = self.path(name)
        with self._changing():
            self._refuse_taken(name)
            if chosen is None:
                chosen = self._is_first()
            partial = self.folder / f"{name}.new-{os.getpid()}"
            sqlite.build(partial, events)
            try:
                with self.choice.in_the_same_step(name, self.chosen) if chosen else nullcontext():
                    self._bury_journal(path)
                    self._name(partial, path)
            except FileExistsError:
                raise UsageError(f"a profile called {name!r} exists already") from None
            finally:
                with suppress(OSError):
                    partial.unlink(missing_ok=True)
            self._sync()
            content = sqlite.chained(events)
            with suppress(OSError):
                self.backups.retire(name, content)
                self.backups.retire_lost(name)
            self._back_up(name, content)

    def _is_first(self) -> bool:
        """Return whether nobody is there yet; the only one there, in use without having been chosen, is chosen."""
        people = [*self.names(), *self.set_aside()]
        if self.chosen is None and len(people) == 1:
            self.choice.write(people[0])
        return not people and self.chosen is None

    def _name(self, partial: Path, path: Path) -> None:
        """Give a finished file its name; it never takes the place of another."""
        try:
            os.link(partial, path)
        except FileExistsError:
            raise
        except OSError:
            # Where a file can have one name only, the lock keeps others from taking it meanwhile.
            if path.exists():
                raise FileExistsError from None
            partial.rename(path)

    def _refuse_taken(self, name: str, but: str = "") -> None:
        twin = next((one for one in self.names() if one.casefold() == name.casefold() and one != but), None)
        if twin is not None:
            raise UsageError(f"a profile called {twin!r} exists already", "Choose another name: mecoder profile list")

    def _bury_journal(self, path: Path) -> None:
        """Move away the unfinished change of a file that is gone; SQLite would apply it to the one that comes."""
        stale = path.with_name(path.name + "-journal")
        if stale.exists() and not path.exists():
            stale.rename(path.with_name(f"{path.name[: -len(SUFFIX)]}.stale-{stamp(self.now)}{SUFFIX}-journal"))

    # --- names again: rename and remove --------------------------------------------------------------

    def rename(self, old: str, new: str) -> None:
        """Give a profile another name.

        Raises:
            UsageError: The new name is taken or cannot be used.
        """
        source, target = self.path(old), self.path(new)
        if old == new:
            return
        with self._changing():
            self._refuse_taken(new, old)
            content = self._content(old)  # this also ends what a killed command left unfinished
            with suppress(OSError):
                self.backups.share(old, new)
            with self.choice.in_the_same_step(new, old) if self.chosen == old else nullcontext():
                self._bury_journal(target)
                source.rename(target)
            self._sync()
            with suppress(OSError):
                self.backups.retire_lost(new)
            if self._back_up(new, content):
                with suppress(OSError):
                    self.backups.drop(old, content)

    def remove(self, name: str) -> Path:
        """Take a profile away and return the copy that stays."""
        source = self.path(name)
        with self._changing():
            content = self._content(name)
            self.backups.folder.mkdir(exist_ok=True, mode=0o700)
            kept = free(self.backups.folder / f"{name}.removed-{stamp(self.now)}{SUFFIX}")
            with self.choice.in_the_same_step(None, name) if self.chosen == name else nullcontext():
                source.rename(kept)
            self._sync()
            with suppress(OSError):
                self.backups.drop(name, content)
        return kept

    def _sync(self) -> None:
        """Make the last change of a name durable."""
        try:
            sync_folder(self.folder)
        except OSError as error:
            self._note(f"It may be undone by a power cut: {error.strerror}: {self.folder}")

    # --- damage -------------------------------------------------------------------------------------

    def _told(self, name: str, trouble: Damage | Missing) -> MecoderError:
        """Return what to say of a journal that cannot be read; a damaged one is moved aside."""
        path = self.path(name)
        if isinstance(trouble, Damage):
            why, aside = str(trouble), self._move_aside(name, path)
        else:
            found = self.set_aside().get(name)
            if found is None:
                return self._unknown(name)
            why, aside = "it was found damaged before", found
        where = f"It was moved to {aside}" if aside != path else f"It could not be moved aside from {path}"
        return DamagedError(
            f"the journal of the profile {name!r} is damaged: {why}. {where}",
            f"{self._offer(name)}   Or begin anew: mecoder profile new {quoted(name)}",
        )

    def _move_aside(self, name: str, path: Path) -> Path:
        """Move a damaged journal out of the way, what it left unfinished first, and return where it is."""
        if not self._depth:
            return path
        aside = free(self.folder / f"{name}.damaged-{stamp(self.now)}{SUFFIX}")
        try:
            with suppress(FileNotFoundError):
                path.with_name(path.name + "-journal").rename(aside.with_name(aside.name + "-journal"))
            path.rename(aside)
        except OSError:
            return path
        return aside

    def restoration(self, name: str, source: Path | None = None) -> Restoration:
        """Return what can be brought back of a journal that is damaged, removed or gone: the most, or one copy.

        Args:
            name: The profile.
            source: The copy to bring back, instead of the most that there is.

        Raises:
            UsageError: The journal is there and sound, nothing is left of it, or *source* cannot be read whole.
            NewerError: A newer program wrote it.
        """
        if self.path(name).exists():
            with suppress(DamagedError):
                count = len(self._content(name).events)
                raise UsageError(
                    f"there is nothing to restore: the journal of {name!r} is there and sound, with {counted(count)}",
                    "See it with: mecoder history",
                )
        with explained(self.backups.folder, "read"):
            found = self.backups.restoration(name)
        if source is not None:
            copy = self._copy(source)
            best = found.best if found else None
            longer = best if best and len(best.content.events) > len(copy.content.events) else None
            return Restoration(copy.content, None, (source,), longer, ())
        if found is None:
            raise UsageError(f"nothing is there to restore for {name!r}", "See the profiles with: mecoder profile list")
        return found

    def _copy(self, path: Path) -> Copy:
        try:
            return Copy(path, sqlite.read_file(path))
        except (Damage, Missing, NewerError) as error:
            reason = str(error) or "it is not there"
            raise UsageError(f"{path} is no sound copy of a journal: {reason}", "Leave --from away.") from error
