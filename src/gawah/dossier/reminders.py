"""Reminders as an iCalendar file (RFC 5545), which every calendar takes. It says a day and a neutral line, and nothing of the case.

A reminder has the same name (UID) each time it is written, with a higher SEQUENCE once something changed, so that a calendar that
takes the file again moves it and makes no second one (section 3.8.7.4).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

PRODUCT: Final = "-//gawah//reminders//EN"
LONGEST_LINE: Final = 75
"""Octets of a line without its end (section 3.1)."""
HOUR: Final = 9
"""Of the day, in the calendar's own time, at which it reminds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One day to be reminded of.

    Attributes:
        uid: Its name, the same each time.
        day: `YYYY-MM-DD`.
        summary, description: What the calendar shows.
        sequence: How often what it reminds of has changed, from 0.
    """

    uid: str
    day: str
    summary: str
    description: str = ""
    sequence: int = 0


def calendar(reminders: Sequence[Reminder], *, stamp: str, days_before: int = 1) -> bytes:
    """The file, UTF-8 with CR LF at the ends of lines.

    Args:
        reminders: One or more.
        stamp: When it is written, `YYYY-MM-DDTHH:MM:SSZ`.
        days_before: So many days before, at `HOUR`, the calendar reminds; 0 for the day itself.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    for one in reminders:
        lines += _event(one, stamp.replace("-", "").replace(":", ""), days_before)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines).encode("utf-8")


def _event(one: Reminder, stamp: str, days_before: int) -> list[str]:
    """An event of a whole day (section 3.6.1), which takes no time of the person's, with an alarm (section 3.6.6)."""
    start = date.fromisoformat(one.day)
    hours = 24 * days_before - HOUR
    return [
        "BEGIN:VEVENT",
        f"UID:{one.uid}",
        f"DTSTAMP:{stamp}",
        f"SEQUENCE:{one.sequence}",
        f"DTSTART;VALUE=DATE:{_written(start)}",
        *([f"DTEND;VALUE=DATE:{_written(start + timedelta(days=1))}"] if start < date.max else []),
        f"SUMMARY:{escaped(one.summary)}",
        *([f"DESCRIPTION:{escaped(one.description)}"] if one.description else []),
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{escaped(one.summary)}",
        f"TRIGGER:-PT{hours}H" if hours > 0 else f"TRIGGER:PT{-hours}H",
        "END:VALARM",
        "END:VEVENT",
    ]


def _written(day: date) -> str:
    return day.isoformat().replace("-", "")


def escaped(text: str) -> str:
    """A text as a value (section 3.3.11): backslash, semicolon, comma and line break are written with a backslash; other controls,
    which no value holds, are left out.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    marked = lines.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return "".join(one for one in marked if one == "\t" or (one >= " " and one != "\x7f"))


def folded(line: str) -> str:
    """A line of any length as lines of at most `LONGEST_LINE` octets; each but the first begins with a space (section 3.1). No
    character is cut in two.
    """
    parts, size = [""], 0
    for character in line:
        octets = len(character.encode("utf-8"))
        if size + octets > LONGEST_LINE:
            parts.append("")
            size = 1
        parts[-1] += character
        size += octets
    return "\r\n ".join(parts)
