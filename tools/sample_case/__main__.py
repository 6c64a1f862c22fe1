"""Write the sample case: `python -m tools.sample_case OUT_DIR [--seed N]`."""

import argparse
import sys
from pathlib import Path

from tools.sample_case.whole import SEED, write


def main() -> int:
    """Write the files and say how many messages they hold."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.sample_case", description="Write a wholly invented case as export files."
    )
    parser.add_argument("out", type=Path, metavar="OUT_DIR", help="folder to write into; made if absent")
    parser.add_argument(
        "--seed", type=int, default=SEED, help="another number tells the story in other words (default: %(default)s)"
    )
    given = parser.parse_args()
    written = write(given.out, given.seed)
    print(
        f"{written.messages} messages and {written.events} events in {written.exports} exports, {written.files} files: {given.out}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
