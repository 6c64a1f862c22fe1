"""Writes the sources of these samples again: `python tests/samples/google_chat/make.py`. Everybody and everything in them is invented.

The layout is that of ../shared/samples/google-chat; fields beyond it are those of public parsers.
"""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
ZOYA = {"name": "Zoya K", "email": "zoya.k@example.org", "user_type": "Human"}
FOX = {"name": "Canary Fox", "email": "fox@example.org", "user_type": "Human"}
JR = {"name": "Imran J", "email": "imran@example.org", "user_type": "Human"}


def case(name: str, imitates: str, files: dict[str, bytes], opened: str = "") -> None:
    folder = HERE / name
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    facts = {"made": "tests/samples/google_chat/make.py", "imitates": imitates, "seen": "export-formats.md section 3", "open": opened}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items() if text), "utf-8")


def said(who: dict[str, str], date: str, topic: str, number: str, text: str | None = None, group: str = "dmAAAA", **more: Any) -> dict[str, Any]:
    words = {} if text is None else {"text": text}
    return {"creator": who, "created_date": date, **words, "topic_id": topic, "message_id": f"{group}/{topic}/{number}", **more}


DIRECT = [
    said(FOX, "Sunday, November 18, 2018 at 6:02:21\u202fPM UTC", "t1", "t1", "I know where you work"),
    said(ZOYA, "Sunday, November 18, 2018 at 12:03:00\u202fAM UTC", "t1", "m2", "stop", quoted_message_metadata={"message_id": "dmAAAA/t1/t1", "text": "I know"}),
    said(FOX, "Monday, November 19, 2018 at 12:00:01 PM UTC", "t2", "t2", "see", updated_date="Monday, November 19, 2018 at 12:05:00 PM UTC", annotations=[{"start_index": 0, "length": 3, "url_metadata": {"title": "", "url": {"private_do_not_access_or_else_safe_url_wrapped_value": "https://example.org/c"}}}]),
    said(FOX, "Tuesday, November 20, 2018 at 1:00:00 PM UTC", "t3", "t3", None, message_state="DELETED", deletion_metadata={"deletion_type": "CREATOR"}),
    said(FOX, "lunes, 20 de noviembre de 2018", "t4", "t4", "canary", reactions=[{"emoji": {"unicode": "😡"}, "reactor_emails": ["zoya.k@example.org"]}], mood=1),
]
SPACE = [
    said(JR, "Wednesday, November 21, 2018 at 8:00:00 AM UTC", "t1", "t1", None, "spBBBB", attached_files=[{"original_name": "photo.jpg", "export_name": "File-photo.jpg"}]),
    said(JR, "Wednesday, November 21, 2018 at 8:01:00 AM UTC", "t1", "m2", "again", "spBBBB", attached_files=[{"original_name": "photo.jpg", "export_name": "File-photo.jpg"}]),
    said(FOX, "Wednesday, November 21, 2018 at 8:02:00 AM UTC", "t3", "t3", None, "spBBBB", attached_files=[{"original_name": "39?account_id=0.jpg", "export_name": "File-39?account_id=0.jpg"}]),
    said(FOX, "Wednesday, November 21, 2018 at 8:03:00 AM UTC", "t4", "t4", None, "spBBBB", attached_files=[{"original_name": "a very long name that nobody would ever choose for a picture.jpg", "export_name": "File-a very long name that nobody would ever choose for a picture.jpg"}]),
    said(FOX, "Wednesday, November 21, 2018 at 8:04:00 AM UTC", "t5", "t5", None, "spBBBB", attached_files=[{"original_name": "gone.pdf", "export_name": "File-gone.pdf"}]),
]


def as_json(value: Any) -> bytes:
    return json.dumps(value, indent=2, ensure_ascii=False).encode()


if __name__ == "__main__":
    whole = as_json({"messages": DIRECT})
    base = "Takeout/Google Chat/Groups"
    case(
        "takeout",
        "a conversation of two and a space, with quotes, edits, deletions, reactions, and files whose names are cut and numbered",
        {
            f"{base}/DM dmAAAA/messages.json": whole,
            f"{base}/DM dmAAAA/group_info.json": as_json({"members": [FOX, ZOYA]}),
            f"{base}/Space spBBBB/messages.json": as_json({"messages": SPACE}),
            f"{base}/Space spBBBB/group_info.json": as_json({"name": "Canary office", "members": [FOX, ZOYA, JR]}),
            f"{base}/Space spBBBB/File-photo.jpg": JPEG,
            f"{base}/Space spBBBB/File-photo(1).jpg": JPEG + b"1",
            f"{base}/Space spBBBB/File-39_account_id_0.jpg": JPEG + b"2",
            f"{base}/Space spBBBB/File-a very long name that nobody would ever.jpg": JPEG + b"3",
            "Takeout/Google Chat/Users/User 1/user_info.json": as_json({"user": ZOYA}),
        },
    )
    case("file-alone", "one messages.json on its own", {"messages.json": whole}, "messages.json")
    case("broken/cut", "cut inside a message", {"DM dmAAAA/messages.json": whole[: whole.index(b"stop")], "DM dmAAAA/group_info.json": b'{"members": [', })
