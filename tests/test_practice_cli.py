"""Practice for the interview: true codes, questions one can read, a session in a real terminal, and what comes back."""

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import simple_icd_10_cm as icd
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from test_interview import CTRL_C, DOWN, ENTER, UP, Terminal

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.rehearsal import EASY, HALF, HARD, RATINGS, Rated, chosen, rated
from mecoder_cli.knowledge import load_pathway
from mecoder_cli.output.blocks import UNICODE
from mecoder_cli.output.terminal import fitted, height
from mecoder_cli.record.practice import Practice
from mecoder_cli.screens.practice import answer_screen, question_screen

PATHWAY = load_pathway()
QUESTIONS = PATHWAY.interview.questions()
DAY = ("--as-of", "2026-11-27")
TODAY = date(2026, 11, 27)
AGAIN = [int(days) for days in PATHWAY.interview.again]
GONE = re.compile(r"^(D69\.1|I42\.0|I42\.8|I49\.8|M72\.2|M86\.8X[1-8]|Z68\.1|Z87\.890|S23\.420.*|T52\.8X.*)$")
"""What the code year 2027 took away (CMS, official addenda); the package knows the year before."""
NOT_ICD_CM = re.compile(r"^[0-9A-HJ-NP-Z]{7}$")
"""ICD-10-PCS."""


def icd_codes() -> list[tuple[str, str, str]]:
    return [
        (one.id, code.code, code.meaning) for one in QUESTIONS for code in one.codes if not NOT_ICD_CM.match(code.code)
    ]


def test_there_is_enough_to_practice() -> None:
    """Sixty or more, cases and questions about work and law; ids are their own."""
    assert len(QUESTIONS) >= 60
    assert sum(bool(one.codes) for one in QUESTIONS) >= 45 and sum(bool(one.model) for one in QUESTIONS) >= 25
    assert len({one.id for one in QUESTIONS}) == len(QUESTIONS)


def test_every_code_exists_can_be_billed_and_means_what_is_said() -> None:
    """In the public table, as a leaf, with its own words; and the newer code year did not take it away."""
    codes = icd_codes()
    assert len({code for _, code, _ in codes}) > 80
    for question, code, meaning in codes:
        assert icd.is_valid_item(code) and icd.is_leaf(code) and not GONE.match(code), (question, code)
        assert icd.get_description(code).split() == meaning.split(), (question, code)


def test_every_wrong_code_exists_too() -> None:
    """What stands under the usual mistake is a real code, wrong only there."""
    found = [
        (one.id, code)
        for one in QUESTIONS if one.codes
        for code in re.findall(r"\b[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?\b", one.wrong)
    ]  # fmt: skip
    assert len(found) > 20
    assert [pair for pair in found if not icd.is_valid_item(pair[1])] == []


def test_every_question_has_an_answer_and_a_source() -> None:
    """A case has codes and why; a question what is listened for and a model; all of them sources that are known."""
    for one in QUESTIONS:
        assert one.sources or one.facts, one.id
        assert all(id_ in PATHWAY.sources for id_ in one.sources)
        assert (one.codes and one.why and one.rule and one.wrong) or (one.listen and one.model), one.id


def test_no_words_of_cpt_stand_in_it() -> None:
    """CPT is spoken of in general: no five digits that could be one of its codes."""
    for one in QUESTIONS:
        text = " ".join(str(part) for part in one)
        assert not re.search(r"(?<![\d.,$])\b\d{5}\b(?!\.\d)", text.replace("14,308", "").replace("28,619", "")), one.id


def test_each_fits_one_screen(pathway: Pathway) -> None:
    """The question with its prompt, and the answer with the rating, in 24 rows of 80."""
    for one in QUESTIONS:
        assert height(question_screen(pathway.interview, one, "1 of 10"), 80, UNICODE) <= 20, one.id
        assert height(fitted(answer_screen(pathway, one, TODAY), 80, UNICODE, 18), 80, UNICODE) <= 18, one.id


def test_what_was_hard_comes_back_tomorrow_then_after_three_and_ten_days() -> None:
    """And is done with once it went well each time; what was easy at once does not come back."""
    assert AGAIN == [1, 3, 10]
    assert rated(AGAIN, None, EASY, TODAY).due is None
    now: Rated | None = None
    days, day = [], TODAY
    for rating in (HARD, EASY, EASY, EASY):
        now = rated(AGAIN, now, rating, day)
        days.append((now.due - day).days if now.due else None)
        day = now.due or day
    assert days == [1, 3, 10, None]
    assert rated(AGAIN, now, HARD, TODAY).due == TODAY + timedelta(days=1)
    assert rated(AGAIN, None, HALF, TODAY).due == TODAY + timedelta(days=3)


@given(
    st.lists(
        st.tuples(st.sampled_from([one.id for one in QUESTIONS]), st.sampled_from(RATINGS), st.integers(0, 40)),
        max_size=80,
    )
)
def test_nothing_due_is_left_out_for_something_new(told: list[tuple[str, str, int]]) -> None:
    """Whatever was rated when: ten different ones, those that are due before all others, no new one twice."""
    known: dict[str, Rated] = {}
    for id_, rating, ago in sorted(told, key=lambda one: -one[2]):
        known[id_] = rated(AGAIN, known.get(id_), rating, TODAY - timedelta(days=ago))
    asked = [one.id for one in chosen(PATHWAY.interview, known, TODAY, 10)]
    due = {id_ for id_, one in known.items() if one.due and one.due <= TODAY}
    assert len(set(asked)) == len(asked) == 10
    assert set(asked[: len(due)]) <= due if len(due) <= 10 else set(asked) <= due
    assert not [id_ for id_ in asked if id_ in known and id_ not in due and known[id_].day >= TODAY]


def test_a_subject_alone_and_a_mock_of_all() -> None:
    """Only what was asked for; eight of eight subjects, the same on one day and others on the next."""
    privacy = chosen(PATHWAY.interview, {}, TODAY, 10, ["privacy"])
    assert privacy == list(next(one for one in PATHWAY.interview.topics if one.id == "privacy").questions)
    mock = chosen(PATHWAY.interview, {}, TODAY, 8, mixed=True)
    assert (
        mock
        == chosen(PATHWAY.interview, {}, TODAY, 8, mixed=True)
        != chosen(PATHWAY.interview, {}, TODAY + timedelta(days=1), 8, mixed=True)
    )
    assert len({topic.id for topic in PATHWAY.interview.topics for one in mock if one in topic.questions}) == 8


def test_what_belongs_to_the_persons_own_work_comes_first() -> None:
    """A coder of hospital stays is asked about sepsis before check-ups; all are asked in the end."""

    def order(*work: str) -> list[str]:
        asked = chosen(PATHWAY.interview, {}, TODAY, len(QUESTIONS), work=work)
        assert {one.id for one in asked} == {one.id for one in QUESTIONS}
        subject = {one.id: topic.id for topic in PATHWAY.interview.topics for one in topic.questions}
        return [subject[one.id] for one in asked]

    inpatient, clinic = order("inpatient"), order("outpatient", "professional")
    assert {"sepsis", "principal"} <= set(inpatient[:16]) and {"sepsis", "principal"}.isdisjoint(clinic[:60])
    assert {"visits", "billing"} <= set(clinic[:16]) and {"visits", "billing"}.isdisjoint(inpatient[:60])
    mock = chosen(PATHWAY.interview, {}, TODAY, 8, work=["inpatient"], mixed=True)
    outside = {one.id for topic in PATHWAY.interview.topics if "professional" in topic.work for one in topic.questions}
    assert outside.isdisjoint(one.id for one in mock)


# --- in a terminal ---------------------------------------------------------------------------------------------


def answered(terminal: Terminal, at: int, keys: str) -> None:
    terminal.answer(f"{at} of ", "")
    terminal.answer("Your answer", "I would look it up" + ENTER)
    terminal.answer("A GOOD ANSWER", "")
    terminal.answer("How did it go", keys)


def test_a_session_is_stopped_and_gone_on_with(run: Run, tmp_path: Path) -> None:
    """Three are rated, Ctrl-C; what was rated is kept, the day's next ones follow, and tomorrow the hard one comes first."""
    run("profile", "new", "me")
    own = {"XDG_DATA_HOME": str(tmp_path / "data")}
    terminal = Terminal("interview", *DAY, env=own)
    answered(terminal, 1, UP + ENTER)
    answered(terminal, 2, DOWN + ENTER)
    answered(terminal, 3, ENTER)
    terminal.answer("4 of ", "")
    terminal.answer("Your answer", CTRL_C)
    assert terminal.end() == 130
    assert "Stopped after 3 questions. What you rated is kept." in " ".join("\n".join(terminal.lines()).split())
    first = chosen(PATHWAY.interview, {}, TODAY, 3)
    items = {one["id"]: one["last"] for one in json.loads(run("interview", "--list", *DAY, "--json").stdout)["items"]}
    assert [items[one.id]["rating"] for one in first] == ["easy", "hard", "half"]
    assert [items[one.id]["due"] for one in first] == [None, "2026-11-28", "2026-11-30"]
    again = json.loads(run("interview", *DAY, "--json").stdout)["items"]
    assert not {one["id"] for one in again} & {one.id for one in first} and len(again) == 7
    resumed = Terminal("interview", *DAY, env=own)
    answered(resumed, 4, DOWN + ENTER)
    resumed.answer("5 of 10", "")
    resumed.answer("Your answer", CTRL_C)
    assert resumed.end() == 130
    later = json.loads(run("interview", "--as-of", "2026-11-28", "--json").stdout)["items"]
    assert later[0]["id"] == first[1].id
    assert json.loads(run("history", "--json").stdout)["events"] == []


def test_who_goes_back_rates_anew_and_not_twice(run: Run, tmp_path: Path) -> None:
    """Hard, back, easy: as if it had been easy at once, so that it does not come back."""
    run("profile", "new", "me")
    terminal = Terminal("interview", *DAY, env={"XDG_DATA_HOME": str(tmp_path / "data")})
    answered(terminal, 1, DOWN + ENTER)
    terminal.answer("2 of ", "")
    terminal.answer("Your answer", "\x1b")
    answered(terminal, 1, UP + ENTER)
    terminal.answer("2 of ", "")
    terminal.answer("Your answer", CTRL_C)
    assert terminal.end() == 130
    (known,) = Practice(tmp_path / "data" / "mecoder" / "profiles").known("me").values()
    assert (known.rating, known.due) == ("easy", None)


def test_a_mock_ends_with_what_to_work_on(tmp_path: Path) -> None:
    """Eight questions; without a record nothing is kept, and that is said."""
    terminal = Terminal("interview", "--mock", *DAY)
    for at in range(1, 9):
        answered(terminal, at, DOWN + ENTER if at == 3 else UP + ENTER)
    assert terminal.end() == 0
    text = " ".join("\n".join(terminal.lines()).split())
    assert "Eight questions: 7 easy, 1 hard." in text or "8 questions: 7 easy, 1 hard." in text
    assert "Work on:" in text and "Nothing was kept" in text


def test_plain_lines_for_screen_readers(run: Run, tmp_path: Path) -> None:
    """Numbers in place of arrows."""
    run("profile", "new", "me")
    terminal = Terminal(
        "interview", "--topic", "asking", "--accessible", *DAY, env={"XDG_DATA_HOME": str(tmp_path / "data")}
    )
    for _ in range(2):
        terminal.answer("Your answer", "Could you tell me the range?\r")
        terminal.answer("Number: ", "1\r")
    assert terminal.end() == 0
    assert "2 easy" in terminal.seen


# --- without one -----------------------------------------------------------------------------------------------


def test_where_nobody_answers_the_days_questions_are_printed(run: Run) -> None:
    """With their answers: to read, or to print."""
    done = run("interview", *DAY)
    assert done.returncode == 0
    assert all(one.ask.split()[0] in done.stdout for one in chosen(PATHWAY.interview, {}, TODAY, 10))
    items = json.loads(run("interview", "--mock", *DAY, "--json").stdout)["items"]
    assert len(items) == 8 and all(one["sources"] or one["facts"] for one in items)


def test_codes_are_said_to_be_old_once_the_year_is_over(run: Run) -> None:
    """Up to the last day nothing is said; the day after it each case with codes is marked."""
    assert "look them up" not in run("interview", "v12", "--as-of", "2027-03-31").stdout
    assert "checked up to March 31, 2027" in run("interview", "v12", "--as-of", "2027-04-01").stdout
    assert "checked up to" not in run("interview", "q05", "--as-of", "2027-10-01").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("v99",), "no question has the id 'v99'"), (("",), "no question"), (("--topic", "pets"), "mecoder interview --list"),
     (("--topic", "privcy"), "Did you mean privacy"), (("--as-of", "x"), "--as-of")],
)  # fmt: skip
def test_bad_input_is_told(run: Run, arguments: tuple[str, ...], said: str) -> None:
    """One message, exit 2, nothing on standard output."""
    done = run("interview", *arguments)
    assert (done.returncode, done.stdout) == (2, "") and said in done.stderr


# --- what is kept ----------------------------------------------------------------------------------------------


def test_ratings_follow_a_change_of_name_and_are_nobody_elses(run: Run, tmp_path: Path) -> None:
    """A renamed profile keeps them; one that is removed takes them along; another one of that name begins anew."""
    run("profile", "new", "ann")
    table = Practice(tmp_path / "data" / "mecoder" / "profiles")
    table.keep("ann", "q01", rated(AGAIN, None, HARD, TODAY))
    run("profile", "rename", "ann", "bea")
    assert table.known("ann") == {} and set(table.known("bea")) == {"q01"}
    run("profile", "remove", "bea", "--yes")
    run("profile", "new", "bea")
    assert table.known("bea") == {}


@pytest.mark.parametrize("harm", ["garbage", "a folder", "a rating that is none"])
def test_a_file_that_cannot_be_read_is_told_and_stops_nobody(run: Run, tmp_path: Path, harm: str) -> None:
    """The practice begins anew."""
    run("profile", "new", "me")
    file = tmp_path / "data" / "mecoder" / "profiles" / "practice.db"
    if harm == "garbage":
        file.write_bytes(b"junk" * 2000)
    elif harm == "a folder":
        file.mkdir()
    else:
        Practice(file.parent).keep("me", "q01", Rated(TODAY, "superb", 0, None))
    done = run("interview", *DAY)
    assert done.returncode == 0 and "cannot be read" in done.stderr and "Traceback" not in done.stderr
    names: Any = json.loads(run("interview", *DAY, "--json").stdout)["items"]
    assert len(names) == 10
