"""Times in an X archive, and what the ids say about them.

Seen: tweets `Sun Oct 07 07:39:51 +0000 2012` (twarchive__tweet.js); messages `2017-02-02T01:00:28.774Z`; the archives of 2012-2018
`2013-05-04 01:02:03 +0000` (export-formats.md section 3). Ids since November 2010 are snowflakes: their upper bits are milliseconds
since 1288834974657 (github.com/twitter-archive/snowflake, IdWorker.scala), set by the platform's server.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

from gawah.readers._iso_time import from_iso
from gawah.records.when import When, iso_utc, position_ms

_MONTHS = {name: number for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}  # noqa: SIM905 - twelve quoted words say no more
_TWEET = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2}) (\d{2}) (\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2}) (\d{4})", re.ASCII
)
_CLASSIC = re.compile(r"(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})", re.ASCII)
_EPOCH_MS = 1_288_834_974_657
_FIRST_SNOWFLAKE = 30_000_000_000
"""Ids below it were counted up one by one and say nothing of time."""
_CLOCKS_SET = datetime(2010, 11, 4, tzinfo=UTC)
"""Before it, the archives of 2012-2018 state the day only: every tweet stands at 00:00:00."""
TOLERANCE_MS = 60_000


def when(value: object) -> When | None:
    """The time that a record states; None when the value cannot be one."""
    if not isinstance(value, str):
        return None
    try:
        if found := _TWEET.fullmatch(value):
            month, day, hour, minute, second, sign, hours, minutes, year = found.groups()
            return _stated(value, (year, str(_MONTHS[month]), day, hour, minute, second), sign, hours, minutes)
        if found := _CLASSIC.fullmatch(value):
            year, month, day, hour, minute, second, sign, hours, minutes = found.groups()
            return _stated(value, (year, month, day, hour, minute, second), sign, hours, minutes, classic=True)
    except (ValueError, KeyError, OverflowError):
        return None
    return from_iso(value) if value.endswith("Z") else None


def _stated(
    value: str, parts: tuple[str, str, str, str, str, str], sign: str, hours: str, minutes: str, *, classic: bool = False
) -> When:
    offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
    year, month, day, hour, minute, second = (int(part) for part in parts)
    moment = datetime(year, month, day, hour, minute, second, tzinfo=timezone(offset))
    day_only = classic and moment < _CLOCKS_SET and moment.time() == datetime.min.time()
    local = moment.replace(tzinfo=None).isoformat()
    return When(stated=value, local=local, utc=iso_utc(moment), zone="stated", precision="day" if day_only else "second")


def differs_from_id(stated: When, identity: str | None) -> bool:
    """Whether a snowflake id says another time than the record, by more than a minute."""
    if identity is None or not identity.isascii() or not identity.isdigit() or len(identity) > 19:
        return False
    number, at = int(identity), position_ms(stated)
    if number < _FIRST_SNOWFLAKE or at is None or stated.precision == "day":
        return False
    return abs((number >> 22) + _EPOCH_MS - at) > TOLERANCE_MS
