"""`gawah extract ID --out FILE`: the exact original bytes, checked against the ledger."""

from pathlib import Path
from typing import Annotated

import typer

from gawah.interfaces.cli import _rows
from gawah.interfaces.cli._output import plural, result, result_json
from gawah.interfaces.cli._session import opened, session


def extract(
    context: typer.Context,
    item_id: Annotated[str, typer.Argument(metavar="ID", help="Of an item: see `gawah items`.", show_default=False)],
    *,
    out: Annotated[
        Path, typer.Option(help="A new file, or for a folder a new folder; nothing is overwritten.", show_default=False)
    ],
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Copy an original out of the vault: the bytes as received, checked against the ledger; the act is entered in it."""
    from gawah.usecases import extract as use

    with opened(context) as work:
        item = use.examine(work, item_id) if dry_run else use.extract(work, item_id, out)
    if dry_run:
        session(context).voice.say("the original is as the ledger states; nothing was written")
    if as_json:
        body = {"id": item.id, "name": item.name, "sha256": item.sha256, "bytes": item.size, "out": str(out)}
        result_json("extract", {**body, "dry_run": dry_run})
        return
    if dry_run:
        return
    result(f"{item.sha256}  {out}")
    result(f"{plural(item.size, 'byte')}, as received. This copy is not encrypted; delete it when it is no longer needed.")
