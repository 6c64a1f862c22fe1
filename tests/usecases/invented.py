"""Invented exports, small enough to read: chats with both sides, a conversation in Instagram's layout, files nobody can read."""

import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

CHAT_NAME = "WhatsApp Chat with Imran Vasti.txt"
FIRST = (
    ("31/12/2023, 21:05", "Rabia Noor", "Please stop writing to me."),
    ("31/12/2023, 21:06", "Imran Vasti", "I write as often as I like"),
    ("31/12/2023, 21:07", "Imran Vasti", "تم مجھ سے نہیں چھپ سکتیں"),
    ("13/01/2024, 08:00", "Imran Vasti", "main tumhari gali mein hoon\nthe lamp is broken"),
)
SECOND = (
    ("13/01/2024, 08:15", "Rabia Noor", "I have reported this."),
    ("14/03/2024, 23:59", "Imran Vasti", "<Media omitted>"),
    ("15/03/2024, 00:10", "Rabia Noor", "No."),
)


def chat(lines: Iterable[tuple[str, str, str]] = FIRST + SECOND) -> bytes:
    """A WhatsApp export of Android."""
    return "".join(f"{time} - {name}: {words}\n" for time, name, words in lines).encode()


def instagram() -> dict[str, bytes]:
    """The members of an Instagram export of 2023 and later: a thread with a picture, and a comment file that it does not hold."""
    messages = [
        {"sender_name": "Imran Vasti", "timestamp_ms": 1_704_100_000_000 + n * 60_000, "content": f"line {n}"} for n in range(3)
    ]
    photo = {"uri": "your_instagram_activity/messages/inbox/imran_17/photos/1.jpg", "creation_timestamp": 1_704_100_300}
    messages.append({"sender_name": "Rabia Noor", "timestamp_ms": 1_704_100_300_000, "photos": [photo]})
    thread = {
        "participants": [{"name": "Imran Vasti"}, {"name": "Rabia Noor"}],
        "messages": messages,
        "title": "Imran Vasti",
        "thread_path": "inbox/imran_17",
        "is_still_participant": True,
        "magic_words": [],
    }
    folder = "your_instagram_activity/messages/inbox/imran_17"
    return {
        f"{folder}/message_1.json": json.dumps(thread).encode(),
        f"{folder}/photos/1.jpg": b"\xff\xd8\xff\xe0 not really a picture",
        "connections/followers_and_following/following.json": b'{"relationships_following": []}',
    }


def written(path: Path, data: bytes) -> Path:
    """A file with these bytes; its folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def zipped(path: Path, members: Mapping[str, bytes]) -> Path:
    """A zip of these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def folder(path: Path, members: Mapping[str, bytes]) -> Path:
    """A folder of these files."""
    for name, data in members.items():
        written(path / name, data)
    return path
