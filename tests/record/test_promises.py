"""What is promised of a journal when something goes wrong around it, by the commands themselves."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pexpect
import pytest
from attack import ATTACKS, CEU, World, begun, file_events, spread, struck
from conftest import Run
from sampling import every

from mecoder_cli.record.journal import Event
from mecoder_cli.record.store import Store

NOW = "2026-11-23T10:00:00"


def profiles(tmp_path: Path) -> Path:
    return tmp_path / "data" / "mecoder" / "profiles"


def log(run: Run, *titles: str) -> None:
    for title in titles:
        assert run(*CEU, title).returncode == 0


def titles(run: Run, *options: str) -> list[str]:
    done = run("history", "--json", *options)
    assert done.returncode == 0, done.stderr
    return [event["data"]["title"] for event in json.loads(done.stdout)["events"]]


# --- bringing back ---------------------------------------------------------------------------------------


def test_a_restore_that_was_cut_short_can_be_done_again(run: Run, tmp_path: Path) -> None:
    """Backups that an earlier, interrupted restore had set apart still count."""
    log(run, "a", "b", "c")
    folder = profiles(tmp_path)
    (folder / "me.sqlite3").write_bytes(b"junk")
    assert run("status").returncode == 5
    (folder / "backups" / "me.sqlite3").rename(folder / "backups" / "me.before-20991123T100000.sqlite3")
    done = run("profile", "restore", "me")
    assert (done.returncode, "3 entries" in done.stdout) == (0, True), done.stderr
    assert titles(run) == ["a", "b", "c"]


def test_fewer_entries_than_a_copy_holds_are_brought_back_only_with_consent(run: Run, tmp_path: Path) -> None:
    """The longer copy is named; nothing happens unless somebody agrees, and it can be had instead."""
    log(run, "old 1", "old 2", "old 3")
    folder = profiles(tmp_path)
    (folder / "me.sqlite3").write_bytes(b"junk")
    run("status")
    run("profile", "new", "me")
    log(run, "new 1")
    (folder / "me.sqlite3").write_bytes(b"junk")
    run("status")
    refused = run("profile", "restore", "me")
    assert refused.returncode == 2
    assert "1 entry of me can be brought back. Another copy holds 3" in refused.stderr
    assert not (folder / "me.sqlite3").exists()
    assert run("profile", "restore", "me", "--yes").returncode == 0
    assert titles(run) == ["new 1"]
    (folder / "me.sqlite3").unlink()
    longer = next((folder / "backups").glob("me.before-*"))
    assert str(longer) in refused.stderr
    assert run("profile", "restore", "me", "--from", str(longer)).returncode == 0
    assert titles(run) == ["old 1", "old 2", "old 3"]


def test_a_journal_that_is_gone_comes_from_its_own_backup(run: Run, tmp_path: Path) -> None:
    """Whoever had that name before, and was removed, is not brought back in its place."""
    log(run, "a1", "a2", "a3", "a4", "a5")
    run("profile", "remove", "me", "--yes")
    run("profile", "new", "me")
    log(run, "b1", "b2", "b3")
    (profiles(tmp_path) / "me.sqlite3").unlink()
    refused = run("profile", "restore", "me")
    assert (refused.returncode, "3 entries of me can be brought back. Another copy holds 5" in refused.stderr) == (
        2,
        True,
    )
    done = run("profile", "restore", "me", "--yes")
    assert "Nothing tells any more how many there were" in done.stdout
    assert titles(run) == ["b1", "b2", "b3"]


def test_a_journal_that_went_another_way_keeps_to_it(run: Run, tmp_path: Path) -> None:
    """Two branches begin alike; the one that was lost last comes back, and the longer one is asked for."""
    log(run, "1", "2", "3", "4")
    folder = profiles(tmp_path)
    shutil.copy(folder / "me.sqlite3", tmp_path / "four")
    log(run, "old 5", "old 6")
    run("profile", "remove", "me", "--yes")
    assert run("profile", "restore", "me", "--from", "four", "--yes").returncode == 0
    log(run, "new 5")
    path = folder / "me.sqlite3"
    raw = bytearray(path.read_bytes())
    raw[60:64] = b"\0\0\0\x09"
    path.write_bytes(bytes(raw))
    assert run("status").returncode == 5
    assert run("profile", "restore", "me").returncode == 2
    assert "Nothing was lost" in run("profile", "restore", "me", "--yes").stdout
    assert titles(run) == ["1", "2", "3", "4", "new 5"]


def test_the_other_branch_is_not_taken_for_a_damaged_one(run: Run, tmp_path: Path) -> None:
    """Where the first entry after the fork is damaged, the backup of the right branch counts, not the longer copy."""
    log(run, "1", "2", "3")
    folder = profiles(tmp_path)
    shutil.copy(folder / "me.sqlite3", tmp_path / "three")
    log(run, "a4", "a5", "a6")
    run("profile", "remove", "me", "--yes")
    assert run("profile", "restore", "me", "--from", "three", "--yes").returncode == 0
    log(run, "b4", "b5")
    path = folder / "me.sqlite3"
    path.write_bytes(path.read_bytes().replace(b'"title":"b4"', b'"title":"z4"'))
    assert run("status").returncode == 5
    refused = run("profile", "restore", "me")
    assert "5 entries of me can be brought back. Another copy holds 6" in refused.stderr
    assert run("profile", "restore", "me", "--yes").returncode == 0
    assert titles(run) == ["1", "2", "3", "b4", "b5"]


def test_whoever_is_in_use_stays_so_when_others_come(run: Run, tmp_path: Path) -> None:
    """Also where the only one was never chosen."""
    log(run, "mine")
    (tmp_path / "a.yaml").write_text(run("profile", "export").stdout, encoding="utf-8")
    run("profile", "new", "bo")
    run("profile", "remove", "bo", "--yes")
    assert run("profile", "import", "a.yaml", "--as", "third").returncode == 0
    assert run("profile", "restore", "bo").returncode == 0
    assert "me  in use" in run("profile", "list").stdout
    log(run, "mine too")
    assert titles(run, "--profile", "me") == ["mine", "mine too"]


def test_nobody_elses_entries_stand_in_for_what_cannot_be_read(run: Run, tmp_path: Path) -> None:
    """With nothing left of a journal, copies of that name are named, not taken."""
    log(run, "a1", "a2", "a3")
    run("profile", "remove", "me", "--yes")
    run("profile", "new", "me")
    (profiles(tmp_path) / "me.sqlite3").write_bytes(b"")
    assert run("next").returncode == 5
    refused = run("profile", "restore", "me")
    assert (refused.returncode, "Another copy holds 3" in refused.stderr) == (2, True)


def test_bringing_somebody_in_takes_nobodys_place(run: Run, tmp_path: Path) -> None:
    """Where the one in use is gone, an import does not become the one in use."""
    log(run, "mine")
    (tmp_path / "a.yaml").write_text(run("profile", "export").stdout, encoding="utf-8")
    (profiles(tmp_path) / "me.sqlite3").unlink()
    assert run("profile", "import", "a.yaml", "--as", "anna").returncode == 0
    assert run(*CEU, "x").returncode == 5
    assert titles(run, "--profile", "anna") == ["mine"]


def test_a_damaged_journal_that_was_restored_is_no_longer_called_damaged(run: Run, tmp_path: Path) -> None:
    """Also when it has another name by then."""
    log(run, "a")
    (profiles(tmp_path) / "me.sqlite3").write_bytes(b"junk")
    run("status")
    run("profile", "restore", "me")
    run("profile", "rename", "me", "bob")
    assert "bob  in use" in run("profile", "list").stdout
    run("profile", "remove", "bob", "--yes")
    assert "no profile yet" in run("profile", "list").stdout


def test_of_two_that_were_removed_in_one_second_the_later_comes_back(tmp_path: Path) -> None:
    """The number in the name is counted with."""
    store = Store(tmp_path / "profiles", NOW)
    for who in ("a", "b"):
        store.create("me")
        store.add("me", NOW, [("logged", {"record": who})])
        store.remove("me")
    assert store.restoration("me").content.events[0].data == {"record": "b"}


def test_damage_where_nothing_is_read_is_told_when_something_is_written(run: Run, tmp_path: Path) -> None:
    """A page that only writing needs: told, set aside and restored whole, not an error without an end."""
    log(run, "a", "b", "c")
    path = profiles(tmp_path) / "me.sqlite3"
    raw = path.read_bytes()
    for place in range(4096, len(raw), 4096):
        spoilt = bytearray(raw)
        spoilt[place + 2] ^= 1
        path.write_bytes(bytes(spoilt))
        done = run(*CEU, "d")
        if done.returncode == 5:
            assert "Restored: me, 3 entries. Nothing was lost" in run("profile", "restore", "me").stdout
            assert run(*CEU, "d").returncode == 0
            break
        assert done.returncode == 0, done.stderr
    else:
        pytest.fail("no page was damaged in that way")


def test_too_little_memory_is_no_damage(tmp_path: Path) -> None:
    """The journal stays where it is."""
    store = Store(tmp_path / "data" / "mecoder" / "profiles", NOW)
    store.create("me", [Event(n, NOW, "logged", {"record": "ceu", "title": "x" * 300}) for n in range(1, 20001)])
    env = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data")}
    for kilobytes in range(48_000, 96_000, 16_000):
        done = subprocess.run(
            ["bash", "-c", f"ulimit -v {kilobytes}; exec {sys.executable} -m mecoder_cli history"],
            env=env, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode != 5 and "damaged" not in done.stderr
        assert store.path("me").exists()


def test_an_export_of_words_that_look_like_numbers_comes_back(run: Run, tmp_path: Path) -> None:
    """Names and titles are quoted where a reader could take them for something else."""
    run("profile", "new", "y")
    log(run, "1e3", "n", "0o7", "12e03", "2026-01-02", "~", "1_000", "no", "é: x", "#1", "'q'", "1:30", "-")
    text = run("profile", "export").stdout
    (tmp_path / "y.yaml").write_text(text, encoding="utf-8")
    assert run("profile", "import", "y.yaml", "--as", "z").returncode == 0
    assert titles(run, "--profile", "z") == titles(run, "--profile", "y")


def test_an_entry_is_taken_back_once(tmp_path: Path, run: Run) -> None:
    """Of several that undo the same entry at once, one does."""
    log(run, "a", "b")
    world = World(tmp_path)
    command = [sys.executable, "-m", "mecoder_cli", "undo", "1", "--yes"]
    all_ = [
        subprocess.Popen(command, env=world.env(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(5)
    ]
    codes = [one.wait(timeout=60) for one in all_]
    assert codes.count(0) == 1, codes
    events = json.loads(run("history", "--json").stdout)["events"]
    assert [event["kind"] for event in events] == ["logged", "logged", "undone"]


@pytest.mark.parametrize("content", [b"junk" * 2000, b"", b"SQLite format 3\0" + b"\xff" * 4080])
def test_the_lock_file_may_hold_anything(run: Run, tmp_path: Path, content: bytes) -> None:
    """It is only locked, never read."""
    log(run, "a")
    (profiles(tmp_path) / "lock").write_bytes(content)
    log(run, "b")
    shutil.copy(profiles(tmp_path) / "me.sqlite3", profiles(tmp_path) / "lock")
    os.truncate(profiles(tmp_path) / "lock", 4096)
    log(run, "c")
    assert titles(run) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("profile rename me zoe", "me is now called zoe"),
        ("profile remove me --yes", "Removed: me"),
        ("profile new zoe", "Begun: zoe"),
        ("profile use me", "In use from now on: me"),
    ],
)
def test_what_was_done_is_said_where_the_answer_cannot_be_written(
    tmp_path: Path, run: Run, command: str, said: str
) -> None:
    """On standard error, with exit 1."""
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    log(run, "a")
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "mecoder_cli", *command.split()], stdout=full, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "XDG_DATA_HOME": str(tmp_path / "data")},
        )  # fmt: skip
    assert (done.returncode, f"Done all the same. {said}" in done.stderr) == (1, True), done.stderr


def test_a_closed_answer_is_no_traceback(tmp_path: Path, run: Run) -> None:
    """Whoever closes standard output does not want it."""
    env = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data")}
    script = f"exec {sys.executable} -m mecoder_cli {' '.join(CEU)} a >&-"
    done = subprocess.run(["bash", "-c", script], env=env, capture_output=True, text=True)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert titles(run) == ["a"]


def test_the_question_of_restore_takes_no_for_an_answer(run: Run, tmp_path: Path) -> None:
    """In a terminal it is asked, and Enter changes nothing."""
    log(run, "old 1", "old 2")
    folder = profiles(tmp_path)
    (folder / "me.sqlite3").write_bytes(b"junk")
    run("status")
    run("profile", "new", "me")
    log(run, "new 1")
    (folder / "me.sqlite3").write_bytes(b"junk")
    run("status")
    child = pexpect.spawn(
        sys.executable, ["-m", "mecoder_cli", "profile", "restore", "me"], cwd=tmp_path, encoding="utf-8",
        env={**os.environ, "XDG_DATA_HOME": str(tmp_path / "data"), "TERM": "xterm"}, timeout=20,
    )  # fmt: skip
    child.expect("Bring back the 1")
    child.sendline("")
    child.expect("Nothing was changed")
    child.wait()
    assert not (folder / "me.sqlite3").exists()


def test_a_removed_profile_with_a_damaged_copy_comes_back_as_far_as_it_can_be_read(run: Run, tmp_path: Path) -> None:
    """No bug report: what is readable is restored, and what is lost is said."""
    log(run, "a", "b", "c")
    run("profile", "remove", "me", "--yes")
    kept = next((profiles(tmp_path) / "backups").glob("me.removed-*"))
    kept.write_bytes(kept.read_bytes().replace(b'"title":"c"', b'"title":"q"'))
    done = run("profile", "restore", "me")
    assert done.returncode == 0, done.stderr
    assert "2 entries. 1 could not be saved" in done.stdout
    kept.write_bytes(b"junk")
    run("profile", "remove", "me", "--yes")
    for copy in (profiles(tmp_path) / "backups").glob("me.*"):
        copy.write_bytes(b"junk")
    done = run("profile", "restore", "me")
    assert (done.returncode, "bug of ours" in done.stderr) == (0, False)
    assert "Restored: me, 0 entries. Nothing tells any more how many there were" in done.stdout


def test_a_removal_of_a_damaged_journal_keeps_its_backups(run: Run, tmp_path: Path) -> None:
    """What cannot be read is no reason to drop what can."""
    log(run, "a", "b")
    path = profiles(tmp_path) / "me.sqlite3"
    path.write_bytes(path.read_bytes().replace(b'"title":"b"', b'"title":"q"'))
    assert run("profile", "remove", "me", "--yes").returncode == 5
    assert run("profile", "restore", "me").returncode == 0
    assert titles(run) == ["a", "b"]


def test_a_journal_that_is_sound_is_not_restored(run: Run) -> None:
    """There is nothing to do, and it says so."""
    log(run, "a")
    done = run("profile", "restore", "me")
    assert (done.returncode, "is there and sound, with 1 entry" in done.stderr) == (2, True)


def test_an_entry_is_never_added_to_a_damaged_journal(run: Run, tmp_path: Path) -> None:
    """It would be lost with it, and the good backup with both."""
    log(run, "a", "b", "c")
    path = profiles(tmp_path) / "me.sqlite3"
    path.write_bytes(path.read_bytes().replace(b'"title":"b"', b'"title":"q"'))
    store = Store(profiles(tmp_path), NOW)
    with pytest.raises(Exception, match="damaged"):
        store.add("me", NOW, [("logged", {"record": "ceu", "title": "d"})])
    assert run("profile", "restore", "me").returncode == 0
    assert titles(run) == ["a", "b", "c"]


@pytest.mark.parametrize("layout", every(3, [0, 3, 9, 65537, 2**31 - 1]))
def test_a_flipped_layout_number_is_damage(run: Run, tmp_path: Path, layout: int) -> None:
    """The statements that made the file tell that it is not a newer one; all of it comes back."""
    log(run, "a", "b")
    path = profiles(tmp_path) / "me.sqlite3"
    raw = bytearray(path.read_bytes())
    raw[60:64] = layout.to_bytes(4, "big")
    path.write_bytes(bytes(raw))
    done = run("status")
    assert (done.returncode, "damaged" in done.stderr) == (5, True)
    assert "Nothing was lost" in run("profile", "restore", "me").stdout
    assert titles(run) == ["a", "b"]


@pytest.mark.parametrize("byte", every(4, [0xC5, 0xFF, 0x00, 0x7F]))
def test_a_bad_byte_in_the_schema_is_damage(run: Run, tmp_path: Path, byte: int) -> None:
    """It is told as damage, not as a bug of ours."""
    log(run, "a", "b")
    path = profiles(tmp_path) / "me.sqlite3"
    raw = bytearray(path.read_bytes())
    for word in (b"CREATE TABLE event", b"entries are never changed", b"INTEGER NOT NULL"):
        spoilt = bytearray(raw)
        spoilt[raw.index(word) + 3] = byte
        path.write_bytes(bytes(spoilt))
        for command in (("status",), (*CEU, "c")):
            done = run(*command)
            assert (done.returncode, "bug of ours" in done.stderr) == (5, False), done.stderr
        assert run("profile", "restore", "me").returncode == 0
    assert titles(run) == ["a", "b"]


# --- whose journal -----------------------------------------------------------------------------------------


def test_when_the_chosen_journal_is_gone_nobody_elses_is_taken(run: Run, tmp_path: Path) -> None:
    """The missing one is named, its restore is offered, and nothing is written anywhere."""
    run("profile", "new", "bo")
    log(run, "of bo")
    run("profile", "new", "anna", "--use")
    log(run, "of anna")
    folder = profiles(tmp_path)
    (folder / "anna.sqlite3").unlink()
    before = (folder / "bo.sqlite3").read_bytes()
    for command in (["status"], [], ["history"], ["plan", "--no-input"], [*CEU, "x"], ["undo", "--yes"], ["ceu"]):
        done = run(*command)
        assert done.returncode == 5, (command, done.stdout)
        assert "'anna', is gone" in done.stderr and "mecoder profile restore anna" in done.stderr
        assert "of bo" not in done.stdout
    assert (folder / "bo.sqlite3").read_bytes() == before
    assert not (folder / "me.sqlite3").exists()
    assert "anna  in use, but gone" in run("profile", "list").stdout
    assert run("profile", "restore", "anna").returncode == 0
    assert titles(run) == ["of anna"]


def test_a_profile_that_is_named_but_gone_can_be_brought_back(run: Run, tmp_path: Path) -> None:
    """`--profile` of a journal that is not there offers its restore too."""
    run("profile", "new", "bo")
    log(run, "of bo")
    run("profile", "new", "anna", "--use")
    (profiles(tmp_path) / "bo.sqlite3").unlink()
    done = run("history", "--profile", "bo")
    assert (done.returncode, "mecoder profile restore bo" in done.stderr) == (2, True)


def test_a_removed_profile_leaves_the_choice_open(run: Run) -> None:
    """After the one in use was taken away on purpose, the only other one is used as before."""
    run("profile", "new", "bo")
    log(run, "of bo")
    run("profile", "new", "anna", "--use")
    run("profile", "remove", "anna", "--yes")
    assert titles(run) == ["of bo"]


def test_a_change_of_name_that_was_cut_short_leaves_one_person(run: Run, tmp_path: Path) -> None:
    """Between the choice and the new name, the old one holds; after it, the new one."""
    run("profile", "new", "anna", "--use")
    log(run, "a")
    folder = profiles(tmp_path)
    (folder / "current").write_text("bo\nanna\n")
    assert titles(run) == ["a"]
    assert (folder / "current").read_text() == "anna\n"
    (folder / "current").write_text("bo\nanna\n")
    (folder / "anna.sqlite3").rename(folder / "bo.sqlite3")
    assert titles(run) == ["a"]
    assert (folder / "current").read_text() == "bo\n"
    (folder / "bo.sqlite3").unlink()
    assert run("status").returncode == 5


# --- said as it is ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["file", "rights"])
def test_an_entry_whose_backup_fails_is_kept_and_said_to_be(tmp_path: Path, run: Run, how: str) -> None:
    """Exit 0, the entry is told, and so is what did not work."""
    log(run, "a")
    backups = profiles(tmp_path) / "backups"
    command = [sys.executable, "-m", "mecoder_cli", *CEU, "b"]
    if how == "rights":
        # Root, but without the power to pass over rights; others simply close their folder.
        if os.geteuid() == 0:
            if shutil.which("setpriv") is None:
                pytest.skip("setpriv is not installed")
            command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
        backups.chmod(0)
    else:
        shutil.rmtree(backups)
        backups.write_text("in the way")
    env = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data"), "HOME": str(tmp_path)}
    done = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Kept as entry 2" in done.stdout
    assert "The backup could not be made" in done.stderr
    if how == "rights":
        backups.chmod(0o700)
    assert titles(run) == ["a", "b"]


@pytest.mark.campaign
def test_ctrl_c_means_not_done_or_comes_too_late(tmp_path: Path) -> None:
    """At whichever of its file events it comes: with exit 130 nothing was kept, with exit 0 the entry was."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    world = begun(tmp_path / "world", 2)
    attack = ATTACKS[0]
    codes = set()
    for number, point in enumerate(spread(file_events(attack, world.copy(tmp_path / "sample")), 7)):
        here = world.copy(tmp_path / f"c{number}")
        done = struck(attack, here, point, "INT")
        kept = "more" in (here.titles() or [])
        if done.returncode in (1, -2) and "mecoder_cli" not in done.stderr:
            # Before the first line of the program runs, the interpreter itself is what is stopped.
            assert not kept
            continue
        assert "Traceback" not in done.stderr, done.stderr
        assert (done.returncode, kept) in ((0, True), (130, False)), done
        codes.add(done.returncode)
    assert {0, 130} <= codes


def test_an_answer_that_cannot_be_written_does_not_hide_the_entry(tmp_path: Path, run: Run) -> None:
    """Exit 1, and it says that the entry is kept and how to take it back."""
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    env = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data")}
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "mecoder_cli", *CEU, "a"], stdout=full, stderr=subprocess.PIPE, text=True, env=env
        )
    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert "Kept all the same as entry 1. To take it back: mecoder undo 1" in done.stderr
    assert titles(run) == ["a"]


@pytest.mark.campaign
def test_reading_while_others_write_never_sets_a_journal_aside(tmp_path: Path) -> None:
    """A commit between two looks is no damage."""
    store = Store(tmp_path / "profiles", NOW)
    store.create("me")
    writer = (
        "import sys; from pathlib import Path; from mecoder_cli.record.store import Store\n"
        "store = Store(Path(sys.argv[1]), '2026-11-23T10:00:00')\n"
        "for number in range(60): store.add('me', '2026-11-23T10:00:00', [('logged', {'record': 'ceu'})])\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", writer, str(store.folder)]) for _ in range(2)]
    seen = 0
    while any(one.poll() is None for one in writers):
        now = len(store.read("me"))
        assert now >= seen
        seen = now
    assert [one.returncode for one in writers] == [0, 0]
    assert len(store.read("me")) == 120
    assert not list(store.folder.glob("*.damaged-*"))


# --- files for others -----------------------------------------------------------------------------------------


def test_an_older_export_comes_in_with_consent(run: Run, tmp_path: Path) -> None:
    """Nobody can tell whether it is whole: how many entries it holds is said, and --yes brings it in."""
    log(run, "a", "b")
    text = run("profile", "export").stdout
    old = text[: text.index("end:")].replace("mecoder.profile/2", "mecoder.profile/1")
    (tmp_path / "old.yaml").write_text(old, encoding="utf-8")
    refused = run("profile", "import", "old.yaml", "--as", "bo")
    assert refused.returncode == 2
    assert "It holds 2 entries" in refused.stderr and "import old.yaml --as bo --yes" in refused.stderr
    assert run("profile", "import", "old.yaml", "--as", "bo", "--yes").returncode == 0
    assert titles(run, "--profile", "bo") == ["a", "b"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    every(
        2,
        [
            ("title: b", "title: q", "entry 2, which begins on line 13, is not as it was exported"),
            ("name: me", "name: mo", "the name on line 2"),
            ("entries: 3", "entries: 4", "tells of 4 entries, but 3 are there"),
            ('checksum: "', 'checksum: "0', "was changed"),
            ("end:", "ended:", "unknown key 'ended'"),
        ],
    ),
)
def test_a_changed_export_is_refused_and_says_where(run: Run, tmp_path: Path, old: str, new: str, said: str) -> None:
    """Nothing is brought in."""
    log(run, "a", "b", "c")
    text = run("profile", "export").stdout
    assert text.count(old) == 1
    (tmp_path / "x.yaml").write_text(text.replace(old, new), encoding="utf-8")
    done = run("profile", "import", "x.yaml", "--as", "bo")
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    assert "bo" not in run("profile", "list").stdout


def test_a_cut_export_says_where(run: Run, tmp_path: Path) -> None:
    """The entry after which the file ends, and its line."""
    log(run, "a", "b", "c")
    text = run("profile", "export").stdout
    (tmp_path / "x.yaml").write_text(text[: text.index("- id: 3")], encoding="utf-8")
    done = run("profile", "import", "x.yaml", "--as", "bo")
    assert "cut in or after entry 2, which begins on line 13" in done.stderr


def test_an_export_never_takes_the_place_of_a_file(run: Run, tmp_path: Path) -> None:
    """What is there is left alone, and nothing is left beside it."""
    log(run, "a")
    (tmp_path / "x.yaml").write_text("mine")
    assert run("profile", "export", "--out", "x.yaml").returncode == 2
    assert (tmp_path / "x.yaml").read_text() == "mine"
    assert run("profile", "export", "--out", "y.yaml").returncode == 0
    assert [path.name for path in tmp_path.glob("*.part*")] + [p.name for p in tmp_path.glob(".*")] == []


def test_leftovers_of_killed_commands_are_cleared_after_an_hour(run: Run, tmp_path: Path) -> None:
    """Whole copies among them; younger ones may still be in use."""
    log(run, "a")
    folder = profiles(tmp_path)
    names = ("me.new-77", "me.new-77-journal", "current.77", "backups/me.77.part", "backups/me.part-77", "bo.new-5")
    for name in names:
        (folder / name).write_bytes(b"left")
    run("status")
    assert all((folder / name).exists() for name in names)
    for name in names:
        os.utime(folder / name, (time.time() - 3700, time.time() - 3700))
    run("status")
    assert not any((folder / name).exists() for name in names)
    assert titles(run) == ["a"]


def test_an_unfinished_change_of_a_lost_file_is_not_applied_to_its_successor(run: Run, tmp_path: Path) -> None:
    """A rollback journal that stayed behind would spoil the file that is built in its place."""
    log(run, "a", "b")
    path = profiles(tmp_path) / "me.sqlite3"
    stale = path.read_bytes()
    path.unlink()
    path.with_name("me.sqlite3-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + stale)
    assert run("profile", "restore", "me").returncode == 0
    assert titles(run) == ["a", "b"]
    assert len(list(profiles(tmp_path).glob("me.stale-*-journal"))) == 1
