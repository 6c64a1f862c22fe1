"""Counts and rates before and after a day, in windows of equal length, and what was labelled month by month. Figures only; nothing
here says why anything rose or fell, or what anybody is.

Only days that the records reach are counted as days: a day of which the case holds no file is not a day without messages.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate, pairwise
from typing import Literal, TypeAlias

from gawah.analysis import interval
from gawah.analysis.interval import Interval

MONTH_DAYS = 30
"""Days of the longer of the two rates that are given."""
GRAVEST = 4

SeriesKind: TypeAlias = Literal["all", "platform", "conversation", "sender", "tactic", "recipient", "log_tactic"]
NoRatio: TypeAlias = Literal["", "no-days", "nothing", "other-channels", "labelled-in-part", "log"]
"""Why no ratio is given: a window has no recorded day; nothing stands in either; the files of the two windows are of other
channels; not every message of both is labelled; a log holds what somebody wrote down.
"""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same days as spans in order that do not touch."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.first, one.last)):
        if found and span.first <= found[-1].last + timedelta(days=1):
            found[-1] = Span(found[-1].first, max(found[-1].last, span.last))
        else:
            found.append(span)
    return tuple(found)


def shared_days(spans: Iterable[Span], window: Span) -> int:
    """How many days of the window lie in the spans, which do not overlap."""
    return sum(max(0, (min(one.last, window.last) - max(one.first, window.first)).days + 1) for one in spans)


class Series:
    """What is counted by day: of one channel, one sender, one tactic.

    Attributes:
        kind: What sort of part it is.
        key: Id or word of the part; "" for all.
        label: Its name as the source or the person states it.
        reach: The days that the records reach for it, in spans that do not touch; days with messages are among them.
        partial: Whether it is a part that somebody picked: labelled by hand, or written into a log.
    """

    __slots__ = ("_days", "_sums", "key", "kind", "label", "partial", "reach")

    def __init__(
        self,
        kind: SeriesKind,
        key: str,
        label: str,
        days: Mapping[date, int],
        reach: Iterable[Span],
        *,
        partial: NoRatio = "",
    ) -> None:
        self.kind, self.key, self.label, self.partial = kind, key, label, partial
        self._days = sorted(day for day, n in days.items() if n)
        self._sums = [0, *accumulate(days[day] for day in self._days)]
        self.reach = merged([*reach, *(Span(day, day) for day in self._days)])

    def __repr__(self) -> str:
        return f"Series({self.kind}, {self.total})"

    @property
    def total(self) -> int:
        """All that is counted."""
        return self._sums[-1]

    def within(self, window: Span) -> tuple[int, int]:
        """How many stand in the window, and on how many different days."""
        low, high = bisect_left(self._days, window.first), bisect_right(self._days, window.last)
        return self._sums[high] - self._sums[low], high - low

    def stands_in(self, windows: "Windows") -> bool:
        """Whether anything stands in the windows or on the day between them."""
        day = Span(windows.day, windows.day)
        return any(self.within(one)[0] for one in (windows.before, day, windows.after) if one is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One window of one series.

    Attributes:
        count: How many.
        days_with: On how many different days.
        recorded_days: Days of the window that the records reach; the rate is over these.
        per_day: Count divided by these; None when there are none.
        interval: The exact 95 % interval of the rate a day; None when there are none.
    """

    count: int
    days_with: int
    recorded_days: int
    per_day: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """The rate after divided by the rate before, with its exact 95 % interval; `value` is None where there was nothing before."""

    value: float | None
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One series around a day, which belongs to neither window.

    Attributes:
        kind, key, label: As of the series.
        before, after: The two windows.
        same_day: How many stand on the day itself.
        ratio: None when none is given.
        no_ratio: Why not; "" when one is given.
    """

    kind: SeriesKind
    key: str
    label: str = field(repr=False)
    before: Side
    after: Side
    same_day: int
    ratio: Ratio | None
    no_ratio: NoRatio


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """Days before and after a day; None where there are none."""

    day: date
    before: Span | None
    after: Span | None


def around(day: date, days: int) -> Windows:
    """The `days` days before the day and as many after it."""
    step = timedelta(days=1)
    return Windows(day=day, before=Span(day - step * days, day - step), after=Span(day + step, day + step * days))


def whole(day: date, reach: Sequence[Span]) -> Windows:
    """All that the records reach before the day, and after it."""
    step = timedelta(days=1)
    first, last = (reach[0].first, reach[-1].last) if reach else (day, day)
    before = Span(first, min(last, day - step)) if first < day else None
    after = Span(max(first, day + step), last) if last > day else None
    return Windows(day=day, before=before, after=after)


def compare(series: Series, windows: Windows, *, no_ratio: NoRatio = "") -> Compared:
    """Counts, rates and intervals of a series in two windows. `no_ratio`: a reason of the caller's not to give a ratio."""
    before, after = _side(series, windows.before), _side(series, windows.after)
    why = no_ratio or series.partial or _no_ratio(before, after)
    return Compared(
        kind=series.kind,
        key=series.key,
        label=series.label,
        before=before,
        after=after,
        same_day=series.within(Span(windows.day, windows.day))[0],
        ratio=None if why else _ratio(before, after),
        no_ratio=why,
    )


def other_channels(channels: Iterable[Series], windows: Windows) -> bool:
    """Whether the channels that the records reach are not the same in both windows: then all of them together do not compare."""
    known = list(channels)
    before, after = (_reached(known, window) for window in (windows.before, windows.after))
    return bool(before and after) and before != after


def _reached(channels: Iterable[Series], window: Span | None) -> set[str]:
    return set() if window is None else {one.key for one in channels if shared_days(one.reach, window)}


def _side(series: Series, window: Span | None) -> Side:
    if window is None:
        return Side(count=0, days_with=0, recorded_days=0, per_day=None, interval=None)
    count, days_with = series.within(window)
    recorded = shared_days(series.reach, window)
    return Side(
        count=count,
        days_with=days_with,
        recorded_days=recorded,
        per_day=count / recorded if recorded else None,
        interval=interval.rate(count, recorded) if recorded else None,
    )


def _no_ratio(before: Side, after: Side) -> NoRatio:
    if not before.recorded_days or not after.recorded_days:
        return "no-days"
    return "" if before.count or after.count else "nothing"


def _ratio(before: Side, after: Side) -> Ratio:
    found = interval.ratio(before.count, before.recorded_days, after.count, after.recorded_days)
    assert found is not None
    value = (after.count / after.recorded_days) / (before.count / before.recorded_days) if before.count else None
    return Ratio(value=value, interval=found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person said of one thing with a known day.

    Attributes:
        day: On which it stands.
        of: Its id.
        what: message, event, capture, entry or log.
        tactics: As the person set them.
        severity: 0 to 4; None where they say nothing of it.
    """

    day: date
    of: str
    what: str
    tactics: tuple[str, ...]
    severity: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidMonth:
    """What was labelled of one month.

    Attributes:
        start: Its first day.
        messages: Messages of the month in all.
        labelled: Things of it that carry a label.
        severities: How many carry severity 0, 1, 2, 3 and 4.
        unstated: How many carry a label without a severity.
        tactics: How many carry each tactic, in order of the tactic's first appearance.
    """

    start: date
    messages: int
    labelled: int
    severities: tuple[int, ...]
    unstated: int
    tactics: Mapping[str, int]


def by_month(said: Iterable[Said], messages: Mapping[date, int]) -> list[SaidMonth]:
    """Every month from the first to the last in which something is labelled, those with nothing labelled too. In order of time."""
    in_order = sorted(said, key=lambda one: (one.day, one.of))
    if not in_order:
        return []
    months: dict[date, list[Said]] = {}
    start, last = in_order[0].day.replace(day=1), in_order[-1].day.replace(day=1)
    while start <= last:
        months[start] = []
        start = (start + timedelta(days=31)).replace(day=1)
    for one in in_order:
        months[one.day.replace(day=1)].append(one)
    held = Counter[date]()
    for day, n in messages.items():
        held[day.replace(day=1)] += n
    return [_month(start, held[start], part) for start, part in months.items()]


def _month(start: date, messages: int, said: Sequence[Said]) -> SaidMonth:
    severities = Counter(one.severity for one in said)
    return SaidMonth(
        start=start,
        messages=messages,
        labelled=len(said),
        severities=tuple(severities[one] for one in range(GRAVEST + 1)),
        unstated=severities[None],
        tactics=dict(Counter(tactic for one in said for tactic in one.tactics)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LongGap:
    """A stretch of days without messages between two days with some.

    Attributes:
        first, last: Its first and last day.
        recorded_days: Days of it that the records reach; of the others nothing is known.
    """

    first: date
    last: date
    recorded_days: int

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1


def longest_gaps(days: Iterable[date], reach: Sequence[Span], most: int) -> list[LongGap]:
    """The `most` longest stretches without anything between two days with something, the longest first, equal ones in order."""
    step = timedelta(days=1)
    known = sorted(set(days))
    spans = [Span(one + step, two - step) for one, two in pairwise(known) if two - one > step]
    spans.sort(key=lambda one: (-one.days, one.first))
    return [LongGap(first=one.first, last=one.last, recorded_days=shared_days(reach, one)) for one in spans[:most]]
