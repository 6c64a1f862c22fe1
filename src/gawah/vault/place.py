"""The place of a backup: a folder of its own, named by the vault's random id, in the folder or on the drive that a person names.

It is a vault's folder like any other and can be opened where it lies; beside the files of a vault it holds COPY, which says that it
is a copy and carries a random id of its own. A folder without COPY is never written to, whatever it is; nor is a copy that holds a
ledger which this vault's does not begin with: a vault brought back from an older copy must not overwrite a newer one.
"""

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gawah.records.errors import AlreadyThere, BadInput, LedgerInconsistent, SchemaTooNew, SealInvalid
from gawah.seal import note
from gawah.seal.keys import random_id
from gawah.vault import durable
from gawah.vault.case import Case
from gawah.vault.durable import drive_errors
from gawah.vault.layout import Layout, read_marker

FORMAT = 1
"""The version of what COPY holds."""

DRIVE = "the backup's drive"
"""What to call it in an error."""

_TITLE = "gawah-copy"
_HALF_MARK = ".COPY.new"  # what is left when the making of the place broke off at once
_FOLDERS = ("keys", "db", "blobs", "checkpoints", "tmp")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the copies of one vault lie.

    Attributes:
        id: Random; known to the vault's ledger.
        layout: Of the copy.
        new: Whether there is no copy yet.
    """

    id: str
    layout: Layout
    new: bool


def find(case: Case, folder: Path) -> Place:
    """The place for copies of this vault in `folder`. Nothing is written.

    Raises:
        BadInput: `folder` is not there, is a vault itself, or lies in the vault.
        AlreadyThere: Something else stands at the place, or the copy was opened as a vault and is not closed.
        LedgerInconsistent: The copy there holds entries that this vault's ledger does not.
        SchemaTooNew: A newer program made the copy.
        VaultUnwritable: The drive refused.
    """
    with drive_errors(DRIVE):
        _refuse_folder(case, folder)
        layout = Layout(folder / case.vault_id)
        spot = layout.folder
        if spot.is_symlink() or (spot.exists() and not spot.is_dir()):
            raise AlreadyThere("something that is no backup stands at the place of this vault's backup")
        if not spot.exists() or {path.name for path in spot.iterdir()} <= {_HALF_MARK}:
            return Place(random_id(), layout, new=True)
        place = Place(_read_mark(layout), layout, new=not layout.marker.exists())
        if any((spot / name).is_symlink() for name in _FOLDERS):
            raise AlreadyThere("a link stands where a folder of the backup should be")
        if not place.new and read_marker(layout) != case.vault_id:
            raise AlreadyThere("the backup of another vault stands at this place")
        log = layout.database.with_name("case.db-wal")
        if log.exists() and log.stat().st_size:
            raise AlreadyThere(
                "the backup was opened as a vault and not closed: open and close it once more, or choose another folder"
            )
        _refuse_other_history(case, layout)
    return place


def make(place: Place) -> None:
    """Make the folders of the copy, COPY first, where they are not there. Raises OSError."""
    layout = place.layout
    durable.make_folder(layout.folder)
    if not layout.copy_mark.exists():
        durable.replace_file(layout.copy_mark, _mark(place.id))
        durable.sync_folder(layout.folder.parent)
    for name in _FOLDERS:
        durable.make_folder(layout.folder / name)
    durable.sync_folder(layout.folder)
    for left in layout.tmp.iterdir():
        durable.unlink(left)


def id_of(layout: Layout) -> str | None:
    """The random id of a copy's place; None when the folder does not say that it is a copy."""
    try:
        return _read_mark(layout)
    except (AlreadyThere, SchemaTooNew):
        return None


def _refuse_folder(case: Case, folder: Path) -> None:
    if not folder.is_dir():
        raise BadInput("the folder for the backup is not there; if it is on a drive, see whether the drive is connected")
    vault = case.layout.folder.resolve()
    here = folder.resolve()
    if here == vault or vault in here.parents:
        raise BadInput("the folder for the backup lies in the vault; a backup belongs on another drive")
    if Layout(folder).marker.exists() or Layout(folder).copy_mark.exists():
        raise BadInput("the folder for the backup is a vault or a backup itself; name the folder around it")


def _mark(place_id: str) -> bytes:
    return json.dumps({"format": FORMAT, "id": place_id, "type": _TITLE}, sort_keys=True).encode("ascii") + b"\n"


def _read_mark(layout: Layout) -> str:
    try:
        fields = json.loads(layout.copy_mark.read_bytes())
    except (FileNotFoundError, ValueError):
        fields = None
    if not isinstance(fields, dict) or fields.get("type") != _TITLE or not isinstance(fields.get("id"), str):
        raise AlreadyThere("something that is no backup stands at the place of this vault's backup")
    if fields.get("format") != FORMAT:
        raise SchemaTooNew("the backup was made by a newer program")
    return str(fields["id"])


def _refuse_other_history(case: Case, layout: Layout) -> None:
    """Compare the newest signed head of the copy with the ledger. Heads that cannot be read are written anew with the copy."""
    notes = sorted(layout.checkpoints.glob("*.note"), key=lambda path: int(path.stem) if path.stem.isdecimal() else -1)
    for path in reversed(notes):
        with suppress(SealInvalid):
            head = note.open_checkpoint(path.read_bytes(), case.signing.public_bytes())
            try:
                case.ledger.agrees(head)
            except LedgerInconsistent:
                raise LedgerInconsistent(
                    "the backup at this place holds entries that this vault does not have; it is left as it is"
                ) from None
            return
