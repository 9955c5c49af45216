"""The folded form of a long journal: it says what the journal says, and serves only while the journal is the same."""

import json
import os
import random
import time
from datetime import date
from pathlib import Path

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

from mecoder_cli.record import folded
from mecoder_cli.record.entries import (
    LOGGED,
    Attached,
    Cases,
    Checked,
    Course,
    Done,
    Dues,
    Entry,
    File,
    Member,
    Sat,
    Units,
    Work,
    data_of,
    kind_of,
)  # fmt: skip
from mecoder_cli.record.journal import Event, Ledger, fold
from mecoder_cli.record.store import Store

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
USD = st.none() | st.integers(0, 500) | st.floats(0, 500)
FILES = st.none() | st.builds(File, TEXT, TEXT, st.integers(0, 9))
AFTER = {"usd": USD, "proof": FILES}
ENTRIES: st.SearchStrategy[Entry] = st.one_of(
    st.builds(Units, st.just("ceu"), TEXT, st.floats(0, 9), DAYS, TEXT, st.lists(TEXT, max_size=2).map(tuple), planned=st.booleans(), **AFTER),
    st.builds(Work, st.just("job"), TEXT, st.just(date(2020, 1, 1)), st.none() | st.just(date(2021, 1, 1)), unpaid=st.booleans(),
              hours_per_week=st.none() | st.floats(1, 100), **AFTER),
    st.builds(Course, st.just("course"), st.integers(0, 99), DAYS, planned=st.booleans(), **AFTER),
    st.builds(Cases, st.just("cases"), st.integers(0, 99), DAYS, st.none() | st.floats(0, 100), **AFTER),
    st.builds(Sat, st.just("exam"), TEXT, DAYS, st.just("pass"), TEXT, **AFTER),
    st.builds(Member, st.just("member"), TEXT, DAYS, **AFTER),
    st.builds(Done, TEXT, DAYS, settles=st.lists(st.builds(Dues, TEXT, DAYS), max_size=2).map(tuple), usd=USD),
    st.builds(Checked, TEXT, TEXT, FILES),
    st.builds(Attached, TEXT, TEXT, FILES.filter(bool)),
)  # fmt: skip


@given(st.lists(ENTRIES, max_size=12), st.integers(0, 2))
def test_nothing_is_lost_on_the_way(entries: list[Entry], misfits: int) -> None:
    """Every field of every kind comes back as it was, in the order of the journal."""
    told = [(kind_of(one), data_of(one)) for one in entries]
    told += [("answered", {"question": "q", "value": [{"id": "x"}, 1.5, True]})]
    told += [(LOGGED, {"record": "ceu"})] * misfits
    ledger = fold([Event(n, "2026-01-01T00:00", kind, data) for n, (kind, data) in enumerate(told, 1)])
    again = folded._unpacked(json.loads(json.dumps(folded._packed(ledger), ensure_ascii=False)))
    assert again == ledger
    for name in ("entries", "planned"):
        ours, theirs = getattr(again, name), getattr(ledger, name)
        assert [type(one.entry) for one in ours] == [type(one.entry) for one in theirs]
        assert [[type(value) for value in one.entry] for one in ours] == [
            [type(value) for value in one.entry] for one in theirs
        ]


def long_journal(folder: Path, name: str = "me", units: float = 1) -> Store:
    """Return a store with one journal that is long enough to be folded."""
    store = Store(folder, "2026-11-23T00:00:00+00:00")
    store.create(name, chosen=True)
    entries = [Units("ceu", "AAPC", units, date(2026, 1, 1 + n % 28), f"class {n}") for n in range(folded.WORTH)]
    store.add(name, "2026-11-23T10:00:00", [(LOGGED, data_of(one)) for one in entries])
    return store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return long_journal(tmp_path / "data" / "mecoder" / "profiles")


def kept(store: Store, name: str = "me") -> Path:
    return store.folder / f"{name}{folded.SUFFIX}"


def read_anew(store: Store) -> Ledger:
    return fold(store.read("me"))


def test_it_is_made_once_and_says_the_same(store: Store) -> None:
    """By whoever reads a long journal first; a second reader takes it as it is, and nobody else may read it."""
    assert store.ledger("me") == read_anew(store)
    made = kept(store).stat()
    assert made.st_mode & 0o777 == 0o600
    assert store.ledger("me") == read_anew(store)
    assert kept(store).stat().st_mtime_ns == made.st_mtime_ns and kept(store).stat().st_ino == made.st_ino
    assert folded.load(kept(store), folded.fingerprint(store.path("me"))) == read_anew(store)


def test_a_short_journal_has_none(tmp_path: Path) -> None:
    """It is read as fast."""
    store = Store(tmp_path, "2026-11-23T00:00:00+00:00")
    store.create("me", chosen=True)
    store.add("me", "2026-11-23T10:00:00", [(LOGGED, data_of(Units("ceu", "AAPC", 1, date(2026, 1, 1), "A")))])
    assert store.ledger("me").total == 1 and not kept(store).exists()


def test_what_was_added_since_counts(store: Store, run: Run) -> None:
    """An entry, its change, its undoing: each is there at once."""
    assert store.ledger("me").total == folded.WORTH
    for words, total in (
        (("log", "ceu", "2", "aapc", "New", "-d", "2026-02-02"), 501), (("edit", "501", "units=3"), 502), (("undo", "--yes"), 503),
    ):  # fmt: skip
        done = run(*words, "--as-of", "2026-11-23")
        assert done.returncode == 0, done.stderr
        assert store.ledger("me") == read_anew(store)
        assert store.ledger("me").total == total


def test_every_damage_to_the_journal_is_noticed(store: Store, run: Run, tmp_path: Path) -> None:
    """A folded form hides nothing: where one bit of the journal is wrong, it is read, and found damaged."""
    store.ledger("me")
    whole, chance = store.path("me").read_bytes(), random.Random(5)
    form = kept(store).read_bytes()
    events = store.read("me")
    noticed = 0
    for _ in range(20):
        changed = bytearray(whole)
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        store.path("me").write_bytes(changed)
        kept(store).write_bytes(form)
        done = run("list", "--json")
        if done.returncode:
            assert done.returncode == 5, done.stderr
            noticed += 1
            for path in store.folder.glob("*.damaged-*"):
                path.unlink()
        else:
            # Where nothing is kept, or in what SQLite keeps for itself: every entry is as it was written.
            assert len(json.loads(done.stdout)["entries"]) == len(events)
    assert noticed > 12
    store.path("me").write_bytes(whole)
    assert store.ledger("me") == read_anew(store)


def test_damage_to_the_form_is_passed_over(store: Store) -> None:
    """One byte changed anywhere, cut anywhere, emptied, another journal's, of another version: the journal is read, and a new form made."""
    wanted = store.ledger("me")
    form, chance = kept(store).read_bytes(), random.Random(7)
    bad = [
        b"",
        b"junk",
        form[:-1],
        form[: len(form) // 2],
        form + b" ",
        form.replace(b"mecoder folded", b"mecoder folden", 1),
    ]
    for _ in range(60):
        changed = bytearray(form)
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        bad.append(bytes(changed))
    other = long_journal(store.folder, "bo", units=2)
    other.ledger("bo")
    bad.append(kept(store, "bo").read_bytes())
    for content in bad:
        kept(store).write_bytes(content)
        assert store.ledger("me") == wanted
        assert kept(store).read_bytes() == form


def test_where_it_cannot_be_kept_all_goes_on(store: Store) -> None:
    """A folder in its place."""
    kept(store).mkdir()
    assert store.ledger("me") == read_anew(store)
    assert sorted(path.name for path in store.folder.glob("me.*")) == ["me.folded", "me.sqlite3"]


def test_it_goes_with_its_journal(store: Store) -> None:
    """Renamed or removed, no copy of what was written is left under the old name; one of the same name begins anew."""
    store.ledger("me")
    store.rename("me", "anna")
    assert not kept(store).exists()
    assert store.ledger("anna").total == folded.WORTH
    store.remove("anna")
    assert not kept(store, "anna").exists()
    store.create("anna")
    assert store.ledger("anna").total == 0


def test_a_form_left_half_written_is_cleared_away(store: Store, run: Run) -> None:
    """After an hour, like all that killed commands leave behind."""
    left = store.folder / f"me{folded.SUFFIX}.part-99"
    left.write_bytes(b"half")
    os.utime(left, (time.time() - 7200, time.time() - 7200))
    run("profile", "list")
    assert not left.exists()
