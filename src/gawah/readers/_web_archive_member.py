"""The records of one WARC or ARC file as captures: pages, what no page shows, revisits; the others by name, with their bytes."""

from collections.abc import Iterator

from gawah.readers._capture import UNTIMED, bounded, facts, site, stated_time, told
from gawah.readers._links import links
from gawah.readers._notes import Notes
from gawah.readers._page import PLATFORM, Html, html_of
from gawah.readers._source import Member, Source
from gawah.readers._web_archive_http import Answer
from gawah.readers._web_archive_record import ArchiveRecord
from gawah.readers._web_archive_survey import HTML, SHOWN, Survey, address_of, answer, opened, plain
from gawah.readers._web_archive_wacz import Package
from gawah.records.content import Attachment, Capture, CaptureKind, Conversation, Fact, Framing, Record
from gawah.records.digest import agrees, sha256
from gawah.records.errors import SourceUnreadable
from gawah.records.evidence import Grade, Locator
from gawah.records.when import When

MAX_ATTACHMENTS = 500
_ANSWERS = ("response", "resource", "conversion")
_PLAIN = ("text/plain", "")
_KINDS: dict[str, CaptureKind] = {"image": "picture", "audio": "sound", "video": "video", "application": "document"}
_ABOUT = ("software", "operator", "creator", "hostname", "ispartof", "description")


class Archive:
    """One archive being read.

    Attributes:
        notes: Its problems, for when `records` has come to the end.
    """

    def __init__(self, source: Source, member: Member, package: Package, known: Survey) -> None:
        """Raises SourceUnreadable when the file cannot be read whole."""
        source.digest(member)
        self.notes = Notes(source, member)
        self._source, self._member, self._known, self._package = source, member, known, package
        self._grade: Grade = "third-party-capture" if package.signed_by == "domain" else "own-capture"
        self._about: tuple[Fact, ...] = ()

    def records(self) -> Iterator[Record]:
        """Everything in it; spans tile the file."""
        reached = 0
        try:
            for record in opened(self._source, self._member):
                reached = record.span[1]
                yield from self._record(record)
        except SourceUnreadable:
            self.notes.note("member-unreadable", "loss")
        if reached < self._member.size:
            yield self.notes.lost("end", (reached, self._member.size), "limit-reached")

    def _record(self, record: ArchiveRecord) -> Iterator[Record]:
        locator = self.notes.locator(f"record/{record.number}", record.span)
        if record.lost:
            yield self.notes.lost(f"record/{record.number}", record.span, record.fault or "record-unreadable")
            return
        if not record.fields:
            yield Framing(name="blank", locator=self.notes.locator(f"blank/{record.number}", record.span))
            return
        if record.fault is not None:
            self.notes.note(record.fault, "warning" if record.fault == "length-differs" else "loss", f"record/{record.number}")
        if record.together:
            self.notes.note("packed-together", "info")
        if record.kind == "warcinfo":
            self._about = facts(_info(record))
        found = self._capture(record, locator)
        if found is None:
            self._digests(record, None)
            yield Framing(name=_name(record), locator=locator)
        else:
            yield from found

    def _capture(self, record: ArchiveRecord, locator: Locator) -> tuple[Conversation, Capture] | None:
        """The capture of a record; None where it is none."""
        if record.kind == "revisit":
            return self._revisit(record, locator)
        if record.kind not in _ANSWERS or address_of(record).startswith("metadata:"):
            return None
        said = answer(record)
        if said.status is not None and 300 <= said.status < 400:
            return None
        if said.media_type in HTML or (said.media_type in _PLAIN and said.body and b"\x00" not in said.body[:4096]):
            return self._page(record, said, locator)
        if said.media_type.startswith(SHOWN) and said.status in (None, 200, 206):
            if plain(address_of(record)) in self._known.shown:
                return None
            shown = Attachment(name=told(address_of(record)), media_type=said.media_type, sha256=sha256(said.body))
            kind = _KINDS.get(said.media_type.partition("/")[0], "document")
            flags = self._digests(record, said)
            return self._made(record, locator, kind, said, (), shown=(shown,), flags=flags)
        self.notes.note("member-unread", "info", f"resource/{said.media_type if _is_name(said.media_type) else '?'}")
        return None

    def _page(self, record: ArchiveRecord, said: Answer, locator: Locator) -> tuple[Conversation, Capture]:
        page = html_of(said.body, address_of(record), said.charset)
        if said.media_type not in HTML:
            page = _as_it_stands(said, page)
        flags = self._digests(record, said)
        if said.damaged:
            self.notes.note("record-unreadable", "loss", f"record/{record.number}")
            flags += ("body-damaged",)
        if said.status not in (None, 200):
            flags += ("status-not-ok",)
        found = ((plain(each), self._known.files.get(plain(each))) for each in page.shows)
        shown = [Attachment(name=told(name), media_type=file[0], sha256=file[1]) for name, file in found if file is not None]
        own = (("page:own-address", page.canonical if page.canonical != address_of(record) else None),)
        if page.cut:
            self.notes.note("limit-reached", "loss", f"record/{record.number}")
        return self._made(record, locator, "page", said, own, page=page, shown=tuple(shown[:MAX_ATTACHMENTS]), flags=flags)

    def _revisit(self, record: ArchiveRecord, locator: Locator) -> tuple[Conversation, Capture] | None:
        """A page that was as before; a file of another kind that was as before is none."""
        said = answer(record)
        digest = record.fields.get("warc-payload-digest", "")
        original = self._known.originals.get(digest)
        if (said.media_type and said.media_type not in HTML) or (
            said.status is not None and 300 <= said.status < 400 and said.status != 304
        ):
            return None
        if original is None and not said.media_type:
            return None
        self._digests(record, None)
        if original is None:
            self.notes.note("part-missing", "warning", f"record/{record.number}")
        more = (
            ("warc:same-as", original),
            ("warc:refers-to", record.fields.get("warc-refers-to-target-uri")),
            ("warc:refers-to-date", record.fields.get("warc-refers-to-date")),
        )
        return self._made(record, locator, "page", said, more, flags=("revisit",))

    def _made(
        self,
        record: ArchiveRecord,
        locator: Locator,
        kind: CaptureKind,
        said: Answer,
        more: tuple[tuple[str, str | None], ...],
        *,
        page: Html | None = None,
        shown: tuple[Attachment, ...] = (),
        flags: tuple[str, ...] = (),
    ) -> tuple[Conversation, Capture]:
        address = told(address_of(record)) or None
        where = site(address, PLATFORM, locator.file_sha256)
        body, cut = bounded(page.text if page else "")
        if cut:
            self.notes.note("limit-reached", "loss", f"record/{record.number}")
        listed = self._package.pages.get(address or "")
        stated = (
            ("format", "wacz" if self._package.facts else "arc" if record.arc else "warc"),
            ("http:status", None if said.status is None else str(said.status)),
            ("warc:ip-address", record.fields.get("warc-ip-address")),
            ("wacz:listed-as", listed),
            *more,
        )
        capture = Capture(
            conversation=where.id,
            kind=kind,
            grade=self._grade,
            address=address,
            title=page.title if page else None,
            sent_at=_when(record),
            body=body,
            links=page.links if page else (),
            attachments=shown,
            facts=(*facts(stated), *self._about, *self._package.facts),
            flags=flags,
            platform_id=told(record.fields.get("warc-record-id", "")) or None,
            locator=locator,
        )
        return where, capture

    def _digests(self, record: ArchiveRecord, said: Answer | None) -> tuple[str, ...]:
        """Compare what the record states with its bytes; the flag of one that differs."""
        whole = record.size == len(record.block)
        block, payload = record.fields.get("warc-block-digest", ""), record.fields.get("warc-payload-digest", "")
        differs = whole and bool(block) and agrees(block, record.block) is False
        if whole and payload and record.kind != "revisit" and not differs:
            said = said or answer(record)
            asked = record.block.partition(b"\r\n\r\n")[2] if record.kind == "request" else None
            ways = (said.sent, said.chunked, said.body, record.block, asked)
            differs = all(agrees(payload, way) is False for way in ways if way is not None)
        if differs:
            self.notes.note("digest-differs", "warning", f"record/{record.number}")
        return ("digest-differs",) if differs else ()


def _as_it_stands(said: Answer, page: Html) -> Html:
    """Plain text, in which nothing is a tag."""
    text = said.body[: 8 << 20].decode("utf-8", "replace")
    return Html(text=text, links=links(text), title=None, shows=(), canonical=None, repaired=page.repaired, cut=page.cut)


def _name(record: ArchiveRecord) -> str:
    """What a record is that is no capture."""
    if record.kind in _ANSWERS:
        return "resource"
    return record.kind if record.kind in ("warcinfo", "request", "metadata", "revisit", "continuation") else "other"


def _info(record: ArchiveRecord) -> Iterator[tuple[str, str | None]]:
    """What a `warcinfo` record says of the program and whoever ran it."""
    for line in record.block[: 64 << 10].decode("utf-8", "replace").splitlines()[:100]:
        name, _, value = line.partition(":")
        if name.strip().lower() in _ABOUT:
            yield f"warc:{name.strip().lower()}", value


def _when(record: ArchiveRecord) -> When:
    """`WARC-Date` (ISO 8601, UTC), or the fourteen digits of an ARC, which are UTC as well."""
    stated = record.fields.get("warc-date", "")
    if not record.arc:
        return stated_time(stated) if stated else UNTIMED
    digits = stated.ljust(14, "0")
    iso = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:14]}Z"
    when = stated_time(iso)
    if when.utc is None:
        return When(stated=stated, local=None, utc=None, zone="unknown", precision="second")
    return When(stated=stated, local=None, utc=when.utc, zone="format", precision="second")


def _is_name(media_type: str) -> bool:
    """A media type of the usual form: one that somebody made up might say something."""
    kind, slash, name = media_type.partition("/")
    return bool(slash) and kind in ("text", "image", "font", "application", "audio", "video") and len(name) < 40 and name.isascii()
