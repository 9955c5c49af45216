"""What a job ad says and what a course page claims, as screens."""

from __future__ import annotations

from collections.abc import Sequence

from mecoder_cli.domain.facts import shown
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.reading import Claim, Rule
from mecoder_cli.lookup.pay import Offer
from mecoder_cli.lookup.reader import CourseRead, Fit, Found, JobRead, PayTold, Wanted
from mecoder_cli.output.blocks import Block, Gap, Grid, Head, Para, Part, Title

AIR, NOTE, UNREAD, ASK, FOUND = 95, 90, 80, 40, 20
UNREAD_SHOWN = 3
"""How many sentences that were not judged stand on the screen; the others are told in full."""
STYLES = {"holds": "good", "misleading": "warn", "false": "warn", "cannot judge": "quiet"}
NOT_ADVICE = "Read by patterns, not by a person: what is not found here may still stand there."


def job_screen(
    pathway: Pathway, read: JobRead, held: Fit, offers: Sequence[tuple[PayTold, Sequence[Offer]]], *, full: bool = False
) -> list[Block]:
    """Return what a job ad asks, what of it the person has, what to say and to ask; in full with the words quoted."""
    blocks: list[Block] = [Title("What the job ad says"), Part(AIR, (Gap(),))]
    groups: dict[str, list[Found]] = {}
    for one in read.found:
        if isinstance(one.rule, Rule):
            groups.setdefault(one.rule.group, []).append(one)
    rows = [
        ("Asks for", _wanted(read.asked) or ("a credential, not named" if read.any_body else "")),
        ("Likes", _wanted(read.preferred)),
        ("Later", _wanted(read.later)),
        ("With an A", {True: "you may apply", False: "you may not", None: "not said: ask"}[read.apprentice] if read.asked or read.apprentice is not None else ""),
        ("Experience", _years(read)),
        ("Work", ", ".join(read.settings)),
        ("Codes", ", ".join(read.code_sets)),
        *_pay(offers),
    ]  # fmt: skip
    for one in groups.get("warning", ()):
        blocks.append(Para(one.rule.says, "warn"))
        blocks.append(_quoted(one))
    table = tuple((name, text) for name, text in rows if text)
    if table:
        blocks.append(Grid(table, indent=1, styles=((0, "strong"),)))
    for group in ("kind", "credential", "experience", "apprentice", "place", "pay", "benefit"):
        for one in groups.get(group, ()):
            style = {"good": "good", "bad": "warn", "note": "plain"}[getattr(one.rule, "sense", "note")]
            blocks.append(
                Part(FOUND, (Para(one.rule.says, style),))
                if group in ("benefit", "place")
                else Para(one.rule.says, style)
            )
            if full:
                blocks.append(_quoted(one))
    if held.has:
        blocks.append(Para(f"You have: {'; '.join(held.has)}. Say so first.", "good"))
    if held.missing:
        blocks.append(Para(f"You lack: {'; '.join(held.missing)}. Say what stands in for it.", "warn"))
    asks = list(dict.fromkeys(one.rule.ask for one in read.found if isinstance(one.rule, Rule) and one.rule.ask))
    if asks:
        blocks.append(Part(ASK, (Head("ASK"), *(Para(f"{number}. {text}") for number, text in enumerate(asks, 1)))))
    if not table and not read.found:
        blocks.append(Para("Nothing was found that such a job ad says.", "warn"))
    return [*blocks, *_unread(read.unread, full), *_end(pathway, read.found, "job", full)]


def course_screen(pathway: Pathway, read: CourseRead, *, full: bool = False) -> list[Block]:
    """Return each claim with its verdict, the words quoted, and why."""
    blocks: list[Block] = [Title("What the page claims"), Part(AIR, (Gap(),))]
    order = {"false": 0, "misleading": 1, "cannot judge": 2, "holds": 3}
    claims = sorted(read.found, key=lambda one: order[one.rule.verdict] if isinstance(one.rule, Claim) else 9)
    for number, one in enumerate(claims):
        if not isinstance(one.rule, Claim):
            continue
        verdict = one.rule.verdict
        blocks.append(Para(f"{verdict[:1].upper()}{verdict[1:]}: {one.rule.says}", STYLES[verdict]))
        blocks.append(Part(FOUND + number, (_quoted(one),)))
        blocks.append(Part(FOUND + len(claims) + number, (Para(one.rule.why, "plain", 3),)))
        if full and one.rule.facts:
            blocks += [
                Para(f"{pathway.facts[id_].label}: {shown(pathway.facts[id_], pathway.facts[id_].used)}  [{id_}]", "quiet", 5)
                for id_ in one.rule.facts if pathway.facts[id_].is_found
            ]  # fmt: skip
    if not claims:
        blocks.append(Para("No claim was found that could be held against facts.", "warn"))
    if pathway.reading.course_ask:
        asks = (Para(f"{number}. {text}") for number, text in enumerate(pathway.reading.course_ask, 1))
        blocks.append(Part(ASK, (Head("ASK THE SCHOOL"), *asks)))
    unread = (*read.unread, *(read.rest if full else ()))
    return [*blocks, *_unread(unread, full), *_end(pathway, (), "course", full)]


def _quoted(one: Found) -> Para:
    text = one.quote if len(one.quote) <= 160 else f"{one.quote[:157]}..."
    return Para(f'"{text}"', "quiet", 3)


def _wanted(wants: Sequence[Wanted]) -> str:
    return "; ".join(dict.fromkeys((" and " if one.needs_all else " or ").join(one.ids) for one in wants))


def _years(read: JobRead) -> str:
    if read.years is None:
        return ""
    low, high = read.years.low, read.years.high
    unit, size = ("years", 12) if low >= 12 or not low else ("months", 1)
    told = f"{low / size:g}{f' to {high / size:g}' if high is not None and high > low else ''} {unit}"
    return f"{told}, a wish" if read.years.is_wish else told


def _pay(offers: Sequence[tuple[PayTold, Sequence[Offer]]]) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for told, judged in offers:
        sums = [f"${part:,}" for part in dict.fromkeys((told.low, told.high)) if part is not None]
        only = "from " if told.high is None else "up to " if told.low is None else ""
        by_hour = ", worked out from the hour" if told.by_hour else ""
        rows.append(("Pay" if not rows else "", f"{only}{' to '.join(sums)} a year{by_hour}"))
        rows += [("", one.reading) for one in judged[:1]]
    return rows


def _unread(unread: Sequence[str], full: bool) -> list[Block]:
    if not unread:
        return []
    shown_ = unread if full else unread[:UNREAD_SHOWN]
    more = len(unread) - len(shown_)
    told = [Para(f'"{one if len(one) <= 120 else one[:117] + "..."}"', "quiet", 3) for one in shown_]
    if more:
        told.append(Para(f"{more} more: --full", "quiet", 3))
    return [Part(UNREAD, (Head("NOT JUDGED"), *told))]


def _end(pathway: Pathway, found: Sequence[Found], what: str, full: bool) -> list[Block]:
    basis = pathway.reading.basis
    ids = [*(id_ for one in found for id_ in one.rule.facts), *([basis] if basis else [])]
    blocks: list[Block] = [Para(" ".join(f"[{id_}]" for id_ in dict.fromkeys(ids)), "quiet")] if full and ids else []
    if full and basis:
        fact = pathway.facts[basis]
        blocks.append(Para(f"{fact.label}: {shown(fact, fact.used)}.", "quiet"))
    hint = f"{NOT_ADVICE}{'' if full else f' The words quoted: mecoder read {what} FILE --full'}"
    return [*blocks, Part(AIR, (Gap(),)), Part(NOTE, (Para(hint, "quiet"),))]
