"""Decodes a whole CAR file with libipld, which is what atproto's `CAR.from_bytes` does, and counts the records and the commit.

It holds every block, and neither checks a digest, nor walks the tree that says which blocks are the account's, nor looks at the
signature.
"""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import libipld

from bench.peer import measured


def _read(path: Path, more: Sequence[str]) -> int:  # noqa: ARG001 - as every peer is called
    _, blocks = libipld.decode_car(path.read_bytes())
    return sum("$type" in block or "sig" in block for block in blocks.values())


measured(_read, f"libipld {version('libipld')}")
