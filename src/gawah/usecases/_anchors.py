"""The days around which conduct is counted: complaints made, and notices given to the other side. As stated, in order of time."""

from dataclasses import dataclass, field
from datetime import date

from gawah.analysis import chronology
from gawah.records.casework import Notice, NoticeKind, Report
from gawah.records.when import When, position_ms
from gawah.usecases._workspace import Workspace
from gawah.usecases.notice import notices

NOTICE_WORDS: dict[NoticeKind, str] = {
    "stop-request": "Request to stop",
    "block": "Block",
    "platform-notice": "Notice of a platform",
    "police-warning": "Warning by the police",
    "lawyer-letter": "Letter of a lawyer",
    "order": "Order",
    "undertaking": "Undertaking",
    "rebuttal": "Rebuttal",
}
"""Each kind of notice, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A complaint or a notice with a known day.

    Attributes:
        day: In UTC where the person named a zone, else as stated: the same line on which messages stand.
        stated: The day as the person stated it.
        what: The complaint or the notice.
    """

    day: date
    stated: date
    what: Report | Notice = field(repr=False)

    @property
    def id(self) -> str:
        """Of the complaint or the notice."""
        return self.what.id

    @property
    def kind(self) -> str:
        """`report`, or the kind of the notice."""
        return "report" if isinstance(self.what, Report) else self.what.kind

    @property
    def to(self) -> str:
        """To whom it went, as stated; "" where nobody is named."""
        return self.what.to

    @property
    def reference(self) -> str:
        """The reference number of a complaint; "" where there is none."""
        return self.what.reference if isinstance(self.what, Report) else ""


def anchors(work: Workspace) -> list[Anchor]:
    """Every complaint and notice, in order of time. Those taken back are left out."""
    stated: list[tuple[When, Report | Notice]] = [(one.made_at, one) for one in work.vault.reports()]
    stated += [(one.given_at, one) for one in notices(work)]
    found = []
    for when, what in stated:
        if (days := known_days(when)) is not None:
            found.append(Anchor(day=days[0], stated=days[1], what=what))
    return sorted(found, key=lambda one: (one.day, one.id))


def named(anchor: Anchor) -> str:
    """Such as `Report to the school, 4 May 2025, reference 12`, or `Block, 4 May 2025`; never what the person wrote about it."""
    what = anchor.what
    head = "Report" if isinstance(what, Report) else NOTICE_WORDS[what.kind]
    to = f" to {what.to}" if what.to else ""
    reference = f", reference {anchor.reference}" if anchor.reference else ""
    return f"{head}{to}, {chronology.written(anchor.stated)}{reference}"


def known_days(when: When | None) -> tuple[date, date] | None:
    """The day on the line of messages, and the day as stated; None when neither is known."""
    at = None if when is None else position_ms(when)
    if when is None or at is None:
        return None
    day = chronology.day_of(at)
    return day, day if when.local is None else date.fromisoformat(when.local[:10])
