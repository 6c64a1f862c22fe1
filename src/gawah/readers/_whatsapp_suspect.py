"""Flags headers that may be text pasted inside a message: their time runs backwards, or their style is not their neighbours'.

The format cannot tell a header from a line of a message that looks like one (export-formats.md section 2). Such records stay
records of their own and get `forged-line-suspect`. Times may run back by one hour (the clock change; the minute or so by which
real files are out of order is less). A style or a clock that stays changed is a phone whose settings changed, not a forgery.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeAlias

from gawah.records.content import Event, Framing, Message, ReadProblem

FLAG = "forged-line-suspect"
_TOLERANCE = timedelta(hours=1)
_STAYS = 20
"""More records than these in a row are a changed phone."""
Style: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
Mark: TypeAlias = tuple[Style, str, str]
"""A header's style, and the earliest and latest time it may have, `YYYY-MM-DDTHH:MM:SS`, "" when unknown."""
Found: TypeAlias = Message | Event | ReadProblem | Framing
Stamped: TypeAlias = tuple[Found, Mark | None]
"""A record with its header's mark; None for what has no header."""


@dataclass(slots=True)
class Batch:
    """Records that follow each other, with their headers' marks, as columns of one length.

    Attributes:
        steady: All headers have the style of the first mark, the earliest time of each is also its latest, and none is before the
            one above it. Such a batch is passed over as a whole.
    """

    records: list[Found]
    marks: list[Mark | None]
    steady: bool = False


def flagged(batches: Iterable[Batch]) -> Iterator[list[Found]]:
    """The records, in the same order, with the flag where it belongs. Holds back some twenty at most.

    They come in lists, as a step of a generator for each one would cost as much as the watch itself.
    """
    watch = _Watch()
    for batch in batches:
        place, end = 0, len(batch.records)
        while place < end:
            beyond = watch.pass_over(batch, place)
            if beyond > place:
                ready, watch.last = watch.last, (batch.records[beyond - 1], batch.marks[beyond - 1])
                if ready is not None:
                    yield [ready[0]]
                yield batch.records[place : beyond - 1]
                place = beyond
            else:
                yield [record for record, _ in watch.take((batch.records[place], batch.marks[place]))]
                place += 1
    yield [record for record, _ in watch.end()]


@dataclass(slots=True)
class _Watch:
    """What is trusted so far, and the records in doubt.

    Attributes:
        style, early, late: Of the newest trusted header.
        before: The newest time before that of the last record.
        last: The last record that was trusted, not yet given out.
        held: Those in doubt after it.
    """

    style: Style | None = None
    early: str = ""
    late: str = ""
    before: str = ""
    last: Stamped | None = None
    held: list[Stamped] = field(default_factory=list)
    _trusted: int = 0

    def pass_over(self, batch: Batch, first: int) -> int:
        """The place of the first record, from `first` on, that is out of the ordinary; those before it count as trusted."""
        if self.held:
            return first
        marks = batch.marks
        if first == 0 and batch.steady and self._follows(marks[0]):
            self._pass_over_all(marks)
            return len(marks)
        style, early, late, before = self.style, self.early, self.late, self.before
        same: Mark | None = None
        place = first
        for place, mark in enumerate(islice(marks, first, None), first):  # noqa: B007 - used after the loop
            if mark is None or mark is same:
                continue
            if (mark[0] is not style and mark[0] != style) or mark[1] < early or mark[2] < late:
                break
            same = mark
            if mark[1] != early:
                before = early
            early, late = mark[1], mark[2]
        else:
            place = len(marks)
        self.early, self.late, self.before = early, late, before
        self._trusted += place - first
        return place

    def _follows(self, mark: Mark | None) -> bool:
        return mark is not None and mark[0] == self.style and mark[1] >= self.early and mark[2] >= self.late

    def _pass_over_all(self, marks: list[Mark | None]) -> None:
        """Trust a steady batch."""
        last = marks[-1]
        assert last is not None
        earlier = next((mark[1] for mark in reversed(marks) if mark is not None and mark[1] != last[1]), self.early)
        if earlier != last[1]:
            self.before = earlier
        self.early, self.late = last[1], last[2]
        self._trusted += len(marks)

    def take(self, item: Stamped) -> Iterator[Stamped]:
        """Deal with a record out of the ordinary, or with any while some are held; yields what is settled."""
        mark = item[1]
        odd = mark is not None and self.style is not None and (mark[0] != self.style or self._backward(mark))
        if self.held and mark is not None and not odd:
            yield from self.settle([_flag(each) for each in self.held])
        if odd or self.held:
            self.held.append(item)
            run = self._run()
            if self._last_was_the_odd_one(run):
                assert self.last is not None
                self.last = _flag(self.last)
                yield from self._trust(run)
            elif len(run) > _STAYS:
                if run[0][0] == self.style:
                    self.held[0] = _flag(self.held[0])
                yield from self._trust(run)
        else:
            yield from self.settle([item])
            if mark is not None:
                self.before, self.style = self.early, mark[0]
                self.early, self.late = max(self.early, mark[1]), max(self.late, mark[2])
                self._trusted += 1

    def settle(self, records: list[Stamped]) -> Iterator[Stamped]:
        """Give out the last record and all but the newest of `records`, which becomes the last: the next header may show that its
        time was the odd one.
        """
        if self.last is not None:
            yield self.last
        self.held = []
        self.last = records.pop()
        yield from records

    def end(self) -> Iterator[Stamped]:
        """What is left at the end of the file: a held run that is short beside what is trusted is suspect."""
        if self.last is not None:
            yield self.last
        run = self._run()
        by_time = bool(run) and run[0][0] == self.style
        doubtful = len(run) <= self._trusted if by_time else len(run) <= 2
        for index, each in enumerate(self.held):
            yield _flag(each) if doubtful or (by_time and index == 0) else each

    def _trust(self, run: list[Mark]) -> Iterator[Stamped]:
        """Go on from what is held."""
        yield from self.settle(self.held)
        self.style, self.before = run[-1][0], run[-2][1]
        self.early, self.late = max(mark[1] for mark in run), max(mark[2] for mark in run)

    def _run(self) -> list[Mark]:
        return [mark for _, mark in self.held if mark is not None]

    def _backward(self, mark: Mark) -> bool:
        return _behind(mark[1], self.early) and _behind(mark[2], self.late)

    def _last_was_the_odd_one(self, run: list[Mark]) -> bool:
        """One record leapt ahead, and the two after it go on where those before it were."""
        return bool(
            len(run) == 2
            and self.before
            and self.last is not None
            and self.last[1] is not None
            and all(mark[0] == self.style and not _behind(mark[1], self.before) for mark in run)
            and not _behind(run[1][1], run[0][1])
        )


def _behind(time: str, newest: str) -> bool:
    """Whether `time` is more than the tolerance before `newest`."""
    if not time or not newest or time >= newest:
        return False
    return datetime.fromisoformat(newest) - datetime.fromisoformat(time) > _TOLERANCE


def _flag(item: Stamped) -> Stamped:
    record, mark = item
    if mark is None or not isinstance(record, Message | Event):
        return item
    return replace(record, flags=(*record.flags, FLAG)), mark
