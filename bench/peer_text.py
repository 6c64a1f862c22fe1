"""Decodes a text file line by line: the least that reading it can be."""

import platform
from collections.abc import Sequence
from pathlib import Path

from bench.peer import measured


def _read(path: Path, more: Sequence[str]) -> int:  # noqa: ARG001 - as every peer is called
    with path.open(encoding="utf-8") as stream:
        return sum(1 for _ in stream)


measured(_read, f"open() of Python {platform.python_version()}")
