"""The first pass over a WhatsApp text: which header styles, which order of day and month, which names, a group or not.

Keeps counts for each distinct style, date and name, never the messages.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from gawah.readers import _whatsapp_header as headers
from gawah.readers import _whatsapp_phrase as phrases
from gawah.readers._whatsapp_header import INVISIBLE, Clock, Head
from gawah.readers._whatsapp_order import Series
from gawah.readers._whatsapp_pieces import Piece
from gawah.records.content import Account

_MOST_NAMES = 100_000
_MOST_CACHED = 200_000
_MOST_LONGER = 50
"""Different longer names that one shorter name may have before it is taken for the name itself."""
_RECURS = 3
_LONGEST_NAME = 400
"""Bytes."""
_UNSAVED = re.compile(r"^~[ \u00a0\u202f]")
_PHONE = re.compile(r"\+?[\d][\d\s().\u2011\u00a0\u202f-]{5,}")
_REMOVED = dict.fromkeys(map(ord, INVISIBLE))


@dataclass(slots=True)
class Prefix:
    """What is known of one text before a `: `.

    Attributes:
        count: How many headers have it.
        longer: Texts up to the second `: ` with their counts, as long as every header with this prefix has one; else None.
    """

    count: int = 0
    longer: dict[bytes, int] | None = field(default_factory=dict)


@dataclass(slots=True)
class Survey:
    """What the whole file says.

    Attributes:
        clocks, series: Times and header styles met, kept for the second pass.
        accounts: The senders by the bytes that name them, in the order in which they first write.
        longer: Prefixes to which a longer name belongs.
        group: A group event was met, or more than two senders.
        headers: How many headers there are.
    """

    clocks: dict[bytes, Clock] = field(default_factory=dict)
    heads: dict[tuple[str, ...], dict[bytes, Head]] = field(default_factory=dict)
    series: dict[tuple[str, ...], Series] = field(default_factory=dict)
    accounts: dict[bytes, Account] = field(default_factory=dict)
    longer: set[bytes] = field(default_factory=set)
    group: bool = False
    headers: int = 0

    def clock(self, data: bytes) -> Clock:
        """The time that these bytes state, from now on known."""
        if len(self.clocks) > _MOST_CACHED:
            self.clocks.clear()
        found = headers.clock(data)
        found.heads = self.heads.setdefault(found.coarse, {})
        self.clocks[data] = found
        return found

    def head(self, data: bytes, clock: Clock) -> Head:
        """The date that these bytes state beside a time of this kind, from now on known."""
        if len(clock.heads) > _MOST_CACHED:
            clock.heads.clear()
        found = headers.head(data)
        clock.heads[data] = found
        return found

    def series_of(self, head: Head, clock: Clock) -> Series:
        """The series of the header's style."""
        style = head.style + clock.coarse
        return self.series.get(style) or self.series.setdefault(style, Series(style=style))


def survey(found: Iterable[Piece]) -> Survey:
    """Everything that must be known before the first record can be made."""
    known = Survey()
    prefixes: dict[bytes, Prefix] = {}
    clocks, last_head, series = known.clocks, None, None
    for _, _, header, buffer, _, last in found:
        if header is None:
            continue
        known.headers += 1
        clock = clocks.get(header[3]) or known.clock(header[3])
        head = clock.heads.get(header[1]) or known.head(header[1], clock)
        if head is not last_head or series is None:
            last_head, series = head, known.series_of(head, clock)
            series.add(head.fields, clock)
        series.clock = clock
        begin = header.end()
        colon = buffer.find(b": ", begin, last)
        prefix = prefixes.get(buffer[begin:colon]) if colon >= 0 else None
        if prefix is not None and prefix.longer is None:
            prefix.count += 1
        else:
            _look_closer(known, prefixes, buffer[begin:last])
    _settle(known, prefixes)
    return known


def _look_closer(known: Survey, prefixes: dict[bytes, Prefix], text: bytes) -> None:
    line = text.partition(b"\n")[0].rstrip(b"\r")
    name, _ = split(line)
    if name is None:
        if not known.group:
            known.group = phrases.event(line[:4096].decode("utf-8", "replace"))[0] in phrases.GROUP_EVENTS
        return
    prefix = prefixes.get(name)
    if prefix is None:
        if len(prefixes) >= _MOST_NAMES:
            return
        prefix = prefixes[name] = Prefix()
    prefix.count += 1
    if prefix.longer is None:
        return
    second = line.find(b": ", len(name) + 2, _LONGEST_NAME)
    if second < 0 or len(prefix.longer) > _MOST_LONGER:
        prefix.longer = None
    else:
        longer = line[:second]
        prefix.longer[longer] = prefix.longer.get(longer, 0) + 1


def split(line: bytes) -> tuple[bytes | None, int]:
    """The name before the first `: ` of a header's line, and where the text begins; None for a line by the app.

    `Name:` at the end of the line is a name with an empty text.
    """
    colon = line.find(b": ")
    if colon < 0:
        if not line.endswith(b":") or len(line) > _LONGEST_NAME:
            return None, 0
        return line[:-1], len(line)
    name = line[:colon]
    if len(name) > _LONGEST_NAME:
        return None, 0
    if (
        phrases.may_be_system(name.decode("utf-8", "replace"))
        and phrases.event(line[:4096].decode("utf-8", "replace"))[0] != "other"
    ):
        return None, 0
    return name, colon + 2


def _settle(known: Survey, prefixes: dict[bytes, Prefix]) -> None:
    """Decide which names hold a `: `: those where every line of the shorter name goes on to a longer one that recurs."""
    for name, prefix in prefixes.items():
        longer = prefix.longer or {}
        if longer and all(count >= _RECURS for count in longer.values()):
            known.longer.add(name)
            for each in longer:
                known.accounts[each] = account(each)
        elif not phrases.may_be_system(name.decode("utf-8", "replace")):
            known.accounts[name] = account(name)
    if len({each.name for each in known.accounts.values()}) > 2:
        known.group = True


def account(name: bytes) -> Account:
    """The account a name stands for: without invisible marks, and without the `~ ` that WhatsApp puts before names of its own choice."""
    text = name.decode("utf-8", "replace").translate(_REMOVED)
    text = _UNSAVED.sub("", text.strip(" \u00a0\u202f"))
    handle = text if _PHONE.fullmatch(text) and sum(character.isdigit() for character in text) >= 7 else None
    return Account(name=text or None, handle=handle)
