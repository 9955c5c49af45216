"""The words of the trade that a text uses, and what they mean."""

from __future__ import annotations

from collections.abc import Collection

from mecoder_cli.domain.pathway import Credential, Pathway, Term


def explained(pathway: Pathway, text: str, held: Collection[str] = ()) -> list[str]:
    """Return a short clause for each word of the trade in *text*, in the order in which they stand there.

    Args:
        pathway: The knowledge.
        text: What is on the screen.
        held: The credentials that the reader holds: they need not be told of these, of their like from the same body, nor
            of what everybody learns who passes an exam.
    """
    bodies = {pathway.credentials[id_].issuer for id_ in held}
    found: dict[int, str] = {}
    for term in pathway.glossary.values():
        names = (term.term, *term.also)
        is_known = held and (term.taught or not {*held, *bodies}.isdisjoint(names))
        if term.short and not is_known and (where := _place(text, names)) >= 0:
            found.setdefault(where, term.short)
    for credential in pathway.credentials.values():
        if credential.issuer not in bodies and (where := _place(text, (credential.id,))) >= 0:
            found.setdefault(where, f"{credential.id} is {credential.issuer}'s {credential.name}")
    return [found[where] for where in sorted(found)]


def _place(text: str, names: tuple[str, ...]) -> int:
    """Return where the first of the names stands as a word of its own; -1 where none does."""
    both = [*names, *(name[0].lower() + name[1:] for name in names if name[1:].islower())]
    return min((place for name in both if (place := _place_of(text, name)) >= 0), default=-1)


def _place_of(text: str, name: str) -> int:
    # No regular expressions: making a hundred of them is felt at start-up.
    place = text.find(name)
    while place >= 0:
        around = text[max(0, place - 1) : place] + text[place + len(name) : place + len(name) + 1]
        # A name inside another is not the word.
        if not any(char.isalnum() or char in "-_" for char in around):
            return place
        place = text.find(name, place + 1)
    return -1


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
