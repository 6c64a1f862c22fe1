"""What the sender of a message sent just before it in one conversation: a demand in one message, its lever in the next."""

from collections import deque

from gawah.records.content import Message, RowRecord
from gawah.usecases._descriptor import record_of
from gawah.usecases._workspace import Workspace
from gawah.vault.rows import Row

MESSAGES = 4
"""So many of the same sender at most."""
WITHIN_MS = 3_600_000
"""One hour: what was sent longer before is not "just before"."""
_AROUND = 12
_Said = deque[tuple[int, str]]


class Before:
    """Remembers what was said last, while messages come in order of time; asks the case where a conversation begins."""

    def __init__(self, work: Workspace) -> None:
        """Over the conversations of a case."""
        self._work = work
        self._said: dict[str, dict[object, _Said]] = {}

    def of(self, row: Row, record: RowRecord) -> tuple[str, ...]:
        """The texts that its sender sent within the hour before it, the oldest first; () where its time is not known."""
        if not isinstance(record, Message) or row.at_ms is None:
            return ()
        if row.conversation not in self._said:
            self._said[row.conversation] = {}
            for earlier in self._work.vault.context(row.id, _AROUND, 0)[:-1]:
                self._keep(earlier, record_of(earlier))
        said = self._said[row.conversation].get(record.sender, ())
        found = tuple(text for at, text in said if row.at_ms - WITHIN_MS <= at <= row.at_ms)
        self._keep(row, record)
        return found

    def _keep(self, row: Row, record: RowRecord) -> None:
        if isinstance(record, Message) and row.at_ms is not None:
            said = self._said[row.conversation].setdefault(record.sender, deque(maxlen=MESSAGES))
            said.append((row.at_ms, record.body[:2_000]))
