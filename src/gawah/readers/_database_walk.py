"""A table of a damaged database walked in the order in which its rows lie, and what lies between them that cannot be read.

The walk is one SELECT over all rows. Where it fails, the row at that place is told by counting off how many were passed over since
one that is found by its key; so a row whose content or key is damaged costs itself alone, though keys no longer grow around it.
Only where not even a key can be read is the gap crossed by keys.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeAlias

MAX_GAPS = 100_000
"""Damaged places stepped over in one table; behind them the rest is given up."""
_COUNTED_OFF = 512
"""Rows after which a place in a table is told from a later row: behind damage, as many are passed over again."""
_STRAYS, _AGAIN = 1_000_000, 1_000
LOWEST, _HIGHEST = -(1 << 63), (1 << 63) - 1
"""The least and the greatest key."""
Row: TypeAlias = tuple[Any, ...]
Ask: TypeAlias = Callable[[str, Sequence[int]], Iterator[Row]]
"""Gives the rows of a SELECT with these values. Raises Unreadable."""


class Unreadable(Exception):
    """The file is damaged at what is asked for."""


class TooLarge(Unreadable):
    """A text or blob in the row is larger than may be."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A place in a table that could not be read.

    Attributes:
        key: The key of the one row that it is; None for a stretch of unknown length.
        code: `record-unreadable`, `limit-reached`; for a stretch `member-unreadable`, `limit-reached`.
    """

    key: int | None
    code: str


@dataclass(frozen=True, slots=True)
class Table:
    """An ordinary table.

    Attributes:
        name: As the schema states it.
        columns: Its stored columns, as stated.
        key: A name by which the key of its rows can be asked for.
    """

    name: str
    columns: tuple[str, ...]
    key: str

    def stored(self, columns: Sequence[str]) -> list[str]:
        """The key and `columns` as SQL; NULL for those that the table does not have."""
        return [self.key, *(quoted(name) if name in self.columns else "NULL" for name in columns)]


class _Seen:
    """The keys that were met, at eight bytes each as long as they grow."""

    def __init__(self) -> None:
        self._grown = array("q")
        self._strays: set[int] = set()
        self._again = 0

    def first(self, key: int) -> bool:
        """Whether the key is met for the first time."""
        if not self._grown or key > self._grown[-1]:
            self._grown.append(key)
            self._again = 0
            return True
        if self._grown[bisect_left(self._grown, key)] == key or key in self._strays or len(self._strays) >= _STRAYS:
            self._again += 1
            return False
        self._strays.add(key)
        return True

    @property
    def circling(self) -> bool:
        """Whether so many known keys were met in a row that nothing new is to be hoped for."""
        return self._again >= _AGAIN


class TableWalk:
    """One walk over the rows of one table; iterate once."""

    def __init__(self, ask: Ask, table: Table, stored: Sequence[str], may_go_on: Callable[[], bool]) -> None:
        """`stored` is what is read of each row, its key first; the walk ends where `may_go_on` says no."""
        self._ask = ask
        self._may_go_on = may_go_on
        self._key = table.key
        self._keys = select(table, table.key)
        self._all = select(table, *stored)
        self._place = f" WHERE {table.key} >= ? ORDER BY {table.key} LIMIT ? OFFSET ?"

    def __iter__(self) -> Iterator[Row | Lost]:
        """Rows and gaps."""
        seen, base, passed, last = _Seen(), LOWEST, 0, LOWEST
        for _ in range(MAX_GAPS):
            with suppress(Unreadable):
                for row in self._behind(self._all, base, passed):
                    last, passed = row[0], passed + 1
                    if seen.first(last):
                        yield row
                    elif seen.circling:
                        break
                    else:
                        yield Lost(last, "record-unreadable")
                    if passed >= _COUNTED_OFF and self._is_there(last):
                        base, passed = last, 1
                else:
                    return
            if not self._may_go_on() or seen.circling:
                break
            key = self._key_at(base, passed)
            if key is not None:
                last = key
                yield self._single(base, passed, key) if seen.first(key) else Lost(key, "record-unreadable")
                passed += 1
                continue
            yield Lost(None, "member-unreadable")
            key = self._next(last)
            if key is None:
                return
            if seen.first(key):
                yield self._alone(key)
            base, passed, last = key, 1, key
        yield Lost(None, "limit-reached")

    def _behind(self, sql: str, base: int, passed: int, most: int = -1) -> Iterator[Row]:
        """The rows from `base` on, in the order in which they lie, but for the first `passed`, of which nothing but their number is
        looked at: in a damaged page, keys do not tell where a row lies.
        """
        return self._ask(sql + self._place, (base, most, passed))

    def _key_at(self, base: int, passed: int) -> int | None:
        """The key of the row at this place; None where there is none or it cannot be read."""
        with suppress(Unreadable):
            row = next(self._behind(self._keys, base, passed, 1), None)
            return None if row is None else int(row[0])
        return None

    def _single(self, base: int, passed: int, key: int) -> Row | Lost:
        """The row at this place, whose key is known."""
        return self._one(self._all + self._place, (base, 1, passed), key)

    def _is_there(self, key: int) -> bool:
        """Whether the row is found by its key."""
        try:
            return next(self._ask(f"{self._keys} WHERE {self._key} = ?", (key,)), None) == (key,)
        except Unreadable:
            return False

    def _alone(self, key: int) -> Row | Lost:
        """One row by its key."""
        return self._one(f"{self._all} WHERE {self._key} = ?", (key,), key)

    def _one(self, sql: str, values: tuple[int, ...], key: int) -> Row | Lost:
        try:
            row = next(self._ask(sql, values), None)
        except TooLarge:
            return Lost(key, "limit-reached")
        except Unreadable:
            return Lost(key, "record-unreadable")
        return row if row is not None and row[0] == key else Lost(key, "record-unreadable")

    def _next(self, reached: int) -> int | None:
        """The first key behind `reached` that can be told; None when there is none.

        A gap is crossed by steps that double, then halve: about a hundred probes. Where damage lies in several places close by, the
        key may not be the first one.
        """
        if reached == _HIGHEST:
            return None
        with suppress(Unreadable):
            return self._probe(reached + 1)
        found, bad, good, step = None, reached + 1, _HIGHEST, 1
        while bad < _HIGHEST and self._may_go_on():
            good = min(bad + step, _HIGHEST)
            try:
                found = self._probe(good)
                break
            except Unreadable:
                bad, step = good, step * 2
        while good - bad > 1 and self._may_go_on():
            middle = (good + bad) // 2
            try:
                found, good = self._probe(middle), middle
            except Unreadable:
                bad = middle
        return found

    def _probe(self, key: int) -> int | None:
        """The first key from `key` on; None at the end. Raises Unreadable where it cannot be told."""
        row = next(self._behind(self._keys, key, 0, 1), None)
        if row is None:
            return None
        found = row[0]
        if type(found) is not int or found < key:
            raise Unreadable("keys do not grow")
        return found


def select(table: Table, *expressions: str) -> str:
    """SQL that reads these expressions of all rows, by no index."""
    return f"SELECT {', '.join(expressions)} FROM {quoted(table.name)} NOT INDEXED"  # noqa: S608 - names are quoted, values bound


def quoted(name: str) -> str:
    """The name as SQL."""
    return '"' + name.replace('"', '""') + '"'
