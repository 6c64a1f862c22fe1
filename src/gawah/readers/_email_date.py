"""The Date of a mail (RFC 5322 section 3.3, the older forms of section 4.3, and what programs really write).

The offset is stated in the field, so the instant is known wherever it is a number or one of the ten names that the standard
defines. Other names (`IST`, `CST` in Asia) mean several offsets: then the local time is kept and the instant is unknown.
"""

import re
from datetime import datetime, timedelta, timezone

from gawah.records.when import Precision, When, Zone, iso_utc

_MONTHS = {
    name: number
    for number, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}
_ZONES = {"ut": 0, "gmt": 0, "utc": 0, "z": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360}
_ZONES |= {"pst": -480, "pdt": -420}
_TIME = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?(?:\s*(?P<half>[AaPp])\.?[Mm]\b\.?)?"
_ZONE = r"(?P<zone>(?:(?:GMT|UTC)\s*)?[+-]\s*\d{1,2}:?\d{2}\b|[A-Za-z]{1,5}\b)?"
_DAY_FIRST = re.compile(
    r"\s*(?:[A-Za-z]{2,9}\.?,?\s*)?(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?P<month>[A-Za-z]{3,9})\.?,?[\s-]+(?P<year>\d{2,4}),?\s+"
    + _TIME
    + r"\s*"
    + _ZONE,
    re.ASCII,
)
_MONTH_FIRST = re.compile(
    r"\s*(?:[A-Za-z]{2,9}\.?,?\s+)?(?P<month>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2}),?\s+(?:(?P<year1>\d{4}),?\s+)?"
    + _TIME
    + r"\s*"
    + _ZONE
    + r"(?:\s*(?P<year2>\d{4}))?",
    re.ASCII,
)
_ISO = re.compile(r"\s*(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})[T ]" + _TIME + r"\s*" + _ZONE, re.ASCII)
_COMMENT = re.compile(r"\([^()]*\)")
_LONGEST = 200


def read_date(value: str) -> When | None:
    """The time that a Date field states; None where it states none that exists."""
    stated = value.strip()
    text = _COMMENT.sub(" ", stated[:_LONGEST])
    for shape in (_DAY_FIRST, _ISO, _MONTH_FIRST):
        found = shape.match(text)
        if found is not None:
            made = _when(stated, found.groupdict())
            if made is not None:
                return made
    return None


def unread_date(value: str | None) -> When:
    """What stands for a date that is missing or cannot be read."""
    return When(stated=(value or "").strip()[:_LONGEST], local=None, utc=None, zone="unknown", precision="second")


def _when(stated: str, part: dict[str, str | None]) -> When | None:
    year = _year(part.get("year") or part.get("year1") or part.get("year2") or "")
    month = part["month"] or ""
    number = int(month) if month.isdigit() else _MONTHS.get(month[:3].lower(), 0)
    hour, minute, second = int(part["hour"] or 0), int(part["minute"] or 0), int(part["second"] or 0)
    if part["half"] is not None:
        hour = hour % 12 + (12 if part["half"] in "Pp" else 0) if 1 <= hour <= 12 else hour
    leap = second == 60  # RFC 5322 allows it; no clock of Python shows it
    try:
        local = datetime(year, number, int(part["day"] or 0), hour, minute, 59 if leap else second)  # noqa: DTZ001 - as written
    except ValueError:
        return None
    zone, minutes = _offset(part["zone"])
    precision: Precision = "minute" if part["second"] is None else "second"
    utc = None
    if minutes is not None:
        try:
            utc = iso_utc(local.replace(tzinfo=timezone(timedelta(minutes=minutes))))
        except OverflowError:
            return None
    shown = None if zone == "utc" else local.isoformat()
    known: Zone = "unknown" if utc is None else "stated"
    return When(stated=stated[:_LONGEST], local=shown, utc=utc, zone=known, precision=precision)


def _year(digits: str) -> int:
    """RFC 5322 section 4.3: two digits from 50 on, and three digits, count from 1900; smaller ones from 2000."""
    if not digits:
        return 0
    year = int(digits)
    if len(digits) == 2:
        return year + (2000 if year < 50 else 1900)
    return year + 1900 if len(digits) == 3 else year


def _offset(zone: str | None) -> tuple[str, int | None]:
    """Minutes east of UTC, None where unknown; `utc` for `-0000`, which gives the instant and says nothing about the place."""
    if zone is None:
        return "", None
    text = re.sub(r"\s", "", zone).lower()
    number = re.fullmatch(r"(?:gmt|utc)?([+-])(\d{1,2}):?(\d{2})", text)
    if number is None:
        return "", _ZONES.get(text)
    hours, minutes = int(number.group(2)), int(number.group(3))
    if hours > 15 or minutes > 59:
        return "", None
    if text == "-0000":
        return "utc", 0
    return "", (hours * 60 + minutes) * (-1 if number.group(1) == "-" else 1)
