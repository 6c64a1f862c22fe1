"""`gawah add page FILE...`: a page that no export holds, saved in one or several files. The address is asked for."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _ask, _rows
from gawah.interfaces.cli._output import Progress, result, result_json
from gawah.interfaces.cli._session import opened, session
from gawah.interfaces.cli._text import short, visible
from gawah.interfaces.cli.collect import Yes, ask_first
from gawah.interfaces.cli.entries import entry_json

if TYPE_CHECKING:
    from gawah.records.casework import Entry
    from gawah.usecases.collect import Receipt

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE...", help="What shows it: screenshot, saved page, print to PDF.", show_default=False)
]


def page(
    context: typer.Context,
    files: Files,
    *,
    at: Annotated[
        str | None, typer.Option(help="When you saw it, as for `gawah add event`; asked for when left out.", show_default=False)
    ] = None,
    place: Annotated[str, typer.Option(help="Platform or place.", show_default=False)] = "",
    about: Annotated[
        list[str] | None, typer.Option(help="Id of a message, event or item it belongs to; may be given again.", show_default=False)
    ] = None,
    yes: Yes = False,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Keep a post, comment, story or profile of somebody else: its address, when you saw it, and the files that show it.

    Asked for, or read from standard input, a line each: the address; the time, without --at; who saw it. Then, to the end, your
    words on it, which may be empty. The address is not opened. `gawah packs platforms NAME` says how to save a page well.
    """
    from gawah.records.casework import Seen
    from gawah.usecases.add_page import add_page
    from gawah.usecases.add_page import page as told_page

    voice = session(context).voice
    if not dry_run:
        ask_first(voice, yes=yes)
    address = _ask.line("Address of the page: ").strip()
    seen_at = at if at is not None else _ask.line("When you saw it, such as 2024-03-05 21:30: ").strip()
    by = _ask.line("Who saw and saved it, or empty for you: ").strip()
    body = _ask.text("What is to be seen on it, in your words, or nothing:")
    with opened(context) as work:
        told = told_page(work, files, Seen(address=address, by=by), body, at=seen_at, place=place, about=about or [])
        if dry_run:
            voice.say("nothing was written")
            _tell(told.entry, len(files), None, None, as_json=as_json)
            return
        with Progress(voice, "keeping") as progress:
            entry, receipt, seq = add_page(work, told, progress)
    _tell(entry, len(files), receipt, seq, as_json=as_json)


def _tell(entry: "Entry", files: int, receipt: "Receipt | None", seq: int | None, *, as_json: bool) -> None:
    """Say what was kept; there is no receipt after a dry run."""
    items = [] if receipt is None else [kept for kept in receipt.items if kept.item.part_of is None]
    if as_json:
        listed: list[dict[str, Any]] = [
            {
                "id": kept.item.id,
                "name": kept.item.name,
                "sha256": kept.item.sha256,
                "bytes": kept.item.size,
                "already_held": kept.already_held,
                "reader": None if kept.summary is None else kept.summary.reader,
            }
            for kept in items
        ]
        result_json("add", {**entry_json(entry), "files": files, "items": listed, "ledger_entry": seq, "dry_run": seq is None})
        return
    when = visible(entry.happened_at.stated) if entry.happened_at else "–"
    kept_as = "would be kept" if seq is None else f"kept as {entry.id[: _rows.SHORT]}, ledger entry {seq}"
    result(f"page seen {when}, shown by {files} file{'s' if files != 1 else ''}: {kept_as}")
    for kept in items:
        read = "not read" if kept.summary is None or kept.summary.reader is None else f"read by {kept.summary.reader}"
        result(f"  {kept.item.id[: _rows.SHORT]}  {kept.item.sha256}  {short(kept.item.name, 40)}  {read}")
