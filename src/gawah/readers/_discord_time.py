"""Times of Discord's, and what its ids say of them: the upper bits of an id count milliseconds since 2015 (a snowflake)."""

from datetime import datetime

from gawah.readers._iso_time import from_iso, unread
from gawah.records.when import When, from_epoch_ms

_EPOCH_MS = 1_420_070_400_000
_SMALLEST = 1 << 40
"""Ids below this are no snowflakes: they would lie within Discord's first minutes."""
_APART_S = 2.0


def of_id(number: str | None) -> When | None:
    """The instant at which an id was given; None when it is none of Discord's."""
    if number is None or not (number.isascii() and number.isdigit() and len(number) <= 20) or int(number) < _SMALLEST:
        return None
    return from_epoch_ms((int(number) >> 22) + _EPOCH_MS, number)


def stated(text: object, number: str | None) -> tuple[When, bool, bool]:
    """The time of a record.

    Returns:
        The time; whether the text could be read; whether the id tells of another time. Text without an offset (data packages since
        2024) is UTC where the id agrees. Where it cannot be read, the id gives the instant.
    """
    given, read = of_id(number), from_iso(text)
    if read is None:
        missing = unread(text)
        if given is None:
            return missing, False, False
        return When(stated=missing.stated, local=None, utc=given.utc, zone="format", precision="ms"), False, False
    if read.utc is None and given is not None and read.local is not None and not _apart(read.local + "Z", given):
        return (
            When(stated=read.stated, local=read.local, utc=read.local + "Z", zone="format", precision=read.precision),
            True,
            False,
        )
    if read.utc is None:
        return read, True, given is not None
    return read, True, given is not None and _apart(read.utc, given)


def _apart(utc: str, given: When) -> bool:
    first, second = (datetime.fromisoformat(each.removesuffix("Z")) for each in (utc, given.utc or utc))
    return abs((first - second).total_seconds()) > _APART_S
