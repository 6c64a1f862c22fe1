"""What was written into an export, counted where it is written: the figures a reader's own counts can be held against."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts of one export file.

    Attributes:
        messages: What people authored, deleted and unsent messages among them.
        events: What the platform says: notices, members, calls.
        forged_looking_lines: Lines inside a message that look like a message of their own; counted in neither of the two.
        by_folder: Messages by the platform's folder.
        media_held: Files of messages that the export holds.
        media_missing: Files that a message names, or says there were, which the export does not hold.
        first, last: Stated local time of the first and last record.
    """

    messages: int = 0
    events: int = 0
    forged_looking_lines: int = 0
    deleted: int = 0
    edited: int = 0
    reactions: int = 0
    media_held: int = 0
    media_missing: int = 0
    conversations: int = 0
    first: str = ""
    last: str = ""
    by_folder: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> Mapping[str, object]:
        """The counts, with `records` (messages and events together)."""
        return {**asdict(self), "records": self.messages + self.events}

    def seen(self, at: str) -> None:
        """Widen the time from first to last by one record."""
        self.first = min(self.first or at, at)
        self.last = max(self.last, at)


@dataclass(frozen=True, slots=True)
class Export:
    """One file to be written: its name, its bytes and what was counted while they were made."""

    name: str
    data: bytes
    platform: str
    tally: Tally
