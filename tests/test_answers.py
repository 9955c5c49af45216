"""Bad answers: one message, exit 2, no traceback, nothing written."""

import json
from pathlib import Path

import pytest
from conftest import DATA, Run

BAD = {
    "unknown key": ("gaol: 1", "gaol: no such answer"),
    "near key": ("targte: outpatient-coder", "did you mean target?"),
    "duplicate key": ("age: 30\nage: 31", "given twice"),
    "wrong type": ("diploma: maybe", "not true or false"),
    "number as text": ('experience_months: "twelve"', "not a whole number"),
    "truth value as number": ("experience_months: true", "not a whole number"),
    "fraction": ("experience_months: 1.5", "not a whole number"),
    "impossible day": ("credentials: [{id: CPC, earned: 2025-02-30}]", "does not exist"),
    "future day": ("credentials: [{id: CPC, earned: 2027-01-01}]", "in the future"),
    "unknown credential": ("credentials: [CPX]", "is not known"),
    "credential twice": ("credentials: [CPC, CPC]", "given twice"),
    "apprentice and full": ("credentials: [CPC-A, CPC]", "has become CPC"),
    "negative": ("course_hours: -1", "not between 0"),
    "absurd": ("experience_months: 9999", "not between"),
    "zero hours": ("weekly_hours: 0", "not between 1"),
    "unknown body": ("ceus: {AAPX: 3}", "did you mean AAPC?"),
    "list for mapping": ("ceus: [3]", "not a mapping"),
    "scalar for list": ("credentials: CPC", "not a list"),
    "unknown choice": ("target: outpatient", "did you mean outpatient-coder?"),
    "not a mapping": ("- a\n- b", "not a mapping"),
    "empty": ("", "is empty"),
    "blank": ("\n  \n", "is empty"),
    "alias bomb": ("a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]", "aliases"),
    "python tag": ("a: !!python/object/apply:os.system [ls]", "tags"),
    "not yaml": ("a: [1", "not readable"),
    "list as id": ("credentials: [{id: [a]}]", "is not an id"),
    "far cycle": ("memberships: [{id: AAPC, renews: 2099-01-31}]", "too far ahead"),
    "two days": ("memberships: [{id: AAPC, renews: 2027-10-31, day: 5}]", "unknown key 'day'"),
    "deep": ("a: " + "[" * 500, "nested"),
    "control text": ("a\x1b[31mb: 1", "not readable"),
}


@pytest.mark.parametrize(("text", "words"), BAD.values(), ids=BAD)
def test_bad_answers_are_refused_with_a_reason(run: Run, tmp_path: Path, text: str, words: str) -> None:
    """The message names the key and the fault; nothing goes to standard output."""
    file = tmp_path / "answers.yaml"
    file.write_text(text, encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    done = run("plan", "--answers", str(file), "--save", "out.yaml", "--as-of", "2026-11-23")
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr
    assert done.stdout == ""
    assert sorted(tmp_path.iterdir()) == before


def test_all_bad_answers_are_named_together(run: Run) -> None:
    """One run is enough to mend a file."""
    done = run("next", "--answers", "-", stdin="course_hours: -1\nage: 400\nx: 1\n")
    assert [done.stderr.count(key) for key in ("course_hours:", "age:", "x:")] == [1, 1, 1]


def test_binary_missing_directory_and_huge_files_are_refused(run: Run, tmp_path: Path) -> None:
    """Whatever the path leads to, there is one message and exit 2."""
    binary = tmp_path / "binary"
    binary.write_bytes(bytes(range(256)))
    huge = tmp_path / "huge"
    with huge.open("wb") as file:
        file.truncate(100_000_000)
    for path, words in (
        (binary, "not text"),
        (tmp_path / "none", "No such file"),
        (tmp_path, "directory"),
        (huge, "larger"),
    ):
        done = run("next", "--answers", str(path))
        assert (done.returncode, words in done.stderr) == (2, True), done.stderr


def test_errors_are_json_when_json_was_asked_for(run: Run) -> None:
    """Scripts can read the refusal."""
    done = run("plan", "--json", "--set", "age=x")
    value = json.loads(done.stderr)
    assert (value["schema"], value["code"], done.stdout) == ("mecoder.error/1", "usage", "")


def test_odd_flags_are_refused(run: Run) -> None:
    """Digits of other scripts, and nothing at all."""
    for setting, words in (("ceus=AAPC:²", "not a whole number"), ("course_hours=", "no value is given")):
        done = run("next", "--set", setting)
        assert (done.returncode, words in done.stderr) == (2, True), done.stderr


def test_flags_lie_over_the_file(run: Run) -> None:
    """--set wins over --answers."""
    done = run(
        "next", "--answers", str(DATA / "apprentice.yaml"), "--set", "course_hours=0", "--json", "--as-of", "2026-11-23"
    )
    assert json.loads(done.stdout)["next_action"]["id"] == "complete-practicode"


def test_saved_answers_give_the_same_plan(run: Run, tmp_path: Path) -> None:
    """What --save writes can be read back and changes nothing."""
    day = ("--as-of", "2026-11-23", "--json")
    first = run("plan", "--answers", str(DATA / "apprentice.yaml"), "--save", "kept.yaml", *day)
    again = run("plan", "--answers", "kept.yaml", *day)
    assert first.stdout == again.stdout
    assert (tmp_path / "kept.yaml").read_text(encoding="utf-8").startswith("target:")


def test_a_run_without_save_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    """Plan --answers touches no disk."""
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    run("plan", "--answers", str(DATA / "apprentice.yaml"), env=home)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (("training=none", "course=self-paced"), "course: contradicts training"),
        (("training=enrolled", "course_owed=500"), "course_owed: says nothing without course"),
        (("practicode=601",), "practicode: 601 is not between 0 and 600"),
        (("aid_refused=pel",), "aid_refused: 'pel' is not one of"),
        (("lapsed=CPC",), "lapsed: no such answer"),
        (("month_worth=-5",), "month_worth: -5 is not between 0"),
    ],
)
def test_answers_that_contradict_or_do_not_exist_are_refused(run: Run, settings: tuple[str, ...], words: str) -> None:
    """Both keys are named; exit 2, nothing on standard output."""
    done = run("next", *(part for one in settings for part in ("--set", one)))
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr


@pytest.mark.parametrize(
    ("place", "county"), [("Springfield", "Hampden"), ("pittsfield", "Berkshire"), ("Hampden", "Hampden")]
)
def test_a_town_tells_its_county(run: Run, place: str, county: str) -> None:
    """Whoever names their town need not know its county."""
    done = run("salary", place, "--json")
    assert done.returncode == 0
    told = run("plan", "--json", "--set", f"county={place}", "--set", "target=outpatient-coder")
    assert told.returncode == 3, told.stderr
    run("profile", "new", "me")
    assert run("profile", "answers", "--set", f"county={place}").returncode == 0
    assert f'"{county}"' in run("profile", "answers", "--json").stdout


def test_a_file_full_of_faults_is_told_in_twenty_lines(run: Run, tmp_path: Path) -> None:
    """And how many more there are."""
    (tmp_path / "many.yaml").write_text("".join(f"k{number}: 1\n" for number in range(5000)))
    done = run("plan", "--answers", "many.yaml")
    assert done.returncode == 2 and "5000 answers cannot be used" in done.stderr
    assert len(done.stderr.splitlines()) == 23 and "and 4,980 more" in done.stderr
