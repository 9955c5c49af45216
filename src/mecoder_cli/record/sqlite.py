"""One journal: an SQLite file whose rows each carry a checksum over all that came before.

Ids count up without gaps, so that a lost or changed entry is noticed and never passed over.
A call that adds returns only after the entries are on the disk.
"""

from __future__ import annotations

import json
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from stat import S_ISREG
from typing import Any, NamedTuple, TypeAlias

from mecoder_cli.record.faults import Damage, Missing, NewerError, StoreError, Unfinished, explained
from mecoder_cli.record.journal import Event
from mecoder_cli.record.lock import WAIT_SECONDS

VERSION = 1
"""The layout written by this program, in ``PRAGMA user_version``."""
APPLICATION = 0x6D636472
"""``mcdr``: marks the file as ours."""

_TABLE = """CREATE TABLE event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL,
  chain INTEGER NOT NULL
) STRICT"""
_STAYS = "CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END"
_KEPT = "CREATE TRIGGER event_kept BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END"
_COUNTER = "sqlite_sequence"
SCHEMA = (
    ("table", "event", "event", _TABLE),
    ("table", _COUNTER, _COUNTER, f"CREATE TABLE {_COUNTER}(name,seq)"),
    ("trigger", "event_stays", "event", _STAYS),
    ("trigger", "event_kept", "event", _KEPT),
)
"""What the file holds, as SQLite lists it; it makes its counter of ids by itself."""
Schema: TypeAlias = "Sequence[tuple[str, str, str, str]]"
SCHEMAS: Mapping[int, Schema] = {VERSION: SCHEMA}
"""What each layout holds. No two are alike: that tells a newer layout from a number that was damaged."""

Migration = Callable[[sqlite3.Connection], None]
MIGRATIONS: Mapping[int, Migration] = {}
"""From each older layout to the next one; a copy is made before the first."""


class Content(NamedTuple):
    """A journal as it was read: every event, and beside it the checksum over all events up to it."""

    events: tuple[Event, ...]
    chains: tuple[int, ...]

    def first(self, count: int) -> Content:
        """Return the beginning, of *count* entries."""
        return Content(self.events[:count], self.chains[:count])


# --- opening -------------------------------------------------------------------------------------------


def connect(path: Path, mode: str = "rw") -> sqlite3.Connection:
    """Open the journal at *path*.

    Raises:
        Missing: It is not there.
        Damage: Its first bytes show that it is not a journal.
    """
    try:
        if not S_ISREG(path.stat().st_mode):
            raise Damage("it is no file")
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        raise Missing from None
    if not head:
        raise Damage("the file is empty")
    # Two bytes in the head tell SQLite that it must only read, or write in another way; ours always say 1.
    if len(head) == 100 and head[18:20] != b"\x01\x01":
        raise Damage("its head is not as it was written")
    with _noticing():
        return _open(path, mode)


def _open(path: Path, mode: str = "rw") -> sqlite3.Connection:
    # Percent and question mark would be read as parts of an address.
    address = str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    connection = sqlite3.connect(f"file:{address}?mode={mode}", uri=True, isolation_level=None, timeout=WAIT_SECONDS)
    try:
        # EXTRA also syncs the folder, so that a commit cannot come undone with the power.
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def check_layout(
    connection: sqlite3.Connection,
    migrations: Mapping[int, Migration] = MIGRATIONS,
    schemas: Mapping[int, Schema] = SCHEMAS,
) -> None:
    """Refuse a file that is not ours or newer than we are; bring an older one up to date.

    Raises:
        Damage: It is not a journal, or its number and its statements do not belong together.
        NewerError: A newer program wrote it.
    """
    version = max(schemas)
    with _noticing():
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
            raise Damage("it is not a journal of mecoder")
        listed = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid").fetchall()
    known = next((number for number, schema in schemas.items() if list(schema) == listed), None)
    if known is not None and known != found:
        raise Damage(f"its head calls it layout {found}, but it is layout {known}")
    if found > version:
        raise NewerError(
            f"the journal was written by a newer mecoder (layout {found}, this one knows {version})",
            "Update mecoder. The file was left as it is.",
        )
    if known is None:
        raise Damage("its layout is not as it was written")
    if found < version:
        migrate(connection, found, version, migrations)


def migrate(connection: sqlite3.Connection, found: int, version: int, migrations: Mapping[int, Migration]) -> None:
    """Bring a journal from layout *found* to *version*, all or nothing, after a copy beside it."""
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


# --- reading -------------------------------------------------------------------------------------------


def read_file(path: Path, *, alone: bool = True) -> Content:
    """Return the journal at *path*, checked.

    Args:
        path: The file.
        alone: Nobody else can be at the file or its name. Where that is not sure, nothing is written: SQLite would
            take back an unfinished change that by then may be of another file of that name.

    Raises:
        Missing, Damage, NewerError, StoreError: It cannot be read whole.
        Unfinished: It has to be *alone*.
    """
    try:
        with explained(path, "use"), closing(connect(path, "rw" if alone else "ro")) as connection:
            check_layout(connection)
            # One transaction: between two statements another process may add an entry, which would look like damage.
            connection.execute("BEGIN")
            return read(connection)
    except StoreError as error:
        cause = getattr(error.__cause__, "sqlite_errorname", "")
        if not alone and cause.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")):
            raise Unfinished from error
        raise


def read(connection: sqlite3.Connection) -> Content:
    """Return the journal as it is in the transaction that *connection* is in; damage of any kind is noticed."""
    with _noticing():
        rows = connection.execute("SELECT id, at, kind, data, chain FROM event ORDER BY id").fetchall()
        told = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'event'").fetchone()
        count = len(rows)
        if not rows and not (told and told[0]):
            return Content((), ())
        if not told or told[0] != count or rows[-1][0] != count:
            raise Damage("entries are missing")
        chain = 0
        for id_, at, kind, data, stored in rows:
            chain = zlib.crc32(_row(id_, at, kind, data), chain)
            if chain != stored:
                raise Damage(f"entry {id_} is not as it was written")
        # One call for all rows is far faster than one for each.
        contents = json.loads("[" + ",".join([row[3] for row in rows]) + "]")
        ids, ats, kinds, _, chains = zip(*rows, strict=True)
        return Content(tuple(map(Event._make, zip(ids, ats, kinds, contents, strict=True))), chains)


@contextmanager
def _noticing() -> Iterator[None]:
    """Take whatever Python stumbles over in the content of a file for damage to it."""
    try:
        yield
    except UnicodeError as error:
        raise Damage("an entry is not text") from error
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise Damage("an entry cannot be read") from error


UNREADABLE = (sqlite3.Error, Damage, Missing, OSError, ValueError, TypeError, AttributeError)
"""Whatever a damaged file can make its reader stumble over: what was read before it counts."""


def traces(path: Path) -> dict[int, int]:
    """Return the checksums, by entry, that can still be read in a damaged file: they tell whose journal it was."""
    found: dict[int, int] = {}
    with suppress(*UNREADABLE), closing(connect(path)) as connection:
        found.update(connection.execute("SELECT id, chain FROM event ORDER BY id"))
    return found


def entries_told(path: Path) -> int | None:
    """Return how many entries a damaged file says that it held, where what it says agrees with its last entry."""
    with suppress(*UNREADABLE), closing(connect(path)) as connection:
        told = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'event'").fetchone()
        last = connection.execute("SELECT max(id) FROM event").fetchone()
        if told and last and told[0] == last[0]:
            return int(told[0])
    return None


def holds(path: Path, event: Event) -> bool:
    """Return whether a damaged file still shows *event*, whatever its checksum says."""
    with suppress(*UNREADABLE), closing(connect(path)) as connection:
        row = connection.execute("SELECT at, kind, data FROM event WHERE id = ?", (event.id,)).fetchone()
        return bool(row == (event.at, event.kind, _data_text(event.data)))
    return False


def salvage(path: Path, before: Content) -> Content:
    """Return *before* with the sound entries that follow it in a damaged file."""
    events, chains = list(before.events), list(before.chains)
    chain = chains[-1] if chains else 0
    with suppress(*UNREADABLE), closing(connect(path)) as connection:
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        for id_, at, kind, data, stored in connection.execute(
            "SELECT id, at, kind, data, chain FROM event WHERE id > ? ORDER BY id", (len(events),)
        ):
            chain = zlib.crc32(_row(id_, at, kind, data), chain)
            if id_ != len(events) + 1 or chain != stored:
                break
            events.append(Event(id_, at, kind, json.loads(data)))
            chains.append(chain)
    return Content(tuple(events), tuple(chains))


# --- writing -------------------------------------------------------------------------------------------


def _row(id_: int, at: str, kind: str, data: str) -> bytes:
    return f"{id_}\x1f{at}\x1f{kind}\x1f{data}\x1e".encode()


def chained(events: Sequence[Event]) -> Content:
    """Return *events* with their checksums, as a journal that holds them would have them."""
    chains, chain = [], 0
    for event in events:
        chain = zlib.crc32(_row(event.id, event.at, event.kind, _data_text(event.data)), chain)
        chains.append(chain)
    return Content(tuple(events), tuple(chains))


def _data_text(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def add(
    connection: sqlite3.Connection, at: str, entries: Sequence[tuple[str, Mapping[str, Any]]], seen: int | None = None
) -> Content:  # fmt: skip
    """Add *entries* in one transaction and return the whole journal, once they are on the disk.

    The journal is checked first: an entry that follows damage could not be told from it later.

    Args:
        connection: To the journal.
        at: When they are told.
        entries: Kind and data of each.
        seen: How many entries the journal must still have, where what is added was judged by them.

    Raises:
        Damage, NewerError, StoreError, sqlite3.Error: Nothing was added.
    """
    check_layout(connection)
    connection.execute("BEGIN IMMEDIATE")
    try:
        before = read(connection)
        last = len(before.events)
        if seen is not None and seen != last:
            raise StoreError(
                "another command wrote to the journal in the meantime", "Look at it, then try again: mecoder history"
            )
        made = tuple(Event(last + number, at, kind, data) for number, (kind, data) in enumerate(entries, 1))
        after = _insert(connection, before, made)
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    return after


def _insert(connection: sqlite3.Connection, before: Content, made: Sequence[Event]) -> Content:
    chain = before.chains[-1] if before.chains else 0
    chains = []
    for event in made:
        text = _data_text(event.data)
        chain = zlib.crc32(_row(event.id, event.at, event.kind, text), chain)
        chains.append(chain)
        connection.execute(
            "INSERT INTO event (id, at, kind, data, chain) VALUES (?, ?, ?, ?, ?)",
            (event.id, event.at, event.kind, text, chain),
        )
    return Content((*before.events, *made), (*before.chains, *chains))


def build(path: Path, events: Sequence[Event]) -> None:
    """Make a journal of *events* at *path*, on the disk before this returns; what was there is replaced.

    Raises:
        sqlite3.Error, OSError: It could not be made; nothing is left of it.
    """
    journal = path.with_name(path.name + "-journal")
    try:
        for old in (path, journal):
            old.unlink(missing_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with closing(_open(path)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
            for _, name, _, statement in SCHEMA:
                if name != _COUNTER:
                    connection.execute(statement)
            _insert(connection, Content((), ()), events)
            connection.execute("COMMIT")
    except BaseException:
        for old in (path, journal):
            with suppress(OSError):
                old.unlink(missing_ok=True)
        raise
