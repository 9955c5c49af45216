"""What a newcomer sees who types the name of the program alone."""

from __future__ import annotations

from mecoder_cli.domain.pathway import Pathway
from mecoder_cli.output.blocks import Block, Gap, Grid, Para, Title


def welcome_screen(pathway: Pathway, on_path: bool = True) -> list[Block]:
    """Return a welcome and three things to type; and how to type less, where the program is not *on_path*."""
    settings = pathway.settings
    rows = (
        ("mecoder plan", "a few questions, then your next step"),
        ("mecoder guide", f"what a {settings.trade} is, and how one becomes one"),
        ("mecoder salary", "what the work pays where you live"),
    )
    shorter = "" if on_path else "   To type just mecoder: mecoder help path"
    return [
        Title(f"Welcome. From here to {settings.trade}, one step at a time.", settings.place),
        Gap(), Grid(rows, indent=1, styles=((0, "accent"),)), Gap(),
        Para(f"All commands: mecoder --help{shorter}", "quiet"),
    ]  # fmt: skip
