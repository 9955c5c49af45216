"""What job ads and course pages say: the patterns that find it, and what to make of it."""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
from typing import Literal, NamedTuple

from mecoder_cli.domain.marks import FactId, FactIds, Filled, Id


class Words(NamedTuple):
    """A regular expression over one sentence in small letters; written as its text."""

    pattern: str


Patterns = tuple[Words, ...]


class Named(NamedTuple):
    """Something that is recognized by any of some patterns."""

    name: str
    when: Patterns


class Rule(NamedTuple):
    """What a sentence of a job ad means."""

    id: Id
    group: Literal["apprentice", "credential", "experience", "place", "pay", "warning", "benefit", "kind"]
    sense: Literal["good", "bad", "note"]
    """For whoever looks for a first job."""
    says: Filled
    when: Patterns
    unless: Patterns = ()
    ask: Filled = ""
    """What to ask because of it."""
    facts: FactIds = ()


class Claim(NamedTuple):
    """What a sentence of a course page claims, held against facts."""

    id: Id
    says: Filled
    verdict: Literal["holds", "misleading", "false", "cannot judge"]
    why: Filled
    when: Patterns
    unless: Patterns = ()
    facts: FactIds = ()


class JobWords(NamedTuple):
    """How job ads speak."""

    strong: Patterns
    """What is required."""
    soft: Patterns
    """What is only preferred."""
    headings: Patterns
    """Headings over something else than what is required or wished."""
    breaks: Patterns
    """Where a clause of a sentence ends."""
    all_of: Patterns
    """What joins credentials that are asked together."""
    one_of: Patterns
    """What says that one of a list is enough."""
    a_name: Patterns
    """Where the letters of a credential, written ``@``, are the name of a house."""
    any_body: Patterns
    """A credential of any body."""
    pending: Patterns
    """A credential that may come later: what is named there is not asked at once."""
    never_later: Patterns
    """Where that is about something else."""
    experience: Patterns
    other_years: Patterns
    """Years that are no experience."""
    others: Patterns
    """Whose years they are, where they are not the newcomer's."""
    negated: Patterns
    """What is said not to be required."""
    pay: Patterns
    """Words of pay, beside which a small sum is an hour's."""
    no_pay: Patterns
    """Sums that are no pay, by what stands near them."""
    code_sets: tuple[Named, ...]
    settings: tuple[Named, ...]
    rules: tuple[Rule, ...]


class ReadingRules(NamedTuple):
    """All that is known of the language of job ads and course pages."""

    english: Patterns = ()
    """Words that hold English together."""
    job: JobWords = JobWords(*[()] * 19)
    claims: tuple[Claim, ...] = ()
    hearsay: Patterns = ()
    """What somebody only asks, or tells of others."""
    basis: FactId = ""
    """What the patterns were made from."""
    course_ask: tuple[Filled, ...] = ()
    """What to ask every school."""
    unread: Patterns = ()
    """What a sentence of a job ad speaks of that should not be passed over in silence."""
    course_unread: Patterns = ()
