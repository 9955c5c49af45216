"""Schools and money for training, as screens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mecoder_cli.domain.facts import shown
from mecoder_cli.domain.pathway import Aid, Center, Pathway, School
from mecoder_cli.domain.plan import AidVerdict, Reason
from mecoder_cli.domain.programs import Line, Offer, starts_of
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Gap, Grid, Head, Para, Part, Title

SHOWN = 8
"""How many programs stand on one screen."""
# What yields where the screen is short: air and notes, then the programs, or what money pays, from the last to the first.
AIR, NOTE, OPEN, OTHERS, TELL, LAST = 95, 90, 75, 70, 50, 20
NONE_FITS = "No program is known that fits. Take away --award or --online to see all."
IN_FULL = 3
"""How many programs are told in full; the rest stand in the table."""
TABLE_FROM = 140
"""Columns from which a table of programs can be read across."""
HEADER = ("", "school", "", "before aid", "with aid")
_REACH = {"here": "in your county", "online": "online, from anywhere", "elsewhere": "elsewhere"}
_STANDING = {"listed": "", "near": "next to coding, not coding", "unsure": "on an old page only: ask"}


def programs_screen(pathway: Pathway, found: Sequence[Offer], county: str) -> list[Block]:
    """Return the programs that fit best on one screen, each with the number by which it is told in full."""
    blocks: list[Block] = [_programs_title(pathway, county), Part(AIR, (Gap(),))]
    if not found:
        blocks.append(Para(NONE_FITS, "warn"))
    shown_ = [(number, one) for number, one in enumerate(found, 1) if one.program.standing == "listed"][:SHOWN]
    for number, offer in shown_:
        # The last one yields first; the count of what is left stands under them.
        blocks.append(Part(LAST + number, (_numbered(number, offer),)))
    kinds = (("near", "next to coding"), ("unsure", "on old pages only"))
    beside = [f"{many} {name}" for kind, name in kinds if (many := sum(one.program.standing == kind for one in found))]
    listed = sum(one.program.standing == "listed" for one in found)
    if found:
        told = ", ".join([f"{listed} teach coding", *beside])
        blocks += [Part(AIR, (Gap(),)), Para(f"{told}. All: mecoder find programs --full")]
        blocks.append(Para("One of them in full: mecoder find programs 1   Money: mecoder find funding", "quiet"))
    return [*blocks, Part(NOTE, (Para(pathway.settings.price_note, "quiet"),))]


def program_screen(pathway: Pathway, offers: Sequence[Offer]) -> list[Block]:
    """Return programs in full, and what is known of their schools."""
    blocks: list[Block] = []
    for offer in offers:
        blocks += [*_offer(pathway, offer), Gap()]
    for school in {offer.school.id: offer.school for offer in offers}.values():
        blocks += [*_school(pathway, school), Gap()] if (*school.earned, *school.facts) else []
    return [*blocks, Para(pathway.settings.price_note, "quiet")]


def _programs_title(pathway: Pathway, county: str) -> Title:
    place = f"{county} County" if county else pathway.settings.place
    return Title("Schools that teach coding", f"{place}, those that fit best first")


def _numbered(number: int, offer: Offer) -> Grid:
    """Return one program in two lines: what and where, then how and for how much."""
    _, school, told, price, aid = row_of(offer)
    before = f"tuition and fees {price}" if offer.usd else "price not found"
    rows = ((f"{number:>2}", f"{school}: {offer.program.label}"), ("", f"{told}; {before}{', ' + aid if aid else ''}"))
    return Grid(rows, indent=1, styles=((0, "quiet"),), cells=((0, 1, "strong"),))


def funding_screen(pathway: Pathway, found: Sequence[AidVerdict]) -> list[Block]:
    """Return money for training on one screen: what is likely or must still be known, and what else there is by name."""
    blocks: list[Block] = [Title("Money for training"), Part(AIR, (Gap(),))]
    known = {aid.id: aid for aid in pathway.aid}
    near = [one for one in found if one.verdict != "no" and one.concerns == "yes"]
    for number, one in enumerate(near):
        blocks.append(Para(f"{one.label}: {'likely' if one.verdict == 'yes' else 'need to know'}", "strong"))
        if one.until:
            blocks.append(Para(f"Ask for it by about {words.day(one.until)}.", "warn", 3))
        yields = LAST if one.verdict == "yes" else OPEN
        blocks.append(Part(yields + number, (Para(known[one.id].pays, "plain", 3),)))
        asks = ", ".join(words.inside(pathway.questions[id_].label) for id_ in one.ask)
        told = f"Tell: {asks}." if asks else f"By: {known[one.id].deadline}." if known[one.id].deadline else ""
        if told:
            blocks.append(Part(TELL + number, (Para(told, "quiet", 3),)))
    if not near:
        blocks.append(Para("None is likely by these answers."))
    perhaps = [
        f"{one.label} ({', '.join(words.inside(pathway.questions[id_].label) for id_ in one.ask)})"
        for one in found if one.verdict == "unknown" and one.concerns == "unknown"
    ]  # fmt: skip
    closed = [one for one in found if one.verdict == "no"]
    rows = [
        ("Perhaps", "; ".join(perhaps)),
        ("Later", "; ".join(f"{one.label} (from {words.day(one.opens)})" for one in closed if one.opens)),
        ("Not by these answers", "; ".join(one.label for one in closed if not one.opens)),
    ]
    for number, row in enumerate(row for row in rows if row[1]):
        blocks.append(Part(OTHERS - number, (Part(AIR, (Gap(),)), Grid((row,), indent=1, styles=((0, "strong"),)))))
    hint = "Papers, days and what decides: mecoder find funding --full"
    return [
        *blocks,
        Part(AIR, (Gap(),)),
        Para(hint, "quiet"),
        Part(NOTE, (Para(pathway.settings.promise_note, "quiet"),)),
    ]


def all_programs_screen(
    pathway: Pathway, found: Sequence[Offer], without: Sequence[School], county: str, width: int
) -> list[Block]:
    """Return every program: all in a table, or two lines each where it is narrow, the first in full; then schools without."""
    blocks: list[Block] = [_programs_title(pathway, county), Gap()]
    if not found:
        blocks.append(Para(NONE_FITS, "warn"))
    for standing, heading in (("listed", ""), ("near", "NEXT TO CODING"), ("unsure", "ON OLD PAGES ONLY: ASK FIRST")):
        own = [offer for offer in found if offer.program.standing == standing]
        if own:
            blocks += [Head(heading)] if heading else []
            blocks += [_table(own)] if width >= TABLE_FROM else _lines(own)
            blocks.append(Gap())
    full = [one for one in found if one.program.standing == "listed"][:IN_FULL]
    for offer in full:
        blocks += [*_offer(pathway, offer), Gap()]
    for school in {offer.school.id: offer.school for offer in full}.values():
        blocks += [*_school(pathway, school), Gap()] if (*school.earned, *school.facts) else []
    if without:
        blocks.append(Head("NO PROGRAM WAS FOUND"))
        nowhere = tuple(
            (school.label, _said(pathway, school.found) or "nothing was found", school.ask) for school in without
        )
        blocks += [Grid(nowhere, indent=1, styles=((1, "quiet"), (2, "quiet")), stack_below=120), Gap()]
    notes = pathway.teaching.notes if pathway.teaching else ()
    blocks += [Para(f"{pathway.facts[id_].label}: {_said(pathway, id_)}.  [{id_}]", "quiet") for id_ in notes]
    return [*blocks, Gap(), Para(f"{pathway.settings.price_note} Money for training: mecoder find funding", "quiet")]


def all_funding_screen(pathway: Pathway, found: Sequence[AidVerdict], centers: Sequence[Center]) -> list[Block]:
    """Return money for training: what is likely or must still be known in full, the rest by what it wants."""
    blocks: list[Block] = [Title("Money for training"), Gap()]
    known = {aid.id: aid for aid in pathway.aid}
    for one in found:
        if one.verdict != "no" and one.concerns == "yes":
            blocks += [*_money(pathway, known[one.id], one, centers), Gap()]
    perhaps = tuple(
        (one.label, f"tell: {', '.join(words.inside(pathway.questions[id_].label) for id_ in one.ask)}", one.pays)
        for one in found if one.verdict == "unknown" and one.concerns == "unknown"
    )  # fmt: skip
    if perhaps:
        blocks += [
            Head("PERHAPS, IF IT IS TRUE OF YOU"),
            Grid(perhaps, indent=1, styles=((0, "strong"), (2, "quiet")), stack_below=110),
            Gap(),
        ]
    rows = tuple((one.label, _missing(pathway, known[one.id], one)) for one in found if one.verdict == "no")
    if rows:
        blocks += [
            Head("NOT YET, OR NOT BY THESE ANSWERS"),
            Grid(rows, indent=1, styles=((1, "quiet"),), stack_below=90),
            Gap(),
        ]
    ask = dict.fromkeys(id_ for one in found for id_ in one.ask)
    if ask:
        blocks.append(Para(f"To know more: mecoder find funding --set KEY=VALUE, for {', '.join(ask)}", "quiet"))
    return [*blocks, Para(pathway.settings.promise_note, "quiet")]


def _money(pathway: Pathway, aid: Aid, said: AidVerdict, centers: Sequence[Center]) -> list[Block]:
    asks = [words.inside(pathway.questions[id_].label) for id_ in said.ask]
    seen = tuple(
        _compared(pathway, reason)
        for reason in said.why if reason.value is not None or reason.unsure
    )  # fmt: skip
    rows = [
        ("Ask by", f"about {words.day(said.until)}" if said.until else ""),
        ("Pays", aid.pays),
        ("Because", "; ".join(seen)),
        ("Tell me", ", ".join(asks)),
        *(("Also asked" if not index else "", text) for index, text in enumerate(aid.also)),
        ("Bring", ", ".join(aid.documents)),
        ("Ask", aid.ask),
        *(
            ("Near you" if not index else "", f"{center.label}: {_said(pathway, center.place)}; {center.site}")
            for index, center in enumerate(centers if aid.centers else ())
        ),
        ("By", aid.deadline),
        *(("More" if not index else "", f"{pathway.facts[id_].label}: {_said(pathway, id_)}") for index, id_ in enumerate(_more(pathway, aid))),
        ("Sources", " ".join(f"[{id_}]" for id_ in aid.facts)),
    ]  # fmt: skip
    return [
        Head(f"{aid.label}: {'likely' if said.verdict == 'yes' else 'need to know'}"),
        Grid(tuple(row for row in rows if row[1]), indent=1, styles=((0, "strong"),)),
    ]


def _compared(pathway: Pathway, reason: Reason) -> str:
    """Return what a person said beside what is asked, with its unit."""
    question = pathway.questions[reason.condition.removeprefix("not ").split()[0]]
    said = words.answer(reason.value, reason.unsure)
    if question.type == "date" and isinstance(reason.value, str):
        said = f"since {words.day(date.fromisoformat(reason.value))}"
    unit = f" {question.unit}" if question.unit and " is " not in reason.condition else ""
    return f"{reason.label}: {said}, asked {words.wanted(reason.condition)}{unit}"


def _more(pathway: Pathway, aid: Aid) -> list[str]:
    """Return the facts that say more than what is paid: those in words that no text above holds already."""
    return [
        id_ for id_ in aid.facts
        if pathway.facts[id_].is_found and (said := pathway.facts[id_].current.value) != aid.pays
        and isinstance(said, str) and said not in aid.pays
    ]  # fmt: skip


def _missing(pathway: Pathway, aid: Aid, said: AidVerdict) -> str:
    """Return what stands against it, never a bare no."""
    if said.refused:
        return "you applied and did not get it; ask why, and whether you can apply again"
    if aid.shut:
        return _said(pathway, aid.shut)
    opens = f"from {words.day(said.opens)}: " if said.opens else ""
    return opens + "; ".join(
        _compared(pathway, reason)
        for reason in said.why if reason.verdict != "yes"
    )  # fmt: skip


def school_lines(offers: Sequence[Offer]) -> list[Block]:
    """Return a few programs, two lines each, and where all of them are told."""
    return [*_lines(offers), Para("All of them, with prices line by line: mecoder find programs", "quiet", 3)]


def _lines(offers: Sequence[Offer]) -> list[Block]:
    """Return programs, two lines each: what and where, then how and for how much."""
    blocks: list[Block] = []
    for offer in offers:
        _, school, told, price, aid = row_of(offer)
        blocks.append(Para(f"{school}: {offer.program.label}", "plain", 3))
        before = f"tuition and fees {price}" if offer.usd else "price not found"
        blocks.append(Para(f"{told}; {before}{', ' + aid if aid else ''}", "quiet", 5))
    return blocks


def _table(offers: Sequence[Offer]) -> Grid:
    rows = tuple(row_of(offer) for offer in offers)
    return Grid(rows, frozenset((3,)), HEADER, indent=1, styles=((0, "strong"), (2, "quiet"), (4, "good")))


def row_of(offer: Offer) -> tuple[str, str, str, str, str]:
    """Return a program in words: its name, its school, what it is and where, its price, and what aid makes of it."""
    program, school = offer.program, offer.school
    price = f"${words.number(offer.usd.likely)}" if offer.usd else "not found"
    exam = f"for {' and '.join(program.prepares)}" if program.prepares else ""
    taught = {"mixed": "partly online", "not found": ""}.get(program.delivery, program.delivery)
    where = "" if offer.reach == "online" else ", ".join(school.towns)
    told = ", ".join(part for part in (program.award, taught, where, exam) if part)
    aid = "$0 likely" if offer.likely else "perhaps $0" if offer.perhaps else ""
    return program.label, school.label, told, price, aid


def _offer(pathway: Pathway, offer: Offer) -> list[Block]:
    program, school = offer.program, offer.school
    rows = [
        ("Shape", _said(pathway, program.shape)),
        ("Taught", _said(pathway, program.delivers)),
        ("Starts", ", ".join(f"about {words.month_day(one.month, one.day)}" for one in starts_of(pathway, program))),
        ("Prepares for", _said(pathway, program.exam)),
        ("Practice", _said(pathway, program.externship)),
        ("Hours stated", _said(pathway, program.hours)),
        *(("Price" if not index else "", _line(line)) for index, line in enumerate(offer.lines)),
        ("With aid", _aided(offer)),
        ("Ask", school.ask),
        ("Seen", f"{pathway.facts[program.shape].current.as_of}  [{program.shape}]"),
    ]  # fmt: skip
    return [
        Head(f"{program.label}, {school.label} ({_REACH[offer.reach]})"),
        Grid(tuple(row for row in rows if row[1]), indent=1, styles=((0, "strong"),)),
    ]


def _school(pathway: Pathway, school: School) -> list[Block]:
    """Return what is known of a school besides its programs: what graduates earned, net prices, awards, a credit."""
    rows = tuple(
        (pathway.facts[id_].label, f"{_said(pathway, id_)} ({pathway.facts[id_].current.as_of})")
        for id_ in (*school.earned, *school.facts)
    )
    return [Head(f"{school.label}: what is known"), Grid(rows, indent=1, styles=((1, "quiet"),), stack_below=76)]


def _aided(offer: Offer) -> str:
    if offer.likely:
        return (
            f"tuition and fees fall to nothing with {' or '.join(one.label for one in offer.likely)}, which is likely"
        )
    if offer.perhaps:
        return f"tuition and fees can fall to nothing with {' or '.join(one.label for one in offer.perhaps)}"
    return ""


def _line(line: Line) -> str:
    if line.usd is None:
        return line.told
    return f"{line.item} ${words.number(line.usd.likely)} ({line.told})"


def _said(pathway: Pathway, id_: str) -> str:
    if not id_:
        return ""
    fact = pathway.facts[id_]
    return shown(fact, fact.used) if fact.is_found else f"not found. {fact.note}".rstrip()
