"""The guide, as JSON."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from mecoder_cli.domain.guide import Chapter


def guide_json(chapters: Sequence[Chapter], here: Collection[str]) -> dict[str, Any]:
    """Return chapters with their text, the claims of the article that they hold, and whether the person is there."""
    return {"schema": "mecoder.guide/1", "chapters": [_chapter(one, here) for one in chapters]}


def _chapter(chapter: Chapter, here: Collection[str]) -> dict[str, Any]:
    return {
        "id": chapter.id,
        "title": chapter.title,
        "here": chapter.id in here,
        "text": " ".join(sentence.text for sentence in chapter.says),
        "table": [list(row) for row in chapter.rows],
        "beside": list(chapter.beside),
        "claims": [claim for sentence in chapter.says for claim in sentence.claims],
        "facts": list(chapter.facts),
    }
