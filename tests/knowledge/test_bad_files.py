"""Each mistake in a knowledge file is refused, with its line and path."""

import re
import time
from pathlib import Path

import pytest
from sampling import every

from mecoder_cli.errors import KnowledgeError
from mecoder_cli.knowledge import check, pathway_file, read_file, read_in_full

GOOD = {name: source.decode() for name, source in read_in_full(pathway_file())[2].sources}
"""The files of the knowledge, which are sound."""
EXAMPLE = pathway_file().with_name("example.yaml")


def refused(folder: Path, *pairs: tuple[str, str]) -> list[str]:
    """Return the faults of the knowledge with each old text, in the first file that holds it, put as the new one."""
    files = dict(GOOD)
    for old, new in pairs:
        name = next((name for name, text in files.items() if old in text), None)
        assert name is not None, f"the case no longer fits the files: {old}"
        files[name] = files[name].replace(old, new, 1)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        read_in_full(folder / "pathway.yaml")
    assert caught.value.exit_code == 5
    lines = [re.match(r"([a-z]+\.yaml):([0-9]+): ", line) for line in caught.value.details]
    assert all(line and int(line[2]) <= files[line[1]].count("\n") + 1 for line in lines)
    return list(caught.value.details)


MISTAKES = {
    "unknown key": ("  trade: medical coder", "  trade: medical coder\n  colour: red", "colour: is not a key"),
    "duplicate key": ("  trade: medical coder", "  trade: medical coder\n  trade: x", "given twice"),
    "dangling fact": ("bill: margin.bill", "bill: margin.bil", "did you mean 'margin.bill'?"),
    "dangling source": ("as_of: 2026-09\n    source: ma-log\n", "as_of: 2026-09\n    source: nobody\n", "no source has the id 'nobody'"),
    "missing source": ("as_of: 2026-09\n    source: ma-log\n", "as_of: 2026-09\n", "no figure without a source"),
    "group without a source": ("  - source: aapc-cpc-faq\n    as_of", "  - as_of", "cpc.questions: no figure without a source"),
    "group with a stranger": ("  - source: aapc-cpc-faq\n", "  - source: aapc-cpc-faq\n    colour: red\n", "sourced[0].colour: is not a key"),
    "end before start": ("source: ahima-ccs\n    as_of: 2025 to 2026", "source: ahima-ccs\n    as_of: 2026 to 2025", "before the start"),
    "implicit truth value": ("  trade: medical coder", "  trade: no", "yes/no"),
    "octal": ("    url: https://www.aapc.com\n", "    url: 01103\n", "several numbers"),
    "sexagesimal": ("    url: https://www.aapc.com\n", "    url: 12:30\n", "several numbers"),
    "impossible day": ('checked: "2026-11-23"', 'checked: "2026-02-30"', "not a day that exists"),
    "unknown question": ("waiver: advice is skip", "waiver: advise is skip", "did you mean 'advice'?"),
    "unknown choice": ("waiver: advice is skip", "waiver: advice is skipped", "no choice 'skipped'"),
    "broken comparison": ("waiver: advice is skip", "waiver: skip advice", "not a comparison"),
    "unknown credential": ("credentials includes CPC or COC or CCS-P", "credentials includes CPC or COC or CCS-X", "'CCS-X'"),
    "unknown phase": ("    phase: prepare\n", "    phase: prepared\n", "no phase has the id"),
    "falling range": ("{low: 6, likely: 16, high: 52}", "{low: 16, likely: 6, high: 52}", "must not fall"),
    "falling percentiles": ("p10: 37000, p25: 43490", "p10: 47000, p25: 43490", "percentiles must rise"),
    "several values without a choice": ("    used: oep-cca-results\n    because: the newer page dates the change\n", "", "need used"),
    "county twice": ("counties: [Bristol]", "counties: [Bristol, Suffolk]", "in two areas"),
    "alias": ("compare: [CPC, CCA, CCS]", "compare: &x [CPC, CCA, CCS]", "anchors"),
    "circle": ("      credentials includes CPC-A or CPC or COC-A or COC or CIC or CRC or CPMA or CPB or CGSC or COSC or CDEO or CCA or\n      CCS or CCS-P or RHIT or RHIA\n    done: employed", "      employed is true\n    done: employed", "through itself"),
    "bad grade": ("    grade: article\n", "    grade: gossip\n", "grade"),
    "text for number": ("    paced: 12\n", "    paced: much\n", "whole number"),
    "slot without a fact": ("title: Pass the CPC exam", "title: Pass the {cpc.name} exam", "no fact has the id 'cpc.name'"),
    "edition that is not there": ("usd: books.crc.usd\n        edition: aapc", "usd: books.crc.usd\n        edition: aap", "did you mean 'aapc'?"),
    "day that is not in a year": ("        value: 05-01\n", "        value: 05-32\n", "not a day of the year such as 05-01"),
    "pass rate that is no share": ("pass_rate: cca.pass-rate\n", "pass_rate: cpc.fee.one\n", "not a share in percent"),
    "pass rate of nothing": ("pass_rate: cca.pass-rate\n", "pass_rate: removal.fee\n", "not a share in percent"),
    "no try": ("tries: tries.aapc", "tries: removal.fee", "must be at least 1"),
    "part without a line": ("parts: [course, tests]", "parts: [course]", "has no line"),
    "part in two lines": ("parts: [books]\n", "parts: [books, course]\n", "stands under 'training' too"),
    "aid for a part that is not there": ("covers: ['complete-training:college-certificate/course'", "covers: ['complete-training:college-certificate/books'", "no way has the part"),
    "absurd number of days": ("        value: 180\n", "        value: 999999999999999\n", "is more than any figure can be"),
    "not a number": ("        value: 180\n", "        value: .nan\n", "several numbers"),
    "part that is not there": ("includes: [join-aapc/dues,", "includes: [join-aapc/fees,", "did you mean 'join-aapc/dues'?"),
    "id twice": ("  - id: choose-training\n", "  - id: get-diploma\n", "the id 'get-diploma' is used twice"),
    "source that supports nothing": ("    source: cco-letter\n", "    source: estimate\n", "sources.cco-letter: supports nothing"),
    "first question of a day without a threshold": (
        "    label: End of the course\n", "    label: End of the course\n    enough: Was it long ago?\n", "counts months to"
    ),
    "county that is not there": ("counties: [Berkshire]\n    ask", "counties: [Berkshir]\n    ask", "did you mean 'Berkshire'?"),
    "way that is not there": ("way: choose-training:live-online", "way: choose-training:live", "no way is called"),
    "school that is not there": ("    school: massbay\n", "    school: mass-bay\n", "did you mean 'massbay'?"),
    "kind neither of the fact nor of its group": ("    kind: price\n    unit: USD/year\n    facts:\n      berkshire.year:", "    unit: USD/year\n    facts:\n      berkshire.year:", "berkshire.year.kind"),
    "file that is not there": ("  - prices.yaml\n", "  - price.yaml\n", "cannot read"),
    "file elsewhere": ("  - prices.yaml\n", "  - ../prices.yaml\n", "is not the name of a file beside this one"),
    "file twice": ("  - prices.yaml\n", "  - prices.yaml\n  - prices.yaml\n", "is included twice"),
    "settings in a second file": ("glossary:\n", "settings:\n  title: x\nglossary:\n", "stands in pathway.yaml alone"),
    "fact in two files": ("areas:\n", "facts:\n  cpc.removal:\n    label: x\nareas:\n", "given twice"),
    "no targets": ("\ntargets:\n", "\ntarget:\n", "targets: is missing"),
    "choices that are no list": ("    choices:\n      - id: outpatient-coder\n", "    choices: 5\n    help: x\n    items:\n      - id: outpatient-coder\n", "choices: must be a list"),
    "type that is a list": ("    type: choice\n    help: The first", "    type: [choice]\n    help: The first", "questions[0].type"),
    "facts that are no mapping": ("\nfacts:\n  # The CPC", "\nfacts: 5\nfact:\n  # The CPC", "facts: must be a mapping"),
    "label that is no text": ("    applies:\n      not: training is completed\n", "    applies:\n      label: [x]\n      not: training is completed\n", "must be text"),
    "empty unit": ("        unit: questions\n", "        unit: ''\n", "must not be empty"),
    "section in two files": ("glossary:\n", "budget:\n  months: x\nglossary:\n", "given twice (first in prices.yaml)"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", every(2, list(MISTAKES)))
def test_a_mistake_is_named_with_its_place(tmp_path: Path, mistake: str) -> None:
    """The message holds the words a reader needs, and a line that lies in the file."""
    old, new, words = MISTAKES[mistake]
    assert words in "\n".join(refused(tmp_path, (old, new)))


def test_faults_of_different_kinds_are_reported_together(tmp_path: Path) -> None:
    """Forms and links are checked in full even where others are broken, in every file."""
    found = refused(
        tmp_path,
        ("waiver: advice is skip", "waiver: advise is skip"), ("    phase: prepare\n", "    phase: nowhere\n"),
        ("  trade: medical coder", "  trade: medical coder\n  colour: red"), ("source: aapc-cpc-faq", "source: nobody"),
        ("counties: [Bristol]", "counties: [Bristol, Suffolk]"), ("    paced: 12\n", "    paced: much\n"),
    )  # fmt: skip
    text = "\n".join(found)
    for words in ("'advise'", "'nowhere'", "colour", "'nobody'", "in two areas", "whole number"):
        assert words in text
    # The group's source is named once, not for each of its facts; both areas that claim the county are named.
    assert len(found) == 7


def test_one_fault_accuses_nothing_else(tmp_path: Path) -> None:
    """What refers to a thing at fault is not at fault itself."""
    assert len(refused(tmp_path, ("    type: yes_no\n", "    type: yesno\n"))) == 1
    name = next(name for name, text in GOOD.items() if "      practicode.cases:\n" in text)
    start = GOOD[name].index("      practicode.cases:\n")
    entry = GOOD[name][start : GOOD[name].index("\n      practicode", start + 10)]
    found = refused(tmp_path, (entry, entry + "\n        confidence: sure"))
    assert len(found) == 1 and "practicode.cases" in found[0], found


def test_a_file_without_content_has_a_fault(tmp_path: Path) -> None:
    """Empty, or nothing but comments: it says what is missing; an included one adds nothing."""
    with pytest.raises(KnowledgeError) as caught:
        check(b"# later\n", "x.yaml")
    assert caught.value.details
    for name, text in GOOD.items():
        (tmp_path / name).write_text("# later\n" if name == "glossary.yaml" else text, encoding="utf-8")
    assert not read_in_full(tmp_path / "pathway.yaml")[0].glossary


@pytest.mark.parametrize(
    "source", [b"", b"\xff\xfe\x00", b"- a", b"a: [", b"x"], ids=["empty", "binary", "list", "broken", "scalar"]
)
def test_a_file_of_another_kind_is_refused(source: bytes) -> None:
    """No traceback, whatever the bytes."""
    with pytest.raises(KnowledgeError):
        check(source, "x")


def test_reading_stops_at_the_limit_whatever_the_file_says() -> None:
    """A device has no size and no end."""
    with pytest.raises(KnowledgeError, match="larger than"):
        read_file(Path("/dev/zero"))


def test_checking_grows_with_the_file_and_no_faster() -> None:
    """Four times the steps take about four times as long, not sixteen."""
    good = EXAMPLE.read_text(encoding="utf-8")
    begin = good.index("  - id: find-paper\n", good.index("\nsteps:\n"))
    step = good[begin : good.index("\n  - id: ", begin + 10) + 1]
    seconds = []
    for count in (500, 2000):
        copies = "".join(step.replace("find-paper", f"find-{number}", 1) for number in range(count))
        text = good.replace("\nsteps:\n", f"\nsteps:\n{copies}", 1).encode()
        tries = []
        for _ in range(2):
            start = time.process_time()
            check(text, "example.yaml")
            tries.append(time.process_time() - start)
        # Whatever else runs here only adds to it.
        seconds.append(min(tries))
    assert seconds[1] < 8 * seconds[0]
