"""Stretches of keys in which keys follow time: what search finds there comes in order of time without sorting.

A reading's rows are stored some thousands at a time, each time in order of time, so that a case is made of a few dozen such
stretches however many rows it holds. Keys between them (rows kept by earlier versions) follow no order.
"""

from dataclasses import dataclass

from gawah.vault.opener import Database
from gawah.vault.rows import UNDATED, Position, stored_position

SMALL = 4_096
"""Neighbours are taken together, and their rows sorted, up to so many keys."""

_FAR = (1 << 63) - 1
_ALL = "SELECT first, last FROM stretch ORDER BY first"
_NEXT = "SELECT at_ms, key FROM record WHERE key BETWEEN ? AND ? AND same_as IS NULL ORDER BY key LIMIT 1"
_WRONG = """
    SELECT count(*) FROM stretch s WHERE EXISTS (
        SELECT 1 FROM record a JOIN record b ON b.key = a.key + 1
        WHERE a.key >= s.first AND a.key < s.last AND b.at_ms < a.at_ms
    )
"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Keys from `first` to `last`, both included; `ordered` when they follow time."""

    first: int
    last: int
    ordered: bool


def enter(database: Database, first: int, last: int) -> None:
    """Note that keys from `first` to `last` follow time."""
    database.run("INSERT INTO stretch (first, last) VALUES (?, ?)", (first, last))


def every(database: Database) -> list[Stretch]:
    """Stretches that together hold every key, in order; small neighbours taken together."""
    found: list[Stretch] = []
    expected = 0
    for first, last in database.all(_ALL):
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


def wrong(database: Database) -> int:
    """How many stretches hold neighbours that do not follow time: 0 in a vault that is as it was sealed."""
    return int(database.value(_WRONG))


def _join(found: list[Stretch], new: Stretch) -> None:
    if found and new.last - found[-1].first < SMALL:
        found[-1] = Stretch(found[-1].first, new.last, ordered=False)
    else:
        found.append(new)
