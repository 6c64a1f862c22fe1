"""`python -m tests.faults.child OPERATION PLACE SEED` does one act of operations.py; acknowledgements go to PLACE/said."""

import sys
from pathlib import Path

from tests.faults.case import World
from tests.faults.operations import OPERATIONS
from tests.faults.trace import SAID

SMALL = (300, 70_000, 3)
"""Bytes of originals where every write is replayed."""


def main(name: str, place: Path, seed: int) -> None:
    """Do the act."""
    with (place / SAID).open("wb", buffering=0) as out:

        def say(*words: object) -> None:
            out.write((" ".join(map(str, words)) + "\n").encode("ascii"))

        OPERATIONS[name].act(World(place, SMALL), seed, say)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
