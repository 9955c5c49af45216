"""The store on a real disk: nothing acknowledged is ever lost, nothing damaged passes unnoticed."""

import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Run
from sampling import every

from mecoder_cli.errors import MecoderError, UsageError
from mecoder_cli.record.backups import Restoration
from mecoder_cli.record.exchange import from_yaml, to_yaml
from mecoder_cli.record.faults import DamagedError, NewerError, StoreError
from mecoder_cli.record.names import checked_name
from mecoder_cli.record.sqlite import SCHEMA, check_layout, connect
from mecoder_cli.record.store import Store

NOW = "2026-11-23T10:00:00"

WRITER = """
import sys
from pathlib import Path
from mecoder_cli.record.store import Store
store = Store(Path(sys.argv[1]), "2026-11-23T10:00:00")
for number in range(int(sys.argv[2])):
    made = store.add("me", "2026-11-23T10:00:00", [("logged", {"record": "ceu", "who": sys.argv[3], "number": number})])
    print(made[-1].id, number, flush=True)
"""


def begun(folder: Path, entries: int = 0) -> Store:
    store = Store(folder / "profiles", NOW)
    store.create("me")
    for number in range(entries):
        store.add("me", NOW, [("logged", {"record": "ceu", "number": number})])
    return store


def restored(store: Store, name: str) -> Restoration:
    """Bring a journal back as the command does, where it needs nobody's consent."""
    found = store.restoration(name)
    assert found.longer is None
    store.create(name, found.content.events)
    return found


def integrity(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


# --- what a journal is ---------------------------------------------------------------------------------


def test_file_and_folder_belong_to_their_owner(tmp_path: Path) -> None:
    """Nobody else may read them: 0600 and 0700, the backup too."""
    store = begun(tmp_path, 1)
    assert stat.S_IMODE(store.path("me").stat().st_mode) == 0o600
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700
    backups = list((store.folder / "backups").iterdir())
    assert [stat.S_IMODE(path.stat().st_mode) for path in backups] == [0o600]


def test_the_layout_is_numbered(tmp_path: Path) -> None:
    """PRAGMA user_version tells the layout from the first day."""
    store = begun(tmp_path)
    with closing(sqlite3.connect(store.path("me"))) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)


def test_entries_can_be_neither_changed_nor_removed(tmp_path: Path) -> None:
    """The database itself refuses."""
    store = begun(tmp_path, 2)
    with closing(sqlite3.connect(store.path("me"))) as connection:
        for statement in ("UPDATE event SET kind = 'x'", "DELETE FROM event"):
            with pytest.raises(sqlite3.IntegrityError, match="never"):
                connection.execute(statement)


def test_commits_are_synced_to_the_disk(tmp_path: Path) -> None:
    """Durable means fsync: a run under strace shows one for the entry."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    store = begun(tmp_path)
    trace = tmp_path / "trace"
    subprocess.run(
        ["strace", "-f", "-e", "trace=fsync,fdatasync", "-o", str(trace), sys.executable, "-c", WRITER, str(store.folder), "1", "a"],
        check=True, capture_output=True,
    )  # fmt: skip
    assert len(trace.read_text().splitlines()) >= 3  # the rollback journal, the file, the folder


@pytest.mark.parametrize("name", ["", " x", "../up", "a/b", ".hidden", "x" * 41, "a.b", "new\nline", "-flag"])
def test_names_that_cannot_be_files_are_refused(name: str) -> None:
    """A name never leaves the folder."""
    with pytest.raises(UsageError):
        checked_name(name)


def test_names_that_differ_by_case_only_are_refused(tmp_path: Path) -> None:
    """Some disks would make one file of both."""
    store = begun(tmp_path)
    with pytest.raises(UsageError, match="exists already"):
        store.create("ME")


# --- killed and crowded ----------------------------------------------------------------------------------


def killed_again_and_again(folder: Path, writes: int, seed: int) -> tuple[int, int]:
    """Kill writers at random moments until *writes* entries were acknowledged; return that and the kills."""
    store = begun(folder)
    chance = random.Random(seed)
    acknowledged: set[tuple[int, str, int]] = set()
    kills = 0
    while len(acknowledged) < writes:
        who = f"w{kills}"
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(store.folder), "10000", who], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        time.sleep(chance.random() * 0.06)
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.read().splitlines(keepends=True)
        process.wait()
        kills += 1
        for line in lines:
            if line.endswith("\n"):
                id_, number = map(int, line.split())
                acknowledged.add((id_, who, number))
        there = {(e.id, e.data["who"], e.data["number"]) for e in store.read("me")}
        assert acknowledged <= there
        assert integrity(store.path("me")) == "ok"
    return len(acknowledged), kills


def test_every_acknowledged_entry_survives_kill_9(tmp_path: Path) -> None:
    """Writers killed at random moments through 60 writes lose nothing they acknowledged."""
    acknowledged, kills = killed_again_and_again(tmp_path, 60, 1)
    assert acknowledged >= 60
    assert kills >= 1


@pytest.mark.campaign
@pytest.mark.parametrize("seed", [2, 3])
def test_every_acknowledged_entry_survives_kill_9_campaign(tmp_path: Path, seed: int) -> None:
    """The same through 1,000 writes, twice."""
    assert killed_again_and_again(tmp_path, 1000, seed)[0] >= 1000


@pytest.mark.parametrize("each", [25, pytest.param(100, marks=pytest.mark.campaign)])
def test_eight_processes_at_once_all_land(tmp_path: Path, each: int) -> None:
    """8 times 100 entries are 800, in one unbroken chain."""
    store = begun(tmp_path)
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(store.folder), f"{each}", f"w{n}"], stdout=subprocess.DEVNULL
        )
        for n in range(8)
    ]
    assert [writer.wait(timeout=120) for writer in writers] == [0] * 8
    events = store.read("me")
    assert len(events) == 8 * each
    assert {(e.data["who"], e.data["number"]) for e in events} == {(f"w{n}", i) for n in range(8) for i in range(each)}


def test_two_commands_at_once_both_land(tmp_path: Path) -> None:
    """Real commands, started together."""
    begun(tmp_path / "data" / "mecoder")
    env = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data")}
    base = [sys.executable, "-m", "mecoder_cli", "log", "ceu", "--body", "AAPC", "--units", "1", "--date", "2026-01-02"]
    both = [subprocess.Popen([*base, "--title", f"t{n}"], env=env, stdout=subprocess.DEVNULL) for n in range(4)]
    assert [one.wait(timeout=60) for one in both] == [0] * 4
    store = Store(tmp_path / "data" / "mecoder" / "profiles", NOW)
    assert {e.data["title"] for e in store.read("me")} == {"t0", "t1", "t2", "t3"}


# --- the disk ------------------------------------------------------------------------------------------------


def in_small_disk(script: str, *arguments: str) -> subprocess.CompletedProcess[str] | None:
    """Run *script* in a namespace of its own, where it may mount a small disk; ``None`` where that is not allowed."""
    trial = subprocess.run(["unshare", "-rm", "true"], capture_output=True) if shutil.which("unshare") else None
    if trial is None or trial.returncode:
        return None
    return subprocess.run(
        ["unshare", "-rm", "bash", "-c", script, "bash", *arguments], capture_output=True, text=True, timeout=120
    )


FILL = """
set -e
mount -t tmpfs -o size=256k small "$1"
export XDG_DATA_HOME="$1"
python="$2"
"$python" -m mecoder_cli log ceu --body AAPC --units 1 --date 2026-01-01 --title first > /dev/null 2>&1
dd if=/dev/zero of="$1/filler" bs=1k count=1000 2> /dev/null || true
set +e
for n in $(seq 1 40); do
  "$python" -m mecoder_cli log ceu --body AAPC --units 1 --date 2026-01-01 --title "$(printf 'x%.0s' $(seq 1 250))$n" > "$3/out" 2> "$3/err"
  code=$?
  [ $code -ne 0 ] && break
  echo landed
done
echo "code $code"
cat "$3/err"
rm "$1/filler"
"$python" -m mecoder_cli history
"""


def test_a_full_disk_is_an_error_and_loses_nothing(tmp_path: Path) -> None:
    """Exit 1, a clear message, the earlier entries intact and writable again once there is room."""
    (tmp_path / "disk").mkdir()
    done = in_small_disk(FILL, str(tmp_path / "disk"), sys.executable, str(tmp_path))
    if done is None:
        pytest.skip("no small disk can be mounted here")
    landed = done.stdout.splitlines().count("landed")
    assert "code 1" in done.stdout, done.stdout + done.stderr
    assert "cannot use" in done.stdout and "Free some space" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert f"{1 + landed} entr" in done.stdout
    assert "first" in done.stdout


READ_ONLY = """
set -e
mount -t tmpfs -o size=4m small "$1"
export XDG_DATA_HOME="$1"
"$2" -m mecoder_cli log ceu --body AAPC --units 1 --date 2026-01-01 --title first > /dev/null 2>&1
mount -o remount,ro "$1"
set +e
"$2" -m mecoder_cli log ceu --body AAPC --units 1 --date 2026-01-01 --title second
echo "code $?"
"$2" -m mecoder_cli history
echo "code $?"
"""


def test_a_read_only_disk_is_an_error_and_can_still_be_read(tmp_path: Path) -> None:
    """Writing: exit 1 and a clear message. Reading works."""
    (tmp_path / "disk").mkdir()
    done = in_small_disk(READ_ONLY, str(tmp_path / "disk"), sys.executable)
    if done is None:
        pytest.skip("nothing can be mounted here")
    codes = [line for line in done.stdout.splitlines() if line.startswith("code")]
    assert codes == ["code 1", "code 0"], done.stdout + done.stderr
    assert "cannot use" in done.stderr and "Check the rights" in done.stderr
    assert "Traceback" not in done.stderr
    assert "1 entry" in done.stdout


def test_a_folder_that_cannot_be_made_is_an_error(run: Run, tmp_path: Path) -> None:
    """A file where the folder should be: exit 1, named."""
    (tmp_path / "data").write_text("in the way")
    done = run("profile", "new", "anna", "--use")
    assert done.returncode == 1
    assert "cannot" in done.stderr and "Not a directory" in done.stderr
    assert "Traceback" not in done.stderr


# --- damage --------------------------------------------------------------------------------------------------


def spoil(path: Path, how: str, chance: random.Random) -> None:
    raw = bytearray(path.read_bytes())
    if how == "truncated":
        raw = raw[: chance.randrange(1, len(raw))]
    elif how == "zeroed":
        start = chance.randrange(0, len(raw) // 512) * 512
        raw[start : start + 512] = bytes(len(raw[start : start + 512]))
    elif how == "emptied":
        raw = bytearray()
    else:
        place = chance.randrange(len(raw))
        raw[place] ^= 1 << chance.randrange(8)
    path.write_bytes(bytes(raw))


def damaged_once(folder: Path, how: str, seed: int) -> str:
    """Spoil a journal; return whether it still read whole or was restored."""
    chance = random.Random(seed)
    store = begun(folder, 25)
    whole = store.read("me")
    spoil(store.path("me"), how, chance)
    try:
        assert store.read("me") == whole
        return "sound"
    except DamagedError as error:
        assert "mecoder profile restore me" in error.hint
        assert not store.path("me").exists()
        assert len(store.set_aside()) == 1
    with pytest.raises(DamagedError):
        store.read("me")
    assert restored(store, "me").lost in (0, None)
    assert store.read("me") == whole
    return "restored"


@pytest.mark.parametrize("how", every(2, ["truncated", "zeroed", "flipped", "emptied"]))
def test_damage_is_told_and_mended(tmp_path: Path, how: str) -> None:
    """Whatever happens to the file, the entries are read whole or the damage is told and mended."""
    results = {damaged_once(tmp_path / str(seed), how, seed) for seed in range(5)}
    assert results <= {"sound", "restored"}
    assert "restored" in results


@pytest.mark.campaign
@pytest.mark.parametrize("how", ["truncated", "zeroed", "flipped"])
def test_damage_is_told_and_mended_campaign(tmp_path: Path, how: str) -> None:
    """The same four hundred times each."""
    for seed in range(1000, 1400):
        damaged_once(tmp_path / str(seed), how, seed)
        shutil.rmtree(tmp_path / str(seed))


def test_without_a_backup_what_can_be_read_is_saved(tmp_path: Path) -> None:
    """The entries before the damage come back, and how many are lost is told."""
    store = begun(tmp_path, 10)
    shutil.rmtree(store.folder / "backups")
    raw = store.path("me").read_bytes()
    store.path("me").write_bytes(raw.replace(b'"number":7}', b'"number":1}'))
    with pytest.raises(DamagedError, match="entry 8 is not as it was written"):
        store.read("me")
    found = restored(store, "me")
    assert (len(found.content.events), found.lost) == (7, 3)
    assert [e.data["number"] for e in store.read("me")] == list(range(7))


def test_an_entry_that_vanished_is_noticed(tmp_path: Path) -> None:
    """Rows taken away behind our back leave a gap."""
    store = begun(tmp_path, 5)
    with closing(sqlite3.connect(store.path("me"))) as connection:
        connection.execute("DROP TRIGGER event_kept")
        connection.execute("DELETE FROM event WHERE id = 5")
        connection.execute(SCHEMA[3][3])
        connection.commit()
    with pytest.raises(DamagedError, match="missing"):
        store.read("me")


@pytest.mark.parametrize("how", every(2, ["truncated", "zeroed", "flipped", "emptied"]))
def test_commands_never_show_a_traceback_on_a_damaged_file(run: Run, tmp_path: Path, how: str) -> None:
    """Told, set aside, restored: by the commands themselves."""
    for n in range(3):
        run("log", "ceu", "--body", "AAPC", "--units", "1", "--date", "2026-01-02", "--title", f"t{n}")
    path = tmp_path / "data" / "mecoder" / "profiles" / "me.sqlite3"
    raw = path.read_bytes()
    if how == "flipped":
        path.write_bytes(raw.replace(b'"title":"t1"', b'"title":"tq"'))
    else:
        path.write_bytes({"truncated": raw[:3000], "zeroed": bytes(len(raw)), "emptied": b""}[how])
    for command in (["status"], ["history"], ["log", "course", "--hours", "90"], []):
        done = run(*command)
        assert done.returncode == 5, (command, done.stderr)
        assert "Traceback" not in done.stderr
        assert "mecoder profile restore me" in done.stderr
    assert "damaged" in run("profile", "list").stdout
    restored = run("profile", "restore", "me")
    assert "Nothing was lost" in restored.stdout or "Nothing tells any more" in restored.stdout
    assert "3 entries" in restored.stdout
    assert run("history").stdout.count("t0") == 1


def test_a_newer_file_is_refused_and_left_alone(run: Run, tmp_path: Path) -> None:
    """Exit 5, not a byte changed."""
    run("profile", "new", "me")
    path = tmp_path / "data" / "mecoder" / "profiles" / "me.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 9")
        connection.execute("CREATE TABLE to_come (id)")
    before = path.read_bytes()
    for command in (["status"], ["log", "course", "--hours", "90"]):
        done = run(*command)
        assert done.returncode == 5
        assert "newer mecoder" in done.stderr
    assert path.read_bytes() == before


def test_a_file_of_another_program_is_not_taken_for_ours(tmp_path: Path) -> None:
    """An SQLite file that we did not make is damage, not a journal."""
    store = begun(tmp_path)
    store.path("me").unlink()
    with closing(sqlite3.connect(store.path("me"))) as connection:
        connection.execute("CREATE TABLE event (id, at, kind, data, chain)")
        connection.commit()
    with pytest.raises(DamagedError, match="not a journal"):
        store.read("me")


# --- moving on -------------------------------------------------------------------------------------------------


def test_a_migration_keeps_a_backup_and_is_all_or_nothing(tmp_path: Path) -> None:
    """The old layout stays beside it; a failing step changes nothing."""
    store = begun(tmp_path, 3)
    path = store.path("me")

    def broken(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE event ADD COLUMN note TEXT")
        raise ValueError("half-way")

    with closing(connect(path)) as connection, pytest.raises(ValueError, match="half-way"):
        check_layout(connection, {1: broken}, {1: SCHEMA, 2: ()})
    assert len(store.read("me")) == 3

    def sound(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE event ADD COLUMN note TEXT")

    with closing(connect(path)) as connection:
        check_layout(connection, {1: sound}, {1: SCHEMA, 2: ()})
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    with pytest.raises(NewerError):
        store.read("me")
    backup = path.with_name("me.sqlite3.layout-1")
    backup.replace(path)
    assert len(store.read("me")) == 3


def test_export_and_import_are_exact(tmp_path: Path) -> None:
    """YAML there and back gives the same events, byte for byte the same file."""
    store = begun(tmp_path)
    store.add("me", NOW, [
        ("answered", {"question": "target", "value": "outpatient-coder"}),
        ("answered", {"question": "credentials", "value": [{"id": "CPC", "earned": "2025-01-01"}]}),
        ("answered", {"question": "diploma", "value": True}),
        ("answered", {"question": "course_hours", "value": "unsure"}),
        ("logged", {"record": "ceu", "body": "AAPC", "units": 1.25, "date": "2026-01-02", "title": "no: 'quoted' \"é\" #1 ~ 0123 yes"}),
        ("undone", {"event": 2}),
    ])  # fmt: skip
    text = to_yaml("me", store.read("me"))
    file = tmp_path / "me.yaml"
    file.write_text(text, encoding="utf-8")
    name, events, is_marked = from_yaml(str(file), sys.stdin.buffer)
    assert is_marked
    store.create("twin", events)
    assert store.read("twin") == store.read("me")
    assert to_yaml(name, store.read("twin")) == text


def test_what_is_no_export_is_refused_whole(run: Run, tmp_path: Path) -> None:
    """Every fault is named and no profile is begun."""
    file = tmp_path / "bad.yaml"
    file.write_text(
        "schema: mecoder.profile/1\nname: x\nevents:\n- {id: 2, at: '2026-01-01', kind: dreamt, data: {}}\n"
    )
    done = run("profile", "import", str(file))
    assert done.returncode == 2
    assert "ids count up from 1" in done.stderr and "dreamt" in done.stderr
    assert "no profile yet" in run("profile", "list").stdout


def test_profiles_are_kept_apart(run: Run, tmp_path: Path) -> None:
    """new, list, use, rename, remove: each person has a journal of their own."""
    for name in ("anna", "bo"):
        assert run("profile", "new", name).returncode == 0
    run("profile", "answers", "--set", "target=inpatient-coder", "--profile", "anna")
    assert "inpatient" in run("history", "--profile", "anna").stdout
    assert "inpatient" not in run("history", "--profile", "bo").stdout
    assert "inpatient" in run("history", env={"MECODER_PROFILE": "anna"}).stdout
    assert run("history", "--profile", "carl").returncode == 2
    assert run("profile", "rename", "anna", "Anna K").returncode == 0
    assert "inpatient" in run("history", "--profile", "Anna K").stdout
    refused = run("profile", "remove", "Anna K")
    assert refused.returncode == 2 and "--yes" in refused.stderr
    done = run("profile", "remove", "Anna K", "--yes")
    backup = Path(done.stdout.strip().rpartition("The backup is ")[2])
    assert backup.exists()
    listed = run("profile", "list").stdout
    assert "bo  in use" in listed and "Anna" not in listed


def test_with_several_profiles_one_must_be_chosen(tmp_path: Path, run: Run) -> None:
    """Advice for the wrong person is worse than a question."""
    folder = tmp_path / "data" / "mecoder"
    store = Store(folder / "profiles", NOW)
    store.create("anna")
    store.create("bo")
    done = run("status")
    assert done.returncode == 2
    assert "anna, bo" in done.stderr
    run("profile", "use", "bo")
    assert "bo:" in run("status").stdout


def test_an_answers_file_touches_no_disk(run: Run, tmp_path: Path) -> None:
    """`plan --answers` neither reads nor makes a profile."""
    (tmp_path / "a.yaml").write_text(
        "target: outpatient-coder\ncredentials: [CPC]\nemployed: true\nmemberships: [AAPC]\n"
    )
    assert run("plan", "--answers", "a.yaml").returncode == 0
    assert not (tmp_path / "data").exists()
    run("profile", "answers", "--set", "target=inpatient-coder")
    run("profile", "new", "me")
    run("profile", "answers", "--set", "target=inpatient-coder")
    assert "Outpatient" in run("plan", "--answers", "a.yaml").stdout


@pytest.mark.campaign
def test_no_network(run: Run, tmp_path: Path) -> None:
    """Under strace a whole round of commands opens no socket but local ones."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    env = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data")}
    for number, command in enumerate((
        ["log", "course", "--hours", "90"], ["profile", "answers", "--set", "target=outpatient-coder"],
        ["plan", "--no-input"], ["status"], ["ceu"], ["due"], ["proof"], ["facts", "list"], ["salary"],
    )):  # fmt: skip
        trace = tmp_path / f"trace{number}"
        subprocess.run(
            ["strace", "-f", "-e", "trace=socket,connect", "-o", str(trace), sys.executable, "-m", "mecoder_cli", *command],
            capture_output=True, env=env, timeout=120,
        )  # fmt: skip
        calls = [line for line in trace.read_text().splitlines() if "socket(" in line or "connect(" in line]
        assert [line for line in calls if "AF_UNIX" not in line and "AF_LOCAL" not in line] == []


def test_errors_are_ours() -> None:
    """Each failure of the store has a message and an exit code of the contract."""
    assert all(issubclass(kind, MecoderError) for kind in (StoreError, DamagedError, NewerError))
    assert (StoreError.exit_code, DamagedError.exit_code, NewerError.exit_code) == (1, 5, 5)
