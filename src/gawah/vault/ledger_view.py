"""The ledger of an open case as use cases see it: append, sign, read, prove."""

from collections.abc import Iterator

from gawah.records.custody import Checkpoint, CustodyEvent
from gawah.vault import custody
from gawah.vault.case import Case
from gawah.vault.ledger_table import Acting
from gawah.vault.together import Together


class LedgerView:
    """What `LocalVault` says about its ledger. Raises as `LocalVault` does."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def together(self) -> Together:
        """Lets many small acts share a transaction, as a `with` block; see `Together`."""
        return Together(self._case.ledger)

    def append(self, op: str, at: str, acting: Acting, **fields: object) -> int:
        """Append one entry with these optional fields (docs/spec/ledger.md, section 2); its index."""
        with self._case.ledger.act():
            return self._case.ledger.append(op, at, acting, **fields)

    def checkpoint(self) -> Checkpoint:
        """The signed head over all entries, on disk; signed now when the newest one is older."""
        return self._case.ledger.head()

    def latest_checkpoint(self) -> Checkpoint | None:
        """The newest signed head, verified; it may be older than the newest entry."""
        return self._case.ledger.newest()

    def checkpoints(self) -> list[Checkpoint]:
        """Every signed head, smallest first."""
        return custody.checkpoints(self._case)

    def size(self) -> int:
        """Number of entries in the ledger."""
        return self._case.ledger.size

    def leaf(self, seq: int) -> bytes:
        """The exact bytes of one entry. Raises NotFound: no such entry, or erased."""
        return self._case.ledger.body(seq)

    def leaves(self) -> Iterator[tuple[int, bytes | None]]:
        """Index and exact bytes of every entry, in order; None where they were erased."""
        return self._case.ledger.bodies()

    def event(self, seq: int) -> CustodyEvent:
        """One entry in readable form. Raises NotFound."""
        return custody.event(self._case, seq)

    def events(self) -> list[CustodyEvent]:
        """All entries in readable form, in order, without those that were erased."""
        return custody.events(self._case)

    def inclusion(self, seq: int, size: int) -> list[bytes]:
        """The path that proves an entry in the ledger's first `size` entries. Raises ValueError when it is not among them."""
        return custody.inclusion(self._case, seq, size)

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The path that proves that the first `new` entries start with the first `old`. Raises ValueError."""
        return custody.consistency(self._case, old, new)
