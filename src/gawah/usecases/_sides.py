"""Who says something to whom, as far as the export's structure tells. Never a guess about a person: unknown stays unknown."""

from gawah.records.content import Message, RowRecord
from gawah.usecases._workspace import Workspace


class Sides:
    """Says whether the owner of an export wrote a message."""

    def __init__(self, work: Workspace) -> None:
        """Over the conversations of a case."""
        self._work = work
        self._named: dict[tuple[str, str], bool] = {}

    def by_owner(self, record: RowRecord, title: str | None) -> bool | None:
        """True in the boxes for what is sent; in a conversation of two that is named after the other one, by the sender's name;
        else None.
        """
        if not isinstance(record, Message):
            return None
        if record.folder in ("sent", "drafts"):
            return True
        if record.kind != "direct" or not title:
            return None
        if record.sender.name == title:
            return False
        place = (record.conversation, title)
        if place not in self._named:
            self._named[place] = self._work.vault.named_in(*place)
        return True if self._named[place] else None
