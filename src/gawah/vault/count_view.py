"""Counts of an open case as use cases see them, from the summary tables."""

from gawah.vault import derived
from gawah.vault.case import Case
from gawah.vault.derived import Day, Week
from gawah.vault.rows import Filters


class CountView:
    """What `LocalVault` counts. Raises as `LocalVault` does."""

    _case: Case

    def days(self, filters: Filters) -> list[Day]:
        """Rows a day and platform, in order; those without a time last. Platform, kind (message or event) and whole days of since
        and until apply.
        """
        return derived.days(self._case.database, filters)

    def weeks(self) -> list[Week]:
        """Rows a week, in order; those without a time last."""
        return derived.weeks(self._case.database)
