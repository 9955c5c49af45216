"""The plan: what to do next and the route after it, as frozen values."""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from mecoder_cli.domain.facts import NOTHING, Days, Figure, Range, day_text
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Raw
from mecoder_cli.domain.steps import Item

if TYPE_CHECKING:  # most plans name no program
    from mecoder_cli.domain.programs import Offer


class Reason(NamedTuple):
    """A condition with the value seen and the verdict."""

    condition: str
    label: str
    value: bool | int | str | tuple[str, ...] | None
    """``None`` when the person did not say."""
    unsure: bool
    verdict: str
    advice: bool
    """Recommended by the sources, not required."""
    facts: tuple[str, ...]


class Cost(NamedTuple):
    """One line of what a step costs."""

    label: str
    usd: Range
    included_in: str
    """The step whose price already holds it, or nothing."""
    facts: tuple[str, ...] = ()


class Action(NamedTuple):
    """The one thing to do next, with its receipts."""

    id: str
    title: str
    way: str | None
    way_label: str
    phase: str
    why_text: str
    why: tuple[Reason, ...]
    checklist: tuple[Item, ...]
    checked: frozenset[str]
    """The ids of the checklist lines that are ticked off."""
    notes: tuple[Item, ...]
    """What is only good to know."""
    weeks: Range
    usd: Range
    costs: tuple[Cost, ...]
    finish: Days | None
    due: date | None
    body: str | None
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    programs: "tuple[Offer, ...]" = ()
    """The few programs that fit the person, where the step picks one."""


class Stop(NamedTuple):
    """A step on the route."""

    id: str
    title: str
    phase: str
    way: str | None
    state: str
    """``done``, ``ready``, ``waiting`` (under way or held up by time) or ``later``."""
    start: date | None
    finish: Days | None
    usd: Range
    slack_days: int
    months: int
    """For a step that lets a quantity grow: what it grows to; else 0."""


class ClassStart(NamedTuple):
    """A class that begins on its day and waits for nobody."""

    day: date
    apply_by: date
    """The last day from which on enrolling, at its shortest, is over in time."""
    later: date
    """When the next one begins."""
    likely: date
    """When the person is likely to begin: the next one, where half of the outcomes miss the first."""


class RouteSummary(NamedTuple):
    """One way to the target."""

    id: str
    label: str
    recommended: bool
    best_in: tuple[str, ...]
    finish: Days
    usd: Range
    steps: tuple[str, ...]
    aid: tuple[str, ...] = ()
    """The aid that is counted."""
    score: float = 0
    """In US dollars: what leaves the pocket, what its months are worth, and what sets it back; the least is the best."""
    class_start: ClassStart | None = None
    """The first class on it that can still be reached."""


class Tie(NamedTuple):
    """Routes that are equal within the noise of the model."""

    routes: tuple[str, ...]
    decides: str


class StageDay(NamedTuple):
    """A stage of lapsing, and its first day."""

    label: str
    day: date
    says: str = ""
    """What can still be done once it is reached; nothing once its time is over."""
    until: date | None = None
    """Until when that can be done."""
    usd: Figure = NOTHING
    """What is to be paid besides, from that day on."""


class Deadline(NamedTuple):
    """Something that falls due with a certifying body."""

    id: str
    body: str
    due: date
    needed: int | None
    earned: float | None
    missing: float | None
    usd: Range | None
    stage: str
    """``ahead``, ``due`` when it interrupts, or the stage of the body that its lateness has reached."""
    needs_days: int
    """How long what is missing takes."""
    quiet_until: date
    """The first day on which it interrupts."""
    at_risk: bool
    assumed: bool
    """Worked out from when the credential was earned, not from a date given."""
    fact: str
    """Where the figure comes from: the CEUs asked for, or the dues."""
    name: str = "dues"
    """What is paid is called."""
    owed: float = 0
    """How many of the missing CEUs are those of the cycle before."""
    least: int | None = None
    """In a first cycle, the CEUs in proportion to its months, where the body asks for fewer by a rule not known exactly."""
    reached: StageDay | None = None
    """The stage that its lateness has reached."""
    to_come: tuple[StageDay, ...] = ()
    """Once it is late, the stages that follow, up to the first that takes the credential further away."""
    is_lost: bool = False
    """Whether only the exam brings the credential back."""

    @property
    def is_told(self) -> bool:
        """Whether there is anything to do or to know: what is complete is not told, nor units for what is lost."""
        return self.missing is None or (self.missing > 0 and not self.is_lost)


class Change(NamedTuple):
    """Another answer, and what it would make of the advice."""

    change: Mapping[str, Raw]
    label: str
    value_label: str
    effect: str
    next_action: str | None
    days: int
    """By how much the likely finish would move."""


class Assumption(NamedTuple):
    """How an answer that is not firm was read."""

    question: str
    label: str
    read_as: str


class Conflict(NamedTuple):
    """A fact on which the sources disagree."""

    fact: str
    label: str
    used: str
    other: str
    because: str


class AidVerdict(NamedTuple):
    """Whether money for training is likely to be open to the person."""

    id: str
    label: str
    verdict: str
    """``yes``: likely; ``no``: not yet, or not by these answers; ``unknown``: need to know."""
    pays: str
    ask: tuple[str, ...]
    """The questions whose answers are missing."""
    why: tuple[Reason, ...]
    """The comparisons that decided."""
    concerns: str
    """``yes``, ``no`` or ``unknown``: whether it could be open to them at all."""
    refused: bool
    """Whether they applied and did not get it."""
    until: date | None = None
    """The day by which it must be asked for, where an answer tells it."""
    opens: date | None = None
    """The day on which it opens, where nothing but time is lacking."""
    approval: str = ""
    """How long its approval takes, which dates leave out."""
    sooner: str = ""
    """What can make the day *until* an earlier one."""


class Planned(NamedTuple):
    """Something that the person wrote down as still to come."""

    id: int
    """The number of its entry."""
    day: date
    text: str

    def is_over(self, day: date) -> bool:
        """Return whether its day is over on *day*: then it waits to be told how it went."""
        return self.day < day

    @property
    def past(self) -> str:
        """What is said once its day is over."""
        return f"{self.text} was planned for {day_text(self.day)}."


class Missed(NamedTuple):
    """A step that has its day, and cannot have begun by then."""

    step: str
    title: str
    day: date
    ready: date
    """When it can likely begin."""


Dated: TypeAlias = Deadline | AidVerdict | Planned
"""What has its day."""


class Plan(NamedTuple):
    """Everything that follows from the knowledge, a person and a day."""

    as_of: date
    status: str
    """``ready``, ``needs_answers``, ``complete`` or ``no_route``."""
    target: str | None
    priority: str
    next_action: Action | None
    """``None``: there is nothing to do now."""
    quiet_until: date | None
    """The first day on which there is something to do again."""
    meanwhile: tuple[tuple[str, str], ...]
    steps: tuple[Stop, ...]
    finish: Days | None
    """The 10th, 50th and 90th percentile of the day of arrival."""
    usd: Range
    """The same of all that leaves the pocket until then, after aid that is likely."""
    usd_before_aid: Range
    if_refused: RouteSummary | None
    """The route to take where the aid that is counted is refused."""
    tie: Tie | None
    routes: tuple[RouteSummary, ...]
    what_would_change: tuple[Change, ...]
    deadlines: tuple[Deadline, ...]
    assumptions: tuple[Assumption, ...]
    unanswered: tuple[str, ...]
    possible_next: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    aid: tuple[AidVerdict, ...]
    helping: tuple[str, ...]
    """The labels of money that is likely to pay a part of the recommended route and is not taken off its price."""
    missed: tuple[Missed, ...] = ()
    """What is planned for a day by which it cannot have begun."""
    decided: tuple[str, ...] = ()
    """The benefits without which another road would be the advised one, in words."""
    provisos: tuple[str, ...] = ()
    """What this road hangs on, which only a body can say."""


class Changed(NamedTuple):
    """That a stored person's next action is another one than before, and why."""

    day: date
    """Since when the former one was told."""
    step: str
    """The step that it was."""
    because: str


def phases_of(pathway: Pathway, plan: Plan) -> list[tuple[str, str, int, int]]:
    """Return each phase with how many of its steps are done and how many there are, for this person."""
    found = []
    for phase in pathway.phases:
        own = [stop for stop in plan.steps if stop.phase == phase.id]
        if own:
            found.append((phase.id, phase.label, sum(stop.state == "done" for stop in own), len(own)))
    return found


class Node(NamedTuple):
    """A step to take, by which way and, where a quantity grows, up to what."""

    step: int
    way: int
    """-1: the step has no ways."""
    goal: int
