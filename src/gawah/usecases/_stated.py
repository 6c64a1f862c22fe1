"""Times that a person types: an own event, a complaint, the ends of a stretch."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gawah.records.errors import BadInput
from gawah.records.when import Precision, When, iso_utc, position_ms

_FORM = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})(?:[ T](?P<time>\d{2}:\d{2}(?P<seconds>:\d{2})?))?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2}|UTC|[A-Za-z_]+(?:/[A-Za-z_+-]+)+)?"
)
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def stated_time(text: str) -> When:
    """What the person stated: `2024-03-05` or `2024-03-05 21:30`, with `+05:00`, `Z` or a name such as `Asia/Karachi` behind it.

    Without a zone the instant stays unknown; nothing is taken from this machine.

    Raises:
        BadInput: It has another form, or there is no such day, time or zone.
    """
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise BadInput("a time is written as 2024-03-05, 2024-03-05 21:30 or 2024-03-05 21:30 Asia/Karachi")
    precision: Precision = "second" if match["seconds"] else "minute" if match["time"] else "day"
    try:
        local = datetime.fromisoformat(f"{match['day']}T{match['time'] or '00:00'}")
        zone = _zone(match["zone"])
        utc = None if zone is None else iso_utc(local.replace(tzinfo=zone))
    except (ValueError, OverflowError) as error:
        raise BadInput("there is no such day or time") from error
    return When(
        stated=text.strip(),
        local=local.isoformat(timespec="seconds"),
        utc=utc,
        zone="unknown" if zone is None else "stated",
        precision=precision,
    )


def _zone(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    if text in ("Z", "UTC"):
        return UTC
    if text[0] in "+-":
        hours, minutes = int(text[1:3]), int(text[-2:])
        if hours > 14 or minutes > 59:
            raise BadInput("there is no such time zone")
        return timezone(timedelta(hours=hours, minutes=minutes) * (-1 if text[0] == "-" else 1))
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise BadInput("there is no such time zone; use a name such as Asia/Karachi") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of time on the line of `position_ms`: from `since` up to, and without, `until`. None is open."""

    since: int | None = None
    until: int | None = None


def stretch(since: str | None, until: str | None) -> Stretch:
    """The stretch between two times as a person types them; a month or a day is taken whole, at both ends.

    Raises:
        BadInput: One of them has another form, or the end lies before the start.
    """
    first = None if since is None else _bounds(since)[0]
    last = None if until is None else _bounds(until)[1]
    if first is not None and last is not None and last <= first:
        raise BadInput("--until lies before --since")
    return Stretch(since=first, until=last)


def _bounds(text: str) -> tuple[int, int]:
    """The first millisecond of what is named, and the first after it."""
    if month := _MONTH.fullmatch(text.strip()):
        year, number = int(month[1]), int(month[2])
        if not 1 <= number <= 12 or not 1 <= year < 9999:
            raise BadInput("there is no such month")
        start = datetime(year, number, 1, tzinfo=UTC)
        end = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=UTC)
        return _ms(start), _ms(end)
    when = stated_time(text)
    position = position_ms(when)
    assert position is not None
    length = {"day": 86_400_000, "minute": 60_000, "second": 1_000, "ms": 1}[when.precision]
    return position, position + length


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
