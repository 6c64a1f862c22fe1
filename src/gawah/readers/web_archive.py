"""Web archives: WARC 1.0 and 1.1, ARC, plain or packed by gzip, and WACZ packages of them.

Seen:
    WARC        wget, Heritrix, warcprox, Webrecorder, Browsertrix; pages, files, revisits; ../shared/samples/warc
    ARC         the Internet Archive's older form; version 1
    WACZ 1.1.1  archive/, indexes/, pages/, datapackage.json, datapackage-digest.json; signed and unsigned; ../shared/samples/wacz
Rules:
    * A page (an answer in HTML or plain text, no redirect) is a record. A picture, sound, film or PDF that a page shows is its
      attachment; one that no page shows is a record of its own. The rest (scripts, styles, data) is counted by media type.
    * Address and time are those of the archive (`WARC-Target-URI`, `WARC-Date`), the text is what the page says, without scripts.
    * Every stated digest is compared: of the block, and of the payload as sent, without its chunks, or unpacked: programs differ.
      One that does not agree is a problem, and a flag (`digest-differs`) where the record is a page.
    * A revisit says that a page was the same as before: it is a record without text that names the one before it.
    * A stated length that leads into nowhere is told (`length-differs`); reading goes on at the next record, and the digest tells
      which bytes belong to the one before. Damage inside packed
      records costs these records alone. A file packed as a whole is read and told (`packed-together`).
    * Digests and sizes of a WACZ are compared. Its signature, certificates and time stamp are judged by whoever reads: no reader
      holds cryptography. No certificate or authority is believed because a machine knows it.
Known limits:
    * What scripts would show on replay (comments loaded as JSON) is not text of the page; it is listed and stays in the original.
    * A block beyond 64 MiB is passed over and its digests are not compared. CDX indexes are not needed. Segments are not joined.
Sources: ISO 28500:2017; WARC 1.1 annex D; WACZ 1.1.1; wacz-auth 0.1.0; export-formats.md "Web captures".
"""

from collections.abc import Iterator, Sequence

from gawah.readers._page import PLATFORM
from gawah.readers._reader import Options
from gawah.readers._source import Member, Source
from gawah.readers._web_archive_member import Archive
from gawah.readers._web_archive_survey import archives, survey
from gawah.readers._web_archive_wacz import Package, is_wacz, package_of, problems_of
from gawah.readers._whole_member import unreadable
from gawah.records.content import Capture, Conversation, ReadProblem, Record
from gawah.records.errors import SourceUnreadable
from gawah.records.evidence import Grade, Locator

__all__ = ["GRADE", "PLATFORM", "VERSION", "count", "identify", "read", "reads"]

VERSION = "3"
GRADE: Grade = "own-capture"
MAX_SITES = 100_000


def identify(source: Source) -> bool:
    """Say whether this is a web archive or a package of some. Reads names, or the start of a file."""
    return is_wacz(source) if source.is_container else bool(archives(source))


def reads(source: Source) -> Sequence[Member]:
    """The WARC and ARC files. What stands beside them in a package is looked at and referred to."""
    return archives(source)


def count(source: Source) -> int | None:  # noqa: ARG001 - part of the protocol
    """None: the spans of pages, of what is told as lost, and of the other records by name tile every archive."""
    return None


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield the pages of every archive, each after the conversation that stands for its site."""
    package = Package()
    if is_wacz(source):
        package = package_of(source, options.judge)
        yield from problems_of(source)
        for member in source.members:
            member.referred = member.referred or member.folder in ("pages", "indexes") or member.name.startswith("datapackage")
    members = archives(source)
    known = survey(source, members)
    seen: set[Conversation] = set()
    missing = dict(package.pages)
    for member in members:
        try:
            archive = Archive(source, member, package, known)
        except SourceUnreadable:
            yield unreadable(source, member, span=(0, member.size), records=1)
            continue
        for record in archive.records():
            if isinstance(record, Capture):
                missing.pop(record.address or "", None)
            if isinstance(record, Conversation):
                if record in seen:
                    continue
                if len(seen) < MAX_SITES:
                    seen.add(record)
            yield record
        yield from archive.notes.problems()
    if missing and members:
        place = Locator(file_sha256=source.stated[0], member=None, place="pages", span=None)
        yield ReadProblem(code="part-missing", severity="warning", locator=place, count=len(missing))
