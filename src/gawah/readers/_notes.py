"""The problems of one file while it is read: those that many records share are listed once, with their count."""

from collections.abc import Iterator

from gawah.readers._source import Member, Source
from gawah.records.content import ReadProblem, Severity
from gawah.records.evidence import Locator

MAX_PLACES = 1_000
"""Places for which a problem is listed apart in one file; what comes on top is counted under the place `?`."""


class Notes:
    """Gathers the problems of one member of a source that stand for no record.

    A place never holds what somebody wrote: it is made of keys or column names that the platform's software gave, or of numbers.
    """

    def __init__(self, source: Source, member: Member) -> None:
        self.source = source
        self.member = member
        self._counts: dict[tuple[str, Severity, str], int] = {}

    def locator(self, place: str, span: tuple[int, int] | None) -> Locator:
        """The locator of a record or problem in this file. Raises SourceUnreadable when the member cannot be read whole."""
        return self.source.locator(self.member, place, span)

    def note(self, code: str, severity: Severity, place: str = "", count: int = 1) -> None:
        """Take note of a problem at a place."""
        if len(self._counts) >= MAX_PLACES and (code, severity, place) not in self._counts:
            place = "?"
        self._counts[code, severity, place] = self._counts.get((code, severity, place), 0) + count

    def problems(self) -> Iterator[ReadProblem]:
        """What was gathered, each kind once, in the order in which it was first met."""
        for (code, severity, place), count in self._counts.items():
            yield ReadProblem(code=code, severity=severity, locator=self.locator(place, None), count=count)

    def lost(self, place: str, span: tuple[int, int] | None, code: str = "record-unreadable") -> ReadProblem:
        """The problem that stands for one record of the source that is not in the records."""
        return ReadProblem(code=code, severity="loss", locator=self.locator(place, span), records=1)
