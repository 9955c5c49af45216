"""Read the knowledge file, check it strictly and hand out the pathway."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.errors import KnowledgeError
from mecoder_cli.knowledge import compiled
from mecoder_cli.knowledge.files import COMPILED, pathway_file, read_file

if TYPE_CHECKING:  # reading YAML is what a start is spared
    from mecoder_cli.knowledge.reading import Reading
    from mecoder_cli.knowledge.written import Written

__all__ = ["check", "load_pathway", "pathway_file", "read_file", "read_in_full"]


def load_pathway(path: Path | None = None) -> Pathway:
    """Return the checked knowledge, from its compiled form where that is up to date.

    Args:
        path: Another knowledge file than the one that comes with the program.

    Raises:
        KnowledgeError: The file is missing or breaks a rule; all faults are in it.
    """
    file = path or pathway_file()
    if path is None:
        for place in (COMPILED, file.with_suffix(".compiled")):
            found = compiled.load(place, file.parent)
            if found is not None:
                return found
    pathway, _, written = read_in_full(file)
    if path is None and not sys.dont_write_bytecode:
        compiled.save(compiled.dump(pathway, written.sources), COMPILED)
    return pathway


def read_in_full(file: Path) -> tuple[Pathway, Reading, Written]:
    """Read a knowledge file and what it includes, check all of it, and return also what was found on the way.

    Raises:
        KnowledgeError: With one line for every fault: file, line, path, what is wrong.
    """
    return _checked(read_file(file), file.name, file.parent)


def check(source: bytes, name: str, folder: Path | None = None) -> Pathway:
    """Check a knowledge file in full and return what it says; *folder* holds the files that it includes.

    Raises:
        KnowledgeError: With one line for every fault: file, line, path, what is wrong.
    """
    return _checked(source, name, folder)[0]


def _checked(source: bytes, name: str, folder: Path | None) -> tuple[Pathway, Reading, Written]:
    from pydantic import ValidationError

    from mecoder_cli.knowledge.written import Written, pathway_of

    written = Written(source, name, folder)
    if written.is_readable:
        try:
            pathway, reading = pathway_of(written.content)
        except ValidationError as error:
            written.refuse(error)
        else:
            if not written.faults:
                return pathway, reading, written
    lines = tuple(written.lines())
    count = f"{len(lines)} fault" + ("s" if len(lines) != 1 else "")
    raise KnowledgeError(f"{name} has {count}", "Mend them and run: mecoder facts check FILE", lines)
