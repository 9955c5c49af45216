"""The checked knowledge: questions, steps, credentials, targets, bodies and wages.

Code knows these *kinds* of things; every particular one comes from the knowledge file, whose form they are too: a
field without a default must be there, a ``Figure`` or a ``Whole`` is written as the id of the fact that gives it,
a ``Condition`` and an ``Effect`` as text. The marks on the fields say the rest.
"""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple

from mecoder_cli.domain.conditions import ALWAYS, NEVER, Condition
from mecoder_cli.domain.facts import NO_NUMBER, NOTHING, Fact, Figure, Source, Whole
from mecoder_cli.domain.guide import Chapter, HelpTopic
from mecoder_cli.domain.hiring import Hiring
from mecoder_cli.domain.marks import (
    LISTED,
    County,
    CredentialIds,
    Day,
    FactId,
    FactIds,
    Filled,
    Id,
    Key,
    Kind,
    Ref,
    StepIds,
    Texts,
)  # fmt: skip
from mecoder_cli.domain.practice import Interview
from mecoder_cli.domain.reading import ReadingRules
from mecoder_cli.domain.steps import Choice, Effect, Question, Step


class Target(NamedTuple):
    """A role that a person can aim at."""

    id: Id
    label: str
    summary: Filled
    arrived: Condition
    prefers: CredentialIds = ()
    """The credentials that employers of this role prefer: another is advised only where it is clearly better."""
    prefers_facts: FactIds = ()
    work: Texts = ()
    """The kinds of work it is done in, in the words of the employers."""
    facts: FactIds = ()


class Exam(NamedTuple):
    """An examination, by the ids of the facts that describe it; empty: not found."""

    questions: FactId = ""
    minutes: FactId = ""
    passing: FactId = ""
    fee_member: FactId = ""
    fee_nonmember: FactId = ""
    books: FactId = ""
    editions: FactId = ""
    retake: FactId = ""
    pass_rate: FactId = ""
    format: FactId = ""


class Credential(NamedTuple):
    """A credential that a body grants."""

    id: Id
    name: str
    issuer: Annotated[str, Ref("bodies")]
    level: Literal["apprentice", "entry", "core", "specialty", "advanced", "degree"]
    settings: Texts
    purpose: str
    ceus_alone: Whole
    code_sets: Texts = ()
    serves: tuple[Literal["outpatient", "inpatient"], ...] = ()
    """Kinds of work for ``cert compare --for``."""
    exam: Exam = Exam()
    requires: tuple[Filled, ...] = ()
    recommends: tuple[Filled, ...] = ()
    leads_to: tuple[Filled, ...] = ()
    becomes: Annotated[str, Ref("credentials")] = ""
    """The credential that it turns into."""
    supersedes: CredentialIds = ()
    """Credentials that no longer count for renewal beside this one."""
    ceus_inside: FactId = ""
    """The fact that says how many of the CEUs must be in its own subject."""
    renewal: FactIds = ()
    note: Filled = ""
    facts: FactIds = ()


class Share(NamedTuple):
    """A share of the CEUs that must be of one sort."""

    id: Key
    label: str
    percent: Whole


class Stage(NamedTuple):
    """What an unmet deadline comes to after some days."""

    id: Id
    label: Filled
    """What holds from then on; it stands before "since" and "from" a day."""
    after_days: Whole
    loss: Literal["fee", "suspended", "lost"]
    """``fee``: it costs more; ``suspended``: the credential is not held until it is mended; ``lost``: only the exam helps."""
    step: Annotated[str, Ref("steps")] = ""
    """What mends it; nothing: what falls due anyway."""
    says: Filled = ""
    """What can still be done once it is reached, where no step of a road mends it; "until" a day follows."""
    open_days: Whole = NO_NUMBER
    """For how many days that can be done."""
    usd: Figure = NOTHING
    """What is to be paid besides, once it is reached."""
    facts: FactIds = ()


class Body(NamedTuple):
    """A certifying body and what it asks to stay in good standing."""

    id: Id
    name: str
    url: str
    cycle_months: Whole
    cycle_starts: Literal["renews", "earned"]
    """``renews``: only a stated date tells; ``earned``: the day the credential was earned."""
    ceu_step: Annotated[str, Ref("steps")]
    dues_step: Annotated[str, Ref("steps")]
    ceus_by_count: tuple[Whole, ...] = ()
    """CEUs a cycle by number of credentials; the last stands for more. Empty: see *ceus_extra*."""
    ceus_extra: Whole = NO_NUMBER
    """CEUs for each further credential beyond the one that asks most."""
    ceus_ceiling: Whole = NO_NUMBER
    ceus_usd: Figure = NOTHING
    """What a cycle of CEUs costs."""
    ceu_hours: Figure = NOTHING
    """Hours of study for one CEU."""
    member_holds: bool = False
    """Whether a credential is held only by members."""
    stages: tuple[Stage, ...] = ()
    """In the order in which they come."""
    dues_every_months: Whole = NO_NUMBER
    dues_usd: Figure = NOTHING
    even_months: tuple[int, ...] = ()
    """Months whose members' cycles end in even years; those of the others end in odd years. Empty: no such rule."""
    even_fact: FactId = ""
    """The fact that says so."""
    dues_name: str = "dues"
    """What is paid is called by the body."""
    rules: FactIds = ()
    """Further rules on which CEUs count, as facts."""
    ceu_shares: tuple[Share, ...] = ()
    first_cycle: FactId = ""
    """The fact that says what differs in the first cycle."""
    either_cycle: FactId = ""
    """The fact that lets CEUs of the renewal month count for either cycle."""


class YearDay(NamedTuple):
    """A day of every year, and the fact that gives it; written as the id of the fact."""

    month: int
    day: int
    fact: FactId = ""


class Calendar(NamedTuple):
    """The days on which something can begin."""

    id: Id
    label: str
    starts: tuple[YearDay, ...]
    apply_days: Whole = NO_NUMBER
    """How many days before its start one has to be enrolled."""
    facts: FactIds = ()


class YearEvent(NamedTuple):
    """Something that changes on the same days of every year."""

    id: Id
    label: Filled
    days: tuple[YearDay, ...]
    do: Filled
    """What to do about it."""
    facts: FactIds = ()
    sort: Literal["codes", "money"] = "codes"


class Rung(NamedTuple):
    """Work that one can grow into."""

    id: Id
    label: Filled
    asks: Filled
    target: Annotated[str, Ref("targets")] = ""
    """The aim by which its time and money are worked out; nothing: they are not known."""
    credential: Annotated[str, Ref("credentials")] = ""
    """The one that is made for it."""
    pay: FactIds = ()
    """What is earned, the figure that fits best first; nothing: not found."""
    facts: FactIds = ()


class Ladder(NamedTuple):
    """Where the work leads."""

    rungs: tuple[Rung, ...] = ()
    note: Filled = ""
    """How the figures of pay are to be read."""


SchoolKind = Literal["community college", "private college", "school for adults", "national school"]


class School(NamedTuple):
    """A school that teaches coding, or that was looked at for it."""

    id: Id
    label: str
    kind: SchoolKind
    ask: str
    """The address to ask and to look at."""
    towns: Texts = ()
    counties: tuple[County, ...] = ()
    """Where one can go; a school with none is only reached online."""
    year: Figure = NOTHING
    """Tuition and fees of a full-time year."""
    books: Figure = NOTHING
    """Books of such a year."""
    credit: Figure = NOTHING
    """The price of a credit, without the fees of a semester."""
    semester: Figure = NOTHING
    """The fees of a semester."""
    insurance: Figure = NOTHING
    found: FactId = ""
    """What was found of coding there, where no program of coding was."""
    earned: FactIds = ()
    """What its graduates in this field earned."""
    facts: FactIds = ()


class Program(NamedTuple):
    """What a school teaches, with a paper at its end; each of its texts is a fact."""

    id: Id
    label: str
    school: Annotated[str, Ref("schools")]
    award: Literal["certificate", "associate degree", "bachelor's degree", "course"]
    standing: Literal["listed", "near", "unsure"]
    """``near``: not coding, but next to it; ``unsure``: on an old page only."""
    shape: FactId
    delivery: Literal["online", "mixed", "campus", "not found"]
    delivers: FactId
    exam: FactId
    """Which exam it names."""
    externship: FactId
    hours: FactId
    """Whether its certificate states the hours."""
    way: Annotated[str, Ref("ways")] = ""
    """The way of a step that it serves, as ``step:way``."""
    credits: Figure = NOTHING
    terms: Whole = NO_NUMBER
    usd: Figure = NOTHING
    """Its price, where it does not go by credits."""
    evening: bool = False
    prepares: CredentialIds = ()
    calendar: Annotated[str, Ref("calendars")] = ""


class Teaching(NamedTuple):
    """What the prices of programs are built with, and what is said below all of them."""

    year_credits: Whole
    """How many credits a full-time year has."""
    insurance: Figure
    """Health insurance of a college that does not print its own."""
    notes: FactIds


class Aid(NamedTuple):
    """Money for training, with the condition that opens it."""

    id: Id
    label: str
    when: Condition
    pays: Filled
    steps: StepIds
    facts: FactIds
    covers: tuple[Annotated[str, Ref("parts of ways")], ...] = ()
    """What it pays in full: parts of ways, as ``step:way/part``. Only such aid is counted."""
    schools: tuple[SchoolKind, ...] = ()
    """At which schools it pays tuition and fees in full."""
    concerns: Condition = ALWAYS
    """Whom it could concern at all."""
    unclear: Condition = NEVER
    """Where sources differ, so that only the body can say."""
    shut: FactId = ""
    """Why nobody gets it for coding now."""
    also: tuple[Filled, ...] = ()
    """What is asked besides, and cannot be judged from answers."""
    documents: Texts = ()
    ask: Filled = ""
    """Whom to ask, and where."""
    deadline: Filled = ""
    centers: bool = False
    """Whether a career center decides, so that the nearest is named."""
    sooner: Filled = ""
    """What can make its day an earlier one, where an answer tells the day by which it must be asked for."""
    before_days: Whole = NO_NUMBER
    """How many days before class it must be asked for, where an answer tells the day."""
    approval: Filled = ""
    """How long it takes to be approved, which dates leave out."""
    weeks: Figure = NOTHING
    """The same in weeks: it is begun so long before class, where the class has its day."""
    living: bool = False
    """Whether it pays for living while in class, and nothing of the course."""
    partly: tuple[Annotated[str, Ref("parts of ways")], ...] = ()
    """What it may help with; nothing: any course."""
    worth: Whole = NO_NUMBER
    """By how many US dollars a road is set back whose class is none of *partly*: what the aid pays, which no sum counts."""
    lasts: Whole = NO_NUMBER
    """How many of the weeks that it counts may be over when class begins; 0: it does not matter."""
    beyond: Condition = NEVER
    """Of whom this is sure, no road is set back: they could not follow such a class."""
    chosen: Filled = ""
    """What is said where that decides which road is advised."""
    forgone: Filled = ""
    """What is said where the advised road does without it all the same."""


class Center(NamedTuple):
    """A public career center."""

    id: Id
    label: str
    county: County
    towns: Texts
    """The towns where it is, and those it names as its own."""
    site: str
    place: FactId
    """Its address and telephone number."""
    counties: tuple[County, ...] = ()
    """Further counties that it serves."""


class Column(NamedTuple):
    """A field of what is logged, and what a column of a table that holds it is called."""

    field: Literal["date", "title", "units", "body", "category", "usd", "proof"]
    names: Texts
    """In small letters; a column whose name holds one of them is taken for it where none is called just so."""
    is_needed: bool = False


class Record(NamedTuple):
    """Something that a person logs, and the answer that it gives."""

    id: Key
    kind: Literal["work", "course", "cases", "units", "exam", "membership"]
    label: str
    help: str
    question: Annotated[str, Ref("questions")]
    """The question whose answer is worked out from these entries."""
    employs: Annotated[str, Ref("questions")] = ""
    """The question that an unfinished job answers with yes, or nothing."""
    starts: tuple[Effect, ...] = ()
    """What holds once it is begun."""
    sets: tuple[Effect, ...] = ()
    """What holds once it is complete."""
    least: Whole = NO_NUMBER
    """The amount that makes it complete, or that makes it count."""
    score: Whole = NO_NUMBER
    full_time: Whole = NO_NUMBER
    """Hours a week under which the body has to be asked how the work counts."""
    ask_first: FactIds = ()
    proves: Texts = ()
    """The documents that a file logged with it stands for."""
    columns: tuple[Column, ...] = ()
    """By which a table of many is read."""
    facts: FactIds = ()


class Element(NamedTuple):
    """Something that a letter must hold."""

    id: Id
    text: Filled
    needs: Texts = ()
    """The blanks that must be filled for it."""
    on_paper: bool = False
    """Only the signer can add it."""
    least: Whole = NO_NUMBER
    """The number that its blank must reach."""


class Letter(NamedTuple):
    """The draft of a letter that somebody else signs."""

    id: Id
    label: str
    intro: str
    records: tuple[Annotated[str, Ref("records")], ...]
    lines: Texts
    """Paragraphs; ``[...]`` is a blank."""
    elements: tuple[Element, ...]
    signers: tuple[Choice, ...] = ()
    facts: FactIds = ()


class Area(NamedTuple):
    """A wage area."""

    id: Id
    label: str
    kind: Literal["nation", "state", "metro", "nonmetro", "neighbour"]
    wage: FactId
    """The fact that holds its spread of pay."""
    counties: Texts = ()


class Topic(NamedTuple):
    """A heading of the article or of a dossier, and the facts that fill it."""

    id: Id
    label: str
    origin: Annotated[str, Ref("sources")]
    facts: FactIds


class NamedFact(NamedTuple):
    """A fact under a name that people look up."""

    id: Id
    fact: FactId


class PayYears(NamedTuple):
    """The pay of one place in several years, each by its own source."""

    id: Id
    label: Filled
    facts: FactIds


class Pay(NamedTuple):
    """What the salary command shows."""

    nation: FactId
    state: FactId
    article: FactId
    entry: FactId
    scope: FactId
    """Whom the statistics count."""
    reading: Filled
    """How the drawing is read."""
    origins: Filled
    """What figures beside the statistics rest on."""
    hours: FactId
    """Hours in a year of full-time work, by which pay by the hour and by the year are one."""
    band: FactId = ""
    """What the article says most earn."""
    notes: FactIds = ()
    roles: tuple[NamedFact, ...] = ()
    credentials: tuple[NamedFact, ...] = ()
    years: tuple[PayYears, ...] = ()
    living: FactId = ""
    """What is known of the cost of living."""
    law: FactId = ""
    """What an applicant may be told of pay."""


class QuestionRoles(NamedTuple):
    """Which question plays which part for the planner."""

    target: Annotated[str, Ref("questions")]
    priority: Annotated[str, Ref("questions")]
    worth: Annotated[str, Ref("questions")]
    """What a month sooner is worth to the person."""
    refused: Annotated[str, Ref("questions")]
    """The aid that was applied for and refused."""
    lapsed: Annotated[str, Ref("questions")]
    pace: Annotated[str, Ref("questions")]
    credentials: Annotated[str, Ref("questions")]
    memberships: Annotated[str, Ref("questions")]
    ceus: Annotated[str, Ref("questions")]
    county: Annotated[str, Ref("questions")]
    classes: Annotated[str, Ref("questions")] = ""
    """Which classes the person could take: ``online`` or ``evening``, any other answer takes all."""


class Ranking(NamedTuple):
    """How routes are ranked."""

    fastest: str
    """The answer to the priority question that ranks by time."""
    cheapest: str
    """The answer to it that ranks by money; any other weighs both."""
    month_worth: Whole
    """US dollars that a month sooner is worth, unless the person says otherwise."""
    fastest_within_days: Whole
    """Of two routes this close in time, the fastest is the cheaper one."""
    cheapest_within_usd: Whole
    tie_days: Whole
    """Two routes closer than this, and closer than *tie_usd*, are equal within the noise of the model."""
    tie_usd: Whole
    preferred_by_usd: Whole
    """By how much a route without a preferred credential must be better to be advised."""


class Margins(NamedTuple):
    """How many days before its last possible day a deadline interrupts."""

    bill: Whole
    units: Whole
    ahead: Whole
    """How many days ahead ``mecoder due`` looks when not told."""


class Settings(NamedTuple):
    """What holds for the whole file."""

    title: str
    place: str
    trade: str
    checked: Day
    questions: QuestionRoles
    waiver: Condition
    """When this holds, what is only recommended is not waited for."""
    ranking: Ranking
    margins: Margins
    compare: CredentialIds
    """The credentials compared when none is named."""
    pay: Pay
    price_note: str
    promise_note: str
    shelf_days: Mapping[Kind, Whole] = {}
    """For each kind of fact, after how many days it must be checked again."""
    conflicts: FactIds = ()


class Edition(NamedTuple):
    """Which year's books an exam takes: each edition rules from one day of its year to the same day of the next."""

    id: Id
    label: str
    starts: YearDay
    """The day of the year from which the edition of that year is asked for."""
    older: Whole
    """How many earlier editions are still accepted."""
    do: Filled = ""
    """What to do before one buys them."""
    facts: FactIds = ()


class Heading(NamedTuple):
    """A line of a budget and the parts of steps that belong to it."""

    id: Id
    label: str
    parts: Texts = ()
    """Ids of parts, the same in every step."""


class Budget(NamedTuple):
    """What a route costs over some months, and how its length and cost are simulated."""

    months: Whole
    """What falls due after the route ends is shown up to here."""
    headings: tuple[Heading, ...]
    """In the order in which they are printed."""
    upkeep: Heading
    """Under which dues and renewals stand."""
    learning: Heading
    """Under which CEUs stand."""
    retakes: Heading
    aid: Heading
    assumptions: tuple[Filled, ...]
    """What the simulation takes for granted."""
    editions: Annotated[Mapping[str, Edition], LISTED] = {}


class Term(NamedTuple):
    """A word of the trade."""

    id: Id
    term: str
    meaning: Filled
    source: Annotated[str, Ref("sources")]
    also: Texts = ()
    short: Filled = ""
    """A clause that says it where the word first stands on a screen."""
    taught: bool = False
    """Whether everybody knows it who passed an exam."""
    facts: FactIds = ()


class Phase(NamedTuple):
    """A stretch of the way."""

    id: Id
    label: str
    tone: Literal["train", "certify", "work", "keep"]
    """The color that it has on every screen."""


class Pathway(NamedTuple):
    """All of the knowledge, checked and linked; facts stand before what rests on them, for they are read in this order."""

    schema: Literal["mecoder.pathway/1"]
    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    settings: Settings
    phases: tuple[Phase, ...]
    questions: Annotated[Mapping[str, Question], LISTED]
    targets: Annotated[Mapping[str, Target], LISTED]
    steps: tuple[Step, ...]
    bodies: Annotated[Mapping[str, Body], LISTED] = {}
    credentials: Annotated[Mapping[str, Credential], LISTED] = {}
    records: Annotated[Mapping[str, Record], LISTED] = {}
    letters: Annotated[Mapping[str, Letter], LISTED] = {}
    calendars: Annotated[Mapping[str, Calendar], LISTED] = {}
    schools: Annotated[Mapping[str, School], LISTED] = {}
    programs: Annotated[Mapping[str, Program], LISTED] = {}
    teaching: Teaching | None = None
    aid: tuple[Aid, ...] = ()
    centers: Annotated[Mapping[str, Center], LISTED] = {}
    hiring: Hiring = Hiring()
    year: tuple[YearEvent, ...] = ()
    growth: Ladder = Ladder()
    interview: Interview = Interview()
    reading: ReadingRules = ReadingRules()
    areas: tuple[Area, ...] = ()
    topics: tuple[Topic, ...] = ()
    glossary: Annotated[Mapping[str, Term], LISTED] = {}
    guide: tuple[Chapter, ...] = ()
    examples: Mapping[str, Texts] = {}
    """For a command, lines to try."""
    help: Annotated[Mapping[str, HelpTopic], LISTED] = {}
    budget: Budget | None = None
    """Where the file has none, routes are compared without one."""

    def step(self, step_id: str) -> Step:
        """Return the step with that id."""
        return next(step for step in self.steps if step.id == step_id)

    def towns(self) -> dict[str, str]:
        """Return the towns that are known, each with its county."""
        schools = {town: school.counties[0] for school in self.schools.values() for town in school.towns}
        # A school in several counties does not say which town lies in which; a center has one.
        return {**schools, **{town: center.county for center in self.centers.values() for town in center.towns}}

    def area_of(self, name: str) -> Area | None:
        """Return the wage area with that id, label or county, whatever the case."""
        wanted = name.casefold()
        for area in self.areas:
            names = (area.id, area.label, *area.counties)
            if any(wanted == other.casefold() for other in names):
                return area
        return None
