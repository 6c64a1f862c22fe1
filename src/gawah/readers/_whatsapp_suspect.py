"""Flags headers that may be text pasted inside a message: their time runs backwards, or their style is not that of their neighbours.

The format cannot tell a header from a line of a message that looks like one (export-formats.md section 2). Such records stay records
of their own and get `forged-line-suspect`. Times may run back by one hour (the clock change; the minute or so by which real files are
out of order is less). A style or a clock that stays changed is a phone whose settings changed, not a forgery.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeAlias

from gawah.records.content import Event, Framing, Message, ReadProblem

FLAG = "forged-line-suspect"
_TOLERANCE = timedelta(hours=1)
_STAYS = 20
"""So many records in a row are a changed phone."""
Style: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]


Found: TypeAlias = Message | Event | ReadProblem | Framing
Stamped: TypeAlias = tuple[Found, Style | None, str, str]
"""A record, the style of its header (None for what has none), and the earliest and latest time it may have, "" when unknown."""


def flagged(stamped: Iterator[Stamped]) -> Iterator[Found]:
    """The records, in the same order, with the flag where it belongs. Holds back at most some twenty."""
    watch = _Watch()
    last: Stamped | None = None  # held back by one: the next header shows whether this one's time was the odd one
    for item in stamped:
        _, style, early, late = item
        if not watch.held and (style is None or (style == watch.style and early >= watch.early and late >= watch.late)):
            if last is not None:
                yield last[0]
            last = item
            if style is not None:
                watch.before = watch.early
                watch.early, watch.late = early, late
                watch.seen += 1
            continue
        for ready in watch.take(item, last):
            yield ready[0]
        last = watch.last
    if last is not None:
        yield last[0]
    for rest in watch.end():
        yield rest[0]


@dataclass(slots=True)
class _Watch:
    """What is trusted so far, and the records in doubt."""

    style: Style | None = None
    early: str = ""
    late: str = ""
    before: str = ""
    """The newest time before the last record's."""
    seen: int = 0
    held: list[Stamped] = field(default_factory=list)
    last: Stamped | None = None

    def take(self, item: Stamped, last: Stamped | None) -> Iterator[Stamped]:
        """Deal with a record out of the ordinary, or with any while some are held; yields what is settled, keeps the newest in `last`."""
        self.last = last
        if not self.held and (self.style is None or not self._odd(item)):
            yield from self._accept(item)
        elif not self.held or item[1] is None or self._odd(item):
            self.held.append(item)
            if self._last_was_the_odd_one():
                assert last is not None
                yield _flag(last)
                yield from self._release()
            elif sum(each[1] is not None for each in self.held) > _STAYS:
                yield from self._changed_phone()
        else:
            if self.last is not None:
                yield self.last
            yield from (_flag(each) for each in self.held)
            self.held, self.last = [], None
            yield from self._accept(item)

    def end(self) -> Iterator[Stamped]:
        """What is still held at the end: a short run is suspect, a long one is a changed phone."""
        run = [each for each in self.held if each[1] is not None]
        by_time = bool(run) and run[0][1] == self.style
        doubtful = len(run) <= self.seen if by_time else len(run) <= 2
        for index, each in enumerate(self.held):
            yield _flag(each) if doubtful or (by_time and index == 0) else each

    def _odd(self, item: Stamped) -> bool:
        return item[1] is not None and (item[1] != self.style or self._backward(item))

    def _backward(self, item: Stamped) -> bool:
        return _behind(item[2], self.early) and _behind(item[3], self.late)

    def _accept(self, item: Stamped) -> Iterator[Stamped]:
        if self.last is not None:
            yield self.last
        self.last = item
        if item[1] is not None:
            self.style = item[1]
            self.before = self.early
            self.early, self.late = max(self.early, item[2]), max(self.late, item[3])
            self.seen += 1

    def _last_was_the_odd_one(self) -> bool:
        """One record leapt ahead, and those after it go on where those before it were."""
        run = [each for each in self.held if each[1] is not None]
        return bool(
            len(run) == 2
            and self.last is not None
            and self.last[1] is not None
            and self.before
            and all(each[1] == self.style and not _behind(each[2], self.before) for each in run)
            and not _behind(run[1][2], run[0][2])
        )

    def _changed_phone(self) -> Iterator[Stamped]:
        """Trust what is held from now on; only the record at which a clock was set back keeps the flag."""
        if self.last is not None:
            yield self.last
        if self.held[0][1] == self.style:
            self.held[0] = _flag(self.held[0])
        yield from self._release()

    def _release(self) -> Iterator[Stamped]:
        *ready, self.last = self.held
        yield from ready
        run = [each for each in self.held if each[1] is not None]
        self.held = []
        self.style, self.before = run[-1][1], run[-2][2]
        self.early, self.late = max(each[2] for each in run), max(each[3] for each in run)


def _behind(time: str, newest: str) -> bool:
    """Whether `time` is more than the tolerance before `newest`."""
    if not time or not newest or time >= newest:
        return False
    return datetime.fromisoformat(newest) - datetime.fromisoformat(time) > _TOLERANCE


def _flag(item: Stamped) -> Stamped:
    record, style, early, late = item
    if style is None or not isinstance(record, Message | Event):
        return item
    return replace(record, flags=(*record.flags, FLAG)), style, early, late
