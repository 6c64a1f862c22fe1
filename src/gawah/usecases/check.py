"""The vault against its ledger and its checkpoints: every difference, not the first."""

from collections.abc import Callable

from gawah.usecases._workspace import Workspace
from gawah.vault.report import CheckReport

__all__ = ["CheckReport", "check"]


def check(work: Workspace, *, full: bool, again: bool = False, progress: Callable[[int, int], None] | None = None) -> CheckReport:
    """Compare what lies in the vault with what its ledger states.

    Args:
        work: The case.
        full: Look at every byte: decrypt and hash every original, hash every row, count again.
        again: Begin at the start, where a full check that was broken off would be gone on with.
        progress: Called with the bytes of originals looked at so far, and of how many.
    """
    return work.vault.check(full=full, progress=progress, at=work.clock(), again=again)
