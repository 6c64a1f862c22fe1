"""Saved web pages: MHTML, SingleFile HTML, "web page, complete" with its folder, and HTML on its own.

Seen:
    MHTML        Chrome ("Saved by Blink", Snapshot-Content-Location, cid: frames), Firefox ("Saved by Mozilla", X-MAF: an add-on),
                 Internet Explorer and Word (no From); ../shared/samples/mhtml
    SingleFile   a comment behind <html>: "Page saved with SingleFile", `url:`, `saved date:` as JavaScript writes a date
    complete     page.html beside page_files/ (named in many languages), "saved from url=(0042)https://…" by Chrome and Edge
Rules:
    * A saved page is a record, with the text of its frames behind its own. Pictures, sounds and films in it are attachments with
      their digests; style sheets, fonts and scripts are counted and stay in the original. Nothing is fetched and no script runs.
    * The address is the one that the browser wrote. What the page itself calls its address is a fact: it can be anything.
    * The time is when the page was saved, as the browser wrote it; a page saved "complete" states none.
    * Asked last: a page that is a file of an export is that export's.
Known limits:
    * Open shadow roots, canvas drawings, and what was scrolled out of a page that loads as one scrolls are not in most saved pages.
    * Text that only a style sheet hides is read as text. Pictures inside HTML (`data:`) are counted, not kept apart.
    * A SingleFile page that is a zip as well is read as its HTML.
Sources: RFC 2557; ../shared/samples/mhtml; SingleFile's documented comment; export-formats.md "Web captures".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape

from gawah.readers._attachment import attached
from gawah.readers._capture import MAX_TEXT, UNTIMED, bounded, facts, site, stated_time, told
from gawah.readers._mhtml import MAX_PARTS, Part, header_text, parts
from gawah.readers._notes import Notes
from gawah.readers._page import MAX_HTML, PLATFORM, Html, html_of
from gawah.readers._reader import Options
from gawah.readers._source import Member, Source
from gawah.readers._web_page_kind import Kind, files_of, folder_of, pages
from gawah.readers._whole_member import unreadable
from gawah.records.content import Attachment, Capture, Conversation, Record
from gawah.records.digest import sha256
from gawah.records.errors import SourceUnreadable
from gawah.records.evidence import Grade
from gawah.records.media_type import HEAD, media_type
from gawah.records.when import When

__all__ = ["GRADE", "LAST", "PLATFORM", "VERSION", "count", "identify", "read", "reads"]

VERSION = "1"
LAST = True
GRADE: Grade = "own-capture"
MAX_FRAMES = 200
MAX_ATTACHMENTS = 1_000
_SHOWN = ("image/", "audio/", "video/", "application/pdf")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,5}\)(\S{1,8000})\s*-->", re.IGNORECASE)
_SINGLE_FILE = re.compile(
    r"<!--\s*Page saved with (SingleFileZ?)\s+url:\s*(\S{1,8000})\s+saved date:\s*([^\n]{1,200}?)\s*(?:\n|-->)"
)
_PAGES = ("text/html", "application/xhtml+xml")
_INLINE = re.compile(rb"data:(?:image|audio|video)/", re.IGNORECASE)


def identify(source: Source) -> bool:
    """Say whether this is a saved page, or a folder or archive with a page beside the folder of what it shows."""
    found = pages(source)
    return bool(found) and (not source.is_container or any(kind == "html" and folder_of(source, page) for page, kind in found))


def reads(source: Source) -> Sequence[Member]:
    """The pages, and what lies in their folders."""
    found: dict[int, Member] = {}
    for page, kind in pages(source):
        found[page.ordinal] = page
        if kind == "html" and source.is_container and (folder := folder_of(source, page)):
            found |= {member.ordinal: member for member in files_of(source, folder)}
    return tuple(found.values())


def read(source: Source, options: Options) -> Iterator[Record]:  # noqa: ARG001 - every time in these formats is stated whole
    """Yield each saved page, after the conversation that stands for its site."""
    seen: set[Conversation] = set()
    for member, kind in pages(source):
        notes = Notes(source, member)
        try:
            source.digest(member)
            saved = _mhtml(source, member, notes) if kind == "mhtml" else _html(source, member, notes)
        except SourceUnreadable:
            yield unreadable(source, member, records=1)
            continue
        where = site(saved.address, PLATFORM, source.digest(member))
        if where not in seen:
            seen.add(where)
            yield where
        yield _capture(saved, notes, where)
        yield from notes.problems()


def count(source: Source) -> int:
    """How many files are saved pages, told by their beginnings."""
    return len(pages(source))


@dataclass(slots=True)
class _Saved:
    """What a way of saving gives: the page, its frames, what it shows, and what the browser wrote beside it."""

    kind: Kind
    address: str | None = None
    when: When = UNTIMED
    html: Html | None = None
    frames: list[str] = field(default_factory=list)
    shown: list[Attachment] = field(default_factory=list)
    more: tuple[tuple[str, str | None], ...] = ()
    others: int = 0

    @property
    def room(self) -> bool:
        """Whether another frame would still be kept."""
        return len(self.frames) < MAX_FRAMES and sum(map(len, self.frames)) < MAX_TEXT


def _mhtml(source: Source, member: Member, notes: Notes) -> _Saved:
    saved = _Saved("mhtml")
    head: Part | None = None
    with source.open(member) as stream:
        for part in parts(stream):
            head = head or part
            if part.number or part.media_type in _PAGES:
                _part(saved, head, part)
            if part.data is None or part.faulty or part.number >= MAX_PARTS:
                notes.note("record-unreadable" if part.faulty else "limit-reached", "loss", f"part/{part.number}")
    stated = {} if head is None else head.headers
    saved.address = _address(head) or saved.address
    saved.when = stated_time(stated["date"]) if stated.get("date") else UNTIMED
    saved.more = (
        ("mhtml:saved-by", header_text(stated.get("from", "")).strip("<>")),
        ("mhtml:subject", header_text(stated.get("subject", ""))),
        ("mhtml:program", stated.get("x-maf")),
    )
    return saved


def _part(saved: _Saved, head: Part, part: Part) -> None:
    if part.media_type in _PAGES and part.data is not None:
        address = part.headers.get("content-location") or _address(head)
        if saved.html is None:
            saved.address = told(address) if address else None
            saved.html = html_of(part.data, address, part.parameter("charset"))
        elif saved.room:
            saved.frames.append(html_of(part.data, address, part.parameter("charset")).text)
    elif part.media_type.startswith(_SHOWN) and len(saved.shown) < MAX_ATTACHMENTS:
        saved.shown.append(_attachment(part))
    else:
        saved.others += not part.media_type.startswith("multipart/")


def _html(source: Source, member: Member, notes: Notes) -> _Saved:
    with source.open(member) as stream:
        data = stream.read(MAX_HTML + 1)
    start = data[: 16 << 10].decode("utf-8", "replace")
    single, complete = _SINGLE_FILE.search(start), _SAVED_FROM.search(start)
    stated = single.group(2) if single else complete.group(1) if complete else ""
    saved = _Saved("html", address=told(unescape(stated)) or None)
    saved.when = stated_time(unescape(single.group(3))) if single else UNTIMED
    saved.html = html_of(data, saved.address)
    folder = folder_of(source, member) if source.is_container else None
    for each in files_of(source, folder) if folder else ():
        kind = media_type(source.head(each, HEAD), each.basename)
        if kind.startswith(_SHOWN) and len(saved.shown) < MAX_ATTACHMENTS:
            saved.shown.append(attached(source.find(each.name), told(each.name)))
        elif kind == "text/html" and saved.room:
            saved.frames.append(_frame(source, each, notes))
        else:
            saved.others += 1
    inline = len(_INLINE.findall(data[:MAX_HTML]))
    saved.more = (("html:saved-by", single.group(1) if single else None), ("html:pictures-inside", str(inline) if inline else None))
    return saved


def _frame(source: Source, member: Member, notes: Notes) -> str:
    try:
        with source.open(member) as stream:
            return html_of(stream.read(MAX_HTML), None).text
    except SourceUnreadable:
        notes.note("member-unreadable", "loss")
        return ""


def _capture(saved: _Saved, notes: Notes, where: Conversation) -> Capture:
    html = saved.html
    body, cut = bounded("\n\n".join(part for part in (html.text if html else "", *saved.frames) if part))
    if cut or (html is not None and html.cut):
        notes.note("limit-reached", "loss")
    if html is not None and html.repaired:
        notes.note("text-undecodable", "warning")
    own = html.canonical if html else None
    stated = (
        ("format", saved.kind),
        *saved.more,
        ("page:own-address", own if own != saved.address else None),
        ("page:frames", str(len(saved.frames)) if saved.frames else None),
        ("page:other-files", str(saved.others) if saved.others else None),
    )
    return Capture(
        conversation=where.id,
        kind="page",
        grade=GRADE,
        address=saved.address,
        title=html.title if html else None,
        sent_at=saved.when,
        body=body,
        links=html.links if html else (),
        attachments=tuple(saved.shown),
        facts=facts(stated),
        flags=tuple(name for name, on in (("no-text", not body.strip()), ("address-unknown", saved.address is None)) if on),
        locator=notes.locator("", None),
    )


def _attachment(part: Part) -> Attachment:
    name = part.headers.get("content-location") or part.headers.get("content-id")
    digest = None if part.data is None or part.faulty else sha256(part.data)
    return Attachment(name=told(name) if name else None, media_type=part.media_type, sha256=digest, missing=digest is None)


def _address(head: Part | None) -> str | None:
    """The address of the page, as the browser wrote it."""
    stated = {} if head is None else head.headers
    return told(stated.get("snapshot-content-location") or stated.get("content-location") or "") or None
