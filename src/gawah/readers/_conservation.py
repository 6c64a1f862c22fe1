"""The conservation law: records in the source = messages + events + captures + duplicates + unread.

The count of the source never comes from the loop that made the records. Where a reader counts (JSON: array elements by ijson) its
`count` is taken; where it does not, the spans of everything it yielded must tile every byte of the members it reads, without gap or
overlap, and the tiles that are not framing are the count. The unit for each format is written in docs/formats.md.
"""

from dataclasses import dataclass, field
from typing import cast

from gawah.readers._reader import Reader
from gawah.readers._source import Source
from gawah.records.content import Conversation, Framing, Message, ReadProblem, Record, Transcript


@dataclass(slots=True)
class Tiling:
    """Watches the spans of records as they pass, and says at the end whether they tile their members.

    Only the place reached in each member is kept, so memory does not grow with the source. A mail in a mail (`…/part/2`) lies in
    the bytes of the one that holds it: it counts, and lays no tile.
    """

    tiles: int = 0
    broken: int = 0
    _reached: dict[str, int] = field(default_factory=dict)
    _member: str | None = None
    _at: int = 0
    _holder: str = "/part/"

    def watch(self, record: Record) -> None:
        """Take note of one record's span. Problems that stand for no record, conversations and what a machine
        read have no part in the tiling.
        """
        kind = type(record)
        if kind is Conversation or kind is Transcript:
            return
        if kind is ReadProblem:
            if not cast("ReadProblem", record).records:
                return
            self.tiles += cast("ReadProblem", record).records
        elif kind is not Framing:
            self.tiles += 1
        locator = cast("Message", record).locator
        if locator.member != self._member:
            self._turn_to(locator.member)
        if locator.place.startswith(self._holder):
            return
        self._holder = f"{locator.place}/part/"
        span = locator.span
        if span is None or span[0] != self._at or span[1] < span[0]:
            self.broken += 1
        if span is not None:
            self._at = span[1]

    def _turn_to(self, member: str | None) -> None:
        """Go on where another member was left; what was reached in this one is kept."""
        self._reached[self._member or ""] = self._at
        self._member = member
        self._holder = "/part/"
        self._at = self._reached.get(member or "", 0)

    def covers(self, sizes: dict[str, int]) -> bool:
        """Whether every member of `sizes` (name to bytes) was tiled from its first to its last byte."""
        self._reached[self._member or ""] = self._at
        return not self.broken and all(self._reached.get(name, 0) == size for name, size in sizes.items())


def records_in_source(reader: Reader, source: Source, tiling: Tiling) -> tuple[int, bool]:
    """How many records the source holds, and whether the whole of it is accounted for.

    Returns:
        The count, and False where spans leave bytes out or overlap. With a counting reader the second is always True: the caller
        compares the count with what arrived.
    """
    counted = reader.count(source)
    if counted is not None:
        return counted, True
    sizes = {member.name if source.is_container else "": member.size for member in reader.reads(source) if member.refused is None}
    return tiling.tiles, tiling.covers(sizes)
