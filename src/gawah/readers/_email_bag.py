"""What Outlook keeps of an item: properties by number, with its recipients and attachments, whatever file they lie in.

Numbers and types are those of MS-OXPROPS and MS-OXCDATA. Text that is not Unicode is in the code page that the item names: for
its text and HTML PidTagInternetCodepage (MS-OXCMSG), for all else PidTagMessageCodepage; where it names none, in that of its
locale (MS-LCID) or of its Content-Type; never in one of this machine.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol

from gawah.readers._email_charset import Verdict, codec_of, codec_of_page, decode
from gawah.records.content import Severity
from gawah.records.when import When, from_epoch_ms

STRING8, UNICODE, TIME, LONG, BINARY, OBJECT = 0x1E, 0x1F, 0x40, 0x03, 0x102, 0x0D
CLASS, SUBJECT, SUBMITTED, DELIVERED, FLAGS, CREATED = 0x001A, 0x0037, 0x0039, 0x0E06, 0x0E07, 0x3007
BODY, RTF, HTML = 0x1000, 0x1009, 0x1013
HEADERS, MESSAGE_ID, REFERENCES, IN_REPLY_TO = 0x007D, 0x1035, 0x1039, 0x1042
DISPLAY_NAME, ADDRESS_TYPE, ADDRESS, SMTP_ADDRESS = 0x3001, 0x3002, 0x3003, 0x39FE
AUTHOR: Final = (0x0042, 0x0064, 0x0065, 0x5D02)
"""Name, type of address, address and SMTP address of the one it was sent for, as the From field has it."""
SENDER: Final = (0x0C1A, 0x0C1E, 0x0C1F, 0x5D01)
"""The same of the one who sent it."""
RECIPIENT: Final = (DISPLAY_NAME, ADDRESS_TYPE, ADDRESS, SMTP_ADDRESS)
RECIPIENT_TYPE = 0x0C15
FILE_NAMES: Final = (0x3707, 0x3704, DISPLAY_NAME)
DATA = 0x3701
MESSAGE_PAGE, INTERNET_PAGE, LOCALE = 0x3FFD, 0x3FDE, 0x3FF1
_SINCE_1601 = 11_644_473_600_000
"""Milliseconds from 1601, from which times count, to 1970."""
_LANGUAGE_PAGES: Final = {
    **dict.fromkeys((0x01, 0x20, 0x29), 1256),  # Arabic, Urdu, Persian
    **dict.fromkeys((0x02, 0x19, 0x22, 0x23, 0x2F, 0x3F), 1251),
    **dict.fromkeys((0x05, 0x0E, 0x15, 0x18, 0x1A, 0x1B, 0x1C, 0x24), 1250),
    **dict.fromkeys((0x25, 0x26, 0x27), 1257),
    0x08: 1253,
    0x0D: 1255,
    0x11: 932,
    0x12: 949,
    0x1E: 874,
    0x1F: 1254,
    0x2A: 1258,
    0x2C: 1254,
}
"""Code pages by the language in the lower ten bits of a locale (MS-LCID section 2.2)."""


class Bag(Protocol):
    """Properties of one item, recipient or attachment."""

    def get(self, number: int) -> tuple[int, bytes] | None:
        """The type and bytes of a property; None where it is not there or cannot be read."""
        ...


@dataclass(slots=True)
class Known:
    """Properties that were all read."""

    values: dict[int, tuple[int, bytes]] = field(default_factory=dict, repr=False)

    def get(self, number: int) -> tuple[int, bytes] | None:
        """The type and bytes of a property; None where it is not there."""
        return self.values.get(number)


@dataclass(slots=True)
class Enclosed:
    """An attachment of an item.

    Attributes:
        bag: Its properties.
        pieces: Gives its bytes a piece at a time, raising OSError where they cannot be read; None where it has none here.
        item: Gives the item that it is, raising OSError; None where it is a file.
    """

    bag: Bag
    pieces: Callable[[], Iterator[bytes]] | None = field(default=None, repr=False)
    item: "Callable[[], Item] | None" = field(default=None, repr=False)


@dataclass(slots=True)
class Item:
    """A mail, meeting or other thing that Outlook keeps, with those it went to and what is attached to it.

    Attributes:
        bag: Its properties.
        recipients, attachments: In their order.
        cut: It has more of them than are read.
        faults: Code and severity of what is wrong with it as a whole.
    """

    bag: Bag
    recipients: list[Bag] = field(default_factory=list)
    attachments: list[Enclosed] = field(default_factory=list)
    cut: bool = False
    faults: tuple[tuple[str, Severity], ...] = ()


def number(bag: Bag, wanted: int) -> int | None:
    """A property that is a number; None where it is not there."""
    found = bag.get(wanted)
    return None if found is None or found[0] != LONG else int.from_bytes(found[1][:4], "little")


def binary(bag: Bag, wanted: int) -> bytes | None:
    """A property that is bytes; None where it is not there."""
    found = bag.get(wanted)
    return found[1] if found is not None and found[0] == BINARY else None


def moment(bag: Bag, wanted: int) -> When | None:
    """A property that is a time: 100 nanoseconds since 1601 UTC. None where it is not there or lies outside years 1–9999."""
    found = bag.get(wanted)
    if found is None or found[0] != TIME:
        return None
    ticks = int.from_bytes(found[1][:8], "little")
    try:
        return from_epoch_ms(ticks // 10_000 - _SINCE_1601, str(ticks)) if ticks else None
    except ValueError:
        return None


class Texts:
    """Reads the texts of one item, its recipients and attachments; what had to be guessed is said through `verdict`."""

    def __init__(self, bag: Bag, verdict: Callable[[Verdict], None]) -> None:
        self._verdict = verdict
        message, internet = (codec_of_page(number(bag, wanted) or 0) for wanted in (MESSAGE_PAGE, INTERNET_PAGE))
        locale = number(bag, LOCALE)
        spoken = None if locale is None else codec_of_page(_page_of(locale))
        self.named = _each(message, spoken, internet)
        self.inner = _each(internet, message, spoken)
        self.internet = internet

    def also(self, charset: str | None) -> None:
        """The charset that the Content-Type of the item states is believed where the item itself says nothing."""
        codec = None if charset is None else codec_of(charset)
        self.named, self.inner = _each(*self.named, codec), _each(*self.inner, codec)

    def of(self, bag: Bag, wanted: int) -> str | None:
        """A property that is text, without the zero at its end; None where it is not there or says nothing."""
        found = bag.get(wanted)
        if found is None or found[0] not in (STRING8, UNICODE):
            return None
        kind, raw = found
        text = raw.decode("utf-16-le", "replace") if kind == UNICODE else self.decoded(raw, inner=wanted in (BODY, HTML))
        return text.rstrip("\0") or None

    def decoded(self, raw: bytes, *, inner: bool) -> str:
        """Bytes in the code pages of the item; of its text or HTML when `inner`."""
        codecs = self.inner if inner else self.named
        for codec in codecs:
            text, wrong = decode(raw, codec)
            if wrong is None:
                return text
        text, wrong = decode(raw, codecs[0] if codecs else None)
        if wrong is not None:
            self._verdict(wrong)
        return text


def _each(*codecs: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codec for codec in codecs if codec is not None))


def _page_of(locale: int) -> int:
    language = locale & 0x3FF
    if language == 0x04:
        return 936 if locale & 0xFFFF in (0x0804, 0x1004) else 950
    return _LANGUAGE_PAGES.get(language, 1252)
