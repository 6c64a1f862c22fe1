"""The vault against its ledger and its checkpoints: every difference, not the first."""

from collections.abc import Callable

from gawah.usecases._workspace import Workspace
from gawah.vault.local import CheckReport


def check(work: Workspace, *, full: bool, progress: Callable[[int, int | None], None] = lambda _done, _total: None) -> CheckReport:
    """Compare what lies in the vault with what its ledger states.

    Args:
        work: The case.
        full: Decrypt and hash every original too.
        progress: Called with the parts done so far, and of how many.
    """
    return work.vault.check(full, progress)
