"""Run the program with ``python -m mecoder_cli``."""

from mecoder_cli.cli import main

if __name__ == "__main__":
    main()
