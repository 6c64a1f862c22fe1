"""Times in an Instagram export: milliseconds in messages, seconds elsewhere, text with an offset before 2020. All are instants."""

import re
from datetime import UTC, datetime

from gawah.readers._json_window import Number
from gawah.records.when import When, from_epoch_ms, iso_utc

_EARLIEST_MS = 1_075_000_000_000
"""January 2004: nothing of Meta's is older. Numbers before it, or from 2100 on, are not the times they should be."""
_LATEST_MS = 4_102_444_800_000
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?P<fraction>\.\d{1,6})?(?P<offset>Z|[+-]\d{2}:?\d{2})?", re.ASCII)


def from_ms(value: object) -> When | None:
    """The time of a message, stated in milliseconds; None when the value cannot be one."""
    if type(value) is not int or not _EARLIEST_MS <= value < _LATEST_MS:
        return None
    return from_epoch_ms(value, str(value))


def from_seconds(value: object) -> When | None:
    """The time of anything else, stated in seconds (of a reaction: in milliseconds by some exports); None when it cannot be one."""
    if type(value) is not int:
        return None
    if _EARLIEST_MS <= value < _LATEST_MS:
        return from_epoch_ms(value, str(value))
    if not _EARLIEST_MS <= value * 1000 < _LATEST_MS:
        return None
    return from_epoch_ms(value * 1000, str(value), "second")


def from_text(value: object) -> When | None:
    """The time of the flat layout, such as `2019-03-01T10:00:00+00:00`; None when the value cannot be one.

    Without an offset the instant stays unknown.
    """
    found = _ISO.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    try:
        moment = datetime.fromisoformat(found.group())
    except ValueError:
        return None
    precise = found["fraction"] is not None
    timespec = "milliseconds" if precise else "seconds"
    utc = None
    if moment.tzinfo is not None:
        try:
            utc = iso_utc(moment.astimezone(UTC), timespec)
        except OverflowError:
            return None
    return When(
        stated=found.group(),
        local=moment.replace(tzinfo=None).isoformat(timespec=timespec),
        utc=utc,
        zone="unknown" if utc is None else "stated",
        precision="ms" if precise else "second",
    )


def unread(value: object) -> When:
    """What stands for a time that cannot be read."""
    if isinstance(value, Number):
        stated = value.text[:64]
    else:
        stated = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return When(stated=stated, local=None, utc=None, zone="unknown", precision="second")
