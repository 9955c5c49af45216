"""The failures that mecoder explains to people, each with its exit code."""

from __future__ import annotations

from typing import Final

OK: Final = 0
FAILURE: Final = 1
USAGE: Final = 2
NOT_ENOUGH_ANSWERS: Final = 3
FACTS_TOO_OLD: Final = 4
INVALID_DATA: Final = 5
INTERRUPTED: Final = 130


class MecoderError(Exception):
    """A failure with a message a person can act on.

    Args:
        message: What went wrong and where, in one sentence.
        hint: What to do about it; copyable where possible.
        details: One line for each fault, when there are several.
    """

    exit_code: int = FAILURE
    code: str = "failure"

    def __init__(self, message: str, hint: str = "", details: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = details


class UsageError(MecoderError):
    """The command line or the answers given cannot be used."""

    exit_code = USAGE
    code = "usage"


class NotEnoughAnswersError(MecoderError):
    """An answer that could change the advice is missing, and nobody can be asked."""

    exit_code = NOT_ENOUGH_ANSWERS
    code = "needs_answers"


class KnowledgeError(MecoderError):
    """The knowledge file breaks a rule of its format."""

    exit_code = INVALID_DATA
    code = "knowledge"


class InterruptedByUser(MecoderError):
    """The person pressed Ctrl-C."""

    exit_code = INTERRUPTED
    code = "interrupted"
