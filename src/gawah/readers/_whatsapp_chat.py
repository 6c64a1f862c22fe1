"""The second pass over a WhatsApp text: each piece becomes a message, an event, framing or a listed problem."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gawah.readers import _whatsapp_order as order
from gawah.readers import _whatsapp_phrase as phrases
from gawah.readers._reader import DateOrder
from gawah.readers._source import Member, Source
from gawah.readers._whatsapp_header import INVISIBLE, Clock, Day, Head
from gawah.readers._whatsapp_order import Series
from gawah.readers._whatsapp_pieces import Piece
from gawah.readers._whatsapp_survey import Survey, account, split
from gawah.readers._whatsapp_suspect import Stamped
from gawah.records.build import builder
from gawah.records.content import Account, Attachment, Event, Framing, Message, MessageKind, ReadProblem, Severity
from gawah.records.errors import SourceUnreadable
from gawah.records.evidence import Locator
from gawah.records.media_type import HEAD, media_type
from gawah.records.when import When

DIFFERS = "date-order-differs"
_LINK = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_AFTER_LINK = ".,;:!?)]}'’…،؛؟۔।*_~" + INVISIBLE
_BLANK = INVISIBLE + " \t\r\n\u00a0\u202f"
_FIRST = frozenset(INVISIBLE + "<")
_LAST = frozenset(INVISIBLE + ">)")
_new_message, _new_locator, _new_when = builder(Message), builder(Locator), builder(When)


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
    _line: int = 1
    _met: bool = False

    def records(self, found: Iterator[Piece]) -> Iterator[Stamped]:
        """Every piece as what it is, with what tells a forged header."""
        clocks, accounts = self.known.clocks, self.known.accounts
        digest, member = self.source.digest(self.member), self.member.name if self.source.is_container else None
        kind: MessageKind = "group" if self.known.group else "direct"
        conversation, plain = self.conversation, phrases.plain()
        line = 1
        last_head: Head | None = None
        last_clock: Clock | None = None
        when = day = None
        for start, end, header, buffer, first, last in found:
            locator = _new_locator(file_sha256=digest, member=member, place=f"line/{line}", span=(start, end))
            line += buffer.count(b"\n", first, last)
            if header is None:
                yield self._without_header(buffer[first:last], locator), None, "", ""
                continue
            self._met = True
            clock = clocks.get(header[3]) or self.known.clock(header[3])
            head = clock.heads.get(header[1]) or self.known.head(header[1], clock)
            if head is not last_head or clock is not last_clock or when is None or day is None:
                day = head.day or self._day(head, clock)
                when = self._when(head, clock, day)
                last_head, last_clock = head, clock
            flags = ()
            if when.local is None or day.state == "differs":
                flags = (DIFFERS,) if day.state == "differs" else ()
                for problem in self._time_problems(head, clock, day, locator):
                    yield problem, None, "", ""
            begin, stop = header.end(), last
            if buffer[stop - 1] == 0x0A and stop > begin:
                stop -= 2 if buffer[stop - 2] == 0x0D and stop - 1 > begin else 1
            colon = buffer.find(b": ", begin, stop)
            sender = accounts.get(buffer[begin:colon]) if colon >= 0 else None
            times = (
                (head.style, clock.style),
                day.early + (clock.local or "") if day.early else "",
                day.late + (clock.local or "") if day.late else "",
            )
            if sender is None:
                sender, text_at, wording = self._sender(buffer[begin:stop])
                if sender is None or wording:
                    yield self._event(buffer[begin:stop], when, locator, flags), *times
                    continue
                colon = begin + text_at - 2
            try:
                text = buffer[colon + 2 : stop].decode()
            except UnicodeDecodeError:
                text = buffer[colon + 2 : stop].decode("utf-8", "replace")
                yield self._problem("text-undecodable", "warning", locator), None, "", ""
            if text and (
                text[0] in _FIRST or text[-1] in _LAST or text in plain or ")\n" in text or "\u200e" in text or ")\r" in text
            ):
                said = phrases.body(text)
                if said is not None:
                    for record in self._placeholder(said, sender, kind, when, locator, flags):
                        yield (record, *times) if isinstance(record, Message | Event) else (record, None, "", "")
                    continue
            yield (
                _new_message(
                    conversation=conversation,
                    kind=kind,
                    sender=sender,
                    sent_at=when,
                    body=text,
                    links=links(text) if "://" in text else (),
                    flags=flags,
                    locator=locator,
                ),
                *times,
            )

    def problems(self) -> Iterator[ReadProblem]:
        """What is listed once for the whole chat; ask after the last record."""
        for (code, severity, _), tally in self._tallies.items():
            yield ReadProblem(code=code, severity=severity, locator=tally.locator, count=tally.count)

    def _day(self, head: Head, clock: Clock) -> Day:
        series = self.known.series_of(head, clock)
        head.day = order.read(head, series, self.said)
        return head.day

    def _when(self, head: Head, clock: Clock, day: Day) -> When:
        local = day.local + clock.local if day.local and clock.local else None
        return _new_when(stated=head.text + clock.text, local=local, utc=None, zone="unknown", precision=clock.precision)

    def _time_problems(self, head: Head, clock: Clock, day: Day, locator: Locator) -> Iterator[ReadProblem]:
        if day.state == "unreadable" or clock.local is None:
            yield self._problem("time-unreadable", "warning", locator)
        elif day.state == "ambiguous":
            self._count("time-ambiguous", "warning", locator, head.style + clock.coarse)

    def _problem(self, code: str, severity: Severity, locator: Locator) -> ReadProblem:
        return ReadProblem(code=code, severity=severity, locator=locator)

    def _count(self, code: str, severity: Severity, locator: Locator, style: tuple[str, ...] = ()) -> None:
        self._tallies.setdefault((code, severity, style), _Tally(locator)).count += 1

    def _without_header(self, text: bytes, locator: Locator) -> ReadProblem | Framing:
        """Text before the first header, or the rest of a message that is too long."""
        if self._met:
            return ReadProblem(code="limit-reached", severity="loss", locator=locator, records=1)
        if not text.decode("utf-8", "replace").strip(_BLANK):
            return Framing(name="blank", locator=locator)
        return ReadProblem(code="record-unreadable", severity="loss", locator=locator, records=1)

    def _sender(self, text: bytes) -> tuple[Account | None, int, bool]:
        """Who wrote a line whose name is not among the plain ones, and where the text begins; None for a line by the app."""
        line = text.partition(b"\n")[0].rstrip(b"\r")
        name, begin = split(line)
        if name is None:
            return None, 0, True
        if name in self.known.longer:
            second = line.find(b": ", begin)
            if second >= 0 and line[:second] in self.known.accounts:
                return self.known.accounts[line[:second]], second + 2, False
        if name in self.known.accounts:
            found = self.known.accounts[name]
        else:
            found = account(name)
        return found, begin if line[begin - 2 : begin] == b": " else begin, False

    def _event(self, text: bytes, when: When, locator: Locator, flags: tuple[str, ...]) -> Event:
        """A line by the app."""
        wording = text.decode("utf-8", "replace")
        name, who = phrases.event(wording.strip(_BLANK))
        sender = account(who.encode()) if who else None
        return Event(
            conversation=self.conversation, event=name, sender=sender, sent_at=when, body=wording, flags=flags, locator=locator
        )

    def _placeholder(
        self, said: phrases.Body, sender: Account, kind: MessageKind, when: When, locator: Locator, flags: tuple[str, ...]
    ) -> Iterator[Message | Event | ReadProblem]:
        """A message, or event, in whose body the app has a word."""
        if said.event is not None:
            yield Event(
                conversation=self.conversation,
                event=said.event,
                sender=sender,
                sent_at=when,
                body=said.text,
                flags=flags,
                locator=locator,
            )
            return
        attachments: tuple[Attachment, ...] = ()
        if said.attachment:
            attachment = self._attachment(said.name)
            attachments = (attachment,)
            if attachment.missing and said.name is not None and (self.source.is_container or self.source.siblings):
                yield self._problem("media-missing", "warning", locator)
            elif attachment.missing:
                self._count("media-missing", "info", locator)
        yield Message(
            conversation=self.conversation,
            kind=kind,
            sender=sender,
            sent_at=when,
            body=said.text,
            links=links(said.text) if "://" in said.text else (),
            attachments=attachments,
            edited=said.edited,
            deleted=said.deleted,
            flags=flags,
            locator=locator,
        )

    def _attachment(self, name: str | None) -> Attachment:
        """The file that a message names, with its digest if the source or a sibling holds it."""
        if name is None:
            return Attachment(name=None, missing=True)
        held = self.source.find(name) if self.source.is_container or self.source.siblings else None
        if held is not None:
            source, member = held
            try:
                return Attachment(name=name, media_type=_kind(source.head(member, HEAD), name), sha256=source.digest(member))
            except SourceUnreadable:
                pass
        return Attachment(name=name, media_type=_kind(b"", name), missing=True)


def _kind(head: bytes, name: str) -> str | None:
    kind = media_type(head, name)
    return None if kind == "application/octet-stream" else kind


def links(text: str) -> tuple[str, ...]:
    """The addresses in a text, in order, without the punctuation of the sentence around them."""
    return tuple(found.rstrip(_AFTER_LINK) for found in _LINK.findall(text))
