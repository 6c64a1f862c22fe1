"""Pictures of the case that look like another: their perceptual hashes differ in few bits."""

from dataclasses import dataclass

import msgspec

from gawah.usecases._every_row import every_row
from gawah.usecases._workspace import Workspace
from gawah.vault.rows import Filters, Row

NEAR = 10
"""Of the 64 bits of a perceptual hash at most so many differ between near copies. Two unrelated pictures differ in about 32."""

MOST = 20
"""Look-alikes that are named."""

_PREFIX = "phash:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A capture that looks like another: its id, the item it was read in, and in how many of 64 bits their hashes differ."""

    id: str
    item: str
    bits: int


class _Likeness(msgspec.Struct):
    likeness: str | None = None


_DECODER = msgspec.json.Decoder(_Likeness)


def near(work: Workspace, row: Row) -> tuple[Near, ...]:
    """The captures that look like this one, the nearest first. A look-alike is no proof that one was made from the other."""
    own = _bits(row.json)
    if own is None:
        return ()
    found: list[Near] = []
    for other in every_row(work, Filters(kind="capture")):
        bits = _bits(other.json)
        if bits is not None and other.id != row.id and (differ := (bits ^ own).bit_count()) <= NEAR:
            found.append(Near(id=other.id, item=other.item, bits=differ))
    return tuple(sorted(found, key=lambda one: (one.bits, one.id))[:MOST])


def _bits(json: bytes) -> int | None:
    stated = _DECODER.decode(json).likeness
    return int(stated.removeprefix(_PREFIX), 16) if stated is not None and stated.startswith(_PREFIX) else None
