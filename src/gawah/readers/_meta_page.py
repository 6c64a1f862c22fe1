"""Pages of an HTML export of Meta's: `message_N.html`, and the single `messages.htm` of before 2018. Second best: ask for JSON.

A page states minutes or seconds of a local time without its zone, no ids, and no list of participants that could be read in any
language: those named here are the ones who wrote. It is proper UTF-8, so nothing is mended. A message is what has a line for its
time; pages are cut at the beginnings of messages and counted by those lines, by a pattern of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from gawah.readers._attachment import attached
from gawah.readers._html import Piece, decoded, encoding_of, pieces, text_of
from gawah.readers._links import links
from gawah.readers._meta import named
from gawah.readers._meta_file import Export
from gawah.readers._meta_page_entry import Entry, entry
from gawah.readers._meta_page_time import Order, read_time
from gawah.readers._meta_phrase import event_told
from gawah.readers._meta_threads import BOXES, placed
from gawah.readers._notes import Notes
from gawah.readers._reader import DateOrder
from gawah.readers._source import Member, Source
from gawah.readers._whole_member import is_whole, unreadable
from gawah.records.content import (
    Account,
    Attachment,
    Conversation,
    Event,
    Folder,
    Message,
    MessageKind,
    Reaction,
    ReadProblem,
    Record,
)
from gawah.records.digest import identifier
from gawah.records.when import When

_OPENING = re.compile(
    rb'<(?:div|section) class="(?:[\w -]{0,60} )?(?:_a6-g|_2lej)(?: [\w -]{0,60})?"|<div class="(?:thread|message)">'
)
_MARK = re.compile(rb'class="(?:[\w -]{0,60} )?(?:_a6-o|_2lem|message_header)(?: [\w -]{0,60})?"')
_SENDER = re.compile(rb'class="(?:[\w -]{0,60} )?(?:_a6-i|_2lel)(?: [\w -]{0,60})?"|<div class="message">')
_PLAIN_SENDER = re.compile(r'class="(?:[\w -]{0,60} )?(?:_a6-i|_2lel|user)(?: [\w -]{0,60})?"[^>]{0,200}>([^<]{1,400})</')
_PLAIN_TIME = re.compile(r'class="(?:[\w -]{0,60} )?(?:_a72d|_2lem|_a6-o|meta)(?: [\w -]{0,60})?"[^>]{0,200}>([^<]{1,400})</')
_THREAD = b'<div class="thread">'
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,1000})</title>", re.IGNORECASE)
_BLOCK = 1 << 20
_OVERLAP = 256
_MOST = 5_000
"""Writers of one page that are remembered."""


@dataclass(slots=True)
class _Page:
    """A page while it is read.

    Attributes:
        conversation, kind, folder: Of the messages that come next.
        order: Which of two numbers in its dates is the day.
    """

    export: Export
    source: Source
    member: Member
    notes: Notes
    conversation: str = ""
    kind: MessageKind = "direct"
    folder: Folder | None = None
    order: DateOrder | None = None
    encoding: str = "utf-8"


def read_page(export: Export, source: Source, member: Member, said: DateOrder | None) -> Iterator[Record]:
    """The conversations and messages of a page; `said` is what the person says of its dates."""
    if not is_whole(source, member):
        yield unreadable(source, member)
        return
    page = _Page(export, source, member, Notes(source, member))
    title, speakers, order = _survey(page)
    page.order = order.settle(said)
    box, name = placed(member.name) if source.is_container else ("", "")
    page.folder = BOXES.get(box)
    page.kind = "group" if len(speakers) > 2 else "direct"
    key = (name,) if name else (title,) if title else ("file", source.digest(member))
    first = Conversation(
        id=identifier(export.platform, *key),
        platform=export.platform,
        title=title or None,
        participants=tuple(Account(name=each) for each in speakers),
    )
    page.conversation = first.id
    started, end = False, b""
    for piece in pieces(lambda: source.open(member), _OPENING):
        if (piece.data or b"").startswith(_THREAD):
            yield _thread(page, piece)
            started = True
        elif not started and _MARK.search(piece.data or b""):
            yield first
            started = True
        yield from _records(page, piece)
        end = (piece.data or b"</html>")[-_OVERLAP:]
    if not started:
        yield first
    if b"</html>" not in end.lower():  # its last message may be shorter than it was, or without a time
        yield ReadProblem(code="member-unreadable", severity="loss", locator=page.notes.locator("", None))
    yield from page.notes.problems()


def count_page(source: Source, member: Member) -> int:
    """How many messages a page holds: the lines for a time, sought in its bytes apart from how pages are cut; 0 if unreadable."""
    if not is_whole(source, member):
        return 0
    return _marks(source, member, 0, 1 << 62)


def _marks(source: Source, member: Member, start: int, end: int) -> int:
    total = place = 0
    kept = b""
    with source.open(member) as stream:
        while True:
            data = stream.read(_BLOCK)
            window = kept + data
            base = place - len(kept)
            sure = len(window) - _OVERLAP if data else len(window)
            total += sum(found.start() < sure and start <= base + found.start() < end for found in _MARK.finditer(window))
            if not data:
                return total
            place += len(data)
            kept = window[max(0, sure) :]


def _survey(page: _Page) -> tuple[str, list[str], Order]:
    """The title, those who wrote, and what the dates tell of their order."""
    title, order = "", Order()
    speakers: dict[str, None] = {}
    for piece in pieces(lambda: page.source.open(page.member), _OPENING):
        data = piece.data or b""
        if not piece.number:
            page.encoding = encoding_of(data)
            found = _TITLE.search(decoded(data, page.encoding)[0])
            title = " ".join(text_of(found[1])[0].split()) if found is not None else ""
        elif _MARK.search(data):
            sender, time = _glimpse(decoded(data, page.encoding)[0])
            order.watch(time)
            if sender and len(speakers) < _MOST:
                speakers[sender] = None
    return title, list(speakers), order


def _glimpse(html: str) -> tuple[str, str]:
    """The sender and the time of a piece, without taking it apart where both stand plainly between tags."""
    sender, time = _PLAIN_SENDER.search(html), _PLAIN_TIME.search(html)
    if sender is not None and time is not None:
        return " ".join(unescape(sender[1]).split()), time[1]
    said = entry(html)
    return ("", "") if said is None else (said.sender, said.time)


def _thread(page: _Page, piece: Piece) -> Conversation:
    """The conversation that a thread of messages.htm begins: its text is the names, before the first message."""
    text, _links = text_of(decoded(piece.data or b"", page.encoding)[0])
    names = [name for name in (each.strip() for each in text.replace("\n", ", ").split(", ")) if name]
    people = tuple(Account(name=name) for name in names[:_MOST])
    page.kind = "group" if len(people) > 2 else "direct"
    page.conversation = identifier(page.export.platform, "participants", *sorted(names))
    return Conversation(id=page.conversation, platform=page.export.platform, participants=people)


def _records(page: _Page, piece: Piece) -> Iterator[Record]:
    """The message of a piece; where it has several lines for a time, the others are lost in it."""
    marks = len(_MARK.findall(piece.data)) if piece.data is not None else _marks(page.source, page.member, piece.start, piece.end)
    if not marks and piece.number and _SENDER.search(piece.data or b""):
        locator = page.notes.locator(f"message/{piece.number}", (piece.start, piece.end))
        yield ReadProblem(code="record-unreadable", severity="loss", locator=locator)  # a message of which the time is gone
    for number in range(marks):
        place = f"message/{piece.number}" + (f".{number}" if number else "")
        locator = page.notes.locator(place, (piece.start, piece.end))
        made = _message(page, piece, place) if not number and piece.number and piece.data is not None else None
        if made is None:
            code = "limit-reached" if piece.data is None else "record-unreadable"
            yield ReadProblem(code=code, severity="loss", locator=locator, records=1)
        else:
            yield made


def _message(page: _Page, piece: Piece, place: str) -> Message | Event | None:
    html, damaged = decoded(piece.data or b"", page.encoding)
    said = entry(html)
    if said is None:
        return None
    if damaged:
        page.notes.note("text-undecodable", "warning")
    locator = page.notes.locator(place, (piece.start, piece.end))
    sender, sent_at = Account(name=said.sender or None), _time(page, said)
    event = event_told(said.sender or None, said.body, page.export.holder.name)
    if event is not None:
        return Event(
            conversation=page.conversation,
            event=event,
            sender=sender,
            folder=page.folder,
            sent_at=sent_at,
            body=said.body,
            locator=locator,
        )
    return Message(
        conversation=page.conversation,
        kind=page.kind,
        sender=sender,
        folder=page.folder,
        sent_at=sent_at,
        body=said.body,
        links=tuple(dict.fromkeys((*said.links, *links(said.body)))),
        attachments=tuple(_attachment(page, uri) for uri in said.files),
        reactions=tuple(Reaction(emoji=sign, sender=Account(name=name or None)) for sign, name in said.reactions),
        locator=locator,
    )


def _time(page: _Page, said: Entry) -> When:
    when, ambiguous = read_time(said.time, page.order)
    if ambiguous:
        page.notes.note("time-ambiguous", "warning")
    elif when is None:
        page.notes.note("time-unreadable", "warning")
    return when or When(stated=said.time[:64], local=None, utc=None, zone="unknown", precision="minute")


def _attachment(page: _Page, uri: str) -> Attachment:
    found = attached(named(page.source, uri), uri)
    if found.missing:
        code, severity = ("part-missing", "info") if page.export.in_parts else ("media-missing", "warning")
        page.notes.note(code, severity)  # type: ignore[arg-type]
    return found
