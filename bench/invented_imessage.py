"""A `chat.db` of Apple Messages, as large as wanted: a few chats, half of the texts archived, reactions; of invented words."""

import random
import sqlite3
from pathlib import Path

_WORDS = (  # noqa: SIM905 - easier to read than forty quoted words
    "kal tum kyun nahi aaye order seedling tray van school route morning rain sorry please ok theek hai paisa wapas meeting stop "
    "دیکھو کل صبح بات کرتے ہیں نہیں شکریہ بازار گاڑی پودے حساب"
).split()
_SCHEMA = (
    "CREATE TABLE handle (ROWID INTEGER PRIMARY KEY, id TEXT, service TEXT)",
    """CREATE TABLE message (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL, text TEXT, handle_id INTEGER,
    attributedBody BLOB, service TEXT, account TEXT, date INTEGER, is_from_me INTEGER, associated_message_guid TEXT,
    associated_message_type INTEGER DEFAULT 0, destination_caller_id TEXT)""",
    "CREATE TABLE chat (ROWID INTEGER PRIMARY KEY, guid TEXT, style INTEGER, chat_identifier TEXT, display_name TEXT)",
    "CREATE TABLE chat_handle_join (chat_id INTEGER, handle_id INTEGER)",
    "CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER, PRIMARY KEY (chat_id, message_id))",
)
_CHATS = 40
_START = 700_000_000 * 10**9


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; how many messages and reactions they hold."""
    chooser = random.Random(seed)  # noqa: S311 - repeatable, not secret
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    for statement in _SCHEMA:
        connection.execute(statement)
    for chat in range(1, _CHATS + 1):
        address = f"+92300{chat:07}"
        connection.execute("INSERT INTO handle VALUES (?, ?, 'iMessage')", (chat, address))
        connection.execute("INSERT INTO chat VALUES (?, ?, 45, ?, NULL)", (chat, f"iMessage;-;{address}", address))
        connection.execute("INSERT INTO chat_handle_join VALUES (?, ?)", (chat, chat))
    count = 0
    while path.stat().st_size < size:
        rows = [_row(chooser, count + 1 + turn) for turn in range(20_000)]
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO message VALUES ({marks})", rows)  # noqa: S608 - marks only
        connection.executemany("INSERT INTO chat_message_join VALUES (?, ?)", ((row[3] or 1, row[0]) for row in rows))
        connection.commit()
        count += len(rows)
    connection.close()
    return count


def _row(chooser: random.Random, key: int) -> tuple[object, ...]:
    chat, own = chooser.randrange(1, _CHATS + 1), chooser.randrange(2)
    text = " ".join(chooser.choices(_WORDS, k=chooser.randrange(2, 22)))
    reacts = chooser.random() < 0.05 and key > 1
    target = f"p:0/GUID-{chooser.randrange(1, key):036}" if reacts else None
    archived = None if reacts or chooser.randrange(2) else _archived(text)
    plain = text if archived is None else None
    at = _START + key * 60 * 10**9
    kind = 2000 + chooser.randrange(6) if reacts else 0
    return key, f"GUID-{key:036}", plain, chat, archived, "iMessage", "E:me@example.org", at, own, target, kind, "+923001110000"


def _archived(text: str) -> bytes:
    """An NSAttributedString as NSArchiver writes it, with one attribute."""
    data, units = text.encode(), len(text.encode("utf-16-le")) // 2
    return (
        b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString\x00\x84\x84\x08NSObject\x00\x85\x92\x84\x84\x84"
        b"\x08NSString\x01\x94\x84\x01+" + _number(len(data)) + data + b"\x86\x84\x02iI\x01" + _number(units) + b"\x92\x84\x84\x84"
        b"\x0cNSDictionary\x00\x94\x84\x01i\x01\x92\x84\x96\x96\x1d__kIMMessagePartAttributeName\x86\x92\x84\x84\x84\x08NSNumber\x00"
        b"\x84\x84\x07NSValue\x00\x94\x84\x01*\x84\x99\x99\x00\x86\x86\x86"
    )


def _number(value: int) -> bytes:
    return bytes([value]) if value < 128 else b"\x81" + value.to_bytes(2, "little")
