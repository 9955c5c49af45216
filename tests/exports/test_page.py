"""The page: whole, safe, readable by everybody; and in a real browser, where there is one, what it looks like on paper."""

import json
import os
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import DATA, Run
from pypdf import PdfReader

APPRENTICE = ("--answers", str(DATA / "apprentice.yaml"), "--as-of", "2026-11-23")
NEWCOMER = (
    "--set", "target=outpatient-coder", "--set", "training=none", "--set", "diploma=true", "--set", "priority=cheapest",
    "--set", "low_income=true", "--set", "ma_resident_since=2020-01-01", "--set", "weekly_hours=12", "--set", "advice=skip",
    "--set", "credentials=none", "--set", "memberships=none", "--set", "experience_months=0", "--set", "age=40",
    "--set", "college_degree=none", "--set", "employed=false", "--set", "county=Hampden", "--as-of", "2026-11-23",
)  # fmt: skip
ARRIVED = (
    "--set", "target=outpatient-coder", "--set", "training=completed", "--set", "diploma=true", "--set", "credentials=CPC",
    "--set", "memberships=AAPC", "--set", "experience_months=60", "--set", "employed=true", "--as-of", "2026-11-23",
)  # fmt: skip
PEOPLE = {"apprentice": APPRENTICE, "newcomer": NEWCOMER, "arrived": ARRIVED}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = os.environ.get("MECODER_AXE", "")
in_a_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; .ci/run has one")


class Outline(HTMLParser):
    """Headings, ids, addresses and tags of a page, in their order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.tags: list[str] = []
        self.fetched: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.fetched += [value or "" for name, value in attrs if name in ("src", "srcset", "data", "action")]
        self.fetched += [dict(attrs)["href"] or "" for _ in attrs[:1] if tag == "link"]


def page(run: Run, *person: str) -> str:
    done = run("export", "page", "--out", "-", *person)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("who", PEOPLE)
def test_one_file_that_fetches_nothing(run: Run, who: str) -> None:
    """No script, no picture from elsewhere, headings in order, under 150 KB."""
    html = page(run, *PEOPLE[who])
    outline = Outline(html)
    assert len(html.encode()) < 150_000
    assert {"script", "link", "img", "iframe"}.isdisjoint(outline.tags) and outline.fetched == []
    assert "default-src 'none'" in html and "@import" not in html and "url(" not in html
    assert outline.headings[0] == 1 and outline.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) and set(re.findall(r'aria-labelledby="([^"]+)"', html)) <= set(ids)
    assert '<html lang="en">' in html and "<title>Outpatient coder</title>" in html


def test_all_that_a_plan_says_stands_there(run: Run) -> None:
    """Next action with its boxes, road, money with aid, days, schools, people, sources with dates, both cautions."""
    plan = json.loads(run("plan", *NEWCOMER, "--json").stdout)
    html = page(run, *NEWCOMER)
    text = " ".join(re.sub(r"<[^>]+>", " ", html).split()).replace("&#39;", "'")
    assert plan["next_action"]["title"] in text
    boxes = html.count('<input type="checkbox"')
    assert boxes == len(plan["next_action"]["checklist"]) > 3
    for said in ("MassReconnect: likely", "February 2029", "Together, likely", "MassHire Hampden", "Middlesex Community College",
                 "Who says so", "copy 2024 or later", "Prices change", "promises no job", "apply by about January 3, 2027"):  # fmt: skip
        assert said in text, said
    assert re.search(r'<svg[^>]+role="img" aria-label="Train until [^"]+You arrive about February 2029."', html)
    assert "in 338 days" not in text and "days left" not in text, "nothing that is wrong tomorrow"


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{7*7}}{% raw %}" + "A" * 10_000


def test_whatever_a_person_wrote_stays_text(run: Run, tmp_path: Path) -> None:
    """Markup, templates, quotes and ten thousand signs in what was logged."""
    run("profile", "new", "me", "--answers", str(DATA / "apprentice.yaml"))
    title = HOSTILE[:180]
    assert (
        run("log", "ceu", "1", "aapc", title, "--date", "2026-12-24", "--planned", "--as-of", "2026-11-23").returncode
        == 0
    )
    html = page(run, "--as-of", "2026-11-23")
    assert "&lt;script&gt;" in html and "{{7*7}}" in html
    assert {"script", "img"}.isdisjoint(Outline(html).tags)


def test_texts_of_another_knowledge_stay_text(run: Run, tmp_path: Path) -> None:
    """Also those of the file itself, and an address that would run a script is no link."""
    from mecoder_cli.exports.handout import Handout, Place
    from mecoder_cli.exports.page import page as drawn

    empty = Handout(HOSTILE, HOSTILE, HOSTILE, __import__("datetime").date(2026, 1, 1), (HOSTILE,), HOSTILE, None, (), None, "", (), (), (), (), (), (),
                    (Place(HOSTILE, HOSTILE, "javascript:alert(1)"),), (), (HOSTILE,), (), (HOSTILE,))  # fmt: skip
    html = drawn(empty)
    assert {"script", "img"}.isdisjoint(Outline(html).tags) and "<a href" not in html
    assert "49" not in html.split("<style>")[0]


def test_the_name_is_there_unless_it_is_not_wanted(run: Run) -> None:
    """A counselor's copy says nobody's name, in its file neither."""
    run("profile", "new", "Ann-Marie", "--answers", str(DATA / "apprentice.yaml"))
    assert run("export", "page").returncode == 0
    done = run("export", "page", "--no-name")
    assert done.returncode == 0 and "mecoder.html" in done.stderr
    named = run("export", "page", "--out", "-").stdout
    assert "<h1>Ann-Marie: Outpatient coder</h1>" in named
    for kind in ("page", "text", "calendar"):
        assert "Ann-Marie" not in run("export", kind, "--no-name", "--out", "-").stdout


# --- in a browser ----------------------------------------------------------------------------------------------


def chromium(*arguments: str) -> "subprocess.CompletedProcess[str]":
    assert CHROMIUM is not None
    base = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
    return subprocess.run([CHROMIUM, *base, *arguments], capture_output=True, text=True, timeout=90, check=False)


@pytest.mark.campaign
@in_a_browser
@pytest.mark.parametrize("who", PEOPLE)
def test_it_prints_on_two_sheets_with_words_to_select(run: Run, tmp_path: Path, who: str) -> None:
    """Letter, two pages at most, and the next action can be copied out of it."""
    html, pdf = tmp_path / "page.html", tmp_path / "page.pdf"
    html.write_text(page(run, *PEOPLE[who]), encoding="utf-8")
    chromium("--no-pdf-header-footer", f"--print-to-pdf={pdf}", html.as_uri())
    read = PdfReader(pdf)
    assert len(read.pages) <= 2
    assert {(round(one.mediabox.width), round(one.mediabox.height)) for one in read.pages} == {(612, 792)}
    words = " ".join(" ".join(one.extract_text() for one in read.pages).split())
    assert "Outpatient coder" in words and "promises no job" in words


@pytest.mark.campaign
@in_a_browser
@pytest.mark.parametrize("width", [320, 800, 1280])
def test_it_fits_any_window_and_says_nothing_on_the_console(run: Run, tmp_path: Path, width: int) -> None:
    """No sideways scrolling, no error, no request to anywhere."""
    html, log = tmp_path / "page.html", tmp_path / "net.json"
    probe = "<script>document.title='wide '+document.documentElement.scrollWidth+' '+innerWidth</script></body>"
    text = page(run, *NEWCOMER)
    html.write_text(text, encoding="utf-8")
    quiet = chromium(
        f"--window-size={width},900", "--enable-logging=stderr", f"--log-net-log={log}", "--dump-dom", html.as_uri()
    )
    assert "CONSOLE" not in quiet.stderr, quiet.stderr
    # The browser itself looks for updates; nothing that the page names is asked for.
    named = set(re.findall(r"https?://([\w.-]+)", text))
    asked = set(re.findall(r'"url":"https?://([\w.-]+)', log.read_text(encoding="utf-8")))
    assert named and named.isdisjoint(asked)
    open_ = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]+>', "", text)
    html.write_text(open_.replace("</body>", probe), encoding="utf-8")
    told = re.search(
        r"<title>wide (\d+) (\d+)</title>", chromium(f"--window-size={width},900", "--dump-dom", html.as_uri()).stdout
    )
    assert told is not None and int(told[1]) <= int(told[2])


@pytest.mark.campaign
@in_a_browser
@pytest.mark.skipif(not AXE, reason="MECODER_AXE names no axe.min.js; .ci/run does")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("who", PEOPLE)
def test_axe_finds_nothing(run: Run, tmp_path: Path, who: str, scheme: str) -> None:
    """WCAG 2.2 AA and the practices beyond it, in light and in dark."""
    html = tmp_path / "page.html"
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]+>', "", page(run, *PEOPLE[who]))
    if scheme == "dark":
        text = text.replace("@media (prefers-color-scheme: dark)", "@media all")
    axe = Path(AXE).read_text(encoding="utf-8")
    asked = (
        "axe.run().then(r => { document.body.textContent = 'AXE ' + JSON.stringify({passes: r.passes.length,"
        " found: r.violations.map(v => [v.id, v.nodes.map(n => n.html)])}) + ' END' })"
    )
    html.write_text(text.replace("</body>", f"<script>{axe}</script><script>{asked}</script></body>"), encoding="utf-8")
    dom = chromium("--virtual-time-budget=15000", "--dump-dom", html.as_uri()).stdout
    told = re.search(r"AXE (.*) END", dom, re.DOTALL)
    assert told is not None, dom[:500]
    found = json.loads(told[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    assert found["found"] == [] and found["passes"] > 10
