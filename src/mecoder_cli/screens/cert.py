"""Credentials as screens: list, one, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from mecoder_cli.domain.facts import Range, shown
from mecoder_cli.domain.pathway import Credential, Pathway
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Gap, Grid, Head, Para, Title

NOT_FOUND = "not found"


def list_screen(pathway: Pathway, credentials: Sequence[Credential]) -> list[Block]:
    """Return all credentials, one line each."""
    rows = tuple((c.id, c.issuer, c.level, c.purpose) for c in credentials)
    return [
        Title("Credentials"), Gap(), Grid(rows, header=("", "from", "level", "for"), indent=1, styles=((0, "strong"),), stack_below=56),
        Gap(), Para("One of them: mecoder cert show ID   Side by side: mecoder cert compare ID ID", "quiet"),
    ]  # fmt: skip


def show_screen(pathway: Pathway, credential: Credential) -> list[Block]:
    """Return everything known about one credential, with sources."""
    rows = tuple(row for row in _rows(pathway, [credential]) if row[1])
    blocks: list[Block] = [
        Title(f"{credential.id}: {credential.name}", credential.issuer),
        Gap(),
        Grid(rows, indent=1, styles=((0, "strong"),)),
    ]
    exam_facts = [fact for fact in credential.exam if fact]
    facts = dict.fromkeys(
        (*credential.facts, credential.ceus_alone.fact, *exam_facts, *credential.renewal, credential.ceus_inside)
    )
    blocks += [Gap(), Head("WHO SAYS SO")]
    for fact_id in facts:
        if fact_id:
            blocks += fact_lines(pathway, fact_id)
    return [*blocks, Gap(), Para(pathway.settings.price_note, "quiet")]


def fact_lines(pathway: Pathway, fact_id: str) -> list[Block]:
    """Return a fact in one line and its source in a quiet one."""
    fact = pathway.facts[fact_id]
    if not fact.is_found:
        return [Para(f"{fact.label}: {NOT_FOUND}{'. ' + fact.note if fact.note else ''}  [{fact_id}]")]
    value = fact.current
    source = pathway.sources[value.source]
    blocks: list[Block] = [
        Para(f"{fact.label}: {shown(fact, fact.used)}  [{fact_id}]"),
        Para(f"{source.publisher}, {source.title}; {value.grade}, {value.as_of}", "quiet", 3),
    ]
    if source.url:
        blocks.append(Para(source.url, "quiet", 3))
    if fact.is_conflict:
        others = "; ".join(shown(fact, index) for index in range(len(fact.values)) if index != fact.used)
        blocks.append(Para(f"Also said: {others}. Used the first because {fact.because}.", "warn", 3))
    return blocks


def compare_screen(pathway: Pathway, credentials: Sequence[Credential], width: int) -> list[Block]:
    """Return credentials side by side; one under the other when the screen is narrow."""
    rows = [row for row in _rows(pathway, credentials) if any(row[1:])]
    blocks: list[Block] = []
    # Each column wants about eighteen signs to be read; else records.
    if width < 14 + 18 * len(credentials):
        for index, credential in enumerate(credentials):
            single = tuple((row[0], row[index + 1]) for row in rows if row[index + 1])
            blocks += [
                Head(f"{credential.id} {credential.name}"),
                Grid(single, indent=1, styles=((0, "strong"),)),
                Gap(),
            ]
    else:
        header = ("", *(credential.id for credential in credentials))
        blocks += [Grid(tuple(rows), header=header, indent=1, styles=((0, "strong"),)), Gap()]
    for credential in credentials:
        figures = (*credential.exam, credential.ceus_alone.fact, credential.ceus_inside)
        ids = dict.fromkeys(id_ for id_ in figures if id_)
        blocks.append(Para(f"{credential.id} figures: {' '.join(f'[{id_}]' for id_ in ids)}", "quiet"))
    return [*blocks, Para(f"{pathway.settings.price_note} Sources: mecoder cert show {credentials[0].id}", "quiet")]


def _rows(pathway: Pathway, credentials: Sequence[Credential]) -> list[tuple[str, ...]]:
    def row(name: str, cell: object) -> tuple[str, ...]:
        return (name, *(cell(credential) for credential in credentials))  # type: ignore[operator]

    def fact(id_: str) -> str:
        if not id_:
            return ""
        found = pathway.facts[id_]
        return shown(found, found.used) if found.is_found else NOT_FOUND

    return [
        row("Name", lambda c: c.name),
        row("From", lambda c: c.issuer),
        row("For", lambda c: f"{c.purpose} ({', '.join(c.settings)})"),
        row("Codes", lambda c: ", ".join(c.code_sets)),
        row("Exam", lambda c: _exam(pathway, c)),
        row("To pass", lambda c: fact(c.exam.passing)),
        row("Pass the first try", lambda c: _pass_rate(pathway, c)),
        row("Fee", lambda c: _fee(pathway, c)),
        row("Books", lambda c: fact(c.exam.books)),
        row("Editions", lambda c: fact(c.exam.editions)),
        row("Retake", lambda c: fact(c.exam.retake)),
        row("You must have", lambda c: ", ".join(c.requires)),
        row("They advise", lambda c: ", ".join(c.recommends)),
        row("To keep it", lambda c: f"{c.ceus_alone} CEUs in {pathway.bodies[c.issuer].cycle_months // 12} years"),
        row("Of these", lambda c: f"{fact(c.ceus_inside)} in its own subject" if c.ceus_inside else ""),
        row("Leads to", lambda c: ", ".join(c.leads_to)),
        row("Note", lambda c: c.note),
    ]


def _exam(pathway: Pathway, credential: Credential) -> str:
    exam = credential.exam
    size = [pathway.facts[id_] for id_ in (exam.questions, exam.minutes) if id_]
    if not size:
        return NOT_FOUND
    questions = shown(size[0], size[0].used)
    return f"{questions}, {shown(size[1], size[1].used)}" if len(size) > 1 else questions


def _pass_rate(pathway: Pathway, credential: Credential) -> str:
    if not credential.exam.pass_rate:
        return NOT_FOUND
    fact = pathway.facts[credential.exam.pass_rate]
    value = fact.current
    if isinstance(value.value, Range):
        return f"{value.value.low:g} to {value.value.high:g} % (a guess; none is published)"
    return f"{value.value} % ({value.as_of})"


def _fee(pathway: Pathway, credential: Credential) -> str:
    exam = credential.exam
    found = []
    for name, id_ in (("member", exam.fee_member), ("other", exam.fee_nonmember)):
        if id_ and pathway.facts[id_].is_found:
            found.append(f"${words.number(pathway.facts[id_].number())} {name}")
    return " / ".join(found) or NOT_FOUND
