"""Turn the file as written into the linked :class:`Pathway`, and report what does not fit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from mecoder_cli.domain.conditions import ALWAYS, All, AnyOf, Atom, Condition, Not, atoms
from mecoder_cli.domain.facts import Fact, FactValue, Range, Source, Spread, Value
from mecoder_cli.domain.pathway import (
    Aid,
    Area,
    Body,
    Choice,
    Credential,
    Effect,
    Exam,
    Item,
    Part,
    Pathway,
    Phase,
    Question,
    Settings,
    Share,
    Step,
    Target,
    Term,
    Topic,
    Way,
    meets,
)
from mecoder_cli.knowledge import model as form
from mecoder_cli.knowledge.budget import link_budget, link_retake
from mecoder_cli.knowledge.records import link_letters, link_records
from mecoder_cli.strict_yaml import Path

NEVER: Condition = AnyOf((), "")
NOTHING = Range(0, 0, 0)

_ATOM = re.compile(r"(?P<question>[a-z_]+) (?P<op>is not|is|includes|>=|<=|<|>) (?P<value>.+)\Z")
_EFFECT = re.compile(r"(?P<question>[a-z_]+) (?P<op>becomes|reaches|gain|lose|grows)(?: (?P<value>.+))?\Z")
_SLOT = re.compile(r"\{([A-Za-z0-9][A-Za-z0-9.\-]*)\}")
_LISTS = ("credentials", "memberships")


MOST: Mapping[str, int] = {
    "USD": 1_000_000, "days": 7_300, "weeks": 1_040, "months": 240, "years": 100, "hours": 10_000, "minutes": 1_440,
    "percent": 1_000,
}  # fmt: skip
"""The largest number that each unit may have, by its first word: limits of the form, far from any figure."""
MOST_OF_ALL = 1_000_000


class Linker:
    """One pass over a well-formed file; faults are collected with their path."""

    def __init__(self, written: form.PathwayForm) -> None:
        self.written = written
        self.faults: list[tuple[Path, str]] = []
        self.questions = {question.id: question for question in written.questions}
        self.facts: dict[str, Fact] = {}
        self.used_facts: set[str] = set()

    def fault(self, path: Path, message: str) -> None:
        """Note something wrong at *path*."""
        self.faults.append((path, message))

    # --- facts ---------------------------------------------------------------------------------

    def link_facts(self) -> None:
        """Make every fact, and refuse values without a known source."""
        checked = self.written.settings.checked
        self._day(checked, ("settings", "checked"))
        for key, written in self.written.facts.items():
            path: Path = ("facts", key)
            values = tuple(self._value(value, (*path, *where), checked) for value, where in self._values(written))
            for value, (_, where) in zip(values, self._values(written), strict=True):
                self._refuse_absurd(value.value, written.unit, (*path, *where, "value"))
            for number, one in enumerate(written.values):
                for other in one.then:
                    if other not in self.written.facts:
                        near = self.near(other, self.written.facts)
                        self.fault((*path, "values", number, "then"), f"no fact has the id {other!r}{near}")
            used = 0
            if len(values) > 1:
                sources = [value.source for value in values]
                if written.used not in sources:
                    self.fault((*path, "used"), f"{written.used!r} is not the source of any of the values")
                else:
                    used = sources.index(written.used)
            self.facts[key] = Fact(
                key, written.label, written.unit, written.kind, values, used,
                written.because or "", written.note or "", written.where or "",
            )  # fmt: skip

    @staticmethod
    def _values(written: form.FactForm) -> Iterable[tuple[form.ValueForm, Path]]:
        if written.not_found:
            return ()
        if written.values:
            return [(value, ("values", index)) for index, value in enumerate(written.values)]
        single = form.ValueForm.model_construct(
            value=written.value, as_of=written.as_of, source=written.source, grade=written.grade,
            confidence=written.confidence, note=None, checked=written.checked,
        )  # fmt: skip
        return [(single, ())]

    def _value(self, written: form.ValueForm, path: Path, checked: str) -> Value:
        if written.source not in self.written.sources:
            self.fault((*path, "source"), f"no source has the id {written.source!r}")
        self._when(written.as_of, (*path, "as_of"))
        if written.checked is not None:
            self._day(written.checked, (*path, "checked"))
        return Value(
            _plain(written.value), written.as_of, written.checked or checked, written.source,
            written.grade, written.confidence, written.note or "",
        )  # fmt: skip

    def _refuse_absurd(self, value: FactValue, unit: str, path: Path) -> None:
        """Refuse a number that its unit cannot mean; reckoned with, it would end the calendar."""
        most = MOST.get(unit.partition("/")[0].partition(" ")[0], MOST_OF_ALL)
        numbers = value if isinstance(value, (Range, Spread)) else (value,)
        for number in numbers:
            if isinstance(number, (int, float)) and not abs(number) <= most:
                self.fault(path, f"{number:g} {unit} is more than any figure can be ({most:,} at most)")

    def _when(self, text: str, path: Path) -> None:
        """Refuse a span whose end is before its start, and a day that does not exist."""
        if text == "undated":
            return
        ends = text.split(" to ")
        for end in ends:
            if len(end) == 10:
                self._day(end, path)
            elif len(end) == 7 and not 1 <= int(end[5:]) <= 12:
                self.fault(path, f"{end!r} is not a month")
        if len(ends) == 2 and ends[1] < ends[0][: len(ends[1])]:
            self.fault(path, f"the end {ends[1]} is before the start {ends[0]}")

    def _day(self, text: str, path: Path) -> None:
        try:
            date.fromisoformat(text)
        except ValueError:
            self.fault(path, f"{text!r} is not a day that exists")

    def fact(self, key: str | None, path: Path) -> Fact | None:
        """Return the fact with that id, or note a dangling one."""
        if key is None:
            return None
        self.used_facts.add(key)
        found = self.facts.get(key)
        if found is None:
            self.fault(path, f"no fact has the id {key!r}{self.near(key, self.facts)}")
        return found

    @staticmethod
    def near(wanted: str, known: Iterable[str]) -> str:
        """Return a hint at the known id closest to *wanted*, or nothing."""
        from difflib import get_close_matches

        close = get_close_matches(wanted, list(known), 1)
        return f"; did you mean {close[0]!r}?" if close else ""

    def range(self, key: str | None, path: Path) -> Range:
        """Return the range that a fact gives; nothing when no fact is named."""
        found = self.fact(key, path)
        if found is None:
            return NOTHING
        if not found.is_found:
            self.fault(path, f"the fact {key!r} has no value (not found)")
            return NOTHING
        try:
            return found.range()
        except TypeError:
            self.fault(path, f"the fact {key!r} holds no number")
            return NOTHING

    def number(self, key: str | None, path: Path) -> int:
        """Return the whole number that a fact gives."""
        return round(self.range(key, path).likely)

    def text(self, written: str, path: Path) -> tuple[str, tuple[str, ...]]:
        """Fill ``{fact-id}`` slots; return the text and the facts used."""
        used: list[str] = []

        def fill(match: re.Match[str]) -> str:
            found = self.fact(match[1], path)
            if found is None or not found.is_found:
                if found is not None:
                    self.fault(path, f"the fact {match[1]!r} has no value to print")
                return match[0]
            used.append(match[1])
            return _worded(found.current.value)

        return _SLOT.sub(fill, written), tuple(dict.fromkeys(used))

    # --- conditions and effects --------------------------------------------------------------------

    def condition(self, written: Any, path: Path, empty: Condition = ALWAYS) -> Condition:
        """Parse a condition; nothing written means *empty*."""
        if written is None:
            return empty
        if isinstance(written, str):
            return self._atom(written, path)
        if not isinstance(written, dict):
            self.fault(path, "a condition is a comparison, or a mapping with all, any or not")
            return NEVER
        label = written.get("label", "")
        kinds = [kind for kind in ("all", "any", "not") if kind in written]
        strange = [key for key in written if key not in ("all", "any", "not", "label")]
        if len(kinds) != 1 or strange:
            self.fault(path, "a condition mapping has exactly one of all, any, not (and perhaps a label)")
            return NEVER
        kind = kinds[0]
        inner = written[kind]
        if kind == "not":
            return Not(self.condition(inner, (*path, kind)), str(label))
        if not isinstance(inner, list) or not inner:
            self.fault((*path, kind), "needs a list with at least one condition")
            return NEVER
        parts = tuple(self.condition(part, (*path, kind, index)) for index, part in enumerate(inner))
        return All(parts, str(label)) if kind == "all" else AnyOf(parts, str(label))

    def _atom(self, written: str, path: Path) -> Condition:
        match = _ATOM.match(written)
        if match is None:
            self.fault(path, f"{written!r} is not a comparison such as 'course_hours >= 80'")
            return NEVER
        question = self.questions.get(match["question"])
        if question is None:
            near = self.near(match["question"], self.questions)
            self.fault(path, f"no question has the id {match['question']!r}{near}")
            return NEVER
        op, raw = match["op"], match["value"]
        if op == "is" and raw == "unsure":
            return Atom(question.id, "unsure", True, f"{question.id} is unsure", question.label, ())
        value, facts = self._operand(question, op, raw, path)
        if value is None:
            return NEVER
        shown = " or ".join(value) if isinstance(value, tuple) else _worded(value)
        return Atom(question.id, op, value, f"{question.id} {op} {shown}", question.label, facts)

    def _operand(
        self, question: form.QuestionForm, op: str, raw: str, path: Path
    ) -> tuple[bool | int | str | tuple[str, ...] | None, tuple[str, ...]]:
        if question.type in _LISTS:
            ids = tuple(part.strip() for part in raw.split(" or "))
            known = {c.id for c in self.written.credentials} if question.type == "credentials" else {
                b.id for b in self.written.bodies
            }  # fmt: skip
            for one in ids:
                if one not in known:
                    self.fault(path, f"no {question.type} entry has the id {one!r}{self.near(one, known)}")
            if op != "includes":
                self.fault(path, f"{question.id} is a list: use includes")
                return None, ()
            return ids, ()
        if question.type in ("whole", "date"):
            if op not in (">=", "<=", "<", ">"):
                self.fault(path, f"{question.id} is a number: use >=, <=, < or >")
                return None, ()
            return self._amount(raw, path)
        if op not in ("is", "is not"):
            self.fault(path, f"{question.id} is a choice: use is or is not")
            return None, ()
        if question.type == "yes_no":
            if raw not in ("true", "false"):
                self.fault(path, f"{question.id} is true or false, not {raw!r}")
            return raw == "true", ()
        choices = [choice.id for choice in question.choices]
        if raw not in choices:
            self.fault(path, f"{question.id} has no choice {raw!r}{self.near(raw, choices)}")
        return raw, ()

    def _amount(self, raw: str, path: Path) -> tuple[int | None, tuple[str, ...]]:
        if raw.startswith("@"):
            return self.number(raw[1:], path), (raw[1:],)
        if raw.isascii() and raw.isdigit():
            return int(raw), ()
        self.fault(path, f"{raw!r} is neither a whole number nor @fact-id")
        return None, ()

    def effect(self, written: str, path: Path) -> Effect | None:
        """Parse an effect such as ``training becomes completed``."""
        match = _EFFECT.match(written)
        if match is None or match["question"] not in self.questions:
            self.fault(path, f"{written!r} is not an effect such as 'training becomes completed'")
            return None
        question, op, raw = self.questions[match["question"]], match["op"], match["value"] or ""
        if op == "grows":
            return Effect(question.id, op, 1)
        if op == "reaches":
            value, _ = self._amount(raw, path)
            return None if value is None else Effect(question.id, op, value)
        if op in ("gain", "lose"):
            self._operand(question, "includes", raw, path)
            return Effect(question.id, op, raw)
        if raw.startswith("$"):
            if raw[1:] not in self.questions:
                self.fault(path, f"no question has the id {raw[1:]!r}")
            return Effect(question.id, op, raw)
        value_is, _ = self._operand(question, "is", raw, path)
        return Effect(question.id, op, raw if isinstance(value_is, tuple) or value_is is None else value_is)

    def effects(self, written: Sequence[str], path: Path) -> tuple[Effect, ...]:
        """Parse a list of effects."""
        parsed = (self.effect(one, (*path, index)) for index, one in enumerate(written))
        return tuple(one for one in parsed if one is not None)

    # --- the sections --------------------------------------------------------------------------------

    def link(self) -> Pathway:
        """Link every section; look at :attr:`faults` before trusting the result."""
        self.link_facts()
        self.unique("questions", [question.id for question in self.written.questions])
        bodies = self._bodies()
        credentials = self._credentials()
        targets = self._targets()
        steps = self._steps()
        aid = self._aid()
        areas = self._areas()
        topics = self._topics()
        settings = self._settings()
        waiver = settings.waiver
        everything: list[Condition] = [waiver, *(a.when for a in aid), *(t.arrived for t in targets.values())]
        for step in steps:
            everything += [step.applies, step.needs, step.advises, step.done, *(way.needs for way in step.ways)]
        questions = self._questions(everything)
        pathway = Pathway(
            settings,
            tuple(Phase(phase.id, phase.label) for phase in self.written.phases),
            {key: Source(key, s.title, s.publisher, s.url or "", s.kind, s.copied) for key, s in self.written.sources.items()},
            self.facts, questions, bodies, credentials, targets, steps, aid, areas, topics,
            link_records(self), link_letters(self), self._glossary(), link_budget(self, steps),
        )  # fmt: skip
        if not self.faults:
            self._refuse_circles(pathway)
            self._refuse_backward(pathway)
        return pathway

    def unique(self, section: str, ids: Sequence[str]) -> None:
        """Note every id that a section uses twice."""
        seen: set[str] = set()
        for index, one in enumerate(ids):
            if one in seen:
                self.fault((section, index, "id"), f"the id {one!r} is used twice")
            seen.add(one)

    def known_facts(self, keys: Sequence[str], path: Path) -> tuple[str, ...]:
        """Return *keys*, noting those that are no facts."""
        for index, key in enumerate(keys):
            self.fact(key, (*path, index))
        return tuple(keys)

    def _texts(self, written: Sequence[str], path: Path) -> tuple[str, ...]:
        return tuple(self.text(one, (*path, index))[0] for index, one in enumerate(written))

    def _questions(self, conditions: Sequence[Condition]) -> Mapping[str, Question]:
        cuts: dict[str, set[int]] = {}
        for condition in conditions:
            for atom in atoms(condition):
                if isinstance(atom.value, int) and not isinstance(atom.value, bool):
                    above = 1 if atom.op in (">", "<=") else 0
                    cuts.setdefault(atom.question, set()).add(atom.value + above)
        questions: dict[str, Question] = {}
        for index, q in enumerate(self.written.questions):
            path: Path = ("questions", index)
            choices = tuple(
                Choice(c.id, self.text(c.label, (*path, "choices", n, "label"))[0], c.help)
                for n, c in enumerate(q.choices)
            )
            if q.type == "choice" and len(choices) < 2:
                self.fault((*path, "choices"), "a choice needs at least two answers")
            if q.type == "county":
                named = [county for area in self.written.areas for county in area.counties]
                choices = tuple(Choice(county, county, "") for county in sorted(named))
            self._check_reading(q, path)
            questions[q.id] = Question(
                q.id, self.text(q.ask, (*path, "ask"))[0], q.label, q.type, q.unit,
                self.text(q.help, (*path, "help"))[0], self.text(q.why, (*path, "why"))[0], choices,
                q.low, q.high, q.default, q.cautious.value, self.text(q.cautious.text, (*path, "cautious"))[0],
                self.condition(q.applies, (*path, "applies")), tuple(sorted(cuts.get(q.id, ()))),
                q.sharpens, q.explore,
            )  # fmt: skip
        return questions

    def _check_reading(self, question: form.QuestionForm, path: Path) -> None:
        """Refuse a default or cautious reading that is not an answer."""
        choices = [choice.id for choice in question.choices]
        for name, value in (("default", question.default), ("cautious", question.cautious.value)):
            if value is None:
                continue
            wrong = (
                (question.type == "choice" and value not in choices)
                or (question.type == "yes_no" and not isinstance(value, bool))
                or (question.type in ("whole", "units") and (isinstance(value, bool) or not isinstance(value, int)))
            )
            if wrong:
                self.fault((*path, name), f"{value!r} is not an answer to {question.id}")

    def _bodies(self) -> Mapping[str, Body]:
        self.unique("bodies", [body.id for body in self.written.bodies])
        step_ids = {step.id for step in self.written.steps}
        bodies: dict[str, Body] = {}
        for index, b in enumerate(self.written.bodies):
            path: Path = ("bodies", index)
            for name, step in (("ceu_step", b.ceu_step), ("dues_step", b.dues_step)):
                if step not in step_ids:
                    self.fault((*path, name), f"no step has the id {step!r}{self.near(step, step_ids)}")
            if not b.ceus_by_count and b.ceus_extra is None:
                self.fault(path, "give either ceus_by_count or ceus_extra")
            ceu_facts = (*b.ceus_by_count, *(key for key in (b.ceus_extra, b.ceus_ceiling, b.ceus_usd) if key))
            bodies[b.id] = Body(
                b.id, b.name, b.url, self.number(b.cycle_months, (*path, "cycle_months")), b.cycle_starts,
                tuple(self.number(key, (*path, "ceus_by_count", n)) for n, key in enumerate(b.ceus_by_count)),
                self.number(b.ceus_extra, (*path, "ceus_extra")), self.number(b.ceus_ceiling, (*path, "ceus_ceiling")),
                self.range(b.ceus_usd, (*path, "ceus_usd")),
                self.number(b.dues_every_months, (*path, "dues_every_months")),
                self.range(b.dues_usd, (*path, "dues_usd")), b.ceu_step, b.dues_step, ceu_facts,
                (b.dues_usd,) if b.dues_usd else (), self.known_facts(b.rules, (*path, "rules")),
                self._shares(b, path), self._optional_fact(b.first_cycle, (*path, "first_cycle")),
                self._optional_fact(b.either_cycle, (*path, "either_cycle")),
            )  # fmt: skip
        return bodies

    def _shares(self, body: form.BodyForm, path: Path) -> tuple[Share, ...]:
        return tuple(
            Share(s.id, s.label, self.number(s.percent, (*path, "ceu_shares", n, "percent")), s.percent)
            for n, s in enumerate(body.ceu_shares)
        )

    def _optional_fact(self, key: str | None, path: Path) -> str:
        self.fact(key, path)
        return key or ""

    def _credentials(self) -> Mapping[str, Credential]:
        self.unique("credentials", [c.id for c in self.written.credentials])
        known = {c.id for c in self.written.credentials}
        issuers = {b.id for b in self.written.bodies}
        made: dict[str, Credential] = {}
        for index, c in enumerate(self.written.credentials):
            path: Path = ("credentials", index)
            if c.issuer not in issuers:
                self.fault((*path, "issuer"), f"no body has the id {c.issuer!r}{self.near(c.issuer, issuers)}")
            for other in (*c.supersedes, *([c.becomes] if c.becomes else [])):
                if other not in known:
                    self.fault(path, f"no credential has the id {other!r}{self.near(other, known)}")
            exam = {name: key or "" for name, key in c.exam.model_dump().items()}
            for name, key in exam.items():
                self.fact(key or None, (*path, "exam", name))
            if c.ceus_inside:
                self.fact(c.ceus_inside, (*path, "ceus_inside"))
            made[c.id] = Credential(
                c.id, c.name, c.issuer, c.level, tuple(c.settings), tuple(c.serves), c.purpose, tuple(c.code_sets),
                Exam(**exam), self._texts(c.requires, (*path, "requires")),
                self._texts(c.recommends, (*path, "recommends")), self._texts(c.leads_to, (*path, "leads_to")),
                c.becomes or "", tuple(c.supersedes), self.number(c.ceus_alone, (*path, "ceus_alone")),
                c.ceus_inside or "", self.known_facts(c.renewal, (*path, "renewal")),
                self.text(c.note, (*path, "note"))[0],
                (*self.known_facts(c.facts, (*path, "facts")), c.ceus_alone),
            )  # fmt: skip
        for id_ in self.written.settings.compare:
            if id_ not in made:
                self.fault(("settings", "compare"), f"no credential has the id {id_!r}")
        return made

    def _targets(self) -> Mapping[str, Target]:
        self.unique("targets", [target.id for target in self.written.targets])
        made: dict[str, Target] = {}
        for index, t in enumerate(self.written.targets):
            path: Path = ("targets", index)
            made[t.id] = Target(
                t.id, t.label, self.text(t.summary, (*path, "summary"))[0],
                self.condition(t.arrived, (*path, "arrived")), self.known_facts(t.facts, (*path, "facts")),
            )  # fmt: skip
        return made

    def _part(self, written: form.PartForm, path: Path) -> Part:
        facts = tuple(key for key in (written.weeks, written.usd) if key)
        weeks = self.range(written.weeks, (*path, "weeks"))
        usd = self.range(written.usd, (*path, "usd"))
        retake = link_retake(self, written.retake, (*path, "retake"))
        return Part(written.id, written.label, weeks, usd, facts, written.edition or "", retake)

    def _parts(self, written: Sequence[form.PartForm], path: Path) -> tuple[Part, ...]:
        return tuple(self._part(part, (*path, index)) for index, part in enumerate(written))

    def _items(self, written: Sequence[form.ItemForm], path: Path) -> tuple[Item, ...]:
        items = []
        for index, item in enumerate(written):
            text, used = self.text(item.text, (*path, index, "text"))
            facts = dict.fromkeys((*self.known_facts(item.facts, (*path, index, "facts")), *used))
            items.append(Item(item.id, text, item.document, tuple(facts)))
        return tuple(items)

    def _steps(self) -> tuple[Step, ...]:
        self.unique("steps", [step.id for step in self.written.steps])
        phases = {phase.id for phase in self.written.phases}
        ids = {step.id for step in self.written.steps}
        steps = []
        for index, s in enumerate(self.written.steps):
            path: Path = ("steps", index)
            if s.phase not in phases:
                self.fault((*path, "phase"), f"no phase has the id {s.phase!r}")
            for key, named in (("helps", s.helps), ("follows", s.follows)):
                for one in named:
                    if one not in ids:
                        self.fault((*path, key), f"no step has the id {one!r}{self.near(one, ids)}")
            self._unique_items(s, path)
            why, why_facts = self.text(s.why, (*path, "why"))
            title, title_facts = self.text(s.title, (*path, "title"))
            facts = dict.fromkeys((*self.known_facts(s.facts, (*path, "facts")), *why_facts, *title_facts))
            steps.append(Step(
                s.id, s.phase, title, why, self.condition(s.applies, (*path, "applies")),
                self.condition(s.needs, (*path, "needs")), self.condition(s.advises, (*path, "advises")),
                self.condition(s.done, (*path, "done"), NEVER),
                tuple(self._way(way, (*path, "ways", n)) for n, way in enumerate(s.ways)),
                self._parts(s.parts, (*path, "parts")), self._items(s.items, (*path, "items")),
                self.effects(s.effects, (*path, "effects")), s.lane, s.paced, s.late, s.paperwork, s.optional,
                tuple(s.helps), tuple(s.follows), self.range(s.usd_per_month, (*path, "usd_per_month")), tuple(facts),
            ))  # fmt: skip
        return tuple(steps)

    def _unique_items(self, step: form.StepForm, path: Path) -> None:
        for way in [None, *step.ways]:
            ids = [item.id for item in (step.items if way is None else [*step.items, *way.items])]
            for one in {one for one in ids if ids.count(one) > 1}:
                self.fault((*path, "items"), f"the item id {one!r} is used twice")

    def _way(self, written: form.WayForm, path: Path) -> Way:
        parts = {f"{step.id}/{part.id}" for step in self.written.steps for part in step.parts}
        for index, included in enumerate(written.includes):
            if included not in parts:
                self.fault((*path, "includes", index), f"no step has the part {included!r}{self.near(included, parts)}")
        return Way(
            written.id, written.label, self.condition(written.needs, (*path, "needs")),
            self._parts(written.parts, (*path, "parts")), self._items(written.items, (*path, "items")),
            self.effects(written.effects, (*path, "effects")), tuple(written.includes),
            self.text(written.note, (*path, "note"))[0],
        )  # fmt: skip

    def _aid(self) -> tuple[Aid, ...]:
        ids = {step.id for step in self.written.steps}
        ways = {f"{s.id}:{w.id}/{part.id}" for s in self.written.steps for w in s.ways for part in w.parts}
        made = []
        for index, a in enumerate(self.written.aid):
            path: Path = ("aid", index)
            for number, one in enumerate(a.covers):
                if one not in ways:
                    self.fault((*path, "covers", number), f"no way has the part {one!r}{self.near(one, ways)}")
            for step in a.steps:
                if step not in ids:
                    self.fault((*path, "steps"), f"no step has the id {step!r}")
            made.append(Aid(
                a.id, a.label, self.condition(a.when, (*path, "when")), self.text(a.pays, (*path, "pays"))[0],
                tuple(a.steps), tuple(a.covers), self.known_facts(a.facts, (*path, "facts")),
            ))  # fmt: skip
        return tuple(made)

    def _areas(self) -> tuple[Area, ...]:
        counties: dict[str, int] = {}
        made = []
        for index, a in enumerate(self.written.areas):
            path: Path = ("areas", index)
            found = self.fact(a.wage, (*path, "wage"))
            if found is not None and found.is_found and not isinstance(found.current.value, Spread):
                self.fault((*path, "wage"), f"the fact {a.wage!r} is not a spread of pay")
            for county in a.counties:
                if county in counties:
                    self.fault((*path, "counties"), f"{county} is in two areas")
                counties[county] = index
            made.append(Area(a.id, a.label, a.kind, tuple(a.counties), a.wage))
        return tuple(made)

    def _topics(self) -> tuple[Topic, ...]:
        made = []
        for index, t in enumerate(self.written.topics):
            if t.origin not in self.written.sources:
                self.fault(("topics", index, "origin"), f"no source has the id {t.origin!r}")
            made.append(Topic(t.id, t.label, t.origin, self.known_facts(t.facts, ("topics", index, "facts"))))
        return tuple(made)

    def _glossary(self) -> Mapping[str, Term]:
        self.unique("glossary", [term.id for term in self.written.glossary])
        made = {}
        for index, t in enumerate(self.written.glossary):
            path: Path = ("glossary", index)
            if t.source not in self.written.sources:
                self.fault(
                    (*path, "source"), f"no source has the id {t.source!r}{self.near(t.source, self.written.sources)}"
                )
            meaning, used = self.text(t.meaning, (*path, "meaning"))
            facts = dict.fromkeys((*self.known_facts(t.facts, (*path, "facts")), *used))
            made[t.id] = Term(t.id, t.term, meaning, tuple(t.also), t.source, tuple(facts))
        return made

    def _settings(self) -> Settings:
        s = self.written.settings
        path: Path = ("settings",)
        for name, id_ in s.questions.model_dump().items():
            if name != "cheapest" and id_ not in self.questions:
                self.fault((*path, "questions", name), f"no question has the id {id_!r}")
        pay = s.pay
        for name in ("nation", "state", "article", "entry"):
            self.fact(getattr(pay, name), (*path, "pay", name))
        for name, rows in (("roles", pay.roles), ("credentials", pay.credentials)):
            for index, row in enumerate(rows):
                self.fact(row.fact, (*path, "pay", name, index, "fact"))
        target = self.questions.get(s.questions.target)
        if target is not None and {c.id for c in target.choices} != {t.id for t in self.written.targets}:
            self.fault(("targets",), f"the targets and the choices of the question {target.id!r} differ")
        return Settings(
            s.title, s.place, s.trade, s.checked, s.questions.target, s.questions.priority, s.questions.cheapest,
            s.questions.pace, s.questions.credentials, s.questions.memberships, s.questions.ceus, s.questions.county,
            self.condition(s.waiver, (*path, "waiver")), self.number(s.at_risk_days, (*path, "at_risk_days")),
            tuple(s.compare), pay.nation, pay.state, pay.article, pay.entry,
            self.known_facts(pay.notes, (*path, "pay", "notes")), tuple((r.id, r.fact) for r in pay.roles),
            tuple((r.id, r.fact) for r in pay.credentials), s.price_note, s.promise_note,
            self.known_facts(s.conflicts, (*path, "conflicts")),
            tuple((kind, self.number(key, (*path, "shelf_days", kind))) for kind, key in s.shelf_days.items()),
        )  # fmt: skip

    # --- no step that can only be reached through itself ---------------------------------------------

    def _refuse_circles(self, pathway: Pathway) -> None:
        """Find steps that no order of steps can ever reach, whatever the person's answers.

        Answers that no step can bring about are taken as given; the others
        must come from a step that is itself within reach.
        """
        every = _by_question(pathway.steps)
        reached: set[str] = set()
        left = list(enumerate(pathway.steps))
        while True:
            offers = _by_question(step for step in pathway.steps if step.id in reached)
            now = {step.id for _, step in left if self._reachable(step, every, offers)}
            if not now:
                break
            reached |= now
            left = [(index, step) for index, step in left if step.id not in now]
        for index, step in left:
            self.fault(("steps", index, "needs"), f"{step.id!r} can only be reached through itself (a circle)")

    def _refuse_backward(self, pathway: Pathway) -> None:
        """Find steps that are to follow a step which itself can only come after them."""
        if not any(step.follows for step in pathway.steps):
            return
        every = _by_question(pathway.steps)
        by_id = {step.id: step for step in pathway.steps}
        before: dict[str, set[str]] = {}

        def needed(first: str) -> set[str]:
            """Return every step that *first* can need, however far back."""
            if first not in before:
                seen, asked, pending = {first}, set[Atom](), [first]
                while pending:
                    step = by_id.get(pending.pop())
                    if step is None:
                        continue
                    more = {*step.follows}
                    for condition in (step.needs, step.advises, *(way.needs for way in step.ways)):
                        for atom in set(atoms(condition)) - asked:
                            asked.add(atom)
                            effects = every.get(atom.question, {})
                            more |= {id_ for effect, ids in effects.items() if meets(effect, atom) for id_ in ids}
                    pending += more - seen
                    seen |= more
                before[first] = seen
            return before[first]

        for index, step in enumerate(pathway.steps):
            for first in step.follows:
                if step.id in needed(first):
                    self.fault(("steps", index, "follows"), f"{first!r} itself can need {step.id!r} (a circle)")

    def _reachable(self, step: Step, every: Offers, offers: Offers) -> bool:
        def holds(condition: Condition) -> bool:
            if isinstance(condition, Atom):
                makers = any(meets(effect, condition) for effect in every.get(condition.question, ()))
                return not makers or any(meets(effect, condition) for effect in offers.get(condition.question, ()))
            if isinstance(condition, Not):
                return True
            results = (holds(part) for part in condition.parts)
            return all(results) if isinstance(condition, All) else any(results)

        ways = [way.needs for way in step.ways] or [ALWAYS]
        return holds(step.needs) and any(holds(way) for way in ways)


Offers: TypeAlias = "Mapping[str, Mapping[Effect, list[str]]]"
"""By question: what steps can make of it, and which do."""


def _by_question(steps: Iterable[Step]) -> Offers:
    found: dict[str, dict[Effect, list[str]]] = {}
    for step in steps:
        for effect in _all_effects(step):
            found.setdefault(effect.question, {}).setdefault(effect, []).append(step.id)
    return found


def _all_effects(step: Step) -> tuple[Effect, ...]:
    return (*step.effects, *(effect for way in step.ways for effect in way.effects))


def _plain(value: Any) -> FactValue:
    if isinstance(value, form.Ranged):
        return Range(*(_trim(number) for number in (value.low, value.likely, value.high)))
    if isinstance(value, form.Spreading):
        return Spread(value.p10, value.p25, value.median, value.p75, value.p90, value.average)
    return value  # type: ignore[no-any-return]


def _trim(number: float) -> float:
    return int(number) if number == int(number) else number


def _worded(value: FactValue | bool | int | str) -> str:
    """Return a value as it stands in a sentence."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Range):
        return f"{value.low:g} to {value.high:g}"
    if isinstance(value, Spread):
        return f"{value.median or value.average}"
    return f"{value:g}" if isinstance(value, float) else str(value)
