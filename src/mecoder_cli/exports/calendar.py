"""A calendar of a person's days, for any calendar program; importing it again moves what has moved.

All days are whole days without a time zone: a deadline on October 31 is on October 31 wherever one travels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.plan import AidVerdict, Dated, Deadline, Plan, Planned
from mecoder_cli.lookup.year import Happening, concerning
from mecoder_cli.output import words
from mecoder_cli.screens.due import last_days, line_of

PRODUCT = "-//mecoder//mecoder//EN"
OWNER = "x-mecoder-of"
"""Names the person of an export without a name: nobody else's file is taken for theirs."""
MONTHS = 24
"""How far ahead the days of codes, exams and terms are told."""
ALARMS = {"due": (30, 7), "money": (14, 3), "planned": (7, 1), "term": (21,), "step": (), "exam": (), "codes": ()}
"""How many days before each sort of day a calendar program reminds."""


class Item(NamedTuple):
    """A day, or several, in a calendar."""

    key: str
    """Tells it from the person's others, and is the same in the next export."""
    sort: str
    title: str
    first: date
    last: date
    why: str
    is_off: bool = False
    """It was called off: a calendar that has it strikes it out."""


class Told(NamedTuple):
    """What an earlier export said of an item."""

    sort: str
    title: str
    first: date
    last: date


def items(
    pathway: Pathway, plan: Plan | None, own: Sequence[tuple[date, Dated]], happenings: Sequence[Happening],
    off: Sequence[Planned], day: date,
) -> list[Item]:  # fmt: skip
    """Return a person's days: what falls due or is planned, the likely steps of the road, and what changes for everybody.

    Args:
        pathway: The knowledge.
        plan: The person's plan; nothing where too little is known for one.
        own: What has its day for the person.
        happenings: What changes for everybody, and when terms begin.
        off: What was planned and has been called off.
        day: The day of the export.
    """
    found = [_own(pathway, on, one, day) for on, one in own]
    found += [
        Item(f"stage/{title}", "due", title, on, on, "Details: mecoder due")
        for _, one in own
        for on, title in last_days(one)
    ]
    found += [Item(f"planned/{one.id}", "planned", one.text, one.day, one.day, "Called off.", True) for one in off]
    found += _steps(pathway, plan) if plan is not None else []
    for happening in concerning(pathway, plan, happenings):
        found += _happening(pathway, happening)
    return found


def _own(pathway: Pathway, on: date, one: Dated, day: date) -> Item:
    why = words.capital(f"{line_of(one, day, counts=False)}.")
    if isinstance(one, Deadline):
        what = "CEUs" if one.missing is not None else one.name
        return Item(f"due/{one.id}/{one.body}", "due", f"{one.body}: {what} due", on, on, f"{why} Details: mecoder due")
    if isinstance(one, AidVerdict):
        return Item(
            f"money/{one.id}", "money", f"Last day to ask: {one.label}", on, on, f"{why} Details: mecoder find funding"
        )
    return Item(f"planned/{one.id}", "planned", one.text, on, on, f"{why} To change it: mecoder list planned")


def _steps(pathway: Pathway, plan: Plan) -> Iterable[Item]:
    for stop in plan.steps:
        if stop.finish is None or stop.state == "done":
            continue
        step = pathway.step(stop.id)
        low, likely, high = stop.finish
        why = f"{step.why} A forecast, which moves: {words.days(stop.finish)}. Why: mecoder why {step.id}"
        yield Item(f"step/{step.id}/{stop.months}", "step", f"Likely done: {stop.title}", likely, likely, why)
        every = (*step.parts, *(part for way in step.ways if way.id == stop.way for part in way.parts))
        if any(part.retake is not None for part in every):
            yield Item(f"exam/{step.id}/{stop.months}", "exam", f"Between these days: {stop.title}", low, high, why)


def _happening(pathway: Pathway, one: Happening) -> Iterable[Item]:
    publishers = dict.fromkeys(
        pathway.sources[value.source].publisher for id_ in one.facts for value in pathway.facts[id_].values
    )
    why = " ".join(part for part in (one.do, f"Says: {', '.join(publishers)}." if publishers else "") if part)
    sort = one.sort if one.sort in ALARMS else "codes"
    yield Item(f"year/{one.id}/{one.day.isoformat()}", sort, one.label, one.day, one.day, why)
    if one.by is not None:
        label = f"Last day to apply, about: {words.inside(one.label)}"
        yield Item(f"apply/{one.id}/{one.day.isoformat()}", "money", label, one.by, one.by, why)


def calendar(
    found: Sequence[Item], whose: str, name: str, when: tuple[date, datetime], before: Mapping[str, Told]
) -> bytes:  # fmt: skip
    """Return the calendar file.

    Args:
        found: The days.
        whose: What tells this person from all others, whatever they are called: their days keep their identity.
        name: What the calendar is called by; nothing: no name.
        when: The day of the export where the person is, and its moment.
        before: What an earlier export held, by its identity: what is no longer there, and still to come, is called off.
    """
    day, now = when
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"mecoder: {name}" if name else "mecoder")
    made.add(OWNER, identity(whose, ""))
    told = {identity(whose, item.key): item for item in found}
    # Once called off, it stays so until its day: whoever skips an export is told by the next one.
    gone = {
        uid: Item("", one.sort, one.title, one.first, one.last, "No longer so.", True)
        for uid, one in before.items() if uid not in told and one.last >= day
    }  # fmt: skip
    for uid, item in sorted({**told, **gone}.items(), key=lambda pair: (pair[1].first, pair[0])):
        made.add_component(_event(uid, item, now))
    return bytes(made.to_ical())


def identity(whose: str, key: str) -> str:
    """Return what tells a day from all others, the same in every export and without the person's name in it."""
    return f"{uuid5(NAMESPACE_URL, f'mecoder:{whose}/{key}')}@mecoder"


def _event(uid: str, item: Item, now: datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", now)
    event.add("last-modified", now)
    # Later exports count for more.
    event.add("sequence", int(now.timestamp()) // 60)
    event.add("summary", item.title)
    event.add("dtstart", item.first)
    event.add("dtend", item.last + timedelta(days=1))
    event.add("description", item.why)
    event.add("categories", [item.sort])
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if item.is_off else "CONFIRMED" if item.sort in ("due", "planned") else "TENTATIVE")
    for days in () if item.is_off else ALARMS[item.sort]:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", item.title)
        alarm.add("trigger", timedelta(days=-days))
        event.add_component(alarm)
    return event


def told_before(data: bytes, whose: str) -> dict[str, Told]:
    """Return what an earlier export for the same person said, by identity; nothing where it is none.

    Another program may have added or changed events: what is no whole day of ours is passed over.
    """
    try:
        old = Calendar.from_ical(data)
    except (ValueError, IndexError, KeyError):
        return {}
    if str(old.get("prodid", "")) != PRODUCT or str(old.get(OWNER, "")) != identity(whose, ""):
        return {}
    found = {}
    for event in old.walk("VEVENT"):
        first, end = (getattr(event.get(name), "dt", None) for name in ("dtstart", "dtend"))
        if "uid" not in event or not _is_day(first) or not _is_day(end):
            continue
        assert isinstance(first, date) and isinstance(end, date)
        sorts = [sort for sort in ALARMS if sort in _categories(event)]
        told = Told(sorts[0] if sorts else "step", str(event.get("summary", "")), first, end - timedelta(days=1))
        found[str(event["uid"])] = told
    return found


def _categories(event: Any) -> list[str]:
    given = event.get("categories")
    return [str(one) for one in getattr(given, "cats", ())]


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)
