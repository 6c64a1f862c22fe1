"""Change the passphrase: one key slot is replaced, nothing else is sealed anew."""

from collections.abc import Callable

from gawah.records.errors import BadInput
from gawah.usecases._cost import fitting
from gawah.usecases._workspace import Workspace

SHORTEST = 10
"""Characters. Five random words, or a sentence of one's own, are longer than that."""

LIMITS = (
    "A copy of the old key slot may survive on an SSD or in a backup; with the old passphrase it would still open the vault.",
    "If somebody else may know the old passphrase, run `gawah rekey` now: it seals everything with new keys.",
)
"""What a change of passphrase does not do, in sentences for the person."""


def check(passphrase: str) -> None:
    """Return when it may become the passphrase of a vault. Raises BadInput: too short."""
    if len(passphrase) < SHORTEST:
        raise BadInput(f"the passphrase must have at least {SHORTEST} characters")


def change(work: Workspace, passphrase: str, *, timer: Callable[[], float] | None = None) -> int:
    """From now on `passphrase` opens the vault, and the old one no longer.

    Args:
        work: The case, opened with the old passphrase, or with the recovery key when no passphrase is known.
        passphrase: At least `SHORTEST` characters.
        timer: Seconds, as `time.perf_counter`: the slot is made to cost about one second a try on this machine.

    Returns:
        The number of the ledger entry.

    Raises BadInput, DiskFull, VaultUnwritable: what opened the vault before still does.
    """
    check(passphrase)
    return work.vault.change_passphrase(passphrase, work.clock(), work.acting, cost=fitting(timer))
