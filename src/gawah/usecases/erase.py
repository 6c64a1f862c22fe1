"""Erase an item: its bytes, all that was read in it, and every word of it in the search index. Its ledger entries' hashes stay."""

from dataclasses import dataclass

from gawah.records.evidence import EvidenceItem
from gawah.usecases._targets import one_of
from gawah.usecases._workspace import Workspace
from gawah.vault.rows import Filters

TOGETHER = 10_000
"""Exhibits looked up together; the database takes some thirty thousand values in one question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What would be gone.

    Attributes:
        item: To be erased.
        parts: Items that came in it and go with it, for a folder.
        rows: Messages and events read in it.
        only_here: Of these, how many no other item holds.
        exhibits: Numbers of the exhibits that rest on it; their numbers are not given again.
    """

    item: EvidenceItem
    parts: tuple[EvidenceItem, ...]
    rows: int
    only_here: int
    exhibits: tuple[str, ...]


def loss(work: Workspace, prefix: str) -> Loss:
    """What erasing the item would take away. Nothing is changed. Raises NotFound, BadInput."""
    item = one_of(work.vault.items(), prefix)
    parts = tuple(other for other in work.vault.items() if other.part_of == item.id)
    gone = {item.id, *(part.id for part in parts)}
    rows, only_here = work.vault.held_by(item.id)
    return Loss(
        item=item,
        parts=parts,
        rows=rows,
        only_here=only_here,
        exhibits=_resting_on(work, gone),
    )


def erase(work: Workspace, would_go: Loss) -> list[int]:
    """Erase it. The ledger entry is written first, so an erasure that was broken off is finished at the next opening.

    Returns:
        The numbers of the ledger entries that say so.
    """
    return work.vault.erase(would_go.item.id, work.clock(), work.acting)


def _resting_on(work: Workspace, items: set[str]) -> tuple[str, ...]:
    exhibits = work.vault.exhibits()
    records: dict[str, str] = {}
    for first in range(0, len(exhibits), TOGETHER):
        ids = [one.target for one in exhibits[first : first + TOGETHER]]
        records |= {row.id: row.item for row in work.vault.page(Filters(ids=ids), after=None, limit=len(ids))}
    return tuple(one.number for one in exhibits if one.target in items or records.get(one.target) in items)
