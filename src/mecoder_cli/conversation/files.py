"""Answers in a file: read and written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from mecoder_cli.domain.answers import as_plain, profile_from
from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.domain.profile import Profile
from mecoder_cli.domain.steps import Question
from mecoder_cli.errors import UsageError
from mecoder_cli.files import write_whole

MAX_BYTES = 1_000_000


def read_answers(pathway: Pathway, source: str, stdin: BinaryIO, day: date) -> Profile:
    """Return the person described by the file *source*; ``-`` reads standard input.

    Raises:
        UsageError: The file cannot be read or holds answers that cannot be used.
    """
    name = "standard input" if source == "-" else source
    return profile_from(
        pathway,
        _load(bytes_of(source, stdin, name, MAX_BYTES, "An answers file has about twenty lines."), name),
        day,
        name,
    )


def bytes_of(source: str, stdin: BinaryIO, name: str, most: int, hint: str) -> bytes:
    """Return what the file *source* holds; ``-`` reads standard input.

    Raises:
        UsageError: It cannot be read, or holds more than *most* bytes, with *hint* beside it.
    """
    try:
        if source == "-":
            content = stdin.read(most + 1)
        else:
            path = Path(source)
            if path.is_dir():
                raise UsageError(f"{name} is a directory, not a file")
            with path.open("rb") as file:
                content = file.read(most + 1)
    except OSError as error:
        raise UsageError(f"cannot read {name}: {error.strerror}", "Check the path and its permissions.") from error
    except ValueError as error:
        raise UsageError(f"cannot read {name!r}: not a usable path") from error
    if len(content) > most:
        raise UsageError(f"{name} is larger than {most:,} bytes", hint)
    return content


def _load(content: bytes, name: str) -> Mapping[str, Any]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is not text (UTF-8)", "Give a YAML or JSON file with answers.") from error
    if not text.strip():
        raise UsageError(f"{name} is empty", "Give at least one answer, such as: target: outpatient-coder")
    from mecoder_cli.strict_yaml import read  # YAML, which a person who types is spared

    document = read(text)
    if document.faults:
        lines = tuple(fault.text(name) for fault in document.faults)
        raise UsageError(f"{name} cannot be used", "Mend the lines named above.", lines)
    if not isinstance(document.content, dict):
        raise UsageError(f"{name} is not a mapping of answers", "Write lines such as: course_hours: 120")
    return document.content


def write_answers(profile: Profile, questions: Mapping[str, Question], target: Path) -> None:
    """Write the answers as YAML to *target*, whole or not at all.

    Raises:
        UsageError: The place cannot be written.
    """
    import yaml  # only answers in a file need it

    text = yaml.safe_dump(as_plain(profile, questions), sort_keys=False, allow_unicode=True)
    write_whole(target, text, "--save", replace=True)
