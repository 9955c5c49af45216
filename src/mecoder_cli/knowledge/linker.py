"""The tools of linking: facts, texts, conditions and effects by their ids; every fault with its path."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from mecoder_cli.domain.conditions import ALWAYS, All, AnyOf, Atom, Condition, Not
from mecoder_cli.domain.facts import Fact, FactValue, Range, Spread, Value
from mecoder_cli.domain.pathway import (
    Effect,
)
from mecoder_cli.knowledge import model as form
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

    def _optional_fact(self, key: str | None, path: Path) -> str:
        self.fact(key, path)
        return key or ""


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
