"""`gawah status`: where things stand, in ten lines."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import typer

from gawah.interfaces.cli import _rows, report_due, stamp
from gawah.interfaces.cli._log_rows import left
from gawah.interfaces.cli._output import facts, plural, result_json
from gawah.interfaces.cli._report_rows import report_json
from gawah.interfaces.cli._session import opened, session
from gawah.interfaces.cli._text import short
from gawah.interfaces.cli._triage_rows import budget_json, budget_words
from gawah.interfaces.cli.check import gap_line

if TYPE_CHECKING:
    from gawah.usecases.status import Status


def status(context: typer.Context, *, as_json: _rows.AsJson = False) -> None:
    """Say where things stand."""
    from gawah.usecases.stamp import sheets
    from gawah.usecases.status import status as stands

    with opened(context) as work:
        found, stamps = stands(work), sheets(work)
    if as_json:
        result_json("status", {"vault": str(session(context).folder), **_json(found), "stamps": stamp.brief_json(stamps)})
    else:
        held = [("time stamps", stamp.brief(stamps))] if stamps else []
        facts([("vault", str(session(context).folder)), *_lines(found), *held])


def _lines(found: "Status") -> list[tuple[str, str]]:
    last = found.last_import
    report = found.reports[-1] if found.reports else None
    noted = ", ".join(
        f"{plural(found.problems[one], one, 'losses' if one == 'loss' else f'{one}s')}"
        for one in ("loss", "warning")
        if one in found.problems
    )
    captures = f" and {plural(found.captures, 'capture')}" if found.captures else ""
    read = f"{plural(found.messages, 'message')} and {plural(found.events, 'event')}{captures}"
    where = f" on {', '.join(found.platforms)}" if found.platforms else ""
    span = "" if found.first_ms is None else f", {day(found.first_ms)} to {day(found.last_ms)}"
    unread = f"; {found.not_read:,} kept and not read yet: import again" if found.not_read else ""
    gaps = "".join(f"\n{gap_line(gap.leaf, gap.at, gap.missing, gap.head)}" for gap in found.gaps)
    return [
        ("originals", f"{plural(found.originals, 'file')}, {plural(found.original_bytes, 'byte')}{unread}"),
        ("last import", "none yet: gawah import PATH" if last is None else f"{last.at}, by {found.last_agent}"),
        ("read", f"{read}; {noted or 'nothing lost'}; text of {found.looked_at:,} looked at"),
        ("conversations", f"{found.conversations:,}, with {plural(found.accounts, 'account')}{where}{span}"),
        *([("own entries", _own(found))] if found.notes or found.own_events or found.transcripts or found.not_kept else []),
        *([("to look at", _sorting(found))] if found.sorting else []),
        *([("incident log", _log(found))] if found.log_entries else []),
        (
            "complaints",
            f"{len(found.reports):,}" + ("" if report is None else f", the last to {short(report.to, 40)}: {report.status}"),
        ),
        *([("due", report_due.line(found.due))] if found.due else []),
        ("last backup", f"{_backup(found)}; {_rehearsal(found)}"),
        ("ledger", f"{plural(found.head.size, 'entry', 'entries')}, root {found.head.root}\nsigned by {found.fingerprint}{gaps}"),
    ]


def _own(found: "Status") -> str:
    transcripts = f" and {plural(found.transcripts, 'transcript')}" if found.transcripts else ""
    not_kept = f"; {found.not_kept:,} of something seen and not kept" if found.not_kept else ""
    return f"{plural(found.notes, 'note')} and {plural(found.own_events, 'event')}{transcripts}{not_kept}"


def _sorting(found: "Status") -> str:
    """What waits for a decision. Suggestions are the machine's: none does not mean that nothing is there."""
    assert found.sorting is not None
    waiting = f"{plural(found.sorting.undecided, 'message')} suggested by a machine and not decided: gawah triage"
    put_off = f"; {found.sorting.later:,} for later, {found.sorting.needs_helper:,} for a helper"
    return f"{waiting}{put_off}; {budget_words(found.budget)}; no suggestion does not mean that nothing is there"


def _log(found: "Status") -> str:
    """Entries, and what of the evidence still needed may vanish first."""
    entries = plural(found.log_entries, "entry", "entries")
    if not found.needed:
        return entries
    first = "" if found.soonest is None else f", the first may vanish by {found.soonest} ({left(found.soonest_days)})"
    return f"{entries}; {plural(found.needed, 'piece', 'pieces')} of evidence still needed{first}"


def _rehearsal(found: "Status") -> str:
    last = found.last_rehearsal
    return "recovery sheet never tried: gawah recover --rehearse" if last is None else f"recovery sheet tried {last.at}"


def _backup(found: "Status") -> str:
    last = found.last_backup
    if last is None:
        return "none yet: gawah backup FOLDER"
    return f"{last.at}, {plural(last.originals, 'original')}" + (f", {short(last.label, 40)}" if last.label else "")


def day(at_ms: int | None) -> str:
    """The day of a place in time."""
    return "–" if at_ms is None else (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms)).date().isoformat()


def _json(found: "Status") -> dict[str, Any]:
    last, backup, rehearsal = found.last_import, found.last_backup, found.last_rehearsal
    return {
        "originals": found.originals,
        "original_bytes": found.original_bytes,
        "not_read": found.not_read,
        "messages": found.messages,
        "events": found.events,
        "captures": found.captures,
        "conversations": found.conversations,
        "accounts": found.accounts,
        "platforms": list(found.platforms),
        "first": None if found.first_ms is None else day(found.first_ms),
        "last": None if found.last_ms is None else day(found.last_ms),
        "problems": found.problems,
        "notes": found.notes,
        "own_events": found.own_events,
        "transcripts": found.transcripts,
        "not_kept": found.not_kept,
        "log_entries": found.log_entries,
        "evidence_needed": {"count": found.needed, "vanishes_by": found.soonest, "days_left": found.soonest_days},
        "reports": [report_json(one) for one in found.reports],
        "due": [report_due.due_json(one) for one in found.due],
        "last_import": None if last is None else {"ledger_entry": last.seq, "at": last.at, "agent": found.last_agent},
        "revealed": found.looked_at,
        "last_backup": None if backup is None else {"at": backup.at, "originals": backup.originals, "label": backup.label},
        "recovery_rehearsed": None if rehearsal is None else {"ledger_entry": rehearsal.seq, "at": rehearsal.at},
        "gaps": [{"ledger_entry": gap.leaf, "missing_entries": gap.missing, "remembered": gap.head} for gap in found.gaps],
        "sorting": None if found.sorting is None else asdict(found.sorting),
        "budget": budget_json(found.budget),
        "checkpoint": {"size": found.head.size, "root": found.head.root},
        "fingerprint": found.fingerprint,
    }
