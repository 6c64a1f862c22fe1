"""The days around which conduct is counted: complaints made, and notices given to the other side. As stated, in order of time."""

from dataclasses import dataclass, field
from datetime import date

from gawah.dossier.words import Said
from gawah.records.casework import Notice, Report
from gawah.usecases._markers import Marker, markers, words
from gawah.usecases._workspace import Workspace


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
    return [
        Anchor(day=one.day, stated=one.stated, what=one.what)
        for one in markers(work, incidents=())
        if isinstance(one.what, Report | Notice)
    ]


def named(anchor: Anchor) -> Said:
    """Such as `Report to the school, 4 May 2025, reference 12`, or `Block, 4 May 2025`; never what the person wrote about it."""
    return words(Marker(day=anchor.day, stated=anchor.stated, what=anchor.what))
