"""What people of the terminal expect: settings, color, quiet, completion, a doctor."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pexpect
import platformdirs
import pytest
from conftest import DATA, Run
from sampling import every

from mecoder_cli.cli.completing import ARGUMENTS, OPTIONS, offers
from mecoder_cli.cli.settings import SETTINGS, config_file, with_setting
from mecoder_cli.domain.pathway import Pathway

APPRENTICE = ("--answers", str(DATA / "apprentice.yaml"), "--as-of", "2026-11-23")


def config(tmp_path: Path, text: str = "") -> dict[str, str]:
    """Return surroundings with settings of their own."""
    file = tmp_path / "own" / "mecoder" / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    if text:
        file.write_text(text, encoding="utf-8")
    return {"XDG_CONFIG_HOME": str(tmp_path / "own")}


# --- settings --------------------------------------------------------------------------------------------------


def test_a_flag_comes_before_the_environment_before_the_file_before_the_default(run: Run, tmp_path: Path) -> None:
    """For color, by what is drawn; and `config show --origin` says where each comes from."""
    env = config(tmp_path, 'color = "always"\nplace = "Pittsfield"\n')
    assert "\x1b[" in run("salary", env=env).stdout
    assert "\x1b[" not in run("salary", env={**env, "MECODER_COLOR": "never"}).stdout
    assert "\x1b[" in run("salary", "--color", "always", env={**env, "MECODER_COLOR": "never"}).stdout
    assert "\x1b[" not in run("salary").stdout
    # What terminals have agreed on is the environment's word, too.
    assert "\x1b[" not in run("salary", env={**env, "NO_COLOR": "1"}).stdout
    shown = json.loads(run("config", "show", "--json", env={**env, "MECODER_DATES": "plain"}).stdout)["settings"]
    assert (shown["color"], shown["place"], shown["dates"], shown["body"]) == (
        {"value": "always", "origin": "file"}, {"value": "Pittsfield", "origin": "file"},
        {"value": "plain", "origin": "environment"}, {"value": "", "origin": "default"},
    )  # fmt: skip
    flagged = json.loads(run("config", "show", "--json", "--color", "never", env=env).stdout)["settings"]["color"]
    assert flagged == {"value": "never", "origin": "flag"}
    told = run("config", "show", "--origin", env=env).stdout
    assert "MECODER_COLOR" in told and "one of auto, always, never" in told


def test_settings_do_what_they_say(run: Run, tmp_path: Path) -> None:
    """Place, days, width and body, set by the command and kept."""
    env = config(tmp_path)
    for name, value in (("place", "pittsfield"), ("dates", "plain"), ("width", "60"), ("body", "aapc")):
        done = run("config", "set", name, value, env=env)
        assert done.returncode == 0, done.stderr
    file = Path(run("config", "path", env=env).stdout.strip())
    assert file == tmp_path / "own" / "mecoder" / "config.toml" and file.stat().st_mode & 0o077 == 0
    assert "Pittsfield" in run("salary", env=env).stdout.split("\n")[0]
    assert "Berkshire County" in run("find", "employers", env=env).stdout
    year = run("calendar", "--as-of", "2026-11-23", env=env).stdout
    assert "2027-05-01" in year and "May 1," not in year
    # The width is set where the surroundings say none, as a terminal's do not.
    alone = {name: value for name, value in {**os.environ, **env}.items() if name != "COLUMNS"}
    drawn = subprocess.run(
        [sys.executable, "-m", "mecoder_cli", "calendar"], env=alone, capture_output=True, text=True, check=True
    )
    assert max(map(len, drawn.stdout.split("\n"))) <= 60
    run("profile", "new", "me", env=env)
    assert (
        run(
            "log", "ceu", "1", "--title", "A meeting", "--date", "2026-11-01", "--as-of", "2026-11-23", env=env
        ).returncode
        == 0
    )
    # An answer comes before what is set.
    assert "Suffolk" in run("find", "employers", "--set", "county=Suffolk", env=env).stdout
    assert run("config", "unset", "place", env=env).returncode == 0
    assert "Pittsfield" not in run("salary", env=env).stdout.split("\n")[0]


@pytest.mark.parametrize("home", ["", "/somewhere/else", " "])
def test_settings_are_where_the_system_keeps_them(monkeypatch: pytest.MonkeyPatch, home: str) -> None:
    """As the library says that knows the custom of every system."""
    monkeypatch.delenv("MECODER_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", home)
    config_file.cache_clear()
    assert config_file() == platformdirs.user_config_path("mecoder", appauthor=False) / "config.toml"
    config_file.cache_clear()


def test_the_rest_of_the_file_stays(tmp_path: Path) -> None:
    """Remarks and order are the person's own."""
    text = '# mine\ncolor = "never"\n\nwidth = 70 # narrow\n'
    assert with_setting(text, "color", "auto") == text.replace("never", "auto")
    assert with_setting(text, "color", None) == "# mine\n\nwidth = 70 # narrow\n"
    assert with_setting(text, "place", 'a "b"\\').endswith('place = "a \\"b\\"\\\\"\n')


@pytest.mark.parametrize(
    ("text", "said"),
    every(2, [
        ("color = ", "Invalid value"), ('colr = "x"', "Did you mean color"), ("color = true", "is no text"), ('color = "red"', "none of auto"),
        ("width = 5", "20 to 500"), ('width = "wide"', "20 to 500"), ('place = "a\\u0007b"', "cannot be printed"), ("x" * 200_000, "larger than"),
        ("\x00\x01", "config.toml"), ('[color]\na = "b"', "is no text"),
    ]),
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_named_with_a_fix(run: Run, tmp_path: Path, text: str, said: str) -> None:
    """Exit 2, one message, nothing shown; and what mends it still runs."""
    env = config(tmp_path, text)
    done = run("salary", env=env)
    assert (done.returncode, done.stdout) == (2, "") and said in done.stderr and "config.toml" in done.stderr
    assert run("config", "path", env=env).returncode == 0 and run("--version", env=env).returncode == 0
    told = run("doctor", env=env)
    assert told.returncode == 1 and "wrong" in told.stdout and "Settings" in told.stdout
    before = (tmp_path / "own" / "mecoder" / "config.toml").read_bytes()
    assert run("salary", "--help", env=env).returncode == 0 and run("help", "files", env=env).returncode == 0
    # The line itself is mended; what a command cannot mend stays as it was.
    if run("config", "set", "color", "auto", env=env).returncode == 0:
        assert run("salary", env=env).returncode == 0
    else:
        assert (tmp_path / "own" / "mecoder" / "config.toml").read_bytes() == before
    assert run("config", "unset", "colr", env=config(tmp_path, 'colr = "x"\n')).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("config", "set", "colr", "x"), "Did you mean color"), (("config", "set", "color", "red"), "none of auto"),
        (("config", "set", "place", "Springfeld"), "no county or town"), (("config", "set", "body", "AAPX"), "Did you mean AAPC"),
        (("config", "set", "width", "5"), "20 to 500"), (("config", "unset", "colr"), "Did you mean color"),
        (("salary", "--color", "red"), "none of auto"), (("salary", "--color"), "none of auto"),
    ],
)  # fmt: skip
def test_bad_settings_are_refused(run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    """One message, exit 2, and no file is begun."""
    env = config(tmp_path)
    done = run(*arguments, env=env)
    assert (done.returncode, done.stdout) == (2, "") and said in done.stderr
    assert not (tmp_path / "own" / "mecoder" / "config.toml").exists()


@pytest.mark.parametrize("text", ['"width" = 100\n', 'pager = """\nless"""\n', 'pager = "more" # mine\n'])
def test_what_is_written_can_be_read_again(run: Run, tmp_path: Path, text: str) -> None:
    """Quoted names, values of several lines, signs beyond the basic plane: changed, or refused and left alone."""
    env = config(tmp_path, text)
    for name, value in (("width", "90"), ("pager", "less -R \U0001f600")):
        run("config", "set", name, value, env=env)
        assert run("config", "show", env=env).returncode == 0


def test_a_link_stays_a_link(run: Run, tmp_path: Path) -> None:
    """Who keeps settings elsewhere finds them changed there."""
    real = tmp_path / "real.toml"
    real.write_text('color = "never"\n', encoding="utf-8")
    (tmp_path / "link.toml").symlink_to(real)
    assert run("config", "set", "color", "auto", env={"MECODER_CONFIG": str(tmp_path / "link.toml")}).returncode == 0
    assert (tmp_path / "link.toml").is_symlink() and "auto" in real.read_text(encoding="utf-8")


def test_where_settings_cannot_be_written_it_is_told(run: Run, tmp_path: Path) -> None:
    """A file in the place of the folder."""
    (tmp_path / "flat").write_text("x", encoding="utf-8")
    done = run("config", "set", "color", "never", env={"MECODER_CONFIG": str(tmp_path / "flat" / "config.toml")})
    assert done.returncode == 2 and "cannot" in done.stderr and "Traceback" not in done.stderr


# --- how it is told --------------------------------------------------------------------------------------------


def test_color_is_asked_for_and_refused(run: Run) -> None:
    """FORCE_COLOR draws in a pipe; NO_COLOR comes before it, --color before both."""
    assert "\x1b[" in run("salary", env={"FORCE_COLOR": "1"}).stdout
    assert "\x1b[" not in run("salary", env={"FORCE_COLOR": "0"}).stdout
    assert "\x1b[" not in run("salary", env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout
    assert "\x1b[" in run("--color=always", "salary", env={"NO_COLOR": "1"}).stdout
    assert run("--color", "never", "salary", env={"FORCE_COLOR": "1"}).stdout == run("salary").stdout


def test_what_is_drawn_into_a_pipe_is_whole(run: Run) -> None:
    """Nothing yields to the rows of a screen that is not there."""
    drawn = run("plan", "--color", "always", *APPRENTICE, env={"LINES": "10"}).stdout
    on_a_screen = run("plan", "--color", "always", *APPRENTICE, env={"LINES": "60"}).stdout
    assert "You arrive" in drawn and drawn == on_a_screen


def test_quiet_and_verbose(run: Run, tmp_path: Path) -> None:
    """Quiet: no remark beside the answer, but what went wrong; verbose: which files, and how long."""
    loud = run("export", "text", *APPRENTICE)
    assert "Written: mecoder.md" in loud.stderr
    quiet = run("export", "text", "--force", "--quiet", *APPRENTICE)
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    assert "exists already" in run("-q", "export", "text", *APPRENTICE).stderr
    told = run("next", "-v", *APPRENTICE)
    assert told.stdout == run("next", *APPRENTICE).stdout
    for what in ("settings: ", "knowledge: ", "records: ", " s\n"):
        assert what in told.stderr


def test_plain_lines_in_a_terminal() -> None:
    """As in a pipe, though a terminal is there."""
    child = pexpect.spawn(
        sys.executable, ["-m", "mecoder_cli", "salary", "--plain"], encoding="utf-8", dimensions=(40, 100), timeout=30
    )
    text = str(child.read()).replace("\r", "")
    assert "\x1b[" not in text and "What coders earn" in text and "█" not in text


@pytest.mark.parametrize("topic", ["answers", "exit-codes", "environment", "privacy", "files", "json"])
def test_topics_of_help(run: Run, topic: str) -> None:
    """Each in lines that fit, and every variable of the settings is among those of the environment."""
    text = run("help", topic, env={"COLUMNS": "80"}).stdout
    assert text and max(map(len, text.split("\n"))) <= 80
    if topic == "environment":
        assert all(one.variable in text for one in SETTINGS.values())


def test_help_of_a_command(run: Run) -> None:
    """As with other programs: `help plan` is `plan --help`; what is neither is refused with what is near."""
    assert run("help", "plan").stdout == run("plan", "--help").stdout
    done = run("help", "privcy")
    assert done.returncode == 2 and "Did you mean privacy" in done.stderr
    assert "usage" not in run("profile").stderr.casefold()


# --- the doctor ------------------------------------------------------------------------------------------------


def test_the_doctor_finds_all_in_order_and_names_nobody(run: Run, tmp_path: Path) -> None:
    """Exit 0; the names of people and of the home are not in it."""
    assert run("profile", "new", "Zebediah", "--answers", str(DATA / "apprentice.yaml")).returncode == 0
    done = run("doctor", env={"HOME": str(tmp_path), "SHELL": "/bin/bash", "XDG_DATA_HOME": str(tmp_path / "data")})
    assert done.returncode == 0 and "All is in order." in done.stdout
    assert "Zebediah" not in done.stdout and str(tmp_path) not in done.stdout and "~" in done.stdout
    assert "Profile 1 of 1" in done.stdout
    told = json.loads(run("doctor", "--json").stdout)
    assert told["ok"] is True and {one["what"] for one in told["findings"]} >= {
        "Python",
        "Libraries",
        "Knowledge",
        "Records",
        "Completion",
    }


def test_the_doctor_finds_what_is_wrong_and_says_what_mends_it(run: Run, tmp_path: Path) -> None:
    """A damaged record, a folder that others read, a knowledge file with a fault, old figures."""
    run("profile", "new", "Zebediah", "--answers", str(DATA / "apprentice.yaml"))
    folder = tmp_path / "data" / "mecoder" / "profiles"
    folder.chmod(0o755)
    assert "can be read by others" in run("doctor").stdout
    (folder / "Zebediah.sqlite3").write_bytes(b"not a journal at all")
    done = run("doctor")
    assert done.returncode == 1 and "1 thing to mend" in done.stdout and "mecoder profile" in done.stdout
    assert "Zebediah" not in done.stdout
    bad = tmp_path / "bad.yaml"
    bad.write_text("settings: [", encoding="utf-8")
    told = run("doctor", env={"MECODER_PATHWAY": str(bad)})
    assert told.returncode == 1 and "mecoder facts check" in told.stdout
    assert "past the check date" in run("doctor", "--as-of", "2031-01-01").stdout


# --- completion ------------------------------------------------------------------------------------------------


def asked(run: Run, line: str, **env: str) -> list[str]:
    """Return what is offered at the end of a line, as bash asks."""
    words = line.split() + ([""] if line.endswith(" ") else [])
    done = run(env={"_MECODER_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1), **env})
    assert done.stderr == ""
    return [line for line in done.stdout.split("\n") if line]


@pytest.mark.parametrize(
    ("line", "offered"),
    every(2, [
        ("mecoder pl", "plan"), ("mecoder cert sh", "show"), ("mecoder cert show CP", "CPC-A"), ("mecoder plan --prio", ""),
        ("mecoder plan --s", "--set"), ("mecoder plan --set priority=", "priority=fastest"), ("mecoder why pass-c", "pass-cpc"),
        ("mecoder why cpc.rem", "cpc.removal"), ("mecoder find employers --county Ham", "Hampden"), ("mecoder salary pitts", "Pittsfield"),
        ("mecoder checklist find", "find-first-job"), ("mecoder done convert-cpc-a/", "convert-cpc-a/signer"), ("mecoder log exam C", "CPC"),
        ("mecoder facts show wage.ma", "wage.ma.entry"), ("mecoder export ", "calendar"), ("mecoder completion ", "fish"),
        ("mecoder config set c", "color"), ("mecoder whatif practi", "practicode=done"), ("mecoder interview --topic pri", "privacy"),
        ("mecoder help pri", "privacy"), ("mecoder --color ", "never"), ("mecoder config set color a", "always"), ("mecoder log ceu --body a", "AAPC"), ("mecoder glossary Pr", "Practicode"),
    ]),
)  # fmt: skip
def test_what_is_offered(run: Run, line: str, offered: str) -> None:
    """Commands, options, ids, places, answers with their values."""
    found = asked(run, line)
    assert (offered in found) if offered else not found, found


def test_people_are_offered_by_name(run: Run) -> None:
    """And nothing goes wrong where there is nobody, no knowledge, or a file of settings that cannot be read."""
    run("profile", "new", "Ann")
    run("profile", "new", "Ben")
    assert asked(run, "mecoder plan --profile ") == ["Ann", "Ben"]
    assert asked(run, "mecoder profile use a") == ["Ann"]
    assert asked(run, "mecoder why pass", MECODER_PATHWAY="/no/such.yaml") == []
    assert asked(run, "mecoder nosuch --x ") == []
    assert asked(run, "mecoder pl", MECODER_CONFIG=str(DATA)) == ["plan"]


def test_every_offer_is_one_that_the_command_takes(pathway: Pathway) -> None:
    """Each table gives something, and each thing once."""
    for find in {*OPTIONS.values(), *ARGUMENTS.values()}:
        found = [value for value, _ in offers(find, "")]
        assert len(found) == len(set(found))
    assert len(offers(ARGUMENTS["why"], "")) > 500


LINES = {
    "bash": (["--norc", "-i"], 'PS1="$ "; eval "$(mecoder completion bash)"\r'),
    "zsh": (["-f", "-i"], 'PS1="$ "; autoload -U compinit; compinit -u -D; eval "$(mecoder completion zsh)"\r'),
    "fish": (["--no-config", "-i"], "function fish_prompt; echo '$ '; end; mecoder completion fish | source\r"),
}


@pytest.mark.campaign
@pytest.mark.parametrize("shell", LINES)
def test_in_the_shell_itself(shell: str, tmp_path: Path) -> None:
    """A whole line typed with Tab in a real shell: a command, an answer after its sign, a place of two words."""
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here; .ci/run has one")
    bin_ = str(Path(sys.executable).parent)
    env = {"PATH": f"{bin_}:{os.environ['PATH']}", "HOME": str(tmp_path), "TERM": "dumb" if shell != "fish" else "xterm", "LC_ALL": "C.UTF-8",
           "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}  # fmt: skip
    arguments, begin = LINES[shell]
    child = pexpect.spawn(shell, arguments, env=env, encoding="utf-8", dimensions=(40, 150), timeout=20)
    child.send(begin)
    child.expect(r"\$ ")
    for typed, whole in (("mecoder salar\t", "salary"), (" --ro\t", "--role"), (" inp\t", "inpatient-coder")):
        child.send(typed)
        child.expect(whole.replace("-", "."))
    child.send("\r")
    child.expect("pay|Pay|earn")
    child.send("mecoder plan --set target=inp\t")
    child.expect("inpatient.coder")
    child.close(force=True)


@pytest.mark.campaign
@pytest.mark.parametrize("command", ["routes --all", "facts conflicts", "export page --all"])
def test_what_takes_long_says_how_far_it_is(run: Run, tmp_path: Path, command: str) -> None:
    """On a terminal, on standard error, gone at the end; nowhere else, and not where no remark is wanted."""
    run("profile", "new", "me", "--answers", str(DATA / "apprentice.yaml"))
    env = {
        **os.environ,
        "TERM": "xterm-256color",
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
    }
    line = f"{sys.executable} -m mecoder_cli {command} > out.txt"
    for more, shown in (("", True), (" --quiet --force" if command.startswith("export") else " --quiet", False)):
        child = pexpect.spawn("/bin/sh", ["-c", line + more], env=env, cwd=str(tmp_path), encoding="utf-8", timeout=120)
        assert ("━" in str(child.read())) == shown
    assert "━" not in (tmp_path / "out.txt").read_text(encoding="utf-8")
