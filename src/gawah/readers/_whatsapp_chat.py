"""The second pass over a WhatsApp text: each piece becomes a message, an event, framing or a listed problem."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, compress, groupby, pairwise, repeat
from operator import itemgetter
from typing import TypeAlias

from gawah.readers import _whatsapp_order as order
from gawah.readers import _whatsapp_phrase as phrases
from gawah.readers._reader import DateOrder
from gawah.readers._source import Member, Source
from gawah.readers._whatsapp_header import INVISIBLE, Clock, Day, Head
from gawah.readers._whatsapp_pieces import Loose, Region
from gawah.readers._whatsapp_survey import Survey, account, split
from gawah.readers._whatsapp_suspect import Batch, Found, Mark, Style
from gawah.records.build import locator, locators, message, messages, times, when
from gawah.records.content import Account, Attachment, Event, Framing, Message, MessageKind, ReadProblem, Severity
from gawah.records.errors import SourceUnreadable
from gawah.records.evidence import Locator
from gawah.records.media_type import HEAD, media_type
from gawah.records.when import When

DIFFERS = "date-order-differs"
_LINK = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_AFTER_LINK = ".,;:!?)]}'’…،؛؟۔।*_~" + INVISIBLE
_BLANK = INVISIBLE + " \t\r\n\u00a0\u202f"
_FIRST, _LAST = re.compile(rb"[<\xe2\xef]"), re.compile(rb"[>)\r]")
"""Bytes at the ends of bodies that need a closer look: brackets, invisible marks (0xE2, 0xEF), a carriage return."""
_LRM = "\u200e".encode()
_NAMELESS = (Attachment(name=None, missing=True),)
_NO_STYLE: Style = ((), ())
_NO_HEAD = Head(text="", fields=(0, 0, 0), style=())
_NO_DAY = Day(local=None, early="", late="", state="unreadable")
_Stamp: TypeAlias = tuple[When, tuple[str, ...], tuple[str, ...] | None]
"""A header's time and flags, and the problem with its time if there is one."""
_Doubt: TypeAlias = tuple[tuple[str, ...], tuple[str, ...] | None]
"""The flags of a header whose time is out of the ordinary, and the problem with it if there is one."""
_NO_TIME = When(stated="", local=None, utc=None, zone="unknown", precision="minute")


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

    def batches(self, regions: Iterable[Region]) -> Iterator[Batch]:
        """Everything in the file, region by region, with what tells a forged header."""
        digest, member = self.source.digest(self.member), self.member.name if self.source.is_container else None
        for region in regions:
            start = region.start
            if region.loose is not None:
                place = locator(digest, member, f"line/{self._line}", (start, start + region.loose.size))
                yield Batch([self._without_header(region.loose, place)], [None])
                start += region.loose.size
                self._line += region.loose.lines
            if region.text:
                self._met = True
                yield self._read(region, start, digest, member)

    def _read(self, region: Region, start: int, digest: str, member: str | None) -> Batch:
        """The region's records. It works in columns, which is twice as fast as one message after the other; what is out of the
        ordinary is then read by itself.
        """
        accounts = self.known.accounts
        names, colons, bodies = zip(*[piece.partition(b": ") for piece in region.text], strict=True)
        senders = list(map(accounts.get, names))
        if b"" in colons:
            senders = [sender if colon else None for sender, colon in zip(senders, colons, strict=True)]
        lines = list(accumulate([more + 1 for more in region.feeds], initial=self._line))
        self._line = lines.pop()
        spans = pairwise(accumulate(region.sizes(), initial=start))
        places = locators(digest, member, [f"line/{line}" for line in lines], spans)
        sent, marks, doubts, steady = self._stamps(region)
        texts, undecodable = _decoded(bodies)
        addresses: Iterable[tuple[str, ...]] = repeat(())
        joined = b"".join(bodies)
        if b"://" in joined:
            addresses = [links(text) if "://" in text else () for text in texts]
        # One without a sender is never given out.
        written: list[Found] = list(messages(self.conversation, self._kind, senders, sent, texts, addresses, places))
        problems: dict[int, list[ReadProblem]] = {}
        for index in sorted({*doubts, *undecodable, *_odd(senders, bodies, joined, region.feeds)}):
            flags, caution = doubts.get(index, ((), None))
            stamp = sent[index], flags, caution
            found: list[ReadProblem] = []
            written[index] = self._read_one(region.text[index], senders[index], bodies[index], stamp, places[index], found)
            if found:
                problems[index] = found
        for index, found in reversed(problems.items()):
            written[index:index] = found
            marks[index:index] = repeat(None, len(found))
        return Batch(written, marks, steady=steady and not problems)

    def _read_one(
        self, piece: bytes, sender: Account | None, raw: bytes, stamp: _Stamp, place: Locator, problems: list[ReadProblem]
    ) -> Message | Event:
        """One record in which something is out of the ordinary; `sender` None where it takes a closer look.

        What is to be listed before it is appended to `problems`.
        """
        sent_at, flags, caution = stamp
        if caution is not None:
            self._time_problem(caution, place, problems)
        if sender is None:
            sender, raw = self._sender(piece, place, problems)
            if sender is None:
                return self._event(raw, sent_at, place, flags)
        raw = raw.removesuffix(b"\r")
        if not _is_utf8(raw):
            problems.append(_problem("text-undecodable", "warning", place))
        text = raw.decode("utf-8", "replace")
        said = phrases.body(text) if text else None
        if said is not None:
            return self._placeholder(said, sender, stamp, place, problems)
        addresses = links(text) if "://" in text else ()
        return message(self.conversation, self._kind, sender, sent_at, text, addresses, flags, place)

    def _stamps(self, region: Region) -> tuple[list[When], list[Mark | None], dict[int, _Doubt], bool]:
        """The times that the headers state, the marks for the watch on forged lines, by index what is in doubt, and whether the
        region is steady as `Batch` has it.
        """
        found = self._plain_stamps(region)
        return (*found, {}, True) if found is not None else (*self._any_stamps(region), False)

    def _plain_stamps(self, region: Region) -> tuple[list[When], list[Mark | None]] | None:
        """The times and marks of a region with one style of header, nothing in doubt and no time before the one above it; None for
        any other region. Nearly all are such, and a date at a time they take half as long as one header after the other.
        """
        clocks = self.known.clocks
        try:
            known = [clocks[time] for time in region.time]
        except KeyError:  # so many different times that they were forgotten
            return None
        first = known[0]
        if not self.known.one_kind and not _alike(known):
            return None
        sent: list[When] = []
        local: list[str] = []
        style: Style | None = None
        for before, same in groupby(region.before):
            head = first.heads.get(before)
            if head is None:
                return None
            day = head.day or self._day(head, first)
            style = style or (head.style, first.style)
            if day.state != "read" or day.local is None or head.style is not style[0]:
                return None
            run = known[len(sent) : len(sent) + len(list(same))]
            local += [day.local + (clock.local or "") for clock in run]
            sent += times([head.text + clock.text for clock in run], local[len(sent) :], first.precision)
        if local != sorted(local):
            return None
        return sent, list(zip(repeat(style or _NO_STYLE), local, local, strict=False))

    def _any_stamps(self, region: Region) -> tuple[list[When], list[Mark | None], dict[int, _Doubt]]:
        """The same for any region, one header after the other."""
        sent: list[When] = []
        marks: list[Mark | None] = []
        doubts: dict[int, _Doubt] = {}
        clocks = self.known.clocks
        last_before = last_time = b""
        told: str | None = None
        at, mark, doubt = _NO_TIME, (_NO_STYLE, "", ""), None
        heads, head, day, style = None, _NO_HEAD, _NO_DAY, _NO_STYLE
        for index, (before, time) in enumerate(zip(region.before, region.time, strict=True)):
            if time != last_time or before != last_before:
                clock = clocks.get(time) or self.known.clock(time)
                if before != last_before or clock.heads is not heads:
                    heads = clock.heads
                    head = heads.get(before) or self.known.head(before, clock)
                    day = head.day or self._day(head, clock)
                    told = day.local if day.state == "read" else None
                if style[0] is not head.style or style[1] is not clock.style:
                    style = head.style, clock.style
                last_before, last_time = before, time
                if told is not None and clock.local is not None:
                    local = told + clock.local
                    at = when(head.text + clock.text, local, None, "unknown", clock.precision)
                    mark, doubt = (style, local, local), None
                else:
                    at, mark, doubt = _in_doubt(head, clock, day, style)
            sent.append(at)
            marks.append(mark)
            if doubt is not None:
                doubts[index] = doubt
        return sent, marks, doubts

    def _day(self, head: Head, clock: Clock) -> Day:
        head.day = order.read(head, self.known.series_of(head, clock), self.said)
        return head.day

    @property
    def _kind(self) -> MessageKind:
        return "group" if self.known.group else "direct"

    @property
    def _holds_media(self) -> bool:
        """Media can lie beside the text; a text file on its own holds none."""
        return self.source.is_container or bool(self.source.siblings)

    def problems(self) -> Iterator[ReadProblem]:
        """What is listed once for the whole chat; ask after the last record."""
        for (code, severity, _), tally in self._tallies.items():
            yield ReadProblem(code=code, severity=severity, locator=tally.locator, count=tally.count)

    def _time_problem(self, caution: tuple[str, ...], place: Locator, problems: list[ReadProblem]) -> None:
        """A time that cannot be read is listed by itself, an ambiguous one once for its style."""
        if caution[0] == "time-unreadable":
            problems.append(_problem("time-unreadable", "warning", place))
        else:
            self._count("time-ambiguous", "warning", place, caution)

    def _count(self, code: str, severity: Severity, place: Locator, style: tuple[str, ...] = ()) -> None:
        self._tallies.setdefault((code, severity, style), _Tally(place)).count += 1

    def _without_header(self, loose: Loose, place: Locator) -> ReadProblem | Framing:
        """Text before the first header, or, once one was met, the rest of a message that is too long."""
        if self._met:
            return ReadProblem(code="limit-reached", severity="loss", locator=place, records=1)
        if loose.blank:
            return Framing(name="blank", locator=place)
        return ReadProblem(code="record-unreadable", severity="loss", locator=place, records=1)

    def _sender(self, text: bytes, place: Locator, problems: list[ReadProblem]) -> tuple[Account | None, bytes]:
        """Who wrote a piece whose name is not among the plain ones, and the body; no one, and all of it, for a line by the app."""
        line = text.partition(b"\n")[0].rstrip(b"\r")
        name = split(line)
        for longer in self.known.longer.get(name or b"", ()):
            if line.startswith(longer + b": "):
                name = longer
            elif line.startswith(longer + b" ") and _event_by(longer, line)[0] != "other":
                name = None
        if not _is_utf8(text if name is None else name):
            problems.append(_problem("text-undecodable", "warning", place))
        if name is None:
            return None, text.removesuffix(b"\r")
        # `Name:` at the end of a line: the body begins right after the colon, with the line end.
        return self.known.accounts.get(name) or account(name), text[len(name) + 1 :].removeprefix(b" ")

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
        self, said: phrases.Body, sender: Account, stamp: _Stamp, place: Locator, problems: list[ReadProblem]
    ) -> Message | Event:
        """A message, or event, in whose body the app has a word."""
        sent_at, flags, _ = stamp
        if said.event is not None:
            by = account(said.who.encode()) if said.who else sender
            return Event(
                conversation=self.conversation,
                event=said.event,
                sender=by,
                sent_at=sent_at,
                body=said.text,
                flags=flags,
                locator=place,
            )
        attachments: tuple[Attachment, ...] = ()
        if said.attachment:
            attachments = self._attachments(said.name)
            if attachments[0].missing:
                if said.name is not None and self._holds_media:
                    problems.append(_problem("media-missing", "warning", place))
                else:
                    self._count("media-missing", "info", place)
        addresses = links(said.text) if "://" in said.text else ()
        return message(
            *(self.conversation, self._kind, sender, sent_at, said.text, addresses, flags, place, attachments),
            edited=said.edited,
            deleted=said.deleted,
        )

    def _attachments(self, name: str | None) -> tuple[Attachment, ...]:
        """The file that a message names, with its digest if the source or a sibling holds it."""
        if name is None:
            return _NAMELESS
        held = self.source.find(name) if self._holds_media else None
        if held is not None:
            source, member = held
            try:
                digest = source.digest(member)
                return (Attachment(name=name, media_type=_type(source.head(member, HEAD), name), sha256=digest),)
            except SourceUnreadable:
                pass
        return (Attachment(name=name, media_type=_type(b"", name), missing=True),)


def _in_doubt(head: Head, clock: Clock, day: Day, style: Style) -> tuple[When, Mark, _Doubt]:
    """What a header says where its time, or the order of its date, is out of the ordinary."""
    local = day.local + clock.local if day.local and clock.local else None
    early = late = local or ""
    caution: tuple[str, ...] | None = None
    if clock.local is None or day.state == "unreadable":
        caution = ("time-unreadable",)
    elif day.state == "ambiguous":
        caution = ("time-ambiguous", *head.style, *clock.coarse)
        early, late = day.early + clock.local, day.late + clock.local
    flags = (DIFFERS,) if day.state == "differs" else ()
    at = when(head.text + clock.text, local, None, "unknown", clock.precision)
    return at, (style, early, late), (flags, caution)


def _alike(clocks: list[Clock]) -> bool:
    """All of one style, and times of day."""
    first = clocks[0]
    return all(clock.style is first.style and clock.heads is first.heads and clock.local is not None for clock in clocks)


def _odd(senders: list[Account | None], bodies: Sequence[bytes], joined: bytes, feeds: list[int]) -> Iterator[int]:
    """The indexes of pieces that take a closer look: no plain sender, or a body in which the app may have a word.

    `joined` is all bodies in one, in which to look once for what is rare. The bytes at the ends are searched as columns too.
    """
    if None in senders:
        yield from (index for index, sender in enumerate(senders) if sender is None)
    filled = bodies if all(bodies) else [body or b"\0" for body in bodies]
    yield from (found.start() for found in _FIRST.finditer(bytes(map(itemgetter(0), filled))))
    yield from (found.start() for found in _LAST.finditer(bytes(map(itemgetter(-1), filled))))
    plain = phrases.plain()
    if not plain.isdisjoint(bodies):
        yield from (index for index, body in enumerate(bodies) if body in plain)
    if _LRM in joined:
        yield from (index for index, body in enumerate(bodies) if _LRM in body)
    if b")\n" in joined or b")\r" in joined:
        lines = compress(range(len(bodies)), feeds)
        yield from (index for index in lines if b")\n" in bodies[index] or b")\r" in bodies[index])


def _decoded(bodies: Sequence[bytes]) -> tuple[list[str], list[int]]:
    """The bodies as text, and the indexes of those that are not UTF-8."""
    try:
        return list(map(bytes.decode, bodies)), []
    except UnicodeDecodeError:
        damaged = [index for index, body in enumerate(bodies) if not _is_utf8(body)]
        return [body.decode("utf-8", "replace") for body in bodies], damaged


def _event_by(name: bytes, line: bytes) -> tuple[str, str | None]:
    """The event that a line tells of when the account's own name holds a `: `."""
    return phrases.event("x" + line[len(name) :].decode("utf-8", "replace").rstrip(_BLANK))


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _problem(code: str, severity: Severity, place: Locator) -> ReadProblem:
    return ReadProblem(code=code, severity=severity, locator=place)


def _type(head: bytes, name: str) -> str | None:
    kind = media_type(head, name)
    return None if kind == "application/octet-stream" else kind


def links(text: str) -> tuple[str, ...]:
    """The addresses in a text, in order, without the punctuation of the sentence around them."""
    return tuple(found.rstrip(_AFTER_LINK) for found in _LINK.findall(text))
