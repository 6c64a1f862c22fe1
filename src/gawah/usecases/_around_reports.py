"""Messages around each complaint, of the whole case or a part of it: the figures of `conduct`, counted by the same functions."""

from dataclasses import dataclass, replace
from datetime import date

from gawah.analysis import chronology
from gawah.analysis.conduct import Compared, Span, Windows, around, compare
from gawah.records.casework import Report
from gawah.records.errors import BadInput
from gawah.usecases._anchors import Anchor, anchors
from gawah.usecases._reach import reach
from gawah.usecases._series import channels
from gawah.usecases._workspace import Workspace
from gawah.usecases.conduct import MOST_DAYS
from gawah.usecases.review import Selection, filters
from gawah.vault.rows import Filters


@dataclass(frozen=True, slots=True, kw_only=True)
class AroundReport:
    """Counts in two windows of equal length around a complaint.

    Attributes:
        anchor: The complaint.
        days: Asked for on either side.
        windows: The days before and after; shorter, or None, where only a stretch of time is selected.
        messages: All messages selected.
        senders: The same by sender, the most frequent first; those with nothing in either window or on the day are left out.
    """

    anchor: Anchor
    days: int
    windows: Windows
    messages: Compared
    senders: tuple[Compared, ...]


def around_reports(work: Workspace, selection: Selection, *, days: int = 30) -> tuple[AroundReport, ...]:
    """The messages selected around every complaint with a known day, in order of time.

    Raises BadInput where `days` is not 1 to `MOST_DAYS`, NotFound where an id of the selection names nothing.
    """
    if not 1 <= days <= MOST_DAYS:
        raise BadInput(f"--window is 1 to {MOST_DAYS} days")
    complaints = [one for one in anchors(work) if isinstance(one.what, Report)]
    if not complaints:
        return ()
    chosen = replace(filters(work, selection), kind="message")
    cells = work.vault.counts("day", chosen)
    dated = [(date.fromisoformat(cell.period), cell) for cell in cells if cell.period is not None]
    far = reach(work)
    reached = far.selected(chosen.platform, chosen.conversation)
    if chosen.sender is not None and chosen.conversation is None:
        reached = far.of({cell.conversation for _, cell in dated})
    everything, *parts = channels(work, dated, far, reached)
    senders = [one for one in parts if one.kind == "sender"]
    found = []
    for one in complaints:
        windows = _cut(around(one.day, days), chosen)
        shown = [compare(sender, windows) for sender in senders if sender.stands_in(windows)]
        shown.sort(key=lambda each: (-(each.before.count + each.after.count), each.label, each.key))
        messages = compare(everything, windows)
        found.append(AroundReport(anchor=one, days=days, windows=windows, messages=messages, senders=tuple(shown)))
    return tuple(found)


def _cut(windows: Windows, chosen: Filters) -> Windows:
    """The windows within the stretch of time that is selected."""
    first = date.min if chosen.since_ms is None else chronology.day_of(chosen.since_ms)
    last = date.max if chosen.until_ms is None else chronology.day_of(chosen.until_ms - 1)
    return replace(windows, before=_within(windows.before, first, last), after=_within(windows.after, first, last))


def _within(window: Span | None, first: date, last: date) -> Span | None:
    if window is None or max(window.first, first) > min(window.last, last):
        return None
    return Span(max(window.first, first), min(window.last, last))
