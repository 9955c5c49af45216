"""``mecoder edit``: change an entry by a new one in its place."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.keeping import day_option, keep, number_of_option, text_option
from mecoder_cli.cli.session import Session
from mecoder_cli.cli.suggest import find, no_such
from mecoder_cli.conversation.receipts import contradiction, granted_by, out_of_bounds, same_certificate
from mecoder_cli.errors import UsageError
from mecoder_cli.record.entries import Logged, Sat, Units, data_of, editable, is_planned, with_fields
from mecoder_cli.record.exchange import unknown_ids
from mecoder_cli.record.fields import MisfitError, Read, day_field, flag_field, number_field, whole_field, words_field
from mecoder_cli.record.journal import Log
from mecoder_cli.record.planned import day_of

app = options.command_app()


@app.command()
@options.keeping
def edit(
    session: Session,
    number: Annotated[int, typer.Argument(metavar="N", help="The number of the entry; see: mecoder list.")],
    fields: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FIELD=VALUE ...]", help="What to change; nothing after = takes it out."),
    ] = None,
) -> None:
    """Change an entry: a new one takes its place, and undo brings the old one back."""
    session.need_profile()
    old = logged_entry(session, number)
    given = dict(_pair(one, editable(old.entry)) for one in fields or [])
    if not given:
        given = _asked(session, old.entry)
        if not given:
            sys.stdout.write("Nothing was changed.\n")
            return
    values = {key: _value(session, key, text, editable(old.entry)[key]) for key, text in given.items()}
    entry = _settled(session, old, values)
    _refuse(session, old, entry)
    said = f"Changed entry {old.id}: " + "; ".join(_differences(old.entry, entry))
    keep(session, said, [entry._replace(replaces=old.id)], [])


def logged_entry(session: Session, number: int) -> Log:
    """Return an entry that was logged and stands.

    Raises:
        UsageError: There is none of that number.
    """
    entries = (*session.ledger.entries, *session.ledger.planned)
    found = next((one for one in entries if one.id == number), None)
    if found is None:
        # Whoever noted the number of an entry that was changed since means the one in its place.
        later = {event.data["replaces"]: event.id for event in session.events if "replaces" in event.data}
        now = number
        while now in later:
            now = later[now]
        if any(one.id == now for one in entries):
            raise UsageError(f"entry {number} was changed and is entry {now} now", f"Name that one: {now}")
        raise UsageError(f"no entry that was logged has the number {number}", "See: mecoder list")
    return found


def _pair(text: str, known: Mapping[str, Read]) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign:
        raise UsageError(f"{text!r} is not FIELD=VALUE", f"It has: {', '.join(known)}")
    return _field(key, known), value.strip()


def _field(name: str, known: Mapping[str, Read]) -> str:
    found = find(name.strip().replace("-", "_"), known)
    if found is None:
        error = no_such("field", name, known)
        raise UsageError(error.message, error.hint or f"It has: {', '.join(known)}")
    return found


def _asked(session: Session, entry: Logged) -> dict[str, str]:
    """Return what a person wants to change, field after field."""
    known, now = editable(entry), data_of(entry)
    if not session.can_ask or session.as_json:
        raise UsageError(
            "nothing is given to change", f"Name a field, such as: {next(iter(known))}=...; it has: {', '.join(known)}"
        )
    from mecoder_cli.conversation.prompts import Option, prompter  # whoever names the fields is spared the prompts

    asker, given = prompter(session.is_accessible), dict[str, str]()
    while True:
        options_ = [Option(f"{key}: {given.get(key, _text(now.get(key)))}", key) for key in known]
        picked = asker.choose(
            "Change what?", [*options_, Option("Done" if given else "Leave all as it is", None)], None
        )
        if picked is None:
            return given

        def wrong(text: str, key: str = picked) -> str | None:
            try:
                _value(session, key, text, known[key])
            except UsageError as error:
                return error.message
            return None

        given[picked] = asker.line(f"{picked} (empty takes it out)", wrong, given.get(picked, _text(now.get(picked))))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(value) if isinstance(value, list) else str(value)


def _value(session: Session, key: str, text: str, read: Read) -> Any:
    """Return a field as it is kept; nothing where it is taken out."""
    if not text:
        return None
    if read is day_field:
        # Whether it may lie ahead hangs on the whole entry.
        return day_option(session, key, text, future=True).isoformat()
    if read in (number_field, whole_field):
        return number_of_option(key, text, 0, 1_000_000, whole=read is whole_field)
    if read is flag_field:
        if text.casefold() not in ("yes", "no", "true", "false"):
            raise UsageError(f"{key}: {text!r} is neither yes nor no")
        return text.casefold() in ("yes", "true")
    if read is words_field:
        return [text_option(key, one) for one in text.split(",")]
    return text_option(key, text)


def _settled(session: Session, old: Log, values: Mapping[str, Any]) -> Logged:
    """Return the entry with its new values, and what follows from them."""
    entry = old.entry
    if isinstance(entry, Sat):
        exam = find(str(values.get("exam", entry.exam)), session.pathway.credentials)
        if exam is not None:
            examined, granted = granted_by(session.pathway, exam)
            grants = values.get("planned", entry.planned) or values.get("result", entry.result) == "pass"
            values = {**values, "exam": examined.id, "grants": granted.id if grants else None}
    if isinstance(entry, Units) and "body" in values:
        values = {**values, "body": find(str(values["body"]), session.pathway.bodies) or values["body"]}
    try:
        return with_fields(entry._replace(replaces=None), values)
    except MisfitError as error:
        raise UsageError(f"entry {old.id} cannot be changed so", "Nothing was changed.", tuple(error.faults)) from None


def _refuse(session: Session, old: Log, entry: Logged) -> None:
    """Refuse a change that changes nothing, or that could not have been logged."""
    if entry == old.entry._replace(replaces=None):
        raise UsageError(f"that is what entry {old.id} says already", "Nothing was changed.")
    faults = [*out_of_bounds(session.pathway, entry, session.day), *unknown_ids(session.pathway, entry, session.day)]
    if is_planned(entry) and not is_planned(old.entry) and day_of(entry) < session.day:
        faults.append(f"planned: {day_of(entry)} is over")
    others = [one for one in session.ledger.entries if one.id != old.id]
    if isinstance(entry, Sat) and (odd := contradiction(others, entry)):
        faults.append(f"entry {odd[0]} {odd[1]}")
    if isinstance(entry, Units) and (twin := same_certificate(others, entry)):
        faults.append(f"entry {twin.id} logs the same certificate")
    if faults:
        raise UsageError(f"entry {old.id} cannot be changed so", "Nothing was changed.", tuple(faults))


def _differences(old: Logged, new: Logged) -> list[str]:
    before, after = data_of(old._replace(replaces=None)), data_of(new)
    return [
        f"{key} {_text(before.get(key)) or 'nothing'} -> {_text(after.get(key)) or 'nothing'}"
        for key in editable(new) if before.get(key) != after.get(key)
    ]  # fmt: skip
