"""Times in a Telegram export: what the exporting computer's clock showed and, since version 3.7.6 (June 2022), the instant.

Where both are stated their difference is the offset, message by message. The pages of HTML state an offset too (`UTC-08:00`), but
of the zone's standard time, in summer as well: telegram/langchain__messages.html says 13:11:23 UTC-08:00 where the JSON of the
same chat says 20:11:23 UTC. So no instant is taken from them (docs/decisions/0012-telegram-edited.md).
"""

import re
from datetime import UTC, datetime, timedelta

from gawah.readers._json_window import Number
from gawah.records.when import When, iso_utc

_DATE = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d{1,6})?(Z)?", re.ASCII)
_TITLE = re.compile(r"(\d{2})\.(\d{2})\.(\d{4}) (\d{2}:\d{2}:\d{2})(?: UTC(?:[+-]\d{2}:\d{2})?)?", re.ASCII)
_DAY = re.compile(r"(\d{1,2}) ([A-Z][a-z]+) (\d{4})", re.ASCII)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"),
    "December",
)
_LATEST = 4_102_444_800
_QUARTER = 900
_FARTHEST = timedelta(hours=15)


def moment(date: object, unixtime: object) -> When | None:
    """The time of `date` and `date_unixtime`, either of which may be missing; None when neither can be read."""
    found = _DATE.fullmatch(date) if isinstance(date, str) else None
    local = _read(found.group(1)) if found is not None else None
    instant = _instant(unixtime)
    if local is None or found is None:
        return None if instant is None else When(stated=str(unixtime), local=None, utc=instant, zone="format", precision="second")
    fraction = f".{found[2][1:4]:0<3}" if found[2] else ""
    shown = local.isoformat() + fraction
    precision = "ms" if fraction else "second"
    if instant is None and found[3]:
        return When(stated=found.group(), local=shown, utc=shown + "Z", zone="stated", precision=precision)  # type: ignore[arg-type]
    if instant is None:
        return When(stated=found.group(), local=shown, utc=None, zone="unknown", precision=precision)  # type: ignore[arg-type]
    return When(stated=found.group(), local=shown, utc=instant, zone="format", precision="second")


def disagree(when: When) -> bool:
    """Whether clock and instant are apart by what no zone is: not whole quarters of an hour, or more than 15 hours."""
    if when.local is None or when.utc is None:
        return False
    apart = datetime.fromisoformat(when.local) - datetime.fromisoformat(when.utc.removesuffix("Z"))
    return abs(apart) > _FARTHEST or round(apart.total_seconds()) % _QUARTER != 0


def from_title(text: str) -> When | None:
    """The time of a page's message, such as `23.08.2023 13:11:23 UTC-08:00`; its instant is never known."""
    found = _TITLE.fullmatch(text.strip())
    local = None if found is None else _read(f"{found[3]}-{found[2]}-{found[1]}T{found[4]}")
    if local is None:
        return None
    return When(stated=text.strip(), local=local.isoformat(), utc=None, zone="unknown", precision="second")


def from_day(text: str) -> When | None:
    """The day that a page states between messages, such as `23 August 2023`."""
    found = _DAY.fullmatch(text.strip())
    if found is None or found[2] not in _MONTHS:
        return None
    local = _read(f"{found[3]}-{_MONTHS.index(found[2]) + 1:02}-{int(found[1]):02}T00:00:00")
    return None if local is None else When(stated=text.strip(), local=local.isoformat(), utc=None, zone="unknown", precision="day")


def unread(value: object) -> When:
    """What stands for a time that cannot be read, or is not stated."""
    if isinstance(value, Number):
        stated = value.text[:64]
    else:
        stated = str(value)[:64] if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return When(stated=stated, local=None, utc=None, zone="unknown", precision="second")


def seconds(unixtime: object) -> int | None:
    """Seconds since 1970, written as a string or a number; None when they are none, or none that can be a message's."""
    if isinstance(unixtime, str) and len(unixtime) <= 12 and unixtime.isascii() and unixtime.isdigit():
        unixtime = int(unixtime)
    return unixtime if type(unixtime) is int and 0 < unixtime < _LATEST else None


def _instant(unixtime: object) -> str | None:
    found = seconds(unixtime)
    return None if found is None else iso_utc(datetime.fromtimestamp(found, UTC))


def _read(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
