"""The calendar: read back by other programs, imported twice and listed once, moved and called off."""

import re
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import vobject
from conftest import DATA, Run
from hypothesis import given, settings
from hypothesis import strategies as st

from mecoder_cli.exports.calendar import Item, calendar, identity, told_before

DAY = ("--as-of", "2026-11-23")
APPRENTICE = ("--answers", str(DATA / "apprentice.yaml"), *DAY)
KHAL = shutil.which("khal")
NOW = datetime(2026, 11, 23, tzinfo=UTC)
CONFIG = """[calendars]
[[me]]
path = {folder}/me
type = calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = {zone}
default_timezone = {zone}
[sqlite]
path = {folder}/khal.db
"""


def events(text: str) -> dict[str, Any]:
    """Return the events by their identity, as another library reads and validates them."""
    made = vobject.readOne(text)
    made.validate(raiseException=True)
    found = {one.uid.value: one for one in made.vevent_list}
    assert len(found) == len(made.vevent_list)
    return found


def exported(run: Run, *more: str) -> str:
    done = run("export", "calendar", "--out", "-", *more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_another_library_reads_and_validates_it(run: Run) -> None:
    """Whole days, with reasons, alarms for what is due, and lines that no program finds too long."""
    text = exported(run, *APPRENTICE)
    found = events(text)
    titles = {one.summary.value: one for one in found.values()}
    dues = titles["AAPC: dues due"]
    assert dues.dtstart.value == date(2027, 10, 31) and dues.dtend.value == date(2027, 11, 1)
    assert sorted(alarm.trigger.value.days for alarm in dues.valarm_list) == [-30, -7]
    assert "in 342 days" not in text.replace("\n ", "") and "mecoder due" in dues.description.value
    assert titles["ICD-10-CM and ICD-10-PCS, a new code year"].description.value.startswith("Put away codes")
    assert any(title.startswith("Likely done: Turn your CPC-A") for title in titles)
    assert all(len(line.rstrip("\r").encode()) <= 75 for line in text.split("\n"))
    # Who has finished the course is not told of terms.
    assert not any("Class begins" in title for title in titles)


def test_the_road_of_a_newcomer_has_terms_and_exam_windows(run: Run) -> None:
    """The last day to apply stands there by itself, and an exam between its early and its late day."""
    answers = ("target=outpatient-coder", "training=none", "diploma=true", "priority=cheapest", "ma_resident_since=2020-01-01",
               "weekly_hours=12", "advice=skip", "credentials=none", "memberships=none", "experience_months=0", "age=40",
               "college_degree=none", "employed=false")  # fmt: skip
    found = events(exported(run, *(part for one in answers for part in ("--set", one)), *DAY))
    titles = {one.summary.value: one for one in found.values()}
    assert any(one.startswith("Last day to apply, about: class begins: terms") for one in titles)
    (window,) = [one for title, one in titles.items() if title.startswith("Between these days")]
    assert (window.dtend.value - window.dtstart.value).days > 30


def test_the_last_day_before_something_is_lost_stands_by_itself(run: Run, tmp_path: Path) -> None:
    """In the export, on the page and in the calendar of the screen."""
    (tmp_path / "late.yaml").write_text(
        "target: inpatient-coder\ntraining: completed\ncredentials: [{id: CCS, earned: 2022-09-30}]\ndiploma: true\n"
        "experience_months: 60\nemployed: true\nrole: inpatient-coder\npracticode: none\nceus: {AHIMA: 8}\n"
        "memberships: [{id: AHIMA, renews: 2026-09-30}]\n", encoding="utf-8",
    )  # fmt: skip
    late = ("--answers", str(tmp_path / "late.yaml"), *DAY)
    titles = {one.summary.value: one.dtstart.value for one in events(exported(run, *late)).values()}
    assert titles["AHIMA: the last day before it is revoked"] == date(2027, 3, 28)
    for command in (("export", "text", "--out", "-"), ("calendar",)):
        assert "the last day before it is revoked" in run(*command, *late).stdout


def test_the_same_day_keeps_its_identity(run: Run) -> None:
    """A week later, and in another zone: the same events; only what has moved has moved."""
    first, later = (
        events(exported(run, "--answers", APPRENTICE[1], "--as-of", day)) for day in ("2026-11-23", "2026-11-30")
    )
    shared = {uid for uid in first if first[uid].summary.value == "AAPC: dues due"}
    assert shared and shared <= set(later)
    steps = [
        {uid for uid, one in some.items() if one.summary.value.startswith("Likely done")} for some in (first, later)
    ]
    assert steps[0] == steps[1]
    abroad = run("export", "calendar", "--out", "-", *APPRENTICE, env={"TZ": "Pacific/Kiritimati"}).stdout
    assert {uid: one.dtstart.value for uid, one in events(abroad).items()} == {
        uid: one.dtstart.value for uid, one in first.items()
    }


def test_what_is_called_off_is_called_off(run: Run, tmp_path: Path) -> None:
    """A booked exam moves with its day, and is struck out once it is taken back; so is what an old file still holds."""
    run("profile", "new", "me")
    run("log", "exam", "CPC", "--date", "2027-02-03", *DAY)
    (exam,) = [one for one in events(exported(run, *DAY)).values() if "Exam: CPC" in one.summary.value]
    uid = exam.uid.value
    assert run("edit", "1", "date=2027-03-10", *DAY).returncode == 0
    moved = events(exported(run, *DAY))[uid]
    assert (moved.dtstart.value, moved.status.value) == (date(2027, 3, 10), "CONFIRMED")
    run("export", "calendar", *DAY)
    assert run("undo", "2", *DAY).returncode == 0 and run("undo", "1", *DAY).returncode == 0
    for text in (exported(run, *DAY), None):
        if text is None:
            assert run("export", "calendar", "--force", *DAY).returncode == 0
            text = (tmp_path / "mecoder.ics").read_text(encoding="utf-8")
        off = events(text)[uid]
        assert off.status.value == "CANCELLED" and not hasattr(off, "valarm")


def test_a_file_of_another_program_is_not_taken_for_ours(run: Run, tmp_path: Path) -> None:
    """With --force it is replaced; nothing of it comes back as called off."""
    other = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20290101\r\nDTEND;VALUE=DATE:20290102\r\nSUMMARY:mine\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    for content in (other, "no calendar", "BEGIN:VCALENDAR\r\n", ""):
        (tmp_path / "mecoder.ics").write_text(content, encoding="utf-8")
        assert run("export", "calendar", *APPRENTICE).returncode == 2
        assert (tmp_path / "mecoder.ics").read_text(encoding="utf-8").replace("\n", "\r\n").strip() == content.strip()
        assert run("export", "calendar", "--force", *APPRENTICE).returncode == 0
        assert "mine" not in (tmp_path / "mecoder.ics").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "changed",
    [("UID:", "X-UID:"), ("DTSTART;VALUE=DATE:20271031", "DTSTART:20271031T090000Z"), ("DTEND;VALUE=DATE:20271101", "DTEND:20271101T090000Z"),
     ("DTSTART;VALUE=DATE:20271031", "X-START:1"), ("SUMMARY:", "X-SUMMARY:"), ("BEGIN:VEVENT", "BEGIN:VTODO")],
)  # fmt: skip
def test_what_another_program_changed_is_passed_over(run: Run, tmp_path: Path, changed: tuple[str, str]) -> None:
    """No traceback, and the file is replaced."""
    run("export", "calendar", *APPRENTICE)
    file = tmp_path / "mecoder.ics"
    text = file.read_bytes().decode()
    assert changed[0] in text
    file.write_bytes(text.replace(*changed).encode())
    done = run("export", "calendar", "--force", *APPRENTICE)
    assert done.returncode == 0, done.stderr
    assert events(file.read_bytes().decode())


def test_nobody_elses_days_are_called_off_in_ones_file(run: Run, tmp_path: Path) -> None:
    """Each person has identities of their own, with and without a name; a file of another person is only replaced."""
    for name in ("Ann", "Ben"):
        run("profile", "new", name, "--answers", str(DATA / "apprentice.yaml"))
    run("export", "calendar", "--profile", "Ann", "--out", "c.ics", *DAY)
    ann = events((tmp_path / "c.ics").read_bytes().decode())
    assert run("export", "calendar", "--profile", "Ben", "--out", "c.ics", "--force", *DAY).returncode == 0
    ben = events((tmp_path / "c.ics").read_bytes().decode())
    assert ann.keys().isdisjoint(ben) and all(one.status.value != "CANCELLED" for one in ben.values())
    done = run("export", "calendar", "--all", "--no-name", *DAY)
    assert done.returncode == 0 and ": Ann" in done.stderr
    files = sorted((tmp_path / "mecoder-clients-no-name").iterdir())
    assert len(files) == 2
    one, other = (events(file.read_bytes().decode()) for file in files)
    assert one.keys().isdisjoint(other)


def test_a_road_that_is_not_certain_is_not_taken_for_called_off(run: Run, tmp_path: Path) -> None:
    """Where an answer is missing the calendar is refused, as the page is, and the file is left as it was."""
    run("profile", "new", "me", "--answers", str(DATA / "apprentice.yaml"))
    assert run("export", "calendar", *DAY).returncode == 0
    before = (tmp_path / "mecoder.ics").read_bytes()
    missing = ("--answers", str(tmp_path / "few.yaml"))
    (tmp_path / "few.yaml").write_text("target: outpatient-coder\n", encoding="utf-8")
    done = run("export", "calendar", "--force", *missing, *DAY)
    assert done.returncode == 3 and "an answer is missing" in done.stderr
    assert (tmp_path / "mecoder.ics").read_bytes() == before


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(min_size=1, max_size=8),
            st.text(max_size=60),
            st.dates(date(2024, 1, 1), date(2032, 12, 31)),
            st.booleans(),
        ),
        max_size=8,
        unique_by=lambda one: one[0],
    )
)
def test_whatever_stands_in_it_comes_back(found: list[tuple[str, str, date, bool]]) -> None:
    """Leap days, any letters, commas, semicolons and line ends: read back as they were, by us and by another."""
    items = [Item(key, "due", title, day, day, title, off) for key, title, day, off in found]
    data = calendar(items, "Ann", "", (NOW.date(), NOW), {})
    kept = told_before(data, "Ann")
    assert kept.keys() == {identity("Ann", key) for key, _, _, _ in found} and told_before(data, "Ben") == {}
    assert all(kept[identity("Ann", key)].first == day for key, _, day, _ in found)
    again = calendar([], "Ann", "", (NOW.date(), NOW), kept)
    assert again.count(b"STATUS:CANCELLED") == sum(day >= NOW.date() for _, _, day, _ in found)
    assert b"Ann/" not in data


@pytest.mark.campaign
@pytest.mark.skipif(KHAL is None, reason="no khal here; .ci/run has one")
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati"])
def test_khal_lists_once_what_is_imported_twice(run: Run, tmp_path: Path, zone: str) -> None:
    """And on the day itself, wherever it is read."""
    assert KHAL is not None
    file, config = tmp_path / "a.ics", tmp_path / "khal.conf"
    file.write_text(exported(run, *APPRENTICE), encoding="utf-8")
    (tmp_path / "me").mkdir()
    config.write_text(CONFIG.format(folder=tmp_path, zone=zone), encoding="utf-8")

    def khal(*arguments: str) -> str:
        done = subprocess.run(
            [str(KHAL), "-c", str(config), *arguments], capture_output=True, text=True, check=True, timeout=60
        )
        return done.stdout

    for _ in range(2):
        khal("import", "--batch", "-a", "me", str(file))
    listed = khal("list", "2026-11-23", "700d")
    assert listed.count("AAPC: dues due") == 2, "its title, and its reason"
    assert re.search(r"2027-10-31\n AAPC: CEUs due", listed)
