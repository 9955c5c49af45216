"""Full-text search over everything that is known, offline."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import NamedTuple

from mecoder_cli.domain.facts import shown
from mecoder_cli.domain.pathway import Pathway

MOST = 25
"""Hits returned, the best first."""


class Hit(NamedTuple):
    """Something that speaks of the words looked for."""

    kind: str
    id: str
    title: str
    excerpt: str


def search(pathway: Pathway, words: Iterable[str]) -> tuple[Hit, ...]:
    """Return what speaks of all *words*; where nothing does, what speaks of any of them.

    The index is made anew in memory each time: the knowledge is small, and an
    index on disk could be out of date.
    """
    terms = [f'"{word}"*' for word in re.findall(r"\w+", " ".join(words))]
    if not terms:
        return ()
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE known USING fts5(kind UNINDEXED, id, title, body, tokenize = 'porter unicode61')"
        )
        connection.executemany("INSERT INTO known VALUES (?, ?, ?, ?)", _rows(pathway))
        for joined in (" AND ".join(terms), " OR ".join(terms)):
            rows = connection.execute(
                "SELECT kind, id, title, snippet(known, 3, '', '', '...', 16) FROM known WHERE known MATCH ? "
                "ORDER BY bm25(known, 0, 6, 5, 1) LIMIT ?",
                (joined, MOST),
            ).fetchall()
            if rows:
                return tuple(Hit(*row) for row in rows)
    return ()


def _rows(pathway: Pathway) -> Iterator[tuple[str, str, str, str]]:
    for term in pathway.glossary.values():
        yield "word", term.id, term.term, f"{term.meaning} {' '.join(term.also)}"
    for step in pathway.steps:
        items = " ".join(item.text for item in (*step.items, *(i for way in step.ways for i in way.items)))
        yield "step", step.id, step.title, f"{step.why} {items}"
    for credential in pathway.credentials.values():
        about = (
            credential.purpose,
            credential.note,
            *credential.settings,
            *credential.requires,
            *credential.recommends,
        )
        yield "credential", credential.id, credential.name, " ".join(about)
    for question in pathway.questions.values():
        yield "question", question.id, question.ask, f"{question.label} {question.help} {question.why}"
    for fact in pathway.facts.values():
        values = " ".join(shown(fact, index) for index in range(len(fact.values))) or "not found"
        yield "fact", fact.id, fact.label, f"{values} {fact.note} {fact.because}"
    for source in pathway.sources.values():
        yield "source", source.id, source.title, f"{source.publisher} {source.url}"
