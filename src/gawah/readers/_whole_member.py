"""The members of a source that can be read whole, and what is said of those that cannot: without a digest no record has a place."""

from collections.abc import Iterator, Sequence

from gawah.readers._source import Member, Source
from gawah.records.content import ReadProblem
from gawah.records.errors import SourceUnreadable
from gawah.records.evidence import Locator


def is_whole(source: Source, member: Member) -> bool:
    """Whether all bytes of the member can be read; they are hashed on the way, once."""
    try:
        source.digest(member)
    except SourceUnreadable:
        return False
    return True


def unreadable(
    source: Source, member: Member, code: str = "member-unreadable", *, span: tuple[int, int] | None = None, records: int = 0
) -> ReadProblem:
    """The problem of a member that cannot be read whole; `records` where it stands for one, with its `span` where spans tile."""
    digest = source.stated[0] if source.kind == "file" else ""
    locator = Locator(file_sha256=digest, member=member.name if source.is_container else None, place="", span=span)
    return ReadProblem(code=code, severity="loss", locator=locator, records=records)


def openable(source: Source, members: Sequence[Member]) -> Iterator[Member | ReadProblem]:
    """The members that can be read whole; for each of the others that nothing else speaks of, the problem that says so."""
    for member in members:
        if member.refused is None:
            yield member if is_whole(source, member) else unreadable(source, member)
