"""Times as text in the flat layout of an Instagram export (2018-2020): with an offset, mostly."""

import re
from datetime import UTC, datetime

from gawah.records.when import When, iso_utc

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?P<fraction>\.\d{1,6})?(?P<offset>Z|[+-]\d{2}:?\d{2})?", re.ASCII)


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
