"""Measure ratios in one run: start-up and memory against a hello command, plans a second, growth with steps.

Prints medians. Exits 1 when a bound of the project is missed by more than the noise of a busy machine allows.
"""

from __future__ import annotations

import os
import pty
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Held, Profile
from mecoder_cli.domain.steps import Step
from mecoder_cli.knowledge import load_pathway
from mecoder_cli.planner import Planner
from mecoder_cli.record.store import Store

DAY = date(2026, 11, 23)
HELLO = """
import typer
app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
@app.command()
def hello(name: str = "world") -> None:
    from rich.console import Console
    from rich.table import Table
    table = Table("greeting", "name")
    table.add_row("hello", name)
    Console().print(table)
app()
"""
ANSWERS = """target: outpatient-coder
diploma: true
training: completed
course_hours: 120
credentials: [{id: CPC-A, earned: 2025-11-03}]
experience_months: 12
employed: true
practicode: none
memberships: [{id: AAPC, renews: 2027-10-31}]
ceus: {AAPC: 20}
"""
LONG = 1.5
"""How much longer ``status`` may take with 20,000 entries."""
PLANS = 300
"""Plans a second for people met for the first time."""
PACE = 21_700
"""Loops of plain Python a second (:func:`loops`) on the machine on which the bound of plans was set."""
SLACK = 1.15
"""How far over a bound a measurement may lie before the run fails: two noisy cores."""


def environment() -> dict[str, str]:
    """Return an ordinary person's environment: Python may keep what it compiled."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "TERM": "xterm-256color"}


def run_once(command: list[str], more: dict[str, str] | None = None, *, asks: bool = True) -> tuple[float, int]:
    """Return seconds and peak memory (KiB) of a command that writes to a pseudo-terminal, and, where it *asks*, reads it."""
    leader, follower = pty.openpty()
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdin=follower if asks else subprocess.DEVNULL,
        stdout=follower,
        stderr=follower,
        env={**environment(), **(more or {})},
    )
    os.close(follower)
    while True:
        try:
            if not os.read(leader, 65536):
                break
        except OSError:
            break
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    os.close(leader)
    if process.returncode:
        raise SystemExit(f"{command} failed with {process.returncode}")
    return seconds, usage.ru_maxrss


def start_up(rounds: int = 25) -> list[tuple[str, float, float]]:
    """Compare commands with hello, interleaved so that noise falls on all alike."""
    with tempfile.TemporaryDirectory() as folder:
        hello = Path(folder) / "hello.py"
        hello.write_text(HELLO)
        answers = Path(folder) / "answers.yaml"
        answers.write_text(ANSWERS)
        # The installed script, as a person runs it; hello is started the same bare way.
        program = [sys.executable, "-c", "from mecoder_cli.__main__ import main; main()"]
        commands = {
            "hello": [sys.executable, str(hello)],
            "mecoder salary": [*program, "salary"],
            "mecoder next --answers FILE": [*program, "next", "--answers", str(answers), "--as-of", "2026-11-23"],
            "mecoder plan --json": [*program, "plan", "--json", "--answers", str(answers), "--as-of", "2026-11-23"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        memory: dict[str, list[int]] = {name: [] for name in commands}
        for turn in range(rounds + 2):
            for name, command in commands.items():
                seconds, peak = run_once(command)
                if turn >= 2:
                    times[name].append(seconds)
                    memory[name].append(peak)
    base_time, base_memory = statistics.median(times["hello"]), statistics.median(memory["hello"])
    return [
        (name, statistics.median(times[name]) / base_time, statistics.median(memory[name]) / base_memory)
        for name in commands
    ]


def long_journal(entries: int = 20_000, rounds: int = 31) -> float:
    """Return how much longer ``status`` takes with a long journal than with an empty one."""
    person = {
        "target": "outpatient-coder", "credentials": [{"id": "CPC", "earned": "2024-01-10"}], "training": "completed",
        "employed": False, "memberships": [{"id": "AAPC", "renews": "2027-10-31"}],
    }  # fmt: skip
    first = [("answered", {"question": question, "value": value}) for question, value in person.items()]
    times: dict[str, list[float]] = {"short": [], "long": []}
    with tempfile.TemporaryDirectory() as folder:
        for name in times:
            store = Store(Path(folder) / name / "mecoder" / "profiles", "2026-11-23")
            store.create("me")
            store.add("me", "2026-11-23T10:00:00", first)
        more = [
            ("logged", {
                "record": "ceu", "body": "AAPC", "units": 0.25, "title": f"Webinar on coding, part {number}",
                "date": (DAY - timedelta(days=number % 900)).isoformat(), "categories": ["other"],
            })
            for number in range(entries)
        ]  # fmt: skip
        store.add("me", "2026-11-23T10:00:00", more)
        command = [
            sys.executable,
            "-c",
            "from mecoder_cli.__main__ import main; main()",
            "status",
            "--as-of",
            "2026-11-23",
        ]
        for turn in range(rounds + 2):
            for name, found in times.items():
                seconds, _ = run_once(command, {"XDG_DATA_HOME": str(Path(folder) / name)})
                if turn >= 2:
                    found.append(seconds)
    return statistics.median(times["long"]) / statistics.median(times["short"])


def people(pathway: Pathway, count: int, seed: int = 7) -> list[Profile]:
    """Return mixed people: every target, all stages, months and dates at random."""
    pick = random.Random(seed)
    made = []
    for _ in range(count):
        credentials = pick.choice([[], [], ["CPC-A"], ["CPC-A"], ["CPC"], ["CCA"], ["CPC", "CRC"], ["CCS"], ["RHIT"]])
        earned = DAY - timedelta(days=pick.randrange(30, 1500))
        made.append(Profile({
            "target": pick.choice(list(pathway.targets)),
            "priority": pick.choice(["balanced", "fastest", "cheapest"]),
            "diploma": pick.random() < 0.9,
            "training": pick.choice(["none", "enrolled", "completed"]),
            "course_hours": pick.choice([0, 40, 79, 80, 120, 300]),
            "experience_months": pick.randrange(0, 37),
            "employed": pick.random() < 0.5,
            "practicode": pick.choice(["none", "started", "done"]),
            "course": pick.choice(["self-paced", "live-online", "college-certificate"]),
            "role": pick.choice(["other", "outpatient-coder", "coding-auditor"]),
            "age": pick.randrange(18, 65),
            "ma_resident_since": DAY - timedelta(days=pick.randrange(10, 4000)),
            "college_degree": pick.choice(["none", "associate", "bachelor"]),
            "credentials": tuple(Held(id_, earned) for id_ in credentials),
            "memberships": (Held("AAPC", DAY + timedelta(days=pick.randrange(1, 730))),) if pick.random() < 0.6 else (),
            "ceus": {"AAPC": pick.randrange(0, 37), "AHIMA": pick.randrange(0, 21)},
            "weekly_hours": pick.choice([6, 12, 20]),
        }))  # fmt: skip
    return made


def loops(many: int) -> float:
    """Return the seconds that so many loops of plain Python take: sums, sorting and tables, as a plan is made of them."""
    values = [(number * 7919 % 1000) / 10 for number in range(20)]
    start = time.process_time()
    for _ in range(many):
        table: dict[int, float] = {}
        for place, value in enumerate(sorted([one + other for one in values for other in values])):
            table[place % 37] = table.get(place % 37, 0.0) + value
    return time.process_time() - start


def plans_a_second(pathway: Pathway) -> tuple[float, float]:
    """Return plans a second over mixed people, each met for the first time, and the loops a second made in between.

    A machine is never twice as fast as before: what is held to the bound is how many plans go into the loops of PACE.
    """
    crowd, late = people(pathway, 1000), people(pathway, 60, 3)
    planner = Planner(pathway)
    for person in late:
        planner.plan(person, DAY)
    planned = looped = 0.0
    for first in range(0, len(crowd), 25):
        looped += loops(100)
        start = time.process_time()
        for person in crowd[first : first + 25]:
            planner.plan(person, DAY)
        planned += time.process_time() - start
    return len(crowd) / planned, len(crowd) * 4 / looped


def grown(pathway: Pathway, times: int) -> Pathway:
    """Return the pathway with *times* as many steps: renamed copies that nothing leads to."""
    copies: list[Step] = []
    for number in range(1, times):
        copies += [step._replace(id=f"{step.id}-{number}") for step in pathway.steps]
    return pathway._replace(steps=(*pathway.steps, *(copy._replace(effects=(), ways=()) for copy in copies)))


def growth(pathway: Pathway, times: int = 10) -> float:
    """Return how much longer a plan takes with ten times the steps."""
    crowd = people(pathway, 300, 11)
    medians = []
    for candidate in (pathway, grown(pathway, times)):
        runs = []
        for _ in range(3):
            planner = Planner(candidate)
            start = time.process_time()
            for person in crowd:
                planner.plan(person, DAY)
            runs.append(time.process_time() - start)
        medians.append(statistics.median(runs))
    return medians[1] / medians[0]


def main() -> int:
    """Print the table; return 1 when a bound is clearly missed."""
    pathway = load_pathway()
    limits = {"mecoder salary": 1.25, "mecoder next --answers FILE": 1.25, "mecoder plan --json": 1.25}
    missed = False
    print(f"{'command':<30} {'time':>6} {'bound':>6} {'memory':>7} {'bound':>6}")
    for name, ratio, memory in start_up():
        limit = limits.get(name, 1.0)
        print(f"{name:<30} {ratio:>6.2f} {limit:>6.2f} {memory:>7.2f} {1.3:>6.2f}")
        missed = missed or ratio > limit * SLACK or memory > 1.3 * SLACK
    journal = long_journal()
    print(f"mecoder status with 20,000 entries: {journal:.2f} times its time on an empty journal (bound {LONG})")
    missed = missed or journal > LONG * SLACK
    bare, pace = plans_a_second(pathway)
    plans = bare * PACE / pace
    print(
        f"plans a second, mixed people met for the first time, one core: {plans:,.0f} (bound {PLANS}) at {PACE:,} loops a second; "
        f"here and now {bare:,.0f} at {pace:,.0f}"
    )
    factor = growth(pathway)
    print(f"ten times the steps: {factor:.1f} times the time (bound 12)")
    print(f"peak memory of this run: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")
    return 1 if missed or plans < PLANS / SLACK or factor > 12 * SLACK else 0


if __name__ == "__main__":
    sys.exit(main())
