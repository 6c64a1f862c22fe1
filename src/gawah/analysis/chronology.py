"""What happened when: order, counts over time, gaps. Counts only; nothing here says why. What stands around a day is of `conduct`.

Days, weeks (from Monday) and months are those of `at_ms` in UTC. A record whose day is not known is counted as undated and in no
period.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal, TypeAlias

Period: TypeAlias = Literal["month", "week", "day"]

MOST_WEEKS = 26
"""Half a year. Bars of so many weeks stand on a page with a number over each; of more, months are easier to read."""

_DAY_MS = 86_400_000
# Not strftime, whose names go by the locale of the machine.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """As much of a record as a chronology needs.

    Attributes:
        at_ms: Where it stands on the line, milliseconds since 1970 (`records.when.position_ms`); None when nothing is known.
        day_known: False when `at_ms` is only a rough place and the day is not known.
        conversation: Id of the conversation.
        platform: As the reader names it.
        sender_label: As the source names the sender.
        kind: `message`, or what else it is.
        id: Of the record.
    """

    at_ms: int | None
    day_known: bool = True
    conversation: str
    platform: str
    sender_label: str = field(repr=False)
    kind: str = "message"
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many in one period, for one conversation and sender. `start`: the period's first day."""

    start: date
    conversation: str
    platform: str
    sender_label: str = field(repr=False)
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A time without messages.

    Attributes:
        last, next: The days with messages on either side.
        days: Whole days between them, neither counted.
        outside: How many of these days no file reaches, so that nobody can say whether there were messages; 0 where that is not
            asked.
    """

    last: date
    next: date
    days: int
    outside: int = 0

    @property
    def words(self) -> str:
        """Such as `47 days without messages, 4 March to 19 April 2024`: the first and last day without."""
        first, final = self.last + timedelta(days=1), self.next - timedelta(days=1)
        return f"{self.days:,} days without messages, {_from_to(first, final)}"


def in_order(happenings: Iterable[Happening]) -> list[Happening]:
    """The same happenings by time and id, those of unknown time at the end. Nothing is added, dropped or merged."""
    return sorted(happenings, key=lambda each: (each.at_ms is None, each.at_ms or 0, each.id))


def day_of(at_ms: int) -> date:
    """The day in UTC. Raises ValueError outside years 1–9999."""
    return date(1970, 1, 1) + timedelta(days=at_ms // _DAY_MS)


def dated(happenings: Iterable[Happening]) -> list[tuple[date, Happening]]:
    """Those whose day is known, with the day, in order."""
    return [(day_of(each.at_ms), each) for each in in_order(happenings) if each.at_ms is not None and each.day_known]


def undated(happenings: Iterable[Happening]) -> int:
    """How many are in no period because their day is not known."""
    return sum(each.at_ms is None or not each.day_known for each in happenings)


def start_of(day: date, period: Period) -> date:
    """The first day of the period that `day` lies in."""
    if period == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if period == "week" else day


def following(start: date, period: Period) -> date:
    """The first day of the next period."""
    if period == "month":
        return (start + timedelta(days=31)).replace(day=1)
    return start + timedelta(days=7 if period == "week" else 1)


def counts(happenings: Iterable[Happening], period: Period) -> list[Count]:
    """How many in each period, for each conversation and sender, in order. Periods without any are left out."""
    tally = Counter((start_of(day, period), each.conversation, each.platform, each.sender_label) for day, each in dated(happenings))
    return [
        Count(start=start, conversation=conversation, platform=platform, sender_label=sender, n=n)
        for (start, conversation, platform, sender), n in sorted(tally.items())
    ]


def periods(first: date, last: date, period: Period) -> list[date]:
    """The first day of each period from that of `first` to that of `last`, without holes."""
    starts = [start_of(first, period)]
    while following(starts[-1], period) <= last:
        starts.append(following(starts[-1], period))
    return starts


def fitting(first: date, last: date) -> Literal["month", "week"]:
    """Weeks where the days from `first` to `last` lie in `MOST_WEEKS` or fewer, else months."""
    return "week" if (start_of(last, "week") - start_of(first, "week")).days < 7 * MOST_WEEKS else "month"


def place_in(day: date, starts: Sequence[date], period: Period) -> float:
    """Where `day` lies on an axis of periods, as a fraction: 3.5 is the middle of the fourth. Clipped to the axis."""
    if day < starts[0]:
        return 0.0
    for index, start in enumerate(starts):
        end = following(start, period)
        if day < end:
            return index + (day - start).days / (end - start).days
    return float(len(starts))


def label(start: date, period: Period) -> str:
    """Such as `March 2024`; for weeks and days `4 March 2024`."""
    return f"{_month(start)} {start.year}" if period == "month" else written(start)


def short_label(start: date, period: Period) -> str:
    """As `label`, with the month cut to three letters: `Mar 2024`, `4 Mar 2024`. For axes."""
    month = _month(start)[:3]
    return f"{month} {start.year}" if period == "month" else f"{start.day} {month} {start.year}"


def written(day: date) -> str:
    """Such as `4 March 2024`."""
    return f"{day.day} {_month(day)} {day.year}"


def gaps(happenings: Iterable[Happening], over_days: int = 14) -> list[Gap]:
    """Every time of more than `over_days` whole days without anything, in order."""
    days = sorted({day for day, _ in dated(happenings)})
    found = []
    for last, following_day in pairwise(days):
        between = (following_day - last).days - 1
        if between > over_days:
            found.append(Gap(last=last, next=following_day, days=between))
    return found


def _month(day: date) -> str:
    return _MONTHS[day.month - 1]


def _from_to(first: date, last: date) -> str:
    if first == last:
        return written(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {written(last)}"
    return f"{first.day} {_month(first)} to {written(last)}" if first.year == last.year else f"{written(first)} to {written(last)}"
