"""Questions to a person, and the steps that they take."""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
from collections.abc import Collection
from typing import Annotated, Literal, NamedTuple

from mecoder_cli.domain.conditions import ALWAYS, NEVER, Atom, Condition
from mecoder_cli.domain.facts import NO_NUMBER, NOTHING, Figure, Range, Whole
from mecoder_cli.domain.marks import WORKED_OUT, FactIds, Filled, Id, Key, Ref, StepIds


class Choice(NamedTuple):
    """One answer that can be picked."""

    id: Id
    label: Filled
    help: Filled = ""


class Cautious(NamedTuple):
    """How *unsure* is read: the reading that promises least."""

    value: bool | int | str
    text: Filled


class Wording(NamedTuple):
    """What a step is called, or a question asks, for people at one stage of the way."""

    when: Condition
    title: Filled


class Question(NamedTuple):
    """Something only the person can tell us."""

    id: Key
    ask: Filled
    label: str
    """A short name for tables and explanations."""
    type: Literal[
        "choice", "yes_no", "whole", "date", "county", "credentials", "memberships", "units", "aids", "lapsed"
    ]
    """``lapsed`` is never asked: it holds the credentials and bodies that the calendar has taken from the person."""
    why: Filled
    """What depends on the answer, shown when it is asked."""
    cautious: Cautious
    unit: str = ""
    help: Filled = ""
    choices: tuple[Choice, ...] = ()
    low: int = 0
    high: int = 0
    default: bool | int | str | None = None
    """How an absent answer is read when nobody needs to be asked; ``None``: it must be asked."""
    likely: Cautious | None = None
    """How an absent answer is read when nobody needs to be asked, where most people's answer is known."""
    counted: Whole = NO_NUMBER
    """An answer may be a number up to this: none is the first choice, all the last, anything between the second."""
    grows: Literal["", "year", "week"] = ""
    """The number grows by one in each year or week after it was told."""
    ordered: bool = False
    """Whether each choice is further on the way than the one before."""
    beside: Annotated[str, Ref("questions")] = ""
    """Another question without whose answer this one means nothing."""
    only_if: Condition = ALWAYS
    """An answer contradicts the person's other answers where this is certainly not so."""
    ahead: bool = False
    """Whether a date may lie ahead."""
    enough: Filled = ""
    """Asked first, in place of a date: whether it is so long ago that the day itself does not matter."""
    wordings: tuple[Wording, ...] = ()
    """Other words to ask it with; the first that fits the person counts."""
    applies: Condition = ALWAYS
    sharpens: tuple[Literal["dates", "money", "schools", "funding", "jobs"], ...] = ()
    """What an answer makes more exact when it decides nothing."""
    explore: bool = True
    """Whether to tell what another answer would change."""
    cuts: Annotated[tuple[int, ...], WORKED_OUT] = ()
    """The numbers at which an answer changes a verdict anywhere in the file."""

    def choice_of(self, count: int) -> str:
        """Return the choice that a number stands for."""
        return self.choices[0 if count <= 0 else 1 if count < self.counted else len(self.choices) - 1].id


class Item(NamedTuple):
    """One line of a checklist."""

    id: Id
    text: Filled
    document: str = ""
    """The paper or file that it produces, if any."""
    facts: FactIds = ()
    applies: Condition = ALWAYS
    """Whom it is for: nobody else is shown it, and they see it first."""
    unless: Condition = NEVER
    """Whoever is surely so is not shown it."""
    tries: Literal["", "first", "again"] = ""
    """Of an exam: only before the first try, or only after one that was failed."""
    aid: Annotated[str, Ref("aid")] = ""
    """The money that it is about: once that was refused, nobody is shown it."""
    note: bool = False
    """Good to know: there is nothing to do or to tick off."""


Group = tuple[str, tuple[Item, ...]]
"""Lines of a checklist under a heading; nothing: they belong to the whole step."""


class Retake(NamedTuple):
    """What becomes of somebody who does not pass the first time."""

    pass_rate: Figure
    """In percent, of the first try; of every try where no other is given."""
    again: Figure
    """What each further try costs."""
    tries: Whole
    """Tries that the price already holds."""
    wait_days: Whole = NO_NUMBER
    later_rate: Figure = NOTHING
    """In percent, of each further try."""

    @property
    def rates(self) -> tuple[Range, Range]:
        """The pass rate of the first try and of each further one."""
        return Range(*self.pass_rate), Range(*(self.later_rate if self.later_rate.fact else self.pass_rate))


class Progress(NamedTuple):
    """What is left of something that a person has begun: it is paid, but for what is owed."""

    begun: Condition
    """Judged on the answers as they are."""
    left: Figure
    """How much is still to do, in percent, where nothing tells."""
    counted: Annotated[str, Ref("questions")] = ""
    """The question whose number says how much of its ``counted`` is done."""
    ends: Annotated[str, Ref("questions")] = ""
    """The question that gives the day on which it ends."""
    owed: Annotated[str, Ref("questions")] = ""
    """The question that gives the US dollars still to be paid."""


class Price(NamedTuple):
    """What a part costs some people."""

    when: Condition
    usd: Figure


class Part(NamedTuple):
    """A share of a step's time and cost that has a name of its own."""

    id: Id
    label: str
    weeks: Figure = NOTHING
    usd: Figure = NOTHING
    edition: Annotated[str, Ref("editions")] = ""
    """Which rule of the budget says how long what is bought here is valid, or nothing."""
    retake: Retake | None = None
    progress: Progress | None = None
    hours: Figure = NOTHING
    """Hours of study that it asks for at the least: a few a week make it longer than its weeks."""
    units: Annotated[str, Ref("bodies")] = ""
    """The body whose CEUs it stands for that were missing when they lapsed: they give its time and its price."""
    ahead: bool = False
    """Whether it can be done while a number still grows that the step waits for, as one prepares beside a job."""
    prices: tuple[Price, ...] = ()
    """Other prices; the first whose condition holds stands in place of *usd*."""

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that give its time and its cost."""
        return tuple(fact for fact in (self.weeks.fact, self.hours.fact, self.usd.fact) if fact)


class Effect(NamedTuple):
    """How a step changes what is true of the person."""

    question: str
    op: str
    """``becomes``, ``reaches``, ``gain``, ``regain``, ``lose`` or ``grows``; a body gives back what lapsed with it."""
    value: bool | int | str
    """``$target`` stands for the answer to the question *target*."""


def meets(effect: Effect, atom: Atom, target: object = None) -> bool:
    """Return whether *effect* makes *atom* true for a person who aims at *target*.

    Without a target, a ``$...`` value is taken as whatever it could be.
    """
    if effect.question != atom.question:
        return False
    op, value, wanted = effect.op, effect.value, atom.value
    if op == "grows":
        return atom.op in (">=", ">")
    if op == "reaches":
        return atom.op == ">=" and isinstance(wanted, int) and int(value) >= wanted
    if op == "gain":
        return atom.op == "includes" and isinstance(wanted, tuple) and value in wanted
    if op != "becomes":
        return False
    if isinstance(value, str) and value.startswith("$"):
        return atom.op == "is" and target in (None, wanted)
    return (atom.op == "is" and wanted == value) or (atom.op == "is not" and wanted != value)


class Way(NamedTuple):
    """One of several ways to take a step."""

    id: Id
    label: str
    needs: Condition = ALWAYS
    unless: Condition = NEVER
    """For those only of whom this does not hold, neither at the start nor through another step of the route."""
    calendar: Annotated[str, Ref("calendars")] = ""
    """When it can begin; nothing: on any day."""
    name: str = ""
    """What a road over it is called, in a word or three; else its label."""
    paid: str = ""
    """The same where aid that is likely pays for it."""
    telling: bool = True
    """Whether a route is told apart by it; not where another step of the route says the same."""
    parts: tuple[Part, ...] = ()
    items: tuple[Item, ...] = ()
    effects: tuple[Effect, ...] = ()
    includes: tuple[Annotated[str, Ref("parts")], ...] = ()
    """Parts of other steps (``step/part``) that the price of this way already holds."""
    note: Filled = ""
    """What a road over it hangs on, said beside the plan."""


class Step(NamedTuple):
    """Something to do on the way."""

    id: Id
    phase: Annotated[str, Ref("phases")]
    title: Filled
    why: Filled
    items: tuple[Item, ...]
    applies: Condition = ALWAYS
    """Whether it concerns this person at all, judged on the answers as they are."""
    needs: Condition = ALWAYS
    advises: Condition = ALWAYS
    """What the sources recommend and do not require; honoured unless waived."""
    done: Condition = NEVER
    ways: tuple[Way, ...] = ()
    parts: tuple[Part, ...] = ()
    effects: tuple[Effect, ...] = ()
    lane: Literal["study", "work", "wait"] = "wait"
    """``study`` is taken one at a time."""
    paced: int = 0
    """Hours a week for which the study times are given; 0: the pace does not matter."""
    late: bool = False
    """Costs by time, so it starts as late as the rest allows."""
    paperwork: bool = False
    """Only a form stands between the person and the result."""
    hurries: bool = False
    """Whoever knows the day of a class that waits for it is done by then, where its least time is enough for that."""
    optional: bool = False
    praise: Filled = ""
    """What is said to whoever has just done it."""
    stretch: str = ""
    """The line of the drawn road on which it stands, together with others of the same; else its title."""
    wordings: tuple[Wording, ...] = ()
    """Titles for people of whom something is surely true; the first that fits stands in place of the title."""
    helps: StepIds = ()
    follows: StepIds = ()
    """Steps that come first where a route holds both, though nothing requires it: they teach what this one practises."""
    facts: FactIds = ()


def road_name(step: Step, way: Way, paid: Collection[str] = ()) -> str:
    """Return what a road over *way* is called; *paid* are the parts (``step:way/part``) that likely aid pays."""
    if way.paid and any(f"{step.id}:{way.id}/{part.id}" in paid for part in way.parts):
        return way.paid
    return way.name or way.label
