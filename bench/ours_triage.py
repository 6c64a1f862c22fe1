"""Judges a file of texts as `gawah assess` does, and says how many, how long it took and how much memory.

Each line of the file is `{"text"}`. A few texts are judged before the clock runs, for what is made at first use.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from bench.peer import measured
from gawah.analysis.assessment import Asked, Assessor

_ASSESSOR = Assessor.load()
_AT_ONCE = 512


def _judged(path: Path, more: Sequence[str]) -> int:  # noqa: ARG001 - as every peer is called
    texts = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    asked = [Asked(id=str(number), text=text) for number, text in enumerate(texts)]
    return sum(len(_ASSESSOR.assess(asked[first : first + _AT_ONCE])) for first in range(0, len(asked), _AT_ONCE))


_ASSESSOR.assess([Asked(id="0", text="thanks")])
measured(_judged, f"gawah assess {_ASSESSOR.model[-12:]}")
