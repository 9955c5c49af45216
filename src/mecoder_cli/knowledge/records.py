"""Link what people log and the letters that are drafted from it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mecoder_cli.domain.pathway import Choice, Element, Letter, Record
from mecoder_cli.knowledge import model as form
from mecoder_cli.knowledge.linker import Linker
from mecoder_cli.strict_yaml import Path

BLANK = re.compile(r"\[([^\]]+)\]")
_ANSWERS = {
    "work": "whole", "course": "whole", "cases": "choice", "units": "units", "exam": "credentials",
    "membership": "memberships",
}  # fmt: skip
"""The type of question that each kind of entry answers."""


def link_records(linker: Linker) -> Mapping[str, Record]:
    """Return what can be logged, by the name of its command."""
    made: dict[str, Record] = {}
    linker.unique("records", [record.id for record in linker.written.records])
    for index, r in enumerate(linker.written.records):
        path: Path = ("records", index)
        _check_question(linker, r, path)
        if r.kind == "cases" and r.least is None:
            linker.fault((*path, "least"), "cases need the number that makes them complete")
        made[r.id] = Record(
            r.id, r.kind, r.label, r.help, r.question, r.employs or "", linker.effects(r.starts, (*path, "starts")),
            linker.effects(r.sets, (*path, "sets")), linker.number(r.least, (*path, "least")),
            linker.number(r.score, (*path, "score")), linker.number(r.full_time, (*path, "full_time")),
            linker.known_facts(r.ask_first, (*path, "ask_first")), tuple(r.proves),
            linker.known_facts(r.facts, (*path, "facts")),
        )  # fmt: skip
    return made


def _check_question(linker: Linker, record: form.RecordForm, path: Path) -> None:
    question = linker.questions.get(record.question)
    if question is None:
        near = linker.near(record.question, linker.questions)
        linker.fault((*path, "question"), f"no question has the id {record.question!r}{near}")
    elif question.type != _ANSWERS[record.kind]:
        wanted = _ANSWERS[record.kind]
        linker.fault((*path, "question"), f"{record.kind} answers a question of type {wanted}, not {question.type}")
    if record.employs is not None:
        employs = linker.questions.get(record.employs)
        if employs is None or employs.type != "yes_no":
            linker.fault((*path, "employs"), f"{record.employs!r} is not a yes_no question")


def link_letters(linker: Linker) -> Mapping[str, Letter]:
    """Return the letters that can be drafted."""
    made: dict[str, Letter] = {}
    records = {record.id for record in linker.written.records}
    linker.unique("letters", [letter.id for letter in linker.written.letters])
    for index, letter in enumerate(linker.written.letters):
        path: Path = ("letters", index)
        for record in letter.records:
            if record not in records:
                linker.fault((*path, "records"), f"no record has the id {record!r}{linker.near(record, records)}")
        blanks = {blank for line in letter.lines for blank in BLANK.findall(line)}
        elements = []
        for n, e in enumerate(letter.elements):
            where: Path = (*path, "elements", n)
            for blank in e.needs:
                if blank not in blanks:
                    linker.fault((*where, "needs"), f"no line has the blank [{blank}]")
            if bool(e.needs) == e.on_paper:
                linker.fault(where, "an element either needs blanks or is on_paper")
            text, _ = linker.text(e.text, (*where, "text"))
            elements.append(Element(e.id, text, tuple(e.needs), e.on_paper, linker.number(e.least, (*where, "least"))))
        made[letter.id] = Letter(
            letter.id, letter.label, letter.intro, tuple(letter.records),
            tuple(Choice(s.id, s.label, s.help) for s in letter.signers), tuple(letter.lines), tuple(elements),
            linker.known_facts(letter.facts, (*path, "facts")),
        )  # fmt: skip
    return made
