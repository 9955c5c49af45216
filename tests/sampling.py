"""Some of many cases in the default run, the others in the campaign: both see the same test."""

from collections.abc import Sequence
from typing import Any

import pytest


def every(step: int, cases: Sequence[Any]) -> list[Any]:
    """Return *cases* for ``parametrize``: one of *step* always, evenly spread, the others where campaigns run.

    Args:
        step: Of how many cases one is always tried.
        cases: The cases, a tuple of arguments each or a single argument.
    """
    return [
        case if not number % step
        else pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.campaign)
        for number, case in enumerate(cases)
    ]  # fmt: skip
