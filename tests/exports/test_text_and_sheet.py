"""The text and the sheets: nothing is taken for a mark or for a formula, and nothing is overwritten."""

import csv
import io
import json
from pathlib import Path

import pytest
from conftest import DATA, Run
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import every

from mecoder_cli.exports.sheet import FORMULA, cell, table
from mecoder_cli.exports.text import plain

DAY = ("--as-of", "2026-11-23")
APPRENTICE = ("--answers", str(DATA / "apprentice.yaml"), *DAY)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_text_reads_well_as_it_is(run: Run) -> None:
    """Headings, boxes, columns under each other, lines that fit a window, addresses whole."""
    text = run("export", "text", "--out", "-", *APPRENTICE).stdout
    assert text.startswith("# Outpatient coder\n") and "\n## Do this next: Turn your CPC-A" in text
    assert text.count("\n- [ ] ") == 5 and "https://www.aapc.com/certification/apprentice_status.aspx" in text
    assert max(len(line) for line in text.split("\n") if "http" not in line and not line.startswith(("|", "#"))) <= 88
    table_ = [line for line in text.split("\n") if line.startswith("|")]
    assert len({line.index("|", 1) for line in table_[:3]}) == 1
    assert "promises no job" in text and "Who says so" in text


@pytest.mark.parametrize(
    ("told", "said"),
    [("a_b", "a_b"), ("_a_", "\\_a\\_"), ("*a*", "\\*a\\*"), ("# a", "\\# a"), ("a # b", "a # b"), ("- a", "\\- a"), ("<b>", "\\<b>"),
     ("a|b", "a\\|b"), ("`a`", "\\`a\\`"), ("[a](b)", "\\[a\\](b)"), ("1 - 2", "1 - 2")],
)  # fmt: skip
def test_nothing_is_taken_for_a_mark(told: str, said: str) -> None:
    assert plain(told) == said


def test_the_sheet_holds_the_record_and_the_costs_ahead(run: Run) -> None:
    """CEUs, jobs, exams as they were logged, and what the road costs, line by line."""
    run("profile", "new", "me", "--answers", str(DATA / "apprentice.yaml"))
    run("log", "ceu", "1.5", "aapc", "=1+1", "--usd", "20", *DAY)
    run("log", "job", "--employer", "@Clinic", "--from", "2026-09-01", "--hours-per-week", "40", *DAY)
    found = rows(run("export", "sheet", "--out", "-", *DAY).stdout)
    ceu = next(one for one in found if one["kind"] == "ceu")
    assert (ceu["date"], ceu["amount"], ceu["unit"], ceu["body"], ceu["usd"], ceu["text"]) == (
        "2026-11-23",
        "1.5",
        "CEUs",
        "AAPC",
        "20",
        "'=1+1",
    )
    job = next(one for one in found if one["kind"] == "job")
    assert (job["date"], job["text"], job["amount"]) == ("2026-09-01", "'@Clinic", "40")
    ahead = [one for one in found if one["kind"] == "cost ahead"]
    assert ahead and all(float(one["usd_low"]) <= float(one["usd"]) <= float(one["usd_high"]) for one in ahead)
    assert run("export", "sheet").returncode == 0 and run("export", "sheet").returncode == 2


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.text(max_size=30), min_size=3, max_size=3), max_size=6))
def test_no_cell_begins_a_formula(told: list[list[str]]) -> None:
    """Whatever is written: each cell parses back to one cell, and none begins as a formula does."""
    read = list(csv.reader(io.StringIO(table(("a", "b", "c"), told))))
    assert len(read) == len(told) + 1 and all(len(row) == 3 for row in read)
    for row in read[1:]:
        for text in row:
            is_number = text[:1] == "-" and text[1:].replace(".", "", 1).isdigit()
            assert is_number or not text.startswith((*FORMULA, "\t", "\r", "\n"))


@pytest.mark.parametrize(
    ("told", "said"),
    [("=1", "'=1"), ("\t=1", "'=1"), ("\n@a", "'@a"), ("\uff1d1", "'\uff1d1"), ("+1", "'+1"), ("-3.5", "-3.5"), ("-a", "'-a"), ("a=1", "a=1")],
)  # fmt: skip
def test_formulas_are_text(told: str, said: str) -> None:
    assert cell(told) == said


def test_everybody_on_one_sheet_and_a_page_each(run: Run, tmp_path: Path) -> None:
    """The caseload: one row each, or one file each; one that cannot be planned is told and stops nobody."""
    for name, answers in (("Ann", str(DATA / "apprentice.yaml")), ("Ben", str(DATA / "apprentice.yaml"))):
        assert run("profile", "new", name, "--answers", answers).returncode == 0
    run("profile", "new", "Zoe")
    listed = rows(run("export", "sheet", "--all", "--out", "-", *DAY).stdout)
    assert [one["name"] for one in listed] == ["Ann", "Ben", "Zoe"] and listed[0]["next"].startswith("Turn your CPC-A")
    done = run("export", "page", "--all", *DAY)
    assert done.returncode == 0 and "2 files in mecoder-clients" in done.stderr and "left out Zoe" in done.stderr
    assert sorted(one.name for one in (tmp_path / "mecoder-clients").iterdir()) == ["Ann.html", "Ben.html"]
    again = run("export", "page", "--all", *DAY)
    assert again.returncode == 2 and "exists already; nothing was written" in again.stderr
    nameless = run("export", "text", "--all", "--no-name", "--out", "clients", *DAY)
    files = sorted((tmp_path / "clients").iterdir())
    assert nameless.returncode == 0 and len(files) == 2 and ": Ann" in nameless.stderr
    assert all("Ann" not in one.name + one.read_text(encoding="utf-8") for one in files)
    sheet = rows(run("export", "sheet", "--all", "--no-name", "--out", "-", *DAY).stdout)
    assert [one["name"] for one in sheet] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export", "pge", *APPRENTICE), "Did you mean page"),
        (("export", "page", "--out", ".", *APPRENTICE), "is a folder"),
        (("export", "page", "--out", "no/such/place.html", *APPRENTICE), "cannot write"),
        (("export", "page", "--out", "a\0b", *APPRENTICE), "usable path"),
        (("export", "page", "--set", "target=outpatient-coder", *DAY), "an answer is missing"),
        (("export", "sheet"), "nothing to write yet"),
        (("export", "page", "--all"), "no profile yet"),
    ],
)
def test_bad_input_is_told(run: Run, arguments: tuple[str, ...], said: str) -> None:
    """One message, nothing on standard output, nothing half-written."""
    done = run(*arguments)
    assert done.returncode in (2, 3) and done.stdout == "" and said in done.stderr


def test_links_stay_links_and_devices_are_left_alone(run: Run, tmp_path: Path) -> None:
    """With --force what a link leads to is written; what is no file is refused."""
    (tmp_path / "real.md").write_text("old", encoding="utf-8")
    (tmp_path / "link.md").symlink_to(tmp_path / "real.md")
    assert run("export", "text", "--out", "link.md", "--force", *APPRENTICE).returncode == 0
    assert (tmp_path / "link.md").is_symlink() and (tmp_path / "real.md").read_text(encoding="utf-8").startswith(
        "# Outpatient"
    )
    done = run("export", "text", "--out", "/dev/null", "--force", *APPRENTICE)
    assert done.returncode == 2 and "no ordinary file" in done.stderr and Path("/dev/null").is_char_device()


def test_everybody_without_answers_is_told_and_fails(run: Run, tmp_path: Path) -> None:
    """Two profiles with nothing in them: no file, no folder, exit 3, both named."""
    run("profile", "new", "Ann")
    run("profile", "new", "Ben")
    done = run("export", "page", "--all", "--no-name", *DAY)
    assert done.returncode == 3 and "left out Ann" in done.stderr and "left out Ben" in done.stderr
    assert not (tmp_path / "mecoder-clients-no-name").exists()
    assert run("export", "calendar", "--all", "--no-name", *DAY).returncode == 0
    assert len(list((tmp_path / "mecoder-clients-no-name").iterdir())) == 2


def test_other_names_for_the_forms(run: Run) -> None:
    """By the ending of their files; standard output holds the same bytes."""
    for name, alias in (("page", "html"), ("calendar", "ics"), ("text", "md")):
        assert (
            run("export", name, "--out", "-", *APPRENTICE).stdout
            == run("export", alias, "--out", "-", *APPRENTICE).stdout
        )
    assert run("export", "page", "--help").returncode == 0


# --- and the way in --------------------------------------------------------------------------------------------

TABLE = """Course Title,Completed On,CEU Hours,Approved By,Cost,Notes
Chapter meeting,3/5/2026,1.5,AAPC,$0,
"ICD-10 update, 2026",2026-04-10,2 CEUs,AAPC; AHIMA,$45,good
Chapter meeting,3/5/2026,1.5,AAPC,$0,
"""


def test_a_table_of_certificates_is_shown_first_and_kept_whole(run: Run, tmp_path: Path) -> None:
    """Columns are guessed and told; what stands twice or is kept already is left out; nothing is kept without a yes."""
    run("profile", "new", "me")
    (tmp_path / "c.csv").write_text(TABLE, encoding="utf-8")
    dry = run("import", "ceus", "c.csv", *DAY)
    text = " ".join(dry.stdout.split())
    assert (
        dry.returncode == 0 and 'date "Completed On"' in text and "Not read: Notes" in text and "as in line 2" in text
    )
    assert "3 entries to keep, 5.5 CEUs in all. Nothing was kept yet." in text
    assert json.loads(run("history", "--json").stdout)["events"] == []
    kept = run("import", "ceus", "c.csv", "--yes", *DAY)
    assert kept.returncode == 0, kept.stderr
    entries = rows(run("list", "--csv").stdout)
    assert [(one["date"], one["body"]) for one in entries] == [
        ("2026-04-10", "AHIMA"),
        ("2026-04-10", "AAPC"),
        ("2026-03-05", "AAPC"),
    ]
    again = run("import", "ceus", "c.csv", "--yes", *DAY)
    assert again.returncode == 0 and "Nothing is new" in again.stdout
    told = json.loads(run("import", "ceus", "c.csv", "--json", *DAY).stdout)
    assert [one["new"] for one in told["items"]] == [False] * 4


@pytest.mark.parametrize(
    ("content", "arguments", "said"),
    every(2, [
        ("date,title,ceus\n2027-06-01,a,1\nx,b,2\n2026-01-01,,3\n2026-01-01,d,999\n", ("--body", "aapc"), "4 rows cannot be kept, so nothing was"),
        ("when,what,n\n1,2,3\n", (), "no column was found for date, title, units; it has when, what, n"),
        ("date,title,ceus\n2026-01-01,a,1\n", (), "no column says which body"),
        ("date,title,ceus\n2026-01-01,a,1\n", ("--body", "aapx"), "Did you mean AAPC"),
        ("date,title,ceus,body\n2026-01-01,a,1,XYZ\n", (), "line 2"),
        ("date,title,ceus\n2026-01-01,a,1,2,3\n", ("--body", "aapc"), "more cells than there are columns"),
        ('date,title,ceus\n2026-01-01,"a,1\n', ("--body", "aapc"), "line"),
        ("", (), "is empty"), ("PK\x03\x04zip", (), "is a spreadsheet itself"), ("a\0b,c\n", (), "is not text"),
        ("date,title,ceus\n2026-01-01,a,1\n", ("--column", "title"), "is not FIELD=NAME"),
        ("date,title,ceus\n2026-01-01,a,1\n", ("--column", "title=x"), "has no such column"),
        ("date,title,ceus\n" + "2026-01-01,a,1\n" * 2100, ("--body", "aapc"), "more than 2,000 rows"),
    ]),
)  # fmt: skip
def test_a_table_that_cannot_be_kept_keeps_nothing(
    run: Run, tmp_path: Path, content: str, arguments: tuple[str, ...], said: str
) -> None:
    """One message with the lines and what is wrong with each; the record stays as it was."""
    run("profile", "new", "me")
    (tmp_path / "c.csv").write_text(content, encoding="utf-8")
    done = run("import", "ceus", "c.csv", "--yes", *arguments, *DAY)
    assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr
    assert json.loads(run("history", "--json").stdout)["events"] == []


KEPT = """My CEUs of 2026,,,,
Date,What I did,Hours,Counts for,Paid,Type
5/2/26,Webinar,"1,5",AAPC local chapter,"12,50",Core A
6/2/2026,"A talk
over two lines",2,ahima,"$1,250.00",

Total,,3.5,,,
"""


def test_a_table_as_people_keep_it(run: Run, tmp_path: Path) -> None:
    """A title above, short years, commas of both kinds, a body among other words, a sum at the end, a foreign column."""
    run("profile", "new", "me")
    (tmp_path / "c.csv").write_bytes(KEPT.replace("What I did", "Title").replace("\n", "\r").encode())
    told = json.loads(run("import", "ceus", "c.csv", "--json", *DAY).stdout)["items"]
    assert [(one["date"], one["units"], one["body"], one["usd"]) for one in told] == [
        ("2026-05-02", 1.5, "AAPC", 12.5),
        ("2026-06-02", 2.0, "AHIMA", 1250.0),
    ]
    assert [one["line"] for one in told] == [3, 4]
    marked = "sep=;\nDate;Title;CEUs\n2026-01-05;A;1\n"
    (tmp_path / "d.csv").write_text(marked, encoding="utf-8")
    hint = run("import", "ceus", "d.csv", "--body", "aapc", "--profile", "me", *DAY).stdout
    assert "--body aapc" in hint and "1 CEUs in all" in hint
    (tmp_path / "e.csv").write_text("Date,Title,CEUs,Body\n2026-01-05,A,1000,aapc\n", encoding="utf-8")
    assert run("import", "ceus", "e.csv", "--yes", *DAY).returncode == 2


@pytest.mark.parametrize(
    ("encoding", "sign"),
    every(4, [(encoding, sign) for encoding in ("utf-8-sig", "utf-16", "cp1252") for sign in (",", ";", "\t")]),
)
def test_tables_as_spreadsheets_save_them(run: Run, tmp_path: Path, encoding: str, sign: str) -> None:
    """Other encodings and other signs between the cells; a column is named where its name says nothing."""
    run("profile", "new", "me")
    text = f"Spalte{sign}Date{sign}CEUs\nCafé und{sign}2026-02-01{sign}1\n"
    (tmp_path / "c.csv").write_bytes(text.encode(encoding))
    done = run("import", "ceus", "c.csv", "--body", "AAPC", "--column", "title=Spalte", "--yes", *DAY)
    assert done.returncode == 0, done.stderr
    assert "Café und" in run("list").stdout
