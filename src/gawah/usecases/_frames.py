"""What the reading process and the one that started it must both know of the frames between them (usecases/_worker.py)."""

from typing import Final

import msgspec

LETTERS: Final[dict[str, str]] = {
    "conversation": "c",
    "message": "m",
    "event": "e",
    "capture": "a",
    "transcript": "t",
    "duplicate": "d",
    "problem": "p",
}
"""The letter before each record in a frame, by its kind."""


class Place(msgspec.Struct, forbid_unknown_fields=True):
    """Where a source lies and what it is: see `Source` and `Found`; `locked` when it wants a password."""

    path: bytes
    inside: list[str]
    name: str
    kind: str
    reader: str | None
    opened: bool
    locked: bool
