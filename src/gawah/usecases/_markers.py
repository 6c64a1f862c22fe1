"""What stands beside the messages on the line of time: complaints, notices, entries of the log, own events, things seen."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from gawah.analysis import chronology
from gawah.analysis.chronology import Period
from gawah.dossier import wording
from gawah.dossier.words import Said, say
from gawah.records.casework import Entry, Notice, Report
from gawah.records.incident import Incident
from gawah.records.when import When, position_ms
from gawah.usecases import log
from gawah.usecases._workspace import Workspace
from gawah.usecases.notice import notices

Marked: TypeAlias = Report | Notice | Entry | Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A complaint, a notice, an entry of the log, an own event, or the sight of something that must not be kept, on the line.

    Attributes:
        day: In UTC where the person named a zone, else as stated: the same line on which messages stand.
        stated: The day as the person stated it.
        hour: 0 to 23 on that line; None where only the day is stated.
        what: The statement.
    """

    day: date
    stated: date
    hour: int | None = None
    what: Marked = field(repr=False)

    @property
    def kind(self) -> str:
        """`report`, the kind of the notice or entry, or `incident`."""
        if isinstance(self.what, Report):
            return "report"
        return "incident" if isinstance(self.what, Incident) else self.what.kind


def markers(work: Workspace, incidents: Sequence[Incident] | None = None, reports: Sequence[Report] | None = None) -> list[Marker]:
    """Everything of this sort with a known day, in order.

    Args:
        work: The case.
        incidents: Entries of the log; None for all that stand.
        reports: Complaints; None for all.
    """
    entries = [one.entry for one in log.log(work, withdrawn=False)] if incidents is None else incidents
    stated: list[tuple[When | None, Marked]] = [
        (report.made_at, report) for report in (work.vault.reports() if reports is None else reports)
    ]
    stated += [(notice.given_at, notice) for notice in notices(work)]
    stated += [(entry.happened_at, entry) for entry in work.vault.entries() if entry.kind not in ("note", "transcript")]
    stated += [(entry.occurred_at, entry) for entry in entries]
    found = [marker for when, what in stated if when is not None and (marker := marked(when, what)) is not None]
    return sorted(found, key=lambda marker: (marker.day, marker.what.id))


def marked(when: When, what: Marked) -> Marker | None:
    """A statement on the line; None when nothing is known of its day."""
    at = position_ms(when)
    if at is None:
        return None
    day = chronology.day_of(at)
    stated = day if when.local is None else date.fromisoformat(when.local[:10])
    hour = None if when.precision == "day" else at // 3_600_000 % 24
    return Marker(day=day, stated=stated, hour=hour, what=what)


def words(marker: Marker) -> Said:
    """A marker in words: to whom and when, or that something happened; never what the person wrote about it."""
    what, day = marker.what, wording.day(marker.stated)
    if isinstance(what, Report):
        if what.reference:
            return say("chronology.report_with_reference", to=what.to, day=day, reference=what.reference)
        return say("chronology.report", to=what.to, day=day)
    if isinstance(what, Notice):
        kind = say(f"notices.{what.kind}")
        return (
            say("chronology.notice_to", kind=kind, to=what.to, day=day) if what.to else say("chronology.notice", kind=kind, day=day)
        )
    if isinstance(what, Incident):
        return say("chronology.log_entry", id=what.id[:8], day=day)
    named = {"event": "own_event", "page": "page_seen"}.get(what.kind, "not_kept")
    return say(f"chronology.{named}", id=what.id[:8], day=day)


def lane(found: Iterable[Marker], by: Period) -> Counter[date]:
    """How many stand in each period, by its first day: the lane of reports, notices and own events."""
    return Counter(chronology.start_of(marker.day, by) for marker in found)
