"""What a message of chat.db says: its text in a typedstream, the texts it had before, what was unsent, and the address it shows.

Seen: `attributedBody` (macOS 13 on, where `text` is NULL) as an archived NSAttributedString whose first string is the text, with
U+FFFC where a file stands; `message_summary_info` as a binary property list with `ec` (for each part the texts in order, the last
being the present one, each with its time), `rp` (parts that were unsent), `otr` (ranges of the parts); `payload_data` as a keyed
archive with addresses. Sources: the fixtures of ReagentX/imessage-exporter in ../shared/samples/imessage.
"""

import plistlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from typedstream.stream import BeginTypedValues, InvalidTypedStreamError, TypedStreamReader  # type: ignore[import-untyped]

_EVENTS = 1_000
"""Events of a typedstream that are looked at: the text stands among the first dozen."""
_VERSIONS = 1_000
"""Earlier texts of one message that are read."""
_STRING = [b"+"]
_ATTACHED = "\ufffc"
_DAMAGED = (
    InvalidTypedStreamError,
    EOFError,
    ValueError,
    RecursionError,
    AssertionError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
)
_PLIST_DAMAGED = (plistlib.InvalidFileException, ValueError, RecursionError, TypeError, OverflowError, KeyError, AttributeError)


@dataclass(frozen=True, slots=True)
class Version:
    """A text that a part of a message had before.

    Attributes:
        part: Its part, counted from 0, as the list names it.
        number: From 0, oldest first.
        text: As it stood; None when it cannot be read.
        at: Seconds since 2001 in UTC, as stated; None when none is.
    """

    part: str
    number: int
    text: str | None
    at: object


@dataclass(frozen=True, slots=True)
class Summary:
    """What `message_summary_info` says of a message.

    Attributes:
        earlier: Texts it had before, oldest first within each part.
        edited: A part has more than one text.
        unsent: Some part was unsent.
        wholly: All parts were.
        damaged: There is a list, and it cannot be read.
    """

    earlier: tuple[Version, ...] = ()
    edited: bool = False
    unsent: bool = False
    wholly: bool = False
    damaged: bool = False


def text_of(data: object) -> str | None:
    """The text of an archived attributed string; None when the bytes hold none that can be read."""
    if not isinstance(data, bytes):
        return None
    try:
        reader = TypedStreamReader.from_data(data)
    except _DAMAGED:
        return None
    try:
        string = False
        for event in islice(reader, _EVENTS):
            if string and isinstance(event, bytes):
                return event.decode(errors="replace")
            string = isinstance(event, BeginTypedValues) and event.encodings == _STRING
    except _DAMAGED:
        pass
    finally:
        vars(reader).clear()  # it holds itself in a circle, and the worker collects none
    return None


def written(text: str) -> str:
    """A text without the marks that stand where files are attached."""
    return text.replace(_ATTACHED, "")


def summary(data: object) -> Summary:
    """What a `message_summary_info` says; nothing where there is none."""
    if not isinstance(data, bytes) or not data:
        return Summary()
    stated = _plist(data)
    if not isinstance(stated, dict):
        return Summary(damaged=True)
    versions: list[Version] = []
    edited = False
    gone = {str(part) for part in _list(stated.get("rp"))}
    for part, texts in _items(stated.get("ec")):
        # Of a part that was unsent, every text is an earlier one.
        earlier = texts if part in gone else texts[:-1]
        edited = edited or len(texts) > 1
        for number, version in enumerate(earlier):
            if isinstance(version, dict) and len(versions) < _VERSIONS:
                versions.append(Version(part, number, text_of(version.get("t")), version.get("d")))
    parts = {part for part, _ in _items(stated.get("otr"), sort=dict)}
    return Summary(tuple(versions), edited, bool(gone), bool(gone) and gone >= parts)


def earlier_count(data: object) -> int:
    """How many earlier texts a `message_summary_info` holds, counted from the list itself."""
    stated = _plist(data) if isinstance(data, bytes) and data else None
    if not isinstance(stated, dict) or not isinstance(stated.get("ec"), dict):
        return 0
    unsent = [str(part) for part in _list(stated.get("rp"))]
    total = 0
    for part, texts in stated["ec"].items():
        if isinstance(part, str) and isinstance(texts, list):
            kept = 0 if part in unsent else 1
            total += sum(isinstance(each, dict) for each in texts[: len(texts) - kept])
    return min(total, _VERSIONS)


def addresses(data: object) -> tuple[str, ...]:
    """The addresses that a link preview shows, as its keyed archive states them: every string of it that is an address, once."""
    stated = _plist(data) if isinstance(data, bytes) and data else None
    objects = stated.get("$objects") if isinstance(stated, dict) else None
    found = (each for each in _list(objects) if isinstance(each, str) and each.startswith(("https://", "http://")))
    return tuple(islice(dict.fromkeys(found), 1))


def _plist(data: bytes) -> Any:
    """A binary property list; None when it cannot be read."""
    try:
        return plistlib.loads(data, fmt=plistlib.FMT_BINARY)
    except _PLIST_DAMAGED:
        return None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _items(value: object, sort: type = list) -> Iterator[tuple[str, Any]]:
    """The entries of a dictionary by part whose values are of one sort."""
    for key, each in value.items() if isinstance(value, dict) else ():
        if isinstance(key, str) and isinstance(each, sort):
            yield key, each
