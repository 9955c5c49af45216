"""The checked knowledge: questions, steps, credentials, targets, bodies and wages.

Code knows these *kinds* of things; every particular one comes from the
knowledge file.
"""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
from collections.abc import Mapping
from typing import NamedTuple

from mecoder_cli.domain.conditions import Atom, Condition
from mecoder_cli.domain.facts import Fact, Range, Source

Texts = tuple[str, ...]


class Choice(NamedTuple):
    """One answer that can be picked."""

    id: str
    label: str
    help: str


class Question(NamedTuple):
    """Something only the person can tell us."""

    id: str
    ask: str
    label: str
    """A short name for tables and explanations."""
    type: str
    """``choice``, ``yes_no``, ``whole``, ``date``, ``credentials``, ``memberships`` or ``units``."""
    unit: str
    help: str
    why: str
    """What depends on the answer, shown when it is asked."""
    choices: tuple[Choice, ...]
    low: int
    high: int
    default: bool | int | str | None
    """How an absent answer is read when nobody needs to be asked; ``None``: it must be asked."""
    cautious: bool | int | str
    """How *unsure* is read: the reading that promises least."""
    cautious_text: str
    applies: Condition
    cuts: tuple[int, ...]
    """The numbers at which an answer changes a verdict anywhere in the file."""
    sharpens: str
    """What an answer makes more exact (``dates``, ``money``) when it decides nothing."""
    explore: bool
    """Whether to tell what another answer would change."""


class Item(NamedTuple):
    """One line of a checklist."""

    id: str
    text: str
    document: str
    """The paper or file that it produces, if any."""
    facts: Texts


class Retake(NamedTuple):
    """What becomes of somebody who does not pass the first time."""

    tries: int
    """Tries that the price already holds."""
    again: Range
    """What each further try costs."""
    pass_rate: Range
    """In percent, of one try."""
    wait_days: int
    facts: Texts


class Part(NamedTuple):
    """A share of a step's time and cost that has a name of its own."""

    id: str
    label: str
    weeks: Range
    usd: Range
    facts: Texts
    edition: str
    """Which rule says how long what is bought here is valid (an edition of a code year), or nothing."""
    retake: Retake | None


class Effect(NamedTuple):
    """How a step changes what is true of the person."""

    question: str
    op: str
    """``becomes``, ``reaches``, ``gain``, ``lose`` or ``grows``."""
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

    id: str
    label: str
    needs: Condition
    parts: tuple[Part, ...]
    items: tuple[Item, ...]
    effects: tuple[Effect, ...]
    includes: Texts
    """Parts of other steps (``step/part``) that the price of this way already holds."""
    note: str


class Step(NamedTuple):
    """Something to do on the way."""

    id: str
    phase: str
    title: str
    why: str
    applies: Condition
    """Whether it concerns this person at all, judged on the answers as they are."""
    needs: Condition
    advises: Condition
    """What the sources recommend and do not require; honoured unless waived."""
    done: Condition
    ways: tuple[Way, ...]
    parts: tuple[Part, ...]
    items: tuple[Item, ...]
    effects: tuple[Effect, ...]
    lane: str
    """``study`` (one at a time), ``work`` or ``wait``."""
    paced: int
    """Hours a week for which the study times are given; 0: the pace does not matter."""
    late: bool
    """Costs by time, so it starts as late as the rest allows."""
    paperwork: bool
    """Only a form stands between the person and the result."""
    optional: bool
    helps: Texts
    follows: Texts
    """Steps that come first where a road holds both, though nothing requires it: they teach what this one practises."""
    usd_per_month: Range
    """What each month of a growing quantity costs."""
    facts: Texts


class Target(NamedTuple):
    """A role that a person can aim at."""

    id: str
    label: str
    summary: str
    arrived: Condition
    facts: Texts


class Exam(NamedTuple):
    """An examination, by the ids of the facts that describe it; empty: not found."""

    questions: str
    minutes: str
    passing: str
    fee_member: str
    fee_nonmember: str
    books: str
    editions: str
    retake: str
    pass_rate: str
    format: str


class Credential(NamedTuple):
    """A credential that a body grants."""

    id: str
    name: str
    issuer: str
    level: str
    settings: Texts
    serves: Texts
    """Kinds of work for ``cert compare --for``."""
    purpose: str
    code_sets: Texts
    exam: Exam
    requires: Texts
    recommends: Texts
    leads_to: Texts
    becomes: str
    """The credential that it turns into."""
    supersedes: Texts
    """Credentials that no longer count for renewal beside this one."""
    ceus_alone: int
    ceus_inside: str
    """The fact that says how many of the CEUs must be in its own subject."""
    renewal: Texts
    note: str
    facts: Texts


class Share(NamedTuple):
    """A share of the CEUs that must be of one sort."""

    id: str
    label: str
    percent: int
    fact: str


class Body(NamedTuple):
    """A certifying body and what it asks to stay in good standing."""

    id: str
    name: str
    url: str
    cycle_months: int
    cycle_starts: str
    """``renews``: only a stated date tells; ``earned``: the day the credential was earned."""
    ceus_by_count: tuple[int, ...]
    """CEUs a cycle by number of credentials; the last stands for more. Empty: see *ceus_extra*."""
    ceus_extra: int
    """CEUs for each further credential beyond the one that asks most."""
    ceus_ceiling: int
    ceus_usd: Range
    """What a cycle of CEUs costs."""
    dues_every_months: int
    dues_usd: Range
    ceu_step: str
    dues_step: str
    ceu_facts: Texts
    dues_facts: Texts
    rules: Texts
    """Further rules on which CEUs count, as facts."""
    shares: tuple[Share, ...]
    first_cycle: str
    """The fact that says what differs in the first cycle."""
    either_cycle: str
    """The fact that lets CEUs of the renewal month count for either cycle."""


class Aid(NamedTuple):
    """Money for training, with the condition that opens it."""

    id: str
    label: str
    when: Condition
    pays: str
    steps: Texts
    covers: Texts
    """What it pays in full: parts of ways, as ``step:way/part``."""
    facts: Texts


class Record(NamedTuple):
    """Something that a person logs, and the answer that it gives."""

    id: str
    kind: str
    """``work``, ``course``, ``cases``, ``units``, ``exam`` or ``membership``."""
    label: str
    help: str
    question: str
    """The question whose answer is worked out from these entries."""
    employs: str
    """The question that an unfinished job answers with yes, or nothing."""
    starts: tuple[Effect, ...]
    """What holds once it is begun."""
    sets: tuple[Effect, ...]
    """What holds once it is complete."""
    least: int
    """The amount that makes it complete, or that makes it count."""
    score: int
    full_time: int
    """Hours a week under which the body has to be asked how the work counts."""
    ask_first: Texts
    proves: Texts
    """The documents that a file logged with it stands for."""
    facts: Texts


class Element(NamedTuple):
    """Something that a letter must hold."""

    id: str
    text: str
    needs: Texts
    """The blanks that must be filled for it."""
    on_paper: bool
    """Only the signer can add it."""
    least: int
    """The number that its blank must reach."""


class Letter(NamedTuple):
    """The draft of a letter that somebody else signs."""

    id: str
    label: str
    intro: str
    records: Texts
    signers: tuple[Choice, ...]
    lines: Texts
    """Paragraphs; ``[...]`` is a blank."""
    elements: tuple[Element, ...]
    facts: Texts


class Area(NamedTuple):
    """A wage area."""

    id: str
    label: str
    kind: str
    counties: Texts
    wage: str
    """The fact that holds its spread of pay."""


class Topic(NamedTuple):
    """A heading of the article or of a dossier, and the facts that fill it."""

    id: str
    label: str
    origin: str
    facts: Texts


class Settings(NamedTuple):
    """What holds for the whole file."""

    title: str
    place: str
    trade: str
    checked: str
    target_question: str
    priority_question: str
    cheapest: str
    """The answer to the priority question that ranks by money."""
    pace_question: str
    credentials_question: str
    memberships_question: str
    ceus_question: str
    county_question: str
    waiver: Condition
    """When this holds, what is only recommended is not waited for."""
    at_risk_days: int
    compare: Texts
    """The credentials compared when none is named."""
    wage_nation: str
    wage_state: str
    wage_article: str
    wage_entry: str
    wage_notes: Texts
    wage_roles: tuple[tuple[str, str], ...]
    wage_credentials: tuple[tuple[str, str], ...]
    price_note: str
    promise_note: str
    conflict_facts: Texts
    shelf_days: tuple[tuple[str, int], ...]
    """For each kind of fact, after how many days it must be checked again."""


class Edition(NamedTuple):
    """Which year's books an exam takes: each edition rules from one day of its year to the same day of the next."""

    id: str
    label: str
    month: int
    day: int
    """The day of the year from which the edition of that year is asked for."""
    older: int
    """How many earlier editions are still accepted."""
    facts: Texts


class Heading(NamedTuple):
    """A line of a budget and the parts of steps that belong to it."""

    id: str
    label: str
    parts: Texts
    """Ids of parts, the same in every step."""


class Budget(NamedTuple):
    """What a road costs over some months, and how its length and cost are simulated."""

    months: int
    headings: tuple[Heading, ...]
    """In the order in which they are printed."""
    upkeep: Heading
    """Under which dues and renewals stand."""
    learning: Heading
    """Under which CEUs stand."""
    retakes: Heading
    aid: Heading
    spared: Texts
    """Steps whose cost by the month stands for upkeep and learning, which are counted one by one here."""
    editions: Mapping[str, Edition]
    assumptions: Texts
    """What the simulation takes for granted."""
    facts: Texts


class Term(NamedTuple):
    """A word of the trade."""

    id: str
    term: str
    meaning: str
    also: Texts
    source: str
    facts: Texts


class Phase(NamedTuple):
    """A stretch of the way."""

    id: str
    label: str


class Pathway(NamedTuple):
    """All of the knowledge, checked and linked."""

    settings: Settings
    phases: tuple[Phase, ...]
    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    questions: Mapping[str, Question]
    bodies: Mapping[str, Body]
    credentials: Mapping[str, Credential]
    targets: Mapping[str, Target]
    steps: tuple[Step, ...]
    aid: tuple[Aid, ...]
    areas: tuple[Area, ...]
    topics: tuple[Topic, ...]
    records: Mapping[str, Record]
    letters: Mapping[str, Letter]
    glossary: Mapping[str, Term]
    budget: Budget | None
    """Where the file has none, roads are compared without one."""

    def step(self, step_id: str) -> Step:
        """Return the step with that id."""
        return next(step for step in self.steps if step.id == step_id)

    def area_of(self, name: str) -> Area | None:
        """Return the wage area with that id, label or county, whatever the case."""
        wanted = name.casefold()
        for area in self.areas:
            names = (area.id, area.label, *area.counties)
            if any(wanted == other.casefold() for other in names):
                return area
        return None
