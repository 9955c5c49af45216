"""The guide, and the topics of the help."""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
from typing import Annotated, NamedTuple

from mecoder_cli.domain.marks import FactIds, Filled, Id, Ref, Texts


class Sentence(NamedTuple):
    """A sentence of the guide, and which claims of the article it holds."""

    text: Filled
    claims: Texts = ()


class Chapter(NamedTuple):
    """A chapter of the guide."""

    id: Id
    title: str
    says: tuple[Sentence, ...]
    phases: tuple[Annotated[str, Ref("phases")], ...] = ()
    """The phases of the road that it is about."""
    rows: tuple[tuple[Filled, ...], ...] = ()
    """A small table."""
    beside: tuple[Filled, ...] = ()
    """What the bodies and the statistics say beside the article."""
    facts: FactIds = ()
    deeper: str = ""
    """The command that goes deeper."""


class HelpTopic(NamedTuple):
    """What ``mecoder help`` tells beside the commands."""

    id: Id
    title: str
    rows: tuple[tuple[str, ...], ...]
    answers: bool = False
    """Whether every answer with its values is listed too, where the topic is asked for alone."""
