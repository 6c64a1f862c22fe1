"""What is awaited of a body, and what the person wants to do next, by day; the same as reminders for a calendar."""

from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from gawah.dossier import reminders
from gawah.records.casework import Report, ReportStatus
from gawah.records.digest import identifier
from gawah.records.errors import BadInput, NothingSelected
from gawah.usecases._workspace import Workspace
from gawah.usecases.log import days_left

What: TypeAlias = Literal["promised", "next-step"]

OVER: Final[frozenset[ReportStatus]] = frozenset({"closed", "refused", "withdrawn"})
"""States in which nothing more is awaited of the body. What the person wants to do stays: a refusal can be appealed until a day."""

MOST_DAYS_BEFORE: Final = 60
_SHOWN: Final = 4
_ENOUGH: Final = 2 * _SHOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One day that matters to a complaint.

    Attributes:
        report: The complaint.
        what: What the body promised, or the person's next step.
        day: `YYYY-MM-DD`.
        left: Days from today to it; negative once it has passed.
    """

    report: Report = field(repr=False)
    what: What
    day: str
    left: int


def due(work: Workspace) -> tuple[Due, ...]:
    """Every day that is noted, soonest first. Today is that of the machine's clock, in UTC."""
    today = work.clock()
    found = []
    for report in work.vault.reports():
        awaited = None if report.status in OVER else report.promised
        noted: tuple[tuple[What, str | None], ...] = (("promised", awaited), ("next-step", report.due))
        found += [Due(report=report, what=what, day=day, left=days_left(day, today)) for what, day in noted if day is not None]
    return tuple(sorted(found, key=lambda one: one.day))


def shortened(reference: str) -> str:
    """The end of a reference number, as `...1234`, for places that others may see; "" for one too short to be cut."""
    plain = "".join(character for character in reference if character.isalnum())
    return f"...{plain[-_SHOWN:]}" if len(plain) >= _ENOUGH else ""


def calendar(work: Workspace, *, title: str = "gawah", days_before: int = 1) -> bytes:
    """What is due as an iCalendar file (RFC 5545): no names, no content, of a reference number its end.

    Args:
        work: The case.
        title: What each summary begins with.
        days_before: So many days before, at nine in the morning, the calendar reminds; 0 for the day itself.

    Raises:
        BadInput: The title is empty or longer than a line, or the days are out of range.
        NothingSelected: Nothing is due; a calendar holds one entry at least.
    """
    if not title.strip() or len(title) > 40 or not title.isprintable():
        raise BadInput("the title of reminders is one short line")
    if not 0 <= days_before <= MOST_DAYS_BEFORE:
        raise BadInput(f"a calendar reminds 0 to {MOST_DAYS_BEFORE} days before")
    found = due(work)
    if not found:
        raise NothingSelected("nothing is promised or due, so there is nothing to be reminded of")
    listed = [_reminder(work, one, title.strip()) for one in found]
    return reminders.calendar(listed, stamp=work.clock(), days_before=days_before)


def _reminder(work: Workspace, one: Due, title: str) -> reminders.Reminder:
    end = shortened(one.report.reference)
    what = "follow up" if one.what == "next-step" else "answer promised"
    return reminders.Reminder(
        uid=identifier("reminder", one.report.id, one.what),
        day=one.day,
        summary=f"{title}: {what}" + (f", reference {end}" if end else ""),
        description=one.report.id[:8],
        sequence=len(work.vault.earlier(Report, one.report.id)) - 1,
    )
