"""A text file of notes, as large as wanted; it is read in pieces."""

import random
from pathlib import Path

from bench.invented_web_archive import WORDS


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; how many lines they hold."""
    chooser = random.Random(seed)  # noqa: S311 - repeatable, not secret
    count = written = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        while written < size:
            line = " ".join(chooser.choices(WORDS, k=chooser.randrange(4, 40))) + "\n"
            stream.write(line)
            written += len(line.encode())
            count += 1
    return count
