"""The keys of an open case as use cases see them: change the passphrase, rehearse the recovery, seal everything anew."""

from collections.abc import Callable

from gawah.seal.keys import DEFAULT_COST, Cost, RootSecret
from gawah.vault import rehearsal, rekey, slots, unlock
from gawah.vault.case import Case
from gawah.vault.ledger_table import Acting
from gawah.vault.lock import Lock
from gawah.vault.rehearsal import Rehearsal


class KeysView:
    """What `LocalVault` says about its keys. Raises as `LocalVault` does."""

    _case: Case
    _lock: Lock
    _open: bool

    def change_passphrase(
        self, passphrase: str, at: str, acting: Acting, *, cost: Cost = DEFAULT_COST, allow_weak: bool = False
    ) -> int:
        """From now on this passphrase opens the vault, and no longer the one that opened it now; opened with the recovery key, no
        longer any other. The ledger entry. Raises BadInput (empty); what opened the vault before then still does.
        """
        return slots.change_passphrase(self._case, passphrase, cost, at, acting, allow_weak=allow_weak)

    @property
    def rekeying(self) -> bool:
        """Whether the vault is being sealed anew and that has not come to its end."""
        return rekey.under_way(self._case)

    def begin_rekey(self, at: str, acting: Acting) -> str:
        """Begin to seal the vault anew, or go on with it: the new recovery key. It has to be on paper before `rekey` is called.

        Raises DigestMismatch: an original is missing.
        """
        return rekey.begin(self._case, at, acting)

    def rekey(
        self,
        passphrase: str,
        at: str,
        acting: Acting,
        *,
        cost: Cost = DEFAULT_COST,
        allow_weak: bool = False,
        watch: Callable[[int, int], None] | None = None,
    ) -> None:
        """Seal everything anew after `begin_rekey`: from then on the same passphrase and the new recovery key open the vault, and
        the old recovery key no longer does. Broken off anywhere, it is gone on with by calling both again.

        Args:
            passphrase: The one that opens the vault now.
            at: The time by this machine's clock.
            acting: Who acts.
            cost: Of one try at the passphrase.
            allow_weak: For tests: a cost below the floor.
            watch: Called with bytes of originals done, and in all.

        Raises:
            NotFound: It was not begun.
            WrongPassphrase: The passphrase does not open the vault.
            DigestMismatch, SealInvalid: An original is missing or damaged; bring it back from a backup, or erase it.
            DiskFull, VaultUnwritable: There must be room for the largest group of originals, then for the database once more.
        """
        case = self._case
        rekey.seal_anew(case, watch or (lambda _done, _total: None))
        fresh = rekey.prepare(case, passphrase, cost, at, acting, allow_weak=allow_weak)
        case.database.close()
        try:
            rekey.switch(case.layout)
        finally:
            # Whichever database lies there now, one of the two opens it.
            found = [fresh, slots.Candidate(RootSecret.from_recovery(case.root.recovery_text()), case.slot)]
            case.forget()
            try:
                self._case, _ = unlock.open_case(case.layout, found, case.vault_id, case.remember)
            except BaseException:
                self._open = False  # there is no database to close; the next opening sets it right
                self._lock.release()
                raise
        self._case.ledger.head()

    def rehearse_recovery(self, at: str, acting: Acting) -> Rehearsal:
        """Prove that the recovery key with which the vault was opened gives an original back, and enter it in the ledger.

        Raises DigestMismatch, SealInvalid: It does not. BadInput: The vault was opened with its passphrase.
        """
        return rehearsal.rehearse(self._case, at, acting)

    def last_rehearsal(self) -> int | None:
        """The ledger entry of the last rehearsal; None when there was none."""
        return rehearsal.last(self._case)
