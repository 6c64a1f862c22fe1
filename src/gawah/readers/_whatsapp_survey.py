"""The first pass over a WhatsApp text: which header styles, which order of day and month, which names, a group or not.

Keeps counts for each distinct style, date and name, never the messages.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from gawah.readers import _whatsapp_header as headers
from gawah.readers import _whatsapp_phrase as phrases
from gawah.readers._whatsapp_header import INVISIBLE, Clock, Head
from gawah.readers._whatsapp_order import Series
from gawah.readers._whatsapp_pieces import Region
from gawah.records.content import Account

_MOST_NAMES = 100_000
_MOST_CACHED = 200_000
_MOST_LONGER = 50
"""Longer names that one shorter name may have before it is taken for the name itself; and shorter names that may have any."""
_RECURS = 3
_LONGEST_NAME = 400
_MOST_LOOKED_AT = 4096
"""Bytes of a name, and of a line that may be the app's."""
_LRM = "\u200e".encode()
_UNSAVED = re.compile(r"^~[ \u00a0\u202f]")
_PHONE = re.compile(r"\+?[\d][\d\s().\u2011\u00a0\u202f-]{5,}")
_REMOVED = dict.fromkeys(map(ord, INVISIBLE))


@dataclass(slots=True)
class Survey:
    """What the whole file says.

    Attributes:
        clocks, heads, series: Times, dates and header styles met, kept for the second pass.
        styles: Each style as one object, so that equal ones are compared in no time.
        accounts: The senders by the bytes that name them, in the order in which they first write; without names that need a closer
            look in each line.
        longer: Texts before a first `: ` that are only the beginnings of names, with these names.
        group: A group event was met, or more than two senders.
        kinds: The kinds of times met: their styles, and whether they are times of day.
    """

    clocks: dict[bytes, Clock] = field(default_factory=dict)
    heads: dict[tuple[str, ...], dict[bytes, Head]] = field(default_factory=dict)
    series: dict[tuple[str, ...], Series] = field(default_factory=dict)
    styles: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    accounts: dict[bytes, Account] = field(default_factory=dict)
    longer: dict[bytes, list[bytes]] = field(default_factory=dict)
    group: bool = False
    kinds: set[tuple[tuple[str, ...], tuple[str, ...], bool]] = field(default_factory=set)

    @property
    def one_kind(self) -> bool:
        """All times met so far have one style and are times of day, so that no region needs to be looked through for others."""
        return len(self.kinds) == 1 and all(valid for _, _, valid in self.kinds)

    def clock(self, data: bytes) -> Clock:
        """The time that these bytes state, from now on known."""
        if len(self.clocks) > _MOST_CACHED:
            self.clocks.clear()
        found = headers.clock(data)
        found.style = self.styles.setdefault(found.style, found.style)
        found.heads = self.heads.setdefault(found.coarse, {})
        self.kinds.add((found.style, found.coarse, found.local is not None))
        self.clocks[data] = found
        return found

    def head(self, data: bytes, clock: Clock) -> Head:
        """The date that these bytes state beside a time of this kind, from now on known."""
        if len(clock.heads) > _MOST_CACHED:
            clock.heads.clear()
        found = headers.head(data)
        found.style = self.styles.setdefault(found.style, found.style)
        clock.heads[data] = found
        return found

    def series_of(self, head: Head, clock: Clock) -> Series:
        """The series of the header's style."""
        style = head.style + clock.coarse
        return self.series.get(style) or self.series.setdefault(style, Series(style=style))


def survey(found: Iterable[Region]) -> Survey:
    """Everything that must be known before the first record can be made."""
    known = Survey()
    names = _Names()
    last_before, last_heads, series = b"", None, Series(style=())
    for region in found:
        for before, clock, last in _dates(region, known):
            if before != last_before or clock.heads is not last_heads:
                last_before, last_heads = before, clock.heads
                head = last_heads.get(before) or known.head(before, clock)
                series = known.series_of(head, clock)
                series.add(head.fields, clock)
            series.clock = last
        fresh = {text.partition(b": ")[0] for text in region.text} - names.settled
        if fresh:
            for text in region.text:
                name = text.partition(b": ")[0]
                if name in fresh and name not in names.settled:
                    known.group = names.look(text) in phrases.GROUP_EVENTS or known.group
    _settle(known, names)
    return known


def _dates(region: Region, known: Survey) -> Iterator[tuple[bytes, Clock, Clock]]:
    """The dates of a region in turn, with the first and the last time beside each; every header by itself where times differ in
    kind or are new.
    """
    try:
        clocks = [known.clocks[time] for time in region.time]
    except KeyError:
        clocks = []
    if clocks and (known.one_kind or not [clock for clock in clocks if clock.heads is not clocks[0].heads]):
        done = 0
        for before, same in groupby(region.before):
            first, done = done, done + len(list(same))
            yield before, clocks[first], clocks[done - 1]
        return
    for before, time in zip(region.before, region.time, strict=True):
        clock = known.clocks.get(time) or known.clock(time)
        yield before, clock, clock


@dataclass(slots=True)
class _Names:
    """The texts before a first `: `, in the order in which they first occur.

    Attributes:
        longer: For each, the texts up to the second `: ` with their counts; None once a line had no second one.
        settled: Those that are names as they stand.
    """

    longer: dict[bytes, dict[bytes, int] | None] = field(default_factory=dict)
    settled: set[bytes] = field(default_factory=set)

    def look(self, text: bytes) -> str | None:
        """Take note of a header's text; gives back what event it tells of, where the app wrote it."""
        line = text.partition(b"\n")[0].rstrip(b"\r")
        name = split(line)
        if name is None:
            return phrases.event(line[:_MOST_LOOKED_AT].decode("utf-8", "replace"))[0]
        if line.startswith(_LRM, len(name) + 2):
            # iOS puts the title of the chat before lines by the app; that makes it no sender.
            said, _ = phrases.event(line[len(name) + 2 : _MOST_LOOKED_AT].decode("utf-8", "replace"), marked=True)
            if said != "other":
                return said
        if name not in self.longer and len(self.longer) >= _MOST_NAMES:
            return None
        longer = self.longer.setdefault(name, {})
        if longer is None:
            return None
        second = line.find(b": ", len(name) + 2, _LONGEST_NAME)
        # What the app writes in place of a body is no part of a name, however often somebody sends only pictures: `<attached: …>`.
        said = line[len(name) + 2 : _MOST_LOOKED_AT].decode("utf-8", "replace") if second >= 0 else ""
        by_app = bool(said) and phrases.by_app(said)
        if second < 0 or by_app or len(longer) > _MOST_LONGER:
            self.longer[name] = None
            if not phrases.may_be_system(name.decode("utf-8", "replace")):
                self.settled.add(name)
        else:
            longer[line[:second]] = longer.get(line[:second], 0) + 1
        return None


def split(line: bytes) -> bytes | None:
    """The name before the first `: ` of a header's line, or before a colon at its end; None for a line by the app."""
    colon = line.find(b": ")
    if colon < 0:
        return line[:-1] if line.endswith(b":") and len(line) <= _LONGEST_NAME else None
    name = line[:colon]
    if len(name) > _LONGEST_NAME:
        return None
    if (
        phrases.may_be_system(name.decode("utf-8", "replace"))
        and phrases.event(line[:_MOST_LOOKED_AT].decode("utf-8", "replace"))[0] != "other"
    ):
        return None
    return name


def _settle(known: Survey, names: _Names) -> None:
    """Decide which names hold a `: `: those where every line of the shorter name goes on to a longer one that recurs."""
    senders = set()
    for name, longer in names.longer.items():
        recurring = [each for each, count in (longer or {}).items() if count >= _RECURS]
        if (
            recurring
            and len(known.longer) < _MOST_LONGER
            and all(each in recurring or each.startswith(tuple(one + b" " for one in recurring)) for each in longer or {})
        ):
            known.longer[name] = recurring
        else:
            recurring = [] if phrases.may_be_system(name.decode("utf-8", "replace")) else [name]
            senders.add(account(name).name)
        for each in recurring:
            found = account(each)
            senders.add(found.name)
            if "\ufffd" not in (found.name or ""):
                known.accounts[each] = found
    known.group = known.group or len(senders) > 2


def account(name: bytes) -> Account:
    """The account a name stands for: without invisible marks, and without the `~ ` that WhatsApp puts before unsaved contacts."""
    text = name.decode("utf-8", "replace").translate(_REMOVED)
    text = _UNSAVED.sub("", text.strip(" \u00a0\u202f"))
    handle = text if _PHONE.fullmatch(text) and sum(character.isdigit() for character in text) >= 7 else None
    return Account(name=text or None, handle=handle)
