"""Stretches of keys in which keys follow time: what search finds there comes in order of time without sorting.

A reading's rows are stored some thousands at a time, each time in order of time, so that a case is made of a few dozen such
stretches however many rows it holds. Keys between them (rows kept by earlier versions) follow no order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import msgspec

from gawah.records.errors import SealInvalid
from gawah.vault.opener import Database
from gawah.vault.rows import UNDATED, Position, stored_position

SMALL = 4_096
"""Neighbours are taken together, and their rows sorted, up to so many keys."""

_FAR = (1 << 63) - 1
_ALL = "SELECT stretches FROM reading WHERE stretches IS NOT NULL"
_NEXT = "SELECT at_ms, key FROM record WHERE key BETWEEN ? AND ? AND same_as IS NULL ORDER BY key LIMIT 1"
_WRONG = """
    SELECT count(*) FROM record a JOIN record b ON b.key = a.key + 1 WHERE a.key >= ? AND a.key < ? AND b.at_ms < a.at_ms
"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Keys from `first` to `last`, both included; `ordered` when they follow time."""

    first: int
    last: int
    ordered: bool


def spell(stored: Sequence[tuple[int, int]]) -> str:
    """First and last keys as they stand in the table `reading`."""
    return msgspec.json.encode(stored).decode()


def every(database: Database) -> list[Stretch]:
    """Stretches that together hold every key, in order; small neighbours taken together."""
    found: list[Stretch] = []
    expected = 0
    for first, last in _stored(database):
        if first > expected:
            _join(found, Stretch(expected, first - 1, ordered=False))
        _join(found, Stretch(first, last, ordered=True))
        expected = last + 1
    return [*found, Stretch(expected, _FAR, ordered=False)]


def between(database: Database, stretch: Stretch, start: Position, stop_ms: int) -> tuple[Position, Stretch] | None:
    """What of an ordered stretch lies after a position and before an instant, and where it begins; None when nothing does."""
    begins = _after(database, stretch, start)
    if begins is None or begins[0] >= stop_ms:
        return None
    last = stretch.last
    if stop_ms < UNDATED:
        beyond = _after(database, stretch, (stop_ms, -1))
        last = stretch.last if beyond is None else beyond[1] - 1
    return begins, Stretch(begins[1], last, ordered=True)


def _after(database: Database, stretch: Stretch, position: Position) -> tuple[int, int] | None:
    """The first row that is shown after a position: keys are halved until it is found."""
    place = stored_position(position)
    low, high = stretch.first, stretch.last + 1
    found = None
    while low < high:
        middle = (low + high) // 2
        row = database.one(_NEXT, (middle, stretch.last))
        if row is None:
            high = middle
        elif row <= place:
            low = row[1] + 1
        else:
            high, found = middle, row
    return found


def wrong(database: Database) -> bool:
    """Whether a stretch holds neighbours that do not follow time, or reaches into another."""
    stored = _stored(database)
    overlap = any(later[0] <= earlier[1] for earlier, later in pairwise(stored))
    return overlap or any(database.value(_WRONG, stretch) for stretch in stored)


def _stored(database: Database) -> list[tuple[int, int]]:
    try:
        return sorted(one for (spelt,) in database.all(_ALL) for one in msgspec.json.decode(spelt, type=list[tuple[int, int]]))
    except msgspec.DecodeError:
        raise SealInvalid("the database does not say how its rows lie") from None


def _join(found: list[Stretch], new: Stretch) -> None:
    if found and new.last - found[-1].first < SMALL:
        found[-1] = Stretch(found[-1].first, new.last, ordered=False)
    else:
        found.append(new)
