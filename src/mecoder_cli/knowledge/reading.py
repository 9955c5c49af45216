"""What is known while a knowledge file is read: the names in it, the facts that are sound so far, and what they mean.

Every question of meaning is answered here: an id, a figure, the text of a condition. Whatever is wrong is raised by
:func:`refuse`; pydantic adds the place and goes on, so that all faults of a file are reported together.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NoReturn, get_args

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from mecoder_cli.domain.conditions import NEVER, All, AnyOf, Atom, Condition, Not
from mecoder_cli.domain.facts import CURRENCY, NOTHING, Fact, FactValue, Figure, Spread, Whole, worded
from mecoder_cli.domain.steps import Effect, Question, Step
from mecoder_cli.strict_yaml import Path

Faults = list[tuple[Path, str]]

SLOT = re.compile(r"\{([A-Za-z0-9][A-Za-z0-9.\-]*)\}")
_ATOM = re.compile(r"(?P<question>[a-z_]+) (?P<op>is not|is|includes|>=|<=|<|>) (?P<value>.+)\Z")
_EFFECT = re.compile(r"(?P<question>[a-z_]+) (?P<op>becomes|reaches|gain|regain|lose|grows)(?: (?P<value>.+))?\Z")
_MAPPED = ("facts", "sources")
_LISTS = {"credentials": "credentials", "memberships": "bodies", "aids": "aid", "lapsed": "holdings"}
"""Questions whose answer is a list of ids, and the section that holds them."""
TYPES = get_args(Question.__annotations__["type"])
_NOUNS = {
    "targets": "aim",
    "facts": "fact has the id", "sources": "source has the id", "questions": "question has the id",
    "bodies": "body has the id", "credentials": "credential has the id", "steps": "step has the id",
    "phases": "phase has the id", "records": "record has the id", "editions": "edition has the id",
    "aid": "aid has the id", "holdings": "credential or body has the id", "calendars": "calendar has the id",
    "ways": "way is called", "counties": "county is called", "schools": "school has the id",
    "parts": "step has the part", "parts of ways": "way has the part",
}  # fmt: skip


def refuse(faults: Iterable[tuple[Path, str]]) -> None:
    """Raise all of *faults*, if there are any; their paths begin at the value that is being read."""
    found = [
        InitErrorDetails(type=PydanticCustomError("fault", "{what}", {"what": what}), loc=path, input=None)
        for path, what in faults
    ]
    if found:
        raise ValidationError.from_exception_data("knowledge", found)


def fail(what: str) -> NoReturn:
    """Raise one fault at the value that is being read."""
    raise PydanticCustomError("fault", "{what}", {"what": what})


def near(wanted: str, known: Iterable[str]) -> str:
    """Return a hint at the known name closest to *wanted*, or nothing."""
    close = get_close_matches(wanted, list(known), 1)
    return f"; did you mean {close[0]!r}?" if close else ""


class Reading:
    """What a file names, found before anything is checked, and the facts and steps that are sound so far."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        steps, budget = _things(content.get("steps")), content.get("budget")
        self.questions = {one["id"]: one for one in _things(content.get("questions"))}
        self.names: dict[str, Collection[str]] = {
            section: [one["id"] for one in _things(value)] for section, value in content.items()
        } | {
            **{section: value for section in _MAPPED if isinstance(value := content.get(section), dict)},
            "questions": self.questions,
            "editions": [one["id"] for one in _things(budget.get("editions") if isinstance(budget, dict) else [])],
            "parts": [
                f"{step['id']}/{part['id']}"
                for step in steps for one in (step, *_things(step.get("ways"))) for part in _things(one.get("parts"))
            ],
            "ways": [f"{step['id']}:{way['id']}" for step in steps for way in _things(step.get("ways"))],
            "parts of ways": [
                f"{step['id']}:{way['id']}/{part['id']}"
                for step in steps for way in _things(step.get("ways")) for part in _things(way.get("parts"))
            ],
        }  # fmt: skip
        self.names["holdings"] = [*self.names.get("credentials", ()), *self.names.get("bodies", ())]
        areas = [area.get("counties") for area in _things(content.get("areas"))]
        self.counties = [name for names in areas if isinstance(names, list) for name in names if isinstance(name, str)]
        settings = content.get("settings")
        self.checked = str(settings.get("checked", "")) if isinstance(settings, dict) else ""
        """The day on which all was checked that does not say its own."""
        self.names["counties"] = self.counties
        self._known = {section: frozenset(names) for section, names in self.names.items()}
        self.repeated: Faults = [*_repeated(content, ())]
        """Ids that a list holds twice."""
        self.key = ""
        """Where a section is a mapping, the key that is being read."""
        self.facts: dict[str, Fact] = {}
        self.steps: list[Step] = []
        self.used: set[str] = set()
        """Every fact that something refers to."""
        self.cited: set[str] = set()
        """Every source that something rests on."""

    def refer(self, id_: str, section: str) -> str:
        """Return *id_*, refused unless that section has it."""
        if section == "facts":
            self.used.add(id_)
        elif section == "sources":
            self.cited.add(id_)
        known = self._known.get(section, frozenset())
        if id_ not in known:
            fail(f"no {_NOUNS[section]} {id_!r}{near(id_, known)}")
        return id_

    def fact(self, id_: str) -> Fact | None:
        """Return a fact; ``None`` where it is itself at fault, which is reported at its place."""
        return self.facts.get(self.refer(id_, "facts"))

    def figure(self, id_: str) -> Figure:
        """Return the figure that a fact gives."""
        fact = self.fact(id_)
        if fact is None:
            return Figure.of(id_, NOTHING)
        if not fact.is_found:
            fail(f"the fact {id_!r} has no value (not found)")
        try:
            return Figure.of(id_, fact.range())
        except TypeError:
            fail(f"the fact {id_!r} holds no number")

    def whole(self, id_: str) -> Whole:
        """Return the whole number that a fact gives."""
        return Whole.of(id_, self.figure(id_).likely)

    def filled(self, text: str) -> str:
        """Return *text* with the values of facts in its ``{fact-id}`` slots."""

        def fill(match: re.Match[str]) -> str:
            fact = self.fact(match[1])
            if fact is not None and not fact.is_found:
                fail(f"the fact {match[1]!r} has no value to print")
            return match[0] if fact is None else _filled(fact)

        return SLOT.sub(fill, text)

    # --- conditions ----------------------------------------------------------------------------------

    def condition(self, written: Any) -> Condition:
        """Return the condition that is *written*: a comparison, or a mapping with one of all, any, not."""
        faults: Faults = []
        condition = self._condition(written, (), faults)
        refuse(faults)
        return condition

    def _condition(self, written: Any, path: Path, faults: Faults) -> Condition:
        if isinstance(written, str):
            return self._atom(written, path, faults)
        if not isinstance(written, dict):
            faults.append((path, "a condition is a comparison, or a mapping with all, any or not"))
            return NEVER
        label = written.get("label", "")
        if not isinstance(label, str):
            faults.append(((*path, "label"), "must be text; put it in quotes"))
            return NEVER
        kinds = [kind for kind in written if kind != "label"]
        if len(kinds) != 1 or kinds[0] not in ("all", "any", "not"):
            faults.append((path, "a condition mapping has exactly one of all, any, not (and perhaps a label)"))
            return NEVER
        kind, inner = kinds[0], written[kinds[0]]
        if kind == "not":
            return Not(self._condition(inner, (*path, kind), faults), label)
        if not isinstance(inner, list) or not inner:
            faults.append(((*path, kind), "needs a list with at least one condition"))
            return NEVER
        parts = tuple(self._condition(part, (*path, kind, index), faults) for index, part in enumerate(inner))
        return All(parts, label) if kind == "all" else AnyOf(parts, label)

    def _atom(self, written: str, path: Path, faults: Faults) -> Condition:
        match = _ATOM.match(written)
        try:
            if match is None:
                fail(f"{written!r} is not a comparison such as 'course_hours >= 80'")
            question, op, raw = self.refer(match["question"], "questions"), match["op"], match["value"]
            label = str(self.questions[question].get("label", ""))
            if op == "is" and raw == "unsure":
                return Atom(question, "unsure", True, f"{question} is unsure", label, ())
            value = self._operand(question, op, raw)
        except PydanticCustomError as error:
            faults.append((path, error.message()))
            return NEVER
        shown = " or ".join(value) if isinstance(value, tuple) else _plain(value)
        fact = raw[1:] if raw.startswith("@") else ""
        return Atom(question, op, value, f"{question} {op} {shown}", label, (fact,) if fact else ())

    def _operand(self, question: str, op: str, raw: str) -> bool | int | str | tuple[str, ...]:
        """Return what an answer is compared with, by the type of the question."""
        kind = self.type_of(question)
        if kind not in TYPES:
            return raw  # the question is itself at fault, which is told at its place
        if kind in _LISTS:
            if op != "includes":
                fail(f"{question} is a list: use includes")
            return tuple(self.refer(part.strip(), _LISTS[kind]) for part in raw.split(" or "))
        if kind in ("whole", "date"):
            if op not in (">=", "<=", "<", ">"):
                fail(f"{question} is a number: use >=, <=, < or >")
            return self._amount(raw)
        if op not in ("is", "is not"):
            fail(f"{question} is a choice: use is or is not")
        if kind == "yes_no":
            if raw not in ("true", "false"):
                fail(f"{question} is true or false, not {raw!r}")
            return raw == "true"
        choices = self.choices_of(question)
        if choices is not None and raw not in choices:
            fail(f"{question} has no choice {raw!r}{near(raw, choices)}")
        return raw

    def type_of(self, question: str) -> str:
        """Return the type of a question as it is written, whether or not there is such a type."""
        return str(self.questions[question].get("type"))

    def choices_of(self, question: str) -> list[str] | None:
        """Return the ids of a question's choices; nothing where one of them is itself at fault."""
        written = self.questions[question].get("choices", [])
        choices = [choice["id"] for choice in _things(written)]
        return choices if isinstance(written, list) and len(choices) == len(written) else None

    def _amount(self, raw: str) -> int:
        if raw.startswith("@"):
            return int(self.whole(raw[1:]))
        if raw.isascii() and raw.isdigit():
            return int(raw)
        fail(f"{raw!r} is neither a whole number nor @fact-id")

    def effect(self, written: str) -> Effect:
        """Return the effect that is *written*, such as ``training becomes completed``."""
        match = _EFFECT.match(written)
        if match is None or match["question"] not in self.questions:
            fail(f"{written!r} is not an effect such as 'training becomes completed'")
        question, op, raw = match["question"], match["op"], match["value"] or ""
        if op == "grows":
            return Effect(question, op, 1)
        if op == "reaches":
            return Effect(question, op, self._amount(raw))
        if op == "regain":
            return Effect(question, op, self.refer(raw, "bodies"))
        if op in ("gain", "lose"):
            self._operand(question, "includes", raw)
            return Effect(question, op, raw)
        if raw.startswith("$"):
            self.refer(raw[1:], "questions")
            return Effect(question, op, raw)
        value = self._operand(question, "is", raw)
        return Effect(question, op, raw if isinstance(value, tuple) else value)


def _things(value: Any) -> list[dict[str, Any]]:
    """Return those of a list that are mappings with an id, whatever else is wrong with them."""
    return (
        [one for one in value if isinstance(one, dict) and isinstance(one.get("id"), str)]
        if isinstance(value, list)
        else []
    )


def _repeated(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Find ids that a list holds twice, however deep it stands."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _repeated(one, (*path, key))
    elif isinstance(value, list):
        seen: set[str] = set()
        for index, one in enumerate(value):
            yield from _repeated(one, (*path, index))
            id_ = one.get("id") if isinstance(one, dict) else None
            if isinstance(id_, str):
                if id_ in seen:
                    yield (*path, index, "id"), f"the id {id_!r} is used twice"
                seen.add(id_)


def _filled(fact: Fact) -> str:
    """Return a fact as it stands in a sentence: money with its sign, else the number alone, as the sentence names the unit."""
    unit = fact.unit.partition("/")[0]
    value = fact.current.value
    if isinstance(value, Spread):
        value = value.median or value.average or 0
    return worded(value, unit if unit in CURRENCY else "-")


def _plain(value: FactValue) -> str:
    """Return a value as a condition writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)
