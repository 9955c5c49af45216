"""Each mistake in a knowledge file is refused, with its line and path."""

import time
from pathlib import Path

import pytest

from mecoder_cli.errors import KnowledgeError
from mecoder_cli.knowledge import check, pathway_file, read_file

GOOD = pathway_file().read_text(encoding="utf-8")

MISTAKES = {
    "unknown key": ("  trade: medical coder", "  trade: medical coder\n  colour: red", "colour: is not a key"),
    "duplicate key": ("  trade: medical coder", "  trade: medical coder\n  trade: x", "given twice"),
    "dangling fact": ("at_risk_days: deadline.at-risk", "at_risk_days: deadline.at-risc", "did you mean 'deadline.at-risk'?"),
    "dangling source": ("value: none in Massachusetts, as_of: 2026-09, source: ma-log", "value: none in Massachusetts, as_of: 2026-09, source: nobody", "no source has the id 'nobody'"),
    "missing source": ("value: none in Massachusetts, as_of: 2026-09, source: ma-log,", "value: none in Massachusetts, as_of: 2026-09,", "no figure without a source"),
    "end before start": ("as_of: 2025 to 2026, source: ahima-ccs, grade: official, confidence: high}\n  ccs.elig", "as_of: 2026 to 2025, source: ahima-ccs, grade: official, confidence: high}\n  ccs.elig", "before the start"),
    "implicit truth value": ("  trade: medical coder", "  trade: no", "yes/no"),
    "octal": ("url: https://www.aapc.com", "url: 01103", "several numbers"),
    "sexagesimal": ("url: https://www.aapc.com", "url: 12:30", "several numbers"),
    "impossible day": ('checked: "2026-11-23"', 'checked: "2026-02-30"', "not a day that exists"),
    "unknown question": ("waiver: advice is skip", "waiver: advise is skip", "did you mean 'advice'?"),
    "unknown choice": ("waiver: advice is skip", "waiver: advice is skipped", "no choice 'skipped'"),
    "broken comparison": ("waiver: advice is skip", "waiver: skip advice", "not a comparison"),
    "unknown credential": ("credentials includes CPC or COC or CCS-P", "credentials includes CPC or COC or CCS-X", "'CCS-X'"),
    "unknown phase": ("    phase: prepare", "    phase: prepared", "no phase has the id"),
    "falling range": ("{low: 6, likely: 16, high: 52}", "{low: 16, likely: 6, high: 52}", "must not fall"),
    "falling percentiles": ("p10: 37000, p25: 43490", "p10: 47000, p25: 43490", "percentiles must rise"),
    "several values without a choice": (", used: oep-cca-results, because: the newer page dates the change", "", "need used"),
    "county twice": ("counties: [Bristol]", "counties: [Bristol, Suffolk]", "in two areas"),
    "alias": ("compare: [CPC, CCA, CCS]", "compare: &x [CPC, CCA, CCS]", "anchors"),
    "circle": ("needs: credentials includes CPC-A or CPC or COC or CIC or CRC or CCA or CCS or CCS-P or RHIT or RHIA\n    done: employed", "needs: employed is true\n    done: employed", "through itself"),
    "bad grade": ("grade: article, confidence: high}", "grade: gossip, confidence: high}", "grade"),
    "text for number": ("    paced: 12\n    parts:\n      - {id: books, label: Code books, weeks: books.weeks, usd: books.cpc.usd, edition: aapc}\n      - {id: prepare, label: Preparation, weeks: prepare.cpc.weeks", "    paced: much\n    parts:\n      - {id: books, label: Code books, weeks: books.weeks, usd: books.cpc.usd, edition: aapc}\n      - {id: prepare, label: Preparation, weeks: prepare.cpc.weeks", "whole number"),
    "slot without a fact": ("title: Pass the CPC exam", "title: Pass the {cpc.name} exam", "no fact has the id 'cpc.name'"),
    "edition that is not there": ("usd: books.crc.usd, edition: aapc}", "usd: books.crc.usd, edition: aap}", "did you mean 'aapc'?"),
    "day that is not in a year": ('value: "05-01", as_of', 'value: "05-32", as_of', "not a day of the year such as 05-01"),
    "pass rate that is no share": ("pass_rate: cpc.pass-rate}}", "pass_rate: cpc.fee.one}}", "not a share in percent"),
    "pass rate of nothing": ("pass_rate: cpc.pass-rate}}", "pass_rate: removal.fee}}", "not a share in percent"),
    "monthly price without a line": ("spared: [build-experience]", "spared: []", "name it in spared"),
    "no try": ("{tries: tries.aapc, again: cpc.fee.one,", "{tries: removal.fee, again: cpc.fee.one,", "must be at least 1"),
    "part without a line": ("parts: [course, tests]}", "parts: [course]}", "has no line"),
    "part in two lines": ("label: Code books, parts: [books]}", "label: Code books, parts: [books, course]}", "stands under 'training' too"),
    "aid for a part that is not there": ('covers: ["complete-training:college-certificate/course"', 'covers: ["complete-training:college-certificate/books"', "no way has the part"),
    "spared step that is not there": ("spared: [build-experience]", "spared: [build-experiences]", "did you mean 'build-experience'?"),
    "absurd number of days": ("unit: days, kind: rule, value: 180,", "unit: days, kind: rule, value: 999999999999999,", "is more than any figure can be"),
    "not a number": ("unit: days, kind: rule, value: 180,", "unit: days, kind: rule, value: .nan,", "several numbers"),
    "part that is not there": ("includes: [join-aapc/dues,", "includes: [join-aapc/fees,", "did you mean 'join-aapc/dues'?"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_place(old: str, new: str, words: str) -> None:
    """The message holds the words a reader needs, and a line that lies in the file."""
    assert old in GOOD, "the case no longer fits the file"
    with pytest.raises(KnowledgeError) as caught:
        check(GOOD.replace(old, new, 1).encode(), "pathway.yaml")
    text = "\n".join(caught.value.details)
    assert words in text
    assert all(line.startswith("pathway.yaml:") for line in caught.value.details)
    assert caught.value.exit_code == 5


def test_faults_of_different_kinds_are_reported_together() -> None:
    """Links are checked in full even where one is broken."""
    text = GOOD.replace("waiver: advice is skip", "waiver: advise is skip").replace(
        "    phase: prepare", "    phase: nowhere", 1
    )
    with pytest.raises(KnowledgeError) as caught:
        check(text.encode(), "pathway.yaml")
    assert len(caught.value.details) == 2


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
    begin = GOOD.index("\nsteps:\n") + 1
    step = GOOD[GOOD.index("  - id: choose-training\n", begin) :]
    step = step[: step.index("\n  - id: ", 10) + 1]
    seconds = []
    for count in (500, 2000):
        copies = "".join(step.replace("choose-training", f"choose-{number}", 1) for number in range(count))
        text = GOOD.replace("steps:\n", f"steps:\n{copies}", 1).encode()
        start = time.process_time()
        check(text, "pathway.yaml")
        seconds.append(time.process_time() - start)
    assert seconds[1] < 8 * seconds[0]
