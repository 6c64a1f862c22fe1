"""Counts of an open case as use cases see them, from the summary tables."""

from gawah.vault import derived
from gawah.vault.case import Case
from gawah.vault.derived import Week


class CountView:
    """What `LocalVault` counts. Raises as `LocalVault` does."""

    _case: Case

    def weeks(self, conversation: str | None = None) -> list[Week]:
        """Rows a week, of one conversation or of all, in order; those without a time last."""
        return derived.weeks(self._case.database, conversation)
