"""What all JSON for scripts is made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mecoder_cli.domain.facts import Days, Range, Spread
from mecoder_cli.domain.profile import Held


def dumps(value: Any) -> str:
    """Return *value* as JSON text."""
    import json  # a screen is drawn without it

    return escaped(json.dumps(value, ensure_ascii=False, indent=2))


def escaped(text: str) -> str:
    """Return JSON text in which everything that does not print, or that turns the order of what does, is escaped."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(one if one == "\n" or one.isprintable() else _escape(one) for one in text)


def _escape(char: str) -> str:
    # A half of a pair alone is no text that any stream can write.
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place]:02x}{units[place + 1]:02x}" for place in range(0, len(units), 2))


def plain(value: Any) -> Any:
    """Return a value as JSON holds it."""
    if isinstance(value, (Range, Days, Spread)):
        return {name: plain(part) for name, part in value._asdict().items()}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Held):
        return {"id": value.id, "day": plain(value.day)} if value.day else value.id
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(part) for part in value]
    return value
