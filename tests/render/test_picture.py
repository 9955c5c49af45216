"""The picture of the README is what the program draws."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_picture_is_in_step() -> None:
    """``python benchmarks/picture.py`` writes it; after a change to the screens it is run again."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        from picture import picture
    finally:
        sys.path.pop(0)
    assert (ROOT / "screen.svg").read_text(encoding="utf-8") == picture()
