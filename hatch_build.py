"""Build hook: put the knowledge, its files and their compiled form, in the wheel."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileKnowledge(BuildHookInterface):  # type: ignore[type-arg]
    """Compile ``data/pathway.yaml``; a faulty file fails the build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files of the knowledge and the compiled form to the wheel."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from mecoder_cli.knowledge import compiled, read_in_full

        pathway, _, written = read_in_full(root / "data" / "pathway.yaml")
        target = Path(self.directory) / "pathway.compiled"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(compiled.dump(pathway, written.sources))
        build_data["force_include"][str(target)] = "mecoder_cli/data/pathway.compiled"
        for name, _ in written.sources:
            build_data["force_include"][str(root / "data" / name)] = f"mecoder_cli/data/{name}"
