"""Credentials as screens: list, one, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mecoder_cli.domain.facts import Range, shown
from mecoder_cli.domain.pathway import Credential, Pathway
from mecoder_cli.domain.plan import Plan
from mecoder_cli.domain.steps import Step
from mecoder_cli.output import words
from mecoder_cli.output.blocks import Block, Gap, Grid, Head, Para, Part, Title, Twin

NOT_FOUND = "not found"
UNKNOWN = 1e9
"""Worse than any figure: what is not known wins nothing."""


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


def compare_screen(
    pathway: Pathway, credentials: Sequence[Credential], width: int, verdict: str = "", *, full: bool = False
) -> list[Block]:
    """Return credentials side by side; one under the other when the screen is narrow.

    Args:
        pathway: The knowledge.
        credentials: Which ones.
        width: The columns there are.
        verdict: What fits the person, where one is known.
        full: With books, editions, retakes and the ids of the figures.
    """
    rows = [row for row in (_rows(pathway, credentials) if full else _few(pathway, credentials)) if any(row[1:])]
    blocks: list[Block] = [Para(verdict, "strong"), Gap()] if verdict else []
    # Each column wants about eighteen signs to be read; else records.
    if width < 14 + 18 * len(credentials):
        for index, credential in enumerate(credentials):
            single = tuple((row[0], row[index + 1]) for row in rows if row[index + 1])
            blocks += [
                Head(credential.id if not full else f"{credential.id} {credential.name}"),
                Grid(single, indent=1, styles=((0, "strong"),)),
            ]
    else:
        header = ("", *(f"{credential.id}  {credential.issuer}" for credential in credentials))
        same = [number for number, row in enumerate(rows) if len(credentials) > 1 and len(set(row[1:])) == 1]
        dim = tuple((number, column, "quiet") for number in same for column in range(len(credentials) + 1))
        table = Grid(tuple(rows), header=header, indent=1, styles=((0, "strong"),), cells=dim)
        records = tuple(block for index, one in enumerate(credentials) for block in (
            Head(one.id), Grid(tuple((row[0], row[index + 1]) for row in rows if row[index + 1]), indent=1),
        ))  # fmt: skip
        blocks.append(Twin((_yielding(table) if not full else table,), records))
    if full:
        for credential in credentials:
            figures = (*credential.exam, credential.ceus_alone.fact, credential.ceus_inside)
            ids = dict.fromkeys(id_ for id_ in figures if id_)
            blocks.append(Para(f"{credential.id} figures: {' '.join(f'[{id_}]' for id_ in ids)}", "quiet"))
    blocks.append(Part(2, (Para(pathway.settings.price_note, "quiet"),)))
    more = "" if full else "Books, retakes, sources: mecoder cert compare --full   "
    return [*blocks, Para(f"{more}One alone: mecoder cert show {credentials[0].id}", "quiet")]


YIELDING = ("Codes", "They advise")
"""Rows that are left out, in this order, where the screen is too short."""


def _yielding(table: Grid) -> Block:
    """Return the table, without its less telling rows where there is no room for them."""
    whole: Block = table
    for rank in range(len(YIELDING)):
        gone = [number for number, row in enumerate(table.rows) if row[0] in YIELDING[: len(YIELDING) - rank]]
        # What stands further in keeps more rows: it is shown first and goes first.
        left = [number for number in range(len(table.rows)) if number not in gone]
        cells = tuple((left.index(row), column, style) for row, column, style in table.cells if row in left)
        fewer = table._replace(rows=tuple(table.rows[number] for number in left), cells=cells)
        whole = fewer if rank == 0 else Part(10 + rank, (fewer,), (whole,))
    return Part(20, (table,), (whole,))


def verdict_of(pathway: Pathway, credentials: Sequence[Credential], plan: Plan) -> str:
    """Return which of the credentials lies on the person's road, in a sentence; nothing where none does."""
    if plan.target is None or plan.unanswered:
        return ""
    ahead = {stop.id for stop in plan.steps if stop.state != "done"}
    gained = {id_ for step in pathway.steps if step.id in ahead for id_ in gains_of(step)}
    aim = pathway.targets[plan.target].label
    for one in credentials:
        if one.id in gained or (one.becomes in gained and one.becomes):
            return f"For you: the {one.id}. It lies on your road to {aim.lower()}: {one.purpose}."
    return f"None of these lies ahead on your road to {aim.lower()}: mecoder plan"


def gains_of(step: Step) -> list[str]:
    """Return the credentials that a step brings."""
    return [str(effect.value) for effect in step.effects if effect.op == "gain"]


def _few(pathway: Pathway, credentials: Sequence[Credential]) -> list[tuple[str, ...]]:
    """Return the rows that decide, each short enough to be compared at a glance."""

    def row(
        name: str, cell: Callable[[Credential], str], best: Callable[[Credential], float] | None = None
    ) -> tuple[str, ...]:
        cells = [cell(one) for one in credentials]
        if best is not None and len(set(cells)) > 1:
            scores = [best(one) for one in credentials]
            top = max(scores)
            if top > -UNKNOWN:
                cells = [f"{text} (best)" if score == top else text for text, score in zip(cells, scores, strict=True)]
        return (name, *cells)

    def low(fact: str) -> float:
        return -pathway.facts[fact].number() if fact and pathway.facts[fact].is_found else -UNKNOWN

    return [
        row("For", lambda c: ", ".join(c.settings)),
        row("Exam", lambda c: _size(pathway, c)),
        row("Member fee", lambda c: _fee(pathway, c) + (", and dues" if pathway.bodies[c.issuer].dues_every_months else ""), lambda c: low(c.exam.fee_member)),
        # No best one: those who sit for it differ in training and years.
        row("Pass first try", lambda c: _rate(pathway, c)),
        row("Before you sit", lambda c: ", ".join(c.requires) or "nothing"),
        row("They advise", lambda c: ", ".join(c.recommends) or "nothing"),
        row("Keep it", lambda c: f"{c.ceus_alone} CEUs in {pathway.bodies[c.issuer].cycle_months // 12} years", lambda c: -float(c.ceus_alone)),
        row("Codes", lambda c: ", ".join(c.code_sets)),
        row("Leads to", lambda c: ", ".join(c.leads_to)),
    ]  # fmt: skip


def _size(pathway: Pathway, credential: Credential) -> str:
    parts = []
    for id_, unit in ((credential.exam.questions, "questions"), (credential.exam.minutes, "minutes")):
        if id_ and pathway.facts[id_].is_found:
            number = pathway.facts[id_].number()
            parts.append(f"{number / 60:g} h" if unit == "minutes" else f"{number:g} {unit}")
    return ", ".join(parts) or NOT_FOUND


def _rate(pathway: Pathway, credential: Credential) -> str:
    fact = pathway.facts[credential.exam.pass_rate] if credential.exam.pass_rate else None
    if fact is None or not fact.is_found or fact.current.grade == "estimate":
        return "not published"
    return f"{fact.number():g} in 100"


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
        row("Member fee", lambda c: _fee(pathway, c)),
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
    for name, id_ in (("", exam.fee_member), ("else", exam.fee_nonmember)):
        if id_ and pathway.facts[id_].is_found:
            found.append(f"{name} ${words.number(pathway.facts[id_].number())}".strip())
    return ", ".join(found) or NOT_FOUND
