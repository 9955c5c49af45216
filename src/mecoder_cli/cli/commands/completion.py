"""``mecoder completion``: what a shell needs to complete commands, ids and answers."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from mecoder_cli.cli import options
from mecoder_cli.cli.completing import MARK, SHELLS
from mecoder_cli.cli.suggest import pick

app = options.command_app()

BASH = """# mecoder completion for bash: add this line to ~/.bashrc:  eval "$(mecoder completion bash)"
_mecoder_completion() {
    local IFS=$' \\t\\n' line="${COMP_LINE:0:$COMP_POINT}" found word kept
    local -a words
    read -ra words <<< "$line"
    [[ "$line" == *[[:space:]] ]] && words+=("")
    found=$(COMP_WORDS="$line" COMP_CWORD=$((${#words[@]} - 1)) _MECODER_COMPLETE=complete_bash "${words[0]}" 2>/dev/null) || return
    COMPREPLY=()
    while IFS= read -r word; do
        [[ -n "$word" ]] && COMPREPLY+=("$word")
    done <<< "$found"
    # bash replaces only what stands after the last of its own breaks, such as = and :
    word="${words[${#words[@]}-1]}"
    if [[ "$COMP_WORDBREAKS" == *=* && "$word" == *=* ]]; then
        kept="${word%"${word##*=}"}"
        COMPREPLY=("${COMPREPLY[@]#"$kept"}")
    fi
    # A place of two words is one argument.
    [[ ${#COMPREPLY[@]} == 1 && "${COMPREPLY[0]}" == *" "* ]] && COMPREPLY=("$(printf '%q' "${COMPREPLY[0]}")")
    if [[ ${#COMPREPLY[@]} == 1 && "${COMPREPLY[0]}" == *= ]]; then compopt -o nospace; fi
}
complete -o default -o bashdefault -F _mecoder_completion mecoder
"""


@app.command()
def completion(shell: Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh or fish.")]) -> None:
    """Print what your shell needs; put it where it is read at the start.

    bash: add to ~/.bashrc: eval "$(mecoder completion bash)"

    zsh: add to ~/.zshrc, after compinit: eval "$(mecoder completion zsh)"

    fish: mecoder completion fish > ~/.config/fish/completions/mecoder.fish

    Or let it be put there: mecoder --install-completion
    """
    chosen = pick("shell", shell, SHELLS)
    if chosen == "bash":
        sys.stdout.write(BASH)
        return
    from typer._completion_shared import get_completion_script

    sys.stdout.write(get_completion_script(prog_name="mecoder", complete_var=MARK, shell=chosen) + "\n")
