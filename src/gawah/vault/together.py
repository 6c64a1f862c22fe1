"""Many small acts in one transaction: a folder of thousands of files that nobody can read is not thousands of syncs."""

from contextlib import AbstractContextManager
from types import TracebackType
from typing import Self

from gawah.vault.ledger_table import Ledger

LIMIT = 500
"""Acts in one transaction at most; so many are to be done again after a crash."""


class Together:
    """Acts that follow `join` share a transaction and one signed head; those that follow `leave` do not. A context manager.

    Each is still stored wholly or not at all with its entry, and one that fails takes nothing of the others with it. They are
    durable once `leave` returns or the block ends; an error that leaves the block drops those that were not.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._joined: AbstractContextManager[None] | None = None
        self._acts = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        joined, self._joined = self._joined, None
        if joined is not None:
            joined.__exit__(kind, error, trace)

    def join(self) -> None:
        """The next act shares its transaction with those before and after it. Raises DiskFull, VaultUnwritable."""
        if self._acts >= LIMIT:
            self.leave()
        if self._joined is None:
            joined = self._ledger.act(head=True)
            joined.__enter__()
            self._joined, self._acts = joined, 0
        self._acts += 1

    def leave(self) -> None:
        """Make what was joined durable; the next act stands alone. Raises DiskFull, VaultUnwritable."""
        self.__exit__(None, None, None)
