"""The keys of an open case as use cases see them: change the passphrase, rehearse the recovery."""

from gawah.seal.keys import DEFAULT_COST, Cost
from gawah.vault import rehearsal, slots
from gawah.vault.case import Case
from gawah.vault.ledger_table import Acting
from gawah.vault.rehearsal import Rehearsal


class KeysView:
    """What `LocalVault` says about its keys. Raises as `LocalVault` does."""

    _case: Case

    def change_passphrase(
        self, passphrase: str, at: str, acting: Acting, *, cost: Cost = DEFAULT_COST, allow_weak: bool = False
    ) -> int:
        """From now on this passphrase opens the vault, and no longer the one that opened it now; opened with the recovery key, no
        longer any other. The ledger entry. Raises BadInput (empty); what opened the vault before then still does.
        """
        return slots.change_passphrase(self._case, passphrase, cost, at, acting, allow_weak=allow_weak)

    def rehearse_recovery(self, at: str, acting: Acting) -> Rehearsal:
        """Prove that the recovery key with which the vault was opened gives an original back, and enter it in the ledger.

        Raises DigestMismatch, SealInvalid: It does not. BadInput: The vault was opened with its passphrase.
        """
        return rehearsal.rehearse(self._case, at, acting)

    def last_rehearsal(self) -> int | None:
        """The ledger entry of the last rehearsal; None when there was none."""
        return rehearsal.last(self._case)
