"""Counts what arrives from one source, and says at the end whether it is all there."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from gawah.records.content import Capture, Conversation, Event, Message, ReadProblem, Record, Transcript
from gawah.records.evidence import Grade, weakest
from gawah.records.when import When

GAP_DAYS = 30
"""A stretch of at least so many days without a record is listed as a gap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch without records, between two days that have some (`YYYY-MM-DD`); `days` lie between them."""

    after: str
    before: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What one source gave (commands.md, "Reading without keeping").

    Attributes:
        name, kind, sha256, bytes: The source as received.
        reader, reader_version: Who read it; None when nobody could.
        messages, events, captures, duplicates, unread: The sorts that the records of the source fall into.
        records_in_source: Their number, counted independently of the reader.
        conserved: Whether they sum up to it and no byte or element is unaccounted for.
        problems: Number of problems by severity.
        codes: How often each problem occurred, by code.
        conversations: How many.
        first, last: The earliest and latest time: UTC with `Z` where known, else local without.
        gaps: Stretches of 30 days and more without a record.
        members: For a container: how many files, how many read, how many that nobody read or referred to.
        complete: False when the worker that read it broke off.
        grade: The weakest provenance grade of what was read in it; None when nobody could read it.
        opened: It is an archive that nobody reads as a whole; what lies in it was read as sources of their own.
    """

    name: str = field(repr=False)
    kind: str
    sha256: str
    bytes: int
    reader: str | None
    reader_version: str | None
    messages: int
    events: int
    captures: int
    duplicates: int
    unread: int
    records_in_source: int
    conserved: bool
    problems: dict[str, int]
    codes: dict[str, int]
    conversations: int
    first: str | None
    last: str | None
    gaps: tuple[Gap, ...]
    members: dict[str, int]
    complete: bool
    grade: Grade | None = None
    opened: bool = False

    @property
    def recognised(self) -> bool:
        """Whether a reader claimed the source."""
        return self.reader is not None


@dataclass(slots=True)
class Tally:
    """Takes note of each record as it arrives. Memory grows with days and conversations, not with records."""

    messages: int = 0
    events: int = 0
    captures: int = 0
    duplicates: int = 0
    unread: int = 0
    first: str | None = None
    last: str | None = None
    problems: dict[str, int] = field(default_factory=lambda: {"info": 0, "warning": 0, "loss": 0})
    codes: dict[str, int] = field(default_factory=dict)
    conversations: set[str] = field(default_factory=set)
    grades: set[Grade] = field(default_factory=set)
    _days: set[str] = field(default_factory=set)

    def add(self, record: Record) -> None:
        """Count one record."""
        if isinstance(record, Message):
            self.messages += 1
            self._time(record.sent_at)
        elif isinstance(record, Event):
            self.events += 1
            self._time(record.sent_at)
        elif isinstance(record, Capture):
            self.captures += 1
            self.grades.add(record.grade)
            self._time(record.sent_at)
        elif isinstance(record, Transcript):
            pass  # what a machine made of a capture is no record of the source
        elif isinstance(record, Conversation):
            self.conversations.add(record.id)
        elif isinstance(record, ReadProblem):
            self.problems[record.severity] += 1
            self.codes[record.code] = self.codes.get(record.code, 0) + record.count
            self.unread += record.records
        else:
            self.duplicates += 1

    @property
    def records(self) -> int:
        """How many records of the source are accounted for."""
        return self.messages + self.events + self.captures + self.duplicates + self.unread

    def grade(self, stated: Grade | None) -> Grade | None:
        """The weakest grade of all: that of each capture, and the one stated for messages, events and what could not be read."""
        own = stated is not None and (self.messages or self.events or not self.grades)
        return weakest({*self.grades, stated} if own and stated else self.grades)

    def gaps(self) -> tuple[Gap, ...]:
        """The stretches of at least `GAP_DAYS` days without a record."""
        days = sorted(date.fromisoformat(day) for day in self._days)
        return tuple(
            Gap(after=one.isoformat(), before=two.isoformat(), days=(two - one).days - 1)
            for one, two in pairwise(days)
            if two - one > timedelta(days=GAP_DAYS)
        )

    def _time(self, when: When) -> None:
        text = when.utc or when.local
        if text is None:
            return
        if self.first is None or text.rstrip("Z") < self.first.rstrip("Z"):
            self.first = text
        if self.last is None or text.rstrip("Z") > self.last.rstrip("Z"):
            self.last = text
        self._days.add(text[:10])
