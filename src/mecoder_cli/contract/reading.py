"""What a job ad says and what a course page claims, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.reading import Claim, Rule
from mecoder_cli.lookup.pay import Offer
from mecoder_cli.lookup.reader import CourseRead, Fit, Found, JobRead, PayTold, Wanted


def job_json(
    pathway: Pathway, read: JobRead, held: Fit, offers: Sequence[tuple[PayTold, Sequence[Offer]]]
) -> dict[str, Any]:  # fmt: skip
    """Return what a job ad asks, each with the words it was found in."""
    return {
        "schema": "mecoder.read/1", "kind": "job",
        "asked": [_wanted(one) for one in read.asked], "preferred": [_wanted(one) for one in read.preferred],
        "later": [_wanted(one) for one in read.later], "any_credential": read.any_body, "apprentice": read.apprentice,
        "experience": None if read.years is None else {
            "months": read.years.low, "to_months": read.years.high, "preferred": read.years.is_wish, "quote": read.years.quote,
        },
        "pay": [
            {
                "low": told.low, "high": told.high, "hourly": told.by_hour, "quote": told.quote,
                "judged": [{"usd": one.usd, "area": one.area, "percentile": one.percentile, "reading": one.reading} for one in judged],
            }
            for told, judged in offers
        ],
        "code_sets": list(read.code_sets), "settings": list(read.settings),
        "found": [
            {"id": one.rule.id, "group": one.rule.group, "sense": one.rule.sense, "ask": one.rule.ask or None, **_told(pathway, one)}
            for one in read.found if isinstance(one.rule, Rule)
        ],
        "has": list(held.has), "missing": list(held.missing), "not_judged": list(read.unread),
    }  # fmt: skip


def course_json(pathway: Pathway, read: CourseRead) -> dict[str, Any]:
    """Return each claim with its verdict, the words quoted, and the facts it was held against."""
    return {
        "schema": "mecoder.read/1", "kind": "course",
        "claims": [
            {"id": one.rule.id, "verdict": one.rule.verdict, "why": one.rule.why, **_told(pathway, one)}
            for one in read.found if isinstance(one.rule, Claim)
        ],
        "not_judged": [*read.unread, *read.rest], "ask": list(pathway.reading.course_ask),
    }  # fmt: skip


def _wanted(one: Wanted) -> dict[str, Any]:
    return {"ids": list(one.ids), "all": one.needs_all, "quote": one.quote}


def _told(pathway: Pathway, one: Found) -> dict[str, Any]:
    facts = list(one.rule.facts)
    return {
        "says": one.rule.says, "quote": one.quote, "facts": facts,
        "sources": list(dict.fromkeys(value.source for id_ in facts for value in pathway.facts[id_].values)),
    }  # fmt: skip
