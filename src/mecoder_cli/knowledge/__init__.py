"""Read the knowledge file, check it strictly and hand out the pathway."""

from __future__ import annotations

import sys
from pathlib import Path

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.errors import KnowledgeError
from mecoder_cli.knowledge import compiled

_PACKAGE = Path(__file__).resolve().parent.parent
_NAME = "pathway.yaml"
MAX_BYTES = 20_000_000
"""A knowledge file larger than this is a mistake."""


def pathway_file() -> Path:
    """Return the knowledge file: inside the installed package, or in the checkout's ``data``."""
    inside = _PACKAGE / _NAME
    return inside if inside.exists() else _PACKAGE.parent.parent / "data" / _NAME


def load_pathway(path: Path | None = None) -> Pathway:
    """Return the checked knowledge, from its compiled form where that is up to date.

    Args:
        path: Another knowledge file than the one that comes with the program.

    Raises:
        KnowledgeError: The file is missing or breaks a rule; all faults are in it.
    """
    file = path or pathway_file()
    source = read_file(file)
    if path is not None:
        return check(source, file.name)
    place = _PACKAGE / "__pycache__" / f"{_NAME}.compiled"
    for candidate in (place, file.with_suffix(".compiled")):
        try:
            found = compiled.load(candidate.read_bytes(), source)
        except OSError:
            continue
        if found is not None:
            return found
    pathway = check(source, file.name)
    if not sys.dont_write_bytecode:
        compiled.save(compiled.dump(pathway, source), place)
    return pathway


def read_file(file: Path) -> bytes:
    """Return the bytes of a knowledge file of sensible size."""
    try:
        with file.open("rb") as opened:
            # What a file says of its size is not asked: a device or a pipe says nothing.
            source = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise KnowledgeError(f"cannot read {file}: {error.strerror}", "Check the path and its permissions.") from error
    if len(source) > MAX_BYTES:
        raise KnowledgeError(f"{file} is larger than {MAX_BYTES:,} bytes", "Is it a knowledge file?")
    return source


def unused_facts(source: bytes) -> tuple[str, ...]:
    """Return the facts that nothing in the file refers to, not even a word in a text."""
    from mecoder_cli.knowledge.faults import read_form
    from mecoder_cli.knowledge.link import PathwayLinker

    written, _, _ = read_form(source)
    if written is None:
        return ()
    linker = PathwayLinker(written)
    linker.link()
    return tuple(id_ for id_ in written.facts if id_ not in linker.used_facts)


def check(source: bytes, name: str) -> Pathway:
    """Check a knowledge file in full and return it linked.

    Raises:
        KnowledgeError: With one line for every fault: file, line, path, what is wrong.
    """
    from mecoder_cli.knowledge.faults import read_form
    from mecoder_cli.knowledge.link import PathwayLinker

    written, document, faults = read_form(source)
    if written is not None:
        linker = PathwayLinker(written)
        pathway = linker.link()
        faults += [(document.line_of(path), path, message) for path, message in linker.faults]
        if not faults:
            return pathway
    from mecoder_cli.strict_yaml import Fault

    lines = tuple(Fault(line, place, message).text(name) for line, place, message in sorted(faults, key=lambda f: f[0]))
    count = f"{len(lines)} fault" + ("s" if len(lines) != 1 else "")
    raise KnowledgeError(f"{name} has {count}", "Mend them and run: mecoder facts check FILE", lines)
