"""Copies of journals: made after each entry, kept apart by whose they are, found again when one is needed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from mecoder_cli.record import sqlite
from mecoder_cli.record.faults import Damage, Missing, NewerError, StoreError
from mecoder_cli.record.lock import sync_folder
from mecoder_cli.record.names import BACKUPS, SUFFIX, former_at, free, is_dated, lost_at, stamp
from mecoder_cli.record.sqlite import UNREADABLE, Content, build, read_file

KEPT_DAYS = 5
"""Backups of earlier days that are kept."""
SMALL = 512_000
"""Up to this size every change refreshes the backup; beyond it, every fiftieth entry."""


class Copy(NamedTuple):
    """A file that holds a journal whole, or its beginning."""

    path: Path
    content: Content


class Restoration(NamedTuple):
    """What can be brought back of a journal, before anything is done."""

    content: Content
    lost: int | None
    """Entries that are known to be missing; ``None`` when nothing tells any more."""
    sources: tuple[Path, ...]
    """The files that it comes from: a copy, then damaged files from which more entries could be read."""
    longer: Copy | None
    """A copy under the same name, but of another journal, that holds more."""
    unread: tuple[Path, ...]
    """Files under the same name that cannot be read just now: for want of rights, or written by a newer program."""

    @property
    def best(self) -> Copy | None:
        """What holds most of all that there is."""
        return self.longer or (Copy(self.sources[0], self.content) if self.sources else None)


class _Last(NamedTuple):
    id: int
    at: str
    chain: int

    def begins(self, content: Content) -> bool:
        """Return whether the journal that ends here is the beginning of *content*."""
        return 0 < self.id <= len(content.chains) and content.chains[self.id - 1] == self.chain


class Backups:
    """The copies of the journals in one folder.

    Args:
        folder: Where the journals are.
        now: The moment, ISO; names files that are set apart.
    """

    def __init__(self, folder: Path, now: str) -> None:
        self.folder = folder / BACKUPS
        self.journals = folder
        self.now = now

    def present(self, name: str) -> list[Path]:
        """Return the backups of the present journal, oldest first; those of former ones stay out."""
        found = [path for path in _files(self.folder, name) if path.name.endswith(SUFFIX)]
        latest = self.folder / f"{name}{SUFFIX}"
        return [path for path in found if is_dated(path)] + [path for path in found if path == latest]

    def refresh(self, name: str, content: Content) -> None:
        """Make the backup hold *content*.

        A backup that is not the beginning of *content* belongs to a former journal of that name, and is set apart;
        so is what was lost of former ones, as there is a journal of that name again.

        Raises:
            OSError, sqlite3.Error: It could not be made; the former one stays.
        """
        target = self.folder / f"{name}{SUFFIX}"
        partial = self.folder / f"{name}.part-{os.getpid()}"
        self.folder.mkdir(exist_ok=True, mode=0o700)
        self.retire_lost(name)
        last = _last(target)
        if last is None or not last.begins(content):
            self.retire(name, content)
            last = None
        elif target.stat().st_size > SMALL and len(content.events) - last.id < 50:
            return
        build(partial, content.events)
        if last is not None and last.at[:10] != content.events[-1].day:
            target.replace(self.folder / f"{name}.{last.at[:10]}{SUFFIX}")
        partial.replace(target)
        for old in self.present(name)[: -KEPT_DAYS - 1]:
            old.unlink(missing_ok=True)
        sync_folder(self.folder)

    def retire(self, name: str, content: Content | None = None) -> None:
        """Set apart the backups that are no beginning of *content*, so that they are neither lost nor inherited."""
        for path in self.present(name):
            last = _last(path)
            if content is None or last is None or not last.begins(content):
                rest = path.name[len(name) : -len(SUFFIX)].replace(".", "-")
                path.rename(free(path.with_name(f"{name}.before-{stamp(self.now)}{rest}{SUFFIX}")))

    def retire_lost(self, name: str) -> None:
        """Set apart what was lost of journals of that name: there is one again, and it is not one of those."""
        for path in self.lost(name):
            self.folder.mkdir(exist_ok=True, mode=0o700)
            path.rename(free(self.folder / f"{name}.was-{path.name[len(name) + 1 :]}"))

    def drop(self, name: str, content: Content) -> None:
        """Remove the backups that hold nothing but the beginning of *content*, which is kept elsewhere."""
        self.retire(name, content)
        for path in self.present(name):
            path.unlink(missing_ok=True)

    def share(self, old: str, new: str) -> None:
        """Give the backups of *old* a second name each, after *new*."""
        self.retire(new)
        for path in self.present(old):
            os.link(path, path.with_name(new + path.name[len(old) :]))

    # --- bringing back ----------------------------------------------------------------------------------

    def lost(self, name: str) -> list[Path]:
        """Return the files of journals of that name that were set aside as damaged or removed, oldest first."""
        found = [
            (when, path)
            for folder in (self.journals, self.folder)
            for path in _files(folder, name)
            if (when := lost_at(path)) is not None
        ]
        return [path for _, path in sorted(found)]

    def copies(self, name: str) -> tuple[list[Copy], tuple[Path, ...]]:
        """Return every file under that name that reads whole, the longest first, and those that cannot be read now.

        The journal itself stays out, and so does what is damaged.
        """
        found, unread = [], []
        for folder in (self.folder, self.journals):
            for path in _files(folder, name):
                is_copy = ".layout-" in path.name or path.name.endswith(SUFFIX)
                if not is_copy or path == self.journals / f"{name}{SUFFIX}":
                    continue
                try:
                    found.append(Copy(path, read_file(path)))
                except (NewerError, StoreError):
                    unread.append(path)
                except (Damage, Missing):
                    pass
        return sorted(found, key=lambda copy: -len(copy.content.events)), tuple(unread)

    def restoration(self, name: str) -> Restoration | None:
        """Return the most that can be brought back of the journal that *name* had last; ``None`` where there is nothing.

        Copies under one name can be of several journals: of somebody who was removed, of one begun anew, of one that
        went another way after it was brought back. Those of the last one are told by what is still readable of it;
        where nothing is, or it is gone, by what was its backup then.
        """
        lost, (copies, unread) = self.lost(name), self.copies(name)
        if not (lost or copies or unread):
            return None
        # There is none but the last: as soon as there is a journal of a name again, former ones are set apart.
        last = lost[-1] if lost else None
        content, sources = self._of_the_last(name, last, copies)
        missing: int | None = None
        if last is not None:
            whole = next((copy.content for copy in copies if copy.path == last), None)
            more = whole or sqlite.salvage(last, content)
            if len(more.events) > len(content.events) or more == whole:
                content, sources = more, (*sources, last)
            told = len(whole.events) if whole else sqlite.entries_told(last)
            missing = None if told is None else max(0, told - len(content.events))
        longer = next((copy for copy in copies if len(copy.content.events) > len(content.events)), None)
        return Restoration(content, missing, sources, longer, unread)

    def _of_the_last(
        self, name: str, last: Path | None, copies: list[Copy]
    ) -> tuple[Content, tuple[Path, ...]]:  # fmt: skip
        """Return what copies hold of the journal whose remains are *last*, or which is gone, and the longest of them."""
        marks = sqlite.traces(last) if last else {}
        present = self.present(name)
        best, source = Content((), ()), tuple[Path, ...]()
        rank = (0, False, 0)
        for copy in copies:
            mine = copy.content
            common = [id_ for id_ in marks if 0 < id_ <= len(mine.chains)]
            agreed = max((id_ for id_ in common if mine.chains[id_ - 1] == marks[id_]), default=0)
            if not agreed:
                its_own = copy.path in present if present else self._was_its(copy.path, last)
                if common or not its_own:
                    continue
            elif last and agreed < max(common):
                # It parts from the journal after that entry, unless only a checksum is damaged there.
                other = sqlite.salvage(last, mine.first(agreed))
                if len(other.events) > agreed:
                    mine = other
                elif not sqlite.holds(last, mine.events[agreed]):
                    mine = mine.first(agreed)
            # What agrees for longest counts most: of two branches, only one goes on as the journal did.
            this = (agreed, copy.path in present, len(mine.events))
            if mine.events and this > rank:
                best, source, rank = mine, (copy.path,), this
        return best, source

    def _was_its(self, path: Path, last: Path | None) -> bool:
        """Return whether *path* was set apart after *last* was lost: then it was its backup until then."""
        when, lost = former_at(path), lost_at(last) if last else None
        return when is not None and lost is not None and when >= lost[0]


def _files(folder: Path, name: str) -> Iterator[Path]:
    """Return the files of the profile *name* in *folder*, by name.

    Raises:
        OSError: The folder cannot be read.
    """
    try:
        with os.scandir(folder) as found:
            names = sorted(entry.name for entry in found)
    except (FileNotFoundError, NotADirectoryError):
        names = []
    return (folder / one for one in names if one.startswith(f"{name}."))


def _last(path: Path) -> _Last | None:
    """Return the last entry of a copy; ``None`` where it is empty or cannot be read."""
    with suppress(*UNREADABLE), closing(sqlite.connect(path)) as connection:
        row = connection.execute("SELECT id, at, chain FROM event ORDER BY id DESC LIMIT 1").fetchone()
        if row and isinstance(row[1], str):
            return _Last(*row)
    return None
