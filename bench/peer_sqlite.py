"""Reads every message of a `chat.db` with the standard library's sqlite3, beside its chat and the address it came from.

It gives rows: texts that are archived stay archived, and there are no reactions, edits, times in UTC, or look at damage.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bench.peer import measured

_ALL = """SELECT message.*, chat.chat_identifier, handle.id FROM message
LEFT JOIN chat_message_join ON chat_message_join.message_id = message.ROWID
LEFT JOIN chat ON chat.ROWID = chat_message_join.chat_id LEFT JOIN handle ON handle.ROWID = message.handle_id
ORDER BY message.ROWID"""


def _read(path: Path, more: Sequence[str]) -> int:  # noqa: ARG001 - as every peer is called
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        return sum(1 for _ in database.execute(_ALL))


measured(_read, f"sqlite3 with SQLite {sqlite3.sqlite_version}")
