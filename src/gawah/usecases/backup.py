"""Copy the vault, encrypted as it lies, to a folder or drive."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from gawah.usecases._workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What a backup would do, or did.

    Attributes:
        folder: Where the copy lies: a vault's folder, which can be opened there.
        new: Whether there was no copy before.
        originals: How many originals are in it.
        missing: How many of them the vault has no file of; an earlier copy may still hold them.
        copied: How many were not there yet.
        removed: How many files go that the vault no longer has.
        bytes: Bytes to be written.
        free: Bytes free on the drive before.
        label: The drive in the person's words; "" before it is made.
        entry: The ledger entry; None before it is made.
    """

    folder: Path
    new: bool
    originals: int
    missing: int
    copied: int
    removed: int
    bytes: int
    free: int
    label: str = field(default="", repr=False)
    entry: int | None = None


def plan(work: Workspace, folder: Path) -> Copy:
    """What a backup to `folder` would do; nothing is written. Raises as `back_up`."""
    found = work.vault.backup_plan(folder)
    return Copy(
        folder=found.place.layout.folder,
        new=found.place.new,
        originals=found.originals,
        missing=found.missing,
        copied=len(found.fresh),
        removed=len(found.gone),
        bytes=found.bytes,
        free=found.free,
    )


def back_up(work: Workspace, folder: Path, *, label: str | None = None, progress: Callable[[int, int], None] | None = None) -> Copy:
    """Copy the vault to a folder of its own in `folder`: what is not there yet, and the database.

    Args:
        work: The case.
        folder: A folder, best on another drive. It must be there; it is not made.
        label: The drive in the person's words, so that they know later which one it was; None: as last time.
        progress: Called with the bytes copied so far, and of how many.

    Raises:
        BadInput: The folder is not there, is a vault itself, or lies in the vault.
        AlreadyThere: Something else stands at the place of the copy.
        LedgerInconsistent: The copy there holds what this vault does not: this vault is the older one.
        CaseLocked, DiskFull, VaultUnwritable, SchemaTooNew: As their names say; the copy is whole, as before or as now.
    """
    planned = plan(work, folder)
    made = work.vault.back_up(folder, label, work.clock(), work.acting, progress)
    return Copy(
        folder=planned.folder,
        new=planned.new,
        originals=made.backup.originals,
        missing=planned.missing,
        copied=made.backup.copied,
        removed=made.removed,
        bytes=made.backup.bytes,
        free=planned.free,
        label=made.backup.label,
        entry=made.leaf,
    )
