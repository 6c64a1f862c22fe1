"""The backups of an open case as use cases see them."""

from pathlib import Path

from gawah.records.custody import Backup
from gawah.vault import backup, copies, custody
from gawah.vault.backup import Made, Plan
from gawah.vault.carry import Watch
from gawah.vault.case import Case
from gawah.vault.ledger_table import Acting
from gawah.vault.report import Gap


class BackupView:
    """What `LocalVault` says about copies of the vault. Raises as `LocalVault` does."""

    _case: Case

    def backups(self) -> list[Backup]:
        """The newest copy that came to its end at each place, oldest first."""
        return copies.finished(self._case)

    def backup_plan(self, folder: Path) -> Plan:
        """What a backup to `folder` would do; nothing is written. Raises as `place.find`."""
        return backup.plan(self._case, folder)

    def back_up(self, folder: Path, label: str | None, at: str, acting: Acting, progress: Watch | None = None) -> Made:
        """Copy the vault to `folder`; see `backup.back_up`. `progress` gets bytes copied and in all."""
        return backup.back_up(self._case, folder, label, at, acting, progress or (lambda _done, _total: None))

    def gaps(self) -> tuple[Gap, ...]:
        """What copies that were brought back on purpose did not reach; empty as a rule."""
        return custody.gaps(self._case)

    def backups_holding(self, item_id: str) -> list[Backup]:
        """The places whose copies may still hold an item, held or erased, each with its newest copy. Raises NotFound."""
        return copies.holding(self._case, item_id)
