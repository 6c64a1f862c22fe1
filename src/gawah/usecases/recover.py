"""With the recovery key: set a new passphrase, or rehearse, so that the day it is needed is not the first time it is tried."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from gawah.usecases import passphrase
from gawah.usecases._workspace import Workspace
from gawah.usecases.start import workspace
from gawah.vault.local import LocalVault
from gawah.vault.rehearsal import Rehearsal

__all__ = ["Rehearsal", "open_vault", "rehearse", "set_passphrase"]


@contextmanager
def open_vault(
    folder: Path, recovery: str, *, clock: Callable[[], str], agent: str = "me", remembered: Path | None = None
) -> Iterator[Workspace]:
    """The workspace over the vault at `folder`, opened with its recovery key and closed again at the end.

    Raises:
        WrongRecoveryKey: Mistyped, or of another vault; the message says which.
        NotAVault, CaseLocked, SchemaTooNew, NotEncrypted, SealInvalid, VaultError: As their names say.
        NotFound: No agent has this label.
    """
    with LocalVault.open_recovery(folder, recovery, remember=remembered) as vault:
        yield workspace(vault, agent, clock)


def set_passphrase(work: Workspace, new: str, *, timer: Callable[[], float] | None = None) -> int:
    """From now on `new` opens the vault, and no other passphrase. As `passphrase.change`, after `recover.open_vault`."""
    return passphrase.change(work, new, timer=timer)


def rehearse(work: Workspace) -> Rehearsal:
    """Prove that the recovery key gives an original back whole. Nothing changes but that the ledger says so.

    Raises DigestMismatch, SealInvalid: It does not.
    """
    return work.vault.rehearse_recovery(work.clock(), work.acting)
