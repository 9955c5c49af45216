"""How the fields of the knowledge are written, as marks on their types."""

# No "from __future__ import annotations" here: it makes typing compile every field at start-up.
from typing import Annotated, Literal, NamedTuple


class Ref(NamedTuple):
    """Marks a field that holds the id of something in a section of the knowledge."""

    section: str


class Pattern(NamedTuple):
    """Marks a text of a given form."""

    regex: str


class Mark(NamedTuple):
    """Says how a field is written."""

    name: str


FILLED = Mark("filled")
"""``{fact-id}`` in it stands for the value of that fact."""
LISTED = Mark("listed")
"""Written as a list of things that know their id."""
WORKED_OUT = Mark("worked out")
"""Never written: it follows from the rest."""
KEYED = Mark("keyed")
"""The key under which the thing stands."""

Id = Annotated[str, Pattern(r"^[A-Za-z0-9][A-Za-z0-9.\-]*$")]
Key = Annotated[str, Pattern(r"^[a-z][a-z_]*$")]
Day = Annotated[str, Pattern(r"^\d{4}-\d{2}-\d{2}$")]
Filled = Annotated[str, FILLED]
Keyed = Annotated[str, KEYED]
FactId = Annotated[str, Ref("facts")]
FactIds = tuple[FactId, ...]
Texts = tuple[str, ...]
County = Annotated[str, Ref("counties")]
StepIds = tuple[Annotated[str, Ref("steps")], ...]
CredentialIds = tuple[Annotated[str, Ref("credentials")], ...]
Kind = Literal["price", "rule", "exam", "wage", "time", "outlook", "landscape", "estimate"]
"""What sort of thing a fact is, which decides how fast it ages."""
