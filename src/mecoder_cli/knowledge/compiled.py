"""The knowledge in a form that loads in a millisecond: never stale, never trusted blindly.

The file begins with a line that says what it was made from and what follows: the version and the layout of the values,
size and checksum of the YAML, size and checksum of the rest. The line is compared before anything of the rest is
looked at; what does not match is ignored and made again from the YAML. The rest is a pickle that may name the types
of the knowledge and nothing else, so reading it runs no code; any Python reads what another one made.
"""

from __future__ import annotations

import io
import os
import zlib

try:
    # The part of ``pickle`` that reads; the rest of it costs a start more than the reading.
    from _pickle import Unpickler, UnpicklingError
except ImportError:  # not every Python has it apart
    from pickle import Unpickler, UnpicklingError
from contextlib import suppress
from pathlib import Path
from typing import Any

from mecoder_cli import __version__
from mecoder_cli.domain import conditions, facts, pathway

_TYPES: dict[tuple[str, str], Any] = {
    (module.__name__, name): kind
    for module in (conditions, facts, pathway)
    for name, kind in vars(module).items()
    if hasattr(kind, "_fields") and kind.__module__ == module.__name__
}
_LAYOUT = zlib.crc32(repr([(name, kind._fields) for name, kind in _TYPES.items()]).encode())


class _Reader(Unpickler):
    """Makes values of the knowledge and of nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        """Return a type of the knowledge."""
        if (module, name) not in _TYPES:
            raise UnpicklingError(f"{module}.{name} is no type of the knowledge")
        return _TYPES[module, name]


def _head(source: bytes, body: bytes) -> bytes:
    return (
        f"mecoder {__version__} layout {_LAYOUT:08x} made of {len(source)} {zlib.crc32(source):08x} "
        f"holds {len(body)} {zlib.crc32(body):08x}"
    ).encode()


def dump(knowledge: pathway.Pathway, source: bytes) -> bytes:
    """Return the compiled form of *knowledge*, made from the YAML *source*."""
    import pickle

    body = pickle.dumps(knowledge, 5)
    return _head(source, body) + b"\n" + body


def load(compiled: bytes, source: bytes) -> pathway.Pathway | None:
    """Return the knowledge, or ``None`` when *compiled* is damaged or not made from *source*."""
    head, _, body = compiled.partition(b"\n")
    if head != _head(source, body):
        return None
    with suppress(UnpicklingError):
        found = _Reader(io.BytesIO(body)).load()
        return found if isinstance(found, pathway.Pathway) else None
    return None


def save(compiled: bytes, path: Path) -> None:
    """Write *compiled* whole or not at all; a place that cannot be written is no error."""
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        partial.write_bytes(compiled)
        partial.replace(path)
    except OSError:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
