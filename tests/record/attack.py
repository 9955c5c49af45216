"""Attacks on a folder of journals by real commands: killed at every file event, on a full disk, in a crowd, damaged.

Nothing here reads the store from inside, so the same attacks can be made on any version of the program:
``PYTHONPATH=other/src python -m pytest -m campaign tests/record/test_campaigns.py``.
"""

import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import forked

ENTRIES = 25
SHARE = float(os.environ.get("MECODER_CAMPAIGN_SHARE", "1"))
"""Which part of each campaign is run."""
PROGRAM = [sys.executable, "-m", "mecoder_cli"]
CEU = ["log", "ceu", "--body", "AAPC", "--units", "1", "--date", "2026-01-02", "--title"]
PLANNED = ("log", "ceu", "--body", "AAPC", "--units", "1", "--title")
CALLS = (
    "openat,unlink,unlinkat,rename,renameat,renameat2,link,linkat,mkdir,write,pwrite64,fsync,fdatasync,ftruncate,fcntl"
)
LEFTOVER = re.compile(r"current\.\d+|\.new-|\.part|\.part-")


class World(NamedTuple):
    """A folder that a command may change: the data folder and the files of the person."""

    folder: Path

    @property
    def profiles(self) -> Path:
        return self.folder / "data" / "mecoder" / "profiles"

    def env(self) -> dict[str, str]:
        return {
            **os.environ, "XDG_DATA_HOME": str(self.folder / "data"), "PYTHONIOENCODING": "utf-8",
            "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0",
        }  # fmt: skip

    def run(self, *arguments: str, before: tuple[str, ...] = ()) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*before, *PROGRAM, *arguments], cwd=self.folder, env=self.env(), capture_output=True, text=True,
            stdin=subprocess.DEVNULL, timeout=120,
        )  # fmt: skip

    def forked(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a command whose start is not the point."""
        return forked.run(*arguments, cwd=self.folder, env=self.env())

    def titles(self, *options: str) -> list[str] | None:
        """Return what was logged, oldest first; ``None`` where the history cannot be read."""
        done = self.forked("history", "--json", *options)
        if done.returncode:
            assert "bug of ours" not in done.stderr and "Traceback" not in done.stderr, done.stderr
            return None
        return [str(event["data"].get("title")) for event in json.loads(done.stdout)["events"]]

    def copy(self, folder: Path) -> "World":
        shutil.copytree(self.folder, folder, symlinks=True)
        return World(folder)

    def leftovers(self) -> list[str]:
        """Return the unfinished work that is still there after two hours and one more command."""
        found = [path for path in self.profiles.rglob("*") if path.is_file()]
        for path in found:
            os.utime(path, (path.stat().st_atime, path.stat().st_mtime - 7200))
        self.forked("profile", "list")
        return [path.name for path in self.profiles.rglob("*") if LEFTOVER.search(path.name)]


class Attack(NamedTuple):
    """One command, how the world is before it, and what must hold afterwards."""

    name: str
    command: tuple[str, ...]
    judge: Callable[[World, bool], str]
    """Return what is wrong, or nothing; told whether the command said that it was done."""
    prepare: Callable[[World], object] = lambda world: None


WHOLE = [*(f"t{number}" for number in range(ENTRIES - 2)), "edited", "t0"]
"""The titles of what was logged: the last two are an entry in place of another one, and one with a file that came later."""


def begun(folder: Path, entries: int = ENTRIES) -> World:
    """Return a world with one person whose journal holds *entries* entries over two days, and an export of it.

    In a whole one the third from the end is only planned, and the last two edit an entry and attach a file to one.
    """
    folder.mkdir(parents=True)
    world = World(folder)
    (folder / "letter.txt").write_text("letter")
    logs: list[tuple[str, ...]] = [(*CEU, title) for title in WHOLE[:entries]]
    if entries == ENTRIES:
        planned = (*PLANNED, WHOLE[ENTRIES - 3], "--date", "2026-12-02")
        logs[-3:] = [planned, ("edit", "2", "title=edited"), ("attach", "1", "letter.txt")]
    for number, log in enumerate(logs):
        day = "2026-11-20" if number < entries - 3 else "2026-11-23"
        done = world.forked(*log, "--as-of", day)
        assert done.returncode == 0, done.stderr
    assert world.forked("profile", "export", "--out", "me.yaml").returncode == 0
    return world


def _kept(world: World, extra: str = "", said: bool = False) -> str:
    """Judge that the person's entries are there, with *extra* if the command said so."""
    found = world.titles()
    if found is None:
        return "the history cannot be read"
    wanted = [WHOLE, *([[*WHOLE, extra]] if extra else [])]
    if found not in wanted:
        return f"{len(found)} entries"
    if extra and said and found != wanted[1]:
        return "an acknowledged entry is lost"
    return ""


def judge_log(world: World, said: bool) -> str:
    return _kept(world, "more", said)


def judge_attach(world: World, said: bool) -> str:
    return _kept(world, "t2", said)


def judge_settle(world: World, said: bool) -> str:
    wrong = _kept(world, WHOLE[ENTRIES - 3], said)
    done = world.forked("list", "planned", "--json")
    left = len(json.loads(done.stdout)["entries"]) if done.returncode == 0 else -1
    told = len(world.titles() or []) > len(WHOLE)
    return wrong or ("" if left == (0 if told else 1) else f"{left} entries are planned")


def judge_undo(world: World, said: bool) -> str:
    return _kept(world, "None", said)


def judge_rename(world: World, said: bool) -> str:
    wrong = _kept(world)
    names = sorted(path.name for path in world.profiles.glob("*.sqlite3"))
    if wrong or names not in (["me.sqlite3"], ["anna.sqlite3"]):
        return wrong or f"profiles: {names}"
    return "said to be renamed, but is not" if said and names != ["anna.sqlite3"] else ""


def judge_remove(world: World, said: bool) -> str:
    if not said and world.titles() == WHOLE:
        return ""
    if (world.profiles / "me.sqlite3").exists():
        return "still there, but not whole" if not said else "said to be removed, but is there"
    done = world.run("status")
    if done.returncode == 5 and not said:
        return "half removed: " + done.stderr.splitlines()[0]
    done = world.run("profile", "restore", "me")
    if world.titles("--profile", "me") != WHOLE:
        return "it does not come back whole: " + (done.stdout + done.stderr).strip()
    return ""


def judge_restore(world: World, said: bool) -> str:
    if world.titles() is None:
        if said:
            return "said to be restored, but is not"
        done = world.run("profile", "restore", "me")
        if done.returncode:
            return "cannot be restored: " + done.stderr.strip()
    found = world.titles() or []
    return "" if found == WHOLE else f"restored: {len(found)} of {ENTRIES} entries"


def judge_import(world: World, said: bool) -> str:
    wrong = _kept(world)
    found = world.titles("--profile", "bo")
    if wrong or found not in (None, WHOLE):
        return wrong or "half brought in"
    if said and found is None:
        return "said to be brought in, but is not"
    if found is None and world.run("profile", "import", "me.yaml", "--as", "bo").returncode:
        return "cannot be brought in afterwards"
    return ""


def judge_export(world: World, said: bool) -> str:
    wrong = _kept(world)
    if wrong:
        return wrong
    if not (world.folder / "out.yaml").exists():
        return "said to be written, but is not" if said else ""
    world.run("profile", "import", "out.yaml", "--as", "bo")
    return "" if world.titles("--profile", "bo") == WHOLE else "half a file is left"


def spoil_me(world: World) -> None:
    """Damage the journal and have it noticed."""
    (world.profiles / "me.sqlite3").write_bytes(b"junk")
    assert world.run("status").returncode == 5


ATTACKS = (
    Attack("log", (*CEU, "more", "--as-of", "2026-11-24"), judge_log),
    Attack("edit", ("edit", "3", "title=more", "--as-of", "2026-11-24"), judge_log),
    Attack("attach", ("attach", "3", "letter.txt", "--as-of", "2026-11-24"), judge_attach),
    Attack("plan", (*PLANNED, "more", "--date", "2026-12-30", "--as-of", "2026-11-24"), judge_log),
    Attack("settle", (*PLANNED, WHOLE[ENTRIES - 3], "--date", "2026-12-02", "--as-of", "2026-12-03"), judge_settle),
    Attack("undo", ("undo", "--yes"), judge_undo),
    Attack("restore", ("profile", "restore", "me"), judge_restore, spoil_me),
    Attack("rename", ("profile", "rename", "me", "anna"), judge_rename),
    Attack("import", ("profile", "import", "me.yaml", "--as", "bo"), judge_import),
    Attack("export", ("profile", "export", "--out", "out.yaml"), judge_export),
    Attack("remove", ("profile", "remove", "me", "--yes"), judge_remove),
)


class Point(NamedTuple):
    """The *nth* *call* of a command, which touches the person's files."""

    call: str
    nth: int


def file_events(attack: Attack, world: World) -> list[Point]:
    """Return every system call of the command that touches the folder, in order."""
    trace = world.folder / "trace"
    world.run(*attack.command, before=("strace", "-f", "-y", "-e", f"trace={CALLS}", "-o", str(trace)))
    counts: Counter[str] = Counter()
    found = []
    for line in trace.read_text(errors="replace").splitlines():
        call = re.match(r"(?:\d+ +)?(\w+)\(", line)
        if call:
            counts[call[1]] += 1
            if str(world.folder) in line.replace(str(trace), ""):
                found.append(Point(call[1], counts[call[1]]))
    return found


def struck(attack: Attack, world: World, point: Point, signal: str) -> "subprocess.CompletedProcess[str]":
    """Send the command a signal as it enters *point*."""
    return world.run(
        *attack.command,
        before=("strace", "-f", "-o", "/dev/null", "-e", f"trace={point.call}",
                "-e", f"inject={point.call}:signal={signal}:when={point.nth}"),
    )  # fmt: skip


def spread(events: list[Any], count: int) -> list[Any]:
    """Return *count* of *events*, evenly spread; all of them where there are fewer."""
    if count >= len(events):
        return events
    return [events[round(number * (len(events) - 1) / max(1, count - 1))] for number in range(count)]


def spoiled(raw: bytes, chance: random.Random) -> bytes:
    """Return a file with one of the damages that disks and people do to it."""
    how = chance.choice(("truncated", "zeroed", "emptied", "flipped", "flipped", "flipped", "overwritten", "swapped"))
    changed = bytearray(raw)
    if how == "truncated":
        return raw[: chance.randrange(1, len(raw))]
    if how == "emptied":
        return b""
    if how == "flipped":
        # The head and the schema are short: they are hit as often as all the rest.
        place = chance.choice((chance.randrange(100), chance.randrange(3200, 4096), chance.randrange(len(raw))))
        changed[place] ^= 1 << chance.randrange(8)
        return bytes(changed)
    start = chance.randrange(0, len(raw) // 512) * 512
    block = changed[start : start + 512]
    if how == "zeroed":
        changed[start : start + 512] = bytes(len(block))
    elif how == "overwritten":
        changed[start : start + 512] = chance.randbytes(len(block))
    else:
        other = chance.randrange(0, len(raw) // 512) * 512
        changed[start : start + 512], changed[other : other + 512] = changed[other : other + 512], block
    return bytes(changed)


def cuts(text: bytes, count: int) -> Iterator[bytes]:
    """Return the beginnings of a file, evenly spread."""
    for number in range(count):
        yield text[: round(number * (len(text) - 2) / max(1, count - 1))]
