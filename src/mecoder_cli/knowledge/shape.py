"""From the types of the domain to the validator of a knowledge file, and to its JSON Schema.

One rule for each way a field can be typed or marked; a new kind of thing needs none. Strict throughout: unknown keys
are refused, nothing is converted, a text or list that must be there must not be empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic_core import CoreSchema, SchemaValidator, core_schema

from mecoder_cli.domain.conditions import Condition
from mecoder_cli.domain.facts import FactValue, Figure, Range, Spread, Whole
from mecoder_cli.domain.marks import FILLED, KEYED, LISTED, WORKED_OUT, Pattern, Ref
from mecoder_cli.domain.pathway import Pathway, YearDay
from mecoder_cli.domain.reading import Words
from mecoder_cli.domain.steps import Effect
from mecoder_cli.knowledge.checks import CHECKS, MADE_OF, words, year_day
from mecoder_cli.knowledge.reading import SLOT, Reading

_TEXT = core_schema.str_schema(strict=True, min_length=1)
_READ: Mapping[Any, tuple[CoreSchema, Callable[[Any, Reading], Any]]] = {
    Figure: (_TEXT, lambda written, reading: reading.figure(written)),
    Whole: (_TEXT, lambda written, reading: reading.whole(written)),
    YearDay: (_TEXT, year_day),
    Words: (_TEXT, words),
    Condition: (core_schema.any_schema(), lambda written, reading: reading.condition(written)),
    Effect: (_TEXT, lambda written, reading: reading.effect(written)),
}
"""What is written otherwise than it is kept: how it is written, and what reads it."""


@cache
def validator() -> SchemaValidator:
    """Return the validator of a whole file; it takes a :class:`Reading` as its context."""
    return SchemaValidator(schema_of(Pathway))


def schema_of(kind: Any) -> CoreSchema:
    """Return the schema of a kind of thing, with all that it is made of."""
    shapes = _Shapes()
    return core_schema.definitions_schema(shapes.of(kind, True), list(shapes.kinds.values()))


class _Shapes:
    """The schemas of all kinds of things, each made once."""

    def __init__(self) -> None:
        self.kinds: dict[type, CoreSchema] = {}

    def of(self, annotation: Any, needed: bool) -> CoreSchema:
        """Return the schema of one type; what is *needed* must not be empty."""
        if annotation in _READ:
            schema, read = _READ[annotation]
            return core_schema.with_info_after_validator_function(lambda value, info: read(value, info.context), schema)
        if annotation == FactValue:
            return self._fact_value()
        marks = getattr(annotation, "__metadata__", None)
        if marks:
            return self._marked(annotation.__origin__, marks[0], needed)
        origin, inside = get_origin(annotation), get_args(annotation)
        if origin is Literal:
            return core_schema.literal_schema(list(inside))
        if origin in (Union, UnionType):
            if NoneType in inside:
                return self.of(Union[tuple(kind for kind in inside if kind is not NoneType)], needed)  # noqa: UP007
            return core_schema.union_schema([self.of(kind, needed) for kind in inside])
        if origin is tuple:
            return self._list(inside[0], needed)
        if origin is not None and issubclass(origin, Mapping):
            return core_schema.dict_schema(self._key(inside[0]), self.of(inside[1], True), strict=True)
        if annotation in _SCALARS:
            return (
                core_schema.str_schema(strict=True, min_length=1 if needed else 0)
                if annotation is str
                else _SCALARS[annotation]
            )
        return self._kind(MADE_OF.get(annotation, annotation))

    def _marked(self, kind: Any, mark: Any, needed: bool) -> CoreSchema:
        if isinstance(mark, Pattern):
            return core_schema.str_schema(strict=True, pattern=mark.regex)
        if isinstance(mark, Ref):
            return core_schema.with_info_after_validator_function(
                lambda value, info: info.context.refer(value, mark.section), _TEXT
            )
        if mark is LISTED:
            return core_schema.no_info_after_validator_function(
                lambda things: {thing.id: thing for thing in things}, self._list(get_args(kind)[1], needed)
            )
        if mark is FILLED:
            return core_schema.with_info_after_validator_function(
                lambda value, info: info.context.filled(value), self.of(kind, needed)
            )
        raise TypeError(f"no rule for the mark {mark}")

    def _list(self, kind: Any, needed: bool) -> CoreSchema:
        each = core_schema.list_schema(self.of(kind, True), strict=True, min_length=1 if needed else None)
        return core_schema.no_info_after_validator_function(tuple, each)

    def _key(self, kind: Any) -> CoreSchema:
        def note(key: str, info: Any) -> str:
            info.context.key = key
            return key

        return core_schema.with_info_after_validator_function(note, self.of(kind, True))

    def _fact_value(self) -> CoreSchema:
        """Return the schema of what a fact says; a mapping is a spread of pay or a range, by its keys."""

        def sort(value: Any) -> str:
            if isinstance(value, dict):
                return "spread" if any(key in Spread._fields for key in value) else "range"
            return "truth" if isinstance(value, bool) else "number" if isinstance(value, (int, float)) else "text"

        return core_schema.tagged_union_schema(
            {"truth": _SCALARS[bool], "number": _SCALARS[float], "text": _TEXT, "range": self._kind(Range), "spread": self._kind(Spread)},
            sort,
        )  # fmt: skip

    def _kind(self, kind: Any) -> CoreSchema:
        if kind not in self.kinds:
            self.kinds[kind] = core_schema.any_schema()  # a kind that holds itself finds it begun
            fields = {
                # A text that stands for something where it is left out must not be empty either.
                name: core_schema.typed_dict_field(
                    self.of(annotation, needed or bool(kind._field_defaults[name])), required=needed
                )
                for name, annotation in kind.__annotations__.items()
                if not {WORKED_OUT, KEYED} & {*getattr(annotation, "__metadata__", ())}
                for needed in (name not in kind._field_defaults,)
            }
            self.kinds[kind] = core_schema.with_info_wrap_validator_function(
                partial(_made, kind, _texts(kind)),
                core_schema.typed_dict_schema(fields, extra_behavior="forbid", strict=True),
                ref=kind.__name__, metadata={"pydantic_js_functions": [partial(_described, kind)]},
            )  # fmt: skip
        return core_schema.definition_reference_schema(kind.__name__)


_SCALARS: Mapping[Any, CoreSchema] = {
    str: _TEXT,
    bool: core_schema.bool_schema(strict=True),
    int: core_schema.int_schema(strict=True),
    float: core_schema.union_schema(
        [core_schema.int_schema(strict=True), core_schema.float_schema(strict=True)],
        custom_error_type="number_type", custom_error_message="must be a number",
    ),
}  # fmt: skip


def _texts(kind: Any) -> tuple[str, ...]:
    """Return the fields of a kind whose slots are facts that it rests on, where it keeps such a list."""
    if "facts" not in kind._fields:
        return ()
    return tuple(name for name, type_ in kind.__annotations__.items() if FILLED in getattr(type_, "__metadata__", ()))


def _made(kind: Any, texts: tuple[str, ...], written: Any, handler: Callable[[Any], Any], info: Any) -> Any:
    """Make a thing of its mapping, check it, and add the facts of its texts to its own."""
    reading: Reading = info.context
    key = reading.key
    fields = handler(written)
    if texts:
        slots = (slot for name in texts for slot in SLOT.findall(written.get(name, "")))
        fields["facts"] = tuple(dict.fromkeys((*fields.get("facts", ()), *slots)))
    if KEYED in getattr(kind.__annotations__.get("id"), "__metadata__", ()):
        fields["id"] = key
    thing = kind(**fields)
    changed = CHECKS[kind](thing, reading) if kind in CHECKS else None
    return thing if changed is None else changed


def _described(kind: Any, schema: Any, handler: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    described = handler(schema)
    described["description"] = kind.__doc__
    return described
