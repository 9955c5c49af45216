"""Run the program: ``mecoder``, or ``python -m mecoder_cli``."""

import gc
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Start the command line.

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


if __name__ == "__main__":
    main()
