"""Complaints and their steps on a screen and in JSON: without the words of notes, outcomes and steps, unless they are asked for."""

from typing import TYPE_CHECKING, Any

from gawah.interfaces.cli import _rows
from gawah.interfaces.cli._output import facts, plural, result
from gawah.interfaces.cli._text import short, visible

if TYPE_CHECKING:
    from gawah.records.casework import HandedOver, Report
    from gawah.records.complaint import ReportStep
    from gawah.usecases._workspace import Workspace
    from gawah.usecases.complaints import Complaint, StepTaken


def labels(work: "Workspace", found: "Complaint") -> dict[str, str]:
    """The labels of all agents who entered something of it, by id."""
    entered: list[Report | ReportStep] = [found.report, *(taken.step for taken in found.steps)]
    ids = {one.agent for one in entered} | {one.for_agent for one in entered if one.for_agent}
    return {one: work.vault.agent_by_id(one).label for one in ids}


def report_json(one: "Report") -> dict[str, Any]:
    """A complaint without the person's words on it."""
    return {
        "id": one.id,
        "type": "report",
        "made_at": _rows.when_json(one.made_at),
        "recorded_at": one.recorded_at,
        "to": one.to,
        "to_kind": one.to_kind,
        "reference": one.reference,
        "channel": one.channel,
        "status": one.status,
        "officer": one.officer,
        "officer_number": one.officer_number,
        "statement_at": _rows.when_json(one.statement_at),
        "promised": one.promised,
        "due": one.due,
        "handed_over": handed_json(one.handed_over),
        "incidents": list(one.incidents),
        "note_characters": len(one.note),
        "outcome_characters": len(one.outcome),
        "next_step_characters": len(one.next_step),
        "anchor": one.anchor,
    }


def handed_json(given: "tuple[HandedOver, ...]") -> list[dict[str, str]]:
    """What was handed over."""
    return [{"kind": one.kind, "id": one.id, "sha256": one.sha256} for one in given]


def step_json(one: "ReportStep") -> dict[str, Any]:
    """A step without its words."""
    return {
        "id": one.id,
        "report": one.report,
        "at": _rows.when_json(one.at),
        "recorded_at": one.recorded_at,
        "kind": one.kind,
        "direction": one.direction,
        "with": one.with_whom,
        "reference": one.reference,
        "attached": list(one.attached),
        "handed_over": handed_json(one.handed_over),
        "characters": len(one.words),
    }


def complaint_json(found: "Complaint", agents: dict[str, str], *, show_text: bool) -> dict[str, Any]:
    """A complaint with its steps; the words only with `show_text`."""
    report = found.report
    body = {
        **report_json(report),
        "by": _by(report, agents),
        "first_recorded_at": found.first_recorded_at,
        "ledger_entry": found.ledger_entry,
        "forms": found.forms,
        "handed_over": handed_json(found.handed_over),
        "incidents": [one.id for one in found.incidents],
        "next_step": report.next_step,
        "steps": [_taken_json(one, agents, show_text=show_text) for one in found.steps],
    }
    return body | ({"text": {"note": report.note, "outcome": report.outcome}} if show_text else {})


def _taken_json(taken: "StepTaken", agents: dict[str, str], *, show_text: bool) -> dict[str, Any]:
    body = step_json(taken.step) | {
        "by": _by(taken.step, agents),
        "ledger_entry": taken.ledger_entry,
        "corrected": taken.corrected,
    }
    return body | ({"text": taken.step.words} if show_text else {})


def print_complaint(found: "Complaint", agents: dict[str, str], *, show_text: bool) -> None:
    """A complaint as labels and values, then every step."""
    report = found.report
    size, _, root = report.anchor.partition(":")
    officer = ", ".join(part for part in (short(report.officer, 60), short(report.officer_number, 40)) if part)
    lines = [
        ("complaint", report.id),
        ("to", f"{short(report.to, 60)} ({report.to_kind})"),
        ("made", visible(report.made_at.stated)),
        ("channel", short(report.channel, 40)),
        ("reference", short(report.reference, 60)),
        ("status", report.status),
        ("officer", officer),
        ("statement given", "" if report.statement_at is None else visible(report.statement_at.stated)),
        ("promised by", report.promised or ""),
        ("next step", short(report.next_step, 100)),
        ("due", report.due or ""),
        *(("handed over", _handed(one)) for one in found.handed_over),
        *(("entry of the log", one.id[: _rows.SHORT]) for one in found.incidents),
        ("quoted in it", f"{size} entries, root {root}" if root else ""),
        ("entered", f"{found.first_recorded_at}, ledger entry {found.ledger_entry}, by {_by(report, agents)}"),
        ("changed", f"{plural(found.forms - 1, 'time')}, the last {report.recorded_at}" if found.forms > 1 else ""),
    ]
    facts([(name, value) for name, value in lines if value])
    _print_words("outcome", report.outcome, show_text=show_text)
    _print_words("note", report.note, show_text=show_text)
    for taken in found.steps:
        _print_step(taken, agents, show_text=show_text)
    if not found.steps:
        result("no steps yet: gawah report step ID")


def _print_step(taken: "StepTaken", agents: dict[str, str], *, show_text: bool) -> None:
    step = taken.step
    whom = f" with {short(step.with_whom, 60)}" if step.with_whom else ""
    reference = f", reference {short(step.reference, 40)}" if step.reference else ""
    result()
    result(f"{visible(step.at.stated)}  {step.kind} {step.direction}{whom}{reference}")
    corrected = ", corrected" if taken.corrected else ""
    entered = f"{step.recorded_at}, ledger entry {taken.ledger_entry}, by {_by(step, agents)}{corrected}"
    lines = [("    step", step.id[: _rows.SHORT]), ("    entered", entered)]
    lines += [("    shown by", one[: _rows.SHORT]) for one in step.attached]
    lines += [("    handed over", _handed(one)) for one in step.handed_over]
    facts(lines)
    _print_words("    words", step.words, show_text=show_text)


def _print_words(name: str, text: str, *, show_text: bool) -> None:
    if not text:
        return
    if not show_text:
        result(f"{name}: {plural(len(text), 'character')}; --show-text shows them")
        return
    result(f"{name}:")
    for line in visible(text, lines=True).split("\n"):
        result(f"    | {line}")


def _handed(one: "HandedOver") -> str:
    return f"{one.kind} {one.id[: _rows.SHORT]}, SHA-256 {one.sha256}"


def _by(one: "Report | ReportStep", agents: dict[str, str]) -> str:
    return agents[one.agent] + (f" for {agents[one.for_agent]}" if one.for_agent else "")
