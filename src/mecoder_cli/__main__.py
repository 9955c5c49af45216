"""Run the program: ``mecoder``, or ``python -m mecoder_cli``."""

import gc
from typing import NoReturn


def main() -> NoReturn:
    """Start the command line.

    A command is over in a moment: looking for cycles while its libraries load
    only costs start-up time, so the collector rests from the first import on.
    """
    gc.disable()
    from mecoder_cli.cli import main as run

    run()


if __name__ == "__main__":
    main()
