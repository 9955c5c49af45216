"""Practice for the interview: cases and questions."""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
from typing import Annotated, NamedTuple

from mecoder_cli.domain.facts import NO_NUMBER, Whole
from mecoder_cli.domain.marks import FactIds, Filled, Id, Ref, Texts


class Code(NamedTuple):
    """A code of a right answer."""

    code: str
    meaning: str
    """What the code's own table says."""
    place: str = ""
    """Where it stands among the others, or on what it hangs."""


class Asked(NamedTuple):
    """One question: a case with its codes, or one that is talked about, with what is listened for."""

    id: Id
    about: Filled
    ask: Filled
    sources: tuple[Annotated[str, Ref("sources")], ...] = ()
    setting: str = ""
    case: str = ""
    codes: tuple[Code, ...] = ()
    also: str = ""
    """Codes of other sets."""
    why: str = ""
    rule: str = ""
    """The section of the guidelines, or the law."""
    look: bool = False
    """Whether the number of the section is to be looked up in the edition of the day."""
    wrong: str = ""
    """The usual mistake."""
    listen: str = ""
    """What interviewers want to hear."""
    model: str = ""
    """An answer in our words."""
    facts: FactIds = ()


class Subject(NamedTuple):
    """Questions about one thing."""

    id: Id
    label: Filled
    questions: tuple[Asked, ...]
    work: Texts = ()
    """The kinds of work for which they are asked, in the words of the credentials; nothing: for any."""


class Interview(NamedTuple):
    """All that can be practiced."""

    topics: tuple[Subject, ...] = ()
    a_day: Whole = NO_NUMBER
    """How many questions make a day's practice."""
    mock: Whole = NO_NUMBER
    """How many make a mock interview."""
    again: tuple[Whole, ...] = ()
    """After how many days a hard question comes back, the first time, the second and so on."""
    until: str = ""
    """The last day for which its codes were checked."""
    notes: Texts = ()

    def questions(self) -> tuple[Asked, ...]:
        """Return the questions of all topics."""
        return tuple(one for topic in self.topics for one in topic.questions)
