"""The first pass over the archives of a source: what pages show, and which files are there to be shown."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from gawah.readers._archive_gzip import limit_of
from gawah.readers._page import shown_by
from gawah.readers._source import Member, Source
from gawah.readers._web_archive_feed import Broken, Feed
from gawah.readers._web_archive_http import Answer, answer_in
from gawah.readers._web_archive_record import ArchiveRecord, begins_archive, records
from gawah.records.digest import sha256
from gawah.records.errors import SourceUnreadable

HTML = ("text/html", "application/xhtml+xml")
SHOWN = ("image/", "audio/", "video/", "application/pdf")
_MAX_KNOWN = 200_000
"""Addresses, files and pages that are kept in mind of one source."""
_MAX_SIBLINGS = 20


@dataclass(slots=True)
class Survey:
    """What the second pass has to know.

    Attributes:
        files: Address of each picture, sound, film or PDF to its media type and the SHA-256 of its bytes.
        shown: Addresses that some page shows.
        originals: Payload digest of each page to its record id.
        twice: Payload digests that revisit records refer to.
    """

    files: dict[str, tuple[str, str]] = field(default_factory=dict, repr=False)
    shown: set[str] = field(default_factory=set, repr=False)
    originals: dict[str, str] = field(default_factory=dict, repr=False)
    twice: set[str] = field(default_factory=set, repr=False)


def archives(source: Source) -> tuple[Member, ...]:
    """The WARC and ARC files of a source, told by their bytes."""
    candidates = source.members if not source.is_container else [m for m in source.members if _may_be(m.name)]
    return tuple(member for member in candidates if member.refused is None and _is_archive(source, member))


def opened(source: Source, member: Member) -> Iterator[ArchiveRecord]:
    """The records of one archive. Raises SourceUnreadable from the file."""
    with source.open(member) as stream:
        yield from records(Feed(stream, limit_of(member.size)))


def answer(record: ArchiveRecord) -> Answer:
    """What the server answered, in a response, resource or conversion record."""
    return answer_in(record.block, record.fields.get("content-type", ""))


def survey(source: Source, members: tuple[Member, ...]) -> Survey:
    """Go through all archives of the source once. A page that stands in another source of the import counts as there."""
    found = Survey()
    for member in members:
        try:
            for record in opened(source, member):
                _look(found, record)
        except SourceUnreadable:
            continue
    missing = found.twice - found.originals.keys()
    if missing and len(source.siblings) <= _MAX_SIBLINGS:
        for other in source.siblings:
            for member in archives(other):
                _look_for(found, other, member, missing)
    return found


def address_of(record: ArchiveRecord) -> str:
    """The address that was asked for; WARC 1.0 put it in brackets sometimes."""
    return record.fields.get("warc-target-uri", "").strip("<> ")


def plain(address: str) -> str:
    """The address without its fragment, which no server sees."""
    return address.partition("#")[0]


def _look(found: Survey, record: ArchiveRecord) -> None:
    digest = record.fields.get("warc-payload-digest", "")
    if record.kind == "revisit" and digest and len(found.twice) < _MAX_KNOWN:
        found.twice.add(digest)
    if record.kind not in ("response", "resource", "conversion"):
        return
    said = answer(record)
    address = address_of(record)
    if said.media_type in HTML:
        if digest and len(found.originals) < _MAX_KNOWN:
            found.originals.setdefault(digest, record.fields.get("warc-record-id", ""))
        if len(found.shown) < _MAX_KNOWN:
            found.shown.update(plain(each) for each in shown_by(said.body, address, said.charset))
    elif said.media_type.startswith(SHOWN) and said.status in (None, 200, 206) and len(found.files) < _MAX_KNOWN:
        found.files.setdefault(plain(address), (said.media_type, sha256(said.body)))


def _look_for(found: Survey, source: Source, member: Member, missing: set[str]) -> None:
    try:
        for record in opened(source, member):
            digest = record.fields.get("warc-payload-digest", "")
            if digest in missing and record.kind != "revisit":
                found.originals.setdefault(digest, record.fields.get("warc-record-id", ""))
    except SourceUnreadable:
        return


def _may_be(name: str) -> bool:
    return name.casefold().removesuffix(".gz").endswith((".warc", ".arc"))


def _is_archive(source: Source, member: Member) -> bool:
    head = source.head(member, 4096)
    if not head.startswith(b"\x1f\x8b"):
        return begins_archive(head)
    feed = Feed(BytesIO(head), limit_of(0))
    try:
        return feed.begin() and begins_archive(feed.read(16))
    except Broken:
        return False
