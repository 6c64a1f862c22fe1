"""Times as ISO 8601 writes them, with their offset: `2022-11-10T06:29:44Z`, `2023-04-26T00:08:50.123456-07:00`."""

import re
from datetime import datetime

from gawah.readers._json_window import Number
from gawah.records.when import When, iso_utc

_ISO = re.compile(r"(\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2})(?:[.,](\d{1,12}))?([Zz]|[+-]\d{2}:?\d{2})?", re.ASCII)
_LONGEST = 64


def from_iso(value: object) -> When | None:
    """The time that a record states; None when the value cannot be one. Without an offset the instant stays unknown.

    Fractions of a second beyond milliseconds stay in `stated`.
    """
    found = _ISO.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    precise = found[2] is not None
    timespec = "milliseconds" if precise else "seconds"
    fraction = f".{found[2][:6]}" if precise else ""
    offset = (found[3] or "").upper()
    try:
        moment = datetime.fromisoformat(f"{found[1].upper().replace(' ', 'T')}{fraction}{offset}")
        local = moment.replace(tzinfo=None).isoformat(timespec=timespec)
        utc = None if moment.tzinfo is None else f"{local}Z" if offset == "Z" else iso_utc(moment, timespec)
    except (ValueError, OverflowError):
        return None
    return When(
        stated=found.group(),
        local=local,
        utc=utc,
        zone="unknown" if utc is None else "stated",
        precision="ms" if precise else "second",
    )


def unread(value: object) -> When:
    """What stands for a time that cannot be read: the text or number as stated, nothing else."""
    if isinstance(value, Number):
        text = value.text
    else:
        text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    stated = text[:_LONGEST].encode("utf-8", "replace").decode()
    return When(stated=stated, local=None, utc=None, zone="unknown", precision="second")
