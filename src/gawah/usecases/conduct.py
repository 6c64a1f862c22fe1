"""Conduct around each complaint and notice: counts and rates before and after it, by channel, sender, tactic and recipient; the
longest gaps; what was labelled month by month. Figures only, both sides alike; nothing here says why anything rose or fell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gawah.analysis.conduct import (
    Compared,
    LongGap,
    NoRatio,
    Said,
    SaidMonth,
    Series,
    Side,
    Span,
    Windows,
    around,
    by_month,
    compare,
    longest_gaps,
    other_channels,
    whole,
)
from gawah.analysis.interval import Interval, figure
from gawah.records.casework import Label
from gawah.records.errors import BadInput
from gawah.records.incident import Incident
from gawah.usecases import log
from gawah.usecases._anchors import Anchor, anchors
from gawah.usecases._markers import marked
from gawah.usecases._reach import reach
from gawah.usecases._series import by_day, channels, day_of, labelled, logged
from gawah.usecases._targets import one_of
from gawah.usecases._workspace import Workspace
from gawah.usecases.label import labels_by_id
from gawah.vault.rows import Filters, Row

__all__ = [
    "Around",
    "AroundAnchor",
    "Compared",
    "Conduct",
    "Interval",
    "LongGap",
    "Part",
    "Side",
    "Span",
    "Windows",
    "conduct",
    "figure",
    "of_kind",
]

MOST_DAYS = 366
"""Days of the longest window."""
GAPS = 5
"""So many of the longest gaps are named."""
_IDS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Counts around one anchor in two windows.

    Attributes:
        windows: The days before and after.
        messages: All messages, then by platform, by conversation and by sender; parts with nothing in them are left out.
        labelled: Messages by tactic as a person labelled them.
        labelled_before, labelled_after: How many messages of each window carry a label at all.
        log: Entries of the incident log by class of recipient, then by tactic as it states it.
        others: The other anchors that fall into either window or onto the day.
    """

    windows: Windows
    messages: tuple[Compared, ...]
    labelled: tuple[Compared, ...]
    labelled_before: int
    labelled_after: int
    log: tuple[Compared, ...]
    others: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AroundAnchor:
    """An anchor with windows of equal length, and with all that is recorded before and after it.

    Attributes:
        anchor: A complaint or a notice.
        near: In windows of equal length.
        whole: In all recorded time.
        gap: The longest stretch without messages that reaches into the windows of equal length; None where there is none.
    """

    anchor: Anchor
    near: Around
    whole: Around
    gap: LongGap | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """What conduct shows.

    Attributes:
        days: Of each window.
        anchors: In order of time.
        messages: Messages with a known day.
        undated: Messages without one, counted nowhere.
        labelled: Messages that carry a label.
        reach: The days that the records reach, by platform.
        gaps: The longest gaps, longest first.
        said: Everything labelled that has a known day, in order of time.
        months: The same month by month.
        log: Entries of the incident log that are counted.
    """

    days: int
    anchors: tuple[AroundAnchor, ...]
    messages: int
    undated: int
    labelled: int
    reach: Mapping[str, tuple[Span, ...]]
    gaps: tuple[LongGap, ...]
    said: tuple[Said, ...]
    months: tuple[SaidMonth, ...]
    log: int


@dataclass(frozen=True, slots=True)
class _Parts:
    """All series of a case."""

    messages: list[Series]
    labelled: list[Series]
    any_label: Series
    log: list[Series]


def conduct(
    work: Workspace,
    *,
    days: int = 30,
    anchor: str | None = None,
    gaps: int = GAPS,
    incidents: Sequence[Incident] | None = None,
    every: bool = True,
) -> Conduct:
    """Counts and rates around every complaint and notice, or around one.

    Args:
        work: The case.
        days: Of the window before and of that after, 1 to `MOST_DAYS`.
        anchor: Id of a complaint or notice, or its first digits; None for all.
        gaps: How many of the longest gaps.
        incidents: Entries of the log to be counted; None for all that stand.
        every: All parts for all recorded time too; else only all messages together, which is quicker in a large case.

    Raises:
        BadInput: The number of days or gaps is out of range.
        NotFound: No complaint and no notice has the id.
    """
    if not 1 <= days <= MOST_DAYS or not 0 <= gaps <= 1000:
        raise BadInput(f"--days is 1 to {MOST_DAYS}, --gaps 0 to 1000")
    known = anchors(work)
    shown = known if anchor is None else [one_of(known, anchor)]
    cells = work.vault.counts("day", Filters(kind="message"))
    dated = [(date.fromisoformat(cell.period), cell) for cell in cells if cell.period is not None]
    far = reach(work)
    entries = [one.entry for one in log.log(work, withdrawn=False)] if incidents is None else incidents
    labels = labels_by_id(work)
    rows = _rows(work, labels)
    parts = _Parts(channels(work, dated, far), *labelled(rows, labels, far), logged(entries))
    said = _said(work, rows, labels)
    everything = parts.messages[0]
    silent = longest_gaps((day for day, _ in dated), everything.reach, len(dated))
    return Conduct(
        days=days,
        anchors=tuple(_around_anchor(one, known, parts, silent, days, every=every) for one in shown),
        messages=everything.total,
        undated=sum(cell.n for cell in cells if cell.period is None),
        labelled=parts.any_label.total,
        reach=far.platforms,
        gaps=tuple(silent[:gaps]),
        said=tuple(said),
        months=tuple(by_month(said, by_day(dated))),
        log=len(entries),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The parts of one sort with the most messages, and what the others have together.

    Attributes:
        shown: In order.
        left: How many others there are.
        before, same_day, after: Messages of the others.
    """

    shown: tuple[Compared, ...]
    left: int
    before: int
    same_day: int
    after: int


def of_kind(compared: Sequence[Compared], kind: str, most: int | None) -> Part:
    """The first `most` parts of one sort, all when None, and the sum of the others."""
    found = [one for one in compared if one.kind == kind]
    shown, others = (found, []) if most is None else (found[:most], found[most:])
    return Part(
        shown=tuple(shown),
        left=len(others),
        before=sum(one.before.count for one in others),
        same_day=sum(one.same_day for one in others),
        after=sum(one.after.count for one in others),
    )


def _around_anchor(
    anchor: Anchor, known: Sequence[Anchor], parts: _Parts, silent: Sequence[LongGap], days: int, *, every: bool
) -> AroundAnchor:
    windows = around(anchor.day, days)
    return AroundAnchor(
        anchor=anchor,
        near=_around(anchor, known, parts, windows),
        whole=_around(anchor, known, parts, whole(anchor.day, parts.messages[0].reach), every=every),
        gap=next((one for one in silent if _reaches_into(one, windows)), None),
    )


def _reaches_into(gap: LongGap, windows: Windows) -> bool:
    """Whether a day of the stretch is one of either window."""
    spans = [one for one in (windows.before, windows.after) if one is not None]
    return any(gap.first <= one.last and one.first <= gap.last for one in spans)


def _around(anchor: Anchor, known: Sequence[Anchor], parts: _Parts, windows: Windows, *, every: bool = True) -> Around:
    platforms = [one for one in parts.messages if one.kind == "platform"]
    mixed: NoRatio = "other-channels" if other_channels(platforms, windows) else ""
    everything, *others = parts.messages
    messages = [compare(everything, windows, no_ratio=mixed), *_compared(others if every else [], windows)]
    marked = compare(parts.any_label, windows)
    all_labelled = (marked.before.count, marked.after.count) == (messages[0].before.count, messages[0].after.count)
    in_part: NoRatio = mixed if all_labelled else "labelled-in-part"
    tactics = _compared(parts.labelled, windows, in_part)
    return Around(
        windows=windows,
        messages=(messages[0], *_shown(messages[1:])),
        labelled=tuple(_shown(tactics)),
        labelled_before=marked.before.count,
        labelled_after=marked.after.count,
        log=tuple(_shown(_compared(parts.log, windows))),
        others=tuple(one for one in known if one.id != anchor.id and _falls_in(one.day, windows)),
    )


def _compared(series: Sequence[Series], windows: Windows, no_ratio: NoRatio = "") -> list[Compared]:
    """Those with anything in them."""
    return [compare(one, windows, no_ratio=no_ratio) for one in series if one.stands_in(windows)]


def _shown(compared: Sequence[Compared]) -> list[Compared]:
    """The same, kind by kind, the most frequent first."""
    kinds = list(dict.fromkeys(one.kind for one in compared))
    return sorted(
        compared,
        key=lambda one: (kinds.index(one.kind), -(one.before.count + one.after.count), one.label, one.key),
    )


def _falls_in(day: date, windows: Windows) -> bool:
    spans = [one for one in (windows.before, windows.after) if one is not None]
    return day == windows.day or any(one.first <= day <= one.last for one in spans)


def _rows(work: Workspace, labels: Mapping[str, Label]) -> list[Row]:
    """The messages, events and captures that carry a label."""
    ids = list(labels)
    found: list[Row] = []
    for start in range(0, len(ids), _IDS):
        found += work.vault.page(Filters(ids=ids[start : start + _IDS]), limit=_IDS)
    return found


def _said(work: Workspace, rows: Sequence[Row], labels: Mapping[str, Label]) -> list[Said]:
    """Everything labelled that has a known day, in order of time."""
    placed: list[tuple[str, str, date | None]] = [(row.id, row.type, day_of(row)) for row in rows]
    for entry in work.vault.entries():
        stood = None if entry.happened_at is None else marked(entry.happened_at, entry)
        if entry.id in labels and stood is not None:
            placed.append((entry.id, "entry", stood.day))
    found = [
        Said(day=day, of=one, what=what, tactics=labels[one].tactics, severity=labels[one].severity)
        for one, what, day in placed
        if day is not None
    ]
    return sorted(found, key=lambda one: (one.day, one.of))
