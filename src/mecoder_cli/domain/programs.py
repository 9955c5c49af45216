"""Programs that teach coding: what one costs, line by line, and which fit a person."""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from mecoder_cli.domain.conditions import UNKNOWN, YES, atoms, evaluate
from mecoder_cli.domain.facts import Figure, Range, Whole
from mecoder_cli.domain.firm import Firm
from mecoder_cli.domain.pathway import Aid, Pathway, Program, School, YearDay
from mecoder_cli.domain.profile import Profile

NAMED = 3
"""How many programs a plan names."""
_STANDINGS = ("listed", "near", "unsure")


class Line(NamedTuple):
    """One line of a price."""

    item: str
    """``tuition``, ``fees``, ``books`` or ``insurance``."""
    usd: Range | None
    """``None``: not found."""
    told: str
    """How it is reckoned."""
    facts: tuple[str, ...]


class Offer(NamedTuple):
    """A program, with what it costs this person and how far away it is."""

    program: Program
    school: School
    reach: str
    """``here`` (in the county), ``online`` (from anywhere) or ``elsewhere``."""
    lines: tuple[Line, ...]
    usd: Range | None
    """Tuition and fees before aid; ``None`` where no price was found."""
    likely: tuple[Aid, ...]
    """Aid that pays tuition and fees here, and is likely by the answers."""
    perhaps: tuple[Aid, ...]
    """The same, where an answer is missing."""


def offers(
    pathway: Pathway, person: Profile, day: date, *, county: str | None = None, award: str = "", online: bool = False
) -> list[Offer]:
    """Return the programs, those that fit the person best first.

    What is listed as coding stands before what is only near it; then what can be attended, what begins with
    coding, what is near, what names an exam for the aim (one that names only others comes last), and what costs less,
    aid taken off unless it is surely closed.

    Args:
        pathway: The knowledge.
        person: Their county, the classes they could take and what aid asks.
        day: The day the advice is for.
        county: Look from this county instead.
        award: Only programs with this award.
        online: Only programs that can be taken online, at least in part.
    """
    roles = pathway.settings.questions
    place = str(person.answers.get(roles.county, "")) if county is None else county
    classes = str(person.answers.get(roles.classes, ""))
    refused = {one.id for one in person.held(roles.refused)}
    firm = Firm(pathway, person, day)
    aid = [(one, evaluate(one.when, firm)) for one in pathway.aid if one.schools and one.id not in refused]
    found = [
        _offer(pathway, program, place, aid)
        for program in pathway.programs.values()
        if award in ("", program.award) and (not online or program.delivery in ("online", "mixed"))
    ]
    exams = _exams(pathway, person)
    return sorted(found, key=lambda offer: _fit(offer, classes, exams))


def fitting(pathway: Pathway, person: Profile, day: date, way: str) -> tuple[Offer, ...]:
    """Return the few programs that a plan names for a way of a step, given as ``step:way``."""
    found = offers(pathway, person, day)
    return tuple([one for one in found if one.program.way == way and one.program.standing == "listed"][:NAMED])


def starts_of(pathway: Pathway, program: Program) -> tuple[YearDay, ...]:
    """Return the days of a year about which a program begins; nothing where none is known."""
    return pathway.calendars[program.calendar].starts if program.calendar else ()


def without_program(pathway: Pathway) -> list[School]:
    """Return the schools that were looked at and have no program here."""
    have = {program.school for program in pathway.programs.values()}
    return [school for school in pathway.schools.values() if school.id not in have]


def _exams(pathway: Pathway, person: Profile) -> frozenset[str]:
    """Return the credentials that employers of the person's aim prefer or accept, with those that grow into them."""
    roles = pathway.settings.questions
    target = pathway.targets.get(str(person.answers.get(roles.target, "")))
    if target is None:
        return frozenset()
    asked = {
        str(id_) for atom in atoms(target.arrived) if atom.question == roles.credentials
        for id_ in (atom.value if isinstance(atom.value, tuple) else (atom.value,))
    }  # fmt: skip
    return frozenset(asked | set(target.prefers))


def _named(program: Program, exams: frozenset[str]) -> int:
    """Return how well the exams that a program names fit: 0 one of the aim, 1 none is named, 2 others alone."""
    if not program.prepares or not exams:
        return not program.prepares
    return 0 if not exams.isdisjoint(program.prepares) else 2


def _fit(offer: Offer, classes: str, exams: frozenset[str]) -> tuple[int, bool, bool, bool, int, int, bool, float]:
    program = offer.program
    attends = {"online": program.delivery == "online", "evening": program.delivery == "online" or program.evening}.get(
        classes, True
    )
    price = 0 if offer.likely or offer.perhaps else offer.usd.likely if offer.usd else None
    return (
        _STANDINGS.index(program.standing), not attends, not program.way, not offer.likely,
        ("here", "online", "elsewhere").index(offer.reach), _named(program, exams), price is None, price or 0,
    )  # fmt: skip


def _offer(pathway: Pathway, program: Program, county: str, aid: list[tuple[Aid, int]]) -> Offer:
    school = pathway.schools[program.school]
    reach = "here" if county in school.counties else "online" if program.delivery == "online" else "elsewhere"
    lines = tuple(_lines(pathway, program, school))
    known = [line.usd for line in lines if line.item in ("tuition", "fees") and line.usd]
    pays = [(one, state) for one, state in aid if school.kind in one.schools]
    return Offer(
        program, school, reach, lines, _sum(known) if known else None,
        tuple(one for one, state in pays if state == YES), tuple(one for one, state in pays if state == UNKNOWN),
    )  # fmt: skip


def _lines(pathway: Pathway, program: Program, school: School) -> Iterable[Line]:
    """Yield the price: by credits where a credit has a price, else by the share of a full-time year."""
    teaching = pathway.teaching
    if program.usd.fact:
        yield Line("tuition", Range(*program.usd), "the price of the whole", _facts(program.usd))
        return
    if not program.credits.fact or teaching is None:
        yield Line("tuition", None, "no price was found", ())
        return
    credits = program.credits
    counted = f"{credits.likely:g} credits"
    year = teaching.year_credits
    if school.credit.fact:
        told = f"{counted} at ${school.credit.likely:g}"
        yield Line("tuition", _times(school.credit, credits), told, _facts(credits, school.credit))
        if school.semester.fact and program.terms:
            terms = f"{program.terms} terms at ${school.semester.likely:g}"
            yield Line("fees", _times(school.semester, program.terms), terms, _facts(program.terms, school.semester))
        else:
            yield Line("fees", None, "a semester's fees were not found", ())
    elif school.year.fact:
        told = f"{counted}, by a full-time year of {year}; fees are in it"
        yield Line("tuition", _times(school.year, credits, year), told, _facts(credits, school.year, year))
    else:
        yield Line("tuition", None, "no price was found", ())
        return
    if school.books.fact:
        told = f"{counted}, by a full-time year"
        yield Line("books", _times(school.books, credits, year), told, _facts(credits, school.books, year))
    insurance = school.insurance if school.insurance.fact else teaching.insurance
    if insurance.fact and school.year.fact:
        yield Line("insurance", Range(*insurance), pathway.facts[insurance.fact].label, _facts(insurance))


def _times(price: Range, credits: Range | int, year: int = 1) -> Range:
    low, likely, high = credits if isinstance(credits, tuple) else (credits,) * 3
    return Range(round(price.low * low / year), round(price.likely * likely / year), round(price.high * high / year))


def _sum(parts: list[Range]) -> Range:
    return Range(*(sum(part[at] for part in parts) for at in range(3)))


def _facts(*figures: Figure | Whole) -> tuple[str, ...]:
    return tuple(figure.fact for figure in figures if figure.fact)
