"""Goes through one CSV file with the standard library's `csv.reader`; the character between fields may be named.

It gives lists of texts: no byte spans, encodings, times, ragged rows or meanings of columns.
"""

import csv
import platform
from collections.abc import Sequence
from pathlib import Path

from bench.peer import measured


def _read(path: Path, more: Sequence[str]) -> int:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return sum(1 for _ in csv.reader(stream, delimiter=more[0] if more else ",")) - 1


measured(_read, f"csv of Python {platform.python_version()}")
