"""Credentials, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mecoder_cli.contract.values import plain
from mecoder_cli.domain.pathway import Credential, Pathway


def cert_json(pathway: Pathway, credentials: Sequence[Credential]) -> dict[str, Any]:
    """Return credentials with their figures filled in."""
    return {"schema": "mecoder.cert/1", "credentials": [_credential(pathway, one) for one in credentials]}


def _credential(pathway: Pathway, credential: Credential) -> dict[str, Any]:
    """Return a credential with its figures filled in."""

    def value(fact: str) -> Any:
        return plain(pathway.facts[fact].current.value) if fact and pathway.facts[fact].is_found else None

    exam = credential.exam
    facts = [*credential.facts, credential.ceus_alone.fact, *(fact for fact in exam if fact), *credential.renewal]
    return {
        "id": credential.id,
        "name": credential.name,
        "issuer": credential.issuer,
        "level": credential.level,
        "settings": list(credential.settings),
        "code_sets": list(credential.code_sets),
        "exam": {
            "questions": value(exam.questions),
            "minutes": value(exam.minutes),
            "passing": value(exam.passing),
            "fee_usd": {"member": value(exam.fee_member), "nonmember": value(exam.fee_nonmember)},
            "first_time_pass_rate": value(exam.pass_rate),
            "books": value(exam.books),
            "editions": value(exam.editions),
            "retake": value(exam.retake),
        },
        "requires": list(credential.requires),
        "recommends": list(credential.recommends),
        "renewal": {
            "ceus": credential.ceus_alone,
            "months": pathway.bodies[credential.issuer].cycle_months,
            "inside": value(credential.ceus_inside),
        },
        "leads_to": list(credential.leads_to),
        "becomes": credential.becomes or None,
        "facts": list(dict.fromkeys(facts)),
    }
