"""`gawah report add|list|update`: complaints made, and what became of them."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _ask, _rows
from gawah.interfaces.cli._output import columns, result, result_json
from gawah.interfaces.cli._session import opened, session
from gawah.interfaces.cli._text import short, visible

if TYPE_CHECKING:
    from gawah.records.casework import Report

app = typer.Typer(no_args_is_help=True, help="Complaints to an authority, platform, employer, school or lawyer.")

To = Annotated[str | None, typer.Option(help="Name of the body; asked for when left out.", show_default=False)]
ToKind = Annotated[
    str | None, typer.Option("--kind", help="authority, platform, employer, school, lawyer or other.", show_default=False)
]
At = Annotated[
    str | None,
    typer.Option(help="When it was made, as for `gawah add event`; asked for when left out of a new one.", show_default=False),
]
Reference = Annotated[str | None, typer.Option(help="Their reference number.", show_default=False)]
Channel = Annotated[str | None, typer.Option(help="Post, web form, in person and so on.", show_default=False)]
Status = Annotated[
    str | None, typer.Option(help="filed, acknowledged, in-progress, closed, refused or withdrawn.", show_default=False)
]
Note = Annotated[
    bool, typer.Option("--note", help="Ask for a note (what was handed over, officer, next date), or read it from standard input.")
]


@app.command("add")
def report_add(
    context: typer.Context,
    *,
    to: To = None,
    kind: ToKind = None,
    at: At = None,
    reference: Reference = None,
    channel: Channel = None,
    status: Status = None,
    note: Note = False,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Enter a complaint you made, or are about to make; prints the checkpoint to quote in it."""
    from gawah.usecases import report

    name = to if to is not None else _ask.line("To whom: ").strip()
    day = at if at is not None else _ask.line("When, such as 2024-03-05 or 2024-03-05 21:30: ").strip() or None
    words = _ask.text("Note:") if note else None
    told = report.Told(to=name, to_kind=kind, made_at=day, reference=reference, channel=channel, status=status, note=words)
    with opened(context) as work:
        made = report.new_report(work, told, report.checkpoint(work))
        if not dry_run:
            report.add_report(work, made)
    _tell(context, made, dry_run=dry_run, as_json=as_json)
    if not as_json:
        size, _, root = made.anchor.partition(":")
        result("Quote this line in the complaint; their dated copy then proves that the ledger stood so on that day:")
        result(f"    gawah ledger, {size} entries, SHA-256 tree root {root}")


@app.command("update")
def report_update(
    context: typer.Context,
    report_id: Annotated[str, typer.Argument(metavar="ID", help="Of the complaint.", show_default=False)],
    *,
    to: To = None,
    kind: ToKind = None,
    at: At = None,
    reference: Reference = None,
    channel: Channel = None,
    status: Status = None,
    note: Note = False,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Say what became of a complaint: a reference number, a status, a note. What was said before stays in the ledger."""
    from gawah.usecases import report

    words = _ask.text("Note:") if note else None
    told = report.Told(to=to, to_kind=kind, made_at=at, reference=reference, channel=channel, status=status, note=words)
    with opened(context) as work:
        changed = report.changed_report(work, report_id, told)
        if not dry_run:
            report.update_report(work, changed)
    _tell(context, changed, dry_run=dry_run, as_json=as_json)


@app.command("list")
def report_list(context: typer.Context, *, as_json: _rows.AsJson = False) -> None:
    """List complaints as last known; `gawah reveal ID` shows the note."""
    from gawah.usecases import report

    with opened(context) as work:
        found = report.reports(work)
    if as_json:
        result_json("report.list", {"reports": [report_json(one) for one in found]})
    elif found:
        columns(("id", "made", "to", "kind", "reference", "channel", "status"), [_cells(one) for one in found])
    else:
        result("no complaints yet: gawah report add")


def report_json(one: "Report") -> dict[str, Any]:
    """A complaint without its note."""
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
        "note_characters": len(one.note),
        "anchor": one.anchor,
    }


def _cells(one: "Report") -> list[str]:
    end = [one.to_kind, short(one.reference, 24) or "–", short(one.channel, 16) or "–", one.status]
    return [one.id[: _rows.SHORT], visible(one.made_at.stated), short(one.to, 40), *end]


def _tell(context: typer.Context, one: "Report", *, dry_run: bool, as_json: bool) -> None:
    if dry_run:
        session(context).voice.say("nothing was written")
    if as_json:
        result_json("report", {**report_json(one), "dry_run": dry_run})
        return
    result(f"{one.id[: _rows.SHORT]}  complaint to {short(one.to, 60)}, made {visible(one.made_at.stated)}, {one.status}")
