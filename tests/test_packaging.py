"""The wheel as people install it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def other_python() -> str | None:
    """Return another Python than this one that the program supports, if there is one here."""
    minors = [minor for minor in range(15, 10, -1) if minor != sys.version_info.minor]
    names = [(minor, shutil.which(f"python3.{minor}")) for minor in minors]
    # pyenv puts only the chosen one on the path.
    names += [(m, str(path)) for m in minors for path in Path.home().glob(f".pyenv/versions/*/bin/python3.{m}")]
    for minor, name in names:
        if name is None:
            continue
        told = subprocess.run([name, "-c", "import sys; print(sys.version_info.minor)"], capture_output=True, text=True)
        if told.stdout.strip() == str(minor):
            return name
    return None


@pytest.mark.campaign
def test_the_compiled_knowledge_of_a_wheel_serves_any_python(tmp_path: Path) -> None:
    """Built by one Python, run by another that may write nothing: no YAML is read at the start."""
    other = other_python()
    if other is None:
        pytest.skip("there is no other Python here")
    quiet = {"check": True, "capture_output": True}
    subprocess.run([sys.executable, "-m", "build", "--wheel", "-o", str(tmp_path / "dist"), str(ROOT)], **quiet)  # type: ignore[call-overload]
    wheel = next((tmp_path / "dist").glob("*.whl"))
    subprocess.run([other, "-m", "venv", str(tmp_path / "venv")], **quiet)  # type: ignore[call-overload]
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", str(wheel)], **quiet)  # type: ignore[call-overload]
    done = subprocess.run(
        [str(python), "-B", "-X", "importtime", "-m", "mecoder_cli", "salary"],
        capture_output=True, text=True, cwd=tmp_path, env={**os.environ, "XDG_DATA_HOME": str(tmp_path / "data")},
    )  # fmt: skip
    assert done.returncode == 0 and done.stdout
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if "|" in line}
    assert "mecoder_cli.knowledge.compiled" in loaded
    assert not {name for name in loaded if name.split(".")[0] in ("yaml", "pydantic")}
