"""Erase an item: its bytes, all that was read in it, and every word of it in the search index. Its ledger entries' hashes stay."""

from dataclasses import dataclass

from gawah.records.custody import Backup
from gawah.records.errors import BadInput
from gawah.records.evidence import EvidenceItem
from gawah.usecases._resting import resting_on
from gawah.usecases._targets import one_of
from gawah.usecases._workspace import Workspace
from gawah.usecases.keep import FOLDER_TYPE


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What would be gone.

    Attributes:
        item: To be erased.
        parts: Items that came in it and go with it, for a folder or archive.
        archive: The archive in which it came, which still holds the same bytes; None where there is none.
        rows: Messages and events read in it.
        only_here: Of these, how many no other item holds.
        exhibits: Numbers of the exhibits that rest on it; their numbers are not given again.
        dossiers: How many dossiers were made that hold one of these.
        backups: Copies of the vault that may still hold it.
    """

    item: EvidenceItem
    parts: tuple[EvidenceItem, ...]
    rows: int
    only_here: int
    exhibits: tuple[str, ...]
    archive: EvidenceItem | None = None
    dossiers: int = 0
    backups: tuple[Backup, ...] = ()


def loss(work: Workspace, prefix: str) -> Loss:
    """What erasing the item would take away. Nothing is changed.

    Raises NotFound; BadInput, also when it is a file whose messages were read with the folder it came in: they would stay.
    """
    item = one_of(work.vault.items(), prefix)
    if item.part_of is not None and work.vault.read_with_folder(item.id):
        raise BadInput(
            "what was read in this file belongs to the folder it came in; erase the folder, and import again what may stay"
        )
    parts = tuple(other for other in work.vault.items() if other.part_of == item.id)
    gone = {item.id, *(part.id for part in parts)}
    rows, only_here = work.vault.held_by(item.id)
    resting = resting_on(work, gone)
    return Loss(
        item=item,
        parts=parts,
        rows=rows,
        only_here=only_here,
        exhibits=resting.exhibits,
        archive=_archive(work, item),
        dossiers=resting.dossiers,
        backups=tuple({backup.id: backup for one in gone for backup in work.vault.backups_holding(one)}.values()),
    )


def _archive(work: Workspace, item: EvidenceItem) -> EvidenceItem | None:
    outer = next((other for other in work.vault.items() if other.id == item.part_of), None)
    return outer if outer is not None and outer.media_type != FOLDER_TYPE else None


def erase(work: Workspace, would_go: Loss) -> list[int]:
    """Erase it. The ledger entry is written first, so an erasure that was broken off is finished at the next opening.

    Returns:
        The numbers of the ledger entries that say so.
    """
    return work.vault.erase(would_go.item.id, work.clock(), work.acting)
