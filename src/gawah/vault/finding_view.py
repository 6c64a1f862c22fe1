"""Comparisons of an open case as use cases see them."""

from collections.abc import Iterator, Sequence

from gawah.records.casework import Finding
from gawah.vault import comparison, statements
from gawah.vault.case import Case
from gawah.vault.comparison import Apart
from gawah.vault.ledger_table import Acting


class FindingView:
    """What `LocalVault` compares and keeps of it. Raises as `LocalVault` does."""

    _case: Case

    def neighbours(self, item_id: str) -> list[tuple[str, str]]:
        """The item with each of those next to it in time; see `comparison.neighbours`."""
        return comparison.neighbours(self._case, item_id)

    def apart(self, earlier: str, later: str) -> Iterator[Apart]:
        """What two items do not share; see `comparison.apart`."""
        return comparison.apart(self._case, earlier, later)

    def add_findings(self, findings: Sequence[Finding], at: str, acting: Acting) -> tuple[Finding, ...]:
        """Keep what was found; what of it is new."""
        return statements.add_findings(self._case, findings, at, acting)

    def findings(self) -> list[Finding]:
        """All that was found, in the order of finding."""
        return statements.latest(self._case, Finding)
