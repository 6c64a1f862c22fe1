"""`gawah report`: complaints made, every step in their matter, what is due, and what became of them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _ask, _report_rows, _rows, report_before, report_due, report_step
from gawah.interfaces.cli._helplines import helplines_json, tell
from gawah.interfaces.cli._output import columns, result, result_json
from gawah.interfaces.cli._report_rows import report_json
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
Officer = Annotated[str | None, typer.Option(help="Who took it, as they named themselves.", show_default=False)]
Badge = Annotated[str | None, typer.Option(help="Their badge or service number.", show_default=False)]
Statement = Annotated[
    str | None, typer.Option(help="When you gave a statement, as for --at; `none` takes it off.", show_default=False)
]
Promised = Annotated[
    str | None, typer.Option(help="Day by which they promised something, 2024-03-05; `none` takes it off.", show_default=False)
]
Due = Annotated[
    str | None, typer.Option(help="Day by which you want to do the next step; `none` takes it off.", show_default=False)
]
Outcome = Annotated[bool, typer.Option("--outcome", help="Ask for what became of it, or read a line of standard input.")]
Next = Annotated[bool, typer.Option("--next", help="Ask for the next step, or read a line of standard input.")]
Dossiers = Annotated[
    list[str] | None,
    typer.Option("--dossier", help="Id of a dossier that was handed over; may be given again.", show_default=False),
]
Items = Annotated[
    list[str] | None, typer.Option("--item", help="Id of a file that was handed over; may be given again.", show_default=False)
]
Incidents = Annotated[
    list[str] | None,
    typer.Option("--incident", help="Id of an entry of the log that it is about; may be given again.", show_default=False),
]
Note = Annotated[bool, typer.Option("--note", help="Ask for a note, or read the rest of standard input.")]


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
    officer: Officer = None,
    badge: Badge = None,
    statement: Statement = None,
    promised: Promised = None,
    outcome: Outcome = False,
    next_step: Next = False,
    due: Due = None,
    dossier: Dossiers = None,
    item: Items = None,
    incident: Incidents = None,
    note: Note = False,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Enter a complaint you made, or are about to make; prints the checkpoint to quote in it."""
    from gawah.usecases import report
    from gawah.usecases.helplines import helplines

    told = report.Told(
        to=to if to is not None else _ask.line("To whom: ").strip(),
        to_kind=kind,
        made_at=at if at is not None else _ask.line("When, such as 2024-03-05 or 2024-03-05 21:30: ").strip() or None,
        reference=reference,
        channel=channel,
        status=status,
        officer=officer,
        officer_number=badge,
        statement_at=statement,
        promised=promised,
        outcome=_ask.line("What became of it: ").strip() if outcome else None,
        next_step=_ask.line("The next step: ").strip() if next_step else None,
        due=due,
        dossiers=dossier or (),
        items=item or (),
        incidents=incident or (),
        note=_ask.text("Note:") if note else None,
    )
    with opened(context) as work:
        made = report.new_report(work, told, report.checkpoint(work))
        if not dry_run:
            report.add_report(work, made)
        whom = helplines(work)
    _tell(context, made, dry_run=dry_run, as_json=as_json, more={"helplines": helplines_json(whom)})
    if not as_json:
        size, _, root = made.anchor.partition(":")
        result("Quote this line in the complaint; their dated copy then proves that the ledger stood so on that day:")
        result(f"    gawah ledger, {size} entries, SHA-256 tree root {root}")
        tell(whom, short=True)
        for code in whom.chosen:
            result(f"  Where to complain and what they ask for: gawah packs places {code}")


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
    officer: Officer = None,
    badge: Badge = None,
    statement: Statement = None,
    promised: Promised = None,
    outcome: Outcome = False,
    next_step: Next = False,
    due: Due = None,
    dossier: Dossiers = None,
    item: Items = None,
    incident: Incidents = None,
    without: Annotated[
        list[str] | None,
        typer.Option(help="Id of a dossier, file or entry of the log that was named by mistake.", show_default=False),
    ] = None,
    note: Note = False,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Say what became of a complaint: a reference number, an officer, a promised day. What was said before stays in the ledger."""
    from gawah.usecases import report

    told = report.Told(
        to=to,
        to_kind=kind,
        made_at=at,
        reference=reference,
        channel=channel,
        status=status,
        officer=officer,
        officer_number=badge,
        statement_at=statement,
        promised=promised,
        outcome=_ask.line("What became of it: ").strip() if outcome else None,
        next_step=_ask.line("The next step: ").strip() if next_step else None,
        due=due,
        dossiers=dossier or (),
        items=item or (),
        incidents=incident or (),
        without=without or (),
        note=_ask.text("Note:") if note else None,
    )
    with opened(context) as work:
        changed = report.changed_report(work, report_id, told)
        if not dry_run:
            report.update_report(work, changed)
    _tell(context, changed, dry_run=dry_run, as_json=as_json)


@app.command("list")
def report_list(context: typer.Context, *, as_json: _rows.AsJson = False) -> None:
    """List complaints as last known; `gawah report show ID` shows all of one."""
    from gawah.usecases import report

    with opened(context) as work:
        found = report.reports(work)
    if as_json:
        result_json("report.list", {"reports": [report_json(one) for one in found]})
    elif found:
        columns(("id", "made", "to", "kind", "reference", "channel", "status"), [_cells(one) for one in found])
    else:
        result("no complaints yet: gawah report add")


@app.command("show")
def report_show(
    context: typer.Context,
    report_id: Annotated[str, typer.Argument(metavar="ID", help="Of the complaint.", show_default=False)],
    *,
    show_text: Annotated[bool, typer.Option("--show-text", help="Show the words too.")] = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Show all of a complaint and every step in order; the words of notes, outcome and steps only with --show-text."""
    from gawah.usecases import complaints

    with opened(context) as work:
        found = complaints.complaint(work, report_id)
        labels = _report_rows.labels(work, found)
    if as_json:
        result_json("report.show", _report_rows.complaint_json(found, labels, show_text=show_text))
    else:
        _report_rows.print_complaint(found, labels, show_text=show_text)


app.command("step")(report_step.report_step)
app.command("due")(report_due.report_due)
app.command("calendar")(report_due.report_calendar)
app.command("before")(report_before.report_before)


def _cells(one: "Report") -> list[str]:
    end = [one.to_kind, short(one.reference, 24) or "–", short(one.channel, 16) or "–", one.status]
    return [one.id[: _rows.SHORT], visible(one.made_at.stated), short(one.to, 40), *end]


def _tell(context: typer.Context, one: "Report", *, dry_run: bool, as_json: bool, more: Mapping[str, Any] | None = None) -> None:
    if dry_run:
        session(context).voice.say("nothing was written")
    if as_json:
        result_json("report", {**report_json(one), **(more or {}), "dry_run": dry_run})
        return
    result(f"{one.id[: _rows.SHORT]}  complaint to {short(one.to, 60)}, made {visible(one.made_at.stated)}, {one.status}")
