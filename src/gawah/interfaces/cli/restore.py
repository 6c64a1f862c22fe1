"""`gawah restore BACKUP`: bring a copy of the vault back. Says first what it does not hold."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gawah.interfaces.cli import _ask, _rows
from gawah.interfaces.cli._output import Progress, facts, plural, result, result_json
from gawah.interfaces.cli._session import now, passphrase, recovery_key, session

if TYPE_CHECKING:
    from gawah.usecases.restore import Offer

WORD = "older"


def restore(
    context: typer.Context,
    backup: Annotated[Path, typer.Argument(metavar="BACKUP", help="The copy, or the folder it lies in.", show_default=False)],
    *,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", help="Where the vault is to be; must not be there yet. Else the vault's own place.", show_default=False
        ),
    ] = None,
    recovery: Annotated[bool, typer.Option("--recovery", help="Open the copy with the recovery key; asks for it.")] = False,
    recovery_file: Annotated[
        Path | None,
        typer.Option(
            help="The same with the key in this file, readable by you alone: the text sheet, or the key by itself.",
            show_default=False,
        ),
    ] = None,
    older_is_fine: Annotated[
        bool, typer.Option("--older-is-fine", help="For scripts: go on with a copy that is older than what was here.")
    ] = False,
    as_json: _rows.AsJson = False,
    dry_run: _rows.DryRun = False,
) -> None:
    """Bring a copy of the vault back: checks it whole first, and says when it is older than what this machine saw last."""
    from gawah.usecases import restore as restoring

    current = session(context)
    voice = current.voice
    target = to if to is not None else current.folder
    back = None
    on_paper = recovery or recovery_file is not None
    secret = recovery_key(recovery_file) if on_paper else passphrase(current)
    with restoring.copy_of(backup, target, secret, recovery=on_paper, remembered=current.remembered) as copy:
        offer = restoring.offer(copy)
        if not as_json:
            _print(offer, target)
        if not offer.compared:
            voice.say("this machine does not remember this vault: whether the copy is the newest cannot be told")
        if offer.older:
            voice.say(f"rollback: {offer.words}")
        if not dry_run:
            fine = offer.older and (older_is_fine or _ask.typed_word("What is not in it is not brought back.", WORD))
            with Progress(voice, "copying and checking") as progress:
                back = restoring.restore(copy, clock=now, agent=current.agent, older_is_fine=fine, progress=progress)
    if as_json:
        made = None if back is None else {"ledger_entry": back.entry, "originals": back.originals, "rows": back.rows}
        result_json("restore", {"vault": str(target), **_json(offer), "restored": made, "dry_run": dry_run})
    elif back is not None:
        rows = plural(back.rows, "message or event", "messages and events")
        result(f"Restored and checked: {plural(back.originals, 'original')}, {rows}.")
        result("Go on in this vault only: any other copy of it will be told as older from now on.")
    if dry_run:
        voice.say("nothing was kept")


def _print(offer: "Offer", target: Path) -> None:
    facts(
        [
            ("copy", str(offer.copy)),
            ("to", str(target)),
            ("holds", f"{plural(offer.entries, 'ledger entry', 'ledger entries')}, {plural(offer.originals, 'original')}"),
            ("to be copied", plural(offer.bytes, "byte")),
            ("signed by", offer.fingerprint),
        ]
    )


def _json(offer: "Offer") -> dict[str, Any]:
    return {
        "copy": str(offer.copy),
        "entries": offer.entries,
        "originals": offer.originals,
        "bytes": offer.bytes,
        "fingerprint": offer.fingerprint,
        "compared": offer.compared,
        "older": {"missing_entries": offer.missing, "remembered": offer.head} if offer.older else None,
    }
