"""Copies of journals: made after each entry, kept apart by whose they are, found again when one is needed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from mecoder_cli.record import sqlite
from mecoder_cli.record.names import BACKUPS, SUFFIX, free, is_dated, lost_at, stamp
from mecoder_cli.record.sqlite import UNREADABLE, Content, Damage, Missing, NewerError, StoreError, build, read_file

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

        A backup that is not the beginning of *content* belongs to a former journal of that name, and is set apart.

        Raises:
            OSError, sqlite3.Error: It could not be made; the former one stays.
        """
        target = self.folder / f"{name}{SUFFIX}"
        partial = self.folder / f"{name}.part-{os.getpid()}"
        self.folder.mkdir(exist_ok=True, mode=0o700)
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
        sqlite.sync_folder(self.folder)

    def retire(self, name: str, content: Content | None = None) -> None:
        """Set apart the backups that are no beginning of *content*, so that they are neither lost nor inherited."""
        for path in self.present(name):
            last = _last(path)
            if content is None or last is None or not last.begins(content):
                rest = path.name[len(name) : -len(SUFFIX)].replace(".", "-")
                path.rename(free(path.with_name(f"{name}.before-{stamp(self.now)}{rest}{SUFFIX}")))

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

    def copies(self, name: str) -> list[Copy]:
        """Return every file under that name that reads whole, the longest first; the journal itself stays out."""
        found = []
        for folder in (self.folder, self.journals):
            for path in _files(folder, name):
                copy = ".layout-" in path.name or path.name.endswith(SUFFIX)
                if copy and path != self.journals / f"{name}{SUFFIX}":
                    with suppress(Damage, Missing, NewerError, StoreError):
                        found.append(Copy(path, read_file(path)))
        return sorted(found, key=lambda copy: -len(copy.content.events))

    def restoration(self, name: str) -> Restoration | None:
        """Return the most that can be brought back of the journal that *name* had last; ``None`` where there is nothing.

        Journals of the same name can be several people's, or one begun anew: only copies of the one that was lost
        last are used. What is readable of it says which those are; where nothing is, the backups that were not set
        apart do.
        """
        lost, copies = self.lost(name), self.copies(name)
        if not lost and not copies:
            return None
        mine = self._of_the_same(name, lost[-1] if lost else None, copies)
        content, sources = Content((), ()), []
        if mine:
            content, sources = mine[0].content, [mine[0].path]
        for path in reversed(lost):
            more = sqlite.salvage(path, content)
            if len(more.events) > len(content.events):
                content = more
                sources.append(path)
        told: int | None = 0
        if lost and all(copy.path != lost[-1] for copy in mine):
            told = sqlite.entries_told(lost[-1])
        missing = None if told is None else max(0, told - len(content.events))
        longer = next((copy for copy in copies if len(copy.content.events) > len(content.events)), None)
        return Restoration(content, missing, tuple(sources), longer)

    def _of_the_same(self, name: str, lost: Path | None, copies: list[Copy]) -> list[Copy]:
        """Return those of *copies* that are of the journal that was lost last, the longest first."""
        marks = sqlite.traces(lost) if lost else {}
        present = self.present(name)

        def agrees(copy: Copy) -> bool:
            return any(
                copy.content.chains[id_ - 1] == mark
                for id_, mark in marks.items()
                if 0 < id_ <= len(copy.content.chains)
            )

        def silent(copy: Copy) -> bool:
            return not any(0 < id_ <= len(copy.content.chains) for id_ in marks)

        sure = [copy for copy in copies if agrees(copy) or (copy.path in present and silent(copy))]
        if not sure and not marks:
            sure = copies[:1]
        return [copy for copy in copies if any(copy.content.begins_like(one.content) for one in sure)]


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
