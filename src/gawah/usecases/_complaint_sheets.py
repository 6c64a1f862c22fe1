"""The complaints in a dossier: those that its reader is told of, as sheets."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from gawah.dossier import wording
from gawah.dossier.complaint_sheet import ComplaintSheet, HandedSheet, StepSheet
from gawah.dossier.log_sheet import LogSection
from gawah.dossier.sheet import Fact, Sheet
from gawah.dossier.words import say
from gawah.records.casework import HandedOver, Report
from gawah.records.complaint import ReportStep
from gawah.records.errors import NotFound
from gawah.usecases import _case_sheets, timeline
from gawah.usecases._case_sheets import agent_name
from gawah.usecases._conduct_sheet import shown_incidents
from gawah.usecases._workspace import Workspace
from gawah.usecases.complaints import Complaint, StepTaken, complaints, told_of


def over_time(work: Workspace, audience: str, by: str = "") -> timeline.Timeline:
    """The whole case by month or week, as `by` says or as fits, without the complaints and entries of the log that a reader of this
    sort is not told of.
    """
    told = [one for one in work.vault.reports() if told_of(audience, one)]
    return _case_sheets.over_time(work, shown_incidents(work, audience), told, by)


def section(work: Workspace, audience: str, exhibits: Iterable[Sheet], log: LogSection | None) -> tuple[ComplaintSheet, ...]:
    """The complaints in a dossier with these exhibits and this part of the log."""
    numbers = {one.id: one.number for one in exhibits}
    return sheets(work, audience, numbers, () if log is None else [entry.id for entry in log.entries])


def sheets(work: Workspace, audience: str, numbers: Mapping[str, str], entries: Collection[str]) -> tuple[ComplaintSheet, ...]:
    """The complaints that a reader of this sort is told of, in the order in which they were entered.

    Args:
        work: The case.
        audience: For whom the dossier is.
        numbers: Of its exhibits, by the id of what they show.
        entries: Ids, first 8 digits, of the entries of the log that stand in it; others are not named.
    """
    return tuple(_sheet(work, one, numbers, entries) for one in complaints(work) if told_of(audience, one.report))


def _sheet(work: Workspace, one: Complaint, numbers: Mapping[str, str], entries: Collection[str]) -> ComplaintSheet:
    report = one.report
    size, _, root = report.anchor.partition(":")
    about = [each.id[:8] for each in one.incidents if each.id[:8] in entries]
    first = {"at": one.first_recorded_at, "who": _by(work, report), "entry": str(one.ledger_entry)}
    return ComplaintSheet(
        to=report.to if report.to.strip() else say("complaints.unnamed"),
        facts=tuple(Fact(label=say(f"complaints.{name}"), value=value) for name, value in _lines(report, about) if value),
        handed_over=_handed(work, report.handed_over),
        anchor_size=int(size) if root else 0,
        anchor_root=root,
        steps=tuple(_step(work, each, numbers) for each in one.steps),
        entered=say("complaints.entered_changed", **first, changed=report.recorded_at)
        if one.forms > 1
        else say("complaints.entered", **first),
    )


def _lines(report: Report, about: list[str]) -> Iterator[tuple[str, str]]:
    yield "kind", say(f"complaint_kinds.{report.to_kind}")
    yield "made", report.made_at.stated
    yield "channel", report.channel
    yield "reference", report.reference
    yield "status", say(f"complaint_statuses.{report.status}")
    yield "officer", _officer(report)
    yield "statement", "" if report.statement_at is None else report.statement_at.stated
    yield "promised", _day(report.promised)
    yield "outcome", report.outcome
    yield "next_step", report.next_step
    yield "due", _day(report.due)
    yield "about", wording.listed(about)


def _officer(report: Report) -> str:
    if report.officer and report.officer_number:
        return say("complaints.officer_with_number", officer=report.officer, number=report.officer_number)
    return report.officer or report.officer_number


def _day(text: str | None) -> str:
    return "" if text is None else wording.day(date.fromisoformat(text))


def _step(work: Workspace, taken: StepTaken, numbers: Mapping[str, str]) -> StepSheet:
    step = taken.step
    shown = wording.listed(_shown(work, one, numbers) for one in step.attached)
    lines = (("with_whom", step.with_whom), ("reference", step.reference), ("shown_by", shown))
    entered = {"at": step.recorded_at, "who": _by(work, step), "entry": str(taken.ledger_entry)}
    return StepSheet(
        at=step.at.stated,
        title=say(
            "complaints.step", kind=say(f"complaint_steps.{step.kind}"), direction=say(f"complaint_directions.{step.direction}")
        ),
        facts=tuple(Fact(label=say(f"complaints.{name}"), value=value) for name, value in lines if value),
        text=step.words,
        handed_over=_handed(work, step.handed_over),
        entered=say("complaints.entered_corrected" if taken.corrected else "complaints.entered", **entered),
    )


def _shown(work: Workspace, target: str, numbers: Mapping[str, str]) -> str:
    """The exhibit, or else the file by name, or what else it is by the first digits of its id."""
    if target in numbers:
        return say("complaints.shown_exhibit", number=numbers[target])
    return _name(work, target) or say("complaints.shown_record", id=target[:8])


def _name(work: Workspace, item_id: str) -> str:
    try:
        return work.vault.item(item_id).name
    except NotFound:
        return ""


def _handed(work: Workspace, given: tuple[HandedOver, ...]) -> tuple[HandedSheet, ...]:
    made = {one.id: one.at for one in work.vault.dossiers()}
    return tuple(HandedSheet(what=_given(work, one, made), sha256=one.sha256) for one in given)


def _given(work: Workspace, one: HandedOver, made: Mapping[str, str]) -> str:
    if one.kind == "dossier":
        return say("complaints.dossier", id=one.id[:8], at=made.get(one.id, ""))
    return _name(work, one.id) or one.id[:8]


def _by(work: Workspace, one: Report | ReportStep) -> str:
    who = agent_name(work, one.agent)
    return say("custody.on_behalf_of", who=who, whom=agent_name(work, one.for_agent)) if one.for_agent else who
