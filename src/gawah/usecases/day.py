"""One day of a case, hour by hour: every message, event and capture without its text, and what people entered of that day."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from gawah.records.errors import BadInput
from gawah.records.when import Precision
from gawah.usecases._descriptor import Descriptor, describe
from gawah.usecases._markers import Marker, markers
from gawah.usecases._workspace import Workspace
from gawah.usecases.label import labels_by_id
from gawah.usecases.review import Selection, confirmed, filters
from gawah.vault.rows import Filters, Row

_PAGE = 1_000
_HOUR_MS = 3_600_000
_TIMED: tuple[Precision, ...] = ("minute", "second", "ms")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """One hour of the day.

    Attributes:
        hour: 0 to 23, in UTC where it is known, else by the source's clock; None for what states the day alone.
        messages, events, captures: How many rows.
        own: Reports, notices, log entries and own events.
    """

    hour: int | None
    messages: int
    events: int
    captures: int
    own: int

    @property
    def rows(self) -> int:
        """Messages, events and captures together."""
        return self.messages + self.events + self.captures


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What a day holds.

    Attributes:
        day: Which.
        hours: All 24, then one for what states the day alone, where there is any.
        rows: Every message, event and capture, in order of time.
        markers: What people entered of the day.
    """

    day: date
    hours: tuple[Hour, ...]
    rows: tuple[Descriptor, ...] = field(repr=False)
    markers: tuple[Marker, ...]


def day(work: Workspace, text: str, selection: Selection) -> Day:
    """The day named, such as `2024-03-05`; of the selection, platform, conversation and sender apply.

    Raises:
        BadInput: It is no day, or the selection has conditions of its own on time.
        NotFound: An id names nothing.
    """
    try:
        wanted = date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput("--day is a day such as 2024-03-05") from None
    if selection.since is not None or selection.until is not None:
        raise BadInput("--day stands without --since and --until")
    stretch = replace(selection, since=wanted.isoformat(), until=wanted.isoformat())
    rows = list(_rows(work, replace(filters(work, stretch), machine_read=False)))
    said, known = labels_by_id(work), confirmed(work)
    beside = [one for one in markers(work) if one.day == wanted]
    described = tuple(describe(row, known, said.get(row.id)) for row in rows)
    return Day(day=wanted, hours=tuple(_hours(rows, described, beside)), rows=described, markers=tuple(beside))


def _rows(work: Workspace, chosen: Filters) -> Iterator[Row]:
    after = None
    while page := work.vault.page(chosen, after=after, limit=_PAGE):
        yield from page
        after = page[-1].position


def _hours(rows: Iterable[Row], described: Iterable[Descriptor], beside: Iterable[Marker]) -> list[Hour]:
    counts: Counter[tuple[int | None, str]] = Counter()
    for row, told in zip(rows, described, strict=True):
        timed = told.sent_at.precision in _TIMED and row.at_ms is not None
        counts[row.at_ms // _HOUR_MS % 24 if timed and row.at_ms is not None else None, row.type] += 1
    for marker in beside:
        counts[marker.hour, "own"] += 1
    hours: list[int | None] = [*range(24)]
    if any(hour is None for hour, _ in counts):
        hours.append(None)
    return [
        Hour(
            hour=hour,
            messages=counts[hour, "message"],
            events=counts[hour, "event"],
            captures=counts[hour, "capture"],
            own=counts[hour, "own"],
        )
        for hour in hours
    ]
