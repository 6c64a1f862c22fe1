"""`gawah log import FILE`: bring a log that was kept in a spreadsheet."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _ask, _rows
from gawah.interfaces.cli._output import facts, plural, result, result_json
from gawah.interfaces.cli._session import opened, session
from gawah.interfaces.cli._text import short, visible

if TYPE_CHECKING:
    from gawah.usecases._log_table import Proposed
    from gawah.usecases.log_import import Imported

LISTED = 40
"""Rows with something to be said of them that are printed; `--json` has all."""

Table = Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file, or an .xlsx or .ods workbook.", show_default=False)]


def log_import(
    context: typer.Context,
    path: Table,
    *,
    mapping: Annotated[
        Path | None, typer.Option(help="A file that says which column holds what; --propose writes one.", show_default=False)
    ] = None,
    propose: Annotated[bool, typer.Option("--propose", help="Only print what the columns seem to hold; keep nothing.")] = False,
    sheet: Annotated[str, typer.Option(help="Of a workbook, where no mapping names it; the first when left out.")] = "",
    date_order: Annotated[
        str | None, typer.Option(help="dmy, mdy or ymd; used only where the dates do not tell.", show_default=False)
    ] = None,
    assume_zone: Annotated[
        str, typer.Option(help="Time zone of times that state none, such as Asia/Karachi; marked as assumed.", show_default=False)
    ] = "",
    reader: Annotated[
        str, typer.Option("--reader", help="Up to whom the entries go: user, delegate, lawyer, authority or platform.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="The columns hold what their headings say; ask nothing.")] = False,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Bring a log kept in a spreadsheet: the file is kept as it is, then each row becomes an entry or is listed by its number.

    What the columns hold is told by their headings in English, Urdu or Hindi and asked about first, or said with --mapping. A
    column on what it did to you goes into the diary. Bringing the table again enters only the rows that are new.
    """
    from gawah.usecases import log_import as use
    from gawah.usecases._log_form import VISIBILITIES, word
    from gawah.usecases._log_table import mapping_text
    from gawah.usecases._log_table import propose as proposal

    if propose:
        result(proposal(path, sheet).toml.rstrip("\n"))
        return
    told = mapping_text(mapping) if mapping is not None else _confirmed(context, proposal(path, sheet), yes=yes or dry_run)
    asked = use.Told(
        mapping=told,
        date_order=date_order,
        zone=assume_zone,
        visibility=word(reader, VISIBILITIES, "the reader") if reader else "",
    )
    with opened(context) as work:
        made = use.log_import(work, path, asked, dry_run=dry_run)
    if dry_run:
        session(context).voice.say("nothing was kept")
    if as_json:
        result_json("log.import", _json(made, dry_run=dry_run))
    else:
        _tell(made, dry_run=dry_run)
    if made.listed:
        raise typer.Exit(3)


def _confirmed(context: typer.Context, found: "Proposed", *, yes: bool) -> str:
    """The proposed mapping, when the person says that it is right. Raises BadInput."""
    from gawah.records.errors import BadInput

    say = session(context).voice.say
    for line in found.toml.splitlines():
        if line and not line.startswith(("#", "[")):
            say(f"    {visible(line)}")
    if found.left_out:
        say(f"nothing is read from: {', '.join(short(name, 40) for name in found.left_out)}")
    if not yes and not _ask.yes("Do the columns hold this?"):
        raise BadInput("nothing was kept; `gawah log import FILE --propose` prints a mapping to mend, --yes takes this one")
    return found.toml


def _json(made: "Imported", *, dry_run: bool) -> dict[str, Any]:
    return {
        "item": None if made.item is None else made.item.id,
        "already_held": made.already_held,
        "rows": made.rows,
        "entries": [one.id for one in made.entries],
        "known": made.known,
        "unread": made.unread,
        "diary_entries": made.impacts,
        "conserved": made.conserved,
        "listed": [{"row": one.row, "code": one.code, "entered": one.entered} for one in made.listed],
        "ledger_entry": made.ledger_entry,
        "dry_run": dry_run,
    }


def _tell(made: "Imported", *, dry_run: bool) -> None:
    kept = (
        "would be kept" if made.item is None else "held before" if made.already_held else f"kept as {made.item.id[: _rows.SHORT]}"
    )
    facts(
        [
            ("file", kept),
            ("rows", f"{made.rows:,} below the headings, {'all accounted for' if made.conserved else 'NOT all accounted for'}"),
            ("new entries", f"{len(made.entries):,}"),
            ("there already", f"{made.known:,}"),
            ("not entered", f"{made.unread:,}"),
            *([("into the diary", plural(made.impacts, "entry", "entries"))] if made.impacts else []),
        ]
    )
    for one in made.listed[:LISTED]:
        result(f"row {one.row}: {'' if one.entered else 'not entered, '}{one.code}: {one.words}")
    if len(made.listed) > LISTED:
        result(f"and {len(made.listed) - LISTED:,} more: --json lists all")
    if made.impacts and not dry_run:
        result("The table itself holds those words too: it is a file of the case; leave it out of what you hand over.")
