"""The doors through which strange text and broken streams come: nothing steers the terminal, nothing crashes."""

import json
import os
import random
import re
import resource
import shlex
import shutil
import signal
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pytest
from attack import SHARE, spread
from conftest import Run
from fuzz import LONGEST, ODD, attacked, doors
from sampling import every

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.knowledge import pathway_file, read_in_full
from mecoder_cli.knowledge.shape import validator
from mecoder_cli.knowledge.written import pathway_of

EVIL = "A\x1b]52;c;aGk=\x07B\x9b31mC\u202eD\u2066E\x00F\r"
"""An escape that writes to the clipboard, one in a single sign, and signs that turn the order of letters."""
DAY = ("--as-of", "2026-11-23")


def steers(text: str) -> list[str]:
    """Return the signs in *text* that do not print, but for the end of a line."""
    return sorted({unicodedata.name(one, hex(ord(one))) for one in text if not one.isprintable() and one != "\n"})


@pytest.fixture
def imported(run: Run, tmp_path: Path) -> Run:
    """A profile brought in from a file whose texts are evil, in every field that takes text."""

    def event(id_: int, kind: str, data: dict[str, object]) -> dict[str, object]:
        return {"id": id_, "at": "2026-11-20T10:00:00", "kind": kind, "data": data}

    proof = {"path": f"/x/{EVIL}", "sha256": EVIL, "bytes": 3}
    events = [
        event(1, "logged", {"record": "ceu", "body": "AAPC", "units": 1, "date": "2026-11-20", "title": EVIL, "proof": proof}),
        event(2, "logged", {
            "record": "job", "employer": EVIL, "from": "2025-01-01", "title": EVIL, "duties": EVIL, "signer": EVIL, "code_sets": [EVIL],
        }),
        event(3, "logged", {"record": "course", "hours": 90, "date": "2026-01-01", "title": EVIL, "school": EVIL}),
        event(4, "logged", {"record": "exam", "exam": "CPC", "date": "2026-12-20", "grants": "CPC-A", "planned": True}),
        event(5, "checked", {"step": "convert-cpc-a", "item": "letter", "proof": proof}),
        event(6, "done", {"step": "convert-cpc-a", "date": "2026-01-01", "way": EVIL}),
    ]  # fmt: skip
    (tmp_path / "evil.json").write_text(
        json.dumps({"schema": "mecoder.profile/1", "name": "x", "events": events}), encoding="utf-8"
    )
    done = run("profile", "import", "evil.json", "--as", "evil", "--yes")
    assert done.returncode == 0, done.stderr
    return run


COMMANDS = (
    "list", "list --json", "list --csv", "history", "history --json", "status", "status --json", "papers", "papers --json", "ceu", "due --within 400d",
    "due --all", "profile show", "profile list", "profile answers", "profile export", "papers letter employment", "papers letter employment --format md",
    "undo --dry-run", "undo 2 --yes", "undo 1 --yes --json", "plan --no-input", "edit 1 units=2", "edit 1 nothing=2", "attach 1 nowhere.pdf",
)  # fmt: skip


@pytest.mark.parametrize("command", every(3, COMMANDS))
def test_no_imported_text_steers_the_terminal(imported: Run, command: str) -> None:
    """On neither stream, in no form; what is told in JSON is whole all the same."""
    done = imported(*command.split(), *([] if command.startswith("profile export") else DAY))
    assert "Traceback" not in done.stderr and "bug of ours" not in done.stderr
    assert steers(done.stdout) == [] and steers(done.stderr) == []
    if command in ("list --json", "history --json"):
        assert repr(EVIL)[1:-1] in str(json.loads(done.stdout))


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize(
    "command", [("plan", "--set", f"target={EVIL}"), ("plan", "--answers", f"no{EVIL}".replace("\x00", "")), ("log", EVIL.replace("\x00", "")),
                ("glossary", EVIL), ("salary", EVIL), ("facts", "show", EVIL), ("profile", "use", EVIL)],
)  # fmt: skip
def test_no_typed_text_steers_the_terminal(run: Run, command: tuple[str, ...], as_json: bool) -> None:
    """Errors repeat what was typed, without what it does."""
    done = run(*(one.replace("\x00", "") for one in command), *(["--json"] if as_json else []))
    assert done.returncode in (2, 3), done
    assert "Traceback" not in done.stderr
    assert steers(done.stdout) == [] and steers(done.stderr) == []


def test_an_export_of_evil_text_comes_back_whole(imported: Run) -> None:
    """Escaped in the file, the same in the journal."""
    text = imported("profile", "export", "evil").stdout
    done = imported("profile", "import", "-", "--as", "again", stdin=text)
    assert done.returncode == 0, done.stderr
    one, other = (json.loads(imported("history", "--profile", name, "--json").stdout) for name in ("evil", "again"))
    assert one == other and other["events"][0]["data"]["title"] == EVIL


# --- broken streams ----------------------------------------------------------------------------------------

BROKEN = (">&-", "<&-", "2>&-", "2>/dev/full", ">&- 2>&-", ">/dev/full", ">/dev/full 2>/dev/full")
# A reader that takes its time, and standard input that comes late or in pieces.
LATE = ("| { sleep 0.2; cat; }", "< <(sleep 0.2)", "< <(printf a; sleep 0.2; printf b)")
SHELL = (
    "status", "list", "next --no-input", "undo --dry-run", "undo --yes", "log ceu 1 aapc New -d 2026-11-01", "salary", "facts show cpc.removal", "nothing",
    "plan --answers nowhere", "log exam CPC --date 2026-01-01", "profile export", "done 1", "help",
)  # fmt: skip


def every_command(pathway: Pathway) -> list[str]:
    """Return each command by the name that its help has; of the proof, which takes minutes, a small one."""
    return [f"{name} --limit 1" if name == "facts prove" else name for name in pathway.examples if name]


def shut(command: str, how: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run a command in a real shell with its streams broken."""
    runs = f"{shlex.quote(sys.executable)} -m mecoder_cli {command}"
    line = f"set -o pipefail; {runs} {how}" if how.startswith("|") else f"exec {runs} {how}"
    env = {**os.environ, "XDG_DATA_HOME": str(folder), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        ["bash", "-c", line], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, env=env, cwd=folder
    )


def broken_alike(command: str, world: Path, tmp_path: Path, hows: Iterable[str]) -> list[str]:
    """Return where broken streams change what a command does: its exit code, or what it says of itself."""
    found = []
    for number, how in enumerate(("", *hows)):
        here = tmp_path / f"w{number}"
        shutil.copytree(world, here)
        done = shut(command, how, here)
        kept = shut("history --json", "", here).stdout
        # Where a record lies, and how many seconds a proof took, is no difference.
        words = "".join(re.sub(r"[\d.,]+ (s|seconds?)\b", "", done.stdout).split()).replace(str(here), "")
        if not how:
            wanted, entries, said = done.returncode, kept, words
        if how in LATE and words != said:
            found.append(f"{command} {how}: other words")
        # An answer that cannot be written is a failure; what was done holds.
        codes = {wanted, 1} if ">/dev/full" in how.replace("2>/dev/full", "") else {wanted}
        if done.returncode not in codes or len(kept) != len(entries):
            found.append(f"{command} {how}: {done.returncode} in place of {wanted}")
        if "Traceback" in done.stdout + done.stderr or "bug of ours" in done.stderr:
            found.append(f"{command} {how}: {done.stderr[-300:]}")
    return found


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The data folder of somebody with one entry."""
    folder = tmp_path / "data"
    folder.mkdir()
    assert shut("log ceu 1 aapc Old -d 2026-10-01", "", folder).returncode == 0
    return folder


@pytest.mark.parametrize("command", SHELL[:1])
def test_broken_streams_change_nothing(kept: Path, tmp_path: Path, command: str) -> None:
    """Closed or full, any of the three: the same is done, the same code is returned, and no traceback is shown."""
    assert broken_alike(command, kept, tmp_path, (*BROKEN[-4:], LATE[0])) == []


def test_answers_that_come_in_pieces_are_waited_for(kept: Path) -> None:
    """What is read from standard input ends where its writer ends, however slowly."""
    slow = "< <(printf 'target: outpat'; sleep 0.2; printf 'ient-coder\\ntraining: none\\n')"
    done = shut("plan --json --answers -", slow, kept)
    assert done.returncode == 3 and json.loads(done.stdout)["target"] == "outpatient-coder", done


@pytest.mark.campaign
def test_broken_streams_change_nothing_anywhere(pathway: Pathway, kept: Path, tmp_path: Path) -> None:
    """Every command, every way."""
    commands = [*SHELL, *every_command(pathway)]
    share = spread(commands, max(6, round(len(commands) * SHARE**2)))
    found = [
        line
        for number, command in enumerate(share)
        for line in broken_alike(command, kept, tmp_path / f"c{number}", (*BROKEN, *LATE))
    ]
    sys.stdout.write(
        f"\n{len(share)} commands with {len(BROKEN) + len(LATE)} kinds of broken streams: {len(found)} wrong\n"
    )
    assert found == []


# --- what is no file ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", every(3, ["current", "me.sqlite3", "me.folded", "lock", "advice.db", "bo.sqlite3"]))
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(kept: Path, name: str) -> None:
    """It is told, or done without; nothing hangs, and what was written down can still be read or brought back."""
    folder = kept / "mecoder" / "profiles"
    (folder / name).unlink(missing_ok=True)
    os.mkfifo(folder / name)
    for command in ("status", "list", "log ceu 1 aapc New -d 2026-11-01", "profile list"):
        done = shut(command, "", kept)
        assert "Traceback" not in done.stderr and "bug of ours" not in done.stderr, done.stderr


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/random", "/dev/tty", "/proc/self/mem", "/"])
def test_an_imported_path_is_read_only_where_it_is_a_file(run: Run, tmp_path: Path, path: str) -> None:
    """A device that never ends is no document, whatever an exported file says of its size."""
    proof = {"path": path, "sha256": "0", "bytes": 0}
    event = {"id": 1, "at": "2026-11-20T10:00:00", "kind": "logged", "data": {
        "record": "ceu", "body": "AAPC", "units": 1, "date": "2026-11-20", "title": "A", "proof": proof,
    }}  # fmt: skip
    (tmp_path / "x.json").write_text(
        json.dumps({"schema": "mecoder.profile/1", "name": "x", "events": [event]}), encoding="utf-8"
    )
    assert run("profile", "import", "x.json", "--as", "x", "--yes").returncode == 0
    done = run("papers", "--profile", "x", "--json")
    assert json.loads(done.stdout)["entries"] == [{"id": 1, "state": "missing"}]


# --- strange things through every door ---------------------------------------------------------------------

SEED = int(os.environ.get("MECODER_FUZZ_SEED", "1"))
MINUTES = 5
"""For each door, in the whole campaign."""
NAMES = (
    "answers file", "answers on standard input", "flags", "typed", "import", "knowledge", "compiled knowledge", "journal", "folded journal", "advice",
)  # fmt: skip


def test_every_door_is_tried(tmp_path: Path) -> None:
    """A new way in joins the list, and is attacked with the others."""
    assert tuple(doors(tmp_path)) == NAMES


@pytest.mark.parametrize("name", every(2, NAMES))
def test_strange_things_are_refused(tmp_path: Path, name: str) -> None:
    """Read, or refused in our words: no other error, nothing slow; a few of them by real commands elsewhere."""
    found = attacked(doors(tmp_path)[name], tmp_path / "here", SEED, 30, 12)
    assert found.tried > 3 and found.wrong == ()


@pytest.mark.campaign
@pytest.mark.parametrize("name", NAMES)
def test_strange_things_are_refused_for_minutes(tmp_path: Path, name: str) -> None:
    """The same, for minutes; another seed is MECODER_FUZZ_SEED."""
    # Of these minutes a share of the share is enough: each second tries dozens.
    seconds = MINUTES * 60 * SHARE**2
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = attacked(doors(tmp_path)[name], tmp_path / "here", SEED, seconds, 10**9)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    sys.stdout.write(
        f"\n{name}: seed {SEED}, {seconds:.0f} s, {found.tried:,} tried, {len(found.wrong)} wrong, {grown} MB more\n"
    )
    assert found.wrong[:3] == () and grown < 500


# --- command lines -----------------------------------------------------------------------------------------

SLOW = ("facts prove", "facts conflicts", "facts diff")
"""Long on purpose; Ctrl-C ends them."""
OPTIONS = (
    "--json", "--as-of", "2026-11-23", "--answers", "--set", "target=outpatient-coder", "--profile", "me", "--no-input", "--all", "--full", "--by", "money",
    "--county", "Suffolk", "--within", "90d", "--date", "-d", "today", "--units", "1", "--body", "AAPC", "--proof", "--planned", "--csv", "--since", "--yes",
    "CPC", "convert-cpc-a", "convert-cpc-a/letter", "1", "2", "-1", "--", "-", "--pathway", "--accessible", "--no-pager", "-h", "--help", "units=2", "nowhere",
)  # fmt: skip


def command_line(pathway: Pathway, pick: random.Random) -> list[str]:
    """Return a command with words that may go with it, and words that do not."""
    command = pick.choice([one for one in every_command(pathway) if not one.startswith(SLOW)])
    words = [pick.choice(OPTIONS if pick.random() < 0.8 else ODD) for _ in range(pick.randrange(6))]
    return [*command.split(), *(one.replace("\x00", "") for one in words)]


def told_wrongly(pathway: Pathway, run: Run, seed: int, many: int) -> list[str]:
    """Return the command lines that end otherwise than by the contract, or late."""
    pick, found = random.Random(seed), []
    assert run("log", "ceu", "1", "aapc", "A", "-d", "2026-10-01").returncode == 0
    for _ in range(many):
        words = command_line(pathway, pick)
        begun = time.monotonic()
        done = run(*words)
        took = time.monotonic() - begun
        wrong = [str(done.returncode)] if done.returncode not in range(6) else []
        wrong += [f"{took:.0f} s"] if took > 4 * LONGEST else []
        wrong += [done.stderr[-200:]] if "Traceback" in done.stderr or "bug of ours" in done.stderr else []
        wrong += steers(done.stdout) + steers(done.stderr)
        found += [f"{words}: {wrong}"] if wrong else []
    return found


def test_odd_command_lines_are_told_what_is_wrong(pathway: Pathway, run: Run) -> None:
    """By the exit codes of the contract; a few of them."""
    assert told_wrongly(pathway, run, SEED, 25) == []


@pytest.mark.campaign
@pytest.mark.parametrize("part", range(4))
def test_thousands_of_command_lines(pathway: Pathway, run: Run, part: int) -> None:
    """3,000 of them in all."""
    many = max(20, round(750 * SHARE**2))
    found = told_wrongly(pathway, run, SEED * 10 + part, many)
    sys.stdout.write(f"\n{many} command lines, seed {SEED * 10 + part}: {len(found)} wrong\n")
    assert found == []


# --- Ctrl-C ------------------------------------------------------------------------------------------------

INTERRUPTED = (
    "status",
    "salary",
    "list",
    "plan --no-input",
    "facts check",
    "log ceu 1 aapc More -d 2026-10-01",
    "undo --yes",
    "profile export",
)
SOONER = 0.6
"""Seconds within which Ctrl-C comes: by then a command is over, or nearly."""


def interrupted_wrongly(folder: Path, seed: int, many: int) -> list[str]:
    """Return where Ctrl-C at a random moment showed a traceback of ours, another exit code, or left something half done."""
    pick, found = random.Random(seed), []
    env = {**os.environ, "XDG_DATA_HOME": str(folder), "PYTHONIOENCODING": "utf-8"}
    for _ in range(many):
        command, moment = pick.choice(INTERRUPTED), pick.random() * SOONER
        before = len(json.loads(shut("history --json", "", folder).stdout)["events"])
        with subprocess.Popen(
            [sys.executable, "-m", "mecoder_cli", *command.split()], cwd=folder, env=env, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        ) as child:  # fmt: skip
            time.sleep(moment)
            child.send_signal(signal.SIGINT)
            _, told = child.communicate(timeout=60)
        after = len(json.loads(shut("history --json", "", folder).stdout)["events"])
        changes = command.startswith(("log", "undo"))
        # Before our first line Python itself is interrupted, with a traceback that knows nothing of us.
        ours = "Traceback" in told and "mecoder_cli" in told
        codes = (0, 2, 3, 130) if "Traceback" not in told and told else (0, 1, 2, 3, 130, -signal.SIGINT)
        stopped = told.count("Stopped")
        is_half = after not in ((before, before + 1) if changes else (before,))
        if ours or "bug of ours" in told or child.returncode not in codes or stopped > 1 or is_half:
            found.append(
                f"{command} after {moment * 1000:.0f} ms: {child.returncode}, {after - before} more, {told[-300:]}"
            )
    return found


def test_ctrl_c_at_any_moment(kept: Path) -> None:
    """A few moments: one quiet line, the code of the contract, nothing half done."""
    assert interrupted_wrongly(kept, SEED, 4) == []


@pytest.mark.campaign
def test_ctrl_c_at_many_moments(kept: Path) -> None:
    """300 of them."""
    many = max(20, round(300 * SHARE**2))
    found = interrupted_wrongly(kept, SEED, many)
    sys.stdout.write(f"\nCtrl-C at {many} moments, seed {SEED}: {len(found)} wrong\n")
    assert found == []


def test_ctrl_c_inside_a_text_that_is_evaluated_has_the_same_code(tmp_path: Path) -> None:
    """Python marks such a one as unhandled for good: libraries evaluate texts while they load."""
    (tmp_path / "typer.py").write_text("exec('import signal; signal.raise_signal(signal.SIGINT)')")
    env = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
    env.pop("XDG_DATA_HOME", None)
    done = subprocess.run(
        [sys.executable, "-m", "mecoder_cli", "status"], env={**env, "HOME": str(tmp_path)}, capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert (done.returncode, done.stderr.strip()) == (130, "Stopped."), done


def test_ctrl_c_is_no_fault_of_the_file() -> None:
    """While a file is checked, the library takes it for one, or for its own: it waits until that is done, and is not lost."""
    content = read_in_full(pathway_file())[2].content
    former = signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        for moment in range(1, 70, 3):
            validator.cache_clear()
            signal.setitimer(signal.ITIMER_REAL, moment * 0.0009)
            with pytest.raises(KeyboardInterrupt):
                for _ in range(20):
                    pathway_of(content)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)
