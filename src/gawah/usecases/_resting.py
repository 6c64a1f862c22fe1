"""Which exhibits and dossiers rest on something that is to be erased."""

from collections.abc import Collection
from dataclasses import dataclass

from gawah.usecases._workspace import Workspace
from gawah.vault.rows import Filters

TOGETHER = 10_000
"""Exhibits looked up together; the database takes some thirty thousand values in one question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting:
    """What can no longer be backed by the vault.

    Attributes:
        exhibits: Their numbers, which are not given again.
        dossiers: How many dossiers were made that hold one of them.
    """

    exhibits: tuple[str, ...]
    dossiers: int


def resting_on(work: Workspace, items: Collection[str], records: Collection[str] | None = None) -> Resting:
    """What rests on these items themselves, and on these records; on all that was read in the items when `records` is None."""
    exhibits = work.vault.exhibits()
    going = set(items) | (_records_in(work, [one.target for one in exhibits], items) if records is None else set(records))
    numbers = tuple(one.number for one in exhibits if one.target in going)
    return Resting(exhibits=numbers, dossiers=sum(not set(numbers).isdisjoint(one.exhibits) for one in work.vault.dossiers()))


def _records_in(work: Workspace, targets: list[str], items: Collection[str]) -> set[str]:
    found: set[str] = set()
    for first in range(0, len(targets), TOGETHER):
        ids = targets[first : first + TOGETHER]
        found |= {row.id for row in work.vault.page(Filters(ids=ids), after=None, limit=len(ids)) if row.item in items}
    return found
