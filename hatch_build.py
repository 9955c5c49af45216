"""Build hook: put the knowledge, its files and their compiled form, in the wheel."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface


class PlainReadme(MetadataHookInterface):
    """Give the README without its picture."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add the README to what an index is told."""
        lines = (Path(self.root) / "README.md").read_text(encoding="utf-8").splitlines(keepends=True)
        text = "".join(line for line in lines if not line.startswith("!["))
        metadata["readme"] = {"content-type": "text/markdown", "text": text}


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
