"""A person's papers: on file, missing, and the letters that others sign."""

from __future__ import annotations

from collections.abc import Sequence

from mecoder_cli.domain.facts import shown
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.output.blocks import Block, Checks, Gap, Head, Para, Title
from mecoder_cli.record.journal import Log
from mecoder_cli.record.letters import Draft
from mecoder_cli.record.papers import Paper
from mecoder_cli.screens.entries import _label, entry_line

_STATES = {
    "have": "on file", "missing": "GONE from the disk", "changed": "CHANGED since it was noted",
    "ticked": "ticked off, no file", "lacking": "lacking",
}  # fmt: skip


def papers_screen(
    pathway: Pathway, rows: Sequence[Paper], loose: Sequence[tuple[Log, str]], unanswered: Sequence[str]
) -> list[Block]:
    """Return the documents of the steps, then the entries without a sound file."""
    screen: list[Block] = []
    for step in dict.fromkeys(row.step for row in rows):
        own = [row for row in rows if row.step == step]
        screen.append(Title(own[0].step_title, step))
        done = frozenset(index for index, row in enumerate(own) if row.state == "have")
        screen.append(Checks(tuple((f"{row.document}: {_STATES[row.state]}{_where(row)}", "") for row in own), done))
        screen.append(Gap())
    if unanswered:
        asks = ", ".join(_label(pathway, question) for question in unanswered[:3])
        screen += [
            Para(f"Which steps are ahead hangs on answers still to give: {asks}. Go on with: mecoder plan", "warn"),
            Gap(),
        ]
    elif not rows:
        screen += [Para("The steps ahead ask for no documents."), Gap()]
    if loose:
        screen.append(Head("ENTRIES WITHOUT THEIR DOCUMENT"))
        screen += [
            Para(
                f"{one.id}  {entry_line(pathway, one.entry)}: {_STATES[state]}",
                "warn" if state != "lacking" else "plain",
                3,
            )
            for one, state in loose[:12]
        ]
        if len(loose) > 12:
            screen.append(Para(f"and {len(loose) - 12} more", "quiet", 3))
        screen.append(Gap())
    lacking = next((row for row in rows if row.state == "lacking"), None)
    if lacking is not None:
        screen.append(Para(f"Note a file: mecoder papers add {lacking.step}/{lacking.item} PATH", "quiet"))
    if pathway.letters:
        screen.append(Para(f"Draft a letter: mecoder papers letter {'|'.join(pathway.letters)}", "quiet"))
    return screen


def _where(row: Paper) -> str:
    return f" ({row.path})" if row.path else ""


def letter_text(pathway: Pathway, draft: Draft, form: str) -> str:
    """Return a draft letter as Markdown or plain text, with what would be rejected under it."""
    is_markdown = form == "md"
    head = f"DRAFT: {draft.letter.label}, {draft.title}"
    lines = [f"# {head}" if is_markdown else head, "", draft.letter.intro, ""]
    lines += ["---", ""] if is_markdown else ["-" * 70, ""]
    for line in draft.lines:
        lines += [line, ""]
    lines += ["---", ""] if is_markdown else ["-" * 70, ""]
    if draft.refused:
        lines += ["## Would be rejected as it stands" if is_markdown else "WOULD BE REJECTED AS IT STANDS", ""]
        lines += [f"- {line}" for line in draft.refused]
        lines += ["", f"To mend it: {draft.fill}", ""]
    lines += ["## Only the signer can add" if is_markdown else "ONLY THE SIGNER CAN ADD", ""]
    lines += [f"- [ ] {line}" for line in draft.on_paper]
    lines += ["", *_letter_sources(pathway, draft)]
    return "\n".join(lines) + "\n"


def _letter_sources(pathway: Pathway, draft: Draft) -> list[str]:
    lines = []
    for id_ in draft.letter.facts:
        fact = pathway.facts[id_]
        if fact.is_found:
            source = pathway.sources[fact.current.source]
            lines.append(
                f"{fact.label}: {shown(fact, fact.used)} ({source.publisher}; {fact.current.grade}; copy {source.copied}) [{id_}]"
            )
    return lines


def letter_check_screen(pathway: Pathway, drafts: Sequence[Draft]) -> list[Block]:
    """Return what would be rejected in each draft."""
    screen: list[Block] = []
    for draft in drafts:
        screen.append(Title(draft.title, draft.letter.label))
        screen += [Para(line, "warn", 3) for line in draft.refused]
        if draft.refused:
            screen.append(Para(f"To mend it: {draft.fill}", "plain", 3))
        else:
            screen.append(Para("The ledger fills every blank.", "good", 3))
        screen.append(Para(f"On paper only: {', '.join(draft.on_paper)}", "quiet", 3))
        screen.append(Gap())
    return screen
