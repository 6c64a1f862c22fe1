"""`gawah init`: make a vault. The recovery key is shown once."""

from contextlib import nullcontext
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from gawah.interfaces.cli import _ask
from gawah.interfaces.cli._output import result, result_json
from gawah.interfaces.cli._rows import AsJson, DryRun
from gawah.interfaces.cli._session import Session, now, passphrase, session
from gawah.interfaces.cli._sheet import SHEET, RecoveryOut, SheetFile
from gawah.records.errors import GlyphMissing

if TYPE_CHECKING:
    from gawah.usecases.start import Started

Role = Annotated[str, typer.Option(help="Whose case it is or who keeps it: person, helper, lawyer or newsroom.")]


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
    start.refuse_occupied(current.folder)  # before anything is asked; the vault itself checks again
    if dry_run:
        current.voice.say(f"would make a vault in {current.folder}; nothing was written")
        if as_json:
            result_json("init", {"vault": str(current.folder), "dry_run": True})
        return
    secret = passphrase(current, new=True)
    name = _ask.line("Name as it should stand in a dossier (may be empty): ").strip() if ask_name else ""
    made, recovery_out = make(current, secret, name=name, role=role, recovery_out=recovery_out)
    if as_json:
        key = {} if recovery_out is not None else {"recovery_key": made.recovery}
        result_json("init", {"vault": str(current.folder), "fingerprint": made.fingerprint, "origin": made.origin, **key})
        return
    tell(current, made, recovery_out)
    result("Next: gawah import PATH")


def make(current: Session, secret: str, *, name: str, role: str, recovery_out: Path | None) -> "tuple[Started, Path | None]":
    """A vault, and where its recovery sheet stands: None when the key has to be shown, this once."""
    from gawah.usecases import start

    with nullcontext() if recovery_out is None else SheetFile(recovery_out) as sheet:
        made = start.init(
            current.folder, secret, clock=now, name=name, role=role, remembered=current.remembered, timer=perf_counter
        )
        if sheet is not None and not _written(sheet, made):
            current.voice.say(f"the recovery key could not be written to {recovery_out}; it is shown here instead, this once")
            recovery_out = None
    return made, recovery_out


def tell(current: Session, made: "Started", recovery_out: Path | None) -> None:
    """Say that the vault is made and where its recovery key stands, or what it is."""
    result(f"Made a vault in {current.folder}.\n")
    if recovery_out is None:
        result(SHEET.format(recovery=made.recovery, fingerprint=made.fingerprint))
        return
    result(f"The recovery key stands in {recovery_out}: print it, keep it outside the home, delete the file.\n")
    result(f"Fingerprint of the signing key: {made.fingerprint}")


def _written(sheet: SheetFile, made: "Started") -> bool:
    """Whether the sheet is on the drive. The vault is made by now and its key is nowhere else: no fault may keep it from anyone."""
    try:
        return sheet.write(made.recovery, made.fingerprint, now())
    except GlyphMissing:
        return False
