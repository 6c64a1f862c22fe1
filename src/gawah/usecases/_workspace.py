"""What every use case works with."""

from collections.abc import Callable
from dataclasses import dataclass

from gawah.vault.local import Acting, LocalVault


@dataclass(frozen=True, slots=True)
class Workspace:
    """One opened case, who acts in it, and the clock. No methods.

    Attributes:
        vault: The case.
        acting: Who acts, on whose behalf, with which tool; every ledger entry names it.
        clock: This machine's clock: gives `YYYY-MM-DDTHH:MM:SSZ`.
    """

    vault: LocalVault
    acting: Acting
    clock: Callable[[], str]
