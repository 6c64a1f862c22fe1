"""The order of day and month, decided on the whole source, for each header style by itself.

Nothing but the numbers decides: a first field above 12, else a second field above 12, else a series of dates that runs forward
under one reading and not under the other. Where none of these tells, the dates stay ambiguous until a person says (`--date-order`).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from gawah.readers._reader import DateOrder
from gawah.readers._whatsapp_header import Clock, Day, Head, Reading

_PLACES: Final[dict[Reading, tuple[int, int, int]]] = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}
"""Which field holds year, month and day."""
_SECOND_THOUGHTS: Final = 0.02
"""When dates of one style contradict each other, the share that the rarer kind may have and still count as stray lines."""
_DAY: Final = 86_400
_HOUR: Final = 3600
_JALALI_EPOCH: Final = 226_894
"""The proleptic Gregorian ordinal of the day before 1 Farvardin of the year 1."""


@dataclass(slots=True)
class Series:
    """What the dates of one header style say together. Fed in the order of the file, once for each change of date.

    Attributes:
        clock: The time of the last header of this style, to be kept up to date by whoever feeds the series.
        ambiguous: For the reader's own count of dates that it could not tell.
    """

    style: tuple[str, ...]
    clock: Clock | None = None
    ambiguous: int = 0
    first_over: int = 0
    second_over: int = 0
    first_over_31: bool = False
    backward: dict[Reading, int] = field(default_factory=dict)
    _fields: tuple[int, int, int] | None = None
    _order: "tuple[Reading | None, bool] | None" = None

    @property
    def year_first(self) -> bool:
        """The year has four digits and stands first; then month and day follow in that order."""
        return "first" in self.style

    @property
    def short_year(self) -> bool:
        """The year may have two digits."""
        return "2" in self.style

    def add(self, fields: tuple[int, int, int], clock: Clock) -> None:
        """Take note of a date; `clock` is the time beside it, `self.clock` still the one before."""
        if fields == self._fields:
            return
        self.first_over += fields[0] > 12
        self.second_over += fields[1] > 12
        self.first_over_31 = self.first_over_31 or fields[0] > 31
        if self._fields is not None and not self.year_first:
            for reading in _PLACES:
                earlier, later = self._moment(self._fields, self.clock, reading), self._moment(fields, clock, reading)
                if earlier is not None and later is not None and later < earlier - _HOUR:
                    self.backward[reading] = self.backward.get(reading, 0) + 1
        self._fields = fields

    def order(self, said: DateOrder | None) -> tuple[Reading | None, bool]:
        """The reading that the series shows, and whether dates that fit two readings are told by it.

        Args:
            said: The person's word, used only where the series does not tell.
        """
        if self._order is None:
            self._order = self._decide(said)
        return self._order

    def _decide(self, said: DateOrder | None) -> tuple[Reading | None, bool]:
        if self.year_first:
            return "ymd", True
        if self.short_year and self._is_short_ymd():
            return "ymd", True
        over: dict[Reading, int] = {"dmy": self.first_over, "mdy": self.second_over}
        if self.first_over or self.second_over:
            reading: Reading = "dmy" if self.first_over >= self.second_over else "mdy"
            strays = min(over.values())
            if strays <= max(1, _SECOND_THOUGHTS * over[reading]):
                return reading, True
            return (reading, False) if said is None else (said, True)
        forward = [each for each in over if not self.backward.get(each)]
        if len(forward) == 1:
            return forward[0], True
        if said == "ymd" and not self.short_year:
            return None, False
        return (None, False) if said is None else (said, True)

    def _is_short_ymd(self) -> bool:
        """`24. 12. 31.`: the year first, in two digits."""
        if self.first_over_31:
            return True
        return bool(self.first_over and self.backward.get("dmy") and not self.backward.get("ymd"))

    def _moment(self, fields: tuple[int, int, int], clock: Clock | None, reading: Reading) -> int | None:
        day = _date(fields, reading, short_year=self.short_year)
        if day is None or clock is None or clock.local is None:
            return None
        hour, minute, second = (int(part) for part in clock.local.split(":"))
        return day.toordinal() * _DAY + hour * 3600 + minute * 60 + second


def read(head: Head, series: Series, said: DateOrder | None) -> Day:
    """The date of a header under its style's order.

    A date that the order makes impossible and another reading does not is read as that one (`differs`).
    """
    order, told = series.order(said)
    readings: tuple[Reading, ...] = (
        ("ymd",) if series.year_first else ("dmy", "mdy", "ymd") if series.short_year else ("dmy", "mdy")
    )
    dates = {reading: day for reading in readings if (day := _date(head.fields, reading, short_year=series.short_year))}
    if series.year_first and not dates:
        first, second, third = head.fields
        swapped = _date((first, third, second), "ymd", short_year=False)
        return _told(swapped, "differs") if swapped else _UNREADABLE
    if order is not None and told:
        if order in dates:
            return _told(dates[order], "read")
        return _told(next(iter(dates.values())), "differs") if dates else _UNREADABLE
    likely = sorted({dates[reading] for reading in ("dmy", "mdy") if reading in dates})
    if len(likely) == 1:
        return _told(likely[0], "read" if order is None or dates.get(order) == likely[0] else "differs")
    if not likely:
        return _told(dates["ymd"], "differs") if "ymd" in dates else _UNREADABLE
    return Day(local=None, early=f"{likely[0].isoformat()}T", late=f"{likely[-1].isoformat()}T", state="ambiguous")


_UNREADABLE = Day(local=None, early="", late="", state="unreadable")


def _told(day: date, state: str) -> Day:
    local = f"{day.isoformat()}T"
    return Day(local=local, early=local, late=local, state="differs" if state == "differs" else "read")


def _date(fields: tuple[int, int, int], reading: Reading, *, short_year: bool) -> date | None:
    """The day in the Gregorian calendar; None when the fields are no date under the reading.

    Years: Gregorian 1970-2199; Buddhist 2500-2643 (543 ahead); Persian 1348-1424. With two digits: 00-51 are 2000-2051, 52-87
    Buddhist 2552-2587. Years of the Islamic lunar calendar (from 1425) depend on sightings and are not converted.
    """
    year, month, day = (fields[place] for place in _PLACES[reading])
    if short_year:
        year += 2000 if year <= 51 else 2500 - 543 if year <= 87 else 10_000
    elif 1348 <= year <= 1424:
        return _from_jalali(year, month, day)
    elif 2500 <= year <= 2643:
        year -= 543
    if not 1970 <= year <= 2199:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _from_jalali(year: int, month: int, day: int) -> date | None:
    """A day of the Persian calendar: 31 days in months 1-6, 30 in 7-11, 29 or 30 in 12; leap years by the 33-year cycle.

    The cycle gives the calendar's published leap years from 1370 to 1424.
    """
    leap = (8 * year + 29) % 33 < 8
    length = 31 if month <= 6 else 30 if month <= 11 or leap else 29
    if not (1 <= month <= 12 and 1 <= day <= length):
        return None
    days_before = 365 * (year - 1) + (8 * year + 21) // 33
    months_before = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    return date.fromordinal(_JALALI_EPOCH + days_before + months_before + day)
