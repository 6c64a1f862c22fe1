"""Times written as year, month, day and clock: `2024-11-24 08:55:16`, with `UTC`, `Z` or an offset behind them or without."""

import re
from datetime import UTC, datetime

from gawah.records.when import Precision, When, Zone, iso_utc

_TIME = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?[ \u00a0\u202f]?(UTC|GMT|Z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)


def clock_time(text: object, bare: Zone = "unknown") -> When | None:
    """The time; None when the value cannot be one.

    Args:
        text: As stated; blanks around it are passed over.
        bare: How the zone is known where none is stated: `format` for a platform whose times are UTC by its documentation.
    """
    found = _TIME.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        return None
    zone = found.group(8)
    precision: Precision = "minute" if found.group(6) is None else "second" if found.group(7) is None else "ms"
    timespec = "milliseconds" if precision == "ms" else "seconds"
    digits = (found.group(7) or "")[:3].ljust(3, "0")
    year, month, day, hour, minute, second = (int(found.group(place) or 0) for place in range(1, 7))
    try:
        moment = datetime(year, month, day, hour, minute, second, int(digits) * 1000, UTC)
        local = moment.replace(tzinfo=None).isoformat(timespec=timespec)
        if zone is None:
            utc = iso_utc(moment, timespec) if bare == "format" else None
        elif zone in ("UTC", "GMT", "Z"):
            utc = iso_utc(moment, timespec)
        else:
            utc = iso_utc(datetime.fromisoformat(f"{local}{zone}"), timespec)
    except (ValueError, OverflowError):
        return None
    return When(stated=str(text), local=local, utc=utc, zone="stated" if zone else bare, precision=precision)
