"""What readers of pages and documents share: bounded texts, facts, times in ISO 8601 and HTTP form, and the site of an address."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone

from gawah.records.content import Conversation, Fact
from gawah.records.digest import identifier
from gawah.records.when import When, Zone, iso_utc

MAX_TEXT = 1 << 20
"""Characters of a body that are kept; evidence-and-security.md T3."""
MAX_FACTS = 200
_LONGEST_FACT = 4_000
UNTIMED = When(stated="", local=None, utc=None, zone="unknown", precision="second")
"""The time of what states none."""

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d\d:?\d\d)?")
_HTTP = re.compile(
    r"(?:\w{3},?\s+)?(\d{1,2})[ -](\w{3})[ -](\d{4})\s+(\d\d):(\d\d)(?::(\d\d))?"
    r"\s*(?:(?:GMT|UTC|UT)?\s*([+-]\d{4})|(GMT|UTC|UT|Z))?"
)
_SCRIPT = re.compile(r"(?:\w{3}\s+)?(\w{3})\s+(\d{1,2})\s+(\d{4})\s+(\d\d):(\d\d):(\d\d)\s*(?:GMT|UTC)?\s*([+-]\d{4})?")
"""What JavaScript's `Date.toString` gives, and Firefox and SingleFile write: `Fri Mar 10 2006 13:40:00 GMT+0100`."""
_MONTHS = {
    name: number
    for number, name in enumerate(("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1)
}
_HOST = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]+|\[[^\]]*\])")


def told(text: str) -> str:
    """The text without half surrogate pairs, which no UTF-8 can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def bounded(text: str) -> tuple[str, bool]:
    """The text, cut at `MAX_TEXT` characters, and whether it was cut."""
    return told(text[:MAX_TEXT]), len(text) > MAX_TEXT


def facts(pairs: Iterable[tuple[str, str | None]]) -> tuple[Fact, ...]:
    """The pairs that say something as facts, at most `MAX_FACTS`; a long value is cut and ends in `…`."""
    found = []
    for name, value in pairs:
        text = told(value or "").strip()
        if text:
            found.append(Fact(name=name, value=text if len(text) <= _LONGEST_FACT else text[: _LONGEST_FACT - 1] + "…"))
        if len(found) == MAX_FACTS:
            break
    return tuple(found)


def site(address: str | None, platform: str, otherwise: str) -> Conversation:
    """The conversation of a capture: the site that its address names; without one, the file with the digest `otherwise`."""
    found = _HOST.match(address or "")
    host = told(found.group(1)).casefold() if found else None
    return Conversation(id=identifier(platform, host or otherwise), platform=platform, title=host)


def stated_time(text: str) -> When:
    """The time that `text` states in one of the forms above; without an instant where it cannot be read or names no zone."""
    text = told(text.strip())[:200]
    for pattern, read in ((_ISO, _iso), (_HTTP, _http), (_SCRIPT, _script)):
        found = pattern.match(text)
        if found is not None:
            try:
                return read(text, found)
            except ValueError:
                break
    return When(stated=text, local=None, utc=None, zone="unknown", precision="second")


def _iso(text: str, found: re.Match[str]) -> When:
    year, month, day, hour, minute, second, part, zone = found.groups()
    if hour is None:
        datetime(int(year), int(month), int(day), tzinfo=UTC)
        return When(stated=text, local=f"{year}-{month}-{day}T00:00:00", utc=None, zone="unknown", precision="day")
    micro = int((part or "").ljust(6, "0")[:6])
    moment = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), micro, tzinfo=_zone(zone))
    return timed(text, moment, zoned=zone is not None, ms=part is not None)


def _http(text: str, found: re.Match[str]) -> When:
    day, month, year, hour, minute, second, offset, zulu = found.groups()
    if month not in _MONTHS:
        raise ValueError("no month")
    zone = offset or (zulu and "Z")
    moment = datetime(int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second or 0), tzinfo=_zone(zone))
    return timed(text, moment, zoned=zone is not None)


def _script(text: str, found: re.Match[str]) -> When:
    month, day, year, hour, minute, second, offset = found.groups()
    if month not in _MONTHS:
        raise ValueError("no month")
    moment = datetime(int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second), tzinfo=_zone(offset))
    return timed(text, moment, zoned=offset is not None)


def _zone(text: str | None) -> timezone:
    """The offset `Z`, `+05:00` or `+0500`; UTC where there is none, which the caller does not use. Raises ValueError."""
    if text is None or text == "Z":
        return UTC
    digits = text[1:].replace(":", "")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-shift if text[0] == "-" else shift)


def timed(stated: str, moment: datetime, *, zoned: bool, ms: bool = False, zone: Zone = "stated") -> When:
    """`moment` as a time; its instant only when its source states the zone."""
    timespec = "milliseconds" if ms else "seconds"
    local = moment.replace(tzinfo=None).isoformat(timespec=timespec)
    try:
        utc = iso_utc(moment, timespec) if zoned else None
    except OverflowError as error:
        raise ValueError("out of range") from error
    return When(stated=stated, local=local, utc=utc, zone=zone if zoned else "unknown", precision="ms" if ms else "second")
