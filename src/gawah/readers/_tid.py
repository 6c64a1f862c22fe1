"""Timestamp identifiers (TID) of the AT Protocol: 13 characters that hold microseconds and a clock's number.

atproto.com/specs/tid.
"""

from gawah.records.when import When, from_epoch_ms

_SIGNS = {sign: value for value, sign in enumerate("234567abcdefghijklmnopqrstuvwxyz")}


def milliseconds(tid: str) -> int | None:
    """The time that the identifier holds, in milliseconds since 1970 UTC; None where it is none."""
    if len(tid) != 13 or tid[0] not in "234567abcdefghij" or not _SIGNS.keys() >= set(tid):
        return None
    number = 0
    for sign in tid:
        number = number << 5 | _SIGNS[sign]
    return (number >> 10) // 1000


def moment(tid: str) -> When | None:
    """The time that the identifier holds; None where it is none."""
    at = milliseconds(tid)
    try:
        return None if at is None else from_epoch_ms(at, tid)
    except ValueError:
        return None
