"""The knowledge in a form that loads in a millisecond: never stale, never trusted blindly.

The file begins with a line that says what it was made from and what follows: the version and the layout of the values,
name, size and checksum of each YAML file, size and checksum of the rest. The line is compared before anything of the rest is
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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeAlias

from mecoder_cli import __version__
from mecoder_cli.domain import conditions, facts, guide, hiring, pathway, practice, reading, steps

Sources: TypeAlias = "Sequence[tuple[str, bytes]]"
"""The name and the bytes of each YAML file."""

_TYPES: dict[tuple[str, str], Any] = {
    (module.__name__, name): kind
    for module in (conditions, facts, guide, hiring, pathway, practice, reading, steps)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and issubclass(kind, (tuple, int)) and kind.__module__ == module.__name__
}
_FORM = "facts apart"
"""How the rest is laid out; another form is made again."""
_LAYOUT = zlib.crc32(repr([_FORM, *((name, getattr(kind, "_fields", ())) for name, kind in _TYPES.items())]).encode())


class _Reader(Unpickler):
    """Makes values of the knowledge and of nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        """Return a type of the knowledge."""
        if (module, name) not in _TYPES:
            raise UnpicklingError(f"{module}.{name} is no type of the knowledge")
        return _TYPES[module, name]


class _Facts(Mapping[str, facts.Fact]):
    """The facts by id, each unpacked when it is first asked for: a command needs a few of hundreds."""

    def __init__(self, packed: Mapping[str, bytes]) -> None:
        self._packed = packed
        self._known: dict[str, facts.Fact] = {}

    def __getitem__(self, id_: str) -> facts.Fact:
        found = self._known.get(id_)
        if found is None:
            found = self._known[id_] = _Reader(io.BytesIO(self._packed[id_])).load()
        return found

    def __contains__(self, id_: object) -> bool:
        return id_ in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def _head(sources: Sources, body: bytes) -> bytes:
    made_of = " ".join(f"{name}:{len(source)}:{zlib.crc32(source):08x}" for name, source in sources)
    return f"mecoder {__version__} layout {_LAYOUT:08x} made of {made_of} holds {len(body)}:{zlib.crc32(body):08x}".encode()


def dump(knowledge: pathway.Pathway, sources: Sources) -> bytes:
    """Return the compiled form of *knowledge*, made from the YAML files *sources*."""
    import pickle

    packed = {id_: pickle.dumps(fact, 5) for id_, fact in knowledge.facts.items()}
    body = pickle.dumps((knowledge._replace(facts={}), packed), 5)
    return _head(sources, body) + b"\n" + body


def load(compiled: Path, folder: Path) -> pathway.Pathway | None:
    """Return the knowledge, or ``None`` when *compiled* is missing, damaged or not made from the files of *folder*."""
    try:
        head, _, body = compiled.read_bytes().partition(b"\n")
        names = [one.partition(":")[0] for one in head.decode().split(" ")[6:-2]]
        sources = [(name, (folder / name).read_bytes()) for name in names]
    except (OSError, ValueError):
        return None
    if head != _head(sources, body):
        return None
    with suppress(UnpicklingError):
        found, packed = _Reader(io.BytesIO(body)).load()
        return found._replace(facts=_Facts(packed)) if isinstance(found, pathway.Pathway) else None
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
