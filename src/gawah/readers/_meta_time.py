"""Times in an export of Meta's: milliseconds in messages, seconds elsewhere. Both are instants."""

from gawah.readers._json_window import Number
from gawah.records.when import When, from_epoch_ms

_EARLIEST_MS = 1_075_000_000_000
"""January 2004: nothing of Meta's is older. Numbers before it, or from 2100 on, are not the times they should be."""
_LATEST_MS = 4_102_444_800_000


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


def unread(value: object) -> When:
    """What stands for a time that cannot be read."""
    if isinstance(value, Number):
        stated = value.text[:64]
    else:
        stated = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return When(stated=stated, local=None, utc=None, zone="unknown", precision="second")
