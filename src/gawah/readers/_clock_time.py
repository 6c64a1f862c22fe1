"""Times written as year, month, day and clock: `2024-11-24 08:55:16`, with `UTC`, `Z` or an offset behind them or without."""

import re
from datetime import datetime

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
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    precision: Precision = "minute" if second is None else "second" if fraction is None else "ms"
    timespec = "milliseconds" if precision == "ms" else "seconds"
    micros = 0 if fraction is None else int(fraction[:3].ljust(3, "0")) * 1000
    try:
        moment = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), micros)  # noqa: DTZ001 - a clock
        local = moment.isoformat(timespec=timespec)
        if zone is None:
            utc = f"{local}Z" if bare == "format" else None
        elif zone in ("UTC", "GMT", "Z"):
            utc = f"{local}Z"
        else:
            utc = iso_utc(datetime.fromisoformat(f"{local}{zone}"), timespec)
    except (ValueError, OverflowError):
        return None
    return When(stated=str(text), local=local, utc=utc, zone="stated" if zone else bare, precision=precision)
