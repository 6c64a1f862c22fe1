"""A complaint with all that belongs to it: every call, visit, letter and reply in order, what was handed over, which entries of the
log it is about.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, get_args

from gawah.records.casework import AuthorityKind, HandedOver, Report
from gawah.records.complaint import ReportStep
from gawah.records.incident import Incident
from gawah.records.when import position_ms
from gawah.usecases import log
from gawah.usecases._targets import one_of
from gawah.usecases._workspace import Workspace

_ALL: Final[frozenset[AuthorityKind]] = frozenset(get_args(AuthorityKind))
_TOLD: Final[Mapping[str, frozenset[AuthorityKind]]] = {
    "authority": _ALL,
    "lawyer": _ALL,
    "person": _ALL,
    "platform": frozenset({"platform"}),
    "employer": frozenset({"employer"}),
    "school": frozenset({"school"}),
}
"""Of complaints to whom each reader is told; all others of none."""


def told_of(audience: str, report: Report) -> bool:
    """Whether a reader of this sort is told of a complaint."""
    return report.to_kind in _TOLD.get(audience, frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTaken:
    """One step as known now.

    Attributes:
        step: Its newest form.
        ledger_entry: Of that form.
        corrected: Whether it was stated otherwise before.
    """

    step: ReportStep
    ledger_entry: int
    corrected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """A complaint as known now.

    Attributes:
        report: Its newest form.
        first_recorded_at: When it was first entered, by the machine's clock.
        ledger_entry: Of its first form.
        forms: How often something was said of it, the first time included.
        steps: In order of time.
        incidents: Entries of the log that it is about, and those that name it, as known now.
    """

    report: Report
    first_recorded_at: str
    ledger_entry: int
    forms: int
    steps: tuple[StepTaken, ...]
    incidents: tuple[Incident, ...] = field(repr=False)

    @property
    def handed_over(self) -> tuple[HandedOver, ...]:
        """All that the body was given, with the complaint and later; each once."""
        later = (one for taken in self.steps for one in taken.step.handed_over)
        return tuple(dict.fromkeys((*self.report.handed_over, *later)))


def complaints(work: Workspace) -> list[Complaint]:
    """All complaints, in the order in which they were entered."""
    return _with_all(work, work.vault.reports())


def complaint(work: Workspace, prefix: str) -> Complaint:
    """The one with this id, or the first digits of it. Raises NotFound, BadInput."""
    return _with_all(work, [one_of(work.vault.reports(), prefix)])[0]


def _with_all(work: Workspace, reports: Iterable[Report]) -> list[Complaint]:
    steps = work.vault.stated(ReportStep)
    entries = log.log(work, withdrawn=False)
    found = []
    for report in reports:
        own = sorted((_taken(work, one) for one in steps if one.report == report.id), key=_in_time)
        forms = work.vault.earlier(Report, report.id)
        about = [
            one.entry
            for one in entries
            if report.id in one.entry.reports or {one.entry.id, *(each.id for each in one.earlier)} & set(report.incidents)
        ]
        found.append(
            Complaint(
                report=report,
                first_recorded_at=forms[0][1].recorded_at,
                ledger_entry=forms[0][0],
                forms=len(forms),
                steps=tuple(own),
                incidents=tuple(about),
            )
        )
    return found


def _taken(work: Workspace, step: ReportStep) -> StepTaken:
    forms = work.vault.earlier(ReportStep, step.id)
    return StepTaken(step=step, ledger_entry=forms[-1][0], corrected=len(forms) > 1)


def _in_time(taken: StepTaken) -> tuple[bool, int, int]:
    at = position_ms(taken.step.at)
    return at is None, at or 0, taken.ledger_entry
