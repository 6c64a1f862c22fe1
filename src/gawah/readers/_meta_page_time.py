"""Times on the pages of an HTML export of Meta's: text in the account's language, in a local time whose zone is mostly not named.

Seen: `Jan 02, 2023 4:05:06 pm`, `Oct 30, 2025 3:34 pm`, `9 de octubre de 2025, 8:09:15 a. m.`, `03. Sept. 2026, 9:33 pm`,
`01/05/2021, 13:45`; in messages.htm `Friday, October 4, 2013 at 10:05pm PDT`, `Friday, 19 August 2016 at 13:13 UTC+01`. `PDT` may
mean several zones and is left alone; an offset from UTC is a zone. Names of months are a pack, `facebook.toml`.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache

from gawah.packs.load import load
from gawah.readers._reader import DateOrder
from gawah.records.when import Precision, When, iso_utc

_LONGEST = 120
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?!\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")
_WORD = re.compile(r"[^\W\d_][^\d_,.:;()]*")
_OFFSET = re.compile(r"\b(?:UTC|GMT)(?:([+-])(\d{1,2}):?(\d{2})?)?")
_SPACES = dict.fromkeys((0xA0, 0x202F, 0x2009), " ") | dict.fromkeys((0x200E, 0x200F, 0x200B), None)


@dataclass(slots=True)
class Order:
    """Which of two numbers is the day, as a file tells it: by a number above 12.

    Attributes:
        told: The order, when the file told it; `both` when it told two.
    """

    told: DateOrder | None = None
    both: bool = False

    def watch(self, stated: str) -> None:
        """Take note of one time."""
        found = _NUMERIC.search(_plain(stated[:_LONGEST]))
        if found is not None and len(found[1]) <= 2 and found[2] != ".":
            first, second = int(found[1]) > 12, int(found[3]) > 12
            if first != second:
                order: DateOrder = "dmy" if first else "mdy"
                self.both = self.both or self.told not in (None, order)
                self.told = order

    def settle(self, said: DateOrder | None) -> DateOrder | None:
        """The order of the file, else what the person said; None where nobody knows."""
        return None if self.both else self.told or said


def read_time(stated: str, order: DateOrder | None) -> tuple[When | None, bool]:
    """The time that a page states, and whether only the order of day and month keeps it from being read. None for no time."""
    text = _plain(stated)
    clock = _CLOCK.search(text) if len(text) <= _LONGEST else None
    if clock is None:
        return None, False
    rest = text[: clock.start()] + " " + text[clock.end() :]
    date, ambiguous = _date(rest, order)
    if ambiguous:
        return When(stated=stated, local=None, utc=None, zone="unknown", precision=_precision(clock)), True
    if date is None:
        return None, False
    return _when(stated, date, clock, rest), False


def _plain(stated: str) -> str:
    """The text with plain blanks, no marks of direction, and ASCII digits."""
    text = stated.translate(_SPACES)
    return text if text.isascii() else "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in text)


def _date(text: str, order: DateOrder | None) -> tuple[tuple[int, int, int] | None, bool]:
    numeric = _NUMERIC.search(text)
    if numeric is not None:
        first, second, third = int(numeric[1]), int(numeric[3]), int(numeric[4])
        if len(numeric[1]) == 4:
            return (first, second, third), False
        year = third if len(numeric[4]) == 4 else 2000 + third
        if first > 12 or second > 12:
            return ((year, second, first) if first > 12 else (year, first, second)), False
        if numeric[2] == ".":  # wherever dates have dots, the day comes first
            order = "dmy"
        if order not in ("dmy", "mdy") and first != second:
            return None, True
        return ((year, second, first) if order == "dmy" else (year, first, second)), False
    year_found = _YEAR.search(text)
    if year_found is None:
        return None, False
    month = next((_months()[word] for word in _words(text) if word in _months()), None)
    day = _DAY.search(text)
    return (None if month is None or day is None else (int(year_found[1]), month, int(day[1]))), False


def _when(stated: str, date: tuple[int, int, int], clock: re.Match[str], rest: str) -> When | None:
    hour = int(clock[1])
    half = _half(rest)
    if half is not None and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        moment = datetime(*date, hour, int(clock[2]), int(clock[3] or 0))  # noqa: DTZ001 - what the page shows, without a zone
    except ValueError:
        return None
    precision = _precision(clock)
    local = moment.isoformat(timespec="seconds")
    offset = _OFFSET.search(rest)
    if offset is None:
        return When(stated=stated, local=local, utc=None, zone="unknown", precision=precision)
    away = timedelta(hours=int(offset[2] or 0), minutes=int(offset[3] or 0)) * (-1 if offset[1] == "-" else 1)
    if away >= timedelta(hours=24) or away <= -timedelta(hours=24):
        return When(stated=stated, local=local, utc=None, zone="unknown", precision=precision)
    try:
        utc = iso_utc(moment.replace(tzinfo=timezone(away)).astimezone(UTC))
    except OverflowError:
        return None
    return When(stated=stated, local=local, utc=utc, zone="stated", precision=precision)


def _precision(clock: re.Match[str]) -> Precision:
    return "minute" if clock[3] is None else "second"


def _words(text: str) -> list[str]:
    """Words as they stand, and each part of what a blank divides (`de octubre de`)."""
    found = [word.strip().casefold() for word in _WORD.findall(text)]
    return found + [part for word in found for part in word.split()]


def _half(text: str) -> str | None:
    """`am` or `pm` where the text has a word for it."""
    shown = text.casefold()
    for half, pattern in _halves().items():
        if pattern.search(shown):
            return half
    return None


@cache
def _languages() -> list[dict[str, list[str]]]:
    return [table["date"] for table in load("platforms/facebook").values() if isinstance(table, dict) and "date" in table]


@cache
def _months() -> dict[str, int]:
    return {
        name.casefold(): number
        for table in _languages()
        for number, names in enumerate(table["month"], 1)
        for name in names.split("|")
    }


@cache
def _halves() -> dict[str, re.Pattern[str]]:
    found = {}
    for half in ("am", "pm"):
        words = sorted({word.casefold() for table in _languages() for word in table.get(half, [])}, key=len, reverse=True)
        found[half] = re.compile(r"(?<![^\W\d_])(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")
    return found
