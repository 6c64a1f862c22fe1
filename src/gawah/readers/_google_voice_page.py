"""One page of Google Voice: its texts, its call or its voicemail."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gawah.readers._attachment import attached
from gawah.readers._html import Piece, decoded, parsed, pieces, text_of
from gawah.readers._iso_time import from_iso, unread
from gawah.readers._links import links
from gawah.readers._notes import Notes
from gawah.readers._source import Member, Source
from gawah.records.content import Account, Attachment, Conversation, Event, Folder, Framing, Message, Record
from gawah.records.digest import identifier
from gawah.records.when import When

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

PLATFORM = "Google Voice"
MACHINE = "machine-transcript"
_OPENING = re.compile(rb'<div class="(?:message|haudio)"')
_PEOPLE = re.compile(rb'<a class="tel" href="tel:([^"<>]{0,40})">\s{0,8}<(span|abbr) class="fn"[^>]{0,20}>([^<]{0,200})')
_SPAM = re.compile(rb'href="[^"]{0,60}voice#spam"')
_DELETED = re.compile(rb'class="deletedStatusContainer">[^<]{0,40}?True')
_FILE_NAME = re.compile(r"(?P<who>.*?)(?: - (?:Text|Placed|Received|Missed|Voicemail|Recorded))? - \d{4}-\d{2}-\d{2}T.*")
_NO_WORDS = frozenset({"MMS Sent", "MMS Received"})
_CALLS = {"placed": "call", "received": "call", "recorded": "call", "missed": "missed-call"}
_LABEL = re.compile(r"voice#(placed|received|recorded|missed|voicemail)")
_MAX_PEOPLE = 500


class Page:
    """One page being read."""

    def __init__(self, source: Source, member: Member) -> None:
        self._source = source
        self._member = member
        self._notes = Notes(source, member)
        self._others: dict[str, Account] = {}
        self._deleted = False
        self._spam = False

    def records(self) -> Iterator[Record]:
        """Everything in the page, after a first walk for who takes part."""
        for piece in self._pieces():
            self._look(piece)
        stated = self._conversation()
        yield stated
        for piece in self._pieces():
            span = (piece.start, piece.end)
            if not piece.number:
                if piece.end > piece.start:
                    yield Framing(name="head", locator=self._notes.locator("head", span))
                continue
            place = f"part/{piece.number}"
            made = self._made(piece, place, stated)
            if made is not None:
                yield made
            else:
                yield self._notes.lost(place, span, "limit-reached" if piece.data is None else "record-unreadable")
        yield from self._notes.problems()

    def _pieces(self) -> Iterator[Piece]:
        return pieces(lambda: self._source.open(self._member), _OPENING)

    def _look(self, piece: Piece) -> None:
        data = piece.data or b""
        self._spam = self._spam or _SPAM.search(data) is not None
        self._deleted = self._deleted or _DELETED.search(data) is not None
        for number, tag, name in _PEOPLE.findall(data):
            if tag == b"span" and len(self._others) < _MAX_PEOPLE:
                account = _account(number.decode("utf-8", "replace"), text_of(name.decode("utf-8", "replace"))[0])
                if account.handle and (account.handle not in self._others or not self._others[account.handle].name):
                    self._others[account.handle] = account

    def _conversation(self) -> Conversation:
        found = _FILE_NAME.fullmatch(self._member.basename)
        called = (found["who"] if found else "").strip() or None
        if not self._others:
            key = called or f"file {self._source.digest(self._member)}"
            numbered = re.fullmatch(r"\+?\d{3,20}", key)
            return Conversation(
                id=identifier(PLATFORM, *(("number", key) if numbered else ("name", key))), platform=PLATFORM, title=called
            )
        people = tuple(self._others.values())
        title = ", ".join(each.name or each.handle or "" for each in people[:5])
        return Conversation(
            id=identifier(PLATFORM, "number", *sorted(self._others)), platform=PLATFORM, title=title, participants=people
        )

    def _made(self, piece: Piece, place: str, stated: Conversation) -> Message | Event | None:
        if piece.data is None:
            return None
        html, replaced = decoded(piece.data, "utf-8")
        if replaced:
            self._notes.note("text-undecodable", "warning", "part")
        tree = parsed(html)
        locator = self._notes.locator(place, (piece.start, piece.end))
        if piece.data.startswith(b'<div class="message"'):
            when, words = tree.css_first("abbr.dt"), tree.css_first("q")
            if when is None or words is None or "</q>" not in html:
                return None
            sent_at = self._when(when)
            files = self._files(tree)
            body, inner = text_of(words.html or "")
            body = "" if files and body.strip() in _NO_WORDS else body
            return Message(
                conversation=stated.id,
                kind="group" if len(stated.participants) > 1 else "direct",
                sender=_sender(tree.css_first("cite")),
                folder=self._folder(),
                sent_at=sent_at,
                body=body,
                links=tuple(dict.fromkeys((*inner, *links(body)))),
                attachments=files,
                deleted=self._deleted,
                locator=locator,
            )
        when, label = tree.css_first("abbr.published"), _LABEL.search(html)
        if when is None or "</div>" not in html:
            return None
        sent_at = self._when(when)
        other = _sender(tree.css_first("div.contributor"))
        if label is not None and label[1] == "voicemail":
            words = tree.css_first(".full-text")
            body = text_of(words.html or "")[0] if words is not None else ""
            return Message(
                conversation=stated.id,
                kind="direct",
                sender=other,
                folder=self._folder(),
                sent_at=sent_at,
                body=body,
                attachments=self._files(tree),
                deleted=self._deleted,
                flags=(MACHINE,) if body else (),
                locator=locator,
            )
        told, lasted = tree.css_first("div.contributor"), tree.css_first("abbr.duration")
        body = " ".join(" ".join(node.text().split()) for node in (told, lasted) if node is not None)
        sort = label[1] if label else ""
        return Event(
            conversation=stated.id,
            event=_CALLS.get(sort, "call"),
            sender=Account(name="Me") if sort == "placed" else other,
            folder=self._folder(),
            sent_at=sent_at,
            body=body,
            locator=locator,
        )

    def _folder(self) -> Folder | None:
        return "filtered" if self._spam else None

    def _when(self, node: "LexborNode") -> When:
        stated = node.attributes.get("title")
        when = from_iso(stated)
        if when is None:
            self._notes.note("time-unreadable", "warning", "time")
            return unread(stated)
        return when

    def _files(self, tree: "LexborHTMLParser") -> tuple[Attachment, ...]:
        """Pictures, cards, sounds and videos, which are named without their ending."""
        names: dict[str, None] = {}
        for node in tree.css("img, audio, video, a.vcard, a.video, a.audio"):
            name = node.attributes.get("src") or node.attributes.get("href")
            if name and not name.startswith(("http://", "https://", "tel:", "data:")):
                names[name] = None
        made = tuple(attached(self._file(name), name) for name in names)
        missing = sum(each.missing for each in made)
        if missing:
            self._notes.note("media-missing", "warning", "file", missing)
        return made

    def _file(self, name: str) -> tuple[Source, Member] | None:
        if not self._source.is_container:
            return None
        for source in (self._source, *self._source.siblings):
            found = [
                member
                for member in source.members
                if member is not self._member
                and member.folder.rpartition("/")[2] == self._member.folder.rpartition("/")[2]
                and (member.basename == name or re.fullmatch(r"\.[A-Za-z0-9]{2,5}", member.basename.removeprefix(name)))
                and not member.basename.endswith(".html")
            ]
            if len(found) == 1:
                found[0].referred = True
                return source, found[0]
        return None


def _sender(node: "LexborNode | None") -> Account:
    link = node.css_first("a.tel") if node is not None else None
    if link is None:
        return Account()
    called = link.css_first(".fn")
    return _account((link.attributes.get("href") or "").removeprefix("tel:"), called.text() if called is not None else "")


def _account(number: str, name: str) -> Account:
    return Account(name=name.strip() or None, handle=number.strip() or None)
