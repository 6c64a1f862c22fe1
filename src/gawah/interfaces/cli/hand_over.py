"""`gawah hand-over BUNDLE`, `hand-over list`, `hand-over receipt ID`: a dossier encrypted for its recipient, and their receipt."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from gawah.interfaces.cli import _ask, _rows
from gawah.interfaces.cli._helplines import helplines_json, tell
from gawah.interfaces.cli._output import columns, facts, plural, result, result_json
from gawah.interfaces.cli._session import opened, session
from gawah.interfaces.cli._text import short, visible

if TYPE_CHECKING:
    from gawah.records.disclosure import HandOver
    from gawah.usecases.hand_over import HandedOver


class _BundleFirst(TyperGroup):
    """A first word that is no command is the bundle: `gawah hand-over FOLDER` is `gawah hand-over bundle FOLDER`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command in where it was left out."""
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["bundle", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_BundleFirst, no_args_is_help=True, rich_markup_mode=None, help="Encrypt a dossier for somebody, and keep their receipt."
)


@app.command()
def bundle(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="BUNDLE", help="The folder of the dossier.", show_default=False)],
    *,
    out: Annotated[Path, typer.Option(help="The encrypted file to be made, such as dossier.age.", show_default=False)],
    to: Annotated[
        list[str] | None, typer.Option(help="The recipient's age key, age1...; again for each further one.", show_default=False)
    ] = None,
    to_file: Annotated[Path | None, typer.Option(help="A file with one such key a line.", show_default=False)] = None,
    receipt: Annotated[
        Path | None, typer.Option(help="The receipt to be made; beside --out when left out.", show_default=False)
    ] = None,
    language: Annotated[str, typer.Option(help="en, ur, hi or ar: of the receipt; what people wrote stays as it is.")] = "en",
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Check a dossier's folder, encrypt it to the recipient's age key, and print a receipt for them to sign.

    `gawah hand-over BUNDLE` is enough. Asked for, or read from standard input: who receives it, as it should stand on the receipt.
    The recipient needs no gawah: `age -d -i KEY FILE | tar -xf -` gives the folder.
    """
    from gawah.usecases import hand_over as use
    from gawah.usecases.helplines import helplines

    keys = use.recipients(to or (), to_file)
    page = receipt or out.with_name(f"{out.stem}-receipt.pdf")
    if dry_run:
        with opened(context) as work:
            known = use.examine(work, folder, keys, language=language)
        _planned(known.dossier.id, known.exhibits, keys, as_json=as_json)
        return
    recipient = _ask.line("Who receives it, as it should stand on the receipt (may be empty): ").strip()
    with opened(context) as work:
        session(context).voice.say("checking and encrypting")
        made = use.hand_over(work, folder, keys, out, page, recipient=recipient, language=language)
        whom = helplines(work)
    if as_json:
        result_json("hand-over", {**_made_json(made, out, page), "helplines": helplines_json(whom)})
    else:
        _tell(made, out, page)
        tell(whom, short=True)


@app.command("list")
def list_hand_overs(context: typer.Context, *, as_json: _rows.AsJson = False) -> None:
    """List what was encrypted for whom, and which signed receipts came back."""
    from gawah.usecases import hand_over as use

    with opened(context) as work:
        found = use.hand_overs(work)
    if as_json:
        result_json("hand-overs", {"hand_overs": [hand_over_json(one) for one in found]})
    elif found:
        columns(("id", "dossier", "recipient", "keys", "encrypted", "receipt"), [_cells(one) for one in found])
    else:
        result("nothing was handed over yet: gawah hand-over BUNDLE --to age1... --out FILE.age")


@app.command()
def receipt(
    context: typer.Context,
    hand_over: Annotated[str, typer.Argument(metavar="ID", help="Of the hand-over; it stands on the receipt.", show_default=False)],
    *,
    item: Annotated[str, typer.Option(help="Id of the file in the case that shows the signed receipt.", show_default=False)],
    at: Annotated[str, typer.Option(help="When it was signed, as for `gawah add event`.", show_default=False)],
    dry_run: _rows.DryRun = False,
    as_json: _rows.AsJson = False,
) -> None:
    """Note that the signed receipt came back; first keep a scan or photograph of it with `gawah import`."""
    from gawah.usecases import hand_over as use

    with opened(context) as work:
        known = use.receipt_came(work, hand_over, item, at)
        seq = None if dry_run else use.keep_receipt(work, known)
    if dry_run:
        session(context).voice.say("nothing was written")
    if as_json:
        result_json("hand-over-receipt", {**hand_over_json(known), "ledger_entry": seq, "dry_run": dry_run})
        return
    kept = "would be noted" if seq is None else f"noted, ledger entry {seq}"
    result(f"receipt of {known.id[: _rows.SHORT]}, signed {known.received_at.stated if known.received_at else ''}: {kept}")


def hand_over_json(one: "HandOver") -> dict[str, Any]:
    """A hand-over as last known."""
    return {
        "id": one.id,
        "dossier": one.dossier,
        "recipient": one.recipient or None,
        "recipient_keys": list(one.recipient_keys),
        "sealed_sha256": one.sealed_sha256,
        "sealed_bytes": one.sealed_size,
        "recorded_at": one.recorded_at,
        "receipt": one.receipt,
        "received_at": _rows.when_json(one.received_at),
    }


def _made_json(made: "HandedOver", out: Path, page: Path) -> dict[str, Any]:
    return {
        **hand_over_json(made.made),
        "out": str(out),
        "receipt_form": str(page),
        "exhibits": made.exhibits,
        "bundle_sha256": made.dossier.bundle_sha256,
        "bundle_checkpoint": {"size": made.bundle_head.size, "root": made.bundle_head.root},
        "checkpoint": {"size": made.head.size, "root": made.head.root},
        "fingerprint": made.fingerprint,
        "ledger_entry": made.ledger_entry,
        "dry_run": False,
    }


def _tell(made: "HandedOver", out: Path, page: Path) -> None:
    result(
        f"{out}: the dossier with {plural(made.exhibits, 'exhibit')}, encrypted to {plural(len(made.made.recipient_keys), 'key')}"
    )
    facts(
        [
            ("receipt", f"{page}, to be signed by the recipient"),
            ("hand-over", f"{made.made.id[: _rows.SHORT]}, ledger entry {made.ledger_entry}"),
            ("SHA-256", made.made.sealed_sha256),
            ("open", f"age -d -i KEY {out} | tar -xf -"),
            ("then", f"gawah hand-over receipt {made.made.id[: _rows.SHORT]} --item ITEM --at DATE"),
        ]
    )


def _planned(dossier: str, exhibits: int, keys: tuple[str, ...], *, as_json: bool) -> None:
    if as_json:
        result_json("hand-over", {"dry_run": True, "dossier": dossier, "exhibits": exhibits, "recipient_keys": list(keys)})
        return
    result(f"the dossier with {plural(exhibits, 'exhibit')} would be encrypted to {plural(len(keys), 'key')}; nothing was written")


def _cells(one: "HandOver") -> list[str]:
    whom = short(visible(one.recipient), 30) if one.recipient else "–"
    came = "not back yet" if one.received_at is None else f"signed {one.received_at.stated}"
    return [one.id[: _rows.SHORT], one.dossier[: _rows.SHORT], whom, str(len(one.recipient_keys)), one.recorded_at, came]
