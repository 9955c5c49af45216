"""Adverts and course pages read as a careful person would: what is found is right, what is not judged is listed."""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import every

from mecoder_cli.domain.reading import Claim
from mecoder_cli.knowledge import load_pathway
from mecoder_cli.lookup.reader import JobRead, Wanted, is_english, plain, read_course, read_job, sentences
from mecoder_cli.output.blocks import UNICODE
from mecoder_cli.output.terminal import fitted, height
from mecoder_cli.screens.reading import course_screen, job_screen

HERE = Path(__file__).parent
PATHWAY = load_pathway()
HOURS = 2080
ADVERTS: list[dict[str, Any]] = yaml.safe_load((HERE / "adverts.yaml").read_text(encoding="utf-8"))
COURSES: list[dict[str, Any]] = yaml.safe_load((HERE / "courses.yaml").read_text(encoding="utf-8"))


def names(wants: tuple[Wanted, ...]) -> list[str]:
    return [("+" if one.needs_all else "/").join(one.ids) for one in wants]


def told(read: JobRead) -> dict[str, Any]:
    """Return what was read in the form of the expectations."""
    (first,) = read.pay[:1] or (None,)
    return {
        "asked": sorted({id_ for one in read.asked for id_ in one.ids}), "liked": sorted({id_ for one in read.preferred for id_ in one.ids}),
        "later": sorted({id_ for one in read.later for id_ in one.ids}), "all": any(one.needs_all for one in read.asked),
        "any": read.any_body, "apprentice": read.apprentice, "months": read.years.low if read.years else None,
        "wish": bool(read.years and read.years.is_wish), "pay": [first.low, first.high] if first else [],
    }  # fmt: skip


def wanted(case: dict[str, Any]) -> dict[str, Any]:
    ids = {
        key: sorted({id_ for group in case.get(key, []) for id_ in group.replace("+", "/").split("/")})
        for key in ("asked", "liked", "later")
    }
    return {
        **ids, "all": any("+" in group for group in case.get("asked", [])), "any": case.get("any", False),
        "apprentice": case.get("apprentice"), "months": case.get("months"), "wish": case.get("wish", False), "pay": case.get("pay", []),
    }  # fmt: skip


def test_there_are_enough() -> None:
    """Thirty adverts and fifteen course pages, each by a name of its own."""
    assert len({one["name"] for one in ADVERTS}) == len(ADVERTS) >= 30
    assert len({one["name"] for one in COURSES}) == len(COURSES) >= 15


@pytest.mark.parametrize("case", ADVERTS, ids=[one["name"] for one in ADVERTS])
def test_an_advert_is_read(case: dict[str, Any]) -> None:
    """Credentials by strength, the A, years, pay; the rules that must be found, and none that must not."""
    read = read_job(PATHWAY, case["text"], HOURS)
    assert told(read) == wanted(case)
    found = {one.rule.id for one in read.found}
    assert set(case.get("found", [])) <= found
    assert not set(case.get("not", [])) & found


@pytest.mark.parametrize("case", COURSES, ids=[one["name"] for one in COURSES])
def test_a_course_page_is_judged(case: dict[str, Any]) -> None:
    """Each claim with its verdict, quoted as it stands; none that was not made."""
    read = read_course(PATHWAY.reading, case["text"])
    verdicts = {one.rule.id: one.rule.verdict for one in read.found if isinstance(one.rule, Claim)}
    assert verdicts == case["claims"]
    assert not set(case.get("not", [])) & set(verdicts)
    flat = plain(" ".join(case["text"].split()))
    assert all(plain(one.quote) in flat for one in read.found)


def test_the_confusion_table() -> None:
    """Right, missed and wrong over all adverts and pages: precision first."""
    counts: Counter[str] = Counter()
    for case in ADVERTS:
        read = read_job(PATHWAY, case["text"], HOURS)
        got, want = told(read), wanted(case)
        for key in want:
            counts["right" if got[key] == want[key] else "wrong" if got[key] else "missed"] += 1
        found = {one.rule.id for one in read.found}
        counts["right"] += len(found & set(case.get("found", [])))
        counts["missed"] += len(set(case.get("found", [])) - found)
        counts["wrong"] += len(found & set(case.get("not", [])))
    for case in COURSES:
        verdicts = {one.rule.id for one in read_course(PATHWAY.reading, case["text"]).found}
        counts["right"] += len(verdicts & set(case["claims"]))
        counts["missed"] += len(set(case["claims"]) - verdicts)
        counts["wrong"] += len(verdicts - set(case["claims"]))
    sys.stdout.write(f"\nadverts {len(ADVERTS)}, pages {len(COURSES)}: {dict(counts)}\n")
    assert counts["wrong"] == 0 and counts["missed"] == 0


def test_every_rule_rests_on_facts_that_are_there_and_can_be_found() -> None:
    """Each claim and each rule is met in one of the texts, or is tried here by its own words."""
    met = {one.rule.id for case in ADVERTS for one in read_job(PATHWAY, case["text"], HOURS).found}
    met |= {one.rule.id for case in COURSES for one in read_course(PATHWAY.reading, case["text"]).found}
    own = {
        "practice-counts": "Externships count as experience.", "test": "You will take a coding test.", "temporary": "This is a six-month job: temporary work.",
        "unpaid": "There is an unpaid training period.", "payback": "You sign a training agreement.", "hybrid": "Hybrid work.", "scam": "Send your SSN and bank details to us on Telegram.",
    }  # fmt: skip
    for id_, text in own.items():
        assert id_ in {one.rule.id for one in read_job(PATHWAY, text, HOURS).found}, id_
    claims = {
        "too-short": "Finish in 6 weeks.", "one-year": "One year of work removes the A.", "refund-before": "Refund up to 7 days before the start.",
        "by-law": "The CPC is required by Massachusetts law.",
    }  # fmt: skip
    for id_, text in claims.items():
        assert {one.rule.id for one in read_course(PATHWAY.reading, text).found} == {id_}, id_
    own |= claims
    every = {one.id for one in PATHWAY.reading.job.rules} | {one.id for one in PATHWAY.reading.claims}
    assert every - met - set(own) == set()


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_it(text: str) -> None:
    """Whatever stands in it: read, every quote a part of it, nothing endless."""
    read = read_job(PATHWAY, text, HOURS)
    flat = "".join(text.split())
    for one in read.found:
        assert "".join(one.quote.split()) in flat
    read_course(PATHWAY.reading, text)
    assert all(len(one.text) <= 600 for one in sentences(text))


@pytest.mark.parametrize(
    "piece", every(3, ["cpc ", "a" * 50 + " ", "remote after ", "$1 - ", "no experience ", "(" * 40])
)
def test_a_long_text_is_read_in_a_moment(piece: str) -> None:
    """Two hundred thousand signs without an end of a sentence: no pattern runs away."""
    import time

    began = time.monotonic()
    read_job(PATHWAY, (piece * 200_000)[:200_000], HOURS)
    read_course(PATHWAY.reading, (piece * 200_000)[:200_000])
    assert time.monotonic() - began < 20


def test_other_languages_are_told_apart() -> None:
    """Spanish, Portuguese and German are no English; a short English text is."""
    spanish = "Buscamos un codificador médico con experiencia de dos años en hospitales y clínicas para nuestra oficina de Boston, con certificación CPC y buen salario según la experiencia de cada persona."
    german = "Wir suchen eine Fachkraft für medizinische Kodierung mit zwei Jahren Erfahrung im Krankenhaus, gern mit Zertifikat, für unser Büro in Boston, Bezahlung nach Vereinbarung und Erfahrung im Beruf."
    assert not is_english(PATHWAY.reading, spanish) and not is_english(PATHWAY.reading, german)
    assert all(is_english(PATHWAY.reading, case["text"]) for case in (*ADVERTS, *COURSES))


def test_each_fits_one_screen() -> None:
    """At 80 columns in 23 rows; what yields is told in full."""
    from mecoder_cli.lookup.reader import Fit

    for case in ADVERTS:
        read = read_job(PATHWAY, case["text"], HOURS)
        screen = job_screen(PATHWAY, read, Fit((), ()), [(one, []) for one in read.pay])
        assert height(fitted(screen, 80, UNICODE, 23), 80, UNICODE) <= 23, case["name"]
    for case in COURSES:
        screen = course_screen(PATHWAY, read_course(PATHWAY.reading, case["text"]))
        assert height(fitted(screen, 80, UNICODE, 23), 80, UNICODE) <= 23, case["name"]


# --- the commands ----------------------------------------------------------------------------------------------


def test_an_advert_is_held_against_a_person(run: Run, tmp_path: Path) -> None:
    """What they have, what they lack, the pay in their area, and what to ask."""
    (tmp_path / "a.txt").write_text(
        next(one["text"] for one in ADVERTS if one["name"] == "preferred list"), encoding="utf-8"
    )
    (tmp_path / "b.txt").write_text(
        "CPC required, CPC-A considered. Two years of coding experience required. 1099.", encoding="utf-8"
    )
    person = ("--set", "credentials=CPC-A:2026-01-01", "--set", "experience_months=3", "--set", "county=Suffolk")
    first = json.loads(run("read", "job", "a.txt", *person, "--json").stdout)
    assert first["pay"][0]["judged"][0]["area"] == "Boston area" and first["experience"]["preferred"]
    second = json.loads(run("read", "job", "b.txt", *person, "--json").stdout)
    assert (second["has"], second["missing"]) == (["CPC-A"], ["2 years of work"])
    text = run("read", "job", "b.txt", *person).stdout
    assert "You have: CPC-A" in text and "letter on letterhead" in text
    assert all(one["facts"] == [] or one["sources"] for one in second["found"])
    assert json.loads(run("read", "job", "b.txt", "--json").stdout)["has"] == []


def test_pasted_and_in_other_encodings(run: Run, tmp_path: Path) -> None:
    """From standard input, with a mark of UTF-16, or the quotes of an old Windows page."""
    text = "CPC required. We don\u2019t take apprentices."
    assert json.loads(run("read", "job", "-", "--json", stdin=text).stdout)["asked"][0]["ids"] == ["CPC"]
    for name, encoding in (("u16.txt", "utf-16"), ("win.txt", "cp1252"), ("bom.txt", "utf-8-sig")):
        (tmp_path / name).write_bytes(text.encode(encoding))
        assert json.loads(run("read", "job", name, "--json").stdout)["asked"][0]["ids"] == ["CPC"], name


def test_a_pdf_is_read(run: Run, tmp_path: Path) -> None:
    """With text in it; locked, broken, or without text it is told."""
    (tmp_path / "a.pdf").write_bytes(pdf("CPC required. $24-31/hr"))
    assert json.loads(run("read", "job", "a.pdf", "--json").stdout)["pay"][0]["low"] == 49_920
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(tmp_path / "a.pdf"))
    writer.encrypt("secret")
    writer.write(tmp_path / "locked.pdf")
    (tmp_path / "empty.pdf").write_bytes(pdf(""))
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4\n" + bytes(range(256)) * 20)
    for name, said in (
        ("locked.pdf", "locked with a password"),
        ("empty.pdf", "holds no text"),
        ("broken.pdf", "broken.pdf"),
    ):
        done = run("read", "job", name)
        assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr, (name, done.stderr)


def pdf(text: str) -> bytes:
    """Return a PDF of one page with a line of text."""
    content = f"BT /F1 12 Tf 40 700 Td ({text}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content), b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]  # fmt: skip
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(out),
    )


@pytest.mark.parametrize("what", ["job", "course"])
@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "holds no text"), (b" \n\t", "holds no text"), (b"\x00\x01\x02" * 500, "is not text"), (b"\x89PNG\r\n" + bytes(range(256)) * 9, "is not text"),
     (b"a" * 10_000_000, "is larger than"), (b"word " * 60_000, "signs; a job ad has a few thousand"),
     ("Se busca codificador médico con experiencia para hospital de la ciudad, buen sueldo, horario flexible y certificado de la asociación nacional, sin experiencia no presentarse por favor, gracias.".encode(), "only English")],
)  # fmt: skip
def test_what_cannot_be_read_is_told(run: Run, tmp_path: Path, what: str, content: bytes, said: str) -> None:
    """Empty, binary, far too large, in another language: exit 2, one message, nothing on standard output."""
    (tmp_path / "x").write_bytes(content)
    done = run("read", what, "x")
    assert (done.returncode, done.stdout) == (2, "") and said in done.stderr, done.stderr


def test_what_is_no_file_is_told(run: Run, tmp_path: Path) -> None:
    """A folder, nothing at all, a device that never ends."""
    (tmp_path / "folder").mkdir()
    for name, said in (
        ("folder", "is a directory, not a file"),
        ("nowhere", "cannot read nowhere"),
        ("/dev/zero", "is larger than"),
    ):
        done = run("read", "job", name)
        assert done.returncode == 2 and said in done.stderr, (name, done.stderr)
