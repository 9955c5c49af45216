"""What must hold beyond the form: rules on one kind of thing each, and what is worked out from the rest."""

# No "from __future__ import annotations" here: the forms below are read by their types.
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple

from mecoder_cli.domain.conditions import Condition, atoms
from mecoder_cli.domain.facts import Fact, FactValue, Range, Source, Spread, Value
from mecoder_cli.domain.marks import Day, FactId, Keyed, Kind, Pattern, Ref
from mecoder_cli.domain.pathway import (
    Area,
    Body,
    Budget,
    Element,
    Letter,
    Pathway,
    Record,
    School,
    Settings,
    YearDay,
)  # fmt: skip
from mecoder_cli.domain.reading import Words
from mecoder_cli.domain.steps import Choice, Question, Retake, Step
from mecoder_cli.knowledge.circles import circles
from mecoder_cli.knowledge.reading import TYPES, Reading, fail, refuse
from mecoder_cli.strict_yaml import Path

MOST: Mapping[str, int] = {
    "USD": 1_000_000, "days": 7_300, "weeks": 1_040, "months": 240, "years": 100, "hours": 10_000, "minutes": 1_440,
    "percent": 1_000,
}  # fmt: skip
"""The largest number that each unit may have, by its first word: limits of the form, far from any figure."""
MOST_OF_ALL = 1_000_000
ANY_LEAP_YEAR = 2024
"""A rule for the last of February holds in a leap year only."""
_ANSWERS = {
    "work": "whole", "course": "whole", "cases": "choice", "units": "units", "exam": "credentials",
    "membership": "memberships",
}  # fmt: skip
"""The type of question that each kind of entry answers."""
BLANK = re.compile(r"\[([^\]]+)\]")

Time = Annotated[str, Pattern(r"^(undated(, \d{4} or later)?|\d{4}(-\d{2}(-\d{2})?)?( to \d{4}(-\d{2}(-\d{2})?)?)?)$")]
Grade = Literal["official", "statistics", "third-party", "article", "estimate"]
Confidence = Literal["high", "medium", "low"]
SourceId = Annotated[str, Ref("sources")]


class WrittenValue(NamedTuple):
    """One source's version of a fact, as it is written."""

    value: FactValue
    as_of: Time
    source: SourceId
    grade: Grade
    confidence: Confidence
    note: str = ""
    checked: Day = ""
    then: Mapping[FactId, int | float | Range] = {}


class WrittenFact(NamedTuple):
    """A figure or rule: either ``value`` with its source, or ``values``, or ``not_found``."""

    id: Keyed
    label: str
    kind: Kind
    unit: str = "-"
    value: FactValue | None = None
    as_of: Time = ""
    source: SourceId = ""
    grade: Grade | None = None
    confidence: Confidence | None = None
    checked: Day = ""
    values: tuple[WrittenValue, ...] = ()
    used: str = ""
    """The source whose value the plan goes by, when there are several values."""
    because: str = ""
    note: str = ""
    not_found: bool = False
    where: str = ""


MADE_OF: Mapping[Any, Any] = {Fact: WrittenFact}
"""Kinds that are written as another kind, which a check turns into them."""


# --- facts ---------------------------------------------------------------------------------------------


def _fact(written: WrittenFact, reading: Reading) -> Fact:
    """Return the fact that is written, one value or several."""
    versions = _versions(written)
    faults = []
    for index, one in enumerate(versions):
        place: Path = ("values", index, "value") if written.values else ("value",)
        faults += [(place, what) for what in _absurd(one.value, written.unit)]
    sources = [one.source for one in versions]
    used = sources.index(written.used) if len(versions) > 1 and written.used in sources else 0
    if len(versions) > 1 and written.used not in sources:
        faults.append((("used",), f"{written.used!r} is not the source of any of the values"))
    refuse(faults)
    values = tuple(
        Value(one.value, one.as_of, one.checked or reading.checked, one.source, one.grade, one.confidence, one.note, one.then)
        for one in versions
    )  # fmt: skip
    told = (written.because, written.note, written.where)
    fact = Fact(written.id, written.label, written.unit, written.kind, values, used, *told)
    reading.facts[fact.id] = fact
    return fact


def _versions(written: WrittenFact) -> tuple[WrittenValue, ...]:
    """Return what each source says; a fact has one value, several, or none and says so."""
    value, as_of, source, grade, confidence = single = written[4:9]
    if written.not_found:
        if written.values or value is not None or any(single):
            fail("a fact that was not found has no value")
        return ()
    if written.values:
        if value is not None or any(single):
            fail("give either value or values, not both")
        if len(written.values) > 1 and not (written.used and written.because):
            fail("several values need used (a source id) and because")
        return written.values
    if not source:
        fail("no figure without a source: give source")
    if value is None or not as_of or grade is None or confidence is None:
        fail("value, as_of, source, grade and confidence are all needed")
    one = WrittenValue(value, as_of, source, grade, confidence, checked=written.checked)
    _value(one)
    return (one,)


def _absurd(value: Any, unit: str) -> Iterator[str]:
    """Find a number that its unit cannot mean; reckoned with, it would end the calendar."""
    most = MOST.get(unit.partition("/")[0].partition(" ")[0], MOST_OF_ALL)
    for number in value if isinstance(value, (Range, Spread)) else (value,):
        if isinstance(number, (int, float)) and not abs(number) <= most:
            yield f"{number:g} {unit} is more than any figure can be ({most:,} at most)"


def _value(written: WrittenValue, reading: Reading | None = None) -> None:
    """Refuse a span whose end is before its start, and a day that does not exist."""
    faults = [*_day(written.checked, ("checked",))] if written.checked else []
    ends = [] if written.as_of.startswith("undated") else written.as_of.split(" to ")
    for end in ends:
        if len(end) == 10:
            faults += _day(end, ("as_of",))
        elif len(end) == 7 and not 1 <= int(end[5:]) <= 12:
            faults.append((("as_of",), f"{end!r} is not a month"))
    if len(ends) == 2 and ends[1] < ends[0][: len(ends[1])]:
        faults.append((("as_of",), f"the end {ends[1]} is before the start {ends[0]}"))
    refuse(faults)


def _day(text: str, path: Path) -> Iterator[tuple[Path, str]]:
    try:
        date.fromisoformat(text)
    except ValueError:
        yield path, f"{text!r} is not a day that exists"


def _range(span: Range, reading: Reading) -> None:
    if not span.low <= span.likely <= span.high:
        fail("low, likely and high must not fall")


def _spread(spread: Spread, reading: Reading) -> None:
    given = [value for value in spread[:5] if value is not None]
    if not given and spread.average is None:
        fail("a spread needs at least one figure")
    if given != sorted(given):
        fail("percentiles must rise")


def _source(source: Source, reading: Reading) -> None:
    if not source.url and not source.found_in and source.kind != "estimate":
        fail("a source needs a url")


def words(written: str, reading: Reading) -> Words:
    """Return a pattern that can be looked for."""
    try:
        re.compile(written)
    except re.error as error:
        fail(f"{written!r} is no regular expression: {error}")
    if written != written.lower() and not re.search(r"\\[A-Z]", written):
        fail(f"{written!r} holds capitals, but sentences are read in small letters")
    return Words(written)


def year_day(fact_id: str, reading: Reading) -> YearDay:
    """Return the day of the year that a fact gives."""
    fact = reading.fact(fact_id)
    if fact is None:
        return YearDay(1, 1, fact_id)
    match = re.match(r"(\d\d)-(\d\d)\Z", str(fact.current.value)) if fact.is_found else None
    try:
        day = date(ANY_LEAP_YEAR, int(match[1]), int(match[2])) if match else None
    except ValueError:
        day = None
    if day is None:
        fail(f"the fact {fact_id!r} is not a day of the year such as 05-01")
    return YearDay(day.month, day.day, fact_id)


# --- one thing each ------------------------------------------------------------------------------------


def _settings(settings: Settings, reading: Reading) -> None:
    faults = [*_day(settings.checked, ("checked",))]
    if len(settings.compare) < 2:
        faults.append((("compare",), "needs two credentials at least"))
    target = settings.questions.target
    choices = reading.choices_of(target)
    if choices is not None and {*choices} != set(reading.names.get("targets", ())):
        faults.append((("questions", "target"), f"the targets and the choices of the question {target!r} differ"))
    refuse(faults)


def _question(question: Question, reading: Reading) -> Question:
    faults: list[tuple[Path, str]] = []
    choices = [choice.id for choice in question.choices]
    if question.type == "choice" and len(choices) < 2:
        faults.append((("choices",), "a choice needs at least two answers"))
    likely = question.likely.value if question.likely else None
    for name, value in (("default", question.default), ("cautious", question.cautious.value), ("likely", likely)):
        wrong = value is not None and (
            (question.type == "choice" and value not in choices)
            or (question.type == "yes_no" and not isinstance(value, bool))
            or (question.type in ("whole", "units") and (isinstance(value, bool) or not isinstance(value, int)))
        )
        if wrong:
            faults.append(((name,), f"{value!r} is not an answer to {question.id}"))
    refuse(faults)
    if question.type == "county":
        return question._replace(choices=tuple(Choice(county, county) for county in sorted(reading.counties)))
    return question


def _body(body: Body, reading: Reading) -> None:
    if not body.ceus_by_count and not body.ceus_extra.fact:
        fail("give either ceus_by_count or ceus_extra")


def _retake(retake: Retake, reading: Reading) -> None:
    """A pass rate that is no percentage, or no try at all, would never end."""
    for name, rate in (("pass_rate", retake.pass_rate), ("later_rate", retake.later_rate)):
        if rate.fact in reading.facts and not 0 < rate.low <= rate.high <= 100:
            refuse([((name,), f"{rate.fact!r} is not a share in percent above 0")])
    if retake.tries.fact in reading.facts and retake.tries < 1:
        refuse([(("tries",), f"{retake.tries.fact!r} must be at least 1")])


def _school(school: School, reading: Reading) -> None:
    if school.towns and not school.counties:
        refuse([(("towns",), "a school with towns needs the counties they lie in")])


def _step(step: Step, reading: Reading) -> None:
    shared = {item.id for item in step.items}
    refuse(
        (("ways", index, "items", number, "id"), f"the item id {item.id!r} is used twice")
        for index, way in enumerate(step.ways)
        for number, item in enumerate(way.items)
        if item.id in shared
    )
    refuse(
        (("items", number), f"{item.id!r} is only to know, so it can have no document")
        for number, item in enumerate(step.items)
        if item.note and item.document
    )
    reading.steps.append(step)


def _record(record: Record, reading: Reading) -> None:
    faults: list[tuple[Path, str]] = []
    type_, wanted = reading.type_of(record.question), _ANSWERS[record.kind]
    if type_ in TYPES and type_ != wanted:
        faults.append((("question",), f"{record.kind} answers a question of type {wanted}, not {type_}"))
    if record.employs and reading.type_of(record.employs) != "yes_no":
        faults.append((("employs",), f"{record.employs!r} is not a yes_no question"))
    if record.kind == "cases" and not record.least.fact:
        faults.append((("least",), "cases need the number that makes them complete"))
    refuse(faults)


def _element(element: Element, reading: Reading) -> None:
    if bool(element.needs) == element.on_paper:
        fail("an element either needs blanks or is on_paper")


def _letter(letter: Letter, reading: Reading) -> None:
    blanks = {blank for line in letter.lines for blank in BLANK.findall(line)}
    refuse(
        (("elements", index, "needs"), f"no line has the blank [{blank}]")
        for index, element in enumerate(letter.elements)
        for blank in element.needs
        if blank not in blanks
    )


def _area(area: Area, reading: Reading) -> None:
    fact = reading.facts.get(area.wage)
    faults: list[tuple[Path, str]] = []
    if fact is not None and fact.is_found and not isinstance(fact.current.value, Spread):
        faults.append((("wage",), f"the fact {area.wage!r} is not a spread of pay"))
    for county in area.counties:
        if reading.counties.count(county) > 1:
            faults.append((("counties",), f"{county} is in two areas"))
    refuse(faults)


def _budget(budget: Budget, reading: Reading) -> None:
    """Every part that costs something stands in exactly one line."""
    faults: list[tuple[Path, str]] = []
    placed: dict[str, str] = {}
    for index, heading in enumerate(budget.headings):
        for part in heading.parts:
            if part in placed:
                faults.append((("headings", index, "parts"), f"the part {part!r} stands under {placed[part]!r} too"))
            placed[part] = heading.id
    costly = {
        part.id: step.id
        for step in reading.steps
        for part in (*step.parts, *(part for way in step.ways for part in way.parts))
        if part.usd.high > 0
    }
    for part, step_id in costly.items():
        if part not in placed:
            faults.append((("headings",), f"the part {part!r} of {step_id!r} costs something and has no line"))
    refuse(faults)


# --- the whole -----------------------------------------------------------------------------------------


def _pathway(pathway: Pathway, reading: Reading) -> Pathway:
    refuse(circles(pathway))
    refuse(
        (("sources", id_), "supports nothing; take it out, or name it at what it says")
        for id_ in pathway.sources if id_ not in reading.cited
    )  # fmt: skip
    cuts: dict[str, set[int]] = {}
    for condition in _conditions(pathway):
        for atom in atoms(condition):
            if isinstance(atom.value, int) and not isinstance(atom.value, bool):
                above = 1 if atom.op in (">", "<=") else 0
                cuts.setdefault(atom.question, set()).add(atom.value + above)
    refuse(
        (("questions", id_, "enough"), "is asked of a day that some condition counts months to; none does here")
        for id_, q in pathway.questions.items() if q.enough and not (q.type == "date" and cuts.get(id_))
    )  # fmt: skip
    questions = {id_: q._replace(cuts=tuple(sorted(cuts.get(id_, ())))) for id_, q in pathway.questions.items()}
    return pathway._replace(questions=questions)


def _conditions(pathway: Pathway) -> Iterator[Condition]:
    """Yield every condition that decides what is advised."""
    yield pathway.settings.waiver
    yield from (condition for aid in pathway.aid for condition in (aid.when, aid.concerns, aid.unclear))
    yield from (target.arrived for target in pathway.targets.values())
    for step in pathway.steps:
        yield from (step.applies, step.needs, step.advises, step.done)
        yield from (condition for way in step.ways for condition in (way.needs, way.unless))
        for part in (*step.parts, *(part for way in step.ways for part in way.parts)):
            yield from (price.when for price in part.prices)
            if part.progress is not None:
                yield part.progress.begun


CHECKS: Mapping[Any, Callable[[Any, Reading], Any]] = {
    WrittenFact: _fact, WrittenValue: _value, Range: _range, Spread: _spread, Source: _source, Settings: _settings,
    Question: _question, Body: _body, Retake: _retake, Step: _step, Record: _record, Element: _element,
    Letter: _letter, Area: _area, School: _school, Budget: _budget, Pathway: _pathway,
}  # fmt: skip
"""What is asked of each kind of thing once its form is right; it may return the thing changed."""
