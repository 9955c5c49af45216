"""The words of the trade that a text uses, and what they mean."""

from __future__ import annotations

import re

from mecoder_cli.domain.pathway import Credential, Pathway, Term


def explained(pathway: Pathway, text: str) -> list[str]:
    """Return a short clause for each word of the trade in *text*, in the order in which they stand there."""
    found: dict[int, str] = {}
    for term in pathway.glossary.values():
        if term.short and (where := _place(text, (term.term, *term.also))) >= 0:
            found.setdefault(where, term.short)
    for credential in pathway.credentials.values():
        if (where := _place(text, (credential.id,))) >= 0:
            found.setdefault(where, f"{credential.id} is {credential.issuer}'s {credential.name}")
    return [found[where] for where in sorted(found)]


def _place(text: str, names: tuple[str, ...]) -> int:
    # A name inside another is not the word.
    places = [match.start() for name in names if (match := re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text))]
    return min(places, default=-1)


def terms_of(pathway: Pathway) -> list[Term]:
    """Return the words of the trade: those written down, and every credential and body."""
    terms = list(pathway.glossary.values())
    known = {name.casefold() for term in terms for name in (term.id, term.term)}
    return [*terms, *(_term(pathway, one) for one in pathway.credentials.values() if one.id.casefold() not in known)]


def _term(pathway: Pathway, credential: Credential) -> Term:
    facts = credential.facts or tuple(fact for fact in credential.exam if fact)
    source = next((pathway.facts[fact].current.source for fact in facts if pathway.facts[fact].is_found), "")
    meaning = f"{credential.name}, from {credential.issuer}; for {credential.purpose}"
    return Term(credential.id, credential.id, meaning, source, (credential.name,), facts=facts)
