"""Which profile is in use when none is named: the file ``current``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mecoder_cli.record.faults import StoreError
from mecoder_cli.record.lock import sync_folder
from mecoder_cli.record.names import CURRENT, SUFFIX, is_name

NOBODY = "-"
"""In the file: none is in use."""


class Choice:
    """The profile that was chosen last.

    While a change is under way, a second line of the file says what holds as long as the first name is not there:
    another name, or that nobody is chosen. So a command that is killed in its middle leaves one person chosen.

    Args:
        folder: Where the journals are.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / CURRENT

    @property
    def name(self) -> str | None:
        """The name, whether or not it is still there; ``None`` where nobody is chosen."""
        lines = self._lines()
        for line in lines:
            if line == NOBODY:
                return None
            if (self.folder / f"{line}{SUFFIX}").exists():
                return line
        return lines[-1] if lines else None

    @property
    def is_unsettled(self) -> bool:
        """Whether a change was under way when the file was last written."""
        return len(self._lines()) > 1

    def _lines(self) -> list[str]:
        try:
            # A pipe of that name would be waited for.
            if self.file.exists() and not self.file.is_file():
                raise StoreError(f"{self.file} is no file", "Take it away; then choose with: mecoder profile use NAME")
            lines = self.file.read_text(encoding="utf-8").splitlines()
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return []
        except OSError as error:
            raise StoreError(f"cannot read {self.file}: {error.strerror}", "Check the rights of the folder.") from error
        return [line for line in lines[:2] if line == NOBODY or is_name(line)]

    def write(self, *names: str | None) -> None:
        """Choose a name, or nobody; a second one is what holds as long as the first is not there.

        Raises:
            OSError: It could not be written; what was chosen stays so.
        """
        partial = self.folder / f"{CURRENT}.{os.getpid()}"
        try:
            with partial.open("w", encoding="utf-8") as file:
                file.write("".join(f"{name or NOBODY}\n" for name in names))
                file.flush()
                os.fsync(file.fileno())
            partial.replace(self.file)
        except OSError:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            raise
        sync_folder(self.folder)

    @contextmanager
    def in_the_same_step(self, name: str | None, instead: str | None) -> Iterator[None]:
        """Choose *name*, or nobody, in the same step in which a journal gets or loses its name.

        *instead* is what holds as long as that step is not done: the profile in use until now, or nobody.
        """
        self.write(*((name, instead) if name is not None else (instead, None)))
        try:
            yield
        except BaseException:
            with suppress(OSError):  # the two lines say the same
                self.write(instead)
            raise
        with suppress(OSError):
            self.write(name)
