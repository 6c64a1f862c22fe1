"""`gawah report step ID`: one call, visit, letter or reply in the matter of a complaint; what was said is asked for."""

from typing import Annotated

import typer

from gawah.interfaces.cli import _ask, _report_rows, _rows
from gawah.interfaces.cli._output import result, result_json
from gawah.interfaces.cli._session import opened, session
from gawah.interfaces.cli._text import short, visible


def report_step(
    context: typer.Context,
    report_id: Annotated[str, typer.Argument(metavar="ID", help="Of the complaint.", show_default=False)],
    *,
    kind: Annotated[
        str | None,
        typer.Option(help="call, visit, letter, mail, reply, statement, handed-over or other; asked for.", show_default=False),
    ] = None,
    at: Annotated[
        str | None, typer.Option(help="When, as for `gawah add event`; asked for when left out.", show_default=False)
    ] = None,
    direction: Annotated[
        str | None,
        typer.Option(help="to-them or from-them; from them for a reply, to them for all others.", show_default=False),
    ] = None,
    with_whom: Annotated[
        str, typer.Option("--with", help="Who spoke or wrote for them, as they named themselves.", show_default=False)
    ] = "",
    reference: Annotated[str, typer.Option(help="A number that they gave for it.", show_default=False)] = "",
    attach: Annotated[
        list[str] | None,
        typer.Option(help="Id of a file, message or capture that shows it; may be given again.", show_default=False),
    ] = None,
    dossier: Annotated[
        list[str] | None, typer.Option(help="Id of a dossier handed over with it; may be given again.", show_default=False)
    ] = None,
    item: Annotated[
        list[str] | None, typer.Option(help="Id of a file handed over with it; may be given again.", show_default=False)
    ] = None,
    correct: Annotated[
        str | None, typer.Option(help="Id of a step in whose place this one stands from now on.", show_default=False)
    ] = None,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Enter one call, visit, letter, mail or reply: when, with whom, and in your words what was said."""
    from gawah.usecases import report_step as use

    named = kind if kind is not None else _ask.line(f"What sort of step: {', '.join(use.KINDS)}: ").strip()
    day = at if at is not None else _ask.line("When, such as 2024-03-05 or 2024-03-05 21:30: ").strip()
    told = use.Told(
        at=day,
        kind=named,
        direction=direction,
        with_whom=with_whom,
        words=_ask.text("What was said or done:"),
        reference=reference,
        attached=attach or (),
        dossiers=dossier or (),
        items=item or (),
    )
    with opened(context) as work:
        made = use.new_step(work, report_id, told, corrects=correct)
        seq = None if dry_run else use.keep_step(work, made)
    if seq is None:
        session(context).voice.say("nothing was written")
    if as_json:
        result_json("report.step", {**_report_rows.step_json(made), "ledger_entry": seq, "dry_run": seq is None})
        return
    whom = f" with {short(made.with_whom, 60)}" if made.with_whom else ""
    kept = "would be kept" if seq is None else f"kept as {made.id[: _rows.SHORT]}, ledger entry {seq}"
    result(f"{made.kind} {made.direction}{whom}, {visible(made.at.stated)}: {kept}")
