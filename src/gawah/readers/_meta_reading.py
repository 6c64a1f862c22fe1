"""One file of an export of Meta's while it is read: its strings mended, its problems gathered, its attachments found.

Problems that many records share are listed once for the file, with their count and a place such as `/messages/*/newkey`.
"""

from collections.abc import Iterator

from gawah.readers._attachment import attached
from gawah.readers._json import Path
from gawah.readers._json_member import JsonMember
from gawah.readers._meta import Mender, named
from gawah.readers._meta_time import unread
from gawah.readers._source import Member, Source
from gawah.records.content import Account, Attachment, ReadProblem
from gawah.records.when import When


class Reading(JsonMember):
    """A file being read.

    Attributes:
        platform: Whose export it is a file of, as the reader names the platform.
        mender: Mends its strings.
        holder: Whose export it is, as far as the export says.
        in_parts: The export is plainly one of several parts, so that another may hold what is missing here.
    """

    def __init__(
        self, platform: str, source: Source, member: Member, mender: Mender, holder: Account, *, in_parts: bool = False
    ) -> None:
        super().__init__(source, member)
        self.platform = platform
        self.mender = mender
        self.holder = holder
        self.in_parts = in_parts

    def stated(self, value: str) -> str:
        """The string with its double encoding undone."""
        return self.mender.text(value)

    def replaced(self) -> None:
        """One more string that is damaged."""
        self.mender.undecodable += 1

    def problems(self) -> Iterator[ReadProblem]:
        """What was gathered, each kind once."""
        if self.mender.repaired:
            self.note("text-repaired", "info", (), self.mender.repaired)
        if self.mender.undecodable:
            self.note("text-undecodable", "warning", (), self.mender.undecodable)
        yield from self.notes.problems()

    def when(self, when: When | None, value: object, path: Path) -> When:
        """`when`; where it is None, what stands for the unreadable time `value` at `path`, which is noted."""
        if when is None:
            self.note("time-unreadable", "warning", path)
            return unread(value)
        return when

    def attachment(self, uri: str, path: Path) -> Attachment:
        """The attachment that the export names so, with its digest when the export or another part of it holds the file."""
        found = attached(named(self.source, uri), self.mender.text(uri))
        if found.missing and self.in_parts:
            self.note("part-missing", "info", path)
        elif found.missing:
            self.note("media-missing", "warning", path)
        return found
