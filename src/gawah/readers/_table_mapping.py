"""What a person says about the columns of a table that no platform wrote: a small mapping, kept with the reading.

time = "Date"                         the column of the time
time_format = "%d/%m/%Y %H:%M"        `iso`, `seconds`, `milliseconds`, or a pattern of day and clock
zone = "Asia/Karachi"                 of times that state none; leave it out where it is not known
sender = "From"
text = "Message"
conversation = "Chat"                 may be left out, as may recipient and id
"""

import json
import re
import tomllib
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from gawah.readers._clock_time import clock_time
from gawah.records.when import When, assume_zone, from_epoch_ms, iso_utc

MAX_SIZE = 1 << 16
"""Bytes of a mapping file."""
ISO, SECONDS, MILLISECONDS = "iso", "seconds", "milliseconds"
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,9})?")
_COLUMNS = ("time", "sender", "text", "conversation", "recipient", "id")


class MappingUnusable(ValueError):
    """A mapping that says nothing usable; the message says what is wrong, in words of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Which column holds what.

    Attributes:
        time, sender, text: Names of columns; `column 1` and so on where the table has no header.
        conversation, recipient, id: The same, or "" where no column holds it.
        time_format: `iso`, `seconds` or `milliseconds` since 1970 UTC, or a pattern as of Python's strptime.
        zone: An IANA name for times without a zone; "" where it is not known.
        encoding: Of Python's names; "" to tell it from the file.
        header: False where the first row is a record already.
    """

    time: str
    text: str
    sender: str = ""
    conversation: str = ""
    recipient: str = ""
    id: str = ""
    time_format: str = ISO
    zone: str = ""
    encoding: str = ""
    header: bool = True

    def columns(self) -> dict[str, str]:
        """What is held, by the name of the column that holds it, for all that are named."""
        return {key: value for key in _COLUMNS if (value := getattr(self, key))}

    def stated(self) -> str:
        """As one line of JSON that says the same for the same mapping."""
        return json.dumps({key: value for key, value in asdict(self).items() if value != ""}, ensure_ascii=False, sort_keys=True)

    def when(self, text: str) -> When | None:
        """The time that a cell states; None when it cannot be one in this format."""
        found = _read(text, self.time_format)
        if found is None or not self.zone:
            return found
        return assume_zone(found, ZoneInfo(self.zone))


def mapping_of(text: str) -> Mapping:
    """The mapping in TOML or JSON. Raises MappingUnusable."""
    try:
        stated = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise MappingUnusable("the mapping is not TOML") from error
    kinds = {field.name: field.type for field in fields(Mapping)}
    if not isinstance(stated, dict) or not stated.keys() <= kinds.keys():
        raise MappingUnusable("the mapping has a key that it cannot have")
    if any(not isinstance(value, bool if key == "header" else str) for key, value in stated.items()):
        raise MappingUnusable("every value of the mapping stands in quotes, but for header")
    if not stated.get("time") or not stated.get("text"):
        raise MappingUnusable("the mapping must name the columns of time and text")
    mapping = Mapping(**stated)
    _check(mapping)
    return mapping


def _check(mapping: Mapping) -> None:
    if mapping.time_format not in (ISO, SECONDS, MILLISECONDS) and "%" not in mapping.time_format:
        raise MappingUnusable("time_format is iso, seconds, milliseconds or a pattern such as %d/%m/%Y %H:%M")
    if mapping.zone:
        try:
            ZoneInfo(mapping.zone)
        except (ValueError, OSError) as error:
            raise MappingUnusable("no such time zone; use a name such as Asia/Karachi") from error
        except KeyError as error:
            raise MappingUnusable("no such time zone; use a name such as Asia/Karachi") from error
    if mapping.encoding:
        try:
            fits = len("é".encode(mapping.encoding)) <= 2 or mapping.encoding.casefold().startswith("utf-16")
            fits = fits and '",;\t\r\n'.encode(mapping.encoding).startswith((b'",;', b'"\0', b"\0", b"\xff\xfe", b"\xfe\xff"))
        except (LookupError, UnicodeError):
            fits = mapping.encoding.casefold().replace("_", "-").startswith(("cp125", "windows-125", "iso-8859-", "iso8859-"))
        if not fits:
            raise MappingUnusable("no such encoding; use utf-8, utf-16-le, or one such as cp1256")


def _read(text: str, pattern: str) -> When | None:
    text = text.strip()
    if pattern == ISO:
        return clock_time(text)
    if pattern in (SECONDS, MILLISECONDS):
        if _NUMBER.fullmatch(text) is None:
            return None
        try:
            number = float(text) if "." in text else int(text)
            whole = int(number * 1000) if pattern == SECONDS else int(number)
            return from_epoch_ms(whole, text, "ms" if pattern == MILLISECONDS or "." in text else "second")
        except (ValueError, OverflowError):
            return None
    try:
        moment = datetime.strptime(text, pattern)  # noqa: DTZ007 - a zone is stated by the pattern, by the person, or not at all
    except (ValueError, re.error):
        return None
    seconds, day = "%S" in pattern or "%X" in pattern, not any(sign in pattern for sign in ("%H", "%I", "%X", "%c"))
    local = moment.replace(tzinfo=None).isoformat(timespec="seconds")
    utc = iso_utc(moment.astimezone(UTC)) if moment.tzinfo is not None else None
    return When(
        stated=text,
        local=local,
        utc=utc,
        zone="unknown" if utc is None else "stated",
        precision="day" if day else "second" if seconds else "minute",
    )
