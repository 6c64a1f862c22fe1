"""The records of a WARC 1.0 or 1.1 (ISO 28500) or ARC 1 and 2 file, one after the other, past damage; none is kept for the next."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from gawah.readers._web_archive_feed import Broken, Feed
from gawah.records.digest import agrees

MAX_BLOCK = 64 << 20
"""Bytes of a block that are held; the rest of a longer one is passed over."""
_MAX_LINE = 64 << 10
_MAX_FIELDS = 500
_VERSION = re.compile(rb"WARC/\d{1,2}\.\d{1,2}\s*")
_ARC = re.compile(
    rb"([a-zA-Z][a-zA-Z0-9+.-]{0,30}:[^\r\n]{0,8000}?) (\S{1,100}) (\d{8,14}) (\S{1,200})(?: [^\r\n]{0,2000}?)? (\d{1,15})\s*"
)
_NEXT = re.compile(rb"\n(?=WARC/\d)")

Fault: TypeAlias = Literal["member-unreadable", "record-unreadable", "length-differs", "limit-reached"]


@dataclass(slots=True)
class ArchiveRecord:
    """One record.

    Attributes:
        number: Counted from 1, with those that are lost.
        fields: Named fields by lower-case name, the first of each; for an ARC those that a WARC would have.
        block: The content; its first `MAX_BLOCK` bytes.
        size: Bytes of the content that were there.
        span: Its bytes in the file, with the line ends behind; of several in one gzip member, the bytes unpacked for each.
        fault: What is wrong with it; `record-unreadable` and `member-unreadable` when it is lost.
        together: It shares its gzip member with the record before it, against the standard.
        arc: It is a record of an ARC file.
    """

    number: int
    fields: dict[str, str] = field(repr=False)
    block: bytes = field(repr=False)
    size: int
    span: tuple[int, int]
    fault: Fault | None = None
    together: bool = False
    arc: bool = False

    @property
    def kind(self) -> str:
        """`WARC-Type`, in lower case."""
        return self.fields.get("warc-type", "").lower()

    @property
    def lost(self) -> bool:
        """Nothing of it can be used."""
        return self.fault is not None and not self.fields


def begins_archive(head: bytes) -> bool:
    """Whether unpacked bytes begin as a web archive does."""
    head = head.lstrip(b"\r\n")
    return bool(_VERSION.match(head)) or head.startswith(b"filedesc:")


def records(feed: Feed) -> Iterator[ArchiveRecord]:
    """Every record, lost ones too: their spans tile the file. What holds line ends alone is neither lost nor has a kind."""
    number = at = 0
    while not feed.over:
        fault: Fault = "member-unreadable"
        found: ArchiveRecord | None = None
        together = feed.gzip and feed.inside
        try:
            if not feed.begin():
                break
            fault = "record-unreadable"
            found = _record(feed)
        except Broken:
            fault = _why(feed)
            feed.seek_member()
        end = feed.tell()
        if found is None:
            found = ArchiveRecord(0, {}, b"", 0, (at, end), fault)
        if end == at and not found.fields and not found.fault:
            break
        number += found.fault is not None or bool(found.fields)
        found.number, found.span, found.together = number, (at, end), together
        yield found
        at = end


def _why(feed: Feed) -> Fault:
    return "limit-reached" if feed.over else "member-unreadable"


def _record(feed: Feed) -> ArchiveRecord | None:
    """The next record; without fields where there are line ends alone; None for something that is no record, and is passed over.

    Raises Broken.
    """
    line = feed.readline(_MAX_LINE)
    while line and not line.strip():
        line = feed.readline(_MAX_LINE)
    if not line:
        return ArchiveRecord(0, {}, b"", 0, (0, 0))
    if _VERSION.fullmatch(line):
        fields = _fields(feed)
    elif (arc := _ARC.fullmatch(line)) is not None:
        fields = _of_arc(*arc.groups())
    else:
        feed.seek_text(b"WARC/")
        return None
    stated = fields.get("content-length", "")
    if not (stated.isascii() and stated.isdigit() and len(stated) < 16):
        feed.seek_text(b"WARC/")
        return None
    return _block(feed, fields, int(stated))


def _block(feed: Feed, fields: dict[str, str], length: int) -> ArchiveRecord:
    block = feed.read(min(length, MAX_BLOCK))
    size = len(block)
    while MAX_BLOCK <= size < length and (data := feed.read(min(length - size, 1 << 20))):
        size += len(data)
    found = ArchiveRecord(0, fields, block, size, (0, 0), arc="arc" in fields)
    if size > MAX_BLOCK:
        found.fault = "limit-reached"
    elif size < length:
        found.fault = "length-differs"
    try:
        if not _ended(feed):
            found.fault = "length-differs"
            _find_end(feed, found)
    except Broken:
        found.fault = _why(feed)
        feed.seek_member()
    return found


def _ended(feed: Feed) -> bool:
    """Pass over the line ends behind a block; whether nothing but the next record, or the end, follows."""
    while (line := feed.readline(8)).strip() == b"" and line:
        pass
    feed.unread(line)
    return not line or line.startswith(b"WARC/") or bool(re.match(rb"[a-zA-Z][a-zA-Z0-9+.-]*:", line))


def _find_end(feed: Feed, found: ArchiveRecord) -> None:
    """The stated length leads elsewhere than to a record: the block ends before a record that it would swallow, or behind more."""
    inside = _NEXT.search(found.block) if found.size <= MAX_BLOCK else None
    if inside is not None:
        rest = found.block[inside.end() :]
        found.block = found.block[: inside.start()].rstrip(b"\r\n")
        found.size = len(found.block)
        feed.unread(rest)
        return
    stated = found.fields.get("warc-block-digest", "")
    longer = found.block + feed.seek_text(b"WARC/").removesuffix(b"\r\n\r\n")
    if stated and found.size <= MAX_BLOCK and agrees(stated, longer):
        found.block, found.size = longer, len(longer)


def _fields(feed: Feed) -> dict[str, str]:
    fields: dict[str, str] = {}
    name = ""
    for _ in range(_MAX_FIELDS):
        line = feed.readline(_MAX_LINE).rstrip(b"\r\n")
        if not line:
            break
        text = line.decode("utf-8", "replace")
        if text[0] in " \t" and name:
            fields[name] = f"{fields[name]} {text.strip()}"[:_MAX_LINE]
            continue
        stated, colon, value = text.partition(":")
        name = stated.strip().lower()
        if colon and name not in fields:
            fields[name] = value.strip()
        else:
            name = ""
    return fields or {"": ""}


def _of_arc(address: bytes, host: bytes, date: bytes, kind: bytes, length: bytes) -> dict[str, str]:
    about = address.startswith(b"filedesc:")
    return {
        "arc": "1",
        "warc-type": "warcinfo" if about else "response",
        "warc-target-uri": address.decode("utf-8", "replace"),
        "warc-ip-address": host.decode("ascii", "replace"),
        "warc-date": date.decode("ascii"),
        "content-type": kind.decode("ascii", "replace"),
        "content-length": length.decode("ascii"),
    }
