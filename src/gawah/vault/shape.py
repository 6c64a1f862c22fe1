"""What the rows of a reading share, kept once (docs/spec/vault.md, section 3).

Of the JSON of a message most is the same in every message of one sender in one conversation: names of fields, ids, the digest of
the file. Such a *shape* is kept once, cut at the places where rows differ; a row keeps what stands between the cuts. Both are
joined with line feeds, which canonical JSON never holds; the lines of one and the other in turn are the row's exact bytes.
"""

from collections.abc import Hashable, Sequence
from typing import TypeAlias

_PLACE = b',"place":'
_CUTS = (
    (b'"attachments":', b',"body":'),
    (b'"body":', b',"conversation":'),
    (b',"links":', b',"locator":'),
    (_PLACE, b',"span":'),
    (b',"span":', b'},"platform_id":'),
    (b'},"platform_id":', b',"reactions":'),
    (b',"reactions":', b',"recipients":'),
    (b',"reply_to":', b',"sender":'),
    (b',"sent_at":{"local":', b',"precision":'),
    (b',"stated":', b',"utc":'),
    (b',"utc":', b',"zone":'),
    (b',"subject":', b""),
)
"""Between which bytes rows differ, in their order; the last runs to the end. Wherever a cut falls, joining gives the row back."""

_NOTHING = (b"null", b"[]")
LARGEST = 4_096
"""Shapes of one reading; rows beyond that are kept whole."""
_LOOKED_AT = 65_536

Parts: TypeAlias = Sequence[bytes]


def cut(data: bytes) -> tuple[Parts, Parts]:
    """A row's shape and what stands in its gaps: one part fewer than the shape has."""
    shape: list[bytes] = []
    gaps: list[bytes] = []
    done = place = 0
    for before, after in _CUTS:
        start = data.find(before, place)
        if start < 0:
            continue
        start += len(before)
        end = data.find(after, start) if after else len(data) - 1
        if end < 0:
            continue
        place = end
        if data[start:end] in _NOTHING:
            continue
        if data.startswith(b'"', start) and data[end - 1 : end] == b'"':
            # Of a place only what follows the last slash differs from row to row.
            start = max(start + 1, data.rfind(b"/", start, end) + 1) if before == _PLACE else start + 1
            end -= 1
        shape.append(data[done:start])
        gaps.append(data[start:end])
        done = end
    shape.append(data[done:])
    return shape, gaps


def fit(data: bytes, shape: Parts) -> list[bytes] | None:
    """What stands in the gaps of a shape when `data` has it; None when it has not."""
    if not data.startswith(shape[0]):
        return None
    gaps = []
    start = len(shape[0])
    for part in shape[1:]:
        end = data.find(part, start)
        if end < 0:
            return None
        gaps.append(data[start:end])
        start = end + len(part)
    return gaps if start == len(data) else None


def whole(shape: bytes | None, kept: bytes) -> bytes:
    """The exact JSON of a row from its shape, if it has one, and what was kept of it."""
    if shape is None:
        return kept
    lines, gaps = shape.split(b"\n"), kept.split(b"\n")
    if len(gaps) != len(lines) - 1:
        return kept  # not what was stored: its hash will say so
    parts = [b""] * (len(lines) + len(gaps))
    parts[::2], parts[1::2] = lines, gaps
    return b"".join(parts)


class Shapes:
    """The shapes of one reading while it is stored; `first` is the number of the first."""

    def __init__(self, first: int) -> None:
        self._next = first
        self._last = first + LARGEST
        self._known: dict[bytes, int] = {}
        self._once: set[bytes] = set()
        self._recent: dict[Hashable, tuple[int, Parts]] = {}
        self._fresh: list[tuple[int, bytes]] = []

    def take(self) -> list[tuple[int, bytes]]:
        """Number and text of every shape that was made since this was last asked."""
        taken, self._fresh = self._fresh, []
        return taken

    def keep(self, like: Hashable, data: bytes) -> tuple[int | None, bytes]:
        """The number of a row's shape and what to keep of the row; None and all of it when its shape is not worth keeping.

        Args:
            like: Rows of which this is equal are likely to have one shape.
            data: The row's canonical JSON.
        """
        recent = self._recent.get(like)
        if recent is not None:
            gaps = fit(data, recent[1])
            if gaps is not None:
                return recent[0], b"\n".join(gaps)
        shape, found = cut(data)
        number = self._number(b"\n".join(shape)) if found else None
        if number is None:
            return None, data
        if len(self._recent) >= _LOOKED_AT:
            self._recent.clear()
        self._recent[like] = number, shape
        return number, b"\n".join(found)

    def _number(self, text: bytes) -> int | None:
        """A shape is kept when it is met for the second time."""
        number = self._known.get(text)
        if number is None and text in self._once and self._next < self._last:
            number = self._known[text] = self._next
            self._next += 1
            self._fresh.append((number, text))
            self._once.discard(text)
        elif number is None:
            if len(self._once) >= _LOOKED_AT:
                self._once.clear()
            self._once.add(text)
        return number
