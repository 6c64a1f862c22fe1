"""Seal the whole vault anew, because somebody else may have its keys."""

from collections.abc import Callable
from dataclasses import dataclass, field

from gawah.usecases._cost import fitting
from gawah.usecases._workspace import Workspace

LIMITS = (
    "The old recovery sheet opens this vault no longer: destroy it. The passphrase stays the same.",
    "Backups made before still open with the old sheet and the passphrase of their time: make a new one and destroy those.",
    "Whoever had the old keys and a copy of the vault goes on having that copy: keys cannot be taken back, only replaced.",
)
"""What sealing anew does not do, in sentences for the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What sealing anew would do.

    Attributes:
        originals: How many are decrypted and encrypted anew.
        bytes: How large they are.
        under_way: Whether it was begun before and is to be gone on with.
    """

    originals: int
    bytes: int
    under_way: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """The new key, which has to be on paper before anything old goes.

    Attributes:
        recovery: The new recovery key.
        fingerprint: Of the signing key, which stays the same.
    """

    recovery: str = field(repr=False)
    fingerprint: str


def plan(work: Workspace) -> Plan:
    """What it would do. Nothing is changed."""
    items = work.vault.items()
    return Plan(originals=len(items), bytes=sum(item.size for item in items), under_way=work.vault.rekeying)


def begin(work: Workspace) -> Begun:
    """Begin, or go on with what was begun. Until `finish`, the old keys open the vault as before.

    Raises DigestMismatch: An original is missing; bring it back from a backup or erase it first.
    """
    recovery = work.vault.begin_rekey(work.clock(), work.acting)
    return Begun(recovery=recovery, fingerprint=work.vault.fingerprint)


def finish(
    work: Workspace,
    passphrase: str,
    *,
    timer: Callable[[], float] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Seal everything anew; the new recovery key must be on paper by now. Broken off, it is gone on with by `begin` and `finish`.

    Args:
        work: The case, opened with its passphrase or its recovery key.
        passphrase: The one that opens the vault; it stays.
        timer: Seconds, as `time.perf_counter`: the slot is made to cost about one second a try on this machine.
        progress: Called with bytes of originals done, and in all.

    Raises WrongPassphrase; DigestMismatch, SealInvalid (a damaged original); DiskFull, VaultUnwritable.
    """
    work.vault.rekey(passphrase, work.clock(), work.acting, cost=fitting(timer), watch=progress)
