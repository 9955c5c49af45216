"""The practice for the interview, as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.practice import Asked
from mecoder_cli.domain.rehearsal import Rated


def practice_json(pathway: Pathway, asked: Sequence[Asked], known: Mapping[str, Rated], day: date) -> dict[str, Any]:
    """Return questions with their answers, and how each went the last time."""
    subjects = {one.id: subject.id for subject in pathway.interview.topics for one in subject.questions}
    return {
        "schema": "mecoder.practice/1", "as_of": day.isoformat(), "codes_checked_until": pathway.interview.until or None,
        "items": [
            {
                "id": one.id, "topic": subjects[one.id], "about": one.about, "setting": one.setting or None, "case": one.case or None,
                "ask": one.ask, "codes": [{"code": code.code, "meaning": code.meaning, "place": code.place or None} for code in one.codes],
                "also": one.also or None, "why": one.why or None, "rule": one.rule or None, "look_up": one.look,
                "wrong": one.wrong or None, "listen": one.listen or None, "model": one.model or None,
                "facts": list(one.facts), "sources": list(one.sources), "last": _last(known.get(one.id)),
            }
            for one in asked
        ],
    }  # fmt: skip


def _last(rated: Rated | None) -> dict[str, Any] | None:
    if rated is None:
        return None
    return {"day": rated.day.isoformat(), "rating": rated.rating, "due": rated.due.isoformat() if rated.due else None}
