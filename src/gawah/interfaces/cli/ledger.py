"""`gawah ledger list|proof|growth`: checkpoints, and proofs as files that a stranger checks without gawah."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _rows
from gawah.interfaces.cli._output import columns, result, result_json
from gawah.interfaces.cli._session import opened, session

if TYPE_CHECKING:
    from gawah.usecases.ledger import Proof

app = typer.Typer(no_args_is_help=True, help="The ledger's checkpoints, and proofs that need no gawah to be checked.")

Out = Annotated[Path, typer.Option(help="Where to write: a name without an ending.", show_default=False)]


@app.command("list")
def ledger_list(context: typer.Context, *, as_json: _rows.AsJson = False) -> None:
    """List the checkpoints: signed heads of the ledger, and by when an authority says that they existed."""
    from gawah.usecases.ledger import heads

    with opened(context) as work:
        found = heads(work)
    if as_json:
        rows = [{"size": one.checkpoint.size, "root": one.checkpoint.root, "existed_by": one.existed_by} for one in found]
        result_json("ledger.list", {"checkpoints": rows})
    else:
        table = [[f"{one.checkpoint.size:,}", one.checkpoint.root, one.existed_by or "–"] for one in found]
        columns(("entries", "root", "existed by"), table, right=(0,))


@app.command("proof")
def ledger_proof(
    context: typer.Context,
    entry: Annotated[int, typer.Argument(help="Number of the ledger entry, as `gawah show` prints it.", min=0, show_default=False)],
    *,
    out: Out,
    checkpoint: Annotated[
        int | None, typer.Option(help="Entries of the checkpoint to lead to; the newest when left out.", min=1, show_default=False)
    ] = None,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Write the proof that an entry stands in the ledger: the entry and a tlog-proof. It holds digests, no content."""
    from gawah.usecases import ledger as use

    with opened(context) as work:
        proof = use.entry_proof(work, entry, checkpoint)
        written = [] if dry_run else use.write(work, out, proof)
    _tell(context, "proof", proof, written, as_json=as_json)


@app.command("growth")
def ledger_growth(
    context: typer.Context,
    old: Annotated[int, typer.Argument(help="Entries of the earlier checkpoint.", min=1, show_default=False)],
    new: Annotated[
        int | None, typer.Argument(help="Entries of the later one; the newest when left out.", min=1, show_default=False)
    ] = None,
    *,
    out: Out,
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Write the proof that the ledger has only grown from one checkpoint to another: both, and the proof between them."""
    from gawah.usecases import ledger as use

    with opened(context) as work:
        proof = use.growth_proof(work, old, new)
        written = [] if dry_run else use.write(work, out, proof)
    _tell(context, "growth", proof, written, as_json=as_json)


def _tell(context: typer.Context, command: str, proof: "Proof", written: list[Path], *, as_json: bool) -> None:
    if not written:
        session(context).voice.say("nothing was written")
    if as_json:
        body: dict[str, Any] = {"checkpoint": proof.size, "files": [str(path) for path in written], "dry_run": not written}
        result_json(f"ledger.{command}", body)
        return
    for path in written:
        result(str(path))
    result(f"leads to the checkpoint over {proof.size:,} entries; docs/spec/ledger.md says how to check it without gawah")
