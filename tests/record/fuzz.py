"""Every door through which text or bytes come in, and strange things to push through it.

A new door joins :data:`DOORS`: its samples, and what reads them. Whatever is pushed through, it is read or refused by an
error of ours; nothing else is raised, and nothing takes long.
"""

import io
import json
import random
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from attack import spoiled

from mecoder_cli.conversation.files import read_answers
from mecoder_cli.conversation.flags import set_answers
from mecoder_cli.conversation.typed import exact_day_of, tidy
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import NOBODY
from mecoder_cli.errors import MecoderError
from mecoder_cli.knowledge import compiled, load_pathway, pathway_file, read_in_full
from mecoder_cli.planner import Planner
from mecoder_cli.record.advice import FILE, LOST, Advice
from mecoder_cli.record.entries import LOGGED
from mecoder_cli.record.exchange import from_yaml, to_yaml, unfit
from mecoder_cli.record.folded import WORTH
from mecoder_cli.record.journal import Event, fold
from mecoder_cli.record.standing import standing
from mecoder_cli.record.store import Store
from mecoder_cli.screens.entries import event_line

DAY = date(2026, 11, 23)
LONGEST = 5.0
"""Seconds that one thing may take on a busy machine."""
DATA = Path(__file__).parents[1] / "data"
ODD = (
    "", " ", "~", "null", "yes", "-0", "1e999", ".nan", "0x1F", "9" * 400, "-1", "3.5", "2026-W10-1", "0001-01-01", "9999-12-31", "2026-02-30",
    "*a", "&a", "!!python/object:os.system", "<<", "{}", "[]", "[[]]", "{a: {a: {a: 1}}}", "? [a]", "---", "...", "\t", "\u202e", "\x9b31m",
    "\x1b]52;c;aGk=\x07", "\x00", "\ud800", "\U0001f9ff", "é" * 50, "%", "'", '"', "#", ":", "- ", "CPC", "unsure", "none", "true", "A" * 5000,
)  # fmt: skip


class Door(NamedTuple):
    """One way in."""

    samples: tuple[bytes, ...]
    """What is let in."""
    enter: Callable[[Path, bytes], object]
    """Push bytes through, with a folder of one's own."""
    is_text: bool = True


def refused(enter: Callable[[Path, bytes], object], folder: Path, content: bytes) -> str:
    """Return what is wrong with how *content* was taken: an error that is none of ours, or a long time."""
    begun = time.process_time()
    try:
        enter(folder, content)
    except MecoderError as error:
        told = "\n".join((error.message, error.hint, *error.details))
        if len(told) > 20_000:
            return f"{len(told):,} characters of error"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    took = time.process_time() - begun
    return f"{took:.1f} s" if took > LONGEST else ""


def strange(samples: tuple[bytes, ...], is_text: bool, pick: random.Random) -> bytes:
    """Return a sample to which something happened."""
    raw = pick.choice(samples)
    if not is_text:
        return spoiled(raw, pick)
    if pick.random() < 0.05:
        return bytes(pick.randrange(256) for _ in range(pick.randrange(60)))
    lines = raw.decode("utf-8", "replace").split("\n")
    for _ in range(pick.choice((1, 1, 1, 2, 5))):
        place = pick.randrange(len(lines))
        how = pick.randrange(7)
        if how == 0:
            del lines[place]
        elif how == 1:
            lines.insert(place, lines[pick.randrange(len(lines))])
        elif how == 2:
            lines[place] = " " * pick.randrange(6) + lines[place].lstrip()
        elif how == 3:
            key, colon, _ = lines[place].partition(":")
            lines[place] = f"{key}{colon} {pick.choice(ODD)}"
        elif how == 4:
            key, colon, rest = lines[place].partition(":")
            lines[place] = f"{pick.choice(ODD)}{colon}{rest}"
        elif how == 5:
            at = pick.randrange(len(lines[place]) + 1)
            lines[place] = lines[place][:at] + pick.choice(ODD) + lines[place][at + pick.randrange(4) :]
        else:
            words = lines[place].split(" ")
            words[pick.randrange(len(words))] = pick.choice(ODD)
            lines[place] = " ".join(words)
        lines = lines or [""]
    return "\n".join(lines).encode("utf-8", "surrogatepass")


# --- the doors -----------------------------------------------------------------------------------------


def _planned(pathway: Pathway, profile: Any) -> None:
    """Whoever is let in gets a plan."""
    Planner(pathway).plan(profile, DAY)


def _answers(folder: Path, content: bytes) -> None:
    file = folder / "answers.yaml"
    file.write_bytes(content)
    _planned(load_pathway(), read_answers(load_pathway(), str(file), io.BytesIO(), DAY))


def _piped(folder: Path, content: bytes) -> None:
    read_answers(load_pathway(), "-", io.BytesIO(content), DAY)


def _flags(folder: Path, content: bytes) -> None:
    text = content.decode("utf-8", "surrogateescape")
    set_answers(load_pathway(), NOBODY, text.split("\n"), DAY)


def _typed(folder: Path, content: bytes) -> None:
    text = content.decode("utf-8", "replace")
    for line in text.split("\n"):
        exact_day_of(line, DAY)
        for question in load_pathway().questions.values():
            tidy(question, line.partition("=")[2], DAY)


def _imported(folder: Path, content: bytes) -> None:
    exported = from_yaml("-", io.BytesIO(content))
    if not list(unfit(load_pathway(), exported.events, DAY)):
        ledger = fold(exported.events)
        for event in exported.events:
            event_line(load_pathway(), event)
        _planned(load_pathway(), standing(load_pathway(), ledger, DAY).profile)


def _knowledge(folder: Path, content: bytes) -> None:
    file = folder / "pathway.yaml"
    file.write_bytes(content)
    read_in_full(file)


def _compiled(folder: Path, content: bytes) -> None:
    file = folder / "x.compiled"
    file.write_bytes(content)
    found = compiled.load(file, pathway_file().parent)
    assert found is None or found == load_pathway(), "another knowledge"


def _journal(folder: Path, content: bytes) -> None:
    profiles = folder / "profiles"
    profiles.mkdir(exist_ok=True)
    for old in profiles.iterdir():
        if old.is_file():
            old.unlink()
    (profiles / "me.sqlite3").write_bytes(content)
    Store(profiles, "2026-11-23T10:00:00+00:00").read("me")


def _folded(folder: Path, content: bytes) -> None:
    profiles = folder / "profiles"
    if not profiles.exists():
        _long(profiles)
    (profiles / "me.folded").write_bytes(content)
    assert Store(profiles, "2026-11-23T10:00:00+00:00").ledger("me").total == WORTH, "another journal"


def _advice(folder: Path, content: bytes) -> None:
    (folder / FILE).write_bytes(content)
    try:
        Advice(folder).told("me:x")
    except LOST:
        return


def _long(profiles: Path) -> Store:
    """Return a store with one journal that is long enough to be folded."""
    store = Store(profiles, "2026-11-23T10:00:00+00:00")
    store.create("me", chosen=True)
    data = {"record": "ceu", "body": "AAPC", "units": 1, "date": "2026-01-01", "title": "A class"}
    store.add("me", "2026-11-23T10:00:00", [(LOGGED, data)] * WORTH)
    return store


def doors(folder: Path) -> Mapping[str, Door]:
    """Return every door by its name; *folder* is a place to make samples in."""
    answers = tuple(
        (DATA / name).read_bytes() for name in ("apprentice.yaml", "newcomer.yaml") if (DATA / name).exists()
    )
    as_json = json.dumps(
        {"target": "outpatient-coder", "credentials": [{"id": "CPC", "earned": "2026-01-01"}], "age": 30}, indent=1
    ).encode()
    flags = b"target=outpatient-coder\ncredentials=CPC-A:2025-11-03,CCA\nage=30\nceus=AAPC:10\nma_resident_since=2020-01-01\nemployed=true"
    events = [
        Event(1, "2026-01-01T10:00:00", "answered", {"question": "target", "value": "outpatient-coder"}),
        Event(2, "2026-01-01T10:00:00", LOGGED, {"record": "exam", "exam": "CPC", "date": "2026-01-01", "result": "pass", "grants": "CPC-A"}),
        Event(3, "2026-01-02T10:00:00", LOGGED, {"record": "ceu", "body": "AAPC", "units": 1.5, "date": "2026-01-01", "title": "A", "usd": 5}),
        Event(4, "2026-01-02T10:00:00", LOGGED, {"record": "job", "employer": "E", "from": "2026-01-01", "code_sets": ["CPT"], "planned": True}),
        Event(5, "2026-01-02T10:00:00", "undone", {"event": 3}),
        Event(6, "2026-01-02T10:00:00", "checked", {"step": "convert-cpc-a", "item": "letter", "proof": {"path": "/a", "sha256": "0", "bytes": 1}}),
    ]  # fmt: skip
    plain = json.dumps(
        {"schema": "mecoder.profile/1", "name": "x", "events": [one._asdict() for one in events]}, indent=1
    ).encode()
    store = _long(folder / "samples")
    store.ledger("me")
    advice = Advice(folder / "samples")
    advice.keep("me:x", [])
    knowledge = tuple((DATA / name).read_bytes() for name in ("orchard.yaml",) if (DATA / name).exists())
    return {
        "answers file": Door((*answers, as_json), _answers),
        "answers on standard input": Door((*answers, as_json), _piped),
        "flags": Door((flags,), _flags),
        "typed": Door((flags,), _typed),
        "import": Door((plain, to_yaml("x", events).encode()), _imported),
        "knowledge": Door(knowledge or (pathway_file().with_name("example.yaml").read_bytes(),), _knowledge),
        "compiled knowledge": Door((compiled.dump(load_pathway(), _sources()),), _compiled, is_text=False),
        "journal": Door((store.path("me").read_bytes(),), _journal, is_text=False),
        "folded journal": Door(((folder / "samples" / "me.folded").read_bytes(),), _folded, is_text=False),
        "advice": Door(((folder / "samples" / FILE).read_bytes(),), _advice, is_text=False),
    }


def _sources() -> list[tuple[str, bytes]]:
    return list(read_in_full(pathway_file())[2].sources)


class Attacked(NamedTuple):
    """What became of an attack."""

    tried: int
    wrong: tuple[tuple[bytes, str], ...]
    """What was taken wrongly, and how."""


def attacked(door: Door, folder: Path, seed: int, seconds: float, most: int) -> Attacked:
    """Push strange things through a door for so long, or so many."""
    pick, end = random.Random(seed), time.monotonic() + seconds
    folder.mkdir(parents=True, exist_ok=True)
    wrong = [
        (sample, f"unharmed, yet {told}") for sample in door.samples if (told := refused(door.enter, folder, sample))
    ]
    tried = 0
    while tried < most and time.monotonic() < end:
        content = strange(door.samples, door.is_text, pick)
        told = refused(door.enter, folder, content)
        wrong += [(content, told)] if told else []
        tried += 1
    return Attacked(tried, tuple(wrong))
