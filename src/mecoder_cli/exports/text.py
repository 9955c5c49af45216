"""The plan as Markdown that reads well as it is: in a mail, a note, or printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from textwrap import fill

from mecoder_cli.exports.handout import Handout, Step
from mecoder_cli.output import words

WIDTH = 88


def text(handout: Handout) -> str:
    """Return the plan as Markdown."""
    who = f"{handout.who}: " if handout.who else ""
    parts = [
        f"# {plain(f'{who}{handout.aim}' or 'My plan')}", f"{plain(handout.place)}, as of {words.day(handout.day)}.",
        *(f"**{plain(one)}**" for one in (*handout.news, *([handout.good] if handout.good else []))),
    ]  # fmt: skip
    parts += _step(handout.step) if handout.step else []
    parts += _section("Days to keep", _list(f"**{words.day(on)}**: {plain(what)}" for on, what in handout.dates))
    parts += _section("The road", _road(handout))
    parts += _section("Money", _money(handout))
    for title, places in (("Schools that fit", handout.schools), ("People to ask", handout.people)):
        told = _list(
            f"**{plain(one.name)}**: {plain(one.told)}{f'. {plain(one.site)}' if one.site else ''}" for one in places
        )
        parts += _section(title, told)
    parts += _section("Taken as", _list(plain(one) for one in handout.assumed))
    cited = _list(
        f"{plain(one.publisher)}, {plain(one.title)}; copy {plain(one.copied)}{f'. {plain(one.site)}' if one.site else ''}. Says: "
        f"{plain('; '.join(one.says))}"
        for one in handout.sources
    )
    parts += _section("Who says so", cited)
    parts += [plain(one) for one in handout.cautions]
    return "\n\n".join(_filled(part) for part in parts if part) + "\n"


def plain(told: str) -> str:
    """Return a text in which nothing is taken for a mark of the form."""
    # What stands inside a word, or only means something where a line begins, is left as it is: it is to be read raw.
    return re.sub(r"([\\`*\[\]<|]|\b_|_\b(?=\W|$)|~(?=~)|^[#>+-](?=\s|#|$))", r"\\\1", told)


def _step(step: Step) -> list[str]:
    told = [
        f"## {step.heading}: {plain(step.title)}", *([f"{plain(step.way)}."] if step.way else []), plain(step.why),
        *(f"**{plain(one)}**" for one in step.warnings),
        "\n".join(f"- [{'x' if one.is_done else ' '}] {plain(one.text)}" for one in step.lines),
    ]  # fmt: skip
    told += [f"Good to know: {plain('. '.join(step.notes))}."] if step.notes else []
    told += [f"Papers to keep: {plain('; '.join(step.papers))}."] if step.papers else []
    return [*told, f"**{plain(' · '.join(step.takes))}**"]


def _road(handout: Handout) -> str:
    if not handout.road:
        return ""
    rows = [(one.name, one.told or "-", words.month(one.end)) for one in handout.road]
    told = [_table(("Stretch", "How, or cost", "Likely until"), rows), f"**{plain(handout.arrival)}**"]
    told += [plain(one) for one in handout.hangs_on]
    told += [f"Meanwhile: {plain('; '.join(handout.meanwhile))}."] if handout.meanwhile else []
    told += [_list(f"{plain(mark)}: {plain(what)}." for mark, what in handout.trades)]
    return "\n\n".join(part for part in told if part)


def _money(handout: Handout) -> str:
    table = _table(("For", "US dollars"), handout.costs) if handout.costs else ""
    aid = _list(
        f"**{plain(one.label)}**: {one.verdict}. Pays {plain(one.pays)}.{f' Ask: {plain(one.ask)}.' if one.ask else ''}"
        f"{f' By: {plain(one.by)}.' if one.by else ''}"
        for one in handout.money
    )
    return "\n\n".join(part for part in (table, aid) if part)


def _section(title: str, told: str) -> list[str]:
    return [f"## {title}", told] if told else []


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table whose columns stand under each other as they are."""
    told = [list(header), *([plain(cell) for cell in row] for row in rows)]
    wide = [max(len(row[at]) for row in told) for at in range(len(header))]
    lines = [f"| {' | '.join(cell.ljust(room) for cell, room in zip(row, wide, strict=True))} |" for row in told]
    return "\n".join([lines[0], f"|{'|'.join('-' * (room + 2) for room in wide)}|", *lines[1:]])


def _filled(part: str) -> str:
    """Return lines broken between words; tables stay whole."""
    return "\n".join(
        line if line.startswith(("#", "|")) else fill(
            line, WIDTH, subsequent_indent="  " if line.startswith("- ") else "", break_long_words=False, break_on_hyphens=False,
        )
        for line in part.split("\n")
    )  # fmt: skip
