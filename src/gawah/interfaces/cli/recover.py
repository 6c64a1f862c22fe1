"""`gawah recover`: the way in with the recovery sheet; `--rehearse` to try it before it is needed."""

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from gawah.interfaces.cli._output import result, result_json
from gawah.interfaces.cli._rows import SHORT, AsJson, DryRun
from gawah.interfaces.cli._session import new_passphrase, opened_on_paper, session
from gawah.interfaces.cli.passphrase import NewPassphraseFile

if TYPE_CHECKING:
    from gawah.usecases._workspace import Workspace


def recover(
    context: typer.Context,
    *,
    rehearse: Annotated[
        bool, typer.Option("--rehearse", help="Only prove that the sheet opens this vault; the passphrase stays.")
    ] = False,
    recovery_file: Annotated[
        Path | None,
        typer.Option(
            help="Recovery key in this file, readable by you alone: the text sheet, or the key by itself.", show_default=False
        ),
    ] = None,
    new_passphrase_file: NewPassphraseFile = None,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Open the vault with the recovery key and set a new passphrase; asks for both."""
    with opened_on_paper(context, recovery_file) as work:
        if rehearse:
            _rehearse(work, as_json=as_json, dry_run=dry_run)
        else:
            _set_passphrase(work, new_passphrase_file, as_json=as_json, dry_run=dry_run)
    if dry_run:
        session(context).voice.say("nothing was changed")


def _rehearse(work: "Workspace", *, as_json: bool, dry_run: bool) -> None:
    from gawah.usecases import recover as recovering

    found = None if dry_run else recovering.rehearse(work)
    if as_json:
        body = None if found is None else {"ledger_entry": found.entry, "item": found.item, "originals": found.originals}
        result_json("recover", {"rehearsal": body, "dry_run": dry_run})
    elif found is not None:
        result("The recovery key opens this vault.")
        result(
            "The database opened; there is no original yet to try it on."
            if found.item is None
            else f"The database opened, and original {found.item[:SHORT]} came out whole; there are {found.originals:,} in all."
        )
        result("Nothing was changed but the ledger, which says that this was tried. Put the sheet back outside the home.")


def _set_passphrase(work: "Workspace", file: Path | None, *, as_json: bool, dry_run: bool) -> None:
    from gawah.usecases import passphrase as changing
    from gawah.usecases import recover as recovering

    new = new_passphrase(file)
    changing.check(new)
    entry = None if dry_run else recovering.set_passphrase(work, new, timer=perf_counter)
    if as_json:
        result_json("recover", {"ledger_entry": entry, "dry_run": dry_run})
    elif entry is not None:
        result("The vault has a new passphrase; no other opens it. The recovery key stays the same.")
