"""Words that everybody can read: grade 8 or lower on average, hardly a sentence above 12."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import textstat

import mecoder_cli
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


def sentences(told: Iterable[str]) -> set[str]:
    """Return the whole sentences of eight words or more."""
    return {
        sentence
        for text in told
        for sentence in (one.strip() for one in re.split(r"(?<=[.!?])\s+", text))
        if len(sentence.split()) >= LONG and sentence[0].isupper() and sentence[-1] in ".!?"
    }


def written_in_python() -> Iterator[str]:
    """Yield every text of the program that a person may read; what is put into it stands as one short word."""
    for file in sorted(Path(mecoder_cli.__file__).parent.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        # A docstring says something to whoever reads the code, but that of a command is its help.
        told = (
            {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            if "commands" not in file.parts
            else set()
        )
        inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            if id(node) in told or id(node) in inside:
                continue
            if isinstance(node, ast.JoinedStr):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "it" for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def judge(found: set[str]) -> None:
    """Hold them to the average and to the most."""
    grades = {sentence: textstat.flesch_kincaid_grade(sentence) for sentence in found}
    assert sum(grades.values()) / len(grades) <= AVERAGE
    assert {sentence: grade for sentence, grade in grades.items() if grade > MOST and sentence not in EXCEPTIONS} == {}


def test_the_knowledge_is_written_for_everybody(pathway: Pathway) -> None:
    """Over all whole sentences of eight words or more that are ours."""
    parts = (part for name, part in pathway._asdict().items() if name not in ("sources",))
    found = sentences(text for part in parts for text in texts(part))
    assert len(found) > 150
    judge(found)


def test_the_program_speaks_to_everybody() -> None:
    """The sentences that stand in Python, the help of the commands among them, are held to the same."""
    found = sentences(written_in_python())
    assert len(found) > 60
    judge(found)
