"""Doors to knock on, as screens: employers, jobs that lead in, people to know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mecoder_cli.domain.conditions import NO
from mecoder_cli.domain.facts import shown
from mecoder_cli.domain.hiring import EmployerKind, Job, Remote
from mecoder_cli.domain.pathway import Center, Pathway
from mecoder_cli.lookup.doors import Door, Lead
from mecoder_cli.lookup.pay import figure_of
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Gap, Grid, Head, Para, Part, Title

if TYPE_CHECKING:  # most screens of doors need no plan
    from mecoder_cli.routes.bridge import Crossing

SHOWN = 7
"""How many employers stand on one screen in two lines."""
# What yields where the screen is short, the first of them first.
AIR, NOTE, REST, OTHERS, LAST = 95, 90, 60, 40, 20


def said(pathway: Pathway, id_: str) -> str:
    """Return what a fact says with the date of its source, or that nothing was found and where to ask."""
    fact = pathway.facts[id_]
    if not fact.is_found:
        where = f" Ask: {fact.where}" if fact.where else ""
        return f"not found. {fact.note}{where}".strip()
    note = f". {fact.note}" if fact.note else ""
    return f"{shown(fact, fact.used)} ({fact.current.as_of}){note}"


# --- employers -------------------------------------------------------------------------------------------------


def employers_screen(
    pathway: Pathway, found: Sequence[Door], county: str, kind: EmployerKind | None, *, full: bool = False
) -> list[Block]:
    """Return who may hire: those near in two lines each, the others by name; in full all of them, with what is known."""
    place = f"{county} County, those near first" if county else pathway.settings.place
    blocks: list[Block] = [Title(kind.label if kind else "Who may hire you", place), Part(AIR, (Gap(),))]
    if full:
        for door in found:
            blocks += [*_employer(pathway, door.number, door), Gap()]
        return [*blocks, *_missing(pathway, kind)]
    open_ = [(door.number, door) for door in found if not door.employer.is_closed]
    near = [one for one in open_ if one[1].reach != "elsewhere"] if county else open_
    first = f"{near[0][0] if near else 1}"
    for place_, (number, door) in enumerate(near[:SHOWN]):
        rows = ((f"{number:>2}", door.employer.label), ("", _in_short(door, county)))
        blocks.append(Part(LAST + place_, (Grid(rows, indent=1, styles=((0, "quiet"),), cells=((0, 1, "strong"),)),)))
    shown_ = {number for number, _ in near[:SHOWN]}
    rest = [(number, door) for number, door in open_ if number not in shown_]
    if rest:
        names = "; ".join(f"{number} {door.employer.label}" for number, door in rest)
        heading = "ALSO" if not county or len(near) > SHOWN else "ELSEWHERE IN THE STATE"
        fewer = Para(f"{len(rest)} more in the state: mecoder find employers --full", "quiet")
        blocks.append(Part(REST, (Part(AIR, (Gap(),)), Head(heading), Para(names, "quiet")), (fewer,)))
    blocks += [Part(AIR, (Gap(),)), *_missing(pathway, kind)]
    if not county and found:
        blocks.append(Para("Those near you: mecoder find employers --county NAME"))
    if found:
        blocks.append(Para(f"One in full: mecoder find employers {first}   All: add --full", "quiet"))
    return blocks


def employer_screen(pathway: Pathway, found: Sequence[tuple[int, Door]]) -> list[Block]:
    """Return employers in full: what each holds, names, pays toward training and says, with sources."""
    blocks: list[Block] = []
    for number, door in found:
        blocks += [*_employer(pathway, number, door), Gap()]
    return [*blocks, Para("What to say when you call: mecoder find network", "quiet")]


def _missing(pathway: Pathway, kind: EmployerKind | None) -> list[Block]:
    """Return what is said of kinds of which nobody is known."""
    if kind is not None:
        return [] if kind.employers else [Para(kind.missing, "warn")]
    empty = [one for one in pathway.hiring.kinds if not one.employers]
    if not empty:
        return []
    names = ", ".join(one.label[:1].lower() + one.label[1:] for one in empty)
    return [
        Part(OTHERS, (
            Para(f"Nothing was found on: {names}. Where to ask: mecoder find employers --kind {empty[0].id}", "quiet"),
        ))
    ]  # fmt: skip


def _in_short(door: Door, county: str) -> str:
    employer = door.employer
    # The town that has the name of the county comes first: on an island it is the only one that matters.
    towns = sorted(employer.towns, key=lambda town: town != county)
    where = ", ".join(towns) if door.reach != "state" or employer.towns else "the whole state"
    work = ", ".join(employer.serves)
    told = "; ".join(
        part
        for part in (
            where,
            work,
            "help with tuition" if employer.tuition else "",
            "some posts at home" if employer.remote else "",
        )
        if part
    )
    return told if door.fits or not employer.serves else f"{told}; not the work of your aim"


def _employer(pathway: Pathway, number: int, door: Door) -> list[Block]:
    employer, notes = door.employer, door.kind.notes
    facts = [*employer.found, *employer.asks, *employer.tuition, *employer.remote, *employer.doors, *employer.notes]
    named = employer.asks or tuple(id_ for id_ in notes if not pathway.facts[id_].is_found)
    code = [id_ for id_ in notes if pathway.facts[id_].is_found]
    rows = [
        *_rows(pathway, "What it is", employer.found),
        ("Where", ", ".join(employer.towns) or "the whole state"),
        ("Likely work", ", ".join(employer.serves)),
        *(() if employer.is_closed or not employer.serves else _rows(pathway, "Coders", code)),
        *(() if employer.is_closed else _rows(pathway, "Asks for", named)),
        *_rows(pathway, "Tuition help", employer.tuition),
        *_rows(pathway, "At home", employer.remote),
        *_rows(pathway, "Also", employer.notes),
        *_rows(pathway, "Ways in", employer.doors),
        ("Look at", employer.careers),
        ("Not found", _not_found(door)),
        ("Sources", " ".join(f"[{id_}]" for id_ in facts)),
    ]
    title = f"{number}  {employer.label} ({door.kind.label}{'; closed' if employer.is_closed else ''})"
    return [Head(title), Grid(tuple(row for row in rows if row[1]), indent=1, styles=((0, "strong"),))]


def _not_found(door: Door) -> str:
    """Return what nothing was found on, so that nobody takes silence for a no."""
    employer = door.employer
    if employer.is_closed:
        return ""
    empty = [
        name for name, there in (
            ("help with tuition", employer.tuition), ("work at home", employer.remote), ("its careers page", employer.careers),
        ) if not there
    ]  # fmt: skip
    return f"{', '.join(empty)}: ask" if empty else ""


def _rows(pathway: Pathway, name: str, facts: Sequence[str]) -> list[tuple[str, str]]:
    return [("" if place else name, said(pathway, id_)) for place, id_ in enumerate(facts)]


# --- jobs ------------------------------------------------------------------------------------------------------


def jobs_screen(
    pathway: Pathway, jobs: Sequence[Lead], remote: Remote | None, crossing: Crossing | None = None
) -> list[Block]:
    """Return jobs that lead in, and posts that take people without experience, what is open to the person first."""
    blocks: list[Block] = [Title("Jobs that lead to coding", pathway.settings.place), Part(AIR, (Gap(),))]
    headings = {True: "BESIDE CODING: TO GET IN", False: "CODING, FOR PEOPLE WITHOUT EXPERIENCE"}
    for is_bridge in dict.fromkeys(one.job.is_bridge for one in jobs):
        heading = headings[is_bridge]
        own = [one for one in jobs if one.job.is_bridge == is_bridge]
        rows = tuple((f"{one.number:>2}", one.job.label, _pay(pathway, one.job), _does(one)) for one in own)
        if rows:
            grid = Grid(rows, frozenset((2,)), indent=1, styles=((0, "quiet"), (1, "strong")), stack_below=60)
            blocks += [Head(heading), grid, Part(AIR, (Gap(),))]
    if pathway.hiring.jobs_note:
        blocks.append(Part(NOTE, (Para(pathway.hiring.jobs_note, "quiet"),)))
    if crossing is not None:
        blocks.append(Para(saved(crossing)))
    if remote is not None:
        blocks.append(Part(NOTE, (Para(f"{remote.label}, at home: {remote.says}"),)))
    return [*blocks, Para("Does its time count, and what to ask: mecoder find jobs 1   All: add --full", "quiet")]


def job_screen(
    pathway: Pathway, jobs: Sequence[Lead], remote: Sequence[Remote] = (), crossing: Crossing | None = None
) -> list[Block]:
    """Return jobs in full, and the questions that make their months count."""
    blocks: list[Block] = []
    for number, job, is_open in jobs:
        weeks = (job.weeks,) if job.weeks else ()
        rows = [
            ("What it is", job.does), ("Open to you", f"not yet: {job.wants}" if is_open == NO else ""), *_rows(pathway, "Pay", job.pay), *_rows(pathway, "To find one", weeks),
            ("Does it count", job.counts),
            *_rows(pathway, "Known", [id_ for id_ in job.facts if id_ not in pathway.hiring.question_facts]),
            ("Sources", " ".join(f"[{id_}]" for id_ in (*job.pay, *weeks, *job.facts))),
        ]  # fmt: skip
        blocks += [
            Head(f"{number}  {job.label}"),
            Grid(tuple(row for row in rows if row[1]), indent=1, styles=((0, "strong"),)),
            Gap(),
        ]
    if crossing is not None and any(one.job.is_bridge for one in jobs):
        blocks += [Para(saved(crossing)), Gap()]
    asked = pathway.hiring.questions
    if asked:
        blocks.append(Head("ASK BEFORE YOU TAKE IT"))
        blocks += [Para(f"{number}. {text}", "plain", 1) for number, text in enumerate(asked, 1)]
        blocks += [Para(" ".join(f"[{id_}]" for id_ in pathway.hiring.question_facts), "quiet"), Gap()]
    for one in remote:
        blocks += [Head(f"{one.label}, at home"), Para(one.says), *_facts(pathway, one.facts), Gap()]
    return [*blocks, Para(pathway.settings.promise_note, "quiet")]


def _does(one: Lead) -> str:
    return f"{one.job.does}; {one.job.wants}" if one.open == NO and one.job.wants else one.job.does


def saved(crossing: Crossing) -> str:
    """Return what a job beside the work can save, and on what that hangs."""
    return (
        "If one lets you choose codes, and the employer writes so, its months count: by our estimate the end of your road could move "
        f"from about {words.month(crossing.instead_of)} to about {words.month(crossing.finish)}. Ask first: none has to; "
        "and a post as a coder may still take its time."
    )


def _pay(pathway: Pathway, job: Job) -> str:
    figures = (figure_of(pathway.facts[id_].current.value) for id_ in job.pay if pathway.facts[id_].is_found)
    return next((f"${one[0]:,} {job.pay_note}".rstrip() for one in figures if one is not None), "")


def _facts(pathway: Pathway, facts: Sequence[str]) -> list[Block]:
    return [Para(f"{pathway.facts[id_].label}: {said(pathway, id_)}  [{id_}]", "quiet", 3) for id_ in facts]


# --- people to know --------------------------------------------------------------------------------------------


def network_screen(pathway: Pathway, nearby: Sequence[Center], *, full: bool = False) -> list[Block]:
    """Return whom to meet and what to say when one calls; in full with what each rests on."""
    blocks: list[Block] = [Title("People to know", pathway.settings.place), Part(AIR, (Gap(),))]
    for circle in pathway.hiring.circles:
        blocks.append(Para(circle.label, "strong"))
        blocks.append(Part(OTHERS, (Para(circle.what, "plain", 3),)))
        blocks.append(Para(circle.do, "plain", 3))
        for place, center in enumerate(nearby if circle.is_center else ()):
            fact = pathway.facts[center.place]
            where = shown(fact, fact.used) if fact.is_found else "address not found"
            blocks.append(Part(LAST + place, (Para(f"{center.label}: {where}", "plain", 3),)))
        blocks.append(Para(circle.ask, "quiet", 3))
        if full:
            blocks += [*_facts(pathway, circle.facts), Gap()]
    if pathway.hiring.calling:
        blocks += [Part(AIR, (Gap(),)), Head("WHAT TO SAY")]
        blocks += [Para(f'"{text}"', "plain", 1) for text in pathway.hiring.calling]
    return blocks if full else [*blocks, Para("Who says so: mecoder find network --full", "quiet")]
