"""Build hook: put the compiled knowledge beside the YAML in the wheel."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileKnowledge(BuildHookInterface):  # type: ignore[type-arg]
    """Compile ``data/pathway.yaml``; a faulty file fails the build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the compiled form and add it to the wheel."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from mecoder_cli.knowledge import check, compiled

        source = (root / "data" / "pathway.yaml").read_bytes()
        target = Path(self.directory) / "pathway.compiled"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(compiled.dump(check(source, "pathway.yaml"), source))
        build_data["force_include"][str(target)] = "mecoder_cli/pathway.compiled"
