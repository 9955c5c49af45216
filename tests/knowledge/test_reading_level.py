"""Words that everybody can read: grade 8 or lower on average, hardly a sentence above 12."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import textstat

from mecoder_cli.domain.pathway import Pathway

AVERAGE, MOST = 8, 12
EXCEPTIONS: frozenset[str] = frozenset()
"""Sentences that may be harder."""
LONG = 8
"""Words of a sentence that is measured."""


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from texts(part)


def test_the_knowledge_is_written_for_everybody(pathway: Pathway) -> None:
    """Over all whole sentences of eight words or more that are ours."""
    found = {
        sentence
        for name, part in pathway._asdict().items() if name not in ("sources",)
        for text in texts(part)
        for sentence in (one.strip() for one in re.split(r"(?<=[.!?])\s+", text))
        if len(sentence.split()) >= LONG and sentence[0].isupper() and sentence[-1] in ".!?"
    }  # fmt: skip
    assert len(found) > 150
    grades = {sentence: textstat.flesch_kincaid_grade(sentence) for sentence in found}
    assert sum(grades.values()) / len(grades) <= AVERAGE
    assert {sentence: grade for sentence, grade in grades.items() if grade > MOST and sentence not in EXCEPTIONS} == {}
