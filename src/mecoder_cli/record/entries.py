"""The entries of a journal: one type for each kind, which says what it holds, what is asked of it, and its words.

An event is kept as it was told, as text. :func:`entry_of` reads it into its type and checks every field, whether it
comes from a person, from the journal or from an exported file; :func:`data_of` is the way back.
"""

# No "from __future__ import annotations" here: fields are read by their types.
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Final, NamedTuple, TypeAlias

from mecoder_cli.record.fields import (
    Count,
    Day,
    Flag,
    MisfitError,
    Number,
    Plain,
    Read,
    Result,
    Text,
    Words,
    text,
)  # fmt: skip


class File(NamedTuple):
    """A document, remembered by path and fingerprint."""

    path: Text
    sha256: Text
    bytes: Count


class Dues(NamedTuple):
    """What fell due with a body on a day."""

    body: Text
    due: Day


def _file(value: Any) -> File:
    return _made(File, value)  # type: ignore[no-any-return]


def _settled(value: Any) -> tuple[Dues, ...]:
    if not isinstance(value, list):
        raise ValueError
    return tuple(_made(Dues, one) for one in value)


Proof = Annotated[File, _file]
Settles = Annotated[tuple[Dues, ...], _settled]


# --- the kinds -----------------------------------------------------------------------------------------


class Answered(NamedTuple):
    """A question answered, as an answers file holds the answer; ``unsure`` is one too."""

    question: Text
    value: Plain


class Cleared(NamedTuple):
    """An answer taken out."""

    question: Text


class Done(NamedTuple):
    """A step done, by one of its ways."""

    step: Text
    date: Day
    way: Text = ""
    settles: Settles = ()
    usd: Number | None = None

    def told(self) -> str:
        """Return what was done."""
        return f"Done on {self.date}: {self.step}" + (f" ({self.way})" if self.way else "")


class Checked(NamedTuple):
    """A line of a checklist ticked off."""

    step: Text
    item: Text
    proof: Proof | None = None

    def told(self) -> str:
        """Return what was ticked off."""
        return f"Ticked off: {self.step}/{self.item}" + (f", file {self.proof.path}" if self.proof else "")


class Attached(NamedTuple):
    """The file of a line of a checklist."""

    step: Text
    item: Text
    proof: Proof

    def told(self) -> str:
        """Return what is on file."""
        return f"On file: {self.step}/{self.item}, file {self.proof.path}"


class Undone(NamedTuple):
    """An earlier event taken back."""

    event: Count

    def told(self) -> str:
        """Return what is taken back."""
        return f"Takes back entry {self.event}"


class Work(NamedTuple):
    """A stretch of work; without a last day it goes on."""

    record: Text
    employer: Text
    start: Day
    end: Day | None = None
    hours_per_week: Number | None = None
    code_sets: Words = ()
    signer: Text = ""
    title: Text = ""
    duties: Text = ""
    unpaid: Flag = False
    confirmed: Flag = False
    """The body has said that it counts."""
    usd: Number | None = None
    proof: Proof | None = None
    replaces: Count | None = None
    planned: Flag = False
    """It is still to come, and counts for nothing yet."""

    def told(self) -> list[str]:
        """Return what was logged, in parts."""
        hours = [f"{self.hours_per_week:g} h a week"] if self.hours_per_week is not None else []
        said = [text for is_so, text in ((self.unpaid, "unpaid"), (self.confirmed, "confirmed by the body")) if is_so]
        return [self.employer, f"from {self.start} to {self.end or 'now'}", *hours, *said]

    def faults(self) -> Iterator[str]:
        """Find what cannot be together."""
        if self.end is not None and self.end < self.start:
            yield "to is before from"


class Course(NamedTuple):
    """A finished course."""

    record: Text
    hours: Count
    date: Day
    title: Text = ""
    school: Text = ""
    usd: Number | None = None
    proof: Proof | None = None
    replaces: Count | None = None
    planned: Flag = False

    def told(self) -> list[str]:
        """Return what was logged, in parts."""
        return [f"{self.hours:g} contact hours", *(text for text in (self.title, self.school) if text), str(self.date)]


class Cases(NamedTuple):
    """Practice cases finished so far, all told."""

    record: Text
    cases: Count
    date: Day
    score: Number | None = None
    usd: Number | None = None
    proof: Proof | None = None
    replaces: Count | None = None

    def told(self) -> list[str]:
        """Return what was logged, in parts."""
        return [f"{self.cases} cases", *([f"{self.score:g} %"] if self.score is not None else []), str(self.date)]


class Units(NamedTuple):
    """CEUs from one certificate."""

    record: Text
    body: Text
    units: Number
    date: Day
    title: Text
    categories: Words = ()
    usd: Number | None = None
    proof: Proof | None = None
    replaces: Count | None = None
    planned: Flag = False

    def told(self) -> list[str]:
        """Return what was logged, in parts."""
        return [f"{self.units:g} with {self.body}", self.title, str(self.date), *self.categories]


class Sat(NamedTuple):
    """An exam that was sat, or is booked; a pass grants a credential."""

    record: Text
    exam: Text
    date: Day
    result: Result = ""
    grants: Text = ""
    usd: Number | None = None
    proof: Proof | None = None
    replaces: Count | None = None
    planned: Flag = False

    @property
    def is_pass(self) -> bool:
        """Whether it was passed."""
        return self.result == "pass"

    def told(self) -> list[str]:
        """Return what was logged, in parts."""
        result = "booked" if self.planned else f"passed, {self.grants}" if self.is_pass else "not passed"
        return [self.exam, result, str(self.date)]

    def faults(self) -> Iterator[str]:
        """Find what cannot be together."""
        if self.planned and self.result:
            yield "result is given, though it is planned"
        if not self.planned and not self.result:
            yield "result is missing"
        if (self.is_pass or self.planned) and not self.grants:
            yield "grants is missing"


class Member(NamedTuple):
    """A membership, with the day on which its present CEU cycle ends."""

    record: Text
    body: Text
    renews: Day
    usd: Number | None = None
    proof: Proof | None = None
    replaces: Count | None = None

    def told(self) -> list[str]:
        """Return what was logged, in parts."""
        return [self.body, f"cycle ends {self.renews}"]


Logged: TypeAlias = Work | Course | Cases | Units | Sat | Member
Entry: TypeAlias = Answered | Cleared | Done | Checked | Attached | Undone | Logged

LOGGED: Final = "logged"
RECORDS: Final[Mapping[str, Any]] = {
    "work": Work, "course": Course, "cases": Cases, "units": Units, "exam": Sat, "membership": Member,
}  # fmt: skip
"""By the kind of a record of the knowledge, what is logged with it."""
KINDS: Final[Mapping[str, Any]] = {
    "answered": Answered, "cleared": Cleared, "done": Done, "checked": Checked, "attached": Attached, "undone": Undone,
}  # fmt: skip
_NAMES: Final = {kind: name for name, kind in KINDS.items()} | dict.fromkeys(RECORDS.values(), LOGGED)
_TOLD_BY: Final = {"units": Units, "employer": Work, "hours": Course, "cases": Cases, "exam": Sat, "renews": Member}
"""The field that only one sort of logged entry has; CEUs, the most of a long journal, in front."""
_KEYS: Final = {"start": "from", "end": "to"}
"""Fields that are kept under a word which Python has taken."""


class _Form(NamedTuple):
    fields: Mapping[str, tuple[str, Read]]
    """By key: the field, and what reads it."""
    needed: tuple[str, ...]
    rules: Callable[[Any], Iterator[str]] | None
    """What finds fields that cannot be together."""


def _form(kind: Any) -> _Form:
    fields = {}
    for name, annotation in kind.__annotations__.items():
        # "Number | None": what may be missing is read like what is there.
        marked = annotation if hasattr(annotation, "__metadata__") else annotation.__args__[0]
        fields[_KEYS.get(name, name)] = name, marked.__metadata__[0]
    needed = tuple(key for key, (name, _) in fields.items() if name not in kind._field_defaults)
    return _Form(fields, needed, getattr(kind, "faults", None))


_FORMS: Final = {kind: _form(kind) for kind in (*KINDS.values(), *RECORDS.values(), File, Dues)}


def kind_of(entry: Entry) -> str:
    """Return the kind of event that holds *entry*."""
    return _NAMES[type(entry)]


def entry_of(kind: str, data: Mapping[str, Any]) -> Entry:
    """Return what an event says.

    Raises:
        MisfitError: It does not hold what its kind needs, all faults told.
    """
    type_ = KINDS.get(kind)
    if kind == LOGGED:
        if "record" not in data:
            raise MisfitError(["record is missing"])
        for key, one in _TOLD_BY.items():
            if key in data:
                type_ = one
                break
        if type_ is None:
            raise MisfitError([f"nothing tells what was logged with {data['record']!r}"])
    if type_ is None:
        raise MisfitError([f"{kind!r} is not one of {', '.join((*KINDS, LOGGED))}"])
    return _made(type_, data)  # type: ignore[no-any-return]


def entry_as(record_kind: str, data: Mapping[str, Any]) -> Logged:
    """Return what was logged with a record of that kind.

    Raises:
        MisfitError: It does not hold what that kind needs, all faults told.
    """
    return _made(RECORDS[record_kind], data)  # type: ignore[no-any-return]


def _made(type_: Any, data: Any) -> Any:
    fields, _, rules = form = _FORMS[type_]
    values = {}
    try:
        for key, value in data.items():
            name, read = fields[key]
            # Most of a long journal is plain text, which needs no call.
            values[name] = value if read is text and value and type(value) is str else read(value)
        entry = type_(**values)
    except (AttributeError, KeyError, ValueError, TypeError, MisfitError):
        raise MisfitError(_faults(form, data)) from None
    wrong = list(rules(entry)) if rules is not None else []
    if wrong:
        raise MisfitError(wrong)
    return entry


def _faults(form: _Form, data: Mapping[str, Any]) -> list[str]:
    """Return all that is wrong with the fields of an entry."""
    if not isinstance(data, Mapping):
        return ["it is not a mapping"]
    faults = []
    for key, value in data.items():
        if key not in form.fields:
            faults.append(f"unknown key {key!r}")
            continue
        try:
            form.fields[key][1](value)
        except (ValueError, TypeError, MisfitError):
            faults.append(f"{key}: {value!r} cannot be")
    return faults + [f"{key} is missing" for key in form.needed if key not in data]


def is_planned(entry: Entry) -> bool:
    """Return whether an entry tells of what is still to come."""
    return bool(getattr(entry, "planned", False))


def data_of(entry: Entry) -> dict[str, Any]:
    """Return what an event keeps of *entry*: plain values, and nothing that was not given."""
    return {
        _KEYS.get(name, name): _written(value)
        for name, value in entry._asdict().items()
        if name not in entry._field_defaults or value != entry._field_defaults[name]
    }


def _written(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "_asdict"):
        return {name: _written(part) for name, part in value._asdict().items()}
    return [_written(one) for one in value] if isinstance(value, tuple) else value


FIXED: Final = ("record", "grants", "proof", "replaces")
"""What is not changed by hand: what it is, what follows from the rest, and what has a command of its own."""


def editable(entry: Logged) -> Mapping[str, Read]:
    """Return the fields of *entry* that can be changed, by the word they are kept under, each with what reads it."""
    return {key: read for key, (name, read) in _FORMS[type(entry)].fields.items() if name not in FIXED}


def with_fields(entry: Logged, given: Mapping[str, Any]) -> Logged:
    """Return *entry* with fields changed; ``None`` takes one out.

    Args:
        entry: What was logged.
        given: By the word it is kept under, the plain value.

    Raises:
        MisfitError: It does not hold what its kind needs then, all faults told.
    """
    data = {**data_of(entry), **given}
    return _made(type(entry), {key: value for key, value in data.items() if value is not None})  # type: ignore[no-any-return]
