"""Where the journals of all profiles are kept, and everything that is done to one as a whole.

Whatever changes the folder holds its lock, is done or not done as one, and takes effect in one step that the
system makes whole: a commit, or a new name. What follows that step (a backup, tidying up) cannot undo it; where
it fails, that is noted.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing, nullcontext, suppress
from pathlib import Path
from typing import Any

from mecoder_cli.errors import MecoderError, UsageError
from mecoder_cli.record import folded, sqlite
from mecoder_cli.record.advice import LOST, Advice, person_of
from mecoder_cli.record.backups import Copy, Restoration
from mecoder_cli.record.faults import Damage, DamagedError, Missing, NewerError, StoreError, Unfinished, explained
from mecoder_cli.record.folder import Folder
from mecoder_cli.record.journal import Event, Ledger, fold
from mecoder_cli.record.lock import sync_folder
from mecoder_cli.record.names import SUFFIX, counted, free, quoted, stamp  # fmt: skip
from mecoder_cli.record.practice import Practice
from mecoder_cli.record.sqlite import Content


class Store(Folder):
    """The journals of all profiles in one folder."""

    # --- reading and adding ------------------------------------------------------------------------

    def read(self, name: str) -> tuple[Event, ...]:
        """Return every event of *name*, checked.

        Raises:
            DamagedError: The file is not what was written; it has been moved aside.
            NewerError: A newer program wrote it.
            StoreError: It cannot be read.
        """
        return self._content(name).events

    def ledger(self, name: str) -> Ledger:
        """Return what the journal of *name* amounts to; of a long one, a form folded before serves while it is the same.

        Raises:
            DamagedError, NewerError, StoreError: As for :meth:`read`.
        """
        path = self.path(name)
        kept, before = path.with_suffix(folded.SUFFIX), self._fingerprint(path)
        found = folded.load(kept, before)
        if found is not None:
            return found
        ledger = fold(self.read(name))
        # Only what surely was read: another command may have written meanwhile.
        if ledger.total >= folded.WORTH and before == self._fingerprint(path):
            folded.save(kept, before, ledger)
        return ledger

    @staticmethod
    def _forget_folded(path: Path) -> None:
        """Take away the folded form of a journal that is no longer there."""
        with suppress(OSError):
            path.with_suffix(folded.SUFFIX).unlink(missing_ok=True)

    @staticmethod
    def _fingerprint(path: Path) -> str:
        try:
            return folded.fingerprint(path)
        except OSError:
            return ""

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
            self._forget_folded(source)
            self._sync()
            with suppress(OSError):
                self.backups.retire_lost(new)
            if self._back_up(new, content):
                with suppress(OSError):
                    self.backups.drop(old, content)
            if content.events:
                with suppress(*LOST):
                    Advice(self.folder).rename(person_of(old, content.events[0]), person_of(new, content.events[0]))
            with suppress(*LOST):
                Practice(self.folder).rename(old, new)

    def remove(self, name: str) -> Path:
        """Take a profile away and return the copy that stays."""
        source = self.path(name)
        with self._changing():
            content = self._content(name)
            self.backups.folder.mkdir(exist_ok=True, mode=0o700)
            kept = free(self.backups.folder / f"{name}.removed-{stamp(self.now)}{SUFFIX}")
            with self.choice.in_the_same_step(None, name) if self.chosen == name else nullcontext():
                source.rename(kept)
            self._forget_folded(source)
            self._sync()
            with suppress(OSError):
                self.backups.drop(name, content)
            if content.events:
                with suppress(*LOST):
                    Advice(self.folder).forget(person_of(name, content.events[0]))
            with suppress(*LOST):
                Practice(self.folder).forget(name)
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
