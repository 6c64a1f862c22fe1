"""The backups of an open case as use cases see them."""

from gawah.records.custody import Backup
from gawah.vault import copies
from gawah.vault.case import Case


class BackupView:
    """What `LocalVault` says about copies of the vault. Raises as `LocalVault` does."""

    _case: Case

    def backups(self) -> list[Backup]:
        """The newest copy that came to its end at each place, oldest first."""
        return copies.finished(self._case)

    def backups_holding(self, item_id: str) -> list[Backup]:
        """The places whose copies may still hold an item, held or erased, each with its newest copy. Raises NotFound."""
        return copies.holding(self._case, item_id)
