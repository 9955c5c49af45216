"""Where the knowledge lies, and its bytes."""

from __future__ import annotations

from pathlib import Path

from mecoder_cli.errors import KnowledgeError

_PACKAGE = Path(__file__).resolve().parent.parent
_NAME = "pathway.yaml"
COMPILED = _PACKAGE / "__pycache__" / "pathway.compiled"
"""Where the compiled form is kept if it did not come with the program."""
MAX_BYTES = 20_000_000
"""A knowledge file larger than this is a mistake."""


def pathway_file() -> Path:
    """Return the knowledge file: inside the installed package, or in the checkout's ``data``."""
    inside = _PACKAGE / "data" / _NAME
    return inside if inside.exists() else _PACKAGE.parent.parent / "data" / _NAME


def read_file(file: Path) -> bytes:
    """Return the bytes of a knowledge file of sensible size.

    Raises:
        KnowledgeError: It cannot be read, or is too large.
    """
    try:
        with file.open("rb") as opened:
            # What a file says of its size is not asked: a device or a pipe says nothing.
            source = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise KnowledgeError(f"cannot read {file}: {error.strerror}", "Check the path and its permissions.") from error
    if len(source) > MAX_BYTES:
        raise KnowledgeError(f"{file} is larger than {MAX_BYTES:,} bytes", "Is it a knowledge file?")
    return source
