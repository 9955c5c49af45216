"""The interview in a real pseudo-terminal, driven key by key."""

import os
import re
import tempfile
import time
from pathlib import Path

import forked
import pexpect
import pyte
import pytest

from mecoder_cli.record.journal import fold
from mecoder_cli.record.store import Store

DOWN, UP, ENTER, CTRL_C, ESC = "\x1b[B", "\x1b[A", "\r", "\x03", "\x1b"


class Terminal:
    """A program in a pseudo-terminal, and the screen it has drawn."""

    def __init__(
        self, *arguments: str, columns: int = 80, env: dict[str, str] | None = None, cwd: Path | None = None
    ) -> None:
        self.columns = columns
        # Each person has a data folder of their own, unless the test shares one on purpose.
        own = {"XDG_DATA_HOME": tempfile.mkdtemp(prefix="mecoder-data-")}
        around = {**os.environ, "TERM": "xterm-256color", **own, **(env or {})}
        self.child = forked.in_terminal(*arguments, cwd=cwd, env=around, rows=50, columns=columns)
        self.seen = ""

    def answer(self, wait_for: str, keys: str) -> None:
        """Wait for a text, then press keys."""
        self.child.expect(wait_for)
        self.seen += str(self.child.before) + str(self.child.after)
        time.sleep(0.05)
        self.child.send(keys)

    def end(self) -> int:
        """Wait for the end and return the exit code."""
        self.child.expect(pexpect.EOF)
        self.seen += str(self.child.before)
        self.child.close()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -1)

    def lines(self) -> list[str]:
        """Return everything on the screen and what scrolled off it."""
        screen = pyte.HistoryScreen(self.columns, 50, history=2000)
        pyte.Stream(screen).feed(self.seen)
        rows = [*screen.history.top, *(screen.buffer[row] for row in range(50))]
        return ["".join(row[column].data for column in range(self.columns)).rstrip() for row in rows]


PLAN = (
    "plan", "--as-of", "2026-11-23", "--set", "experience_months=0", "--set", "employed=false", "--set",
    "ma_resident_since=2010-05-01", "--set", "college_degree=bachelor", "--set", "diploma=true",
)  # fmt: skip
BARE = ("plan", "--as-of", "2026-11-23")


def test_from_the_first_question_to_the_plan() -> None:
    """Three answers are enough for a newcomer; the plan follows on the same screen."""
    terminal = Terminal(*PLAN)
    terminal.answer("aim at", ENTER)
    terminal.answer("credentials do you", ENTER)
    terminal.answer("training in", ENTER)
    terminal.answer("sharpen", ENTER)
    assert terminal.end() == 0
    text = "\n".join(terminal.lines())
    assert "DO THIS NEXT" in text
    assert "Choose a coding course and enrol" in text
    assert "why: it decides which credential you need" in text
    assert "1 of" in text


def test_going_back_keeps_later_answers() -> None:
    """Back twice, change the aim: the answer in between still applies and is kept."""
    terminal = Terminal(*PLAN)
    terminal.answer("aim at", ENTER)
    terminal.answer("credentials do you", ENTER)
    terminal.answer("training in", ESC)
    terminal.answer("2 of at most.*Space pick", ESC)
    terminal.answer("aim at", DOWN + ENTER)
    terminal.answer("Kept from before: Credentials", "")
    terminal.answer("training in", ENTER)
    terminal.answer("sharpen", ENTER)
    assert terminal.end() == 0
    assert "Inpatient coder" in "\n".join(terminal.lines())


def test_not_sure_is_an_answer() -> None:
    """It is carried into the plan as a cautious reading."""
    terminal = Terminal(*PLAN, "--set", "target=outpatient-coder", "--set", "credentials=none")
    terminal.answer("training in", UP + ENTER)
    terminal.answer("sharpen", ENTER)
    assert terminal.end() == 0
    assert "DO THIS NEXT" in "\n".join(terminal.lines())


def test_each_answer_is_kept_and_the_interview_resumes(tmp_path: Path) -> None:
    """After Ctrl-C the same command goes on where it stopped, asking nothing twice."""
    shared = {"XDG_DATA_HOME": str(tmp_path / "data")}
    terminal = Terminal(*PLAN, env=shared)
    terminal.answer("aim at", ENTER)
    terminal.answer("credentials do you", CTRL_C)
    assert terminal.end() == 130
    assert "Your answers are kept; go on with: python -m mecoder_cli plan" in "\n".join(terminal.lines())
    again = Terminal(*PLAN, env=shared)
    again.answer("credentials do you", ENTER)
    again.answer("training in", ENTER)
    again.answer("sharpen", ENTER)
    assert again.end() == 0
    assert "aim at" not in again.seen
    assert "DO THIS NEXT" in "\n".join(again.lines())


def test_an_answer_is_on_the_disk_before_the_next_question(tmp_path: Path) -> None:
    """Killed in the middle of a question, everything answered before is there."""
    shared = {"XDG_DATA_HOME": str(tmp_path / "data")}
    terminal = Terminal(*PLAN, env=shared)
    terminal.answer("aim at", DOWN + ENTER)
    terminal.child.expect(" 2 of")
    terminal.child.kill(9)
    store = Store(tmp_path / "data" / "mecoder" / "profiles", "2026-11-23")
    events = store.read("me")
    assert [(e.kind, dict(e.data)) for e in events] == [
        ("answered", {"question": "target", "value": "inpatient-coder"})
    ]


def test_going_back_is_kept_too(tmp_path: Path) -> None:
    """An answer taken back by Back does not stay in the journal's sum."""
    shared = {"XDG_DATA_HOME": str(tmp_path / "data")}
    terminal = Terminal(*PLAN, env=shared)
    terminal.answer("aim at", ENTER)
    terminal.answer("credentials do you", ESC)
    terminal.answer("aim at", CTRL_C)
    assert terminal.end() == 130
    store = Store(tmp_path / "data" / "mecoder" / "profiles", "2026-11-23")
    assert fold(store.read("me")).answers == {}


def test_answers_are_reviewed_and_changed_by_number(tmp_path: Path) -> None:
    """One screen, one number, one question; what it changes in the plan is told."""
    shared = {"XDG_DATA_HOME": str(tmp_path / "data")}
    given = ("target=outpatient-coder", "credentials=none", "training=completed", "course_hours=120", "weekly_hours=10",
             "experience_months=0", "employed=false", "ma_resident_since=2010-05-01", "college_degree=bachelor", "diploma=true")  # fmt: skip
    store = Store(tmp_path / "data" / "mecoder" / "profiles", "2026-11-23")
    store.create("me")
    flags = [part for one in given for part in ("--set", one)]
    first = Terminal("profile", "answers", *flags, "--as-of", "2026-11-23", env=shared)
    assert first.end() == 0
    terminal = Terminal("profile", "answers", "--as-of", "2026-11-23", "--accessible", env=shared)
    terminal.answer("Number of the answer", "3\r")
    terminal.answer("training in", "")
    terminal.answer("Number: ", "1\r")
    assert terminal.end() == 0
    text = "\n".join(terminal.lines())
    assert "completed -> none" in text
    assert "Choose a coding course" in text


def test_ctrl_c_ends_in_one_line_and_offers_the_answers() -> None:
    """Exit 130, no traceback, and a line that goes on from here when nothing is to be kept."""
    terminal = Terminal(*BARE, "--no-save", columns=200)
    terminal.answer("aim at", ENTER)
    terminal.answer("credentials do you", CTRL_C)
    assert terminal.end() == 130
    text = "\n".join(terminal.lines())
    assert "Traceback" not in text
    assert "Stopped. To go on from here: python -m mecoder_cli plan" in text
    assert "--set target=outpatient-coder" in " ".join(text.split())


def test_ctrl_c_with_save_keeps_the_answers(tmp_path: Path) -> None:
    """Half-given answers are not lost."""
    terminal = Terminal(*BARE, "--save", "kept.yaml", cwd=tmp_path)
    terminal.answer("aim at", ENTER)
    terminal.answer("credentials do you", CTRL_C)
    assert terminal.end() == 130
    assert (tmp_path / "kept.yaml").read_text(encoding="utf-8") == "target: outpatient-coder\n"


@pytest.mark.parametrize(
    "how",
    [
        ("--accessible", {}),
        *(pytest.param(one, marks=pytest.mark.campaign) for one in (("", {"ACCESSIBLE": "1"}), ("", {"TERM": "dumb"}))),
    ],
)
def test_plain_numbered_prompts(how: tuple[str, dict[str, str]]) -> None:
    """Numbers typed, choices repeated, nothing repainted."""
    flag, env = how
    terminal = Terminal(*PLAN, *([flag] if flag else []), env=env)
    terminal.answer("Number:", "9\n")
    terminal.answer("Type a number from 1 to 7", "")
    terminal.answer("Number:", "1\n")
    terminal.answer("You chose: Outpatient coder", "")
    terminal.answer("Numbers, with commas", "1\n")
    terminal.answer("Number:", "1\n")
    terminal.answer("Number:", "1\n")
    assert terminal.end() == 0
    assert "\x1b[?" not in terminal.seen.split("DO THIS NEXT")[0]
    assert "DO THIS NEXT" in terminal.seen


def test_a_wrong_number_is_told_and_asked_again() -> None:
    """The reason stands beside the question; nothing is taken."""
    terminal = Terminal(*BARE, "--accessible", "--set", "memberships=AAPC", "--set", "target=outpatient-coder", "--set", "credentials=CPC-A", "--set",
                        "experience_months=12", "--set", "employed=true", "--set", "practicode=none", "--set", "training=completed")  # fmt: skip
    terminal.answer("contact hours", "")
    terminal.answer("Answer:", "minus\n")
    terminal.answer("not a whole number", "")
    terminal.answer("Answer:", "120\n")
    terminal.answer("Number:", "1\n")
    assert terminal.end() == 0
    assert "ne year of work plus your coding course" in terminal.seen


def test_a_credential_is_asked_with_its_day() -> None:
    """Dates are checked as they are typed."""
    terminal = Terminal(*PLAN, "--accessible", "--set", "target=outpatient-coder", "--set", "training=none")
    terminal.answer("Numbers, with commas", "3\n")
    terminal.answer("earn it", "")
    terminal.answer("Answer:", "2031-01-01\n")
    terminal.answer("in the future", "")
    terminal.answer("Answer:", "2025-11-03\n")
    terminal.answer("Practicode", CTRL_C)
    assert terminal.end() == 130


APPRENTICE = (
    "plan", "--as-of", "2027-10-05", "--no-save", "--set", "target=outpatient-coder", "--set", "credentials=CPC-A", "--set",
    "memberships=AAPC:2028-09-30", "--set", "training=completed", "--set", "course=self-paced", "--set", "course_hours=90",
    "--set", "practicode=none", "--set", "employed=false", "--set", "experience_months=0", "--set", "diploma=true", "--set",
    "ceus=AAPC:10",
)  # fmt: skip


@pytest.mark.parametrize(
    ("keys", "said"), [(ENTER, "No more is asked"), (DOWN + ENTER, "Renew"), (DOWN * 2 + ENTER, "Taken as")]
)
def test_dues_that_passed_are_asked_about_after_the_day(keys: str, said: str) -> None:
    """Yes settles it, no brings the dues back, not sure leaves them taken as paid, and that is listed."""
    terminal = Terminal(*APPRENTICE)
    terminal.answer("Did you pay AAPC the dues of September 30, 2027", keys)
    terminal.answer("Answer (up to )?. more", ENTER)
    assert terminal.end() == 0
    text = "\n".join(terminal.lines())
    assert ("Pay AAPC" in text or "overdue" in text) == (said == "Renew")


def test_dues_that_have_not_passed_are_not_asked_about() -> None:
    terminal = Terminal(*(part.replace("2027-10-05", "2027-09-29") for part in APPRENTICE))
    assert terminal.end() == 0
    assert "Did you pay" not in terminal.seen


RECORD = (
    "target=outpatient-coder", "training=completed", "course=self-paced", "course_hours=120", "credentials=CPC-A:2025-11-03",
    "experience_months=12", "employed=true", "practicode=none", "memberships=AAPC:2027-10-31", "ceus=AAPC:20",
)  # fmt: skip


def person_on_file(tmp_path: Path) -> dict[str, str]:
    """Keep a person; return where."""
    shared = {"XDG_DATA_HOME": str(tmp_path / "data"), "MECODER_PAGER": "cat"}
    Store(tmp_path / "data" / "mecoder" / "profiles", "2026-11-23").create("me")
    flags = [flag for one in RECORD for flag in ("--set", one)]
    first = Terminal("profile", "answers", *flags, "--as-of", "2026-11-23", env=shared)
    assert first.end() == 0
    asked = Terminal("plan", "--as-of", "2026-11-23", env=shared)
    asked.answer("Did you pay", ENTER)
    to_the_menu(asked, "d")
    assert asked.end() == 0
    return shared


def to_the_menu(terminal: Terminal, keys: str) -> None:
    """Leave what is offered, and press *keys* at the menu."""
    terminal.answer("What now|more to sharpen", "")
    if "sharpen" in str(terminal.child.after):
        terminal.child.send(ENTER)
        terminal.answer("What now", "")
    terminal.child.send(keys)


def test_the_menu_opens_screens_and_comes_back(tmp_path: Path) -> None:
    """Checklist, why, and out again; the record is as it was."""
    shared = person_on_file(tmp_path)
    terminal = Terminal("plan", "--as-of", "2026-11-23", env=shared)
    to_the_menu(terminal, "c")
    terminal.answer("Papers to keep", "")
    terminal.answer("What now", "\x1b[C" + ENTER)
    terminal.answer("This is the next thing to do", "")
    terminal.answer("What now", ESC)
    assert terminal.end() == 0


def test_a_narrow_menu_breaks_between_its_choices(tmp_path: Path) -> None:
    """Never inside a word."""
    terminal = Terminal("plan", "--as-of", "2026-11-23", env=person_on_file(tmp_path), columns=50)
    to_the_menu(terminal, "")
    terminal.answer("Done", "")
    rows = [row for row in terminal.lines() if row.strip()][-2:]
    assert rows[0].split()[:2] == ["What", "now?"]
    words = " ".join(rows).split()
    assert words == ["What", "now?", "Checklist", "Why", "Roads", "What", "if", "Full", "Change", "answers", "Done"]
    terminal.child.send("q")
    assert terminal.end() == 0


def test_an_answer_is_changed_by_name_from_the_menu(tmp_path: Path) -> None:
    """The plan comes again, and says what moved."""
    shared = person_on_file(tmp_path)
    terminal = Terminal("plan", "--as-of", "2026-11-23", env=shared)
    to_the_menu(terminal, "\x1b[D\x1b[D" + ENTER)
    terminal.answer("Which answer", "work an")
    terminal.answer("Work an employer will verify", ENTER)
    terminal.answer("How many months", "\x7f\x7f3 months" + ENTER)
    terminal.answer("Next: .* was", "")
    terminal.answer("What now", "d")
    assert terminal.end() == 0


def test_no_menu_where_it_is_not_wanted(tmp_path: Path) -> None:
    """--no-menu, --json, a dumb terminal and --accessible end with the plan."""
    shared = person_on_file(tmp_path)
    for options, env in ((("--no-menu",), {}), (("--json",), {}), ((), {"TERM": "dumb"}), (("--accessible",), {})):
        terminal = Terminal("plan", "--as-of", "2026-11-23", *options, env={**shared, **env})
        if "--json" not in options and terminal.child.expect(["sharpen", pexpect.EOF]) == 0:
            time.sleep(0.2)
            terminal.child.send("1\r" if "accessible" in "".join(options) or env else ENTER)
        assert terminal.end() == 0
        assert "What now" not in terminal.seen


def test_a_long_screen_goes_through_the_pager(tmp_path: Path) -> None:
    """And is printed with --no-pager, where it fits, and where the pager is gone."""
    log = tmp_path / "paged"
    pager = tmp_path / "pager.sh"
    pager.write_text(f"#!/bin/sh\ncat > {log}\necho PAGED\n", encoding="utf-8")
    pager.chmod(0o755)
    answers = ("--answers", str(Path(__file__).parent / "data" / "apprentice.yaml"))
    env = {"PAGER": str(pager)}
    assert "PAGED" in _seen("plan", "--full", *answers, env=env)
    assert "SOURCES OF THE NEXT STEP" in log.read_text(encoding="utf-8")
    assert "PAGED" not in _seen("plan", "--full", "--no-pager", *answers, env=env)
    assert "PAGED" not in _seen("plan", *answers, env=env)
    assert "SOURCES OF THE NEXT STEP" in _seen("plan", "--full", *answers, env={"PAGER": "no-such-pager"})
    assert "PAGED" not in _seen("plan", "--full", *answers, env={**env, "MECODER_PAGER": ""})


def _seen(*arguments: str, env: dict[str, str]) -> str:
    terminal = Terminal(*arguments, "--no-input", "--as-of", "2026-11-23", env=env)
    assert terminal.end() == 0
    return terminal.seen


def test_what_lacks_an_answer_asks_it(tmp_path: Path) -> None:
    """`next` in a terminal asks and goes on; without one it refuses as before."""
    given = ("--set", "target=outpatient-coder", "--set", "credentials=none", *PLAN[3:])
    terminal = Terminal("next", *PLAN[1:3], *given)
    terminal.answer("training in", ENTER)
    assert terminal.end() == 0
    assert "DO THIS NEXT" in terminal.seen


def test_a_changed_answer_takes_back_what_hung_on_it() -> None:
    """The kind of course falls away with the course, and that is said."""
    terminal = Terminal(
        "plan", "--as-of", "2026-11-23", "--no-save", "--set", "target=outpatient-coder", "--set", "credentials=none"
    )
    terminal.answer("training in", DOWN + ENTER)
    terminal.answer("Which kind of course", ENTER)
    terminal.answer("[0-9] of", ESC)
    terminal.answer("Which kind of course", ESC)
    terminal.answer("training in", UP + ENTER)
    terminal.answer("[0-9] of", CTRL_C)
    assert terminal.end() == 130
    assert "course=" not in terminal.seen.rpartition("To go on from here")[2].replace("course_", "")


@pytest.mark.campaign
def test_the_count_never_grows(tmp_path: Path) -> None:
    """Forward, back, stopped and resumed: "of at most" only falls, also where Esc goes into answers of another run."""
    shared = {"XDG_DATA_HOME": str(tmp_path / "data")}
    terminal = Terminal("plan", "--as-of", "2026-11-23", env=shared)
    terminal.answer("aim at", ENTER)
    terminal.answer("credentials do you", ENTER)
    terminal.answer("training in", ENTER)
    terminal.answer("diploma or equivalent.", ESC)
    terminal.answer("3 of at most.*training in", ENTER)
    terminal.answer("diploma or equivalent.", ENTER)
    terminal.answer("How many months", CTRL_C)
    assert terminal.end() == 130
    again = Terminal("plan", "--as-of", "2026-11-23", env=shared)
    again.answer("5 of at most.*How many months", ESC)
    again.answer("4 of at most.*diploma or equivalent.", ENTER)
    again.answer("5 of at most.*How many months", CTRL_C)
    assert again.end() == 130
    found = [
        int(most) for one in (terminal, again) for most in re.findall(r"[0-9] of (?:at most )?([0-9]+) ", one.seen)
    ]
    assert len(found) >= 9
    assert found == sorted(found, reverse=True)


def test_what_is_wrong_is_told_in_full() -> None:
    """The reason under a typed answer is wrapped, not cut."""
    terminal = Terminal(*PLAN[:3], "--no-save", "--set", "target=outpatient-coder", "--set", "credentials=none", "--set", "training=none",
                        "--set", "diploma=true", columns=50)  # fmt: skip
    terminal.answer("How many months", "last spring" + ENTER)
    terminal.answer(r"(?s)not a whole number\. Give a.*number \(months\), \? if not sure, < to go back\.", CTRL_C)
    assert terminal.end() == 130


def test_what_if_from_the_menu_keeps_nothing(tmp_path: Path) -> None:
    """Another answer is tried beside the plan; the record stays as it was."""
    shared = person_on_file(tmp_path)
    store = Store(tmp_path / "data" / "mecoder" / "profiles", "2026-11-23")
    before = store.read("me")
    terminal = Terminal("plan", "--as-of", "2026-11-23", env=shared)
    to_the_menu(terminal, "\x1b[C" * 3 + ENTER)
    terminal.answer("What if which answer", "contact hours")
    terminal.answer("Contact hours", ENTER)
    terminal.answer("How many contact hours", "\x7f\x7f\x7f0" + ENTER)
    terminal.answer("Nothing was kept", "")
    terminal.answer("What now", "d")
    assert terminal.end() == 0
    assert store.read("me") == before


@pytest.mark.campaign
def test_parts_of_units_and_money_are_changed_by_name(tmp_path: Path) -> None:
    """A count with a half comes back as it was; aid that was refused is picked from a list."""
    shared = person_on_file(tmp_path)
    flags = ("--set", "ceus=AAPC:12.5", "--set", "aid_refused=massreconnect")
    assert Terminal("profile", "answers", *flags, "--as-of", "2026-11-23", env=shared).end() == 0
    for words, answer in (("CEUs earned: AAPC 12.5", "With AAPC"), ("massreconnect", "MassEducate")):
        terminal = Terminal("plan", "--as-of", "2026-11-23", env=shared)
        to_the_menu(terminal, "\x1b[D\x1b[D" + ENTER)
        terminal.answer("Which answer", words.split(":")[0].lower()[:9])
        terminal.answer(words, ENTER)
        terminal.answer(answer, ENTER)
        terminal.answer("That is what it was", "")
        terminal.answer("What now", "d")
        assert terminal.end() == 0


def test_the_guide_is_paged_through_with_its_menu() -> None:
    """On to the next chapter, to the map, to a chapter by its number, deeper and out; no menu where it is not wanted."""
    env = {"MECODER_PAGER": "cat"}
    terminal = Terminal("guide", "3", env=env)
    terminal.answer("3 of 6", "")
    terminal.answer("What now", ENTER)
    terminal.answer("4 of 6", "")
    terminal.answer("What now", "m")
    terminal.answer("Which chapter", "6")
    terminal.answer("6 of 6", "")
    terminal.answer("What now", "p")
    terminal.answer("5 of 6", "")
    terminal.answer("What now", "n")
    terminal.answer("What now", "g")
    terminal.answer("What coders earn", "")
    terminal.answer("What now", "q")
    assert terminal.end() == 0
    for options in (("--no-menu",), ("--accessible",), ("--json",)):
        terminal = Terminal("guide", "3", *options, env=env)
        assert terminal.end() == 0
        assert "What now" not in terminal.seen


def test_a_town_that_nobody_knows_is_asked_for_its_county() -> None:
    """In a terminal; whoever does not know the county gets the state."""
    terminal = Terminal("salary", "Wellesley Hillz")
    terminal.answer("Which county", "norf")
    terminal.answer("Norfolk", ENTER)
    assert terminal.end() == 0
    assert "What coders earn in a year: Boston area" in terminal.seen
    terminal = Terminal("salary", "Wellesley Hillz")
    terminal.answer("Which county", "not sure")
    terminal.answer("not sure", ENTER)
    assert terminal.end() == 0
    assert "What coders earn in a year: Massachusetts" in terminal.seen


def test_a_person_is_told_that_nothing_falls_due() -> None:
    """A daily job hears of it by silence."""
    terminal = Terminal("due", "--as-of", "2026-11-23", "--set", "credentials=none")
    assert terminal.end() == 0
    assert "Nothing that is known falls due up to" in terminal.seen


@pytest.mark.campaign
def test_where_a_day_does_not_matter_it_is_not_asked(tmp_path: Path) -> None:
    """Twelve months of residence are asked as yes or no; only after no the day is."""
    shared = person_on_file(tmp_path)
    flags = ("--set", "ma_resident_since=2020-01-01", "--as-of", "2026-11-23")
    assert Terminal("profile", "answers", *flags, env=shared).end() == 0
    # Yes is marked for whoever lived here for long: down is no. Then no is marked: up is yes.
    for keys, day, kept in ((DOWN, "May 2026", "2026-05-01"), (UP, "", "2025-11-23")):
        terminal = Terminal("plan", "--as-of", "2026-11-23", env=shared)
        to_the_menu(terminal, "\x1b[D\x1b[D" + ENTER)
        terminal.answer("Which answer", "resident")
        terminal.answer("resident", ENTER)
        terminal.answer("12 months or more", keys + ENTER)
        if day:
            terminal.answer("Since when", day + ENTER)
        terminal.answer("What now", "d")
        assert terminal.end() == 0
        assert ("Since when" in terminal.seen) == bool(day)
        told = Terminal("profile", "answers", env=shared)
        told.answer(f"by {kept}", "")
        told.answer("Number of the answer", ENTER)
        assert told.end() == 0


def test_a_filter_that_matches_nothing_says_so_in_words() -> None:
    """Without color too; Enter does nothing then, and the list is back when it is deleted."""
    terminal = Terminal(*BARE, env={"NO_COLOR": "1"})
    terminal.answer("aim at", ENTER)
    terminal.answer("Which credentials", "zq")
    terminal.answer("nothing matches: Backspace", ENTER + CTRL_C)
    assert terminal.end() == 130
    assert "training in" not in terminal.seen


def test_stopping_in_the_second_part_says_where_the_rest_is_asked(tmp_path: Path) -> None:
    """The plan is certain then: `mecoder plan` shows it, and its menu takes the answers that are left."""
    own = {"XDG_DATA_HOME": str(tmp_path)}
    for before in (("profile", "new", "me", "--use"), ("profile", "answers", *PLAN[1:])):
        assert Terminal(*before, env=own).end() == 0
    terminal = Terminal("plan", "--as-of", "2026-11-23", env=own)
    terminal.answer("aim at", ENTER)
    terminal.answer("credentials do you", ENTER)
    terminal.answer("training in", ENTER)
    terminal.answer("sharpen", DOWN + ENTER)
    terminal.answer("why:", CTRL_C)
    assert terminal.end() == 130
    assert "the rest: " in terminal.seen and "Change answers" in terminal.seen


def test_whoever_finished_a_course_is_not_asked_to_study_alone(tmp_path: Path) -> None:
    """The same answer in words that fit: for them the bodies advise work before some exams, and no course."""
    for training, asked in (("none", "Study alone instead"), ("completed", "Sit exams without the work")):
        own = {"XDG_DATA_HOME": str(tmp_path / training)}
        settings = ("--set", f"training={training}", "--set", "target=inpatient-coder", "--set", "advice=skip")
        for before in (("profile", "new", "me", "--use"), ("profile", "answers", *settings)):
            assert Terminal(*before, env=own).end() == 0
        terminal = Terminal("profile", "answers", env=own)
        terminal.answer("Number of the answer to change", "")
        number = next(line.split()[0] for line in terminal.lines() if "Study alone" in line)
        terminal.child.send(f"{number}\r")
        terminal.answer(asked, CTRL_C)
        assert terminal.end() == 130


@pytest.mark.parametrize("columns", [1, *(pytest.param(few, marks=pytest.mark.campaign) for few in (2, 5))])
@pytest.mark.parametrize("how", [("--accessible",), pytest.param((), marks=pytest.mark.campaign)])
def test_a_terminal_of_one_column_is_no_fault(columns: int, how: tuple[str, ...]) -> None:
    """Nobody reads it, but whoever drags a window to nothing and back loses no answer."""
    terminal = Terminal(*BARE, "--no-save", *how, columns=columns)
    terminal.child.expect("\n")
    terminal.seen += str(terminal.child.before)
    time.sleep(2)
    terminal.child.sendintr()
    assert terminal.end() == 130
    assert "bug of ours" not in terminal.seen.replace("\n", "").replace("\r", "")


def test_bytes_that_are_no_text_are_asked_again() -> None:
    """At a plain prompt: they are no number, and nothing else."""
    terminal = Terminal(*BARE, "--no-save", "--accessible")
    terminal.child.expect("Number")
    os.write(terminal.child.child_fd, b"\xff\xfe\x80\n")
    terminal.child.expect("Type a number from 1 to")
    os.write(terminal.child.child_fd, b"\xc3\n")
    terminal.child.expect("Type a number from 1 to")
    terminal.child.sendintr()
    assert terminal.end() == 130
