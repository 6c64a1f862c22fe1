"""The second pass over a WhatsApp text: each piece becomes a message, an event, framing or a listed problem."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from gawah.readers import _whatsapp_order as order
from gawah.readers import _whatsapp_phrase as phrases
from gawah.readers._reader import DateOrder
from gawah.readers._source import Member, Source
from gawah.readers._whatsapp_header import INVISIBLE, Clock, Head
from gawah.readers._whatsapp_pieces import Piece
from gawah.readers._whatsapp_survey import Survey, account, split
from gawah.readers._whatsapp_suspect import Mark, Stamped, Style
from gawah.records.build import locator, message, when
from gawah.records.content import Account, Attachment, Event, Framing, MessageKind, ReadProblem, Severity
from gawah.records.errors import SourceUnreadable
from gawah.records.evidence import Locator
from gawah.records.media_type import HEAD, media_type
from gawah.records.when import When

DIFFERS = "date-order-differs"
_LINK = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_AFTER_LINK = ".,;:!?)]}'’…،؛؟۔।*_~" + INVISIBLE
_BLANK = INVISIBLE + " \t\r\n\u00a0\u202f"
_LF, _CR = 0x0A, 0x0D
_FIRST, _LAST = frozenset(INVISIBLE + "<"), frozenset(INVISIBLE + ">)")
"""How bodies begin and end in which the app may have a word."""
_LRM = "\u200e".encode()
_Stamp: TypeAlias = tuple[When, tuple[str, ...], Mark, tuple[str, ...] | None]
"""A header's time, flags, mark for the watch on forged lines, and the problem with its time if there is one."""
_UNKNOWN: _Stamp = (When(stated="", local=None, utc=None, zone="unknown", precision="minute"), (), (((), ()), "", ""), None)


@dataclass(slots=True)
class _Tally:
    """A problem that is listed once for many places."""

    locator: Locator
    count: int = 0


@dataclass(slots=True)
class Chat:
    """One chat file on its second pass."""

    source: Source
    member: Member
    conversation: str
    known: Survey
    said: DateOrder | None
    _tallies: dict[tuple[str, Severity, tuple[str, ...]], _Tally] = field(default_factory=dict)

    # One loop for all that every message needs: a call would cost as much as what it did.
    def records(self, found: Iterator[Piece]) -> Iterator[Stamped]:  # noqa: C901, PLR0912, PLR0915
        """Every piece as what it is, with what tells a forged header."""
        clocks, accounts = self.known.clocks, self.known.accounts
        digest, member = self.source.digest(self.member), self.member.name if self.source.is_container else None
        kind: MessageKind = "group" if self.known.group else "direct"
        conversation, plain = self.conversation, phrases.plain()
        line = 1
        last_header: tuple[bytes, ...] | None = None
        stamp, style = _UNKNOWN, _UNKNOWN[2][0]
        for start, end, header, buffer, first, last in found:
            place = locator(digest, member, f"line/{line}", (start, end))
            lines = buffer.count(b"\n", first, last)
            line += lines
            if header is None:
                yield _without_header(buffer[first:last], place, met=last_header is not None), None
                continue
            stated = header.group(1, 3)
            if stated != last_header:
                last_header = stated
                clock = clocks.get(stated[1]) or self.known.clock(stated[1])
                head = clock.heads.get(stated[0]) or self.known.head(stated[0], clock)
                if style[0] is not head.style or style[1] is not clock.style:
                    style = head.style, clock.style
                day = head.day
                if day is not None and day.state == "read" and clock.local is not None:
                    local = day.early + clock.local
                    stamp = when(head.text + clock.text, local, None, "unknown", clock.precision), (), (style, local, local), None
                else:
                    stamp = self._stamp(head, clock, style)
            sent_at, flags, mark, caution = stamp
            if caution is not None:
                yield from self._time_problem(caution, place)
            begin, stop = header.end(), last
            if buffer[stop - 1] == _LF and stop > begin:
                stop -= 2 if buffer[stop - 2] == _CR and stop - 1 > begin else 1
            colon = buffer.find(b": ", begin, stop)
            sender = accounts.get(buffer[begin:colon]) if colon >= 0 else None
            if sender is None:
                sender, colon = self._sender(buffer[begin:stop], begin)
                if not _is_utf8(buffer[begin : stop if sender is None else colon]):
                    yield _problem("text-undecodable", "warning", place), None
                if sender is None:
                    yield self._event(buffer[begin:stop], sent_at, place, flags), mark
                    continue
            raw = buffer[colon + 2 : stop]
            try:
                text = raw.decode()
            except UnicodeDecodeError:
                text = raw.decode("utf-8", "replace")
                yield _problem("text-undecodable", "warning", place), None
            if text and (text[0] in _FIRST or text[-1] in _LAST or raw in plain or _LRM in raw or (lines > 1 and b")" in raw)):
                said = phrases.body(text)
                if said is not None:
                    yield from self._placeholder(said, sender, kind, stamp, place)
                    continue
            yield message(conversation, kind, sender, sent_at, text, links(text) if b"://" in raw else (), flags, place), mark

    @property
    def _holds_media(self) -> bool:
        """Media can lie beside the text; a text file on its own holds none."""
        return self.source.is_container or bool(self.source.siblings)

    def problems(self) -> Iterator[ReadProblem]:
        """What is listed once for the whole chat; ask after the last record."""
        for (code, severity, _), tally in self._tallies.items():
            yield ReadProblem(code=code, severity=severity, locator=tally.locator, count=tally.count)

    def _stamp(self, head: Head, clock: Clock, style: Style) -> _Stamp:
        """All that a header's date and time say."""
        day = head.day
        if day is None:
            day = head.day = order.read(head, self.known.series_of(head, clock), self.said)
        local = day.local + clock.local if day.local and clock.local else None
        early = late = local or ""
        caution: tuple[str, ...] | None = None
        if clock.local is None or day.state == "unreadable":
            caution = ("time-unreadable",)
        elif day.state == "ambiguous":
            caution = ("time-ambiguous", *head.style, *clock.coarse)
            early, late = day.early + clock.local, day.late + clock.local
        flags = (DIFFERS,) if day.state == "differs" else ()
        return when(head.text + clock.text, local, None, "unknown", clock.precision), flags, (style, early, late), caution

    def _time_problem(self, caution: tuple[str, ...], place: Locator) -> Iterator[Stamped]:
        """A time that cannot be read is listed by itself, an ambiguous one once for its style."""
        if caution[0] == "time-unreadable":
            yield _problem("time-unreadable", "warning", place), None
        else:
            self._count("time-ambiguous", "warning", place, caution)

    def _count(self, code: str, severity: Severity, place: Locator, style: tuple[str, ...] = ()) -> None:
        self._tallies.setdefault((code, severity, style), _Tally(place)).count += 1

    def _sender(self, text: bytes, begin: int) -> tuple[Account | None, int]:
        """Who wrote a line whose name is not among the plain ones, and where the colon stands; no one for a line by the app."""
        line = text.partition(b"\n")[0].rstrip(b"\r")
        name = split(line)
        if name is None:
            return None, 0
        for longer in self.known.longer.get(name, ()):
            if line.startswith(longer + b": "):
                return self.known.accounts.get(longer) or account(longer), begin + len(longer)
            if line.startswith(longer + b" ") and _event_by(longer, line)[0] != "other":
                return None, 0
        # `Name:` at the end of a line: the text begins right after the colon, where the line end stands.
        colon = begin + len(name) - (0 if line[len(name) :].startswith(b": ") else 1)
        return self.known.accounts.get(name) or account(name), colon

    def _event(self, text: bytes, sent_at: When, place: Locator, flags: tuple[str, ...]) -> Event:
        """A line by the app."""
        wording = text.decode("utf-8", "replace")
        happened, who = phrases.event(wording.strip(_BLANK))
        sender = account(who.encode()) if who else None
        if happened == "other":
            for longer in (each for names in self.known.longer.values() for each in names if text.startswith(each + b" ")):
                happened, sender = _event_by(longer, text)[0], account(longer)
        return Event(
            conversation=self.conversation,
            event=happened,
            sender=sender,
            sent_at=sent_at,
            body=wording,
            flags=flags,
            locator=place,
        )

    def _placeholder(
        self, said: phrases.Body, sender: Account, kind: MessageKind, stamp: _Stamp, place: Locator
    ) -> Iterator[Stamped]:
        """A message, or event, in whose body the app has a word."""
        sent_at, flags, mark, _ = stamp
        if said.event is not None:
            happened = Event(
                conversation=self.conversation,
                event=said.event,
                sender=account(said.who.encode()) if said.who else sender,
                sent_at=sent_at,
                body=said.text,
                flags=flags,
                locator=place,
            )
            yield happened, mark
            return
        attachment = self._attachment(said.name) if said.attachment else None
        if attachment is not None and attachment.missing:
            if said.name is not None and self._holds_media:
                yield _problem("media-missing", "warning", place), None
            else:
                self._count("media-missing", "info", place)
        written = message(
            *(self.conversation, kind, sender, sent_at, said.text, links(said.text) if "://" in said.text else (), flags, place)
        )
        attachments = () if attachment is None else (attachment,)
        yield replace(written, attachments=attachments, edited=said.edited, deleted=said.deleted), mark

    def _attachment(self, name: str | None) -> Attachment:
        """The file that a message names, with its digest if the source or a sibling holds it."""
        if name is None:
            return Attachment(name=None, missing=True)
        held = self.source.find(name) if self._holds_media else None
        if held is not None:
            source, member = held
            try:
                return Attachment(name=name, media_type=_kind(source.head(member, HEAD), name), sha256=source.digest(member))
            except SourceUnreadable:
                pass
        return Attachment(name=name, media_type=_kind(b"", name), missing=True)


def _event_by(name: bytes, line: bytes) -> tuple[str, str | None]:
    """The event that a line tells of when the account's own name holds a `: `."""
    return phrases.event("x" + line[len(name) :].decode("utf-8", "replace").rstrip(_BLANK))


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _without_header(text: bytes, place: Locator, *, met: bool) -> ReadProblem | Framing:
    """Text before the first header, or, once one was met, the rest of a message that is too long."""
    if met:
        return ReadProblem(code="limit-reached", severity="loss", locator=place, records=1)
    if not text.decode("utf-8", "replace").strip(_BLANK):
        return Framing(name="blank", locator=place)
    return ReadProblem(code="record-unreadable", severity="loss", locator=place, records=1)


def _problem(code: str, severity: Severity, place: Locator) -> ReadProblem:
    return ReadProblem(code=code, severity=severity, locator=place)


def _kind(head: bytes, name: str) -> str | None:
    kind = media_type(head, name)
    return None if kind == "application/octet-stream" else kind


def links(text: str) -> tuple[str, ...]:
    """The addresses in a text, in order, without the punctuation of the sentence around them."""
    return tuple(found.rstrip(_AFTER_LINK) for found in _LINK.findall(text))
