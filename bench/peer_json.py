"""Loads one JSON file whole with the standard library, and counts what stands at a path of keys (`#`, `*`: every one).

It gives a tree: no places, checks, times, links, attachments or second count.
"""

import json
import platform
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.peer import measured


def _read(path: Path, steps: Sequence[str]) -> int:
    with path.open("rb") as stream:
        text = stream.read().decode("utf-8-sig")
    # What X puts before its arrays is no JSON.
    return _count(json.loads(text[text.index("[") :] if text.startswith("window.") else text), steps)


def _count(value: Any, steps: Sequence[str]) -> int:
    if not steps:
        return len(value)
    if steps[0] in {"#", "*"}:
        return sum(_count(each, steps[1:]) for each in (value.values() if isinstance(value, dict) else value))
    return _count(value[steps[0]], steps[1:])


measured(_read, f"json of Python {platform.python_version()}")
