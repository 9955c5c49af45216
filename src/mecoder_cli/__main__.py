"""Run the program: ``mecoder``, or ``python -m mecoder_cli``."""

# Nothing else is imported out here: from its first line on, Ctrl-C ends the program in one line.
import gc
import sys


def main() -> None:
    """Start the command line and leave with the exit code of the contract.

    A command is over in a moment: looking for cycles while its libraries load
    only costs start-up time, so the collector rests from the first import on.
    """
    gc.disable()
    try:
        from mecoder_cli.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        sys.exit(130)
    finally:
        # Ctrl-C inside a text that a library evaluates (a named tuple being made) stays marked in Python as unhandled, and
        # kills the process with the signal whatever it exits with; the next text evaluated takes the mark away.
        eval("0")


if __name__ == "__main__":
    main()
