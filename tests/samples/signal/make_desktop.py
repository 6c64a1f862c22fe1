"""Writes the samples of Signal Desktop and signal-export again: `python tests/samples/signal/make_desktop.py`. All is invented.

Tables and fields as the sources of sigtop (signal/message.go, recipient.go, attachment.go, edit.go) and signal-export (data.py,
models.py) name them.
"""

import base64
import hashlib
import json
import sqlite3
from pathlib import Path
from typing import Any

from make import HER_ID, HERE, JPEG, ME_ID, OTHER_ID, T0, case

HER, OTHER, ME = (f"{each.hex()[:8]}-{each.hex()[8:12]}-{each.hex()[12:16]}-{each.hex()[16:20]}-{each.hex()[20:]}" for each in (HER_ID, OTHER_ID, ME_ID))
DIGEST = hashlib.sha256(JPEG).hexdigest()


def facts() -> list[dict[str, Any]]:
    """Messages in the JSON of Signal Desktop."""

    def said(at: int, kind: str = "incoming", **more: Any) -> dict[str, Any]:
        source = {"sourceServiceId": HER, "source": "+923001112222"} if kind == "incoming" else {}
        return {"id": f"id-{at}", "conversationId": "c-her", "type": kind, "sent_at": T0 + at * 1000, "received_at": at, **source, **more}

    history = [{"body": body, "timestamp": T0 + at * 1000} for body, at in (("See you", 13), ("I will come", 12), ("I will find you canary", 10))]
    picture = {"contentType": "image/jpeg", "fileName": "canary.jpg", "plaintextHash": DIGEST, "size": 20}
    return [
        said(1, body="Kya haal hai? canary"),
        said(2, "outgoing", body="stop: https://example.org/a", preview=[{"url": "https://example.org/b"}]),
        said(3, body="no", quote={"id": T0 + 2_000, "authorAci": ME, "text": "stop"}),
        said(4, body="", attachments=[picture, {"contentType": "video/mp4", "fileName": "gone.mp4"}]),
        said(10, body="See you", editHistory=history),
        said(15, body="", deletedForEveryone=True),
        said(16, body="", isViewOnce=True, isErased=True),
        said(17, body="", sticker={"packId": "p", "stickerId": 1, "emoji": "💀", "data": {"contentType": "image/webp"}}),
        said(18, body="", contact=[{"name": {"givenName": "Cy", "familyName": "Canary"}, "number": [{"value": "+92 300 7"}]}]),
        said(19, body="gone in an hour", expireTimer=3600, storyId="s"),
        said(20, "outgoing", body="did not go out", sendStateByConversationId={"c-her": {"status": "Failed"}}),
        said(21, body="liked", reactions=[{"emoji": "👍", "fromId": "c-her", "timestamp": T0 + 22_000}]),
        said(30, "keychange"),
        said(31, "timer-notification", expirationTimerUpdate={"expireTimer": 86400}),
        said(32, "profile-change", profileChange={"type": "name", "oldName": "Ada", "newName": "Ada Canary"}),
        said(33, "call-history", callHistoryDetails={"wasIncoming": True, "wasVideoCall": True}),
        said(34, "verified-change"),
        said(35, "telepathy"),
    ]


def database() -> None:
    case("desktop-database", "Signal Desktop's database, decrypted by sigtop export-database", {"x": b""}, open="signal.db")
    folder = HERE / "desktop-database" / "source"
    (folder / "x").unlink()
    connection = sqlite3.connect(folder / "signal.db", isolation_level=None)
    connection.execute("PRAGMA page_size = 1024")
    for table in (
        "conversations (id TEXT PRIMARY KEY, json TEXT, type TEXT, members TEXT, name TEXT, profileName TEXT, profileFullName TEXT, e164 TEXT, serviceId TEXT)",
        "messages (rowid INTEGER PRIMARY KEY ASC, id TEXT, json TEXT, conversationId TEXT, type TEXT, body TEXT, sent_at INTEGER, sourceServiceId TEXT, callId TEXT)",
        "message_attachments (messageId TEXT, editHistoryIndex INTEGER, attachmentType TEXT, contentType TEXT, fileName TEXT, plaintextHash TEXT)",
        "callsHistory (callId TEXT PRIMARY KEY, direction TEXT, type TEXT, status TEXT)",
        "items (id TEXT PRIMARY KEY, json TEXT)",
    ):
        connection.execute(f"CREATE TABLE {table}")

    def put(table: str, **fields: object) -> None:
        marks = ", ".join("?" * len(fields))
        connection.execute(f"INSERT INTO {table} ({', '.join(fields)}) VALUES ({marks})", tuple(fields.values()))

    group = {"masterKey": base64.b64encode(b"k" * 32).decode(), "membersV2": [{"aci": HER}, {"aci": ME}], "isArchived": True}
    put("items", id="number_id", json=json.dumps({"id": "number_id", "value": "+923009990000.2"}))
    put("items", id="uuid_id", json=json.dumps({"id": "uuid_id", "value": f"{ME}.2"}))
    put("conversations", id="c-me", json="{}", type="private", profileFullName="Mehr Talpur", e164="+923009990000", serviceId=ME)
    put("conversations", id="c-her", json="{}", type="private", profileFullName="Ada Canary", e164="+923001112222", serviceId=HER)
    put("conversations", id="c-group", json=json.dumps(group), type="group", name="Hostel canary")
    put("callsHistory", callId="77", direction="Outgoing", type="Audio", status="Accepted")
    put("message_attachments", messageId="id-60", editHistoryIndex=-1, attachmentType="attachment", contentType="image/jpeg", fileName="a.jpg")
    for fact in facts():
        kept = {key: fact.pop(key) for key in ("id", "conversationId", "type", "body", "sent_at", "sourceServiceId") if key in fact}
        put("messages", json=json.dumps(fact), **kept)
    put("messages", id="id-60", json="{}", conversationId="c-her", type="incoming", sent_at=T0 + 60_000, sourceServiceId=HER)
    put("messages", id="id-61", json="{}", conversationId="c-her", type="call-history", sent_at=T0 + 61_000, callId="77")
    put("messages", id="id-62", json="[", conversationId="c-group", type="incoming", body="all of you", sent_at=T0 + 62_000, sourceServiceId=HER)
    for at, detail in enumerate(
        (
            {"type": "title", "newTitle": "Hostel canary"},
            {"type": "member-add", "aci": OTHER},
            {"type": "member-remove", "aci": HER},
            {"type": "access-members"},
        ),
        63,
    ):
        change = {"groupV2Change": {"from": HER, "details": [detail]}}
        put("messages", id=f"id-{at}", json=json.dumps(change), conversationId="c-group", type="group-v2-change", sent_at=T0 + at * 1000)
    put("messages", id="id-70", json=None, conversationId=None, type=None, body="nothing else", sent_at=None)
    connection.close()


def main() -> None:
    database()
    files = {"Ada (+923001112222).json": json.dumps(facts(), indent=1, ensure_ascii=False).encode(), "attachments/canary.jpg": JPEG}
    case("desktop-json", "messages in JSON by sigtop export-messages -f json, beside exported attachments", files)
    lines = [
        {"date": "2023-11-14T22:13:21.500000", "sender": "Ada", "body": "canary\nآداب  ", "quote": "", "sticker": "", "reactions": [["Me", "😡"]],
         "attachments": [{"name": "a b.jpg", "path": "media/a%20b.jpg"}, {"name": "gone.mp4", "path": "media/gone.mp4"}]},
        {"date": "2023-11-14T22:13:25", "sender": "Me", "body": "https://example.org/a  ", "quote": "\n\n> canary\n\n", "sticker": "💀", "reactions": [],
         "attachments": [], "deleted": False, "call": False, "missed": False},
        {"date": "2023-11-14T22:14:00", "sender": "Ada", "body": "Missed voice call  ", "quote": "", "sticker": None, "reactions": [], "attachments": [],
         "deleted": False, "call": True, "missed": False},
        {"date": "yesterday", "sender": "No-Sender", "body": "  ", "quote": "", "sticker": None, "reactions": [], "attachments": [], "deleted": True, "new": 1},
    ]  # fmt: skip
    data = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n"
    export = {"Ada Canary/data.json": data.encode(), "Ada Canary/media/a b.jpg": JPEG, "Ada Canary/chat.md": b"[2023-11-14 22:13:21] Ada: canary\n"}
    case("signal-export", "what signal-export wrote: data.json beside chat.md and media", export)
    cut = json.dumps(facts())[:2500].encode()
    case("broken/desktop-json", "messages in JSON that end in the middle of one", {"Ada.json": cut}, open="Ada.json")


if __name__ == "__main__":
    main()
