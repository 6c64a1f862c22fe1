"""Judges a file of texts with the trained heads, and says how many, how long it took and how much memory.

Each line of the file is `{"text", "language"}`. The texts are judged once before the clock runs, for what is made at first use.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from bench.peer import measured
from gawah.analysis.heads import Heads

_HEADS = Heads.load()


def _judged(path: Path, more: Sequence[str]) -> int:  # noqa: ARG001 - as every peer is called
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    found = _HEADS.judge([line["text"] for line in lines], [line["language"] for line in lines])
    return sum(bool(one) for one in found)


_HEADS.judge(["thanks"] * 3, ["en", "ur-Latn", "ar"])
measured(_judged, f"heads {_HEADS.digest[:12]}")
