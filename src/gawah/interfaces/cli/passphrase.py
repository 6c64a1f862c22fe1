"""`gawah passphrase`: change the passphrase. The old one is asked for once, the new one twice."""

from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from gawah.interfaces.cli._output import result, result_json
from gawah.interfaces.cli._rows import AsJson, DryRun
from gawah.interfaces.cli._session import new_passphrase, opened, session

NewPassphraseFile = Annotated[
    Path | None,
    typer.Option(help="New passphrase in the first line of this file, readable by you alone.", show_default=False),
]


def passphrase(
    context: typer.Context,
    *,
    new_passphrase_file: NewPassphraseFile = None,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Change the passphrase: asks for the old one, then twice for the new one. Quick; nothing is encrypted anew."""
    from gawah.usecases import passphrase as changing

    entry = None
    with opened(context) as work:
        new = new_passphrase(new_passphrase_file)
        changing.check(new)
        if not dry_run:
            entry = changing.change(work, new, timer=perf_counter)
    if as_json:
        result_json("passphrase", {"ledger_entry": entry, "dry_run": dry_run})
    elif not dry_run:
        result("The passphrase is changed. The recovery key stays the same.")
        for limit in changing.LIMITS:
            result(limit)
    if dry_run:
        session(context).voice.say("nothing was changed")
