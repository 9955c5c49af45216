"""The wheel as people install it."""

import os
import shutil
import subprocess
import sys
import zipfile
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


PYTHONS = {
    path: None
    for minor in (11, 12, 13, 14)
    for path in [
        *Path.home().glob(f".pyenv/versions/3.{minor}.*/bin/python3.{minor}"),
        *Path("/usr/bin").glob(f"python3.{minor}"),
    ][:1]
}
"""One of each version that is supported and here."""


def quietly(*command: str, **env: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **env}, check=False)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


def try_it(mecoder: Path, home: Path) -> None:
    """Use what was installed as a person would: ask, write down, take along."""
    env = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "XDG_CONFIG_HOME": str(home / "config")}
    assert "What coders earn" in quietly(str(mecoder), "salary", **env)
    quietly(str(mecoder), "profile", "new", "me", **env)
    answers = str(ROOT / "tests" / "data" / "apprentice.yaml")
    for kind in ("page", "calendar", "text"):
        assert quietly(str(mecoder), "export", kind, "--out", "-", "--answers", answers, **env)
    assert "All is in order." in quietly(str(mecoder), "doctor", **env)


@pytest.mark.campaign
@pytest.mark.parametrize("python", PYTHONS, ids=lambda path: path.name)
def test_pip_installs_it_for_every_python(tmp_path: Path, python: Path) -> None:
    """From a clean place, without the tools of whoever develops it; taking it away leaves the person's data alone."""
    quietly(str(python), "-m", "venv", str(tmp_path / "venv"))
    bin_ = tmp_path / "venv" / "bin"
    quietly(str(bin_ / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", str(ROOT))
    try_it(bin_ / "mecoder", tmp_path)
    quietly(str(bin_ / "python"), "-m", "pip", "uninstall", "-qy", "mecoder")
    left = [path for path in (tmp_path / "venv").rglob("*mecoder*") if "__pycache__" not in path.parts]
    assert left == [] and (tmp_path / "data" / "mecoder" / "profiles" / "me.sqlite3").is_file()


@pytest.mark.campaign
@pytest.mark.parametrize("tool", ["pipx", "uv"])
def test_tools_install_it(tmp_path: Path, tool: str) -> None:
    """`pipx install .` and `uv tool install .`, and away again."""
    quietly(sys.executable, "-m", "venv", str(tmp_path / "tools"))
    tools = tmp_path / "tools" / "bin"
    quietly(str(tools / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", tool)
    env = {"PIPX_HOME": str(tmp_path / "pipx"), "PIPX_BIN_DIR": str(tmp_path / "bin"), "UV_TOOL_DIR": str(tmp_path / "uv"),
           "UV_TOOL_BIN_DIR": str(tmp_path / "bin"), "UV_CACHE_DIR": str(tmp_path / "cache"), "UV_PYTHON": sys.executable,
           "UV_PYTHON_DOWNLOADS": "never"}  # fmt: skip
    command = (
        [str(tools / "pipx"), "install", str(ROOT)]
        if tool == "pipx"
        else [str(tools / "uv"), "tool", "install", str(ROOT)]
    )
    quietly(*command, **env)
    try_it(tmp_path / "bin" / "mecoder", tmp_path)
    quietly(*command[:-2], "uninstall", "mecoder", **env)
    assert not (tmp_path / "bin" / "mecoder").exists()
    assert (tmp_path / "data" / "mecoder" / "profiles" / "me.sqlite3").is_file()


@pytest.mark.campaign
def test_the_wheel_holds_what_is_used(tmp_path: Path) -> None:
    """The program, its knowledge, its page, the mark of its types; no tests, no pictures; a README that an index can show."""
    quietly(sys.executable, "-m", "build", "--wheel", "-o", str(tmp_path), str(ROOT))
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = wheel.namelist()
        metadata = wheel.read(next(name for name in names if name.endswith("METADATA"))).decode()
    assert {"mecoder_cli/py.typed", "mecoder_cli/exports/page.html.j2", "mecoder_cli/data/pathway.compiled"} <= set(
        names
    )
    kinds = {name.rpartition(".")[2] for name in names if name.startswith("mecoder_cli/")}
    assert kinds == {"py", "typed", "j2", "yaml", "compiled"}
    assert "![" not in metadata and "# mecoder" in metadata and "Classifier: Typing :: Typed" in metadata
    assert "Author: " in metadata and "Keywords: " in metadata
