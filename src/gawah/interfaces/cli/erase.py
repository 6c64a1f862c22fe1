"""`gawah erase ID`: take an item out of the case for good. Says first what will be lost."""

from typing import TYPE_CHECKING, Annotated

import typer

from gawah.interfaces.cli import _ask, _rows
from gawah.interfaces.cli._output import plural, result, result_json
from gawah.interfaces.cli._session import opened, session
from gawah.interfaces.cli._text import short
from gawah.records.errors import BadInput

if TYPE_CHECKING:
    from gawah.usecases.erase import Loss

WORD = "erase"


def erase(
    context: typer.Context,
    item_id: Annotated[str, typer.Argument(metavar="ID", help="Of an item: see `gawah items`.", show_default=False)],
    *,
    yes_erase: Annotated[bool, typer.Option("--yes-erase", help="For scripts: do not ask for the typed word.")] = False,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Erase an item, all that was read in it and every word of it in the search; asks for a typed word."""
    from gawah.usecases import erase as erasing

    entries: list[int] = []
    with opened(context) as work:
        would_go = erasing.loss(work, item_id)
        if not as_json:
            _say(would_go)
        if not dry_run:
            if not yes_erase and not _ask.typed_word("This cannot be undone.", WORD):
                raise BadInput("nothing was erased: the word was not typed (scripts use --yes-erase)")
            entries = erasing.erase(work, would_go)
    if dry_run:
        session(context).voice.say("nothing was erased")
    if as_json:
        body = {"id": would_go.item.id, "rows": would_go.rows, "only_here": would_go.only_here, "exhibits": list(would_go.exhibits)}
        result_json("erase", {**body, "ledger_entries": entries, "dry_run": dry_run})
    elif not dry_run:
        result("Erased. The ledger keeps that something was here and when it was erased, and nothing of what it was.")


def _say(would_go: "Loss") -> None:
    item = would_go.item
    result(f"{item.id[: _rows.SHORT]}  {short(item.name, 60)}  {plural(item.size, 'byte')}")
    result("What goes:")
    result("  the original" + (f" and {plural(len(would_go.parts), 'file')} that came in it" if would_go.parts else ""))
    rows = plural(would_go.rows, "message or event", "messages and events")
    result(f"  {rows} read in it, {would_go.only_here:,} of them held by nothing else")
    result("What can no longer be proved:")
    result("  that these bytes existed, when they were recorded here, and what was read in them")
    if would_go.exhibits:
        result(f"  exhibits {', '.join(would_go.exhibits)}: a dossier handed over keeps its copy, this vault can no longer back it")
    result("What stays:")
    result("  the ledger's other entries and their proofs; backups, dossiers and copies made before, which gawah cannot reach")
    result("  on an SSD, pieces may stay until the drive reuses them; they are encrypted with this vault's key")
