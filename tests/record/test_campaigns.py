"""The long attacks on journals, all by real commands; a short form of each is in the default suite.

Each prints a row of a table: ``python -m pytest -m campaign -s tests/record/test_campaigns.py``.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from attack import (
    ATTACKS,
    CEU,
    ENTRIES,
    PROGRAM,
    SHARE,
    WHOLE,
    Attack,
    Point,
    World,
    begun,
    cuts,
    file_events,
    spoiled,
    spread,
    struck,
)  # fmt: skip

KILLS = 200
FULL = (0, 1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 28, 32, 40, 48, 64)
"""Kilobytes that are left on the disk."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return begun(tmp_path_factory.mktemp("campaign") / "world")


def outcome(done: "subprocess.CompletedProcess[str]") -> tuple[int, str, str]:
    return done.returncode, done.stdout, done.stderr


def tell(row: str) -> None:
    sys.stdout.write(row + "\n")


def needs_strace() -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")


def killed_once(attack: Attack, world: World, folder: Path, event: Point) -> str:
    """Kill a command at *event*; return what is wrong afterwards."""
    here = world.copy(folder)
    attack.prepare(here)
    said = struck(attack, here, event, "KILL").returncode == 0
    wrong = attack.judge(here, said)
    left = here.leftovers()
    shutil.rmtree(folder)
    return wrong or (f"left behind: {left[0]}" if left else "")


def kill_all_over(attack: Attack, world: World, tmp_path: Path, count: int) -> dict[Point, str]:
    needs_strace()
    sample = world.copy(tmp_path / "sample")
    attack.prepare(sample)
    chosen = spread(file_events(attack, sample), count)
    with ThreadPoolExecutor(2) as pool:
        results = pool.map(
            lambda pair: killed_once(attack, world, tmp_path / f"k{pair[0]}", pair[1]), enumerate(chosen)
        )
        return dict(zip(chosen, results, strict=True))


# The others are killed all over in the campaign.
@pytest.mark.parametrize("attack", ATTACKS[::6], ids=[attack.name for attack in ATTACKS[::6]])
def test_killed_at_its_first_change(attack: Attack, world: World, tmp_path: Path) -> None:
    """Killed at the last three of its file events, where most is half done, each command loses nothing."""
    needs_strace()
    sample = world.copy(tmp_path / "sample")
    attack.prepare(sample)
    event = file_events(attack, sample)[-6]
    assert killed_once(attack, world, tmp_path / "k", event) == ""


@pytest.mark.campaign
@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.name for attack in ATTACKS])
def test_killed_anywhere(attack: Attack, world: World, tmp_path: Path) -> None:
    """Killed at any of its file events, each command is done or not done, and nothing acknowledged is lost."""
    results = kill_all_over(attack, world, tmp_path, max(6, round(KILLS * SHARE / len(ATTACKS))))
    wrong = {event: text for event, text in results.items() if text}
    tell(f"\n{attack.name} killed: {len(results)} points, {len(wrong)} wrong: {Counter(wrong.values())}")
    assert wrong == {}


FILL = """
set -e
mount -t tmpfs -o size=2m small "$1"
cp -a "$2/." "$1/"
dd if=/dev/zero of="$1/filler" bs=1k count=2000 2> /dev/null || true
truncate -s "-$3k" "$1/filler" 2> /dev/null || true
shift 3
exec "$@"
"""


@pytest.mark.campaign
@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.name for attack in ATTACKS])
def test_full_disk(attack: Attack, world: World, tmp_path: Path) -> None:
    """However little room is left, a command is done, or says that it is not and changed nothing."""
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode:
        pytest.skip("no small disk can be mounted here")
    wrong: dict[int, str] = {}
    codes: Counter[int] = Counter()
    for left in spread(list(FULL), max(5, round(len(FULL) * SHARE))):
        here = world.copy(tmp_path / f"w{left}")
        attack.prepare(here)
        disk = tmp_path / f"d{left}"
        disk.mkdir()
        done = subprocess.run(
            ["unshare", "-rm", "bash", "-c", FILL, "bash", str(disk), str(here.folder), str(left),
             sys.executable, str(Path(__file__).with_name("on_disk.py")), attack.name, str(disk)],
            capture_output=True, text=True, timeout=120,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        code, _, text = done.stdout.strip().partition(" ")
        codes[int(code)] += 1
        if text:
            wrong[left] = text
    tell(f"\n{attack.name} on a full disk: {dict(codes)} exit codes, {len(wrong)} wrong: {wrong}")
    assert wrong == {}
    assert set(codes) <= {0, 1}


def crowd(world: World, writers: int, readers: int, seconds: float) -> tuple[int, int, list[str]]:
    """Let real commands log and read for *seconds*; return how many did, and what failed."""
    end = time.monotonic() + seconds
    failed: list[str] = []
    logged: list[str] = []
    read = [0] * readers

    def write(who: int) -> None:
        number = 0
        while time.monotonic() < end:
            title = f"w{who}-{number}"
            number += 1
            done = world.run(*CEU, title, "--json")
            if done.returncode:
                failed.append(done.stderr)
                continue
            logged.append(title)
            if number % 3 == 0:
                edited = world.run("edit", str(json.loads(done.stdout)["undo"]), f"title={title} edited")
                if edited.returncode == 0:
                    logged.append(f"{title} edited")
                elif "another command wrote to the journal in the meantime" not in edited.stderr:
                    failed.append(edited.stderr)

    def look(who: int) -> None:
        while time.monotonic() < end:
            done = world.run(*("status", "history", "ceu", "profile list").__getitem__(who % 4).split())
            if done.returncode:
                failed.append(done.stderr)
            read[who] += 1

    with ThreadPoolExecutor(writers + readers) as pool:
        jobs = [pool.submit(write, who) for who in range(writers)] + [pool.submit(look, who) for who in range(readers)]
        for job in jobs:
            job.result()
    there = world.titles() or []
    failed += [f"lost: {title}" for title in logged if title not in there]
    failed += [f"set aside: {path.name}" for path in world.profiles.glob("*.damaged-*")]
    return len(logged), sum(read), failed


def test_a_small_crowd(world: World, tmp_path: Path) -> None:
    """Three shells that log and two that read, at once: nothing fails, nothing is set aside."""
    logged, _, failed = crowd(world.copy(tmp_path / "w"), 3, 2, 1.5)
    assert failed == []
    assert logged


@pytest.mark.campaign
def test_a_crowd(world: World, tmp_path: Path) -> None:
    """Eight shells that log and four that read for a minute: nothing fails, nothing is set aside."""
    logged, read, failed = crowd(world.copy(tmp_path / "w"), 8, 4, max(15, 60 * SHARE))
    tell(f"\na crowd: {logged} logged, {read} read, {len(failed)} failed")
    assert failed == []


def damaged(world: World, folder: Path, seed: int) -> str:
    """Spoil the journal; return whether it was read whole or restored, or what is wrong."""
    here = world.copy(folder)
    path = here.profiles / "me.sqlite3"
    path.write_bytes(spoiled(path.read_bytes(), random.Random(seed)))
    try:
        return _read_or_restored(here, random.Random(seed))
    finally:
        shutil.rmtree(folder)


def _read_or_restored(here: World, chance: random.Random) -> str:
    # Whoever comes first meets the damage: a reader or a writer.
    first = chance.choice((("history", "--json"), (*CEU, "more")))
    code, _, error = outcome(here.forked(*first))
    if "bug of ours" in error or code not in (0, 5):
        return f"wrong: {code} {error}"
    also = ["more"] if first[0] == "log" and code == 0 else []
    state = "read whole"
    if code == 5:
        state = "restored"
        code, _, error = outcome(here.forked("profile", "restore", "me"))
        if code:
            return f"wrong: restore: {code} {error}"
    found = here.titles()
    return state if found == WHOLE + also else f"wrong: {len(found or [])} entries"


def damage(world: World, tmp_path: Path, seeds: range) -> Counter[str]:
    return Counter(damaged(world, tmp_path / f"d{seed}", seed) for seed in seeds)


def test_damage_is_noticed(world: World, tmp_path: Path) -> None:
    """However a copy was damaged, it is read whole, or the damage is told and all is restored."""
    found = damage(world, tmp_path, range(10))
    assert set(found) == {"read whole", "restored"}


@pytest.mark.campaign
@pytest.mark.parametrize("part", range(4))
def test_damage_is_noticed_campaign(world: World, tmp_path: Path, part: int) -> None:
    """The same on 5,000 copies."""
    count = max(50, round(1250 * SHARE))
    found = damage(world, tmp_path, range(1000 + part * count, 1000 + (part + 1) * count))
    tell(f"\ndamaged copies: {dict(found)}")
    assert set(found) <= {"read whole", "restored"}


def test_cut_exports_are_refused(world: World, tmp_path: Path) -> None:
    """An export cut anywhere, or with a letter changed, is refused and says where; the whole one comes in."""
    here = world.copy(tmp_path / "w")
    text = (here.folder / "me.yaml").read_bytes()
    wrong = []
    chance = random.Random(5)
    spoilt = list(cuts(text, 15))
    for place in (chance.randrange(len(text)) for _ in range(15)):
        changed = text[:place] + (b"7" if text[place : place + 1] != b"7" else b"8") + text[place + 1 :]
        spoilt.append(changed)
    for number, content in enumerate(spoilt):
        (here.folder / "cut.yaml").write_bytes(content)
        code, out, error = outcome(here.forked("profile", "import", "cut.yaml", "--as", f"p{number}"))
        if code != 2 or "Traceback" in error:
            wrong.append(f"{number}: {code} {out} {error}")
    tell(f"\ncut or changed exports: {len(spoilt)}, let in: {len(wrong)}")
    assert wrong == []
    assert here.forked("profile", "import", "me.yaml", "--as", "bo").returncode == 0


def test_the_attacks_start_from_a_whole_journal(world: World) -> None:
    """All else would prove nothing."""
    assert world.titles() == WHOLE and len(WHOLE) == ENTRIES
    assert PROGRAM[0] == sys.executable and os.path.exists(sys.executable)
