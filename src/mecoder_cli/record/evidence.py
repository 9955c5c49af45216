"""Files that prove something: remembered by path and fingerprint, never copied."""

from __future__ import annotations

from pathlib import Path

from mecoder_cli.errors import UsageError
from mecoder_cli.record.entries import File

MAX_BYTES = 200_000_000


def fingerprint(given: str) -> File:
    """Return the place, size and SHA-256 of a file.

    Raises:
        UsageError: It is not a file that can be read.
    """
    path = Path(given).expanduser()
    try:
        path = path.resolve(strict=True)
        str(path).encode()  # a name that is not text could not be kept
        if not path.is_file():
            raise UsageError(f"--proof: {given} is not a file", "Give the path of the document itself.")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UsageError(f"--proof: {given} is larger than {MAX_BYTES:,} bytes")
        if size == 0:
            raise UsageError(f"--proof: {given} is empty", "Give the path of the document itself.")
        return File(str(path), _digest(path), size)
    except OSError as error:
        raise UsageError(f"--proof: cannot read {given}: {error.strerror}", "Check the path.") from error
    except (ValueError, RuntimeError) as error:
        raise UsageError(f"--proof: {given!r} is not a usable path") from error


def state(proof: File) -> str:
    """Return ``ok``, ``missing`` or ``changed`` for a file remembered earlier."""
    path = Path(proof.path)
    try:
        # What is no file (a device, a pipe) could be read for ever.
        if not path.is_file():
            return "missing"
        if path.stat().st_size != proof.bytes or proof.bytes > MAX_BYTES:
            return "changed"
        return "ok" if _digest(path) == proof.sha256 else "changed"
    except (OSError, ValueError):
        return "missing"


def _digest(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
