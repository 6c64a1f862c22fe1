"""`gawah init`: make a vault. The recovery key is shown once."""

import os
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from gawah.interfaces.cli import _ask
from gawah.interfaces.cli._output import result, result_json
from gawah.interfaces.cli._rows import AsJson, DryRun
from gawah.interfaces.cli._session import now, passphrase, session
from gawah.records.errors import AlreadyThere, SourceUnreadable

RecoveryOut = Annotated[
    Path | None, typer.Option(help="Write the recovery key to this new file instead of the screen.", show_default=False)
]
Role = Annotated[str, typer.Option(help="Whose case it is or who keeps it: person, helper, lawyer or newsroom.")]

SHEET = """This is the recovery key of a gawah vault. It opens everything, without the passphrase.

    {recovery}

Keep it on paper, outside the home, with somebody you trust. It cannot be shown again and nobody can reset it.
It is an age identity: with it, the standard program `age` opens every original even where gawah is not installed.

Fingerprint of the key that signs this vault's ledger (it also stands on receipts and on page 1 of every dossier):

    {fingerprint}
"""


def init(
    context: typer.Context,
    *,
    recovery_out: RecoveryOut = None,
    role: Role = "person",
    ask_name: Annotated[bool, typer.Option("--ask-name", help="Also ask for the name to print in a dossier.")] = False,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Make a vault: asks for a passphrase twice and shows the recovery key once."""
    from gawah.usecases import start

    current = session(context)
    _refuse_occupied(current.folder)
    if dry_run:
        current.voice.say(f"would make a vault in {current.folder}; nothing was written")
        if as_json:
            result_json("init", {"vault": str(current.folder), "dry_run": True})
        return
    secret = passphrase(current, new=True)
    name = _ask.line("Name as it should stand in a dossier (may be empty): ").strip() if ask_name else ""
    sheet = None if recovery_out is None else _new_file(recovery_out)
    try:
        made = start.init(
            current.folder, secret, clock=now, name=name, role=role, remembered=current.remembered, timer=perf_counter
        )
    except BaseException:  # Ctrl-C too: an empty sheet would be taken for the key
        if sheet is not None and recovery_out is not None:
            os.close(sheet)
            recovery_out.unlink()
        raise
    text = SHEET.format(recovery=made.recovery, fingerprint=made.fingerprint)
    if sheet is not None and recovery_out is not None and not _written(sheet, text):
        with suppress(OSError):
            recovery_out.unlink()
        current.voice.say(f"the recovery key could not be written to {recovery_out}; it is shown here instead, this once")
        recovery_out = None
    if as_json:
        key = {} if recovery_out is not None else {"recovery_key": made.recovery}
        result_json("init", {"vault": str(current.folder), "fingerprint": made.fingerprint, "origin": made.origin, **key})
        return
    result(f"Made a vault in {current.folder}.\n")
    result(
        text
        if recovery_out is None
        else f"The recovery key stands in {recovery_out}: print it, keep it outside the home, delete the file.\n"
    )
    if recovery_out is not None:
        result(f"Fingerprint of the signing key: {made.fingerprint}")
    result("Next: gawah import PATH")


def _written(sheet: int, text: str) -> bool:
    """Whether the sheet is on the drive, whole. The vault is made by now, and its key is nowhere else."""
    try:
        with os.fdopen(sheet, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        return False
    return True


def _refuse_occupied(folder: Path) -> None:
    """Before anything is asked; the vault itself checks again."""
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise AlreadyThere("something stands in the vault's folder")


def _new_file(path: Path) -> int:
    """A new file that its owner alone can read; made before the vault, so that a recovery key always has a place."""
    try:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise AlreadyThere("something stands at the place named with --recovery-out") from error
    except OSError as error:
        raise SourceUnreadable("the place named with --recovery-out cannot be written") from error
