"""YAML without surprises."""

import pytest

from mecoder_cli.strict_yaml import read


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: no", "yes/no"),
        ("a: 01103", "several numbers"),
        ("a: 12:30", "several numbers"),
        ("a: 1_000", "several numbers"),
        ("a: 1.10", "several numbers"),
        ("a: 0x1F", "several numbers"),
        ("on: 1", "key 'on'"),
        ("a:", "no value"),
        ("a: 1\na: 2", "given twice"),
        ("a: &x 1\nb: *x", "aliases"),
        ("a: &x 1\n*x : 2", "aliases"),
        ("? {a: &x 1}\n: 2\n*x : 1", "aliases"),
        ("*x : 1", "aliases"),
        ("a: !!python/object/apply:os.system [x]", "tags"),
        ("a: 1\n---\nb: 2", "second document"),
        ("a: " + "[" * 60 + "]" * 60, "nested"),
        ("a: 123456789012345678901", "absurdly large"),
        ("[a]: 1", "plain text"),
        ("a: [1", "not readable as YAML"),
        ("\x00", "not readable as YAML"),
    ],
)
def test_a_surprise_is_a_fault_with_its_place(text: str, words: str) -> None:
    """What YAML would turn into something else is refused, with its line."""
    faults = read(text).faults
    assert words in " ".join(fault.text("file") for fault in faults)
    assert all(fault.line >= 1 for fault in faults)


def test_all_faults_are_reported_together() -> None:
    """One look is enough to mend a file."""
    assert [fault.line for fault in read("a: no\nb: 1\nc: 010\n").faults] == [1, 3]


def test_plain_values_are_kept() -> None:
    """Text, whole numbers, decimals, truth values and unquoted days are read as written."""
    text = 'a: 1\nb: -2.5\nc: true\nd: 2025-11-03\ne: "no"\nf: {g: [x, CPC-A]}'
    expected = {"a": 1, "b": -2.5, "c": True, "d": "2025-11-03", "e": "no", "f": {"g": ["x", "CPC-A"]}}
    document = read(text)
    assert expected == document.content
    assert not document.faults


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (r'{"a": "\ud83d\ude00"}', {"a": "\U0001f600"}),
        (r'["x\\ud83d", "\ud83d\ude00\uD83D\uDE00"]', ["x\\ud83d", "\U0001f600\U0001f600"]),
    ],
)
def test_signs_that_json_writes_in_two_halves_are_text(text: str, content: object) -> None:
    """As every JSON writer does that keeps to plain letters."""
    found = read(text)
    assert found.faults == [] and found.content == content


def test_half_a_sign_is_a_fault() -> None:
    """It is no text."""
    assert read(r'{"a": "\ud83d"}').faults
