"""What is handed over of a plan, in words: the page and the text draw it, each in its own way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from mecoder_cli.domain.facts import Fact, shown
from mecoder_cli.domain.pathway import Aid, Center, Pathway
from mecoder_cli.domain.plan import Action, Dated, Plan
from mecoder_cli.lookup.doors import Door
from mecoder_cli.output import words
from mecoder_cli.routes.compare import Compared
from mecoder_cli.screens.due import closing_lines, last_days, line_of
from mecoder_cli.screens.find import row_of
from mecoder_cli.screens.plan import arrived_line, class_lines, cost_parts, runners_up
from mecoder_cli.screens.roads import Stretch, arrival, stretches

CITED, SAYS = 8, 3
"""Sources on a handout, and what each says here; more would be read by nobody, and ``mecoder why`` has them all."""
EMPLOYERS = 4


class Line(NamedTuple):
    """A line of a checklist."""

    text: str
    is_done: bool


class Step(NamedTuple):
    """The one thing to do next."""

    heading: str
    title: str
    way: str
    why: str
    warnings: tuple[str, ...]
    """Days by which something has to be done."""
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    papers: tuple[str, ...]
    """What to keep."""
    takes: tuple[str, ...]
    """Time, money, the likely day."""


class Money(NamedTuple):
    """Money for training that is likely, or of which something must still be known."""

    label: str
    verdict: str
    pays: str
    by: str
    ask: str


class Place(NamedTuple):
    """A school, an employer or somebody to ask."""

    name: str
    told: str
    site: str


class Cited(NamedTuple):
    """A source, and what it says here."""

    publisher: str
    title: str
    site: str
    copied: str
    says: tuple[str, ...]


class Handout(NamedTuple):
    """All that is handed over."""

    aim: str
    who: str
    """The name of the person; nothing where it is not to be told."""
    place: str
    """Where all of this holds."""
    day: date
    news: tuple[str, ...]
    """What is to be known first."""
    good: str
    """What is said to whoever has arrived."""
    step: Step | None
    road: tuple[Stretch, ...]
    finish: date | None
    arrival: str
    trades: tuple[tuple[str, str], ...]
    hangs_on: tuple[str, ...]
    meanwhile: tuple[str, ...]
    costs: tuple[tuple[str, str], ...]
    money: tuple[Money, ...]
    dates: tuple[tuple[date, str], ...]
    schools: tuple[Place, ...]
    people: tuple[Place, ...]
    assumed: tuple[str, ...]
    sources: tuple[Cited, ...]
    cautions: tuple[str, ...]


class Around(NamedTuple):
    """What stands beside a plan on a handout."""

    who: str = ""
    notes: tuple[str, ...] = ()
    dates: Sequence[tuple[date, Dated]] = ()
    centers: Sequence[Center] = ()
    doors: Sequence[Door] = ()
    road: Compared | None = None
    """The recommended road with its budget."""


def handout(pathway: Pathway, plan: Plan, around: Around) -> Handout:
    """Return what is handed over of a plan: next action, road, money, dates, people and schools that fit, sources."""
    action = plan.next_action
    arrived = plan.status == "complete"
    road = tuple(stretches(pathway, plan))
    searches = any(stop.state != "done" and pathway.step(stop.id).lane == "work" for stop in plan.steps)
    money = _money(pathway, plan)
    quiet = f"Nothing to do until {words.day(plan.quiet_until)}." if plan.quiet_until else "Nothing to do now."
    return Handout(
        aim=pathway.targets[plan.target].label if plan.target else "",
        who=around.who,
        place=pathway.settings.place,
        day=plan.as_of,
        news=around.notes,
        good=(arrived_line(action) if arrived else "") + (f" {quiet}" if arrived and action is None else ""),
        step=_step(plan, action) if action is not None else None,
        road=road,
        finish=plan.finish.likely if plan.finish else None,
        arrival=arrival(plan) if plan.finish else "",
        trades=tuple(runners_up(plan)) if plan.finish and plan.routes else (),
        hangs_on=tuple(f"{text}." for text in (*plan.decided, *plan.provisos)),
        meanwhile=tuple(dict.fromkeys(title for _, title in plan.meanwhile)),
        costs=_costs(around.road),
        money=money,
        dates=_dates(plan, around.dates),
        schools=_schools(action),
        people=(*_centers(pathway, around.centers), *(_employers(around.doors) if searches else ())),
        assumed=tuple(f"{one.label}: {one.read_as}" for one in plan.assumptions),
        sources=_sources(pathway, plan, around),
        cautions=(pathway.settings.price_note, pathway.settings.promise_note),
    )


def _dates(plan: Plan, own: Sequence[tuple[date, Dated]]) -> tuple[tuple[date, str], ...]:
    """Return the days to keep, the soonest first: what is due, what closes, and by when one applies."""
    found = [(on, line_of(one, plan.as_of, counts=False)) for on, one in own]
    found += [day for _, one in own for day in last_days(one)]
    start = plan.routes[0].class_start if plan.routes else None
    if start is not None:
        found.append((start.apply_by, f"apply by about then for the class of {words.day(start.day)}"))
    return tuple(sorted(dict.fromkeys(found)))


def _step(plan: Plan, action: Action) -> Step:
    return Step(
        heading="Keep it" if plan.status == "complete" else "Do this next",
        title=action.title,
        way=words.capital(action.way_label),
        why=action.why_text,
        warnings=(*closing_lines(plan.aid, plan.as_of, counts=False), *class_lines(plan)),
        lines=tuple(Line(item.text, item.id in action.checked) for item in action.checklist),
        notes=tuple(item.text for item in action.notes),
        papers=tuple(item.document for item in action.checklist if item.document),
        takes=tuple(cost_parts(plan, action, is_old=False)),
    )


def _costs(road: Compared | None) -> tuple[tuple[str, str], ...]:
    if road is None:
        return ()
    lines = [(line.label, _usd(line.usd.likely)) for line in road.budget.lines]
    return (*lines, ("Together, likely", _usd(road.usd.likely))) if lines else ()


def _usd(value: float) -> str:
    return f"{'-' if round(value) < 0 else ''}${abs(round(value)):,}"


def _money(pathway: Pathway, plan: Plan) -> tuple[Money, ...]:
    known: dict[str, Aid] = {aid.id: aid for aid in pathway.aid}
    verdicts = {"yes": "likely", "unknown": "need to know"}
    return tuple(
        Money(
            one.label, verdicts[one.verdict], one.pays,
            f"about {words.day(one.until)}" if one.until else known[one.id].deadline, known[one.id].ask,
        )
        for one in plan.aid if one.verdict in verdicts
    )  # fmt: skip


def _schools(action: Action | None) -> tuple[Place, ...]:
    found = []
    for offer in action.programs if action is not None else ():
        program, school, told, price, aid = row_of(offer)
        price = f"tuition and fees {price}" if offer.usd else "price not found"
        found.append(
            Place(f"{school}: {program}", "; ".join(part for part in (told, price, aid) if part), offer.school.ask)
        )
    return tuple(found)


def _centers(pathway: Pathway, centers: Sequence[Center]) -> Iterable[Place]:
    for center in centers:
        fact = pathway.facts[center.place]
        yield Place(center.label, shown(fact, fact.used) if fact.is_found else "address not found", center.site)


def _employers(doors: Sequence[Door]) -> Iterable[Place]:
    open_ = [one for one in doors if not one.employer.is_closed and one.reach != "elsewhere"]
    for one in open_[:EMPLOYERS]:
        told = "; ".join(part for part in (", ".join(one.employer.towns), ", ".join(one.employer.serves)) if part)
        yield Place(one.employer.label, told or "the whole state", one.employer.careers)


def _sources(pathway: Pathway, plan: Plan, around: Around) -> tuple[Cited, ...]:
    """Return who says what the handout says, the next action first."""
    facts: dict[str, None] = dict.fromkeys(plan.next_action.facts if plan.next_action else ())
    known = {aid.id: aid for aid in pathway.aid}
    facts |= dict.fromkeys(one.fact for one in plan.deadlines if one.fact)
    facts |= dict.fromkeys(fact for line in (around.road.budget.lines if around.road else ()) for fact in line.facts)
    facts |= dict.fromkeys(fact for one in plan.aid if one.verdict == "yes" for fact in known[one.id].facts)
    told: dict[str, list[Fact]] = {}
    for id_ in facts:
        fact = pathway.facts[id_]
        if fact.is_found:
            told.setdefault(fact.current.source, []).append(fact)
    return tuple(
        Cited(
            (source := pathway.sources[id_]).publisher, source.title, source.url, source.copied,
            (
                *(f"{fact.label} ({fact.current.as_of})" for fact in own[:SAYS]),
                *([f"{len(own) - SAYS} more"] if len(own) > SAYS else []),
            ),
        )
        for id_, own in list(told.items())[:CITED]
    )  # fmt: skip
