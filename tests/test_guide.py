"""The guide, the glossary, help, and what every id leads to."""

import json
import re
from pathlib import Path

import pytest
from conftest import Run

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.lookup.terms import explained
from mecoder_cli.lookup.things import things
from mecoder_cli.output.blocks import UNICODE, Para, Title
from mecoder_cli.output.terminal import fitted, height
from mecoder_cli.screens.guide import chapter_screen, map_screen
from mecoder_cli.screens.meaning import with_meanings

SIGNS = re.compile(r"[╭╮╰╯│━─█▓▒░├┤┃▲★▸□▣✓·]|\[[ x]\]")
"""What a listener cannot make out."""
CLAIMS = {f"c{number:02}" for number in range(1, 71)}
"""The claims of the article, numbered in its order."""


def test_every_claim_of_the_article_is_in_one_chapter(pathway: Pathway) -> None:
    """All 70, each once, none besides."""
    told = [claim for chapter in pathway.guide for one in chapter.says for claim in one.claims]
    assert sorted(told) == sorted(CLAIMS)


@pytest.mark.parametrize("width", [80, 100])
def test_each_chapter_is_one_screen(pathway: Pathway, width: int) -> None:
    """23 rows at most, the map too."""
    screens = [map_screen(pathway, (), UNICODE), *(chapter_screen(pathway, one, True) for one in pathway.guide)]
    for screen in screens:
        assert height(fitted(screen, width, UNICODE, 23), width, UNICODE) <= 23


def test_the_place_is_marked(run: Run) -> None:
    """Where the next action lies, on the map, in the chapter and in JSON."""
    person = ("--answers", str(Path(__file__).parent / "data" / "apprentice.yaml"), "--as-of", "2026-11-23")
    assert "you are here" in run("guide", *person).stdout
    told = json.loads(run("guide", "--json", *person).stdout)
    assert [one["id"] for one in told["chapters"] if one["here"]] == ["experience"]
    assert "you are here" in run("guide", "5", *person).stdout
    assert "you are here" not in run("guide", "3", *person).stdout


def test_a_chapter_by_number_or_word(run: Run) -> None:
    """Both lead to the same; another word is refused with what there is."""
    assert run("guide", "3").stdout == run("guide", "Certification").stdout
    assert "AAPC" in run("guide", "3").stdout
    done = run("guide", "certifiction")
    assert done.returncode == 2 and "Did you mean certification?" in done.stderr
    assert run("guide", "9").returncode == 2


def test_the_glossary_knows_the_trade(run: Run, pathway: Pathway) -> None:
    """Every credential, body and code set, and the trade itself."""
    sets = {code for one in pathway.credentials.values() for code in one.code_sets if code != "none"}
    for word in (*pathway.credentials, *pathway.bodies, *sets, pathway.settings.trade, "hipaa"):
        assert run("glossary", word).returncode == 0, word


def test_every_id_is_accepted(run: Run, pathway: Pathway) -> None:
    """What has an id, why and facts show take."""
    for one in [*list(things(pathway))[::20], "massreconnect"]:
        for command in (("why", one), ("facts", "show", f"[{one}]")):
            assert run(*command).returncode == 0, command


def test_bare_mecoder_welcomes_a_newcomer(run: Run) -> None:
    """A few lines and three things to type, no list of options."""
    text = run().stdout
    assert len(text.splitlines()) <= 8
    for command in ("mecoder plan", "mecoder guide", "mecoder salary"):
        assert command in text
    assert "--" not in text.replace("mecoder --help", "")


# These try the knowledge on people of every kind.
SLOW = "facts"


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.campaign)])
def test_every_command_has_examples_that_work(run: Run, pathway: Pathway, tmp_path: Path, whole: bool) -> None:
    """One line each, tried for a person with a record; the first of each command here, all of them in the campaign."""
    import shlex

    answers = (Path(__file__).parent / "data" / "apprentice.yaml").read_text(encoding="utf-8")
    (tmp_path / "me.yaml").write_text(answers, encoding="utf-8")
    (tmp_path / "certificates.csv").write_text("date,title,ceus,body\n2026-01-05,A meeting,1,AAPC\n", encoding="utf-8")
    (tmp_path / "letter.pdf").write_text("a letter", encoding="utf-8")
    run("profile", "new", "me")
    flags = [part for line in answers.splitlines() if (part := line.partition("#")[0].strip())]
    assert flags
    given = json.loads(run("plan", "--answers", "me.yaml", "--json").stdout)
    assert given["status"] == "ready"
    run("profile", "answers", *[f for one in _as_flags(run) for f in ("--set", one)])
    for name, lines in pathway.examples.items():
        if name.startswith(SLOW) and not whole:
            continue
        help_ = run(*name.split(), "--help").stdout
        assert help_.startswith("For example:\n"), name
        # The days in the examples are those of the day on which they were written.
        day = ["--as-of", pathway.settings.checked] if "--as-of" in help_ else []
        assert all(line.startswith("mecoder ") for line in lines), name
        for line in lines if whole else lines[:1]:
            done = run(*shlex.split(line)[1:], *([] if "--help" in line else day), env={"ACCESSIBLE": "1"})
            assert done.returncode == 0, (name, line, done.stderr)
            # A letter is a form on paper: its boxes are ticked by hand.
            assert "letter" in line or not SIGNS.search(done.stdout), (name, line, "signs are not heard")
            run("profile", "use", "me")


def _as_flags(run: Run) -> list[str]:
    return [
        "target=outpatient-coder", "training=completed", "course=self-paced", "course_hours=120", "credentials=CPC-A:2025-11-03",
        "experience_months=12", "employed=true", "practicode=none", "memberships=AAPC:2027-10-31", "ceus=AAPC:20",
    ]  # fmt: skip


def test_help_has_topics(run: Run) -> None:
    """Exit codes and the environment."""
    assert "130" in run("help", "exit-codes").stdout
    assert "MECODER_PAGER" in run("help", "environment").stdout
    assert run("help", "exit-code").returncode == 2


@pytest.mark.parametrize(
    "command", ["plan --no-input", "next", "status", "routes", "why", "checklist", "salary --offer 48k", "cert compare", "ceu", "due", "guide 3", "guide", pytest.param("facts conflicts", marks=pytest.mark.campaign)]
)  # fmt: skip
def test_spoken_screens_hold_no_signs(run: Run, command: str) -> None:
    """--accessible and ACCESSIBLE=1: no boxes, bars or symbols."""
    person = ("--answers", str(Path(__file__).parent / "data" / "apprentice.yaml"))
    given = person if not command.startswith("facts") else ()
    told = run(*command.split(), *given, "--accessible").stdout
    assert told == run(*command.split(), *given, env={"ACCESSIBLE": "1"}).stdout
    assert not SIGNS.search(told), told
    assert told.strip() or command == "due"


def test_words_are_explained_to_whoever_may_not_know_them(pathway: Pathway) -> None:
    """In their order; not to those who hold the credential, and never a name inside another."""
    text = "Pass the CPC exam. Outpatient coding asks for CPC-A's contact hours."
    told = explained(pathway, text)
    assert [line.split(" is ")[0] for line in told[:2]] == ["CPC", "outpatient"] and len(told) == 4
    assert [line.split(" are ")[0] for line in explained(pathway, text, ["CPC-A"])] == ["contact hours"]
    assert explained(pathway, "CPCX and xCPC and CPC_1") == []
    screen = with_meanings(pathway, [Title("The CPC"), Para("Next", "quiet")])
    assert [type(block).__name__ for block in screen] == ["Title", "Part", "Para"]


def test_a_newcomer_reads_what_words_mean(run: Run) -> None:
    """On the plan, where there is room; a pipe has it all."""
    newcomer = [part for one in ("target=outpatient-coder", "credentials=none", "training=none", "diploma=true", "experience_months=0",
                "age=38", "college_degree=none", "ma_resident_since=2010-01-01") for part in ("--set", one)]  # fmt: skip
    assert "MassEducate is free community college without a bachelor's degree" in run("checklist", *newcomer).stdout
