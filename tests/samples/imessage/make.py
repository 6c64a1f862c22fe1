"""Writes the sources of these samples again: `python tests/samples/imessage/make.py`. Everybody and everything in them is invented.

Tables and columns are those of ../shared/samples/imessage (macOS 14) and of public parsers, as few as the reader asks for. A log
(`chat.db-wal`) is written by SQLite, with salts of its own each time.
"""

import json
import plistlib
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
CAF = b"caff\x00\x01\x00\x00" + b"canary"
SECOND = 10**9
T0 = 720_000_000 * SECOND
"""26 October 2023, 08:00:00 UTC, in nanoseconds since 2001."""
ME, HER, HIM, OTHER = "+923001110000", "+923002220000", "mehr.canary@example.org", "+923003330000"

SCHEMA = (
    "CREATE TABLE handle (ROWID INTEGER PRIMARY KEY AUTOINCREMENT UNIQUE, id TEXT NOT NULL, country TEXT, service TEXT)",
    """CREATE TABLE message (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL, text TEXT, subject TEXT,
    handle_id INTEGER DEFAULT 0, attributedBody BLOB, service TEXT, account TEXT, error INTEGER DEFAULT 0, date INTEGER,
    is_from_me INTEGER DEFAULT 0, cache_has_attachments INTEGER DEFAULT 0, item_type INTEGER DEFAULT 0,
    other_handle INTEGER DEFAULT 0, group_title TEXT, group_action_type INTEGER DEFAULT 0, share_status INTEGER DEFAULT 0,
    associated_message_guid TEXT, associated_message_type INTEGER DEFAULT 0, balloon_bundle_id TEXT, payload_data BLOB,
    message_summary_info BLOB, destination_caller_id TEXT, is_spam INTEGER DEFAULT 0, thread_originator_guid TEXT,
    date_retracted INTEGER DEFAULT 0, date_edited INTEGER DEFAULT 0, associated_message_emoji TEXT,
    schedule_type INTEGER DEFAULT 0)""",
    """CREATE TABLE chat (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL, style INTEGER, chat_identifier TEXT,
    service_name TEXT, room_name TEXT, display_name TEXT, is_archived INTEGER DEFAULT 0, is_filtered INTEGER DEFAULT 0)""",
    "CREATE TABLE chat_handle_join (chat_id INTEGER, handle_id INTEGER, UNIQUE(chat_id, handle_id))",
    "CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER, message_date INTEGER, PRIMARY KEY (chat_id, message_id))",
    "CREATE TABLE chat_recoverable_message_join (chat_id INTEGER, message_id INTEGER, delete_date INTEGER)",
    """CREATE TABLE attachment (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL, filename TEXT, mime_type TEXT,
    transfer_name TEXT, total_bytes INTEGER DEFAULT 0)""",
    "CREATE TABLE message_attachment_join (message_id INTEGER, attachment_id INTEGER, UNIQUE(message_id, attachment_id))",
    "CREATE TRIGGER after_delete_on_message AFTER DELETE ON message BEGIN SELECT delete_attachment_path(OLD.ROWID); END",
)


def archived(text: str) -> bytes:
    """An NSAttributedString as NSArchiver writes it, with the text and no attributes."""
    data, units = text.encode(), len(text.encode("utf-16-le")) // 2
    return (
        b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString\x00\x84\x84\x08NSObject\x00\x85\x92"
        b"\x84\x84\x84\x08NSString\x01\x94\x84\x01+" + number(len(data)) + data + b"\x86\x84\x02iI\x01" + number(units) + b"\x92"
        b"\x84\x84\x84\x0cNSDictionary\x00\x94\x84\x01i\x00\x86\x86"
    )


def number(value: int) -> bytes:
    return bytes([value]) if value < 128 else b"\x81" + value.to_bytes(2, "little")


def plist(value: Any) -> bytes:
    return plistlib.dumps(value, fmt=plistlib.FMT_BINARY)


def history(*texts: str, at: int, unsent: bool = False) -> bytes:
    """A `message_summary_info` of one part with these texts, a minute apart; the last is the present one unless it was unsent."""
    versions = [{"d": at / SECOND + 60 * turn, "t": archived(text)} for turn, text in enumerate(texts)]
    ranges = {"0": {"lo": 0, "le": len(texts[0]) if texts else 4}}
    stated: dict[str, Any] = {"amc": 0, "ust": True, "otr": ranges, "ec": {"0": versions}}
    return plist({**stated, "rp": [0]} if unsent else stated)


class Made:
    """A database that is being made."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA page_size = 1024")
        self.messages = 0

    def schema(self, *left_out: str) -> None:
        for statement in SCHEMA:
            if not any(f"TABLE {name} " in statement for name in left_out):
                self.connection.execute(statement)

    def put(self, table: str, **fields: object) -> int:
        names, marks = ", ".join(fields), ", ".join("?" * len(fields))
        done = self.connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(fields.values()))
        return int(done.lastrowid or 0)

    def say(self, chat: int | None, text: str | None, *, join: str = "chat_message_join", **fields: object) -> int:
        self.messages += 1
        stated = {"guid": f"GUID-{self.messages:04}", "text": text, "date": T0 + self.messages * 60 * SECOND, "service": "iMessage"}
        if fields.get("is_from_me"):
            stated |= {"account": "E:me.canary@example.org", "destination_caller_id": ME}
        key = self.put("message", **(stated | fields))
        if chat is not None:
            self.put(join, chat_id=chat, message_id=key)
        return key


def people(made: Made, *, chats: bool = True) -> None:
    for address, service in ((HER, "iMessage"), (HER, "SMS"), (HIM, "iMessage"), (OTHER, "iMessage")):
        made.put("handle", id=address, country="pk", service=service)
    if chats:
        made.put("chat", guid=f"iMessage;-;{HER}", style=45, chat_identifier=HER, service_name="iMessage")
        made.put("chat", guid=f"SMS;-;{HER}", style=45, chat_identifier=HER, service_name="SMS")
        made.put("chat", guid="iMessage;+;chat100", style=43, chat_identifier="chat100", display_name="Hostel canary")
        made.put("chat", guid=f"iMessage;-;{OTHER}", style=45, chat_identifier=OTHER, service_name="iMessage", is_filtered=1)
        made.put("chat", guid=f"iMessage;-;{HIM}", style=45, chat_identifier=HIM, service_name="iMessage", is_archived=1)
        for chat, handle in ((1, 1), (2, 2), (3, 1), (3, 3), (4, 4), (5, 3)):
            made.put("chat_handle_join", chat_id=chat, handle_id=handle)


def conversation(made: Made) -> None:
    made.say(1, "Kya haal hai? canary", handle_id=1)
    made.say(1, None, attributedBody=archived("I told you to stop. " + "آپ مجھے مت لکھیں " * 6), is_from_me=1, handle_id=1)
    made.say(2, "this came as a text message", handle_id=2, service="SMS", subject="From the shop")
    made.say(3, "hello everybody", handle_id=3, service="iMessage")
    made.say(3, "hello as a text message", handle_id=1, service="SMS")
    made.say(4, "you do not know me", handle_id=4)
    made.say(5, "an old chat", handle_id=3)
    at = T0 + 20 * 60 * SECOND
    made.say(1, None, handle_id=1, date=at, date_edited=at + 120 * SECOND, attributedBody=archived("See you tomorrow"),
             message_summary_info=history("I will find you", "I will find you canary", "See you tomorrow", at=at))  # fmt: skip
    made.say(1, None, handle_id=1, date_retracted=at, message_summary_info=history(at=at, unsent=True))
    made.say(1, None, handle_id=1, date_edited=at, message_summary_info=history("gone for good", at=at, unsent=True))
    made.say(1, "half of it stays", handle_id=1, message_summary_info=plist({"rp": [1], "otr": {"0": {}, "1": {}}}))
    made.say(1, "among the deleted", handle_id=1, join="chat_recoverable_message_join")
    made.say(None, "in no chat", handle_id=4)
    made.say(None, "in no chat, from nobody")


def reactions(made: Made) -> None:
    target = {"associated_message_guid": "p:0/GUID-0001", "is_from_me": 1}
    made.say(1, "Loved “Kya haal hai? canary”", associated_message_type=2000, **target)
    made.say(1, "Reacted", associated_message_type=2006, associated_message_emoji="🙈", **target)
    made.say(1, "Removed a heart", associated_message_type=3000, **target)
    made.say(1, "Laughed at a photo", handle_id=1, associated_message_guid="bp:GUID-GONE", associated_message_type=2003)
    made.say(1, "and an answer", handle_id=1, thread_originator_guid="GUID-0002")
    made.say(1, None, handle_id=1, associated_message_guid="p:0/GUID-0002", associated_message_type=1000, cache_has_attachments=1)


def group(made: Made) -> None:
    made.say(3, None, handle_id=3, item_type=1, group_action_type=0, other_handle=4)
    made.say(3, None, handle_id=3, item_type=1, group_action_type=1, other_handle=4)
    made.say(3, None, handle_id=3, item_type=2, group_title="Hostel canary")
    made.say(3, None, handle_id=1, item_type=3, group_action_type=0)
    made.say(3, None, handle_id=3, item_type=3, group_action_type=1)
    made.say(1, None, handle_id=1, item_type=4, share_status=0)
    made.say(1, None, handle_id=1, item_type=4, share_status=1)
    made.say(1, None, is_from_me=1, item_type=5)
    made.say(1, None, handle_id=1, item_type=99)


def files(made: Made) -> None:
    for number, (path, name, kind) in enumerate((
        ("~/Library/Messages/Attachments/ab/11/at_0_X/IMG_canary.jpeg", "IMG_canary.jpeg", "image/jpeg"),
        ("~/Library/Messages/Attachments/cd/12/at_0_Y/Audio Message.caf", "Audio Message.caf", "audio/x-caf"),
        ("~/Library/Messages/Attachments/ef/13/at_0_Z/gone.mov", "gone.mov", "video/quicktime"),
    ), 1):  # fmt: skip
        made.put("attachment", guid=f"at_{number}", filename=path, mime_type=kind, transfer_name=name)
    first = made.say(1, "\ufffclook\ufffc", handle_id=1, cache_has_attachments=1)
    second = made.say(1, "\ufffc", is_from_me=1, cache_has_attachments=1)
    made.say(1, "\ufffc", handle_id=1, cache_has_attachments=1)
    for message, attachment in ((first, 1), (first, 2), (second, 3)):
        made.put("message_attachment_join", message_id=message, attachment_id=attachment)
    archive = plist({"$archiver": "NSKeyedArchiver", "$objects": ["$null", "https://example.org/canary", "https://example.org/icon"]})
    made.say(1, None, handle_id=1, balloon_bundle_id="com.apple.messages.URLBalloonProvider", payload_data=archive)
    made.say(1, None, handle_id=1, balloon_bundle_id="com.apple.DigitalTouchBalloonProvider")
    made.say(1, "read this: https://example.org/a_(b).", is_from_me=1, error=22)
    made.say(1, "good morning, later", is_from_me=1, schedule_type=2)
    made.say(1, "when?", handle_id=1, date=0)
    made.say(1, "what?", handle_id=1, attributedBody=b"\x04\x0bstreamtyped\x81")
    made.say(1, None, handle_id=1, attributedBody=b"\x04\x0bstreamtyped\x81", message_summary_info=b"bplist00\xff")


def case(name: str, imitates: str, **more: str) -> Path:
    folder = HERE / name
    shutil.rmtree(folder / "source", ignore_errors=True)
    (folder / "source").mkdir(parents=True)
    facts = {"made": "tests/samples/imessage/make.py", "imitates": imitates, **more}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items()), "utf-8")
    return folder / "source"


def mac() -> None:
    source = case("mac-2024", "chat.db of macOS 14 beside its attachments: columns as in ../shared/samples and imessage-exporter")
    made = Made(source / "chat.db")
    made.schema()
    people(made)
    conversation(made)
    reactions(made)
    group(made)
    files(made)
    made.connection.close()
    for path, data in (("ab/11/at_0_X/IMG_canary.jpeg", JPEG), ("cd/12/at_0_Y/Audio Message.caf", CAF)):
        target = source / "Attachments" / path
        target.parent.mkdir(parents=True)
        target.write_bytes(data)


def old() -> None:
    source = case("seconds-2016", "sms.db of before macOS 10.13: dates in seconds, no table of chats, any name", open="my messages")
    made = Made(source / "my messages")
    made.schema("chat", "chat_handle_join", "attachment", "chat_recoverable_message_join")
    people(made, chats=False)
    made.say(7, "old words canary", handle_id=1, date=470_000_000)
    made.say(7, "and an answer", handle_id=1, is_from_me=1, date=470_000_060)
    made.say(None, "no chat at all", handle_id=3, date=470_000_120)
    made.connection.close()


def live() -> None:
    source = case("live-log", "a chat.db copied while Messages was open: the newest messages stand in chat.db-wal only")
    with tempfile.TemporaryDirectory() as work:
        made = Made(Path(work) / "chat.db")
        made.connection.execute("PRAGMA journal_mode = WAL")
        made.connection.execute("PRAGMA wal_autocheckpoint = 0")
        made.schema()
        people(made)
        made.say(1, "in the database", handle_id=1)
        made.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        made.say(1, "only in the log canary", handle_id=1)
        for name in ("chat.db", "chat.db-wal"):
            shutil.copy(Path(work) / name, source / name)
        made.connection.close()


def broken() -> None:
    whole = Path(tempfile.mkdtemp()) / "chat.db"
    made = Made(whole)
    made.schema()
    people(made)
    for turn in range(60):
        made.say(1, f"number {turn} canary " + "x" * 150, handle_id=1)
    leaves = [page for (page,) in made.connection.execute(
        "SELECT pageno FROM dbstat WHERE name = 'message' AND pagetype = 'leaf' ORDER BY path")]  # fmt: skip
    made.connection.close()
    data = bytearray(whole.read_bytes())
    cut = case("broken/cut", "a chat.db of which the last third is missing", open="chat.db")
    (cut / "chat.db").write_bytes(data[: len(data) * 2 // 3])
    spoilt = case("broken/spoilt-page", "a chat.db with one page of messages overwritten", open="chat.db")
    data[(leaves[5] - 1) * 1024 : leaves[5] * 1024] = b"\xff" * 1024
    (spoilt / "chat.db").write_bytes(data)


if __name__ == "__main__":
    mac()
    old()
    live()
    broken()
