"""Messages over time: counts a month, week or day, gaps, reports and own events on the line.

Counts only. Nothing here says why anything rose or fell. What stands around a report is counted in one place, `conduct`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

from gawah.analysis import chronology
from gawah.analysis.chronology import Gap, Happening, Period
from gawah.analysis.conduct import Span, shared_days
from gawah.dossier import timeline_plot, wording
from gawah.dossier.timeline_plot import Lane, Mark, Plot, Stretch
from gawah.dossier.words import Said, say
from gawah.records.casework import Notice, Report
from gawah.records.errors import BadInput
from gawah.records.incident import Incident
from gawah.usecases._markers import Marker, lane, markers, words
from gawah.usecases._reach import reach
from gawah.usecases._workspace import Workspace
from gawah.usecases.review import Selection, filters
from gawah.vault.rows import Filters

__all__ = ["Bar", "Marker", "Timeline", "gap_words", "markers", "plot", "starts", "svg", "timeline", "words"]

Lanes: TypeAlias = Literal["platform", "conversation"]
DAY_MS = 86_400_000
_EPOCH = date(1970, 1, 1)
TITLE: Final = say("plot.title")


class _Cell(NamedTuple):
    """How many messages of a lane stand on a day; None for those whose day is not known."""

    day: date | None
    lane: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One period: its first day, and how many messages stand in each lane."""

    start: date
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What a timeline shows.

    Attributes:
        by: Length of a period.
        lanes: Their names, in the order of most messages.
        bars: Periods with messages, in order; those without are left out.
        gaps: Stretches of days without messages.
        markers: Complaints, notices, log entries and own events with a known day, in order; of the stretch that is selected.
        own: How many of them stand in each period, by its first day.
        total: Messages counted.
        undated: Of these, how many stand in no period because their day is not known.
    """

    by: Period
    lanes: tuple[str, ...] = field(repr=False)
    bars: tuple[Bar, ...]
    gaps: tuple[Gap, ...]
    markers: tuple[Marker, ...]
    own: Mapping[date, int]
    total: int
    undated: int


def timeline(
    work: Workspace,
    selection: Selection,
    *,
    by: str = "month",
    lanes: str = "platform",
    over_days: int = 14,
    incidents: Sequence[Incident] | None = None,
    reports: Sequence[Report] | None = None,
) -> Timeline:
    """The timeline of the messages selected (events of the platform are not counted).

    Args:
        work: The case.
        selection: Which messages; its kind is left aside.
        by: month, week or day; "" for weeks or months, as fits the time from the first to the last message or marker
            (`chronology.fitting`). Days are those of UTC, or of the source's clock where UTC is not known.
        lanes: A lane for each platform, or for each conversation.
        over_days: A gap is longer than so many days.
        incidents: Entries of the log to be marked; None for all that stand.
        reports: Complaints to be marked; None for all.

    Raises:
        BadInput: A word or number is none of these.
        NotFound: An id names nothing.
    """
    asked = next((one for one in get_args(Period) if one == by), None)
    if (by and asked is None) or lanes not in get_args(Lanes):
        raise BadInput("--by is month, week or day; --lanes is platform or conversation")
    if over_days < 1:
        raise BadInput("--gap is 1 and more")
    if selection.item is not None:
        raise BadInput("a timeline is of the whole case, a platform, a conversation or an account")
    chosen = replace(filters(work, selection), kind="message")
    cells = _cells(work, chosen, lanes)
    order = _lane_order(cells)
    days = sorted({cell.day for cell in cells if cell.day is not None})
    beside = [one for one in markers(work, incidents, reports) if _selected(one.day, chosen)]
    period = asked or _fitting([*days[:1], *days[-1:], *(one.day for one in beside)])
    return Timeline(
        by=period,
        lanes=tuple(order),
        bars=tuple(_bars(cells, period, order)),
        gaps=tuple(_with_reach(work, chronology.gaps(map(_something, days), over_days), chosen)),
        markers=tuple(beside),
        own=dict(lane(beside, period)),
        total=sum(cell.n for cell in cells),
        undated=sum(cell.n for cell in cells if cell.day is None),
    )


def _selected(day: date, chosen: Filters) -> bool:
    """Whether a day lies in the stretch that is selected."""
    at = (day - _EPOCH).days * DAY_MS
    after = chosen.since_ms is None or at + DAY_MS > chosen.since_ms
    return after and (chosen.until_ms is None or at < chosen.until_ms)


def gap_words(gap: Gap) -> Said:
    """Such as `47 days without messages, 4 March to 19 April 2024`: the first and last day without; and how many lie in no file."""
    first, final = gap.last + timedelta(days=1), gap.next - timedelta(days=1)
    if gap.outside:
        return say("chronology.gap_outside", count=gap.days, days=wording.span(first, final), outside=gap.outside)
    return say("chronology.gap", count=gap.days, days=wording.span(first, final))


def _with_reach(work: Workspace, gaps: Sequence[Gap], chosen: Filters) -> list[Gap]:
    """The gaps, each with how many of its days lie in no file of what is selected."""
    if not gaps:
        return []
    spans = reach(work).selected(chosen.platform, chosen.conversation)
    step = timedelta(days=1)
    return [replace(gap, outside=gap.days - shared_days(spans, Span(gap.last + step, gap.next - step))) for gap in gaps]


def svg(shown: Timeline, title: str = TITLE) -> str:
    """The timeline as an SVG picture. Raises BadInput when there is nothing to draw."""
    return timeline_plot.draw(plot(shown, title))


def plot(shown: Timeline, title: str = TITLE) -> Plot:
    """The timeline as a plot, empty periods included. Raises BadInput when there is nothing to draw."""
    if not shown.bars:
        raise BadInput("there is nothing to draw: no message with a known day is selected")
    first_days = starts(shown)
    at = {bar.start: bar.counts for bar in shown.bars}
    none = (0,) * len(shown.lanes)
    drawn = tuple(
        Lane(label=lane, counts=tuple(at.get(start, none)[index] for start in first_days)) for index, lane in enumerate(shown.lanes)
    )
    stretches = tuple(
        Stretch(
            start=chronology.place_in(gap.last + timedelta(days=1), first_days, shown.by),
            end=chronology.place_in(gap.next, first_days, shown.by),
            words=gap_words(gap),
        )
        for gap in shown.gaps
    )
    marks = tuple(
        Mark(
            at=chronology.place_in(marker.day, first_days, shown.by),
            kind="report" if isinstance(marker.what, Report) else "notice" if isinstance(marker.what, Notice) else "event",
            words=words(marker),
        )
        for marker in shown.markers
    )
    short = wording.short_month if shown.by == "month" else wording.short_day
    labels = tuple(short(start) for start in first_days)
    return Plot(title=title, periods=labels, lanes=drawn, gaps=stretches, marks=marks)


def starts(shown: Timeline) -> list[date]:
    """The first days of all periods from the first to the last with a message or marker; [] when there is none."""
    days = [bar.start for bar in shown.bars] + [marker.day for marker in shown.markers]
    return chronology.periods(min(days), max(days), shown.by) if days else []


def _lane_names(work: Workspace, lanes: str) -> dict[str, str]:
    """The lane of each conversation, by its id."""
    if lanes == "platform":
        return {one.id: one.platform for one in work.vault.conversations()}
    found = work.vault.conversations()
    titles = [(one.platform, one.title) for one in found]
    return {
        one.id: f"{one.platform} {one.title}"
        if one.title and titles.count((one.platform, one.title)) == 1
        else f"{one.platform} {one.title or ''} {one.id[:6]}".replace("  ", " ")
        for one in found
    }


def _cells(work: Workspace, chosen: Filters, lanes: str) -> list[_Cell]:
    """Messages a day and lane. Counts of whole platforms are kept as such; others are put together from finer ones."""
    if lanes == "platform" and chosen.conversation is None and chosen.sender is None:
        return [_Cell(day.day, day.platform, day.messages) for day in work.vault.days(chosen)]
    named = _lane_names(work, lanes)
    return [
        _Cell(None if cell.period is None else date.fromisoformat(cell.period), named[cell.conversation], cell.n)
        for cell in work.vault.counts("day", chosen)
    ]


def _lane_order(cells: Iterable[_Cell]) -> list[str]:
    totals: dict[str, int] = {}
    for cell in cells:
        totals[cell.lane] = totals.get(cell.lane, 0) + cell.n
    return sorted(totals, key=lambda lane: (-totals[lane], lane))


def _bars(cells: Iterable[_Cell], period: Period, order: list[str]) -> Iterable[Bar]:
    index = {lane: at for at, lane in enumerate(order)}
    starts: dict[date, date] = {}
    found: dict[date, list[int]] = {}
    for cell in cells:
        if cell.day is None:
            continue
        if cell.day not in starts:
            starts[cell.day] = chronology.start_of(cell.day, period)
        found.setdefault(starts[cell.day], [0] * len(order))[index[cell.lane]] += cell.n
    return [Bar(start=start, counts=tuple(found[start])) for start in sorted(found)]


def _fitting(days: Sequence[date]) -> Period:
    return chronology.fitting(min(days), max(days)) if days else "month"


def _something(day: date) -> Happening:
    """That something stands on a day."""
    at_ms = (day - _EPOCH).days * DAY_MS
    return Happening(at_ms=at_ms, conversation="", platform="", sender_label="", id="")
