"""The form of the knowledge file, as it is written: field names, types, what must be there.

These models check shape only; ``link`` checks what refers to what. They are
imported when a YAML file is read, never on an ordinary start.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.\-]*$")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]
Text = Annotated[str, StringConstraints(min_length=1)]
DayText = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
When = Annotated[str, StringConstraints(pattern=r"^(undated|\d{4}(-\d{2}(-\d{2})?)?)( to \d{4}(-\d{2}(-\d{2})?)?)?$")]
Grade = Literal["official", "statistics", "third-party", "article", "estimate"]
Confidence = Literal["high", "medium", "low"]


class Form(BaseModel):
    """A mapping of the file; unknown keys are refused and no value is converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Ranged(Form):
    """A figure as low, likely and high."""

    low: float
    likely: float
    high: float

    @model_validator(mode="after")
    def _ordered(self) -> Ranged:
        if not self.low <= self.likely <= self.high:
            raise ValueError("low, likely and high must not fall")
        return self


class Spreading(Form):
    """Percentiles of yearly pay; leave out what the source does not give."""

    p10: int | None = None
    p25: int | None = None
    median: int | None = None
    p75: int | None = None
    p90: int | None = None
    average: int | None = None

    @model_validator(mode="after")
    def _rising(self) -> Spreading:
        given = [value for value in (self.p10, self.p25, self.median, self.p75, self.p90) if value is not None]
        if not given and self.average is None:
            raise ValueError("a spread needs at least one figure")
        if given != sorted(given):
            raise ValueError("percentiles must rise")
        return self


FactValue = bool | int | float | Text | Ranged | Spreading


class SourceForm(Form):
    """Where figures come from."""

    title: Text
    publisher: Text
    url: Text | None = None
    kind: Literal["official", "law", "statistics", "school", "third-party", "article", "estimate"]
    copied: Text
    """How old the copy is that was read."""

    @model_validator(mode="after")
    def _address(self) -> SourceForm:
        if self.url is None and self.kind != "estimate":
            raise ValueError("a source needs a url")
        return self


class ValueForm(Form):
    """One source's version of a fact."""

    value: FactValue
    as_of: When
    source: Id
    grade: Grade
    confidence: Confidence
    note: Text | None = None
    checked: DayText | None = None
    then: dict[Id, int | float | Ranged] = {}
    """Figures of the plan that would be otherwise if this value were the right one."""


class FactForm(Form):
    """A figure or rule: either ``value`` with its source, or ``values``, or ``not_found``."""

    label: Text
    unit: Text = "-"
    kind: Literal["price", "rule", "exam", "wage", "time", "outlook", "landscape", "estimate"]
    value: FactValue | None = None
    as_of: When | None = None
    source: Id | None = None
    grade: Grade | None = None
    confidence: Confidence | None = None
    checked: DayText | None = None
    values: list[ValueForm] = []
    used: Id | None = None
    """The source whose value the plan goes by, when there are several values."""
    because: Text | None = None
    note: Text | None = None
    not_found: bool = False
    where: Text | None = None

    @model_validator(mode="after")
    def _one_shape(self) -> FactForm:
        single = (self.value, self.as_of, self.source, self.grade, self.confidence)
        if self.not_found:
            if self.values or any(part is not None for part in single):
                raise ValueError("a fact that was not found has no value")
        elif self.values:
            if any(part is not None for part in single):
                raise ValueError("give either value or values, not both")
            if len(self.values) > 1 and (self.used is None or self.because is None):
                raise ValueError("several values need used (a source id) and because")
        elif self.source is None:
            raise ValueError("no figure without a source: give source")
        elif any(part is None for part in single):
            raise ValueError("value, as_of, source, grade and confidence are all needed")
        return self


class ChoiceForm(Form):
    """One answer that can be picked."""

    id: Id
    label: Text
    help: Text = ""


class CautiousForm(Form):
    """How *not sure* is read."""

    value: bool | int | str
    text: Text


Cond = Any
"""A comparison as text, or a mapping with one of ``all``, ``any``, ``not``; parsed by ``link``."""


class QuestionForm(Form):
    """Something only the person can tell us."""

    id: Key
    ask: Text
    label: Text
    type: Literal["choice", "yes_no", "whole", "date", "county", "credentials", "memberships", "units"]
    unit: str = ""
    help: str = ""
    why: Text
    choices: list[ChoiceForm] = []
    low: int = 0
    high: int = 0
    default: bool | int | str | None = None
    cautious: CautiousForm
    applies: Cond = None
    sharpens: Literal["dates", "money", ""] = ""
    explore: bool = True


class ItemForm(Form):
    """One line of a checklist."""

    id: Id
    text: Text
    document: str = ""
    facts: list[Id] = []


class RetakeForm(Form):
    """What a failed exam costs; each field names a fact."""

    tries: Id
    again: Id
    pass_rate: Id
    wait_days: Id | None = None


class PartForm(Form):
    """A named share of a step's time and cost; ``weeks`` and ``usd`` name facts."""

    id: Id
    label: Text
    weeks: Id | None = None
    usd: Id | None = None
    edition: Id | None = None
    """The rule of the budget that says which year's edition is valid on the exam day."""
    retake: RetakeForm | None = None


class WayForm(Form):
    """One of several ways to take a step."""

    id: Id
    label: Text
    needs: Cond = None
    parts: list[PartForm] = []
    items: list[ItemForm] = []
    effects: list[Text] = []
    includes: list[Text] = []
    note: str = ""


class StepForm(Form):
    """Something to do on the way."""

    id: Id
    phase: Id
    title: Text
    why: Text
    applies: Cond = None
    needs: Cond = None
    advises: Cond = None
    done: Cond = None
    ways: list[WayForm] = []
    parts: list[PartForm] = []
    items: list[ItemForm] = Field(min_length=1)
    effects: list[Text] = []
    lane: Literal["study", "work", "wait"] = "wait"
    paced: int = 0
    late: bool = False
    paperwork: bool = False
    optional: bool = False
    helps: list[Id] = []
    follows: list[Id] = []
    usd_per_month: Id | None = None
    facts: list[Id] = []


class TargetForm(Form):
    """A role that a person can aim at."""

    id: Id
    label: Text
    summary: Text
    arrived: Cond
    facts: list[Id] = []


class ExamForm(Form):
    """An examination; each field names a fact."""

    questions: Id | None = None
    minutes: Id | None = None
    passing: Id | None = None
    fee_member: Id | None = None
    fee_nonmember: Id | None = None
    books: Id | None = None
    editions: Id | None = None
    retake: Id | None = None
    pass_rate: Id | None = None
    format: Id | None = None


class CredentialForm(Form):
    """A credential that a body grants."""

    id: Id
    name: Text
    issuer: Id
    level: Literal["apprentice", "entry", "core", "specialty", "advanced", "degree"]
    settings: list[Text]
    serves: list[Literal["outpatient", "inpatient"]] = []
    purpose: Text
    code_sets: list[Text]
    exam: ExamForm = ExamForm()
    requires: list[Text] = []
    recommends: list[Text] = []
    leads_to: list[Text] = []
    becomes: Id | None = None
    supersedes: list[Id] = []
    ceus_alone: Id
    ceus_inside: Id | None = None
    renewal: list[Id] = []
    note: str = ""
    facts: list[Id] = []


class ShareForm(Form):
    """A share of the CEUs that must be of one sort; the percentage names a fact."""

    id: Key
    label: Text
    percent: Id


class BodyForm(Form):
    """A certifying body and what it asks to stay in good standing; figures name facts."""

    id: Id
    name: Text
    url: Text
    cycle_months: Id
    cycle_starts: Literal["renews", "earned"]
    ceus_by_count: list[Id] = []
    ceus_extra: Id | None = None
    ceus_ceiling: Id | None = None
    ceus_usd: Id | None = None
    dues_every_months: Id | None = None
    dues_usd: Id | None = None
    ceu_step: Id
    dues_step: Id
    rules: list[Id] = []
    ceu_shares: list[ShareForm] = []
    first_cycle: Id | None = None
    either_cycle: Id | None = None


class RecordForm(Form):
    """Something that a person logs; figures name facts."""

    id: Key
    kind: Literal["work", "course", "cases", "units", "exam", "membership"]
    label: Text
    help: Text
    question: Key
    employs: Key | None = None
    starts: list[Text] = []
    sets: list[Text] = []
    least: Id | None = None
    score: Id | None = None
    full_time: Id | None = None
    ask_first: list[Id] = []
    proves: list[Text] = []
    facts: list[Id] = []


class ElementForm(Form):
    """Something that a letter must hold."""

    id: Id
    text: Text
    needs: list[Text] = []
    on_paper: bool = False
    least: Id | None = None


class LetterForm(Form):
    """The draft of a letter that somebody else signs; ``[...]`` in a line is a blank."""

    id: Id
    label: Text
    intro: Text
    records: list[Key] = Field(min_length=1)
    signers: list[ChoiceForm] = []
    lines: list[Text] = Field(min_length=1)
    elements: list[ElementForm] = Field(min_length=1)
    facts: list[Id] = []


class AidForm(Form):
    """Money for training."""

    id: Id
    label: Text
    when: Cond
    pays: Text
    steps: list[Id]
    covers: list[Text] = []
    """Parts of ways that it pays in full, as ``step:way/part``."""
    facts: list[Id]


class AreaForm(Form):
    """A wage area."""

    id: Id
    label: Text
    kind: Literal["nation", "state", "metro", "nonmetro", "neighbour"]
    counties: list[Text] = []
    wage: Id


class TopicForm(Form):
    """A heading and the facts that fill it."""

    id: Id
    label: Text
    origin: Id
    facts: list[Id] = Field(min_length=1)


class LabelledFact(Form):
    """A fact under a name that people look up."""

    id: Id
    fact: Id


class PayForm(Form):
    """What the salary command shows."""

    nation: Id
    state: Id
    article: Id
    entry: Id
    notes: list[Id]
    roles: list[LabelledFact]
    credentials: list[LabelledFact]


class QuestionRoles(Form):
    """Which question plays which part for the planner."""

    target: Key
    priority: Key
    cheapest: Text
    pace: Key
    credentials: Key
    memberships: Key
    ceus: Key
    county: Key


class SettingsForm(Form):
    """What holds for the whole file."""

    title: Text
    place: Text
    trade: Text
    checked: DayText
    questions: QuestionRoles
    waiver: Cond
    at_risk_days: Id
    compare: list[Id] = Field(min_length=2)
    pay: PayForm
    price_note: Text
    promise_note: Text
    shelf_days: dict[Literal["price", "rule", "exam", "wage", "time", "outlook", "landscape", "estimate"], Id] = {}
    """For each kind of fact, the fact that says after how many days it must be checked again."""
    conflicts: list[Id] = []


class TermForm(Form):
    """A word of the trade."""

    id: Id
    term: Text
    meaning: Text
    also: list[Text] = []
    source: Id
    facts: list[Id] = []


class EditionForm(Form):
    """Which year's books an exam takes; ``starts`` names a fact such as 05-01, ``older`` a number of editions."""

    id: Id
    label: Text
    starts: Id
    older: Id
    facts: list[Id] = []


class HeadingForm(Form):
    """A line of a budget; for purchases, with the parts of steps that belong to it."""

    id: Id
    label: Text
    parts: list[Id] = []


class BudgetForm(Form):
    """What a road costs over some months, and what its simulation takes for granted."""

    months: Id
    headings: list[HeadingForm] = Field(min_length=1)
    upkeep: HeadingForm
    learning: HeadingForm
    retakes: HeadingForm
    aid: HeadingForm
    spared: list[Id] = []
    editions: list[EditionForm] = []
    assumptions: list[Text] = Field(min_length=1)


class PhaseForm(Form):
    """A stretch of the way."""

    id: Id
    label: Text


class PathwayForm(Form):
    """The whole knowledge file."""

    schema_: Literal["mecoder.pathway/1"] = Field(alias="schema")
    settings: SettingsForm
    phases: list[PhaseForm] = Field(min_length=1)
    sources: dict[Id, SourceForm]
    facts: dict[Id, FactForm]
    questions: list[QuestionForm] = Field(min_length=1)
    bodies: list[BodyForm]
    credentials: list[CredentialForm]
    targets: list[TargetForm] = Field(min_length=1)
    steps: list[StepForm] = Field(min_length=1)
    records: list[RecordForm] = []
    letters: list[LetterForm] = []
    aid: list[AidForm] = []
    areas: list[AreaForm] = []
    topics: list[TopicForm] = []
    glossary: list[TermForm] = []
    budget: BudgetForm | None = None
