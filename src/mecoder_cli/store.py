"""Where journals are kept: one SQLite file a person, only ever added to.

Every row carries a checksum over all that came before it, and ids count up
without gaps, so that a lost or changed entry is noticed and never passed over.
A command returns only after the entry is on the disk.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from mecoder_cli.errors import INVALID_DATA, MecoderError, UsageError
from mecoder_cli.journal import Event

VERSION = 1
"""The layout written by this program, in ``PRAGMA user_version``."""
APPLICATION = 0x6D636472
"""``mcdr``: marks the file as ours."""
SUFFIX = ".sqlite3"
KEPT_DAYS = 5
"""Backups of earlier days that are kept."""
WAIT_SECONDS = 30
"""How long to wait for another process that is writing."""
SMALL = 512_000
"""Up to this size every entry refreshes the backup; beyond it, every fiftieth."""

_DATED = re.compile(r"\.\d{4}-\d\d-\d\d\.sqlite3\Z")
_NAME = re.compile(r"\w[\w \-]{0,39}\Z")
_SCHEMA = f"""
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {VERSION};
CREATE TABLE event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL,
  chain INTEGER NOT NULL
) STRICT;
CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER event_kept BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
"""

Migration = Callable[[sqlite3.Connection], None]
MIGRATIONS: Mapping[int, Migration] = {}
"""From each older layout to the next one; a backup is made before the first."""


class StoreError(MecoderError):
    """The journal cannot be read or written for a reason outside of it: disk, rights, another process."""

    code = "store"


class DamagedError(MecoderError):
    """A journal is not what was written."""

    exit_code = INVALID_DATA
    code = "damaged"


class NewerError(MecoderError):
    """A journal was written by a newer program; it is left alone."""

    exit_code = INVALID_DATA
    code = "newer"


class _Damage(Exception):
    """What is wrong with a file; turned into :class:`DamagedError` with its place and cure."""


class Restored(NamedTuple):
    """What came back from a damaged journal."""

    kept: int
    lost: int | None
    """Entries that are known to be missing; ``None`` when the damaged file no longer tells."""
    backup: Path | None


class Store:
    """The journals of all profiles in one folder.

    Args:
        folder: Where they live; made when something is first written.
        now: The moment, ISO; names files that are set aside.
    """

    def __init__(self, folder: Path, now: str) -> None:
        self.folder = folder
        self.now = now

    # --- names -------------------------------------------------------------------------------------

    def path(self, name: str) -> Path:
        """Return the file of the profile *name*."""
        return self.folder / f"{checked_name(name)}{SUFFIX}"

    def names(self) -> list[str]:
        """Return the profiles that exist, in alphabetical order."""
        with _explained(self.folder, "read"):
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
        try:
            name = (self.folder / "current").read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            return None
        return name if _NAME.match(name) else None

    def choose(self, name: str) -> None:
        """Make *name* the profile that is used when none is named."""
        with _explained(self.folder, "write"):
            partial = self.folder / f"current.{os.getpid()}"
            partial.write_text(name + "\n", encoding="utf-8")
            partial.replace(self.folder / "current")

    # --- reading and adding ------------------------------------------------------------------------

    def read(self, name: str) -> tuple[Event, ...]:
        """Return every event of *name*, checked.

        Raises:
            DamagedError: The file is not what was written; it has been moved aside.
            NewerError: A newer program wrote it.
            StoreError: It cannot be read.
        """
        path = self.path(name)
        with self._guarded(name, path):
            return _read(path)

    def add(self, name: str, at: str, entries: Sequence[tuple[str, Mapping[str, Any]]]) -> tuple[Event, ...]:
        """Add *entries* in one piece and return them as events, once they are on the disk.

        Raises:
            DamagedError, NewerError, StoreError: As for :meth:`read`; nothing was added.
        """
        path = self.path(name)
        with self._guarded(name, path), closing(_connect(path)) as connection:
            _check_layout(connection)
            connection.execute("BEGIN IMMEDIATE")
            try:
                made = _insert(connection, at, entries)
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise
            self._back_up(name, connection, made)
        return made

    def begin(self, name: str) -> bool:
        """Make sure that there is a profile *name* and choose it; return whether it was made just now."""
        try:
            self.create(name)
        except UsageError:
            # Another process was a moment faster; both are the same person's.
            if self.path(name).exists():
                return False
            raise
        self.choose(name)
        return True

    def create(self, name: str, events: Sequence[Event] = ()) -> None:
        """Begin the journal of a new profile, holding *events* to start with.

        Raises:
            UsageError: The name is taken or cannot be used.
            StoreError: The folder cannot be written.
        """
        path = self.path(name)
        twin = next((other for other in self.names() if other.casefold() == name.casefold()), None)
        if twin is not None:
            raise UsageError(f"a profile called {twin!r} exists already", "Choose another name: mecoder profile list")
        with _explained(self.folder, "write"):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._retire_backups(name)
            partial = self.folder / f"{name}.new-{os.getpid()}"
            partial.unlink(missing_ok=True)
            os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            try:
                with closing(_connect(partial)) as connection:
                    connection.executescript(_SCHEMA)
                    connection.execute("BEGIN IMMEDIATE")
                    for event in events:
                        _insert(connection, event.at, [(event.kind, event.data)])
                    connection.execute("COMMIT")
                # A link fails where the name was taken meanwhile; a rename would overwrite it.
                os.link(partial, path)
            except FileExistsError:
                raise UsageError(f"a profile called {name!r} exists already") from None
            finally:
                partial.unlink(missing_ok=True)
            _sync_folder(self.folder)
            if events:
                with closing(_connect(path)) as connection:
                    self._back_up(name, connection, events)

    # --- names again: rename and remove --------------------------------------------------------------

    def rename(self, old: str, new: str) -> None:
        """Give a profile another name.

        Raises:
            UsageError: The new name is taken or cannot be used.
        """
        source, target = self.path(old), self.path(new)
        if any(other.casefold() == new.casefold() != old.casefold() for other in self.names()):
            raise UsageError(f"a profile called {new!r} exists already", "Choose another name: mecoder profile list")
        self.read(old)
        was_current = self.chosen == old
        with _explained(self.folder, "write"):
            self._retire_backups(new)
            source.rename(target)
            for backup in self._backups(old):
                backup.rename(backup.with_name(new + backup.name[len(old) :]))
            _sync_folder(self.folder)
        if was_current:
            self.choose(new)

    def remove(self, name: str) -> Path:
        """Take a profile away and return the backup that stays."""
        source = self.path(name)
        kept = self.folder / "backups" / f"{name}.removed-{_stamp(self.now)}{SUFFIX}"
        with _explained(self.folder, "write"):
            kept.parent.mkdir(exist_ok=True, mode=0o700)
            kept = _free(kept)
            source.rename(kept)
            for backup in self._backups(name):
                backup.unlink()
            if self.chosen == name:
                (self.folder / "current").unlink(missing_ok=True)
            _sync_folder(self.folder)
        return kept

    # --- backups and damage -------------------------------------------------------------------------

    def _backups(self, name: str) -> list[Path]:
        """Return the backups of the present journal, oldest first; those of former ones stay out."""
        folder = self.folder / "backups"
        dated = [path for path in sorted(folder.glob(f"{name}.*{SUFFIX}")) if _DATED.search(path.name)]
        return dated + sorted(folder.glob(f"{name}{SUFFIX}"))

    def _retire_backups(self, name: str) -> None:
        """Set the backups of a former journal of that name apart, so that a new one neither loses nor inherits them."""
        for backup in self._backups(name):
            rest = backup.name[len(name) : -len(SUFFIX)].replace(".", "-")
            backup.rename(_free(backup.with_name(f"{name}.before-{_stamp(self.now)}{rest}{SUFFIX}")))

    def _back_up(self, name: str, connection: sqlite3.Connection, made: Sequence[Event]) -> None:
        """Refresh the copy beside the journal; a copy that cannot be made does not fail the command."""
        folder = self.folder / "backups"
        target = folder / f"{name}{SUFFIX}"
        partial = folder / f"{name}.{os.getpid()}.part"
        try:
            folder.mkdir(exist_ok=True, mode=0o700)
            if target.exists():
                if target.stat().st_size > SMALL and made[-1].id % 50:
                    return
                day = _day_of(target)
                if day and day != made[-1].day:
                    target.replace(folder / f"{name}.{day}{SUFFIX}")
            os.close(os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600))
            with closing(sqlite3.connect(partial)) as copy:
                connection.backup(copy)
            partial.replace(target)
            for old in self._backups(name)[: -KEPT_DAYS - 1]:
                old.unlink(missing_ok=True)
        except (OSError, sqlite3.Error):
            partial.unlink(missing_ok=True)

    @contextmanager
    def _guarded(self, name: str, path: Path) -> Iterator[None]:
        """Turn whatever goes wrong with *path* into an error that tells the cure."""
        aside = None
        try:
            with _explained(path, "use"):
                yield
            return
        except _Missing:
            aside = self.set_aside().get(name)
            if aside is None:
                raise UsageError(f"no profile is called {name!r}", "See them with: mecoder profile list") from None
            why = "it was found damaged before"
        except _Damage as damage:
            why = str(damage)
            aside = self._move_aside(name, path)
        restore = f"mecoder profile restore {_quoted(name)}"
        best = self.best_backup(name)
        offer = (
            f"The last good backup holds {best[1]} entries"
            if best
            else "There is no backup; restoring saves what can still be read"
        )
        raise DamagedError(
            f"the journal of the profile {name!r} is damaged: {why}. It was moved to {aside}",
            f"{offer}. Bring it back with: {restore}   Or begin anew: mecoder profile new {_quoted(name)}",
        )

    def _move_aside(self, name: str, path: Path) -> Path:
        aside = _free(self.folder / f"{name}.damaged-{_stamp(self.now)}{SUFFIX}")
        try:
            path.rename(aside)
            with suppress(FileNotFoundError):
                path.with_name(path.name + "-journal").rename(aside.with_name(aside.name + "-journal"))
        except FileNotFoundError:
            return self.set_aside().get(name, aside)
        except OSError:
            return path
        return aside

    def best_backup(self, name: str) -> tuple[Path, int] | None:
        """Return the sound backup that holds most, and how many entries it holds."""
        best: tuple[Path, int] | None = None
        for path in self._backups(name):
            try:
                count = len(_read(path))
            except (_Damage, _Missing, NewerError, sqlite3.Error, OSError):
                continue
            if best is None or count > best[1]:
                best = (path, count)
        return best

    def restore(self, name: str) -> Restored:
        """Put a damaged journal together again: from the backup, and from what can still be read.

        A profile that was removed comes back from the backup that stayed.

        Raises:
            UsageError: Nothing was set aside under that name.
        """
        aside = self.set_aside().get(checked_name(name))
        if aside is None and not self.path(name).exists():
            removed = sorted((self.folder / "backups").glob(f"{name}.removed-*{SUFFIX}"))
            if removed:
                events = _read(removed[-1])
                self.create(name, events)
                return Restored(len(events), 0, removed[-1])
        if aside is None:
            raise UsageError(f"nothing is there to restore for {name!r}", "See the profiles with: mecoder profile list")
        best = self.best_backup(name)
        known: list[tuple[Event, int]] = _with_chains(_read(best[0])) if best else []
        salvaged, told = _salvage(aside, known)
        self.create(name, tuple(event for event, _ in [*known, *salvaged]))
        kept = len(known) + len(salvaged)
        lost = None if told is None else max(0, told - kept)
        return Restored(kept, lost, best[0] if best else None)


def checked_name(name: str) -> str:
    """Return *name* if a profile can be called so.

    Raises:
        UsageError: It cannot.
    """
    if not _NAME.match(name) or name != name.strip():
        raise UsageError(
            f"{name!r} cannot be the name of a profile",
            "Use letters, digits, spaces, - or _; at most 40, such as: mecoder profile new anna",
        )
    return name


class _Missing(Exception):
    """There is no such file."""


@contextmanager
def _explained(place: Path, doing: str) -> Iterator[None]:
    """Turn the failures of disk and database into ours."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", None) or "SQLITE_ERROR"
        if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
            raise StoreError(
                f"cannot {doing} {place}: {error}", "Free some space, then try again; nothing was changed."
            ) from error
        if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
            raise StoreError(
                f"cannot {doing} {place}: {error}", "Check the rights of the folder; nothing was changed."
            ) from error
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise StoreError(
                f"{place} is in use by another process", "Try again in a moment; nothing was changed."
            ) from error
        raise _Damage(str(error)) from error
    except OSError as error:
        raise StoreError(
            f"cannot {doing} {place}: {error.strerror}", "Check the disk and the rights of the folder."
        ) from error


def _connect(path: Path) -> sqlite3.Connection:
    if not path.exists():
        raise _Missing
    if path.stat().st_size == 0 and ".new-" not in path.name:
        raise _Damage("the file is empty")
    # Percent and question mark would be read as parts of an address.
    address = str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    connection = sqlite3.connect(f"file:{address}?mode=rw", uri=True, isolation_level=None, timeout=WAIT_SECONDS)
    try:
        # EXTRA also syncs the folder, so that a commit cannot come undone with the power.
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _check_layout(
    connection: sqlite3.Connection, migrations: Mapping[int, Migration] = MIGRATIONS, version: int = VERSION
) -> None:
    """Refuse a file that is not ours or newer than we are; bring an older one up to date."""
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
        raise _Damage("it is not a journal of mecoder")
    if found > version:
        raise NewerError(
            f"the journal was written by a newer mecoder (layout {found}, this one knows {version})",
            "Update mecoder. The file was left as it is.",
        )
    if found < 1:
        raise _Damage(f"its layout is {found}")
    if found < version:
        migrate(connection, found, version, migrations)


def migrate(connection: sqlite3.Connection, found: int, version: int, migrations: Mapping[int, Migration]) -> None:
    """Bring a journal from layout *found* to *version*, all or nothing, after a backup beside it."""
    path = Path(connection.execute("PRAGMA database_list").fetchone()[2])
    backup = path.with_name(f"{path.name}.layout-{found}")
    if not backup.exists():
        partial = path.with_name(f"{path.name}.layout-{found}.part-{os.getpid()}")
        os.close(os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600))
        with closing(sqlite3.connect(partial)) as copy:
            connection.backup(copy)
        partial.replace(backup)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        # Another process may have done it while we waited.
        now = connection.execute("PRAGMA user_version").fetchone()[0]
        for step in range(now, version):
            migrations[step](connection)
        connection.execute(f"PRAGMA user_version = {int(version)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _row(id_: int, at: str, kind: str, data: str) -> bytes:
    return f"{id_}\x1f{at}\x1f{kind}\x1f{data}\x1e".encode()


def _insert(
    connection: sqlite3.Connection, at: str, entries: Sequence[tuple[str, Mapping[str, Any]]]
) -> tuple[Event, ...]:
    last = connection.execute("SELECT id, chain FROM event ORDER BY id DESC LIMIT 1").fetchone()
    id_, chain = last or (0, 0)
    made = []
    for kind, data in entries:
        id_ += 1
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        chain = zlib.crc32(_row(id_, at, kind, text), chain)
        connection.execute(
            "INSERT INTO event (id, at, kind, data, chain) VALUES (?, ?, ?, ?, ?)", (id_, at, kind, text, chain)
        )
        made.append(Event(id_, at, kind, data))
    return tuple(made)


def _read(path: Path) -> tuple[Event, ...]:
    """Return every event of the file; damage of any kind is noticed."""
    with closing(_connect(path)) as connection:
        try:
            _check_layout(connection)
            rows = connection.execute("SELECT id, at, kind, data, chain FROM event ORDER BY id").fetchall()
            told = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'event'").fetchone()
        except UnicodeDecodeError as error:
            raise _Damage("an entry is not text") from error
    if not rows:
        if told and told[0]:
            raise _Damage(f"{told[0]} entries are missing")
        return ()
    count = len(rows)
    if rows[-1][0] != count or told is None or told[0] != count:
        raise _Damage("entries are missing")
    whole = "".join([f"{id_}\x1f{at}\x1f{kind}\x1f{data}\x1e" for id_, at, kind, data, _ in rows])
    if zlib.crc32(whole.encode()) != rows[-1][4]:
        raise _Damage("an entry is not as it was written")
    try:
        # One call for all rows is far faster than one for each.
        contents = json.loads("[" + ",".join([row[3] for row in rows]) + "]")
    except ValueError as error:
        raise _Damage("an entry cannot be read") from error
    return tuple(
        map(Event._make, zip([r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows], contents, strict=True))
    )


def _with_chains(events: Sequence[Event]) -> list[tuple[Event, int]]:
    found, chain = [], 0
    for event in events:
        text = json.dumps(event.data, ensure_ascii=False, separators=(",", ":"))
        chain = zlib.crc32(_row(event.id, event.at, event.kind, text), chain)
        found.append((event, chain))
    return found


def _salvage(path: Path, before: Sequence[tuple[Event, int]]) -> tuple[list[tuple[Event, int]], int | None]:
    """Return the sound entries that follow *before* in a damaged file, and how many it says it held."""
    found: list[tuple[Event, int]] = []
    chain = before[-1][1] if before else 0
    wanted = len(before) + 1
    told: int | None = None
    try:
        with closing(_connect(path)) as connection:
            with suppress(sqlite3.Error):
                row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'event'").fetchone()
                told = int(row[0]) if row else None
            connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            for id_, at, kind, data, stored in connection.execute(
                "SELECT id, at, kind, data, chain FROM event WHERE id >= ? ORDER BY id", (wanted,)
            ):
                chain = zlib.crc32(_row(id_, at, kind, data), chain)
                if id_ != wanted or chain != stored:
                    break
                found.append((Event(id_, at, kind, json.loads(data)), chain))
                wanted += 1
    except (sqlite3.Error, _Damage, _Missing, ValueError, TypeError, AttributeError, OSError):
        pass
    return found, told


def _day_of(path: Path) -> str | None:
    """Return the day of the last entry in a backup."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            row = connection.execute("SELECT at FROM event ORDER BY id DESC LIMIT 1").fetchone()
    except sqlite3.Error:
        return None
    return str(row[0])[:10] if row else None


def _free(path: Path) -> Path:
    """Return *path*, or the first of its numbered neighbours that is not taken."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.name[: -len(SUFFIX)]}-{number}{SUFFIX}")
    return found


def _stamp(now: str) -> str:
    return re.sub(r"[^0-9T]", "", now)[:15]


def _quoted(name: str) -> str:
    return f"'{name}'" if " " in name else name


def _sync_folder(folder: Path) -> None:
    """Make a new, renamed or removed name durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
