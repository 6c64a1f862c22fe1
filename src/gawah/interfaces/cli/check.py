"""`gawah check`: the vault against its ledger and checkpoints."""

from typing import Annotated

import typer

from gawah.interfaces.cli import _rows
from gawah.interfaces.cli._output import Progress, columns, facts, result, result_json
from gawah.interfaces.cli._session import opened, session
from gawah.records.errors import VerificationFailed


def check(
    context: typer.Context,
    *,
    full: Annotated[bool, typer.Option("--full", help="Decrypt and hash every original too.")] = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Compare the vault with its ledger and its checkpoints, and list every difference."""
    from gawah.usecases.check import check as compare

    with opened(context) as work, Progress(session(context).voice, "checking") as progress:
        found = compare(work, full=full, progress=progress)
    if as_json:
        differences = [{"what": one.what, "id": one.id, "state": one.state} for one in found.problems]
        result_json("check", {"full": full, "intact": not differences, "differences": differences, "checked": dict(found.counts)})
    else:
        facts([(f"{name} checked", f"{count:,}") for name, count in found.counts.items()])
        if found.problems:
            result()
            columns(("state", "what", "id"), [(one.state, one.what, one.id) for one in found.problems])
        else:
            result(
                "nothing is missing, changed, unexpected or rolled back"
                if full
                else "no difference; --full also hashes every original"
            )
    if found.problems:
        raise VerificationFailed("the vault is not as its ledger states")
