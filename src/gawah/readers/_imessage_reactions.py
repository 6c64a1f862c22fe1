"""Reactions of chat.db: rows of their own that name their message. Each is a record, and stands with its message, too.

What is kept grows with reactions, up to `MAX_CARRIED`; those on top of that are records only.
"""

from gawah.readers._database import Database, Lost, Row
from gawah.readers._imessage_schema import ADDED, COLUMNS

MAX_CARRIED = 100_000


def target_of(value: object) -> str | None:
    """The id of the message that `associated_message_guid` names: behind `p:<part>/` (a part) or `bp:` (a balloon), or alone."""
    if not isinstance(value, str) or not value:
        return None
    return value.removeprefix("bp:") if value.startswith("bp:") else value.rpartition("/")[2] or None


class Reactions:
    """Which reactions a message has got, found in one pass over two columns."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._by_target: dict[str, list[int]] = {}
        total = 0
        for row in database.rows("message", ("associated_message_guid", "associated_message_type")):
            if not isinstance(row, Lost) and row[2] in ADDED and total < MAX_CARRIED:
                target = target_of(row[1])
                if target is not None:
                    self._by_target.setdefault(target, []).append(row[0])
                    total += 1

    def of(self, guid: object) -> list[Row]:
        """The rows of the reactions to a message, in their order."""
        keys = self._by_target.get(guid, ()) if isinstance(guid, str) else ()
        found = self._database.at("message", COLUMNS, keys) if keys else {}
        return [found[key] for key in keys if key in found]
