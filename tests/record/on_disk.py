"""One attack on a full disk, run inside the namespace that the disk was mounted in: ``on_disk ATTACK FOLDER``."""

import sys
from pathlib import Path

from attack import ATTACKS, World


def main() -> None:
    attack = next(one for one in ATTACKS if one.name == sys.argv[1])
    world = World(Path(sys.argv[2]))
    done = world.run(*attack.command)
    (world.folder / "filler").unlink()
    wrong = attack.judge(world, done.returncode == 0)
    if "bug of ours" in done.stderr or "Traceback" in done.stderr:
        wrong = done.stderr
    sys.stdout.write(f"{done.returncode} {wrong}\n")


main()
