"""Counts of an open case as use cases see them, from the summary tables."""

from gawah.vault import derived
from gawah.vault.case import Case
from gawah.vault.derived import Day, Week
from gawah.vault.rows import Filters

_HELD = """
    SELECT DISTINCT i.id, a.id FROM aside a JOIN reading g ON g.seq = a.reading JOIN item i ON i.n = g.item
    WHERE a.kind = 'conversation' AND a.id IS NOT NULL AND g.seq = (SELECT max(seq) FROM reading n WHERE n.item = g.item)
    ORDER BY 1, 2
"""


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

    def held_conversations(self) -> list[tuple[str, str]]:
        """Ids of items and of the conversations that the newest reading of each found in it, as pairs, in order."""
        return [(item, conversation) for item, conversation in self._case.database.all(_HELD)]
