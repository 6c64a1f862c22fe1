"""`gawah report due` and `gawah report calendar`: what is promised and what is to be done, by day."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _rows
from gawah.interfaces.cli._output import columns, plural, result, result_json
from gawah.interfaces.cli._session import opened
from gawah.interfaces.cli._text import short
from gawah.records.errors import AlreadyThere, SourceUnreadable

if TYPE_CHECKING:
    from gawah.usecases.report_due import Due

WHAT = {"promised": "they promised", "next-step": "your next step"}


def report_due(context: typer.Context, *, as_json: _rows.AsJson = False) -> None:
    """List what a body promised by a day and what you want to do by one, soonest first."""
    from gawah.usecases import report_due as use

    with opened(context) as work:
        found = use.due(work)
    if as_json:
        result_json("report.due", {"due": [{**due_json(one), "next_step": _step(one) or None} for one in found]})
    elif found:
        columns(("day", "time", "what", "complaint", "to", "reference", "next step"), [_cells(one) for one in found])
        result("what is done: gawah report update ID --promised none, or --due none")
    else:
        result("nothing is promised or due: gawah report update ID --promised DAY, or --next --due DAY")


def report_calendar(
    context: typer.Context,
    *,
    out: Annotated[Path, typer.Option(help="A new file, such as reminders.ics.", show_default=False)],
    title: Annotated[str, typer.Option(help="What each reminder begins with; choose what others may see.")] = "gawah",
    days_before: Annotated[int, typer.Option(help="Be reminded so many days before, at nine in the morning.")] = 1,
    as_json: _rows.AsJson = False,
) -> None:
    """Write what is due as reminders for a calendar (iCalendar): days and a neutral line, no names and no words of yours."""
    from gawah.usecases import report_due as use
    from gawah.usecases._place import refuse_taken

    with opened(context) as work:
        refuse_taken(work, out)
        data = use.calendar(work, title=title, days_before=days_before)
        count = len(use.due(work))
    _write(out, data)
    if as_json:
        result_json("report.calendar", {"file": str(out), "reminders": count, "days_before": days_before})
        return
    result(f"{plural(count, 'reminder')} written; a calendar that takes the file again moves them")
    result(
        "calendars are often copied to their maker's servers, or seen by others: it holds days and the ends of reference numbers"
    )


def due_json(one: "Due") -> dict[str, Any]:
    """One day, without the person's words."""
    return {
        "report": one.report.id,
        "to": one.report.to,
        "reference": one.report.reference,
        "what": one.what,
        "day": one.day,
        "days_left": one.left,
        "overdue": one.left < 0,
    }


def line(found: "tuple[Due, ...]") -> str:
    """The soonest in a line, and how many more there are."""
    first = found[0]
    more = f"; {len(found) - 1:,} more" if len(found) > 1 else ""
    return f"{first.day}, {left(first.left)}: {WHAT[first.what]}, {short(first.report.to, 40)}{more}: gawah report due"


def left(days: int) -> str:
    """How far away a day is."""
    if days < 0:
        return f"OVERDUE by {plural(-days, 'day')}"
    return "today" if days == 0 else f"in {plural(days, 'day')}"


def _cells(one: "Due") -> list[str]:
    report = one.report
    return [
        one.day,
        left(one.left),
        WHAT[one.what],
        report.id[: _rows.SHORT],
        short(report.to, 40),
        short(report.reference, 24) or "–",
        short(_step(one), 60) or "–",
    ]


def _step(one: "Due") -> str:
    return one.report.next_step if one.what == "next-step" else ""


def _write(path: Path, data: bytes) -> None:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(data)
    except FileExistsError as error:
        raise AlreadyThere("something stands at the place named with --out") from error
    except OSError as error:
        raise SourceUnreadable("the place named with --out cannot be written") from error
